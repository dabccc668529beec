"""The engine as a whole: what it promises of every answer, for every text."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.engine import Engine
from service.engine.result import Result

MARKS = "“”„‟«»\"‘’‚'`´‹›"
NEWS = st.sampled_from(
    [
        "said",
        "the mayor",
        "Maria Lopez",
        "we",
        "had no choice",
        "according to",
        "he",
        "told",
        "Reuters",
        ",",
        ".",
        " – ",
        ": ",
        "\n\n",
        " ",
        "?",
    ]
)
ODD = st.sampled_from(["🙂", "e\u0301", "\u200b", "\u202e", "\r\n", "\x00", "٣", "字", "ß", "\ufeff", "'90s", "6'2\""])
TEXTS = st.lists(st.one_of(NEWS, ODD, st.sampled_from(MARKS), st.text(max_size=6)), max_size=60).map("".join)


def check(text: str, result: Result) -> None:
    """Raise AssertionError where an answer is not what the contract says."""
    at = 0
    for quotation in result.quotations:
        pieces = [text[part.start : part.end] for part in quotation.parts]
        assert all(piece == piece.strip() != "" for piece in pieces)
        assert quotation.parts[0].start >= at
        assert all(a.end <= b.start for a, b in zip(quotation.parts, quotation.parts[1:], strict=False))
        assert quotation.text.split() == " ".join(pieces).split()
        for passage in (quotation.cue, quotation.mention):
            assert passage is None or text[passage.start : passage.end] == passage.text != ""
        assert (quotation.speaker is None) == (quotation.confidence is None)
        assert quotation.speaker is None or quotation.id in quotation.speaker.quotations
        at = quotation.parts[-1].end
    for speaker in result.speakers:
        for value, proof in ((speaker.role, speaker.evidence.role), (speaker.affiliation, speaker.evidence.affiliation)):
            assert (value is None) == (proof is None)
            assert proof is None or text[proof.start : proof.end] == proof.text != ""
        assert speaker.quotations
        assert speaker.name in speaker.names


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_offsets_name_exactly_what_they_say(engine: Engine, text: str) -> None:
    check(text, engine.attribute(text))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_the_same_text_gives_the_same_answer(engine: Engine, text: str) -> None:
    assert engine.attribute(text) == engine.attribute(text)


def test_an_emoji_before_the_quotation_counts_once(engine: Engine) -> None:
    text = "🙂 “We had no other choice,” said Maria Lopez, the mayor of Springfield."
    (quotation,) = engine.attribute(text).quotations
    assert (quotation.parts[0].start, quotation.text) == (3, "We had no other choice,")
    assert quotation.speaker is not None
    assert (quotation.speaker.name, quotation.speaker.role) == ("Maria Lopez", "mayor")


def test_an_article_without_quotations(engine: Engine) -> None:
    result = engine.attribute("The council met on Tuesday. Nobody spoke.")
    assert (result.quotations, result.speakers, result.warnings) == ((), (), ())


def test_paragraphs_of_one_quotation_are_its_parts(engine: Engine) -> None:
    text = "“We tried for a year,” said Ann Lee. “It was hard.\n\n“But we are proud of what we did.”"
    last = engine.attribute(text).quotations[-1]
    assert last.text == "It was hard.\nBut we are proud of what we did."
    assert len(last.parts) == 2


@pytest.mark.parametrize("mark", ['"', "(", "-", "“", "'", "—"])
def test_fifty_thousand_marks_in_a_row(engine: Engine, mark: str) -> None:
    begin = time.perf_counter()
    engine.attribute(mark * 50_000)
    assert time.perf_counter() - begin < 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        'He said "no" to Ann Lee. ',
        "word ",
        "“Yes,” said Ann Lee.\n\n",
        "a",
        '" ',
        "He said it, and ",
        "Ann Lee, ",
        "'tis ",
        "«»",
        "字",
    ],
)
def test_the_longest_texts_take_linear_time(engine: Engine, unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        begin = time.process_time()
        check(text, engine.attribute(text))
        return time.process_time() - begin

    seconds(5_000)
    short, long = seconds(40_000), seconds(160_000)
    assert long < 4 * short * 2 + 2
