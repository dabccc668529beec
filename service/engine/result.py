"""What the stages hand on to one another, and what the engine hands out.

All offsets are Unicode code points into the article's text as it came in, half open: ``text[start:end]``.
"""

from dataclasses import dataclass
from typing import Literal

QuotationType = Literal["direct", "mixed"]
SpeakerKind = Literal["person", "organization", "group", "unnamed", "document"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the article."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two stretches share a code point."""
        return self.start < other.end and other.start < self.end


# Between the stages ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation that was found: its unbroken stretches in order, without the marks and the white space beside them.

    ``chance`` is the chance, 0 to 1, that the words are speech; ``turn`` the name of who speaks where it opens the words, as in
    a transcript.
    """

    parts: tuple[Span, ...]
    type: QuotationType
    chance: float = 1.0
    turn: Span | None = None

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end


@dataclass(frozen=True, slots=True)
class Attribution:
    """A quotation with the words beside it that say who spoke: the mention (*the spokesman*) and the cue (*said*).

    ``mention`` is None where the article names no source. ``confidence`` is the chance, 0 to 1, that ``mention`` is right.
    ``named`` holds the names and descriptions around that the speaker may bear: where the head word of each starts, and the
    chance, 0 to 1, that it is one of the speaker's and not another's. ``others`` holds the mentions that may be the source
    instead of ``mention``: where the head word of each starts, and its chance.
    """

    quotation: Quotation
    cue: Span | None
    mention: Span | None
    confidence: float
    named: tuple[tuple[int, float], ...] = ()
    others: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who speaks in the article, gathered from all the mentions of them.

    ``name`` is the fullest form the article uses, ``names`` every form, ``mentions`` where they stand (in order, pronouns
    left out), and ``quotations`` the indices of the attributions that are theirs.
    """

    name: str
    kind: SpeakerKind
    names: tuple[str, ...]
    mentions: tuple[Span, ...]
    quotations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A role or an affiliation: the value as a newsroom would print it, and the article's words that say so."""

    value: str
    evidence: Span


@dataclass(frozen=True, slots=True)
class Profile:
    """What the article says of one speaker; None where it says nothing."""

    role: Fact | None
    affiliation: Fact | None


# What comes out -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the article together with its words."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The article's words that state a speaker's role and affiliation."""

    role: Passage | None
    affiliation: Passage | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker of the answer. ``quotations`` holds the ids of the quotations that are theirs."""

    id: str
    name: str
    kind: SpeakerKind
    role: str | None
    affiliation: str | None
    names: tuple[str, ...]
    evidence: Evidence
    quotations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttributedQuotation:
    """One quotation of the answer. ``confidence`` is the chance that ``speaker`` is right, and None where that is None."""

    id: str
    type: QuotationType
    text: str
    parts: tuple[Span, ...]
    cue: Passage | None
    mention: Passage | None
    speaker: Speaker | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Model:
    """What made an answer: the same text, name and version always give the same answer."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to one article, in the order of its text."""

    quotations: tuple[AttributedQuotation, ...]
    speakers: tuple[Speaker, ...]
    warnings: tuple[str, ...]
    model: Model
