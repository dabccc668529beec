"""Whoever can speak in an article: people it names, people it only describes, groups, organizations, documents."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

from service.engine.result import Identity, Span, SpeakerKind

from .epithets import Label
from .names import fold, gender_of
from .people import Person

STEM = 4  # letters in which *Russian* and *Russia* agree
PRIOR = 0.4  # pronouns that each gender is taken to have had already


@dataclass(slots=True, eq=False)
class Figure:
    """One of them. ``masculine`` and ``feminine`` weigh what the article shows: titles, nouns, pronouns."""

    number: int
    kind: SpeakerKind
    person: Person | None = None
    names: list[str] = field(default_factory=list)
    mentions: set[Span] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    folded: set[str] = field(default_factory=set)  # the words as names are compared
    stems: set[str] = field(default_factory=set)  # the beginnings of the longer words
    masculine: float = 0.0
    feminine: float = 0.0
    plural: bool = False
    count: int = 0
    quotations: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        if self.person is not None:
            return self.person.name
        return max(self.names, key=lambda name: min(len(name.split()), 12)) if self.kind == "unnamed" else self.names[0]

    def gender(self) -> float:
        """Above 0 the article takes this figure for a man, below for a woman; 0 where it does not tell."""
        return log((self.masculine + PRIOR) / (self.feminine + PRIOR))

    def learn(self, label: Label) -> None:
        """Take up what the words beside a name say."""
        self.heads |= label.heads
        self.hear(label.words)
        for head in label.heads:
            self.show(gender_of(head), 3.0)

    def hear(self, words: Iterable[str]) -> None:
        """Take up words that the article has for this figure."""
        fresh = set(words) - self.words
        self.words |= fresh
        self.folded.update(map(fold, fresh))
        self.stems.update(word[:STEM] for word in fresh if len(word) > STEM)

    def alike(self, word: str) -> bool:
        """Whether a word agrees with one that the article has for this figure, as *Russian* and *Russia* do."""
        return word in self.words or (len(word) > STEM and word[:STEM] in self.stems)

    def show(self, gender: str | None, weight: float) -> None:
        """Take up a sign of gender."""
        if gender == "m":
            self.masculine += weight
        elif gender == "f":
            self.feminine += weight

    def identity(self) -> Identity:
        """This figure as the next stage has it."""
        names: Iterable[str] = self.person.names if self.person is not None else [self.name, *self.names]
        places = [o.span for o in self.person.occurrences] if self.person is not None else []
        return Identity(
            self.name,
            self.kind,
            tuple(dict.fromkeys(names)),
            tuple(sorted(set(places) | self.mentions)),
            tuple(sorted(self.quotations)),
        )
