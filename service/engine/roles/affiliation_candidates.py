"""The bodies that a speaker may stand for: those stated of them, and those that the article names around them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import log

from service.engine.encoder.ties import BODIES
from service.engine.result import Fact

from .cases import Candidates, Case, Features, candidacy, party_ties, role_kind, tied
from .complements import LINKS
from .statements import DOUBTED, Statement
from .surroundings import FAR_OFF, Body, distance, key_of, kind_of, word_before

MOST = 12  # bodies that are weighed for one speaker beside those stated
NATIONAL = "national office"
EARLY = 40  # tokens of an article's opening
UNSEEN = 7.0  # the log distance to what is not there

_COMPARED = {"by role": 0.0, "together": 0.0, "times": 0.0, "near": UNSEEN, "before the role": UNSEEN, "tied": 0.0}

Chances = Sequence[tuple[Fact, float]]


def affiliation_candidates(case: Case, office: Fact | None, chances: Chances) -> Candidates:
    """Every body that the speaker may stand for, once, with what speaks for and against it.

    ``office`` is the role that was chosen, if any, ``chances`` how likely each role is.
    """
    same = [s for s in case.found if office is not None and s.role is not None and s.role.value == office.value]
    role = max(same, key=lambda s: len(s.bodies), default=None)
    stated: dict[str, Fact] = {}
    for statement in sorted(case.found, key=lambda s: s is not role):
        for fact in statement.bodies:
            stated.setdefault(key_of(fact.value), fact)
    if case.rule_body is not None:
        stated.setdefault(key_of(case.rule_body.value), case.rule_body)
    weigh = _Weighing(case, role, office, chances, bool(stated))
    found: Candidates = []
    near = _near(case, stated)
    if weigh.office == NATIONAL:  # a country's office is held for the country, and for no party
        near = [key for key in near if case.around.bodies[key].kind not in {"party", "person"}]
    if office is not None:  # *Union Home* of *Union Home Minister* is no body
        near = [key for key in near if not all(s.overlaps(office.evidence) for s in case.around.bodies[key].spans)]
    keys = [*stated, *near]
    for key in keys:
        body = case.around.bodies.get(key)
        fact = stated[key] if body is None or key in stated else Fact(body.value, body.nearest(case.here))
        found.append((fact, weigh.features(key, fact, body, key in stated)))
    compare(found, [weigh.kind(fact, case.around.bodies.get(key)) for (fact, _), key in zip(found, keys, strict=True)])
    return found


def compare(found: Candidates, kinds: Sequence[str]) -> None:
    """Add to each body what it has over the best of the others of its kind: one party over another."""
    for name, unseen in _COMPARED.items():
        best: dict[str, list[float]] = {}
        for (_, features), kind in zip(found, kinds, strict=True):
            best.setdefault(kind, []).append(features.get(name, unseen))
        tops = {kind: sorted(values)[-2:] for kind, values in best.items() if len(values) > 1}
        for (_, features), kind in zip(found, kinds, strict=True):
            if kind in tops:
                value = features.get(name, unseen)
                features[f"{name}, ahead"] = value - (tops[kind][0] if value == tops[kind][1] else tops[kind][1])


def _near(case: Case, stated: dict[str, Fact]) -> list[str]:
    """The bodies that may be the speaker's though nothing says so: near, often named, a party sooner than a person."""
    own, scored = case.own, []
    for key, body in case.around.frequent:
        if key in stated or (own and own.issuperset(key.split())):
            continue
        if body.told or key in case.around.page.lexicon.portfolios:  # *Communications* of *Communications Minister*
            continue
        away = body.away(case.here)
        ahead = {"party": -2.0, "union": -2.0, "person": 3.0}.get(body.kind, 0.0)
        scored.append((log(1 + away) - 1.2 * log(len(body.places)) + ahead, key))
    return [key for _, key in sorted(scored)[:MOST]]


