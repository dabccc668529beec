"""The scene of an article: the country it speaks of most, for offices of a country that it leaves unsaid."""

from collections import Counter
from functools import cached_property

from .result import Fact, Span
from .statements import Page, StatementKind


class Scene:
    """Where an article plays. The countries are counted when first asked for: few articles need them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def seat_of(self, role: Fact, kind: StatementKind) -> Fact | None:
        """The body that an office has by nature, where the article names it, or the country for which a *President* or *Foreign Minister* of no stated country holds the office; None for other roles."""
        office = role.value.lower().removeprefix("former ").removeprefix("us ").removeprefix("u.s. ")
        for seat in self.page.lexicon.seats.get(office, "").split("|"):
            at = self.page.text.find(seat) if seat else -1
            if at >= 0:
                return Fact(seat, Span(at, at + len(seat)))
        if office not in self.page.lexicon.national_offices or kind == "guess":
            return None
        seat = self._white_house if "president" in role.value.lower() and kind == "title" else None
        return seat or self._country

    @cached_property
    def _white_house(self) -> Fact | None:
        at = self.page.text.find("White House")
        return Fact("United States", Span(at, at + len("White House"))) if at >= 0 else None

    @cached_property
    def _country(self) -> Fact | None:
        words, lexicon = self.page.words, self.page.lexicon
        counts: Counter[str] = Counter()
        first: dict[str, Span] = {}
        for k, word in enumerate(words.text):
            if not word[:1].isupper():
                continue
            pair = f"{word} {words.text[k + 1]}" if k + 1 < len(words) else word
            wide = pair in lexicon.countries or pair in lexicon.demonyms
            name = pair if wide else word
            country = lexicon.countries.get(name) or lexicon.demonyms.get(name)
            if country is None:
                continue
            counts[country] += 1
            first.setdefault(country, Span(words.start[k], words.end[k + 1 if wide else k]))
        if not counts:
            return None
        country = max(counts, key=lambda c: (counts[c], -first[c].start))
        return Fact(country, first[country]) if counts[country] > 2 and 5 * counts[country] > 3 * sum(counts.values()) else None
