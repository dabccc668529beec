import pytest

from service.engine.quotations.marks import stretches
from service.engine.quotations.turns import apart, label
from service.engine.result import Span

TRANSCRIPT = """A partial transcript follows:

"HARRIS: Will the council vote for it?

"LINDQVIST: I think that it will.

"They told us so.

"(LAUGHTER)

"MR. HARRIS: Good night."

The show airs on Sundays."""


def turns(text: str) -> list[tuple[str | None, str]]:
    """Who opens each stretch, and its parts joined by a bar."""
    return [
        (text[s.turn.start : s.turn.end] if s.turn else None, "|".join(text[p.start : p.end] for p in s.parts))
        for s in apart(text, stretches(text))
    ]


def test_each_turn_of_a_transcript_is_a_quotation_of_its_own() -> None:
    assert turns(TRANSCRIPT) == [
        ("HARRIS", "HARRIS: Will the council vote for it?"),
        ("LINDQVIST", "LINDQVIST: I think that it will.|They told us so."),
        ("MR. HARRIS", "MR. HARRIS: Good night."),
    ]


def test_capitals_before_one_colon_make_no_transcript() -> None:
    text = '"LESSON ONE: never sell," she said. "We stay."'
    assert turns(text) == [(None, "LESSON ONE: never sell,"), (None, "We stay.")]


@pytest.mark.parametrize(
    "words", ["BREAKING: We won.", "Q: When?", "Our plan: none.", "WE WON AND WE WON AGAIN: yes.", "HARRIS:"]
)
def test_what_names_no_speaker_before_a_colon(words: str) -> None:
    assert label(words, Span(0, len(words))) is None
