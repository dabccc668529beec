"""Who speaks, put to the vote: what the article's wording says against what the encoder makes of the passage.

The candidates are the figure that the mention means by names, grammar and fit, those whom the encoder takes for the speaker,
and nobody. A conditional logistic model (McFadden 1974) weighs them, with weights of their own for each form of mention: a
full name is hardly ever outvoted, a description with an uncertain bearer is. See ``training/ballot.py``.
"""

from math import log

from service.engine.attribution.mentions import PRONOUNS
from service.engine.logistic import log_odds, score
from service.engine.result import Attribution

from .discourse import Discourse
from .figures import Figure
from .pronouns import UNHEARD, Features

RIVALS, HEARD = 3, 0.05  # figures that the encoder may put up, and the chance that it takes

Candidates = list[tuple[Figure | None, Features]]


def choose(candidates: Candidates) -> Figure | None:
    """The likeliest candidate; nobody only where no figure stands."""
    scored = [(score("ballot", features), figure) for figure, features in candidates if figure is not None]
    return max(scored, key=lambda s: s[0])[1] if scored else None


def candidates(discourse: Discourse, number: int, rule: Figure | None) -> Candidates:
    """Who may have said the quotation of an attribution, ``rule`` by its wording; the first of equals stands first."""
    attribution = discourse.attributions[number]
    heard = discourse.heard(number)
    form = form_of(discourse, attribution)
    rivals = sorted((n for n, chance in heard.items() if chance >= HEARD), key=lambda n: -heard[n])[:RIVALS]
    figures: list[Figure | None] = [] if rule is None else [rule]
    figures += [discourse.figures[n] for n in rivals if rule is None or n != rule.number]
    return [
        (f, _features(discourse, attribution, f, rule, heard.get(f.number, 0.0), form)) for f in figures if f is not None
    ] + [(None, {f"nobody, {form}": 1.0, "nobody, speech": log_odds(attribution.quotation.chance)})]


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
    discourse: Discourse, attribution: Attribution, figure: Figure, rule: Figure | None, heard: float, form: str
) -> Features:
    chosen = figure is rule
    last = discourse.speaker
    return {
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
    }
