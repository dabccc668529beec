"""Role and affiliation: what the article says a speaker is, and for whom, chosen from all the places that say so."""

from collections.abc import Sequence

from .language import Reading
from .occupations import lexicon
from .phrases import words_of
from .result import Attribution, Fact, Identity, Profile
from .statements import Page, Statement, statements

_PEOPLE = frozenset({"person", "unnamed"})
_TRUST = {
    "title": 10.0,
    "apposition": 10.0,
    "apposition before": 8.0,
    "relative": 6.0,
    "copula": 6.0,
    "description": 4.0,
    "party": 5.0,
    "body": 3.0,
}


def profiles(reading: Reading, identities: Sequence[Identity], attributions: Sequence[Attribution]) -> tuple[Profile, ...]:
    """Say for each speaker in turn what the article calls them; persons, named or not, alone have a role and an affiliation."""
    if not any(i.kind in _PEOPLE for i in identities):
        return tuple(Profile(None, None) for _ in identities)
    page = Page(reading.text, words_of(reading), lexicon())
    return tuple(_profile(page, one, attributions) if one.kind in _PEOPLE else Profile(None, None) for one in identities)


def _profile(page: Page, identity: Identity, attributions: Sequence[Attribution]) -> Profile:
    found = [s for mention in identity.mentions for s in statements(page, mention, identity.kind == "person")]
    role = _best_role(found)
    return Profile(role.role if role else None, _best_body(found, role))


def _best_role(found: list[Statement]) -> Statement | None:
    stated = [s for s in found if s.role is not None]
    return max(stated, key=lambda s: (_TRUST[s.kind], -s.at), default=None)


def _best_body(found: list[Statement], role: Statement | None) -> Fact | None:
    if role is not None and role.bodies:
        return role.bodies[0]
    stated = [s for s in found if s.bodies]
    best = max(stated, key=lambda s: (_TRUST[s.kind], -s.at), default=None)
    return best.bodies[0] if best else None
