"""Which stretches of an article are quotations."""

import re
from collections.abc import Sequence
from itertools import islice

from service.engine.encoder import Encoding
from service.engine.reading.language import Reading
from service.engine.reading.syntax import Syntax
from service.engine.result import Quotation, QuotationType, Span

from . import speech, turns
from .bounds import settle, uncut
from .marks import Stretch, stretches

THRESHOLD = 0.5  # the chance of being speech from which on a stretch is a quotation

_MARKS = "“”„‟«»\"＂〝〞‘’‚‛'`´‹› "
_STANDS_ALONE = re.compile(r"(?:^|[.!?…:,\n–—-])$")


def marked(reading: Reading, syntax: Syntax) -> list[Stretch]:
    """The stretches of an article that stand in marks and hold words, in order."""
    text = reading.text
    settled = (settle(text, syntax, s) for s in turns.apart(text, stretches(text)))
    return [s for s in settled if _has_words(text, s)]


def find(reading: Reading, syntax: Syntax, near: Sequence[Stretch], encoding: Encoding) -> tuple[Quotation, ...]:
    """The quotations among the marked stretches, apart from one another; titles, terms and nicknames are left out."""
    text = reading.text
    chances = speech.chances(text, syntax, near, encoding)
    return tuple(_quotation(text, syntax, s, chance) for s, chance in zip(near, chances, strict=True) if chance >= THRESHOLD)


def _has_words(text: str, stretch: Stretch) -> bool:
    """Whether more stands in the marks than a letter or a digit, as of points told off, *“a” – his age, “b” – his name*."""
    letters = (c for part in stretch.parts for c in text[part.start : part.end] if c.isalnum())
    return len(list(islice(letters, 2))) == 2


def _quotation(text: str, syntax: Syntax, stretch: Stretch, chance: float) -> Quotation:
    parts = tuple(piece for part in stretch.parts for piece in uncut(text, syntax, part))
    return Quotation(parts or stretch.parts, _type(text, syntax, stretch.parts[0]), chance, stretch.turn)


def _type(text: str, syntax: Syntax, part: Span) -> QuotationType:
    """Direct where the words stand as their own sentence: begin where one may, and are a clause or close as one (*“No.”*)."""
    tokens = syntax.tokens(part)
    clause = text[part.end - 1] in ".!?" or any(syntax.tag[i] in ("VBD", "VBP", "VBZ", "MD", "VB") for i in tokens)
    before = text[max(0, part.start - 20) : part.start].rstrip(_MARKS)[-1:]
    begins = text[part.start].isupper() or not text[part.start].isalpha()
    return "direct" if clause and begins and _STANDS_ALONE.match(before) else "mixed"
