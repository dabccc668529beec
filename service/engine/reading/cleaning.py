"""Same-length repair of an article before it is read: every offset into the cleaned text is one into the original.

The parser was trained on edited English. It is shown plain marks and spaces for their many typographic forms, and filler for
runs that would take its tokenizer quadratic time (8,000 quotation marks in a row: 18 s). The article itself is never changed.
"""

import re
from dataclasses import dataclass

LEAST_WORD, LEAST_MARKS = 40, 3  # code points; shorter runs are never touched: words and quotations have them


@dataclass(frozen=True, slots=True)
class Runs:
    """The longest runs, in code points, that are read as text; longer ones are data, and are filled or cut.

    ``word``: without white space, at least ``LEAST_WORD``. ``marks``: marks, dashes, brackets in a row, at least
    ``LEAST_MARKS``. Raises ValueError for less.
    """

    word: int = 120
    marks: int = 12

    def __post_init__(self) -> None:
        if self.word < LEAST_WORD or self.marks < LEAST_MARKS:
            raise ValueError(f"runs must be of at least {LEAST_WORD} and {LEAST_MARKS} code points: {self}")


RUNS = Runs()  # as they are until told otherwise

_SINGLE = "‘’‚‛`´ʼʹ′＇"
_DOUBLE = "“”„‟«»″〝〞＂"
_SPACES = (
    "\t\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad\u202a\u202b\u202c\u202d\u202e"
_BREAKS = "\r\u2028\u2029"
_DASHES = "‐‑‒―−"

_TABLE = str.maketrans(
    {
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_SPACES + _INVISIBLE, " "),
        **dict.fromkeys(_BREAKS, "\n"),
        **dict.fromkeys(_DASHES, "-"),
    }
)
_LEADING_DASH = re.compile(r"(?<=\s)-(?=[A-Z])")  # “…” -Commissioner Brown
# Runs are looked for only where they begin, and not again at each of their characters.
_MARKS = re.compile(rf"(?<![^\w\s])(?<!_)(?:[^\w\s]|_){{{LEAST_MARKS + 1},}}+")
_WORD = re.compile(rf"(?<!\S)\S{{{LEAST_WORD + 1},}}+")


def clean(text: str, runs: Runs = RUNS) -> str:
    """Return ``text`` as the parser should see it, with exactly as many code points.

    Lone surrogates, which spaCy cannot encode, become spaces here; the service refuses them before, a library caller may not.
    """
    text = text.translate(_TABLE)
    if not text.isascii():
        text = "".join(" " if "\ud800" <= c <= "\udfff" else c for c in text)
    text = _LEADING_DASH.sub(" ", text)
    text = _MARKS.sub(lambda run: " " * len(run[0]) if len(run[0]) > runs.marks else run[0], text)
    return _WORD.sub(lambda run: _cut(run[0], runs.word), text)


def _cut(run: str, longest: int) -> str:
    """Put a space into an overlong run every ``longest`` code points, so that it falls into pieces of bounded length."""
    pieces = list(run)
    pieces[longest::longest] = [" "] * len(pieces[longest::longest])
    return "".join(pieces)
