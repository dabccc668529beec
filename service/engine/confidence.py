"""The chance that a quotation's speaker is right, from the chances of the stages before.

A logistic model over what the earlier stages found (Platt 1999), fitted on articles that the models behind those
chances had not seen. It takes together that the words are speech, that the mention is the source, and that the mention
is this speaker, which is surer for a name than for *they*.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from math import exp

from .attribution.mentions import PRONOUNS
from .logistic import log_odds, score
from .result import Attribution, Identity, Span

EVEN = 0.5  # the chance under which somebody else is likelier
LEAST = 0.35  # the chance under which no speaker is better than this one: a lower one gives up precision and gains no F1

FEATURES = (
    *(
        "constant",
        "speech",
        "source",
        "source of a pronoun",
        "source of a description",
        "he",
        "they",
        "it",
        "self",
        "who",
        "nothing",
    ),
    *(
        "person",
        "organization",
        "group",
        "unnamed",
        "document",
        "full name",
        "one form",
        "mixed",
        "several parts",
        "speaks once",
        "heard",
        "heard, no name",
        "another heard",
    ),
)


def confidence(text: str, attribution: Attribution, identity: Identity) -> float:
    """The chance, 0 to 1, that ``identity`` said the quotation of ``attribution``."""
    row = dict(zip(FEATURES, features(text, attribution, identity), strict=True))
    return 1 / (1 + exp(-score("confidence", row)))


def doubted(text: str, attribution: Attribution, identity: Identity) -> bool:
    """Whether somebody else is likelier than ``identity`` to have said the quotation of ``attribution``."""
    return confidence(text, attribution, identity) < EVEN


def trusted(
    text: str, attributions: Sequence[Attribution], identities: Sequence[Identity]
) -> tuple[tuple[Identity, ...], dict[int, float]]:
    """The identities with those of their quotations whose speaker is more than a guess, and the chance of each of these."""
    chances = {n: confidence(text, attributions[n], identity) for identity in identities for n in identity.quotations}
    sure = {n: chance for n, chance in chances.items() if chance >= LEAST}
    kept = (replace(identity, quotations=tuple(n for n in identity.quotations if n in sure)) for identity in identities)
    return tuple(identity for identity in kept if identity.quotations), sure


def features(text: str, attribution: Attribution, identity: Identity) -> list[float]:
    """One value for each of ``FEATURES``."""
    mention = attribution.mention
    words = text[mention.start : mention.end] if mention else ""
    form = PRONOUNS.get(words.lower(), "name" if any(word[:1].isupper() for word in words.split()[-1:]) else "description")
    source = log_odds(attribution.confidence)
    own, others = _heard(attribution, identity)
    heard = log_odds(own)
    return [
        1.0,
        log_odds(attribution.quotation.chance),
        source,
        source if words.lower() in PRONOUNS else 0.0,
        source if form == "description" and mention else 0.0,
        *(float(form == name and mention is not None) for name in ("he", "they", "it", "self", "who")),
        float(mention is None),
        *(float(identity.kind == kind) for kind in ("person", "organization", "group", "unnamed", "document")),
        float(identity.kind == "person" and " " in identity.name),
        float(len(identity.names) == 1),
        float(attribution.quotation.type == "mixed"),
        float(len(attribution.quotation.parts) > 1),
        float(len(identity.quotations) == 1),
        heard,
        heard if form != "name" or not mention else 0.0,
        log_odds(max(others, default=0.0)),
    ]


def _heard(attribution: Attribution, identity: Identity) -> tuple[float, list[float]]:
    """The chance that the encoder gives to an identity's names around the quotation, and those that it gives to others."""
    own, others = 0.0, []
    for offset, chance in attribution.named:
        at = bisect_right(identity.mentions, Span(offset, 1 << 60)) - 1
        if at >= 0 and offset in identity.mentions[at]:
            own += chance
        else:
            others.append(chance)
    return own, others
