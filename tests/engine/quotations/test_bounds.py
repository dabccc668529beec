from service.engine.quotations.bounds import settle, uncut
from service.engine.quotations.marks import stretches
from service.engine.result import Span
from tests.engine.conftest import Parse


def settled(parse: Parse, text: str) -> list[str]:
    _, syntax = parse(text)
    return [text[p.start : p.end] for s in stretches(text) for p in settle(text, syntax, s).parts]


def test_an_unclosed_quotation_ends_before_its_attribution(parse: Parse) -> None:
    assert settled(parse, "Now “the gates stay open, according to the harbour master Ann Lee.") == ["the gates stay open"]


def test_an_unclosed_question_ends_before_its_attribution(parse: Parse) -> None:
    assert settled(parse, "“Is this the whole bridge? Olga said.") == ["Is this the whole bridge?"]


def test_an_unclosed_quotation_ends_before_the_lead_to_the_next(parse: Parse) -> None:
    text = "He said, “The team is young. It will grow. The captain also said, “We are proud.”"
    assert settled(parse, text) == ["The team is young. It will grow.", "We are proud."]


def test_an_unopened_quotation_begins_after_a_colon(parse: Parse) -> None:
    text = "The sign reads: Do not feed the bears. They bite.” Nobody obeyed."
    assert settled(parse, text) == ["Do not feed the bears. They bite."]


def test_an_unopened_quotation_begins_after_the_words_that_lead_to_it(parse: Parse) -> None:
    text = "The zoo shut on Monday. Its page says: Do not come. The bears are ill.” Nobody came."
    assert settled(parse, text) == ["Do not come. The bears are ill."]


def test_an_unopened_quotation_begins_after_a_verb_of_saying_or_a_late_colon(parse: Parse) -> None:
    assert settled(parse, "The players held up signs saying, Pay us now” at noon.") == ["Pay us now"]
    text = "The mill stood still. Its owner had one wish for the year: New wheels and more water,” wrote the paper."
    assert settled(parse, text) == ["New wheels and more water,"]


def test_an_unopened_quotation_after_a_full_one_begins_at_once(parse: Parse) -> None:
    text = "He dreams of “a quiet sea.” If you sail, you wait. If you wait, you learn,” he wrote."
    assert settled(parse, text) == ["a quiet sea.", "If you sail, you wait. If you wait, you learn,"]


def test_an_unopened_quotation_begins_where_the_speaker_says_i(parse: Parse) -> None:
    text = "Berta is a diver. She dives at dawn. I like the cold,” says Berta."
    assert settled(parse, text) == ["I like the cold,"]


def test_who_speaks_within_the_words_attributes_nothing(parse: Parse) -> None:
    text = "Now “at noon, the people who told us of the flood came back"
    assert settled(parse, text) == ["at noon, the people who told us of the flood came back"]


def pieces(parse: Parse, text: str) -> list[str]:
    _, syntax = parse(text)
    return [text[p.start : p.end] for p in uncut(text, syntax, Span(0, len(text)))]


def test_a_reporter_who_cuts_in_between_dashes(parse: Parse) -> None:
    text = "First of all – Petrov emphasized – the president has always asked for talks."
    assert pieces(parse, text) == ["First of all", "the president has always asked for talks."]


def test_a_reporter_who_closes_the_words_with_a_dash(parse: Parse) -> None:
    assert pieces(parse, "The disease may be less severe, - said the ministry.") == ["The disease may be less severe,"]


def test_a_speaker_s_own_dashes_stay(parse: Parse) -> None:
    text = "We want peace – as I said before – and we want it now."
    assert pieces(parse, text) == [text]


def test_a_clause_between_dashes_that_tells_who_is_meant_stays(parse: Parse) -> None:
    text = "The neighbours – who claim to be friends of the river – let it rot."
    assert pieces(parse, text) == [text]


def test_a_reporter_who_cuts_in_between_commas(parse: Parse) -> None:
    assert pieces(parse, "We had, said the mayor of Leeds, no other choice.") == ["We had,", "no other choice."]


def test_speech_that_tells_of_speech_stays_whole(parse: Parse) -> None:
    text = "And then, he said, we should all go home."
    assert pieces(parse, text) == [text]
