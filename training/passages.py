"""The encoder's examples: windows of articles with what is known of each marked stretch in them.

Of a stretch it may be known whether it is speech (annotated articles), which mentions are its source (PolNeAR; in annotated
articles those that may be the speaker), and which names and descriptions in the window are the speaker's. Of such a name it is
known which of the window's nouns for a role and of its bodies (parties, places, organizations) are what the speaker is.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Self

from service.engine.attribution.mentions import Mention, candidates, inside
from service.engine.encoder.windows import windows
from service.engine.quotations import marked as stretches_of
from service.engine.quotations.marks import Stretch
from service.engine.reading.language import Reading
from service.engine.reading.syntax import Syntax, syntax
from service.engine.result import Quotation
from service.engine.roles.affiliations import printed
from service.engine.roles.columns import words_of
from service.engine.roles.occupations import lexicon, singular
from service.engine.roles.statements import Page
from service.engine.roles.surroundings import Surroundings, key_of

from .attribution import gold_of, heads_source, may_be, sources
from .corpora import Example
from .speech import label

Row = dict[str, Any]
PEOPLE = frozenset({"person", "unnamed"})
ALIKE = 0.75
KEPT, SWAPPED = 0.35, 0.4  # the shares of passages that keep their names, and that get the other sex
Choice = tuple[tuple[int, ...], tuple[int, ...]]  # positions of words to choose from, and those of them that are right


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch in a window: where its parts open, and what is known of it (None where nothing is)."""

    openings: tuple[int, ...]
    speech: bool | None
    mention: Choice | None
    speaker: Choice | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """A speaker's name or description in a window, by its position, and those of the right nouns and bodies there, if any."""

    at: int
    roles: tuple[int, ...]
    bodies: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A window with its stretches. ``named`` marks words of people's names; ``tags`` are the words' part-of-speech tags.

    ``nouns`` and ``bodies`` are the positions of all nouns for a role and of all bodies, from which each of the ``bearers`` has
    some.
    """

    id: str
    words: tuple[str, ...]
    named: tuple[bool, ...]
    tags: tuple[str, ...]
    items: tuple[Item, ...]
    nouns: tuple[int, ...]
    bodies: tuple[int, ...]
    bearers: tuple[Bearer, ...]


def passages(example: Example, annotation: Row | None) -> Iterator[Passage]:
    """The windows of an article of PolNeAR, with its annotation if it has one, or of an annotated article alone."""
    columns = syntax(example.reading.doc)
    marked = stretches_of(example.reading, columns)
    quotations = [Quotation(stretch.parts, "direct") for stretch in marked]
    mentions = candidates(columns, inside(columns, quotations))
    known = Known.of(example.reading, annotation)
    for window in windows(columns, [s.parts for s in marked]):
        place = {token: i for i, token in enumerate(window.tokens) if token >= 0}
        near = [mention for mention in mentions if mention.head in place]
        scene = _Scene(columns, near, place, example.row if "attributions" in example.row else None, annotation)
        items = [_item(scene, openings, quotations[n], marked[n]) for n, openings in window.openings.items()]
        yield Passage(
            str(example.row["id"]),
            window.words,
            tuple(t >= 0 and columns.entity[t] == "PERSON" and columns.pos[t] == "PROPN" for t in window.tokens),
            tuple(columns.tag[t] if t >= 0 else "" for t in window.tokens),
            tuple(items),
            tuple(place[t] for t in known.nouns if t in place),
            tuple(place[t] for t in known.bodies if t in place),
            tuple(known.bearers(columns, near, place)),
        )


@dataclass(frozen=True, slots=True)
class _Scene:
    """A window's mentions with what is known of its article: PolNeAR's row, the annotation, or both."""

    columns: Syntax
    near: Sequence[Mention]
    place: dict[int, int]
    corpus: Row | None
    annotation: Row | None

    def positions(self, mentions: Iterable[Mention]) -> tuple[int, ...]:
        return tuple(self.place[mention.head] for mention in mentions)


def _item(scene: _Scene, openings: tuple[int, ...], quotation: Quotation, stretch: Stretch) -> Item:
    spans = sources(scene.corpus, quotation) if scene.corpus is not None else None
    speech = label(scene.annotation, stretch) if scene.annotation is not None else (True if spans else None)
    if speech is False:
        return Item(openings, speech, None, None)
    gold = gold_of(scene.annotation, quotation) if scene.annotation is not None else None
    speaker = None
    if gold is not None and scene.annotation is not None:
        speaker = next((s for s in scene.annotation["speakers"] if s["key"] == gold["speaker"]), None)
    source: list[Mention] = []
    if spans:
        source = [m for m in scene.near if heads_source(scene.columns, m, spans)]
        source = source or [m for m in scene.near if any(scene.columns.start[m.head] in span for span in spans)]
        mention = _choice(scene, scene.near, source)
    elif gold is not None:
        possible = [m for m in scene.near if may_be(scene.columns, m, speaker)]
        mention = _choice(scene, scene.near, possible, nobody=speaker is None)
    else:
        mention = None
    named = [m for m in scene.near if m.form in ("name", "description")]
    if gold is not None:
        borne = [m for m in named if speaker is not None and bears(scene.columns, m, speaker)]
        return Item(openings, speech, mention, _choice(scene, named, borne, nobody=speaker is None))
    heads = {scene.columns.lower[m.head] for m in source if m.form == "name"}
    alike = [m for m in named if m.form == "name" and scene.columns.lower[m.head] in heads]
    return Item(openings, speech, mention, _choice(scene, named, alike))


def _choice(scene: _Scene, near: Sequence[Mention], right: Sequence[Mention], *, nobody: bool = False) -> Choice | None:
    """The choice among mentions; None where the right one is not among them, though there is one."""
    return (scene.positions(near), scene.positions(right)) if right or nobody else None


def bears(syntax: Syntax, mention: Mention, speaker: dict[str, Any]) -> bool:
    """Whether a name or description is one of a speaker's, and no other's of the same surname."""
    names = [name.casefold().replace("’", "'").replace("-", " ").split() for name in speaker["names"]]
    known = {word for name in names for word in name}
    head = syntax.lower[mention.head]
    if mention.form == "description":
        return any(name[-1] == head or (len(name) > 1 and head in name) for name in names)
    if head not in known:
        return False
    people = [syntax.lower[i] for i in range(mention.first, mention.head) if syntax.entity[i] == "PERSON"]
    return all(word in known or len(word) < 3 for word in people) or speaker["kind"] != "person"


@dataclass(frozen=True, slots=True)
class Known:
    """An article's nouns for a role and its bodies, by token, each with the speakers, by number, whose they are."""

    speakers: Sequence[Row]
    nouns: dict[int, frozenset[int]]
    bodies: dict[int, frozenset[int]]

    @classmethod
    def of(cls, reading: Reading, annotation: Row | None) -> Self:
        """Find them; in an article without annotation they are nobody's."""
        page = Page(reading.text, words_of(reading), lexicon())
        people = [s for s in annotation["speakers"] if s["kind"] in PEOPLE] if annotation is not None else []
        heads = [frozenset(filter(None, (role_head(role) for role in s["roles"]))) for s in people]
        values = [[key_of(printed(value, page.lexicon)) for value in s["affiliations"]] for s in people]
        low = {k: singular(word) for k, word in enumerate(page.words.low) if page.lexicon.is_role_noun(word)}
        nouns = {k: frozenset(n for n, own in enumerate(heads) if word in own) for k, word in low.items()}
        bodies = {}
        for key, body in Surroundings(page).bodies.items():
            owners = frozenset(n for n, own in enumerate(values) if any(alike(key, value) for value in own))
            bodies.update(dict.fromkeys(body.places, owners) if body.kind != "person" else {})
        return cls(people, nouns, dict(sorted(bodies.items())))

    def bearers(self, columns: Syntax, near: Iterable[Mention], place: dict[int, int]) -> Iterator[Bearer]:
        """The names and descriptions of speakers in a window, with what is theirs of it."""
        for mention in near:
            if mention.form not in ("name", "description"):
                continue
            borne = [n for n, speaker in enumerate(self.speakers) if bears(columns, mention, speaker)]
            if len(borne) == 1:
                roles, bodies = (
                    tuple(place[t] for t, owners in found.items() if t in place and borne[0] in owners)
                    for found in (self.nouns, self.bodies)
                )
                yield Bearer(place[mention.head], roles, bodies)


