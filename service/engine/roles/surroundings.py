"""The surroundings of a speaker: every party, place and body that an article names, and how near to the speaker it does.

What an article never says outright (*Roe, a Republican*) it often leaves to be understood: the candidate of whose *Republican
rivals* it speaks, the *chief executive* in a story about one firm. Each body is gathered from all the places that name it.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from service.engine.result import Fact, Span

from .affiliations import body, printed
from .columns import ARTICLES, FINITE, Words
from .occupations import Lexicon
from .statements import Page

BodyKind = Literal["party", "union", "country", "state", "place", "campaign", "organization", "person"]
FAR_OFF = 40.0  # tokens in a sentence
LONGEST_LEAD = 6  # tokens before a name
NOWHERE = 10_000  # tokens to what is not there
MANY = 300  # bodies that are weighed for a speaker in a long article
_TELLING = frozenset({"told", "tells", "telling", "tell"})
_LEADING = frozenset({"NOUN", "PROPN", "ADJ"})
_ENTITIES = frozenset({"ORG", "GPE", "NORP", "PERSON", "FAC", "PRODUCT"})


@dataclass(frozen=True, slots=True)
class Body:
    """A party, place, organization or person that the article names: its printed value and the tokens where it stands.

    ``sentences`` has the sentence of each place, ``owns`` the number of places behind which *'s* stands, ``acts`` that of those
    behind which a verb does, ``quoted`` that of those within quotations, ``heralded`` the names of persons that its places lead
    up to, by their tokens, and ``told`` says that it is everywhere merely whom somebody told.
    """

    value: str
    kind: BodyKind
    places: tuple[int, ...]
    spans: tuple[Span, ...]
    sentences: tuple[int, ...]
    owns: int
    acts: int
    quoted: int
    heralded: Counter[int]
    told: bool

    def away(self, here: Sequence[int]) -> int:
        """Tokens from the nearest of its places to the nearest of ``here`` (in order)."""
        few, many = sorted((here, self.places), key=len)
        return min((distance(many, k) for k in few), default=NOWHERE)

    def nearest(self, here: Sequence[int]) -> Span:
        """The words that name it nearest to one of the tokens ``here`` (in order), the first of equals."""
        near: Sequence[int] = range(len(self.places))
        if 0 < len(here) < len(self.places):
            beside = {at for k in here for n in (bisect_left(self.places, k),) for at in (n - 1, n)}
            near = sorted(at for at in beside if 0 <= at < len(self.places))
        return self.spans[min(near, key=lambda at: distance(here, self.places[at]))]

    def within(self, sentences: Collection[int]) -> list[int]:
        """Its places in some sentences, in order."""
        if len(self.places) <= len(sentences):
            return [k for k, sentence in zip(self.places, self.sentences, strict=True) if sentence in sentences]
        bounds = ((bisect_left(self.sentences, s), bisect_right(self.sentences, s)) for s in sorted(sentences))
        return [k for first, end in bounds for k in self.places[first:end]]


def distance(here: Sequence[int], k: int) -> int:
    """Tokens from ``k`` to the nearest of ``here`` (in order)."""
    at = bisect_left(here, k)
    near = [abs(here[n] - k) for n in (at - 1, at) if 0 <= n < len(here)]
    return min(near, default=NOWHERE)


class Surroundings:
    """An article's bodies, sentences and words of elections; looked up when first asked for."""

    def __init__(self, page: Page, quoted: Sequence[Span] = ()) -> None:
        """``quoted`` are the parts of the quotations: what one speaker says another is, the article itself does not say."""
        self.page = page
        self._quoted = sorted(quoted)
        self._opens = [part.start for part in self._quoted]

    def quoted(self, offset: int) -> bool:
        """Whether a code point stands inside a quotation."""
        at = bisect_right(self._opens, offset) - 1
        return at >= 0 and offset < self._quoted[at].end

    @cached_property
    def sentences(self) -> list[int]:
        """The number of the sentence that each token stands in."""
        found, number = [], 0
        texts = self.page.words.text
        for k, word in enumerate(texts):
            found.append(number)
            if word in {".", "?", "!"} or (not word.strip() and "\n" in word) or (word[-1:] == "\n" and k):
                number += 1
        return found

    @cached_property
    def people(self) -> list[int]:
        """How many names of persons have begun up to each token, it included."""
        words, count, found = self.page.words, 0, []
        for k in range(len(words)):
            count += words.begins[k] and words.entity[k] == "PERSON"
            found.append(count)
        return found

    def beside(self, here: Sequence[int], k: int) -> tuple[float, float]:
        """Tokens from the last of ``here`` before ``k`` in its sentence, and to the next after it; no other person between."""
        at = bisect_left(here, k)
        before = after = FAR_OFF
        if at and self.sentences[here[at - 1]] == self.sentences[k] and self.people[here[at - 1]] == self.people[k]:
            before = k - here[at - 1]
        if at < len(here) and self.sentences[here[at]] == self.sentences[k] and self.people[here[at]] - self.people[k] <= 1:
            after = here[at] - k
        return before, after

    @cached_property
    def heralds(self) -> list[int]:
        """For each token the name of a person that it leads up to as *Texas* does in *Texas Sen. Jane Roe*, or -1."""
        words = self.page.words
        found = [-1] * len(words)
        for k in range(len(words) - 2, -1, -1):
            if words.begins[k + 1] and words.entity[k + 1] == "PERSON":
                found[k] = k + 1
            elif words.pos[k + 1] in _LEADING and 0 <= found[k + 1] - k <= LONGEST_LEAD:
                found[k] = found[k + 1]
        return found

    @cached_property
    def elections(self) -> Counter[int]:
        """How many words of elections each sentence has."""
        nouns = self.page.lexicon.candidacy_nouns
        return Counter(self.sentences[k] for k, word in enumerate(self.page.words.low) if word in nouns)

    @cached_property
    def frequent(self) -> list[tuple[str, Body]]:
        """The bodies by key, in the order of the article; in a long one those that are named most."""
        if len(self.bodies) <= MANY:
            return list(self.bodies.items())
        return sorted(self.bodies.items(), key=lambda item: -len(item[1].places))[:MANY]

    @cached_property
    def of_kind(self) -> Counter[str]:
        """How often bodies of each kind are named."""
        counts: Counter[str] = Counter()
        for one in self.bodies.values():
            counts[one.kind] += len(one.places)
        return counts

    @cached_property
    def parties(self) -> dict[int, list[str]]:
        """The parties, by key, that each sentence names, as often as it does."""
        found: dict[int, list[str]] = {}
        for key, one in self.bodies.items():
            for sentence in one.sentences if one.kind == "party" else ():
                found.setdefault(sentence, []).append(key)
        return found

    @cached_property
    def most(self) -> int:
        """How often the body is named that is named most, persons apart."""
        return max((len(b.places) for b in self.bodies.values() if b.kind != "person"), default=1)

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """The bodies by key."""
        values: dict[str, Counter[str]] = {}
        kinds: dict[str, Counter[BodyKind]] = {}
        places: dict[str, list[tuple[int, Span]]] = {}
        for k, fact, kind in _named(self.page):
            key = key_of(fact.value)
            values.setdefault(key, Counter())[fact.value] += 1
            kinds.setdefault(key, Counter())[kind] += 1
            places.setdefault(key, []).append((k, fact.evidence))
        return {
            key: self._body(counts.most_common(1)[0][0], kinds[key].most_common(1)[0][0], places[key])
            for key, counts in values.items()
        }

    def _body(self, value: str, kind: BodyKind, places: Sequence[tuple[int, Span]]) -> Body:
        text, words = self.page.text, self.page.words
        return Body(
            value,
            kind,
            tuple(k for k, _ in places),
            tuple(span for _, span in places),
            tuple(self.sentences[k] for k, _ in places),
            sum(text[span.end : span.end + 2] in {"'s", "’s"} for _, span in places),
            sum(words.tag[at] in FINITE for _, span in places if (at := bisect_left(words.start, span.end)) < len(words)),
            sum(self.quoted(span.start) for _, span in places),
            Counter(self.heralds[k] for k, _ in places if self.heralds[k] >= 0),
            all(word_before(words, k) in _TELLING for k, _ in places),
        )


