"""Whoever can speak in an article: people it names, people it only describes, groups, organizations, documents."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

from service.engine.result import Identity, Span, SpeakerKind

from .epithets import Label, gender_of
from .people import Person

PRIOR = 0.4  # pronouns that each gender is taken to have had already


@dataclass(slots=True, eq=False)
class Figure:
    """One of them. ``masculine`` and ``feminine`` weigh what the article shows: titles, nouns, pronouns."""

    number: int
    kind: SpeakerKind
    person: Person | None = None
    names: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
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
        self.words |= label.words
        for head in label.heads:
            self.show(gender_of(head), 3.0)

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
            tuple(sorted(set(places) | set(self.mentions))),
            tuple(sorted(self.quotations)),
        )
