"""The article's tokens as columns, and what can be seen of one token: whether it looks like a name, or can stand in a title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from spacy.attrs import ENT_IOB, ENT_TYPE, IDX, LENGTH, POS, TAG
from spacy.symbols import NAMES

from service.engine.reading.language import Reading

from .occupations import Lexicon

ARTICLES = frozenset({"a", "an", "the", "one", "another", "this", "that"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})  # tags of verbs that make a sentence
TIMES = frozenset({"DATE", "TIME"})  # entities that are no body
JOINTS = frozenset({"-", "/", "&", "–"})
_MISREAD = frozenset({"NOUN", "ADJ", "VERB"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})


@dataclass(frozen=True, slots=True)
class Words:
    """The article's tokens as parallel lists; a list look-up is many times cheaper than a spaCy attribute."""

    text: Sequence[str]
    low: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    pos: Sequence[str]
    tag: Sequence[str]
    entity: Sequence[str]
    begins: Sequence[bool]  # whether an entity begins here
    capital: frozenset[str]  # words that have a capital within sentences too, and not only where one begins

    def __len__(self) -> int:
        return len(self.text)

    def entity_end(self, k: int) -> int:
        """The token behind the entity that the token ``k`` stands in."""
        end = k + 1
        while end < len(self) and self.entity[end] == self.entity[k] and not self.begins[end]:
            end += 1
        return end


def words_of(reading: Reading) -> Words:
    """Lay the tokens of a reading out as lists; white space tokens stay, as words of no letters."""
    doc, clean = reading.doc, reading.clean
    table = doc.to_array([IDX, LENGTH, POS, ENT_TYPE, ENT_IOB, TAG]).astype(np.uint64)
    starts = [int(n) for n in table[:, 0]]
    ends = [s + int(n) for s, n in zip(starts, table[:, 1], strict=True)]
    text = [clean[s:e] for s, e in zip(starts, ends, strict=True)]
    strings = doc.vocab.strings
    named = {int(code): strings[int(code)] for column in (3, 5) for code in np.unique(table[:, column])}
    return Words(
        text=text,
        low=[t.lower() for t in text],
        start=starts,
        end=ends,
        pos=[NAMES[int(n)] for n in table[:, 2]],
        tag=[named[int(n)] for n in table[:, 5]],
        entity=[named[int(n)] for n in table[:, 3]],
        begins=[int(n) == 3 for n in table[:, 4]],
        capital=frozenset(_capital(text)),
    )


def _capital(text: Sequence[str]) -> Iterator[str]:
    """The words with a capital that stand after a small word or a comma, and those behind such that look like a side's (*to
    Orlando Pirates*); in headlines after capitals they say nothing.
    """
    begun = False
    for before, word in pairwise(text):
        inside = begun and before[:1].isupper()
        begun = word[:1].isupper() and (before.islower() or before == "," or inside)
        if begun and (not inside or word.endswith("s")):
            yield word


def is_proper(words: Words, i: int) -> bool:
    """Whether a token looks like a part of a name: it opens with a capital letter, and not only since a sentence begins."""
    if not words.text[i][:1].isupper():
        return False
    if words.entity[i] or words.pos[i] in {"PROPN", "X"}:
        return True
    if words.pos[i] in _MISREAD and words.text[i] in words.capital:
        return True  # *Wild coach Jane Roe*
    before = words.text[i - 1] if i else "\n"
    return not (before in {".", "?", "!", '"'} or "\n" in before) or (i + 1 < len(words) and words.text[i + 1][:1].isupper())


def is_nominal(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a token can stand in a title or a noun phrase after its article."""
    low, pos = words.low[i], words.pos[i]
    if not words.text[i].strip():
        return False
    if low in ARTICLES or low in POSSESSIVES:  # a capital is a name's: *Save Our Rivers*
        return words.text[i][:1].isupper() and i > 0 and is_proper(words, i - 1) and bool(words.entity[i])
    if low in {"now", "then"} and i + 1 < len(words) and words.low[i + 1] in lexicon.qualifiers:
        return True
    if low in lexicon.role_nouns or low in lexicon.role_modifiers or low in lexicon.abbreviations:
        return pos not in {"ADP", "AUX"} or is_proper(words, i)
    if 0 < i < len(words) - 1 and words.text[i - 1] == words.text[i + 1] == "-":
        return True  # the middle of *editor-in-chief*
    if words.text[i] in JOINTS:
        return words.text[i] == "&" or (
            0 < i < len(words) - 1 and words.end[i - 1] == words.start[i] and words.end[i] == words.start[i + 1]
        )
    if pos in _NOMINAL or words.tag[i] == "POS":
        return True
    if words.tag[i] in {"VBN", "VBG"}:
        return not is_proper(words, i) or pos == "PROPN"
    return is_proper(words, i) and bool(words.entity[i]) and pos in {"VERB", "ADV", "X", "INTJ"}
