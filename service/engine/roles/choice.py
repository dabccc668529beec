"""Role and affiliation: what the article says a speaker is, and for whom, chosen from all the places that say so."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from service.engine import trees
from service.engine.encoder import UNREAD, Encoding
from service.engine.encoder.ties import BODIES, ROLES, Ties, ties
from service.engine.reading.language import Reading
from service.engine.result import Attribution, Fact, Identity, Profile, Span

from .affiliation_candidates import affiliation_candidates
from .antecedents import described
from .candidacies import candidacies
from .cases import Candidates, Case, Features, Stated
from .columns import words_of
from .loose import Loose, loose
from .namings import statements_at
from .occupations import Lexicon, lexicon
from .role_candidates import role_candidates
from .scene import Scene
from .statements import DOUBTED, Page, Statement
from .surroundings import Surroundings

# The chance at which what is not stated is answered. About half the F1 that is reached is best for a field alone; most people
# who speak have a role, so that to answer none is seldom right and a lower chance gives more whole records.
ROLE_LEAST, BODY_LEAST = 0.45, 0.42
ROLE_CLOSE, BODY_CLOSE = 0.0, 0.05  # chances that are no further apart say the same
MANY = 300  # role phrases that are weighed for one speaker in a long article
_PEOPLE = frozenset({"person", "unnamed"})
_OPINIONS = frozenset({"copula", "relative", "guess", "apposition before", "description", "passing"})
_TRUST = {
    "title": 10.0,
    "apposition": 10.0,
    "apposition before": 9.0,
    "relative": 6.0,
    "copula": 1.5,
    "description": 4.0,
    "party": 5.0,
    "body": 3.0,
    "guess": 2.0,
    "passing": 1.0,
}


def profiles(
    reading: Reading, identities: Sequence[Identity], attributions: Sequence[Attribution], encoding: Encoding = UNREAD
) -> tuple[Profile, ...]:
    """Say for each speaker in turn what the article calls them; persons, named or not, alone have a role and an affiliation.

    ``encoding`` is that of the article's marked stretches.
    """
    found = cases(reading, identities, attributions, encoding)
    roles = [role_candidates(case) for case in found]
    role_chances = chances("role", roles)
    chosen = [choose(c, chance, ROLE_LEAST, ROLE_CLOSE) for c, chance in zip(roles, role_chances, strict=True)]
    weighed = [
        affiliation_candidates(case, role, [(fact, p) for (fact, _), p in zip(near, chance, strict=True)])
        for case, role, near, chance in zip(found, chosen, roles, role_chances, strict=True)
    ]
    bodies = [choose(c, p, BODY_LEAST, BODY_CLOSE) for c, p in zip(weighed, chances("affiliation", weighed), strict=True)]
    made = {c.number: Profile(role, body) for c, role, body in zip(found, chosen, bodies, strict=True)}
    return tuple(made.get(n, Profile(None, None)) for n in range(len(identities)))


def choose(candidates: Candidates, likely: Sequence[float], least: float, close: float) -> Fact | None:
    """The likeliest candidate: one that is stated is taken at its word, another needs a chance of ``least``.

    Where the chances are not further apart than ``close``, the one that the most trusted kind of statement gives goes before.
    """
    near = max(likely, default=0.0) - close
    best = max(
        range(len(candidates)), key=lambda n: (_by_rule(candidates[n]) and likely[n] >= near, likely[n], -n), default=None
    )
    if best is None:
        return None
    fact, features = candidates[best]
    if likely[best] >= least or features.get("stated"):
        return fact
    stated = [n for n, (_, f) in enumerate(candidates) if f.get("stated")]
    return candidates[max(stated, key=lambda n: likely[n])][0] if stated else None


def _by_rule(candidate: tuple[Fact, Features]) -> bool:
    return bool(candidate[1].get("rule"))


def chances(model: str, found: Sequence[Candidates]) -> list[list[float]]:
    """The chance, 0 to 1, that each candidate of each speaker is right, by the weights ``weights/<model>.npz``."""
    forest = trees.load(model)
    columns = _columns(model)
    rows = np.zeros((sum(map(len, found)), len(columns)), np.float32)
    for row, features in zip(rows, (f for candidates in found for _, f in candidates), strict=True):
        for name, value in features.items():
            if name in columns:
                row[columns[name]] = value
    likely = iter(trees.chance(forest.score(rows)).tolist())
    return [[next(likely) for _ in candidates] for candidates in found]


@cache
def _columns(model: str) -> dict[str, int]:
    return {name: n for n, name in enumerate(trees.load(model).features)}


def cases(
    reading: Reading, identities: Sequence[Identity], attributions: Sequence[Attribution], encoding: Encoding = UNREAD
) -> list[Case]:
    """What the article shows of each speaker who is a person, named or not, in order."""
    if not any(i.kind in _PEOPLE for i in identities):
        return []
    page = Page(reading.text, words_of(reading), lexicon())
    scene, around = Scene(page), Surroundings(page, [part for a in attributions for part in a.quotation.parts])
    found = _statements(around, identities, attributions)
    all_stated = Stated.of(found)
    here = [tuple(page.tokens(mention)[0] for mention in one.mentions) for one in identities]
    total = max(1, sum(map(len, here)))
    tied = _ties(around, [_heads(reading, page, one) for one in identities], encoding)
    phrases = sorted([*loose(page, identities), *candidacies(page, identities)], key=lambda phrase: phrase.token)
    made = []
    for n, (one, known) in enumerate(zip(identities, found, strict=True)):
        if one.kind not in _PEOPLE:
            continue
        rule = _best_role(page.lexicon, known)
        body = _best_body(known, rule)
        if body is None and rule is not None and rule.role is not None:
            body = scene.seat_of(rule.role, rule.kind) or scene.department_of(rule.role) or scene.spoken_for(rule)
        quoted = tuple(sorted(attributions[q].quotation.start for q in one.quotations if q < len(attributions)))
        mine = frozenset(around.sentences[k] for k in here[n])
        near = _around(phrases, here[n])
        share = len(here[n]) / total
        made.append(Case(around, n, one, here[n], mine, quoted, known, rule, body, near, all_stated, share, tied[n]))
    return made


def _heads(reading: Reading, page: Page, identity: Identity) -> list[int]:
    """The head words of a speaker's names and descriptions."""
    found = []
    for mention in identity.mentions if identity.kind in _PEOPLE else ():
        inside = range(*page.tokens(mention))
        head = next((k for k in inside if reading.doc[k].head.i == k or reading.doc[k].head.i not in inside), None)
        if head is not None and page.words.pos[head] != "PRON":
            found.append(head)
    return found


