"""The engine: an article's text in, its attributed quotations out. It knows nothing of HTTP.

The stages, in the order of the data: text → reading (``language``) → quotations (``marks``, ``bounds``, ``speech``) →
attribution (``mentions``, ``attribution``) → speakers → role and affiliation (``roles``) → result.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from time import perf_counter

from service import __version__

from . import attribution, encoder, memory, quotations, roles, speakers
from .confidence import doubted, trusted
from .provenance import fingerprint
from .reading import language
from .reading.cleaning import RUNS, Runs
from .reading.english import plainly_foreign
from .reading.syntax import syntax
from .result import (
    AttributedQuotation,
    Attribution,
    Evidence,
    Fact,
    Identity,
    Model,
    Passage,
    Profile,
    Quotation,
    Result,
    Span,
    Speaker,
)

NOT_ENGLISH = "not-english"

STAGES = ("reading", "encoder", "quotations", "attribution", "speakers", "roles")
Observer = Callable[[str, float], None]  # is told a stage and the seconds it took


def _unobserved(_stage: str, _seconds: float) -> None:
    pass


class Engine:
    """Attributes quotations with one loaded spaCy model. Not for several threads at once: hold a lock, or use a process
    each.
    """

    def __init__(self, model: str = "", runs: Runs = RUNS) -> None:
        """Load the model, by default the one that the weights were made with; ``runs`` longer than these are read as data.

        Raises OSError where there is no model of that name, ValueError where Quoth's own weights are damaged.
        """
        self._nlp = language.load(model or language.DEFAULT_MODEL)
        self._runs = runs
        self._read = 0  # code points since memory was given back,
        self._worn = 0  # and since the vocabulary was laid out anew
        meta = self._nlp.meta
        self.model = Model(name=f"quoth-{__version__}+{meta['lang']}_{meta['name']}-{meta['version']}", version=fingerprint())

    def attribute(self, text: str, observe: Observer = _unobserved) -> Result:
        """Find the quotations of an article and who said them; offsets are code points into ``text``.

        The same text gives the same result. Words that the model had not seen are forgotten again afterwards. ``observe`` is
        told the seconds of each of ``STAGES``.
        """
        try:
            with self._nlp.memory_zone():
                return self._attribute(text, _Laps(observe))
        finally:
            language.forget(self._nlp)
            self._tidy(len(text))

    def _tidy(self, characters: int) -> None:
        """Every so often, drop what an article of so many code points and those before it have left behind."""
        self._read += characters
        self._worn += characters
        if self._worn >= language.WORN:
            language.renew(self._nlp)
            self._worn = 0
        if self._read >= memory.WORTHWHILE:
            memory.give_back()
            self._read = 0

    def _attribute(self, text: str, lap: "_Laps") -> Result:
        reading = language.read(self._nlp, text, self._runs)
        columns = syntax(reading.doc)
        lap("reading")
        marked = quotations.marked(reading, columns)
        lap("quotations")
        encoding = encoder.load().encode(columns, [stretch.parts for stretch in marked])
        lap("encoder")
        found = quotations.find(reading, columns, marked, encoding)
        lap("quotations")
        attributions = attribution.attribute(reading, columns, found, encoding)
        lap("attribution")
        identities = speakers.identify(reading, attributions, columns, partial(doubted, text))
        identities, sure = trusted(text, attributions, identities)
        lap("speakers")
        profiles = roles.profiles(reading, identities, attributions, encoding)
        lap("roles")
        warnings = (NOT_ENGLISH,) if plainly_foreign(text) else ()
        return _result(text, attributions, identities, profiles, sure, warnings, self.model)


class _Laps:
    """Tells the seconds since it was last called."""

    def __init__(self, observe: Observer) -> None:
        self._observe, self._last = observe, perf_counter()

    def __call__(self, stage: str) -> None:
        now = perf_counter()
        self._observe(stage, now - self._last)
        self._last = now


# Into the answer ------------------------------------------------------------------------------------------------------


def _result(
    text: str,
    attributions: Sequence[Attribution],
    identities: Sequence[Identity],
    profiles: Sequence[Profile],
    sure: dict[int, float],
    warnings: tuple[str, ...],
    model: Model,
) -> Result:
    ids = [f"q{number}" for number in range(1, len(attributions) + 1)]
    order = sorted(range(len(identities)), key=lambda i: identities[i].quotations)
    listed = [_speaker(text, f"s{number}", identities[i], profiles[i], ids) for number, i in enumerate(order, 1)]
    speaker_of = {q: speaker for i, speaker in zip(order, listed, strict=True) for q in identities[i].quotations}
    answered = tuple(
        AttributedQuotation(
            id=ids[n],
            type=a.quotation.type,
            text=_words(text, a.quotation),
            parts=a.quotation.parts,
            cue=_passage(text, a.cue),
            mention=_passage(text, a.mention),
            speaker=speaker_of.get(n),
            confidence=round(sure[n], 3) if n in sure else None,
        )
        for n, a in enumerate(attributions)
    )
    return Result(answered, tuple(listed), warnings, model)


def _speaker(text: str, number: str, identity: Identity, profile: Profile, ids: Sequence[str]) -> Speaker:
    role, affiliation = profile.role, profile.affiliation
    return Speaker(
        id=number,
        name=identity.name,
        kind=identity.kind,
        role=role.value if role else None,
        affiliation=affiliation.value if affiliation else None,
        names=identity.names,
        evidence=Evidence(_proof(text, role), _proof(text, affiliation)),
        quotations=tuple(ids[n] for n in identity.quotations),
    )


def _words(text: str, quotation: Quotation) -> str:
    """The parts joined by a space, or by a newline where a paragraph ends between them."""
    words = [text[quotation.start : quotation.parts[0].end]]
    for before, part in pairwise(quotation.parts):
        words += ["\n" if "\n" in text[before.end : part.start] else " ", text[part.start : part.end]]
    return "".join(words)


def _passage(text: str, span: Span | None) -> Passage | None:
    return Passage(text[span.start : span.end], span.start, span.end) if span else None


def _proof(text: str, fact: Fact | None) -> Passage | None:
    return _passage(text, fact.evidence) if fact else None
