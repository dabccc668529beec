"""Who speaks, put to the vote: what the article's wording says against what the encoder makes of the passage.

The candidates are the figure that the mention means by names, grammar and fit, those whom the encoder takes for the speaker,
and nobody. A conditional logistic model (McFadden 1974) weighs them, with weights of their own for each form of mention: a
full name is hardly ever outvoted, a description with an uncertain bearer is. See ``training/ballot.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from service.engine.attribution import signatures
from service.engine.attribution.mentions import PRONOUNS
from service.engine.logistic import log_odds, score
from service.engine.result import Attribution

from . import pronouns
from .discourse import Discourse
from .figures import Figure
from .pronouns import UNHEARD, Features

RIVALS = 3  # figures that each sign may put up, and the chances that it takes:
HEARD = 0.05  # as the speaker, by the encoder
OTHERWISE = 0.05  # as the source, by another mention
MEANT = 0.1  # as who is meant by a pronoun
NAMELESS = frozenset({"source", "insider"})  # who are so called so as not to be named
BEHIND = 60  # code points of a name before *who*

Candidates = list[tuple[Figure | None, Features]]


def choose(candidates: Candidates) -> Figure | None:
    """The likeliest candidate; nobody only where no figure stands."""
    scored = [(score("ballot", features), figure) for figure, features in candidates if figure is not None]
    return max(scored, key=lambda s: s[0])[1] if scored else None


def candidates(discourse: Discourse, number: int, rule: Figure | None) -> Candidates:
    """Who may have said the quotation of an attribution, ``rule`` by its wording; the first of equals stands first."""
    attribution = discourse.attributions[number]
    form = form_of(discourse, attribution)
    signs = _signs(discourse, number)
    if rule is not None and (_told(discourse, attribution, form, rule) if rule.person else _another(discourse, attribution)):
        return [(rule, _features(discourse, attribution, rule, rule, signs, form))]  # grammar leaves nothing to vote on
    near = {rule.number: None} if rule is not None else {}
    for chances, least in ((signs.heard, HEARD), (signs.otherwise, OTHERWISE), (signs.pronoun, MEANT)):
        likely = sorted((n for n, chance in chances.items() if chance >= least), key=lambda n: -chances[n])
        near |= dict.fromkeys(likely[:RIVALS])
    near |= dict.fromkeys(signs.namesakes)
    figures = [discourse.figures[n] for n in near]
    figures = [f for f in figures if f is rule or not signs.word or pronouns.agrees(f, signs.word)]
    return [(f, _features(discourse, attribution, f, rule, signs, form)) for f in figures] + [
        (None, {f"nobody, {form}": 1.0, "nobody, speech": log_odds(attribution.quotation.chance)})
    ]


@dataclass(frozen=True, slots=True)
class _Signs:
    """What speaks for whom, by number of figure. ``word`` is the pronoun that is the mention, if it is one."""

    word: str
    heard: Mapping[int, float]
    in_full: Mapping[int, float]
    otherwise: Mapping[int, float]
    pronoun: Mapping[int, float]
    namesakes: Sequence[int]


def _signs(discourse: Discourse, number: int) -> _Signs:
    attribution = discourse.attributions[number]
    mention = attribution.mention
    tokens = discourse.syntax.tokens(mention) if mention is not None else range(0)
    word = discourse.syntax.lower[tokens[0]] if len(tokens) == 1 else ""
    namesakes = [figure.number for figure in discourse.namesakes(mention)] if mention is not None else []
    return _Signs(
        word if word in pronouns.ALL else "",
        discourse.heard(number),
        discourse.heard(number, in_full=True) if namesakes else {},
        discourse.otherwise(number),
        discourse.weighed.get(tokens[0], {}) if len(tokens) == 1 else {},
        namesakes,
    )


def _told(discourse: Discourse, attribution: Attribution, form: str, figure: Figure) -> bool:
    """Whether the wording says that it is a person: *Jane Roe, who said …*, the cue right behind the pronoun; a signature."""
    mention, cue = attribution.mention, attribution.cue
    if form == "name" and mention is not None:
        return mention == attribution.quotation.turn or signatures.signs(discourse.text, attribution.quotation, mention)
    if form != "who" or mention is None or cue is None:
        return False
    if not 0 <= cue.start - mention.end <= 1 or cue.end > attribution.quotation.start:
        return False
    return _right_behind(discourse, attribution, figure)


def _another(discourse: Discourse, attribution: Attribution) -> bool:
    """Whether the mention is of somebody new, or of nobody named, by its wording: *“Why?” asked another*, *a source said*."""
    mention = attribution.mention
    said = discourse.text[mention.start : mention.end].lower().split() if mention is not None else []
    return said[:1] == ["another"] or (said[:1] in (["a"], ["an"], ["one"]) and not NAMELESS.isdisjoint(said[1:4]))


def _right_behind(discourse: Discourse, attribution: Attribution, figure: Figure) -> bool:
    """Whether a mention stands right behind one of a figure's names: *Jane Roe, who said …*."""
    assert attribution.mention is not None
    before = discourse.text[max(0, attribution.mention.start - BEHIND) : attribution.mention.start].rstrip(" ,")
    names = figure.person.names if figure.person is not None else figure.names
    return any(before.endswith(name) for name in names)


def form_of(discourse: Discourse, attribution: Attribution) -> str:
    """What a mention is: a pronoun of some kind, a name, a description, or nothing."""
    mention = attribution.mention
    if mention is None:
        return "nothing"
    words = discourse.text[mention.start : mention.end].lower()
    if words in PRONOUNS:
        return PRONOUNS[words]
    places = discourse.roster.within(mention)
    if places:
        return "name" if places[-1].span.end == mention.end else "about a name"
    tokens = discourse.syntax.tokens(mention)
    return "proper" if any(discourse.syntax.pos[i] == "PROPN" for i in tokens) else "description"


def _features(
    discourse: Discourse, attribution: Attribution, figure: Figure, rule: Figure | None, signs: _Signs, form: str
) -> Features:
    chosen = figure is rule
    last = discourse.speaker
    heard = signs.heard.get(figure.number, 0.0)
    features = {
        f"rule, {form}": float(chosen),
        f"heard, {form}": log(heard + UNHEARD),
        "source": log_odds(attribution.confidence) if chosen and attribution.mention else 0.0,
        f"named, {form}": float(figure.person is not None),
        "rule, described": float(chosen and figure.person is None),
        "group": float(figure.kind == "group"),
        "organization": float(figure.kind == "organization"),
        "document": float(figure.kind == "document"),
        "spoke last": float(figure is last),
        f"spoke last, {form}": float(figure is last),
        "share": log(1 + figure.count),
        f"otherwise, {form}": log(signs.otherwise.get(figure.number, 0.0) + UNHEARD),
    }
    if form == "who" and chosen and _right_behind(discourse, attribution, figure):
        features["rule, who behind the name"] = 1.0
    if signs.pronoun:
        features[f"meant, {form}"] = log(signs.pronoun.get(figure.number, 0.0) + UNHEARD)
    if signs.namesakes:
        since = discourse.since(figure)
        features |= {
            "namesake": float(figure.number in signs.namesakes),
            "namesake by rule": float(chosen),
            "namesake heard in full": log(signs.in_full.get(figure.number, 0.0) + UNHEARD),
            "namesake spoke last": float(figure is last),
            "namesake, share": log(1 + figure.count),
            "namesake, lately": log(1 + (30 if since is None else min(30, since))),
        }
    return features
