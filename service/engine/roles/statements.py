"""Statements: the places where an article says what a speaker is, each with the role and the bodies it gives.

A statement stands before a name (*Kremlin spokesman Dmitry Peskov*), after it (*Jane Roe, a doctor in Leeds,*), in the mark
of a party (*(R-Ariz.)*), in a sentence (*Roe is the mayor of …*, *Roe, who works for …*) or is itself a description of the
speaker (*the Russian foreign minister*).
"""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from service.engine.result import Fact, Span

from .affiliations import affiliation_facts, body, role_fact
from .columns import TIMES, Words
from .complements import complement_at
from .occupations import Lexicon
from .phrases import RolePhrase

StatementKind = Literal[
    "title", "apposition", "apposition before", "copula", "relative", "party", "body", "description", "passing", "guess"
]
_OWNING = ("'s ", "’s ")
DOUBTED = frozenset({"copula", "passing"})  # kinds that are weighed, but not taken at their word


@dataclass(frozen=True, slots=True)
class Statement:
    """One place of the article that says what a speaker is. ``bodies`` are the affiliations it gives, the likeliest first."""

    kind: StatementKind
    at: int
    role: Fact | None
    bodies: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the patterns read: the article's text, its words, the word lists, and where the words begin."""

    text: str
    words: Words
    lexicon: Lexicon

    def tokens(self, span: Span) -> tuple[int, int]:
        """The tokens that a span of code points touches, as a half-open range."""
        first = bisect_left(self.words.end, span.start + 1)
        return first, max(first, bisect_left(self.words.start, span.end))


def stated(page: Page, kind: StatementKind, phrase: RolePhrase) -> Statement:
    """A phrase as a statement of a kind; where a party stands for a role (*Texas Republican Jane Roe*) it is a body only."""
    head = phrase.role[1] - 1
    if page.words.text[head] in page.lexicon.parties:
        party = body(page.text, page.words, head, head + 1, page.lexicon)
        bodies = (party, *affiliation_facts(page.text, page.words, phrase, page.lexicon))
        return Statement("body", party.evidence.start, None, bodies)
    said = role_fact(page.text, page.words, phrase, page.lexicon)
    owning = kind == "guess" and any(mark in said.value for mark in _OWNING)  # *the Secretary of State's remarks* are nobody
    role = None if owning else said
    bodies = tuple(affiliation_facts(page.text, page.words, phrase, page.lexicon))
    return Statement(kind, page.words.start[phrase.role[0]], role, bodies)


def body_stated(page: Page, k: int) -> Statement | None:
    """*of Moody's Analytics*, *from Leeds* after a name, from the preposition at token ``k``: a body without a role."""
    complement = complement_at(page.words, k, len(page.words), page.lexicon)
    if complement is None or not complement.proper or page.words.entity[complement.start] in TIMES:
        return None  # *Jane Roe at Monday's debate*
    fact = body(page.text, page.words, complement.start, complement.end, page.lexicon)
    return Statement("body", page.words.start[k], None, (fact,))
