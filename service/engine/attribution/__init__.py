"""Who is the source of each quotation: the mention beside it that names the source, and the cue that reports it.

The seam is between ``pairs.rows`` (candidates in: every mention near a quotation, described by numbers) and ``choose``
(scored choices out); another scorer needs only to give a chance to each pair. Here two boosted-tree models give it: one
looks at each quotation alone, the other looks again with what the first made of its neighbours, so that a run of
quotations is decided together (stacked learning: Wolpert 1992; Cohen and Carvalho 2005 for sequences). They are trained
on PolNeAR 1.0 (Newell, Margolin and Ruths 2018) and on annotated articles of every kind.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from service.engine import trees
from service.engine.encoder import Encoding
from service.engine.lexicon import words
from service.engine.reading.language import Reading
from service.engine.reading.syntax import Syntax
from service.engine.result import Attribution, Quotation, Span

from .mentions import Mention, behind
from .pairs import FEATURES, Scene, rows, set_scene
from .signatures import signs

AT_ONCE = 64  # quotations scored in one go
LEAST = 0.005  # the chance from which on a name is told to the next stage
UNLIKELY = 0.03  # the chance from which on another candidate is told to the next stage
_APPOSITION = 8  # tokens of a name or an office between a mention and the quotation that it leads up to
PLAIN = 0.9  # the chance, at least, of a mention that is the source by its place alone; that of the name before a turn
THRESHOLD = 0.2  # the chance from which on a candidate is answered

NEIGHBOURS = (
    "chance rank best second same_words previous_same previous_words previous_best previous_gap previous_between "
    "previous_paragraph next_same next_words next_best next_gap next_between next_paragraph"
).split()
JOINT_FEATURES = (*NEIGHBOURS, *FEATURES)


def attribute(reading: Reading, syntax: Syntax, quotations: Sequence[Quotation], encoding: Encoding) -> tuple[Attribution, ...]:
    """Find the cue and the source mention of each quotation, in the order given; ``encoding`` is that of the article's marked
    stretches.
    """
    scene = set_scene(reading.text, syntax, quotations, encoding)
    return choose(scene, _scored(scene))


def _scored(scene: Scene) -> Iterator[tuple[int, int, float]]:
    """Every pair of a quotation and a mention near it, with its chance.

    The table of an article with thousands of quotations would fill gigabytes, so it is made and scored a stretch of quotations
    at a time; the second model sees one quotation more on either side, whose rows are kept from one stretch to the next.
    """
    alone, joint = trees.load("attribution", FEATURES), trees.load("attribution_joint", JOINT_FEATURES)
    count = len(scene.quotations)
    pairs: list[tuple[int, int]] = []
    table, known = np.zeros((0, len(FEATURES)), np.float32), np.zeros(0, np.float32)  # seen by the first model, its chances
    for start in range(0, count, AT_ONCE):
        fresh, matrix = rows(scene, range(0 if start == 0 else start + 1, min(count, start + AT_ONCE + 1)))
        kept = bisect_left(pairs, (start - 1, -1))  # the quotation before the stretch, and the first of it
        pairs, table = [*pairs[kept:], *fresh], np.vstack([table[kept:], matrix])
        known = np.append(known[kept:], trees.chance(alone.score(matrix)))
        together = np.hstack([neighbours(scene, pairs, known), table])
        for (number, at), chance in zip(pairs, trees.chance(joint.score(together)).tolist(), strict=True):
            if start <= number < start + AT_ONCE:
                yield number, at, chance


def choose(scene: Scene, scored: Iterable[tuple[int, int, float]]) -> tuple[Attribution, ...]:
    """The likeliest candidate of each quotation, from quotations' and mentions' numbers with the chance of each pair."""
    likely: list[list[tuple[float, int]]] = [[] for _ in scene.quotations]
    for number, at, chance in scored:
        if chance >= UNLIKELY:
            likely[number].append((chance, at))
    found = []
    for number, (quotation, near) in enumerate(zip(scene.quotations, likely, strict=True)):
        if quotation.turn is not None:
            found.append(Attribution(quotation, None, quotation.turn, PLAIN, ((quotation.turn.start, PLAIN),)))
            continue
        named = _named(scene, quotation)
        chance, at = max(near, key=lambda pair: pair[0], default=(0.0, -1))
        joined = _by_grammar(scene, number, [nearer for _, nearer in near])
        if joined is not None:
            chance, at = max(chance, PLAIN), joined
        rivals = near if joined is None else []
        others = tuple((scene.syntax.start[scene.heads[i]], c) for c, i in rivals if i != at or c < THRESHOLD)
        if chance < THRESHOLD:
            found.append(Attribution(quotation, None, None, 0.0, named, others))
            continue
        mention = scene.mentions[behind(scene.syntax, scene.mentions, at)]
        cue = cue_span(scene, scene.mentions[at])
        found.append(Attribution(quotation, cue, mention.span(scene.syntax), chance, named, others))
    return tuple(found)


def _by_grammar(scene: Scene, number: int, near: Sequence[int]) -> int | None:
    """The mention that is a quotation's by its place alone, if there is one: its signature, or what joins in a cue."""
    quotation = scene.quotations[number]
    behind_it = range(at := bisect_left(scene.heads, scene.ends[number]), min(at + 3, len(scene.heads)))
    signing = (i for i in behind_it if scene.mentions[i].form == "name")
    signature = next((i for i in signing if signs(scene.text, quotation, scene.mentions[i].span(scene.syntax))), None)
    return signature if signature is not None else next((i for i in near if _joins_in(scene, number, i)), None)