def word_before(words: Words, k: int) -> str:
    """The lower-case word before the name at token ``k``, but for an article; empty where none stands there."""
    k -= 1 if k and words.low[k - 1] in ARTICLES else 0
    return words.low[k - 1] if k else ""


def key_of(value: str) -> str:
    """What two printed forms of one body share."""
    low = value.lower().removeprefix("the ").removesuffix(" party")
    return "republican" if low == "gop" else low


def kind_of(lexicon: Lexicon, value: str, entity: str = "ORG") -> BodyKind:
    """The kind of a body by its printed value and the entity recognizer's label."""
    if value.removesuffix(" Party").removesuffix(" party") in lexicon.parties or value == "Independent":
        return "party"
    if value == "United States":
        return "union"
    if value in lexicon.lands:
        return "country"
    if value in lexicon.provinces:
        return "state"
    if value.lower().endswith("campaign"):
        return "campaign"
    if entity == "PERSON":
        return "person"
    return "place" if entity == "GPE" else "organization"


def _named(page: Page) -> Iterator[tuple[int, Fact, BodyKind]]:
    """(token, fact, kind) of every name of a body, in order."""
    words, lexicon = page.words, page.lexicon
    k, size = 0, len(words)
    while k < size:
        entity = words.entity[k]
        text = words.text[k]
        end = k + 1
        if entity in _ENTITIES and (text[:1].isupper() or words.low[k] == "the"):
            end = words.entity_end(k)
            start = k
            while end - 1 > start and words.tag[end - 1] == "POS":
                end -= 1
            if entity == "PERSON":
                if end < size and words.low[end] == "campaign":
                    span = Span(words.start[start], words.end[end])
                    yield start, Fact(page.text[span.start : span.end], span), "campaign"
                else:
                    span = Span(words.start[start], words.end[end - 1])
                    yield start, Fact(page.text[span.start : span.end], span), "person"
            else:
                fact = body(page.text, words, start, end, lexicon)
                kind = kind_of(lexicon, fact.value, entity)
                if entity != "NORP" or kind != "organization":
                    yield start, fact, kind
        elif text[:1].isupper():
            pair = f"{text} {words.text[k + 1]}" if k + 1 < size else ""
            delegate = text == "Del." and k + 1 < size and words.entity[k + 1] == "PERSON"
            state = None if delegate else lexicon.states.get(text) if text.endswith(".") or len(text) > 3 else None
            for name, width, state_too in ((pair, 2, None), (text, 1, state)):
                place = lexicon.parties.get(name) or lexicon.countries.get(name) or lexicon.demonyms.get(name) or state_too
                if place:
                    span = Span(words.start[k], words.end[k + width - 1])
                    value = printed(place, lexicon)
                    yield k, Fact(value, span), kind_of(lexicon, value, "GPE")
                    end = k + width
                    break
        k = end