class _Weighing:
    """What speaks for each body as one speaker's affiliation."""

    def __init__(self, case: Case, role: Statement | None, office: Fact | None, chances: Chances, any_stated: bool) -> None:
        self.case, self.role, self.any_stated = case, role, any_stated
        self.office = role_kind(case.around.page.lexicon, office)
        if office is not None and office.value.lower() in case.around.page.lexicon.national_offices:
            self.office = NATIONAL  # of a country, sooner than *former President*
        self.field = self._field(office)
        self.here = frozenset(case.here)
        self.shared, self.ties = candidacy(case), party_ties(case)
        self.counts = case.around.of_kind
        self.at = bisect_left(case.around.page.words.start, office.evidence.start) if office else -1
        self.of: dict[str, list[tuple[int, Statement]]] = {}  # what gives each body, with its rank there
        for statement in case.found:
            for rank, fact in enumerate(statement.bodies):
                self.of.setdefault(key_of(fact.value), []).append((rank, statement))
        chance = {fact.value.lower(): p for fact, p in chances}
        self.sure = {key_of(b.value) for s in case.found if s.kind not in DOUBTED for b in s.bodies}
        if case.rule_body is not None:
            self.sure.add(key_of(case.rule_body.value))
        self.by_role: dict[str, float] = {}
        said = [*case.found, *(p.statement for p in case.loose if p.beside is None or p.beside == case.number)]
        for statement in said:
            p = chance.get(statement.role.value.lower(), 0.0) if statement.role is not None else 0.0
            for fact in statement.bodies if p else ():
                key = key_of(fact.value)
                self.by_role[key] = max(self.by_role.get(key, 0.0), p)

    def kind(self, fact: Fact, body: Body | None) -> str:
        """The kind of a body."""
        return body.kind if body else kind_of(self.case.around.page.lexicon, fact.value)

    def features(self, key: str, fact: Fact, body: Body | None, stated: bool) -> Features:
        case = self.case
        kind = self.kind(fact, body)
        others = case.stated.bodies[key] - (key in self.of)
        features: Features = self.shared | {
            kind: 1.0,
            f"{kind}, {self.office}": 1.0,
            self.office: 1.0,
            "any stated": float(self.any_stated),
            "stated": float(key in self.sure),
            "of others": log(1 + others),
            "of others, share": others / max(1, case.stated.speakers - 1),
            "in the field": float(not self.field.isdisjoint(key.replace("-", " ").split())),
            "field": float(bool(self.field)),
            "own name": float(not case.own.isdisjoint(key.split())),
            "by role": self.by_role.get(key, 0.0),
            "speakers": log(1 + case.stated.speakers),
            "rule": float(case.rule_body is not None and key_of(case.rule_body.value) == key),
        }
        if kind == "party":
            features |= self.ties.get(key, {})
        if stated:
            features |= self._stated(key)
        if body is not None:
            features |= self._named(body)
            features |= tied(case.ties[BODIES], body.places, "tied")
        return features

    def _field(self, office: Fact | None) -> frozenset[str]:
        """The nouns around a role that name a body without its name (*the association's director*, *police chief*)."""
        if office is None:
            return frozenset()
        words, nouns = self.case.around.page.words, self.case.around.page.lexicon.organization_nouns | {"police", "union"}
        first = bisect_left(words.start, office.evidence.start)
        last = bisect_left(words.start, office.evidence.end)
        near = range(max(0, first - 4), min(len(words), last + 5))
        return frozenset(words.low[k] for k in near if words.low[k] in nouns)

    def _stated(self, key: str) -> Features:
        features: Features = {}
        for rank, statement in self.of.get(key, ()):
            features[f"by {statement.kind}"] = 1.0
            features["rank"] = float(rank)
            features["to quotation"] = log(1 + distance(self.case.quoted, statement.at))
            if statement is self.role:
                features["of the role"] = 1.0
        return features

    def _link(self, k: int) -> str:
        """The preposition that brings in the name at token ``k``."""
        word = word_before(self.case.around.page.words, k)
        return word if word in LINKS else "no link"

    def _opens(self, k: int) -> bool:
        """Whether the name at token ``k`` opens a sentence, but for an article."""
        sentences = self.case.around.sentences
        return k < 2 or sentences[k - 1] != sentences[k] or sentences[k - 2] != sentences[k]

    def _named(self, body: Body) -> Features:
        case, places = self.case, body.places
        size, together = len(places), body.within(case.mine)
        before = bisect_right(places, self.at)
        there = body.within({case.around.sentences[self.at]}) if self.at >= 0 else []
        own = sum(body.heralded[k] for k in self.here)
        heralded = body.heralded.total() - own
        close = [case.around.beside(case.here, k) for k in together]
        return {
            **{f"{self._link(k)}, together": 1.0 for k in together},
            "quoted": body.quoted / size,
            "before the own name": log(1 + own),
            "before another's name": log(1 + heralded),
            "before another's name, share": heralded / size,
            "after the name": min((before for before, _ in close), default=FAR_OFF),
            "up to the name": min((after for _, after in close), default=FAR_OFF),
            "owns": log(1 + body.owns),
            "acts": log(1 + body.acts),
            "in the role's sentence": float(any(k < self.at for k in there)),
            "opens the role's sentence": float(any(self._opens(k) for k in there)),
            "named": 1.0,
            "near": log(1 + body.away(case.here)),
            "times": log(size),
            "times, to the most": size / case.around.most,
            f"times, {self.office}": size / case.around.most,
            "share of kind": size / self.counts[body.kind],
            "only of kind": float(size == self.counts[body.kind]),
            "together": log(1 + len(together)),
            "together, share": len(together) / size,
            "together, my share": len(together) / max(1, len(case.here)),
            "early": float(places[0] < EARLY),
            "before the role": log(1 + self.at - places[before - 1]) if before else UNSEEN,
            "before the name": float(any(0 < h - places[0] < EARLY for h in case.here)),
        }