def _joins_in(scene: Scene, number: int, at: int) -> bool:
    """Whether a mention leads up to a quotation as *the minister* does in *Roe denounced, as did the minister, “…”*.

    Such a mention is the quotation's by its grammar; the training corpora have no example of it to learn from.
    """
    syntax, mention, first = scene.syntax, scene.mentions[at], scene.first_token(number)
    joined = syntax.lower[max(0, mention.first - 2) : mention.first]
    if len(joined) < 2 or joined[0] not in ("as", "like") or syntax.lemma[mention.first - 1] != "do" or mention.head >= first:
        return False
    between = range(mention.last + 1, first)
    return len(between) <= _APPOSITION and all(scene.quoted[i] < 0 and syntax.pos[i] not in ("VERB", "AUX") for i in between)


def _named(scene: Scene, quotation: Quotation) -> tuple[tuple[int, float], ...]:
    """The names and descriptions that the encoder takes for the speaker's, where their head words start, with their chances."""
    stretch = scene.encoding.stretch(quotation.start)
    near = scene.named(stretch)
    chances = np.exp(scene.encoding.speaker(stretch, [scene.heads[at] for at in near])).tolist()
    return tuple(
        (scene.syntax.start[scene.heads[at]], chance) for at, chance in zip(near, chances[:-1], strict=True) if chance >= LEAST
    )


def cue_span(scene: Scene, mention: Mention) -> Span | None:
    """The words that report the quotation: *said*, *according to*; None where a mention stands without any."""
    syntax, cue = scene.syntax, mention.cue
    if cue < 0:
        return None
    if mention.relation == "according":
        return syntax.span(cue, cue + 1)
    reports = syntax.lemma[cue] in words("reporting_verbs") or syntax.pos[cue] in ("VERB", "AUX", "NOUN")
    return syntax.span(cue, cue) if reports and scene.quoted[cue] < 0 else None


# A second look, at the neighbours too ---------------------------------------------------------------------------------


def neighbours(scene: Scene, pairs: Sequence[tuple[int, int]], chances: trees.Matrix) -> trees.Matrix:
    """For each pair what the first model made of its quotation and the two beside it; columns as ``NEIGHBOURS``."""
    of: dict[int, dict[int, float]] = {}
    for (quotation, mention), chance in zip(pairs, chances, strict=True):
        of.setdefault(quotation, {})[mention] = float(chance)
    looks = {number: _Look(scene, number, chance) for number, chance in of.items()}
    nobody = _Look(scene, -1, {})
    table = []
    for quotation, mention in pairs:
        look = looks[quotation]
        before, after = looks.get(quotation - 1, nobody), looks.get(quotation + 1, nobody)
        words_of = _words(scene, mention)
        chance = look.chances[mention]
        table.append(
            [
                chance,
                look.rank[mention],
                look.best,
                look.second,
                look.by_words[words_of],
                *_beside(scene, before, quotation, mention, words_of),
                *_beside(scene, after, quotation, mention, words_of),
            ]
        )
    return np.array(table, np.float32).reshape(len(table), len(NEIGHBOURS))


class _Look:
    """What the first model made of one quotation."""

    def __init__(self, scene: Scene, number: int, chances: dict[int, float]) -> None:
        self.number, self.chances = number, chances
        order = sorted(chances, key=lambda m: -chances[m])
        self.rank = {mention: rank for rank, mention in enumerate(order)}
        self.choice = order[0] if order else -1
        self.best = chances[order[0]] if order else 0.0
        self.second = chances[order[1]] if len(order) > 1 else 0.0
        self.by_words: dict[tuple[str, str], float] = {}
        for mention, chance in chances.items():
            key = _words(scene, mention)
            self.by_words[key] = self.by_words.get(key, 0.0) + chance


def _words(scene: Scene, mention: int) -> tuple[str, str]:
    """What makes two mentions look like one source: the form and the head word."""
    found = scene.mentions[mention]
    return found.form, scene.syntax.lower[found.head]


def _beside(scene: Scene, look: _Look, quotation: int, mention: int, words_of: tuple[str, str]) -> list[float]:
    """How a neighbour's choice bears on a pair: the same mention, the same words, its chance, and how far away it stands."""
    if look.number < 0:
        return [0, 0, 0, 99, 0, 9]
    first, second = sorted((look.number, quotation))
    left, right = scene.last_token(first), scene.first_token(second)
    head = scene.mentions[look.choice].head if look.choice >= 0 else -1
    return [
        look.choice == mention,
        look.by_words.get(words_of, 0.0),
        look.best,
        min(99, scene.outside[right] - scene.outside[left + 1]),
        left < head < right,
        min(9, scene.paragraph[right] - scene.paragraph[left]),
    ]