def alike(one: str, other: str) -> bool:
    """Whether two printed forms of a body share three in four of their words, as the scoring asks of a right value."""
    first, second = set(one.split()), set(other.split())
    return 2 * len(first & second) >= ALIKE * (len(first) + len(second))


def role_head(role: str) -> str | None:
    """The last noun for a role in the words of one, lower case and singular; None where there is none."""
    known = [singular(word) for word in role.lower().split() if lexicon().is_role_noun(word)]
    return known[-1] if known else None


# Made different -------------------------------------------------------------------------------------------------------


def disguise(passage: Passage, names: Sequence[str], draw: random.Random) -> Passage:
    """The passage with other people's names for its own and, now and then, the other sex: neither decides who speaks."""
    known = {word for word, named in zip(passage.words, passage.named, strict=True) if named and word.isalpha()}
    others = {} if draw.random() < KEPT else {word: draw.choice(names) for word in sorted(known)}
    swapped = draw.random() < SWAPPED
    words = []
    for word, tag in zip(passage.words, passage.tags, strict=True):
        if word in others:
            words.append(others[word])
        else:
            words.append(_of_other_sex(word, tag) if swapped else word)
    return replace(passage, words=tuple(words))


def _of_other_sex(word: str, tag: str) -> str:
    if word in ("her", "his"):
        return {"her": "his" if tag == "PRP$" else "him", "his": "her"}[word]
    return _other_sex().get(word, word)


@cache
def _other_sex() -> dict[str, str]:
    """Words that tell somebody's sex, each with its counterpart."""
    lines = (Path(__file__).parent / "other_sex.txt").read_text(encoding="utf8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return dict(pair for one, other in pairs for pair in ((other, one), (one, other)))
