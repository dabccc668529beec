"""Whether a text is plainly in another language than English, the one that the service understands.

The guess is py3langid's: Naive Bayes over byte n-grams, after Lui and Baldwin, "langid.py: An Off-the-shelf Language
Identification Tool" (ACL 2012). It is heeded only where it leaves no doubt: a warning on an English article would be worse than
none on a foreign one.
"""

import io
import lzma
from array import array
from functools import cache
from typing import Any

import numpy as np
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

SHORTEST = 200  # code points; names and headlines, which any language may hold, say too little below
STRETCHES = 3  # looked at: the beginning, the middle and the end,
STRETCH = 1_000  # each of so many code points
CERTAIN = 0.95

# Nigerian Pidgin is English to this model and the parser alike; zxx is what is no language at all: markup, figures, lists.
_NOT_FOREIGN = frozenset({"en", "pcm", "zxx"})


@cache
def load() -> LanguageIdentifier:
    """Load the model, once: half a second, better spent at the start of a process than on its first article.

    py3langid's own way unpacks it into a temporary file of 68 MB, for which there may be no room, or no folder.
    """
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed, np.load(io.BytesIO(packed.read()), allow_pickle=False) as data:
        return LanguageIdentifier(
            data["ptc"],
            data["pc"],
            data["classes"].tolist(),
            _array(data["nextmove"]),
            data["out_feat"].tolist(),
            norm_probs=True,
            tk_row=_array(data["nextmove_row"]),
        )


def _array(numbers: np.ndarray[Any, Any]) -> "array[int]":
    """Numbers as the identifier walks them: one at a time, which an array of Python's own is faster at."""
    return array({2: "H", 4: "I", 8: "L"}[numbers.itemsize], numbers.tobytes())


def plainly_foreign(text: str) -> bool:
    """Whether ``text`` is beyond doubt in another language; never for fewer than ``SHORTEST`` code points.

    An article that is in part English, say one that quotes at length in another language, is not foreign.
    """
    text = " ".join(text[:1_000_000].split())
    if len(text) < SHORTEST:
        return False
    return all(_foreign(stretch) for stretch in _stretches(text))


def _stretches(text: str) -> list[str]:
    if len(text) <= STRETCHES * STRETCH:
        return [text]
    step = (len(text) - STRETCH) // (STRETCHES - 1)
    return [text[start : start + STRETCH] for start in range(0, step * (STRETCHES - 1) + 1, step)]


def _foreign(text: str) -> bool:
    language, probability = load().classify(text.encode("utf-8", "replace"))
    return language not in _NOT_FOREIGN and probability >= CERTAIN
