"""Words that give a description its bearer's name: *a man named Roe*, *a neighbour, who gave her name as Poe*."""

from collections.abc import Sequence
from functools import cache

from service.engine.lexicon import words

_OBJECTS = frozenset({'"', "'", "a", "an", "the", "his", "her", "their"})  # how the name that somebody is called begins


def name_after(low: Sequence[str], tag: Sequence[str], at: int) -> int | None:
    """Where the name begins that words from token ``at`` on bring in; None where they bring in none.

    ``low`` are the article's tokens in lower case, ``tag`` their parts of speech in the Penn Treebank's terms.
    """
    if at < len(low) and low[at] == ",":
        at += 1
    for length in _lengths():
        if at + length < len(low) and _brings_in(low, tag, at, at + length):
            return at + length
    return None


def described_before(low: Sequence[str], tag: Sequence[str], name: int) -> int | None:
    """Where the description ends (exclusively) that is given the name that begins at token ``name``; None where none is."""
    for length in _lengths():
        start = name - length
        if start > 0 and _brings_in(low, tag, start, name):
            return start - (low[start - 1] == "," and start > 1)
    return None


def _brings_in(low: Sequence[str], tag: Sequence[str], start: int, end: int) -> bool:
    """Whether the tokens are such a phrase: *a man called Roe*, but not *one man called Roe a liar*."""
    if tuple(low[start:end]) not in _phrases() or tag[start] == "VBD":
        return False
    after = end
    while after < len(tag) and tag[after] in ("NNP", "NNPS"):
        after += 1
    return after == len(low) or low[after] not in _OBJECTS


@cache
def _phrases() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in words("naming_phrases"))


@cache
def _lengths() -> tuple[int, ...]:
    """The lengths of the phrases in words, the longest first."""
    return tuple(sorted({len(phrase) for phrase in _phrases()}, reverse=True))
