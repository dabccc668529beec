"""What kind each mistake is, on invented articles; and that every mistake the scoring script counts has exactly one kind."""

from collections import Counter
from types import ModuleType

import pytest

from evaluation.errors import kinds

from .conftest import Case, person

ANN = person("Ann Orr", "Orr", roles=("mayor",), affiliations=("Ostend",))
BEN = person("Ben Alder", "Alder")
CLERK = {**person("council clerk", "the clerk"), "kind": "unnamed"}


def told(score: ModuleType, case: Case) -> list[str]:
    """The kinds of error in a case, which must be as many of each as the scoring script counts."""
    found = kinds(score, case.article, case.answer)
    counted = Counter(mistake["what"] for mistake in score.score_article(case.article, case.answer).errors)
    assert Counter(kind.partition(":")[0] for kind in found.elements()) == counted
    return sorted(found.elements())


def test_a_right_answer_has_no_error(score: ModuleType) -> None:
    case = Case("“We shall build it,” Mayor Ann Orr of Ostend said.", ANN).gold("We shall build it,", "A")
    case.said("We shall build it,", "Ann Orr", "Mayor Ann Orr", role="mayor", affiliation="Ostend")
    assert told(score, case) == []


@pytest.mark.parametrize(
    ("text", "words", "look"),
    [
        ("Orr called it ‘a mess’.", "a mess", "short, in single marks"),
        ("Orr called it “a mess”.", "a mess", "short, in double marks"),
        ("''Nobody ever asked us,'' Orr said.", "Nobody ever asked us,", "short, in two single marks for a double"),
        ('"Nobody ever asked us anything," Orr said.', "Nobody ever asked us anything,", "longer, in double marks"),
        ("Orr: Nobody ever asked us anything.", "Nobody ever asked us anything.", "longer, in no marks"),
    ],
)
def test_a_stretch_missed_or_too_many_is_known_by_its_length_and_marks(
    score: ModuleType, text: str, words: str, look: str
) -> None:
    assert told(score, Case(text, ANN).gold(words, "A")) == [f"quotation missed: {look}"]
    assert told(score, Case(text, ANN).said(words)) == [f"not a quotation: {look}"]


def test_a_missing_mark_is_told_from_what_was_overlooked(score: ModuleType) -> None:
    case = Case("“Nobody ever asked us anything, Orr said.", ANN).gold("Nobody ever asked us anything,", "A", unclosed=True)
    assert told(score, case) == ["quotation missed: a mark is missing"]


def test_other_bounds_are_a_quotation_missed_and_one_too_many(score: ModuleType) -> None:
    case = Case("“Nobody asked. Ever,” Orr said.", ANN).gold("Nobody asked. Ever,", "A").said("Ever,", "Ann Orr")
    assert told(score, case) == ["not a quotation: a quotation with other bounds", "quotation missed: found with other bounds"]


def test_what_cannot_be_scored_is_passed_over(score: ModuleType) -> None:
    case = (
        Case("“Nobody asked. Ever,” Orr said.", ANN).gold("Nobody asked. Ever,", "A", bad=True).said("Nobody asked.", "Ann Orr")
    )
    assert told(score, case) == []


def test_of_two_parts_in_one_place_one_is_the_quotation(score: ModuleType) -> None:
    case = Case("“Nobody asked,” Orr said.", ANN).gold("Nobody asked,", "A").said("Nobody asked,").said("Nobody asked")
    assert told(score, case) == [
        "not a quotation: a quotation with other bounds",
        "speaker: no mention found, nobody answered",
    ]


@pytest.mark.parametrize(
    ("answered", "mention", "kind"),
    [
        (None, None, "no mention found, nobody answered"),
        (None, "Orr", "nobody answered though there is a mention (below the least confidence)"),
        ("Ben Alder", None, "no mention found, another one answered"),
        ("Ben Alder", "She", "the mention is a pronoun, resolved wrongly"),
        ("Ben Alder", "Orr", "the mention names the speaker, the identity is wrong"),
        ("Ben Alder", "Ben Alder", "another speaker of the article is mentioned"),
        ("Carl Ives", "Carl Ives", "another name is mentioned"),
        ("Ben Alder", "the engineer", "the mention is a description, resolved wrongly"),
        ("Ben Alder", "a friend of Carl Ives", "the mention is a description, resolved wrongly"),
        ("The Hague", "The Hague", "another name is mentioned"),
    ],
)
def test_a_wrong_speaker_is_known_by_the_mention(
    score: ModuleType, answered: str | None, mention: str | None, kind: str
) -> None:
    text = "“We pay,” Orr said. She met Ben Alder, Carl Ives, the engineer, a friend of Carl Ives, and The Hague."
    case = Case(text, ANN, BEN).gold("We pay,", "A").said("We pay,", answered, mention)
    assert told(score, case) == [f"speaker: {kind}"]


def test_an_unnamed_speaker_is_named_by_the_description(score: ModuleType) -> None:
    case = Case("“We pay,” the clerk said.", ANN, CLERK).gold("We pay,", "c").said("We pay,", "Ann Orr", "the clerk")
    assert told(score, case) == ["speaker: the mention names the speaker, the identity is wrong"]


def test_where_the_article_gives_nobody_nobody_is_right(score: ModuleType) -> None:
    text = "“We pay,” it was said. Ben Alder left."
    assert told(score, Case(text, BEN).gold("We pay,").said("We pay,")) == []
    somebody = Case(text, BEN).gold("We pay,").said("We pay,", "Ben Alder", "Ben Alder")
    assert told(score, somebody) == ["speaker: somebody answered where the article gives nobody"]


def test_role_and_affiliation_are_judged_where_the_speaker_is_right(score: ModuleType) -> None:
    text = "“We pay,” Ann Orr said. “We wait,” Ben Alder said."
    case = Case(text, ANN, BEN).gold("We pay,", "A").gold("We wait,", "B")
    case.said("We pay,", "Ann Orr", "Ann Orr", role="deputy mayor").said("We wait,", "Ben Alder", "Ben Alder", role="poet")
    assert told(score, case) == [
        "affiliation: none answered",
        "role: another one answered",
        "role: answered where the article gives none",
    ]


def test_nothing_is_no_error_where_the_value_is_optional_or_the_speaker_no_person(score: ModuleType) -> None:
    modest = person("Dora Finch", roles=("neighbour",), optional=["role"])
    board = {**person("Ferry Board", roles=("operator",)), "kind": "organization"}
    case = Case("“We pay,” Dora Finch said. “We wait,” the Ferry Board said.", modest, board)
    case.gold("We pay,", "D").gold("We wait,", "F")
    case.said("We pay,", "Dora Finch", "Dora Finch").said("We wait,", "Ferry Board", "the Ferry Board", role="company")
    assert told(score, case) == []
