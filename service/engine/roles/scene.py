"""The scene of an article: its country, for offices that leave it unsaid, and its bodies, for those who speak for them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from service.engine.result import Fact, Span

from .affiliations import body
from .columns import FINITE
from .statements import Page, Statement, StatementKind

REACH = 100  # words back to the body for which a spokesman may speak
_MINISTERS = frozenset({"minister", "secretary"})
_OF_MINISTERS = _MINISTERS | frozenset("former ex deputy assistant acting us u.s. of for the".split())
_DEPARTMENTS = frozenset({"department", "ministry", "office"})


class Scene:
    """Where an article plays. The countries are counted when first asked for: few articles need them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def seat_of(self, role: Fact, kind: StatementKind) -> Fact | None:
        """The place an office of a whole country or state is held in, where the article is about one such place.

        None for other roles, and where the article does not speak mostly of one place.
        """
        office = role.value.lower().removeprefix("former ").removeprefix("us ").removeprefix("u.s. ")
        if office == "governor" and kind == "title":
            return self._state
        if office not in self.page.lexicon.national_offices or kind not in {"title", "apposition before", "description"}:
            return None
        return self._country

    def department_of(self, role: Fact) -> Fact | None:
        """The department of a minister or secretary that the article names: the *State Department* of a *Secretary of State*.

        None where it names those of two countries.
        """
        office = role.value.lower().split()
        portfolio = [word for word in office if word not in _OF_MINISTERS]
        if not portfolio or _MINISTERS.isdisjoint(office) or office[-1] not in {*_MINISTERS, portfolio[-1]}:
            return None
        found = [self._prefixed(first, end) for first, end in self._departments(portfolio)]
        countries = {country for country, _ in found if country}
        return min(found, key=lambda f: not f[0])[1] if found and len(countries) < 2 else None

    def _departments(self, portfolio: list[str]) -> Iterator[tuple[int, int]]:
        """Where *State Department* or *Department of State* stands, from token to token."""
        words, size = self.page.words, len(portfolio)
        for k, word in enumerate(words.low):
            if word in _DEPARTMENTS and words.text[k][:1].isupper():
                if list(words.low[max(0, k - size) : k]) == portfolio and words.text[k - size][:1].isupper():
                    yield k - size, k + 1
                elif list(words.low[k + 1 : k + 2 + size]) == ["of", *portfolio]:
                    yield k, k + 2 + size

    def _prefixed(self, first: int, end: int) -> tuple[str, Fact]:
        """A department's country, where it is named right before, and its name."""
        lexicon, words = self.page.lexicon, self.page.words
        before = words.text[first - 1] if first else ""
        country = lexicon.demonyms.get(before) or lexicon.countries.get(before) or ""
        first -= bool(country)
        span = Span(words.start[first], words.end[end - 1])
        return country, Fact(self.page.text[span.start : span.end], span)

    def spoken_for(self, statement: Statement) -> Fact | None:
        """The body that a bare *spokesman Jan Roe* speaks for: the last one before that says or does something itself."""
        page, words = self.page, self.page.words
        office = statement.role.value.lower().rpartition(" ")[2] if statement.role is not None else ""
        if statement.kind != "title" or not office.startswith("spokes"):
            return None
        at = bisect_left(words.start, statement.at)
        for k in range(at - 1, max(0, at - REACH), -1):
            if words.entity[k] == "ORG" and words.entity[k + 1] != "ORG" and words.tag[k + 1] in FINITE:
                first = k
                while first > 0 and words.entity[first - 1] == "ORG" and not words.begins[first]:
                    first -= 1
                return body(page.text, words, first, k + 1, page.lexicon)
        return None

    @cached_property
    def _country(self) -> Fact | None:
        tables = (self.page.lexicon.countries, self.page.lexicon.demonyms)
        return self._most_named({name: place for table in tables for name, place in table.items()})

    @cached_property
    def _state(self) -> Fact | None:
        return self._most_named({name: name for name in self.page.lexicon.states.values()})

    def _most_named(self, places: Mapping[str, str]) -> Fact | None:
        """The place named most, where it is named twice and more than all others together."""
        words = self.page.words
        counts: Counter[str] = Counter()
        first: dict[str, Span] = {}
        for k, word in enumerate(words.text):
            if not word[:1].isupper():
                continue
            pair = f"{word} {words.text[k + 1]}" if k + 1 < len(words) else word
            name = pair if pair in places else word
            place = places.get(name)
            if place is not None:
                counts[place] += 1
                first.setdefault(place, Span(words.start[k], words.end[k + 1 if name == pair and pair != word else k]))
        if not counts:
            return None
        place = max(counts, key=lambda c: (counts[c], -first[c].start))
        return Fact(place, first[place]) if counts[place] > 1 and 2 * counts[place] > counts.total() else None
