"""Who speaks: every mention of a source gathered into the people, groups, organizations and documents of the article.

The article is passed through twice, in the order of its words: names, descriptions and pronouns each go to the figure they mean
(``discourse``, ``sources``). What pronouns plainly mean the first time tells who is *he* and who *she* the second.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from service.engine.reading.language import Reading
from service.engine.reading.syntax import Syntax
from service.engine.result import Attribution, Identity, Span

from . import pronouns
from .discourse import SUBJECTS, Discourse
from .epithets import Description, describe, described, head_of, is_person_noun, phrase_start
from .figures import Figure
from .people import Occurrence
from .sources import Sources
from .strangers import Doubted, give_to_strangers

NEXT_PARAGRAPH = 2  # line ends, a blank line among them

Event = Occurrence | Description | Span | int


def identify(
    reading: Reading, attributions: Sequence[Attribution], columns: Syntax | None = None, doubted: Doubted | None = None
) -> tuple[Identity, ...]:
    """Return the speakers of an article, in the order in which they first speak.

    ``columns`` are the reading's, where the caller has them already. An attribution that the article does not give to
    anybody is in no identity's ``quotations``; one whose speaker is ``doubted`` may be a stranger's.
    """
    discourse = Discourse(reading, attributions, columns)
    sources = Sources(discourse)
    read(discourse, sources)
    if doubted is not None:
        give_to_strangers(discourse, sources, doubted)
    speaking = [figure for figure in discourse.figures if figure.quotations and figure.name.lower() not in pronouns.ALL]
    return tuple(figure.identity() for figure in sorted(speaking, key=lambda f: min(f.quotations)))


def read(discourse: Discourse, sources: Sources) -> None:
    """Pass through an article twice; its figures have their quotations then."""
    events = sorted(_events(discourse), key=lambda e: e[:2])
    discourse.learning = True
    _pass(discourse, sources, events)
    discourse.learning = False
    discourse.begin()
    _pass(discourse, sources, events)


def _pass(discourse: Discourse, sources: Sources, events: Sequence[tuple[int, int, Event]]) -> None:
    for token, _, event in events:
        if isinstance(event, Occurrence):
            discourse.mention(discourse.figure_of(event), event.last, headline=event.headline)
        elif isinstance(event, Description):
            discourse.mention(sources.described(event), head_of(discourse.syntax, discourse.syntax.tokens(event.span)))
        elif isinstance(event, Span):
            sources.organization(event, token)
        elif event >= 0:
            figure = sources.elected(event, _speaker(discourse, sources, event))
            if figure is not None:
                discourse.speaks(figure, event, token)
        else:
            discourse.meant(discourse.pronoun_at(token), token)


def _events(discourse: Discourse) -> Iterator[tuple[int, int, Event]]:
    """What the reader passes, with its token: names, descriptions, organizations, pronouns (-1), attributions by number."""
    columns = discourse.syntax
    sources: set[int] = set()
    for number, attribution in enumerate(discourse.attributions):
        tokens = columns.tokens(attribution.mention or attribution.quotation.parts[-1])
        if attribution.mention is not None:
            sources.update(tokens)
        yield tokens[-1] if len(tokens) else 0, 1, number
    passed = [i for i in range(len(columns)) if i not in sources and not discourse.quoted[i]]
    for place in discourse.roster.occurrences:
        if not discourse.quoted[place.first]:
            yield place.last, 0, place
    for i in passed:
        if columns.lower[i] in pronouns.MASCULINE or columns.lower[i] in pronouns.FEMININE:
            yield i, 0, -1
    said = {columns.lower[i] for i in sources}
    everything = bool(said & (pronouns.PLURAL | pronouns.NEUTER))
    free = frozenset(passed)
    if everything:
        for span in chain.from_iterable(discourse.organizations.places.values()):
            last = columns.tokens(span)[-1]
            if last in free and columns.dep[last] in SUBJECTS:
                yield last, 0, span
    named = {o.last for o in discourse.roster.occurrences}
    sought = frozenset(columns.lower[i] for i in sources if columns.tag[i] == "NN" and is_person_noun(columns.lower[i]))
    for i in described(columns, sought, everything=everything):
        if i in free and not named.intersection(_beside(columns, i)):
            yield i, 0, describe(discourse.text, columns, columns.span(phrase_start(columns, i), i))


def _beside(columns: Syntax, i: int) -> range:
    """The tokens at and after a head noun in which its bearer's name would stand: *aide Ned Price*, not *aide to Price*."""
    stop = next((k for k in range(i + 1, min(i + 4, len(columns))) if columns.pos[k] in ("ADP", "VERB", "AUX")), i + 4)
    return range(i, stop)


def _speaker(discourse: Discourse, sources: Sources, number: int) -> Figure | None:
    mention = discourse.attributions[number].mention
    if mention is None:
        return _carried(discourse, number)
    if mention not in discourse.resolved:
        discourse.resolved[mention] = sources.of(mention, number)
    return discourse.resolved[mention]


def _carried(discourse: Discourse, number: int) -> Figure | None:
    """Who goes on speaking where no source is named: the quotation stands alone right after one that has a speaker."""
    speaker = discourse.speaker
    if number == 0 or speaker is None or number - 1 not in speaker.quotations[-2:]:
        return None
    previous, here = discourse.attributions[number - 1].quotation, discourse.attributions[number].quotation
    between = discourse.text[previous.end : here.start]
    if not any(c.isalpha() for c in between):
        return speaker
    return speaker if between.count("\n") <= NEXT_PARAGRAPH and _stands_alone(discourse.text, here.start, here.end) else None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a quotation makes whole sentences of its own, with nothing of the narrator's in them."""
    before = text[max(0, start - 5) : start].rstrip(" \"'")
    closed = text[max(0, end - 2) : end + 2]
    return (not before or before[-1] in "\n.!?") and any(c in ".!?" for c in closed)
