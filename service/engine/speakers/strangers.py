"""Strangers: names and descriptions that are no speaker's yet, and that the encoder takes for the speaker's.

*The plant denied it twice. “We never said so,” they said*: no quotation has the plant for its source, so that *they* would be
whoever else is named. Where the choice is doubted, the name that is heard is worth more: of 17 such pronouns in the training
articles, held out, that would have been nobody's for lack of confidence, 15 are the stranger's.
"""

from bisect import bisect_right
from collections.abc import Callable

from service.engine.attribution.mentions import PRONOUNS
from service.engine.result import Attribution, Identity, Span

from . import pronouns
from .discourse import Discourse
from .epithets import phrase_start
from .figures import Figure
from .sources import Sources

HEARD = 0.5  # the chance, by the encoder, from which on a stranger is listened to

Doubted = Callable[[Attribution, Identity], bool]


def give_to_strangers(discourse: Discourse, sources: Sources, doubted: Doubted) -> None:
    """Give quotations that have a pronoun for a source, and no speaker or one who is doubted, to whom the encoder hears."""
    speaker = {n: figure for figure in discourse.figures for n in figure.quotations}
    given: dict[Span, Figure] = {}  # the stranger whom a pronoun means, who has all its quotations
    for number, attribution in enumerate(discourse.attributions):
        mention, figure = attribution.mention, speaker.get(number)
        word = discourse.text[mention.start : mention.end].lower() if mention is not None else ""
        if mention is None or word not in PRONOUNS:
            continue
        token = _unknown(discourse, attribution)
        if (token is None and mention not in given) or (figure is not None and not doubted(attribution, figure.identity())):
            continue
        stranger = given.get(mention) if token is None else _stranger(discourse, sources, token)
        if stranger is None or stranger is figure or not pronouns.agrees(stranger, word):
            continue
        given[mention] = stranger
        stranger.quotations.append(number)
        if figure is not None:
            figure.quotations.remove(number)


def _stranger(discourse: Discourse, sources: Sources, token: int) -> Figure | None:
    phrase = discourse.syntax.span(phrase_start(discourse.syntax, token), token)
    stranger = sources.of(phrase, -1)
    if stranger is not None:
        stranger.mentions.add(phrase)
    return stranger


def _unknown(discourse: Discourse, attribution: Attribution) -> int | None:
    """The head word that is likelier the speaker's than any other, and that is no figure's; None where there is none."""
    offset, chance = max(attribution.named, key=lambda named: named[1], default=(0, 0.0))
    token = bisect_right(discourse.syntax.start, offset) - 1
    return token if chance >= HEARD and discourse.bearer(token) is None else None
