import time

import pytest

from tests.engine.conftest import Parse, quoted


def found(parse: Parse, text: str) -> list[str]:
    reading, syntax = parse(text)
    return ["|".join(text[p.start : p.end] for p in q.parts) for q in quoted(reading, syntax)[0]]


@pytest.mark.parametrize(
    "text",
    [
        "“We had no other choice,” the mayor said on Tuesday.",
        "The mayor said the bridge was “in no state to be used by anybody.”",
        "The council met to debate the road. The minister called it “a disgrace” and left the room. Nobody voted.",
    ],
)
def test_words_that_somebody_said_are_quotations(parse: Parse, text: str) -> None:
    assert len(found(parse, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Her second novel, “The Long Winter”, was published in May by a small press in Dublin.",
        "The band played the song “Yellow River” and went home before midnight.",
        "Robert “Bobby” Miller won the race for the third time in a row.",
    ],
    ids=["book", "song", "nickname"],
)
def test_titles_and_nicknames_are_none(parse: Parse, text: str) -> None:
    assert found(parse, text) == []


def test_a_single_letter_is_none(parse: Parse) -> None:
    text = "The minister said he is, first, “a” – a friend, and second, “b” – a colleague, and then he left."
    assert found(parse, text) == []


def test_a_quotation_cut_by_its_attribution_has_two_parts(parse: Parse) -> None:
    text = "“First of all – Petrov emphasized – we have always asked for talks and for peace.”"
    assert found(parse, text) == ["First of all|we have always asked for talks and for peace."]


def test_two_pairs_of_marks_are_two_quotations(parse: Parse) -> None:
    assert found(parse, "“We tried,” she said, “but we were too late to help them.”") == [
        "We tried,",
        "but we were too late to help them.",
    ]


def test_direct_speech_stands_as_a_sentence_and_mixed_within_one(parse: Parse) -> None:
    reading, syntax = parse("“We will leave tomorrow,” she said. He called the plan “a disgrace to the town”, and left.")
    assert [q.type for q in quoted(reading, syntax)[0]] == ["direct", "mixed"]


def test_an_article_without_marks(parse: Parse) -> None:
    assert found(parse, "The council met. Nobody spoke.") == []


def test_an_endless_word_before_a_quotation_takes_linear_time(parse: Parse) -> None:
    begin = time.perf_counter()
    found(parse, "a" * 20_000 + " “We had no other choice,” he said.")
    assert time.perf_counter() - begin < 5
