import pytest

from service.engine import attribution
from service.engine.attribution import choose
from service.engine.attribution.pairs import set_scene
from tests.engine.conftest import Parse, quoted


def mentioned(parse: Parse, text: str) -> list[str | None]:
    """For each quotation of a text the words that name its source."""
    reading, syntax = parse(text)
    found = attribution.attribute(reading, syntax, *quoted(reading, syntax))
    return [text[a.mention.start : a.mention.end] if a.mention else None for a in found]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("“We had no other choice,” Maria Lopez said on Tuesday.", "Maria Lopez"),
        ("Maria Lopez said on Tuesday: “We had no other choice.”", "Maria Lopez"),
        ("“We had no other choice,” said Maria Lopez.", "Maria Lopez"),
        ("“We had no other choice,” Maria Lopez, a doctor in Leeds, said.", "Maria Lopez"),
        ("According to Maria Lopez, the town “had no other choice”.", "Maria Lopez"),
        ("“We had no other choice,” she told the newspaper.", "she"),
        ("“We had no other choice,” the spokesman told reporters.", "the spokesman"),
        ("The ministry said in a statement that it “had no other choice”.", "The ministry"),
    ],
    ids=["after", "before", "inverted", "appositive", "according-to", "pronoun", "description", "organization"],
)
def test_the_mention_beside_the_quotation(parse: Parse, text: str, mention: str) -> None:
    assert mentioned(parse, text) == [mention]


def test_the_addressee_is_not_the_source(parse: Parse) -> None:
    assert mentioned(parse, "“You have no other choice,” Tom Baker told Maria Lopez.") == ["Tom Baker"]


def test_whoever_joins_in_right_before_the_quotation_is_its_source(parse: Parse) -> None:
    text = "The bank closed its branch in Leeds, denouncing, as did the mayor, Jane Roe, “the endless strikes of the season”."
    assert mentioned(parse, text) == ["the mayor"]


def test_a_quotation_between_two_attributions_takes_its_own(parse: Parse) -> None:
    lines = (
        "“The road is closed,” said Tom Baker.",
        "“We had no other choice,” said Maria Lopez.",
        "“It will open,” said John Reed.",
    )
    text = "\n\n".join(lines)
    assert mentioned(parse, text) == ["Tom Baker", "Maria Lopez", "John Reed"]


def test_the_cue_is_given_with_the_mention(parse: Parse) -> None:
    text = "“We had no other choice,” said Maria Lopez."
    reading, syntax = parse(text)
    (found,) = attribution.attribute(reading, syntax, *quoted(reading, syntax))
    assert found.cue is not None
    assert text[found.cue.start : found.cue.end] == "said"
    assert 0.5 < found.confidence <= 1


def test_whoever_scores_the_pairs_the_likeliest_is_chosen(parse: Parse) -> None:
    text = "“We had no other choice,” Tom Baker told Maria Lopez."
    reading, syntax = parse(text)
    scene = set_scene(text, syntax, *quoted(reading, syntax))
    (found,) = choose(scene, [(0, 0, 0.3), (0, 1, 0.6)])
    assert found.mention is not None
    assert text[found.mention.start : found.mention.end] == "Maria Lopez"
    assert found.confidence == 0.6


def test_no_source_rather_than_an_unlikely_one(parse: Parse) -> None:
    text = "“We had no other choice,” Tom Baker told Maria Lopez."
    reading, syntax = parse(text)
    scene = set_scene(text, syntax, *quoted(reading, syntax))
    (found,) = choose(scene, [(0, 0, 0.01)])
    assert (found.mention, found.cue) == (None, None)


def test_a_long_article_is_scored_in_stretches_as_in_one_go(parse: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Tom Baker", "Maria Lopez", "the spokesman", "she", "John Reed")
    text = "\n\n".join(f"“We had {n} other choices,” said {names[n % 5]}. “It was late.”" for n in range(12))
    reading, syntax = parse(text)
    found = quoted(reading, syntax)
    whole = attribution.attribute(reading, syntax, *found)
    for at_once in (1, 2, 5):
        monkeypatch.setattr(attribution, "AT_ONCE", at_once)
        assert attribution.attribute(reading, syntax, *found) == whole
