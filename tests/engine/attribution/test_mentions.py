from service.engine.attribution.mentions import Mention, behind, candidates, inside
from service.engine.result import Quotation, Span
from tests.engine.conftest import Parse


def mentions(parse: Parse, text: str, *quoted: str) -> dict[str, Mention]:
    """The mentions of a text outside the quoted words, by their own words."""
    _, syntax = parse(text)
    quotations = [Quotation((Span(text.index(q), text.index(q) + len(q)),), "direct") for q in quoted]
    return {text[m.span(syntax).start : m.span(syntax).end]: m for m in candidates(syntax, inside(syntax, quotations))}


def test_a_mention_is_the_whole_noun_phrase_without_what_follows_in_commas(parse: Parse) -> None:
    found = mentions(parse, "“It is over,” said the old mayor of Leeds, who was tired.", "It is over,")
    assert "the old mayor of Leeds" in found


def test_its_form_tells_names_from_pronouns_and_descriptions(parse: Parse) -> None:
    found = mentions(parse, "Anna Schmidt met the spokesman. He said they knew.")
    assert {words: m.form for words, m in found.items()} == {
        "Anna Schmidt": "name",
        "the spokesman": "description",
        "He": "he",
        "they": "they",
    }


def test_the_cue_is_the_verb_that_reports(parse: Parse) -> None:
    text = "According to the police, the road is closed. Mr Brown rose and said no."
    _, syntax = parse(text)
    found = mentions(parse, text)
    assert (syntax.lower[found["the police"].cue], found["the police"].relation) == ("according", "according")
    assert syntax.lower[found["Mr Brown"].cue] == "said"


def test_nothing_within_a_quotation_is_a_mention(parse: Parse) -> None:
    assert list(mentions(parse, "“The king is dead,” he said.", "The king is dead,")) == ["he"]


def test_two_who_speak_in_one_breath_are_one_mention(parse: Parse) -> None:
    assert "John Smith and Mary Jones" in mentions(parse, "John Smith and Mary Jones said in a letter that it was late.")


def test_the_name_that_opens_a_transcript_s_line(parse: Parse) -> None:
    found = mentions(parse, "LOPEZ: “It is late.”\nMAYOR BAKER: “It is not.”", "It is late.", "It is not.")
    assert {words: m.relation for words, m in found.items()} == {"LOPEZ": "label", "MAYOR BAKER": "label"}


def test_nobody_says_what_is_in_the_air(parse: Parse) -> None:
    assert "the latest news" not in mentions(parse, "According to the latest news, the road is closed.")


def test_the_person_behind_an_analysis(parse: Parse) -> None:
    text = "According to the analysis of the engineer John Reed, the bridge is safe."
    _, syntax = parse(text)
    found = candidates(syntax, [-1] * len(syntax))
    analysis = next(n for n, m in enumerate(found) if syntax.lower[m.head] == "analysis")
    person = found[behind(syntax, found, analysis)].span(syntax)
    assert text[person.start : person.end] == "the engineer John Reed"


def test_a_participle_that_reports_is_nobody(parse: Parse) -> None:
    found = mentions(parse, "The minister spoke in Lisbon, denouncing “a crime”. The briefing ended.", "a crime")
    assert "denouncing" not in found
    assert "The briefing" in found


def test_somebody_may_be_called_by_their_age(parse: Parse) -> None:
    found = mentions(parse, "“It was hard,” the 34-year-old said. The 19-year-old striker left.", "It was hard,")
    assert found["the 34-year-old"].form == "description"
    assert "The 19-year-old" not in found
