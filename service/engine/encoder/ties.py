"""What ties a name to what its bearer is: the nouns for a role and the bodies near it that the encoder takes for theirs."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from . import NOTHING, TIE_SCALE, TIE_WIDTH, TIES, Encoding, Floats, Halves

ROLES, BODIES = 0, 1  # the two choices
LEAST = 0.01  # the chance from which on a token is told


@dataclass(slots=True)
class Ties:
    """What ties the names of one speaker to some tokens.

    ``best`` has the highest chance of each token in any window that holds it and a name, ``total`` the sum over the ``seen``
    pairs of name and window, and ``nothing`` that of the chance that no token there is the speaker's; ``all`` has the sum of
    what is best for each of all speakers.
    """

    seen: int = 0
    nothing: float = 0.0
    best: dict[int, float] = field(default_factory=dict)
    total: dict[int, float] = field(default_factory=dict)
    all: dict[int, float] = field(default_factory=dict)


def ties(encoding: Encoding, which: int, names: Sequence[Sequence[int]], tokens: Sequence[int]) -> list[Ties]:
    """For each speaker, given by the head words of their names, what ties them to ``tokens`` (in order)."""
    everybody: dict[int, float] = {}
    found = [Ties(all=everybody) for _ in names]
    bearers = sorted((head, number) for number, heads in enumerate(names) for head in heads)
    at = [head for head, _ in bearers]
    for place, output in encoding.windows():
        first, last = next(iter(place), 0), next(reversed(place), -1)
        near = [t for t in tokens[bisect_left(tokens, first) : bisect_right(tokens, last)] if t in place]
        here = [b for b in bearers[bisect_left(at, first) : bisect_right(at, last)] if b[0] in place]
        if not near or not here:
            continue
        chances = _chances(output, which, [place[head] for head, _ in here], [place[t] for t in near])
        for (_, number), nothing in zip(here, chances[:, -1].tolist(), strict=True):
            found[number].seen += 1
            found[number].nothing += nothing
        rows, columns = np.nonzero(chances[:, :-1] >= LEAST)
        for row, column, chance in zip(rows.tolist(), columns.tolist(), chances[rows, columns].tolist(), strict=True):
            one, token = found[here[row][1]], near[column]
            one.best[token] = max(one.best.get(token, 0.0), chance)
            one.total[token] = one.total.get(token, 0.0) + chance
    for one in found:
        for token, chance in one.best.items():
            everybody[token] = everybody.get(token, 0.0) + chance
    return found


def _chances(output: Halves, which: int, names: Sequence[int], tokens: Sequence[int]) -> Floats:
    """The chance of each token for each name, shape (names, tokens + 1), the last that there is none."""
    first = TIES + 2 * which * TIE_WIDTH
    own, keys = output[names].astype(np.float32), output[tokens, first + TIE_WIDTH : first + 2 * TIE_WIDTH].astype(np.float32)
    scores = np.hstack([own[:, first : first + TIE_WIDTH] @ keys.T * TIE_SCALE, own[:, [NOTHING + which]]])
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Floats = odds / odds.sum(axis=1, keepdims=True)
    return chances
