"""Cases: one speaker as an article shows them, with all that bears on what they are, ready to be weighed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log
from typing import Self

from service.engine.encoder.ties import Ties
from service.engine.result import Fact, Identity

from .loose import Loose
from .occupations import Lexicon, singular
from .statements import Statement
from .surroundings import Surroundings, key_of

Features = dict[str, float]
Candidates = list[tuple[Fact, Features]]


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated of all speakers: how many there are, and of how many each role, its head noun and each body is stated."""

    speakers: int
    roles: Counter[str]
    heads: Counter[str]
    bodies: Counter[str]

    @classmethod
    def of(cls, found: Sequence[Sequence[Statement]]) -> Self:
        """Count the statements of each speaker."""
        roles = [{s.role.value.lower() for s in known if s.role is not None} for known in found]
        heads = [{role.split()[-1] for role in known} for known in roles]
        bodies = [{key_of(b.value) for s in known for b in s.bodies} for known in found]
        return cls(len(found), *(Counter(chain.from_iterable(each)) for each in (roles, heads, bodies)))


@dataclass(frozen=True, slots=True)
class Case:
    """A speaker: who (``number`` among the identities), where named (tokens) and quoted (code points), and what is stated.

    ``mine`` are the sentences that name the speaker. ``rule`` and ``rule_body`` are the role and the affiliation by trust in
    the kinds of statement alone. ``loose`` are the article's role phrases away from names, ``stated`` what is stated of all
    speakers, ``prominence`` the speaker's share of all mentions of speakers, 0 to 1. ``ties`` are those to nouns and to bodies.
    """

    around: Surroundings
    number: int
    identity: Identity
    here: tuple[int, ...]
    mine: frozenset[int]
    quoted: tuple[int, ...]
    found: Sequence[Statement]
    rule: Statement | None
    rule_body: Fact | None
    loose: Sequence[Loose]
    stated: Stated
    prominence: float
    ties: tuple[Ties, Ties]

    @property
    def own(self) -> frozenset[str]:
        """The lower-case words of the speaker's names; none for somebody unnamed."""
        if self.identity.kind != "person":
            return frozenset()
        return frozenset(word for name in self.identity.names for word in name.lower().split())


def candidacy(case: Case) -> Features:
    """Whether the speaker runs for an office: *Roe's campaign*, *Roe supporters*, and words of elections around the name."""
    page, elections = case.around.page, case.around.elections
    words, nouns = page.words, page.lexicon.candidacy_nouns
    beside = 0
    for mention in case.identity.mentions:
        _, end = page.tokens(mention)
        beside += any(words.low[k] in nouns for k in range(end, min(len(words), end + 3)))
    around = sum(elections[sentence] for sentence in case.mine)
    return {
        "candidacy": log(1 + beside),
        "candidacy, around": around / max(1, len(case.here)),
        "elections": log(1 + elections.total()),
    }


def party_ties(case: Case) -> dict[str, Features]:
    """For each party, by key, how often role phrases that name it (*the Republican front-runner*) may mean the speaker."""
    mine: Counter[str] = Counter()
    others: Counter[str] = Counter()
    lexicon = case.around.page.lexicon
    for phrase in case.loose:
        named = {key_of(b.value) for b in phrase.statement.bodies}
        named |= {key_of(lexicon.parties[w.capitalize()]) for w in phrase.key.split() if w.capitalize() in lexicon.parties}
        who = phrase.means if phrase.beside is None else phrase.beside
        (mine if who == case.number else others).update(named)
    return {
        party: {"party phrases": log(1 + mine[party]), "party phrases, share": mine[party] / (mine[party] + others[party])}
        for party in mine | others
    }


def role_kind(lexicon: Lexicon, role: Fact | None) -> str:
    """What kind of office a role is: *legislator*, *executive*, *kin* and so on, by its last word."""
    if role is None:
        return "no role"
    low = role.value.lower()
    if "secretary of state" in low or "minister" in low:
        return "minister"
    head = low.split()[-1]
    return lexicon.role_kinds.get(head) or lexicon.role_kinds.get(singular(head)) or "other role"


def tied(ties: Ties, tokens: Iterable[int], name: str) -> Features:
    """How likely the encoder takes any of some tokens for the speaker's: at best, on the whole, and beside all others."""
    if not ties.seen:
        return {}
    own = set(tokens)
    best = max((ties.best.get(k, 0.0) for k in own), default=0.0)
    other = max((chance for k, chance in ties.best.items() if k not in own), default=0.0)
    return {
        name: best,
        f"{name}, on the whole": sum(ties.total.get(k, 0.0) for k in own) / ties.seen,
        f"{name}, ahead": best - other,
        f"{name}, my share": best / max(1e-6, max((ties.all[k] for k in own if k in ties.all), default=1.0)),
        f"{name}, nothing": ties.nothing / ties.seen,
        f"{name}, seen": log(1 + ties.seen),
    }
