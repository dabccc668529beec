"""The roles that a speaker may have: those stated of them, and role phrases near them that are nobody else's."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log

from service.engine.encoder.ties import ROLES
from service.engine.result import Fact, Span

from .cases import Candidates, Case, Features, candidacy, party_ties, role_kind, tied
from .loose import Loose
from .occupations import singular
from .statements import DOUBTED, Statement
from .surroundings import FAR_OFF, distance, key_of

_AND = " and "
_PAST = ("former ", "ex-", "retired ")
MOST, FAR = 10, 400  # loose phrases that are weighed for one speaker, and tokens to the furthest


def role_candidates(case: Case) -> Candidates:
    """Every role that the speaker may have, once, with what speaks for and against it."""
    stated: dict[str, list[Statement]] = {}
    halves = [half for statement in case.found for half in _halves(case, statement)]
    for statement in [*case.found, *halves]:
        if statement.role is not None:
            stated.setdefault(statement.role.value.lower(), []).append(statement)
    of_pair = {half.role.value.lower() for half in halves if half.role is not None}
    loose: dict[str, list[Loose]] = {}
    if case.identity.kind == "person":
        for phrase in case.loose:
            loose.setdefault(phrase.key, []).append(phrase)
    free = {key: _free(case, phrases) for key, phrases in loose.items()}
    near = _nearest(case, {key: phrases for key, phrases in free.items() if phrases and key not in stated})
    heads = _Heads(case, free, stated)
    shared = candidacy(case)
    found: Candidates = []
    for key in [*stated, *near]:
        features = heads.features(key)
        features |= _stated_features(case, key, stated.get(key, []), bool(stated))
        features |= _loose_features(case, loose.get(key, []), free.get(key, []))
        said = [*stated.get(key, ()), *(phrase.statement for phrase in free.get(key, ()))]
        features |= tied(case.ties[ROLES], _tokens(case, said), "tied")
        features |= tied(case.ties[ROLES], heads.places(key), "head, tied")
        role = stated[key][0].role if key in stated else _closest(case, free[key]).statement.role
        assert role is not None
        kind = role_kind(case.around.page.lexicon, role)
        features |= shared
        features |= {"pair": float(_AND in key), "of a pair": float(key in of_pair)}
        features |= {kind: 1.0, f"{kind}, {'stated' if key in stated else 'loose'}": 1.0}
        found.append((role, features))
    return found


def _tokens(case: Case, said: Sequence[Statement]) -> Iterator[int]:
    """The tokens of roles."""
    for statement in said:
        if statement.role is not None:
            yield from range(*case.around.page.tokens(statement.role.evidence))


def _halves(case: Case, statement: Statement) -> Iterator[Statement]:
    """Each office of two that are told in one breath: *lawyer and activist*."""
    if statement.role is None or _AND not in statement.role.value:
        return
    value, proof = statement.role.value, statement.role.evidence
    at = case.around.page.text.find(_AND, proof.start, proof.end)
    if at < 0:
        return
    first, _, last = value.partition(_AND)
    past = first.split()[0] if first.lower().startswith(_PAST) and not last.lower().startswith(_PAST) else ""
    yield replace(statement, role=Fact(first, Span(proof.start, at)))
    yield replace(statement, role=Fact(f"{past} {last}".strip(), Span(proof.start if past else at + len(_AND), proof.end)))


def _free(case: Case, phrases: Sequence[Loose]) -> list[Loose]:
    """The phrases that may be the speaker's: beside no other name, and not *the mayor* where another is called mayor."""
    others = [p.token for p in phrases if p.beside not in {None, case.number}]
    known = min(others, default=None)
    return [
        p
        for p in phrases
        if p.beside == case.number
        or (p.beside is None and (known is None or p.token < known or p.plural or p.possessor != "the"))
    ]


def _closest(case: Case, phrases: Sequence[Loose]) -> Loose:
    return min(phrases, key=lambda phrase: distance(case.here, phrase.token))


def _nearest(case: Case, free: dict[str, list[Loose]]) -> list[str]:
    """The likeliest loose phrases: near, often, and where the speaker was spoken of last."""
    scored = []
    for key, phrases in free.items():
        away = distance(case.here, _closest(case, phrases).token)
        if away <= FAR:
            means = sum(p.means == case.number for p in phrases)
            scored.append((log(1 + away) - means - log(len(phrases)), key))
    return [key for _, key in sorted(scored)[:MOST]]


