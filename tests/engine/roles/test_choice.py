"""How the role and the affiliation are chosen from what may be right: every candidate here is invented."""

import pytest
from spacy.language import Language

from service.engine.reading import language
from service.engine.result import Attribution, Fact, Identity, Quotation, Span
from service.engine.roles.affiliation_candidates import UNSEEN, compare
from service.engine.roles.cases import Candidates, role_kind
from service.engine.roles.choice import cases, chances, choose
from service.engine.roles.columns import words_of
from service.engine.roles.occupations import lexicon
from service.engine.roles.statements import Page
from service.engine.roles.surroundings import FAR_OFF, Surroundings, distance, key_of, kind_of


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def fact(value: str) -> Fact:
    return Fact(value, Span(0, len(value)))


def test_what_is_stated_is_taken_at_its_word() -> None:
    found: Candidates = [(fact("mayor"), {"stated": 1.0})]
    assert choose(found, [0.1], 0.4, 0.1) == fact("mayor")


def test_what_is_not_stated_needs_a_chance() -> None:
    found: Candidates = [(fact("mayor"), {})]
    assert choose(found, [0.3], 0.4, 0.1) is None
    assert choose(found, [0.5], 0.4, 0.1) == fact("mayor")


def test_an_unlikely_guess_does_not_hide_what_is_stated() -> None:
    found: Candidates = [(fact("mayor"), {}), (fact("doctor"), {"stated": 1.0})]
    assert choose(found, [0.3, 0.1], 0.4, 0.1) == fact("doctor")


def test_where_chances_are_close_the_more_trusted_statement_goes_before() -> None:
    found: Candidates = [(fact("mayor"), {"stated": 1.0}), (fact("doctor"), {"stated": 1.0, "rule": 1.0})]
    assert choose(found, [0.85, 0.8], 0.4, 0.1) == fact("doctor")
    assert choose(found, [0.85, 0.2], 0.4, 0.1) == fact("mayor")


def test_nobody_has_nothing() -> None:
    assert choose([], [], 0.4, 0.1) is None


@pytest.mark.parametrize("model", ["role", "affiliation"])
def test_each_candidate_has_a_chance_and_unknown_features_say_nothing(model: str) -> None:
    found: list[Candidates] = [[(fact("a"), {"stated": 1.0}), (fact("b"), {"no such feature": 9.0})], [], [(fact("c"), {})]]
    likely = chances(model, found)
    assert [len(row) for row in likely] == [2, 0, 1]
    assert all(0 <= chance <= 1 for row in likely for chance in row)
    assert likely[0][1] == likely[2][0]


@pytest.mark.parametrize(
    ("role", "kind"),
    [("Former Senator", "legislator"), ("Foreign Minister", "minister"), ("spokeswoman", "aide"), (None, "no role")],
)
def test_a_role_is_of_a_kind(role: str | None, kind: str) -> None:
    assert role_kind(lexicon(), fact(role) if role else None) == kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Republican", "party"),
        ("Republican Party", "party"),
        ("United States", "union"),
        ("France", "country"),
        ("Ohio", "state"),
    ],
)
def test_a_body_is_of_a_kind(value: str, kind: str) -> None:
    assert kind_of(lexicon(), value) == kind


def test_bodies_are_gathered_from_all_places_that_name_them(nlp: Language) -> None:
    text = "Republican leaders met. The GOP was glad. Russian ships left Russia."
    bodies = Surroundings(Page(text, words_of(language.read(nlp, text)), lexicon())).bodies
    assert len(bodies[key_of("Republican")].places) == 2
    assert bodies["russia"].value == "Russia"
    assert len(bodies["russia"].places) == 2
    for body in bodies.values():
        assert all(text[span.start : span.end].strip() for span in body.spans)


def test_distance_is_to_the_nearest() -> None:
    assert distance((3, 10), 8) == 2
    assert distance((), 8) > 1000


def test_a_body_is_held_against_the_others_of_its_kind() -> None:
    found: Candidates = [(fact("Republican"), {"together": 2.0}), (fact("Democratic"), {"together": 0.5}), (fact("Acme"), {})]
    compare(found, ["party", "party", "organization"])
    assert [features.get("together, ahead") for _, features in found] == [1.5, -1.5, None]
    assert found[0][1]["near, ahead"] == UNSEEN - UNSEEN


def test_what_stands_beside_a_name_with_nobody_between(nlp: Language) -> None:
    text = "Jane Roe of Acme met Carl Boone of Globex. Initech slept."
    words = words_of(language.read(nlp, text))
    around = Surroundings(Page(text, words, lexicon()))
    here = [0]
    assert around.beside(here, words.text.index("Acme")) == (3, FAR_OFF)
    assert around.beside(here, words.text.index("Globex")) == (FAR_OFF, FAR_OFF)
    assert around.beside(here, words.text.index("Initech")) == (FAR_OFF, FAR_OFF)


def test_whether_words_are_quoted(nlp: Language) -> None:
    text = "“No,” she said."
    around = Surroundings(Page(text, words_of(language.read(nlp, text)), lexicon()), [Span(1, 4)])
    assert [around.quoted(offset) for offset in (0, 1, 3, 4, 9)] == [False, True, True, False, False]


def kinds(nlp: Language, text: str, source: str) -> list[tuple[str, str]]:
    """The kinds of statement of Jane Roe, who is also described by ``source``, and the role of each."""
    described = Span(text.index(source), text.index(source) + len(source))
    name = Span(text.index("Jane Roe"), text.index("Jane Roe") + len("Jane Roe"))
    one = Identity("Jane Roe", "person", ("Jane Roe",), tuple(sorted((name, described))), (0,))
    said = Attribution(Quotation((Span(1, 3),), "direct"), None, described if source == "the mayor" else name, 0.9)
    (case,) = cases(language.read(nlp, text), [one], [said])
    return [(s.kind, s.role.value) for s in case.found if s.role is not None]


def test_a_description_is_trusted_where_it_is_the_source_of_the_words(nlp: Language) -> None:
    assert kinds(nlp, "“No,” the mayor said. Jane Roe left.", "the mayor") == [("description", "mayor")]


def test_another_description_may_be_somebody_elses(nlp: Language) -> None:
    assert kinds(nlp, "“No,” Jane Roe said. The doctor slept.", "The doctor") == [("passing", "doctor")]


def test_a_description_is_trusted_that_repeats_a_title(nlp: Language) -> None:
    found = kinds(nlp, "“No,” Doctor Jane Roe said. The doctor slept.", "The doctor")
    assert found == [("title", "Doctor"), ("description", "doctor")]
