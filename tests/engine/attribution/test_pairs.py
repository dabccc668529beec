from service.engine.attribution.pairs import FEATURES, rows, set_scene
from tests.engine.conftest import Parse, quoted


def table(parse: Parse, text: str) -> dict[tuple[int, str], dict[str, float]]:
    """The named features of each pair, by the quotation's number and the words of the mention."""
    reading, syntax = parse(text)
    scene = set_scene(text, syntax, *quoted(reading, syntax))
    pairs, matrix = rows(scene)
    found = {}
    for (number, at), row in zip(pairs, matrix, strict=True):
        span = scene.mentions[at].span(syntax)
        found[number, text[span.start : span.end]] = dict(zip(FEATURES, row.tolist(), strict=True))
    return found


def test_the_nearest_mention_stands_right_beside_its_quotation(parse: Parse) -> None:
    found = table(parse, "Tom Baker left early. “We had no other choice,” said Maria Lopez on Tuesday.")
    lopez, baker = found[0, "Maria Lopez"], found[0, "Tom Baker"]
    assert (lopez["after"], lopez["rank"], lopez["cue_says"], lopez["cue_adjacent"]) == (1, 1, 1, 1)
    assert (baker["after"], baker["cue_says"], baker["stops_between"]) == (0, 0, 1)


def test_a_cue_that_belongs_to_the_next_quotation_is_seen_as_such(parse: Parse) -> None:
    found = table(parse, "“The road is closed,” said Tom Baker.\n\n“We had no other choice,” said Maria Lopez.")
    assert found[0, "Maria Lopez"]["cue_nearer_to_other"] == 1
    assert found[1, "Maria Lopez"]["cue_nearer_to_other"] == 0
    assert found[1, "Tom Baker"]["quotations_between"] == 0
    assert found[0, "Maria Lopez"]["paragraphs"] == 1


def test_an_article_without_quotations_has_no_pairs(parse: Parse) -> None:
    assert table(parse, "Tom Baker left early.") == {}


def test_a_signature_stands_behind_a_dash_or_in_brackets(parse: Parse) -> None:
    for signed in ("“We had no other choice.” — Maria Lopez", "“We had no other choice.” [Maria Lopez]"):
        assert table(parse, signed)[0, "Maria Lopez"]["signed"] == 1
    assert table(parse, "“We had no other choice,” said Maria Lopez.")[0, "Maria Lopez"]["signed"] == 0
