"""Role and affiliation: what the article says a speaker is, and for whom, chosen from all the places that say so."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from service.engine.reading.language import Reading
from service.engine.result import Attribution, Fact, Identity, Profile

from .antecedents import described
from .columns import words_of
from .namings import statements_at
from .occupations import Lexicon, lexicon
from .scene import Scene
from .statements import Page, Statement

_PEOPLE = frozenset({"person", "unnamed"})
_OPINIONS = frozenset({"copula", "relative", "guess", "apposition before", "description"})
_TRUST = {
    "title": 10.0,
    "apposition": 10.0,
    "apposition before": 9.0,
    "relative": 6.0,
    "copula": 6.0,
    "description": 4.0,
    "party": 5.0,
    "body": 3.0,
    "guess": 2.0,
}


def profiles(reading: Reading, identities: Sequence[Identity], attributions: Sequence[Attribution]) -> tuple[Profile, ...]:
    """Say for each speaker in turn what the article calls them; persons, named or not, alone have a role and an affiliation."""
    if not any(i.kind in _PEOPLE for i in identities):
        return tuple(Profile(None, None) for _ in identities)
    page = Page(reading.text, words_of(reading), lexicon())
    said = _Said(attributions)
    found = [[s for s in _found(page, one) if not said.covers(s)] for one in identities]
    if any(one.kind == "person" and not _has_role(known) for one, known in zip(identities, found, strict=True)):
        for index, statement in list(described(page, identities, found)):
            if not said.covers(statement):
                found[index].append(statement)
    scene = Scene(page)
    return tuple(
        _profile(scene, known) if one.kind in _PEOPLE else Profile(None, None)
        for one, known in zip(identities, found, strict=True)
    )


class _Said:
    """The quoted words of an article: what one speaker says another is, the article itself does not say."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._parts = sorted(part for a in attributions for part in a.quotation.parts)
        self._starts = [part.start for part in self._parts]

    def covers(self, statement: Statement) -> bool:
        """Whether a sentence about somebody stands inside a quotation; titles and appositions there are taken at their word."""
        if statement.kind not in _OPINIONS:
            return False
        at = bisect_right(self._starts, statement.at) - 1
        return at >= 0 and statement.at < self._parts[at].end


def _found(page: Page, identity: Identity) -> list[Statement]:
    if identity.kind not in _PEOPLE:
        return []
    own = frozenset(w for name in identity.names for w in name.lower().split()) if identity.kind == "person" else frozenset()
    found = [s for mention in identity.mentions for s in statements_at(page, mention, own)]
    found = [replace(s, role=None) if _generic(page, s) else s for s in found]
    if not own:
        return found
    themselves = frozenset(identity.name.lower().split())  # *Roe's spokesman* names a body, but not Roe's own
    return [replace(s, bodies=tuple(b for b in s.bodies if not themselves.issuperset(b.value.lower().split()))) for s in found]


def _generic(page: Page, statement: Statement) -> bool:
    return statement.role is not None and statement.role.value.lower().split()[-1] in page.lexicon.generic_nouns


def _has_role(found: list[Statement]) -> bool:
    return any(s.role is not None for s in found)


def _profile(scene: Scene, found: list[Statement]) -> Profile:
    role = _best_role(scene.page.lexicon, found)
    body = _best_body(found, role)
    if body is None and role is not None and role.role is not None:
        body = scene.seat_of(role.role, role.kind)
    return Profile(role.role if role else None, body)


def _best_role(lexicon: Lexicon, found: list[Statement]) -> Statement | None:
    def trust(statement: Statement) -> tuple[float, int]:
        assert statement.role is not None
        tie = statement.role.value.lower().split()[-1] in lexicon.relational_nouns
        return _TRUST[statement.kind] + 2 * bool(statement.bodies) - 5 * tie, -statement.at

    return max((s for s in found if s.role is not None), key=trust, default=None)


def _best_body(found: list[Statement], role: Statement | None) -> Fact | None:
    if role is not None and role.bodies:
        return role.bodies[0]
    stated = [s for s in found if s.bodies]
    best = max(stated, key=lambda s: (_TRUST[s.kind], -s.at), default=None)
    return best.bodies[0] if best else None
