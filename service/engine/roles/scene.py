"""The scene of an article: its country, for offices that leave it unsaid, and its bodies, for those who speak for them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from service.engine.result import Fact, Span

from .affiliations import body
from .statements import Page, Statement, StatementKind

REACH = 100  # words back to the body for which a spokesman may speak
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


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

    def spoken_for(self, statement: Statement) -> Fact | None:
        """The body that a bare *spokesman Jan Roe* speaks for: the last one before that says or does something itself."""
        page, words = self.page, self.page.words
        office = statement.role.value.lower().rpartition(" ")[2] if statement.role is not None else ""
        if statement.kind != "title" or not office.startswith("spokes"):
            return None
        at = bisect_left(words.start, statement.at)
        for k in range(at - 1, max(0, at - REACH), -1):
            if words.entity[k] == "ORG" and words.entity[k + 1] != "ORG" and words.tag[k + 1] in _FINITE:
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
