"""The parse as plain columns, one entry a token.

The stages look at every token many times; a spaCy token makes its attributes anew at each look, these are read once.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from spacy import attrs
from spacy.tokens import Doc

from service.engine.result import Span


@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """Columns of equal length. ``start`` and ``end`` are code points, ``head`` and the edges token numbers.

    ``first`` and ``last`` bound the token's subtree (both included), ``sentence`` numbers the sentences, and ``children``
    holds the numbers of the tokens that depend on each.
    """

    start: tuple[int, ...]
    end: tuple[int, ...]
    text: tuple[str, ...]
    lower: tuple[str, ...]
    lemma: tuple[str, ...]
    pos: tuple[str, ...]
    tag: tuple[str, ...]
    dep: tuple[str, ...]
    entity: tuple[str, ...]
    head: tuple[int, ...]
    sentence: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    first: tuple[int, ...]
    last: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.start)

    def tokens(self, span: Span) -> range:
        """The tokens that share a code point with ``span``."""
        begin = bisect_left(self.end, span.start + 1)
        return range(begin, max(begin, bisect_left(self.start, span.end)))

    def span(self, first: int, last: int) -> Span:
        """The code points from token ``first`` to token ``last``, both included."""
        return Span(self.start[first], self.end[last])


def syntax(doc: Doc) -> Syntax:
    """Read the columns off a parse."""
    columns = doc.to_array([attrs.LEMMA, attrs.POS, attrs.TAG, attrs.DEP, attrs.ENT_TYPE, attrs.LOWER, attrs.ORTH, attrs.HEAD])
    strings = doc.vocab.strings
    names = {int(key): strings[int(key)] for key in np.unique(columns[:, :7]) if key}
    names[0] = ""
    lemma, pos, tag, dep, entity, lower, text = (tuple(names[int(key)] for key in columns[:, i]) for i in range(7))
    count = len(doc)
    head = tuple(i + int(offset) for i, offset in enumerate(columns[:, 7].astype(np.int64)))
    start = tuple(token.idx for token in doc)
    children: list[list[int]] = [[] for _ in range(count)]
    for i, h in enumerate(head):
        if h != i:
            children[h].append(i)
    sentence, number = [0] * count, -1
    for span in doc.sents if count else ():
        number += 1
        sentence[span.start : span.end] = [number] * (span.end - span.start)
    first, last = _edges(head)
    return Syntax(
        start,
        tuple(s + len(t) for s, t in zip(start, text, strict=True)),
        text,
        lower,
        tuple(value.lower() for value in lemma),
        pos,
        tag,
        dep,
        entity,
        head,
        tuple(sentence),
        tuple(map(tuple, children)),
        first,
        last,
    )


def _edges(head: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The bounds of each token's subtree, from the leaves up."""
    count = len(head)
    waiting = [0] * count  # children that have not reported yet
    for i, h in enumerate(head):
        waiting[h] += h != i
    first, last = list(range(count)), list(range(count))
    ready = [i for i in range(count) if not waiting[i]]
    while ready:
        i = ready.pop()
        h = head[i]
        if h == i:
            continue
        first[h], last[h] = min(first[h], first[i]), max(last[h], last[i])
        waiting[h] -= 1
        if not waiting[h]:
            ready.append(h)
    return tuple(first), tuple(last)