def _ties(around: Surroundings, names: Sequence[Sequence[int]], encoding: Encoding) -> list[tuple[Ties, Ties]]:
    """What ties each speaker, by the head words of the names, to the article's nouns for a role, and to its bodies."""
    words, lexicon = around.page.words, around.page.lexicon
    nouns = [k for k, word in enumerate(words.low) if lexicon.is_role_noun(word)]
    bodies = sorted(k for body in around.bodies.values() if body.kind != "person" for k in body.places)
    return list(zip(ties(encoding, ROLES, names, nouns), ties(encoding, BODIES, names, bodies), strict=True))


def _around(phrases: Sequence[Loose], here: Sequence[int]) -> Sequence[Loose]:
    """The role phrases around the first mention, where an article has more than can be weighed for every speaker."""
    middle = bisect_right(phrases, here[0] if here else 0, key=lambda phrase: phrase.token)
    first = max(0, min(middle - MANY // 2, len(phrases) - MANY))
    return phrases[first : first + MANY]


def _statements(
    around: Surroundings, identities: Sequence[Identity], attributions: Sequence[Attribution]
) -> list[list[Statement]]:
    """All that the article itself states of each speaker."""
    page = around.page
    found = [[s for s in _found(page, one, _sources(one, attributions)) if not _said(around, s)] for one in identities]
    if any(one.kind == "person" and not _has_role(known) for one, known in zip(identities, found, strict=True)):
        for index, statement in list(described(page, identities, found)):
            if not _said(around, statement):
                found[index].append(statement)
    return found


def _said(around: Surroundings, statement: Statement) -> bool:
    """Whether a sentence about somebody stands inside a quotation; titles and appositions there are taken at their word."""
    return statement.kind in _OPINIONS and around.quoted(statement.at)


def _sources(identity: Identity, attributions: Sequence[Attribution]) -> frozenset[Span | None]:
    """The mentions that are the source of one of the speaker's quotations."""
    return frozenset(attributions[n].mention for n in identity.quotations if n < len(attributions))


def _found(page: Page, identity: Identity, sources: frozenset[Span | None]) -> list[Statement]:
    if identity.kind not in _PEOPLE:
        return []
    own = frozenset(w for name in identity.names for w in name.lower().split()) if identity.kind == "person" else frozenset()
    found = [_weighed(s, mention in sources) for mention in identity.mentions for s in statements_at(page, mention, own)]
    found = [replace(s, role=None) if _generic(page, s) else s for s in found]
    if not own:
        return [replace(s, kind="description") if s.kind == "passing" else s for s in found]
    sure = {_head(s.role) for s in found if s.role is not None and s.kind not in DOUBTED}
    found = [
        replace(s, kind="description") if s.kind == "passing" and s.role is not None and _head(s.role) in sure else s
        for s in found
    ]
    return [replace(s, bodies=tuple(b for b in s.bodies if not _themselves(page, b, identity))) for s in found]


def _themselves(page: Page, fact: Fact, identity: Identity) -> bool:
    """Whether a body is the speaker: *Roe's spokesman* names a body, but not Roe's own, and *German Roe* is no German."""
    own = frozenset(identity.name.lower().split())
    said = page.text[fact.evidence.start : fact.evidence.end]
    return own.issuperset(fact.value.lower().split()) or own.issuperset(said.lower().split())


def _weighed(statement: Statement, source: bool) -> Statement:
    """A description that is no source of the speaker's words may stand for somebody else."""
    return replace(statement, kind="passing") if statement.kind == "description" and not source else statement


def _head(role: Fact) -> str:
    return role.value.lower().rsplit(maxsplit=1)[-1]


def _generic(page: Page, statement: Statement) -> bool:
    return statement.role is not None and statement.role.value.lower().split()[-1] in page.lexicon.generic_nouns


def _has_role(found: list[Statement]) -> bool:
    return any(s.role is not None for s in found)


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
