"""Words cut into the pieces that the encoder was trained on: WordPiece, as BERT's uncased vocabulary has it.

Devlin et al., *BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding* (2019); the pieces are found
by taking the longest that fits, from left to right (Wu et al. 2016). Words come from the parse, so that each knows its pieces.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

LONGEST = 40  # code points of a word that is cut; a longer one is unknown as a whole
START, END, UNKNOWN = 101, 102, 100  # [CLS], [SEP], [UNK]

_BETWEEN = re.compile(r"[^\W_]+|[^\w\s]|_")


@cache
def vocabulary() -> dict[str, int]:
    """Every piece with its number."""
    text = (files("service.engine") / "weights" / "wordpieces.txt").read_text(encoding="utf8")
    return {piece: number for number, piece in enumerate(text.split("\n")[:-1])}


@lru_cache(maxsize=10_000)
def pieces(word: str) -> tuple[int, ...]:
    """The numbers of a word's pieces; at least one."""
    known = vocabulary()
    if word in known:
        return (known[word],)
    bare = "".join(c for c in unicodedata.normalize("NFD", word[: LONGEST + 1].lower()) if unicodedata.category(c) != "Mn")
    found = [number for run in _BETWEEN.findall(bare) for number in _cut(run, known)]
    return tuple(found) or (UNKNOWN,)


def _cut(run: str, known: dict[str, int]) -> Sequence[int]:
    """The longest pieces from left to right; one unknown piece where none fits."""
    if len(run) > LONGEST:
        return [UNKNOWN]
    found, start = [], 0
    while start < len(run):
        prefix = "##" if start else ""
        end = len(run)
        while end > start and prefix + run[start:end] not in known:
            end -= 1
        if end == start:
            return [UNKNOWN]
        found.append(known[prefix + run[start:end]])
        start = end
    return found


def encode(words: Sequence[str], most: int) -> tuple[list[int], list[int]]:
    """The pieces of all words between start and end, ``most`` of them at the most, and where each word that fits begins."""
    numbers, begins = [START], []
    for word in words:
        own = pieces(word)
        if len(numbers) + len(own) >= most:
            break
        begins.append(len(numbers))
        numbers += own
    return [*numbers, END], begins