class _Heads:
    """What all phrases with one head noun say together: *candidate* in *presidential candidate* and *candidate*."""

    def __init__(self, case: Case, free: dict[str, list[Loose]], stated: dict[str, list[Statement]]) -> None:
        self.case = case
        self.stated = {key.split()[-1] for key in stated}
        self.own = {s.role.value.lower() for s in case.found if s.role is not None}
        self.own_heads = {role.split()[-1] for role in self.own}
        self.loose: dict[str, list[Loose]] = {}
        for key, phrases in free.items():
            self.loose.setdefault(key.split()[-1], []).extend(phrases)
        self.parties, self.ties = _parties(case), party_ties(case)

    def places(self, key: str) -> list[int]:
        """The tokens that have the head noun of a role and are tied to the speaker."""
        low, head = self.case.around.page.words.low, key.rsplit(maxsplit=1)[-1]
        return [k for k in self.case.ties[ROLES].best if low[k] == head or singular(low[k]) == head]

    def features(self, key: str) -> Features:
        case, head = self.case, key.rsplit(maxsplit=1)[-1]
        lexicon = case.around.page.lexicon
        phrases = self.loose.get(head, [])
        features: Features = {
            "head stated": float(head in self.stated),
            "others have it": log(1 + case.stated.roles[key] - (key in self.own)),
            "others have the head": log(1 + case.stated.heads[head] - (head in self.own_heads)),
            "head, times": log(1 + len(phrases)),
            "head, means": log(1 + sum(p.means == case.number for p in phrases)),
            "head, near": log(1 + min((distance(case.here, p.token) for p in phrases), default=FAR)),
            "head, the": log(1 + sum(p.possessor == "the" for p in phrases)),
            "relational": float(head in lexicon.relational_nouns),
            "words": float(len(key.split())),
            "former": float(key.startswith(("former", "ex", "retired"))),
            "prominence": case.prominence,
            "mentions": log(1 + len(case.here)),
        }
        party = next((lexicon.parties[w.capitalize()] for w in key.split() if w.capitalize() in lexicon.parties), None)
        if party is not None and self.parties:
            features["party share"] = self.parties.get(key_of(party), 0.0)
        if party is not None:
            features |= self.ties.get(key_of(party), {})
        return features


def _parties(case: Case) -> dict[str, float]:
    """The share of each party in the parties named in sentences that name the speaker."""
    counts = Counter(key for sentence in case.mine for key in case.around.parties.get(sentence, ()))
    return {key: count / counts.total() for key, count in counts.items()}


def _stated_features(case: Case, key: str, stated: Sequence[Statement], any_stated: bool) -> Features:
    if not stated:
        return {"loose": 1.0, "loose beside stated": float(any_stated)}
    features: Features = {f"by {s.kind}": 1.0 for s in stated}
    features["stated"] = float(any(s.kind not in DOUBTED for s in stated))
    features["times stated"] = float(len(stated))
    features["with body"] = float(any(s.bodies for s in stated))
    features["to quotation"] = log(1 + min(distance(case.quoted, s.at) for s in stated))
    features["first at"] = log(1 + min(s.at for s in stated))
    rule = case.rule.role.value.lower() if case.rule is not None and case.rule.role is not None else ""
    features["rule"] = float(key == rule)
    return features


def _loose_features(case: Case, phrases: Sequence[Loose], free: Sequence[Loose]) -> Features:
    if not phrases:
        return {}
    features: Features = {"beside others": log(1 + len(phrases) - sum(p.beside in {None, case.number} for p in phrases))}
    if not free:
        return features
    sentences = case.around.sentences
    means = sum(p.means == case.number for p in free)
    close = [case.around.beside(case.here, p.token) for p in free if sentences[p.token] in case.mine]
    features |= {
        "after the name": min((before for before, _ in close), default=FAR_OFF),
        "up to the name": min((after for _, after in close), default=FAR_OFF),
        "near": log(1 + distance(case.here, _closest(case, free).token)),
        "quoted": sum(case.around.quoted(p.statement.at) for p in free) / len(free),
        "implied": sum(p.implied for p in free) / len(free),
        "means": log(1 + means),
        "means share": means / len(free),
        "together": log(1 + sum(sentences[p.token] in case.mine for p in free)),
        "times": log(1 + len(free)),
        "the": log(1 + sum(p.possessor == "the" for p in free)),
        "the, subject": log(1 + sum(p.possessor == "the" and p.subject for p in free)),
        "a": log(1 + sum(p.possessor in {"a", "an"} for p in free)),
        "his": log(1 + sum(p.possessor in {"his", "her", "their", "its"} for p in free)),
        "plural": sum(p.plural for p in free) / len(free),
        "early": float(any(p.token < 60 for p in free)),
        "beside": log(1 + sum(p.beside == case.number for p in free)),
    }
    return features
