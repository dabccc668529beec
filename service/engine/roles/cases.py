"""Cases: one speaker as an article shows them, with all that bears on what they are, ready to be weighed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from service.engine.result import Fact, Identity

from .loose import Loose
from .occupations import Lexicon, singular
from .statements import Statement
from .surroundings import Surroundings

Features = dict[str, float]
Candidates = list[tuple[Fact, Features]]


@dataclass(frozen=True, slots=True)
class Case:
    """A speaker: who (``number`` among the identities), where named (tokens) and quoted (code points), and what is stated.

    ``mine`` are the sentences that name the speaker. ``rule`` and ``rule_body`` are the role and the affiliation by trust in
    the kinds of statement alone. ``loose`` are the article's role phrases away from names, ``offices`` the roles stated of
    each speaker, ``bodies`` how many other speakers each body is stated of, ``prominence`` the speaker's share of all
    mentions of speakers, 0 to 1.
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
    offices: Sequence[frozenset[str]]
    bodies: Mapping[str, int]
    prominence: float

    @property
    def own(self) -> frozenset[str]:
        """The lower-case words of the speaker's names; none for somebody unnamed."""
        if self.identity.kind != "person":
            return frozenset()
        return frozenset(word for name in self.identity.names for word in name.lower().split())


def candidacy(case: Case) -> Features:
    """Whether the speaker runs for an office: *Roe's campaign*, *Roe supporters*, and words of elections around the name."""
    page, sentences = case.around.page, case.around.sentences
    words, nouns = page.words, page.lexicon.candidacy_nouns
    beside = 0
    for mention in case.identity.mentions:
        _, end = page.tokens(mention)
        beside += any(words.low[k] in nouns for k in range(end, min(len(words), end + 3)))
    around = sum(sentences[k] in case.mine for k in case.around.elections)
    return {
        "candidacy": log(1 + beside),
        "candidacy, around": around / max(1, len(case.here)),
        "elections": log(1 + len(case.around.elections)),
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
