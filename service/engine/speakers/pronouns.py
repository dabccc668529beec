"""Who a pronoun means: the figures named lately are its candidates, and a weighing of what the article shows chooses one.

Each candidate is described by features of where it was named last (how far, as subject or not, within a quotation), of what it
does (it spoke last, it is the article's main figure) and of its gender as far as the article shows it; first names are never
asked. The weights are those of a conditional logistic regression (McFadden 1974) over candidates, see ``training/pronouns.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, log

from service.engine.logistic import score

from .figures import Figure

MOST_CANDIDATES = 10
LATELY = 2  # sentences
UNHEARD = 0.003  # the chance of a figure that the encoder does not name
LONGEST_TRAIL = 80  # mentions looked back over

MASCULINE = frozenset({"he", "him", "his", "himself"})
FEMININE = frozenset({"she", "her", "hers", "herself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
NEUTER = frozenset({"it", "its", "itself"})
RELATIVE = frozenset({"who", "whom", "which", "that"})
FIRST = frozenset({"i", "me", "we", "us", "my", "our"})
OTHERS = frozenset({"you", "your", "this", "these", "those", "what"})
EITHER = "the"  # stands for a description that a pronoun could replace
ALL = MASCULINE | FEMININE | PLURAL | NEUTER | RELATIVE | FIRST | OTHERS


@dataclass(frozen=True, slots=True)
class Step:
    """A mention as the reader passes it. ``sentence`` counts the narrator's sentences only, those in quotations are not his."""

    figure: Figure
    sentence: int
    paragraph: int
    subject: bool
    object: bool
    possessive: bool
    leading: bool
    pronoun: bool
    headline: bool
    reports: bool
    opening: bool
    asks: bool
    asked: bool
    token: int = -1
    matrix: bool = False


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun and where it stands. ``quoted`` holds the figures named in the quotation that it is the source of.

    ``third`` says that the quotation speaks of somebody by the same pronoun: hardly of its speaker. ``reporter`` is the token
    of whoever reports the clause that the pronoun begins (*Brown, who said that he …*), or -1. ``others`` are the objects of
    its own verb, whom it cannot mean (Chomsky's principle B: in *he told Hannity* he is not Hannity).
    """

    word: str
    sentence: int
    paragraph: int
    subject: bool
    opens: bool
    quoted: frozenset[int]
    source: bool
    third: bool = False
    reporter: int = -1
    heard: Mapping[int, float] = field(default_factory=dict)
    others: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Memory:
    """What a reader has in mind at a pronoun: the latest mentions in order, who spoke last and where, who is named most."""

    trail: Sequence[Step]
    speaker: Figure | None
    speaker_paragraph: int
    main: Sequence[Figure]
    most: int


Features = dict[str, float]


def candidates(pronoun: Pronoun, memory: Memory) -> list[tuple[Figure, Features]]:
    """The figures that a pronoun may mean, the one named last first, with their features."""
    latest: dict[int, tuple[Figure, Step]] = {}
    lately: dict[int, list[Step]] = {}
    for step in reversed(memory.trail[-LONGEST_TRAIL:]):
        if pronoun.sentence - step.sentence <= LATELY:
            lately.setdefault(step.figure.number, []).append(step)
    for step in reversed(memory.trail[-LONGEST_TRAIL:]):
        if step.figure.number in pronoun.others:
            continue
        if step.figure.number not in latest and agrees(step.figure, pronoun.word):
            latest[step.figure.number] = (step.figure, step)
            if len(latest) >= MOST_CANDIDATES:
                break
    found = [
        (figure, _features(pronoun, memory, figure, step, rank) | _recent(pronoun, lately.get(figure.number, ())))
        for rank, (figure, step) in enumerate(latest.values())
    ]
    first = memory.trail[0].figure if memory.trail else None
    known = pronoun.others.union(latest)
    if first in memory.main and first is not None and first.number not in known and agrees(first, pronoun.word):
        found.append((first, _features(pronoun, memory, first, None, MOST_CANDIDATES)))
    return found


def weigh(pronoun: Pronoun, memory: Memory, *, main: float = 0.0) -> list[tuple[float, Figure]]:
    """The candidates with the chance of each, 0 to 1, the likeliest first. ``main`` favours those named most."""
    scored = [
        (score("pronouns", features) + main * features["share"], figure) for figure, features in candidates(pronoun, memory)
    ]
    if not scored:
        return []
    scored.sort(key=lambda s: -s[0])
    odds = [exp(weight - scored[0][0]) for weight, _ in scored]
    return [(odd / sum(odds), figure) for odd, (_, figure) in zip(odds, scored, strict=True)]


def choose(pronoun: Pronoun, memory: Memory, *, main: float = 0.0) -> Figure | None:
    """The likeliest figure that a pronoun means; None where nobody agrees with it."""
    weighed = weigh(pronoun, memory, main=main)
    return weighed[0][1] if weighed else None


def agrees(figure: Figure, word: str) -> bool:
    """Whether number and kind allow it; gender is weighed, not demanded, unless the article is plain about it."""
    if word in MASCULINE or word in FEMININE:
        if figure.kind not in ("person", "unnamed") or figure.plural:
            return False
        gender = figure.gender()
        return gender > -2.2 if word in MASCULINE else gender < 2.2
    if word == EITHER:
        return figure.kind in ("person", "unnamed") and not figure.plural
    if word in PLURAL:
        return figure.kind != "document"
    if word in NEUTER:
        return figure.kind in ("organization", "document", "group") and not figure.plural
    return True


def _recent(pronoun: Pronoun, steps: Sequence[Step]) -> Features:
    """What a figure did in the last few sentences: reported something, opened the paragraph, was a subject."""
    here = [step for step in steps if step.paragraph == pronoun.paragraph]
    return {
        "reported lately": float(any(step.reports for step in steps)),
        "reported last": float(any(step.reports and step.matrix for step in steps)),
        "reported here": float(any(step.reports for step in here)),
        "subject here": float(any(step.subject for step in here)),
        "opened the paragraph": float(any(step.opening for step in here)),
        "named often here": log(1 + len(here)),
        "named often lately": log(1 + len(steps)),
    }


def _features(pronoun: Pronoun, memory: Memory, figure: Figure, step: Step | None, rank: int) -> Features:
    features: Features = {
        "share": log(1 + figure.count) / log(2 + memory.most),
        "described": float(figure.person is None),
        "group": float(figure.kind == "group"),
        "organization": float(figure.kind == "organization"),
        "one, for they": float(pronoun.word in PLURAL and not figure.plural and figure.kind in ("person", "unnamed")),
        f"rank {min(rank, 4)}": 1.0,
    }
    gender = figure.gender()
    if pronoun.word in MASCULINE or pronoun.word in FEMININE:
        sign = gender if pronoun.word in MASCULINE else -gender
        features["gender agrees"] = max(0.0, min(2.5, sign))
        features["gender differs"] = max(0.0, min(2.5, -sign))
    if figure is memory.speaker:
        features["spoke last"] = 1.0
        features["spoke last, source"] = float(pronoun.source)
        features[f"spoke last, paragraph {min(3, pronoun.paragraph - memory.speaker_paragraph)}"] = 1.0
    if pronoun.heard:
        features["heard"] = log(pronoun.heard.get(figure.number, 0.0) + UNHEARD)
    if figure.number in pronoun.quoted:
        features["named in the quotation"] = 1.0
    if step is None:
        features["distance"] = log(30)
        return features
    sentences = pronoun.sentence - step.sentence
    paragraphs = pronoun.paragraph - step.paragraph
    features["distance"] = log(1 + max(0, sentences))
    features[f"sentence {min(sentences, 3)}"] = 1.0
    features[f"paragraph {min(paragraphs, 3)}"] = 1.0
    near = "near" if sentences <= 1 else "far"
    features["subject, " + near] = float(step.subject)
    features["object, " + near] = float(step.object)
    features["possessive, " + near] = float(step.possessive)
    features["leading, " + near] = float(step.leading)
    features["matrix, " + near] = float(step.matrix)
    features["matrix, reports, " + near] = float(step.matrix and step.reports)
    if pronoun.source:
        features["source, matrix, " + near] = float(step.matrix)
        features["source, reports, " + near] = float(step.reports)
        features["source, subject, " + near] = float(step.subject)
        features[f"source, sentence {min(sentences, 3)}"] = 1.0
    features["by pronoun"] = float(step.pronoun)
    features["headline"] = float(step.headline)
    features["asks, " + near] = float(step.asks)
    features["asked, " + near] = float(step.asked)
    features["reports the clause"] = float(step.token == pronoun.reporter >= 0)
    if pronoun.opens:
        features["opens, subject"] = float(step.subject)
        features["opens, leading"] = float(step.leading)
        features["opens, spoke last"] = float(figure is memory.speaker)
    if pronoun.third:
        features["third, share"] = features["share"]
        features["third, subject"] = float(step.subject)
        features["third, reports"] = float(step.reports)
        features["third, spoke last"] = float(figure is memory.speaker)
    if pronoun.subject and step.subject:
        features["subjects alike"] = 1.0
    return features
