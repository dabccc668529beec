"""Everybody named in an article: the places where names stand, gathered into people.

Full names make the people; a surname, a first name or a misspelling is then given to the one it fits, where several do to the
one whom the article has mostly, and just, so called. The parser's entity labels err on single places (persons as organizations,
headlines as names), so a name is a person's by the vote of all its places.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from math import log

from service.engine.lexicon import words
from service.engine.reading.syntax import Syntax
from service.engine.result import Span

from .names import Form, compatible, fold, form_of, gender_of, keys_of, near
from .people import NEVER, Occurrence, Person
from .places import LONGEST_NAME
from .places import places as find_places
from .places import votes as count_votes

NEAR_NAMESAKE = 600  # code points within which the full name just given decides between two of one surname
NAMESAKE_BEFORE = 3  # times a surname stands alone before it can be none of those who are named in full later
NAMESAKE_TITLED = 2  # times that it counts for with an office that none of those has
# What speaks for one of several of a surname where it stands alone, chosen on the training articles; halved or doubled, each of
# them tells one or two speakers more or fewer of 195:
LATELY_BARE, LATELY = 2.0, 1.0  # that the surname meant them just before, and that they were named just before at all
NAMED_NEXT = 3.0  # that they are the first to be named in full, where nobody is yet: headlines tell of who comes first
NAMED_FIRST = 1.0  # that they were the first to be named in full
STILL_UNNAMED, RELATION = 3.0, 2.0  # against: another is named and they are not; they are introduced as somebody's relation
AGREES = 4.0  # that their gender, by titles and kin, is that of the title here; as much against, where it is the other
AGAIN = 0.5  # against: for each time that they are named in full once more
MOST_NAMESAKES = 12  # people of one surname among whom one is looked for
MOST_MISSPELT = 300  # surnames of one initial that a misspelling is held against
MOST_FORMS = 40  # full forms of one person that another is held against; news has five or six

_SHORTEST_GERUND = 5  # letters
_FIRM = ("ORG", "ORG", "ORG")
_ADDRESSES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor"})


@dataclass(slots=True, eq=False)
class Roster:
    """The people of an article, and all places of their names in order of the text."""

    people: list[Person]
    occurrences: list[Occurrence]
    starts: list[int]

    def within(self, span: Span) -> list[Occurrence]:
        """The places that lie in ``span``, wholly or in part."""
        begin = max(0, bisect_left(self.starts, span.start) - 1)
        end = bisect_left(self.starts, span.end)
        return [self.occurrences[at] for at in range(begin, end) if self.occurrences[at].span.overlaps(span)]


def roster(text: str, syntax: Syntax, sources: list[Span]) -> Roster:
    """Gather the people whom an article names. ``text`` is the cleaned article, ``sources`` the mentions of its sources."""
    spoken = {i for span in sources for i in syntax.tokens(span)}
    places = _without_gerunds(text, syntax, list(find_places(text, syntax)))
    votes = count_votes(syntax, places, spoken)
    people = _People()
    for place in places:
        if len(place.form.core) > 1 and not place.headline and votes[place.form.core] > 0:
            people.full(place, relation=_kin(syntax, place))
    for number, place in enumerate(places):
        if place.person is None and len(place.form.core) > 1:
            if place.headline:
                places[number] = people.within(place, text, syntax)
            elif votes[place.form.core] > -5 and place.form.surname not in words("speakers_organization_nouns"):
                people.known(place)
    for place in places:
        if place.person is None and place.headline:
            people.announced(place, votes)
    people.sort()
    for place in places:
        if place.person is None and len(place.form.core) == 1 and not _in_firm(syntax, place):
            people.bare(place, votes, elsewhere=place.last not in spoken and _elsewhere(syntax, place))
    named = [place for place in places if place.person is not None]
    return Roster([p for p in people.people if p.occurrences], named, [place.span.start for place in named])


def _without_gerunds(text: str, syntax: Syntax, places: list[Occurrence]) -> list[Occurrence]:
    """The places without the verb that opens a sentence and looks like a first name: *Debating Roe*, where *Ann Roe* is named.

    The parser takes such a verb for a part of the name.
    """
    forms = Counter(place.form.core for place in places)
    surnames = {core[-1] for core in forms if len(core) > 1 and not _gerund(core[0])}

    def misread(core: tuple[str, ...]) -> bool:
        return len(core) == 2 and _gerund(core[0]) and forms[core] == 1 and core[1] in surnames

    return [(_shortened(text, syntax, place) or place) if misread(place.form.core) else place for place in places]


def _gerund(word: str) -> bool:
    return len(word) > _SHORTEST_GERUND and word.endswith("ing") and word not in words("first_names")


def _shortened(text: str, syntax: Syntax, place: Occurrence) -> Occurrence | None:
    """A place without its first word."""
    span = syntax.span(place.first + 1, place.last)
    form = form_of(text[span.start : span.end])
    return Occurrence(span, place.first + 1, place.last, place.first + 1, form, place.headline) if form else None


def _elsewhere(syntax: Syntax, place: Occurrence) -> bool:
    """Whether a word that is somebody's surname stands for a place or an organization here: *in Washington*, *the Post*."""
    if place.form.titles:
        return False
    before = syntax.lower[place.first - 1] if place.first else ""
    return before == "the" or (
        syntax.entity[place.last] in ("GPE", "LOC", "FAC") and before in ("in", "from", "at", "near", "across", "to")
    )


def _in_firm(syntax: Syntax, place: Occurrence) -> bool:
    """Whether a surname is a part of a firm's name: *Roe's Coaches*."""
    after = place.last + 1
    return syntax.lower[after : after + 1] == ("'s",) and syntax.entity[place.last : after + 2] == _FIRM


def _kin(syntax: Syntax, place: Occurrence) -> str | None:
    """The word that introduces a full name as that of somebody's relation: *his wife, Ann Roe*, *Ann Roe, the first lady*."""
    before = syntax.lower[max(0, place.opening - 3) : place.opening]
    after = syntax.lower[place.last + 1 : place.last + 5]
    kin = words("speakers_kin")
    theirs = after[:1] == (",",) and after[1:2] != ("whose",)
    return next((word for word in (*before, *(after if theirs else ())) if word in kin), None)


class _People:
    """The people so far, filed under the keys that their forms share."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._exact: dict[tuple[str, ...], Person] = {}
        self._files: dict[tuple[str, ...], list[Person]] = {}
        self._surnames: dict[str, list[Person]] = {}
        self._others: dict[str, list[Person]] = {}
        self._initials: dict[str, dict[str, None]] = {}
        self._misspelt: dict[str, str | None] = {}
        self._relations: set[int] = set()  # the numbers of people who are introduced as somebody's relations
        self._earlier: dict[str, int] = {}  # for each surname, how often it stands alone so far
        self._first: dict[str, int] = {}  # for each surname, where the first of its bearers is named in full

    def full(self, place: Occurrence, *, relation: str | None = None) -> None:
        """File a name of two words or more; ``relation`` is the word that makes its bearer somebody's *husband* or *son*."""
        person = self._exact.get(place.form.key) or self._match(place.form)
        if person is None:
            person = self._new()
        if place.form.key not in self._exact:
            self._exact[place.form.key] = person
            self._index(place.form, person)
        person.add(place)
        if relation:
            self._relations.add(person.number)
            person.genders.update(filter(None, [gender_of(relation)]))

    def _new(self) -> Person:
        person = Person(len(self.people))
        self.people.append(person)
        return person

    def known(self, place: Occurrence) -> None:
        """File a name that the parser does not take for a person's, if it is that of somebody known."""
        if self._exact.get(place.form.key) or self._match(place.form):
            self.full(place)

    def within(self, place: Occurrence, text: str, syntax: Syntax) -> Occurrence:
        """In a headline, where every word has a capital, the place of the first known name within a run of them."""
        for first in range(place.first, place.last + 1):
            for last in range(min(place.last, first + LONGEST_NAME), first, -1):
                form = form_of(text[syntax.start[first] : syntax.end[last]])
                if form is not None and form.key in self._exact:
                    return Occurrence(syntax.span(first, last), first, last, first, form, headline=True)
        return place

    def announced(self, place: Occurrence, votes: Counter[tuple[str, ...]]) -> None:
        """File a full name that only a headline gives: where the parser is sure, or where the text goes on with the surname."""
        core = place.form.core
        new = core[-1] not in self._surnames
        sure = votes[core] > 2 and (new or core[0] in words("first_names"))  # not *Woman Tells Thing Roe Did*
        if (len(core) in (2, 3) and sure) or (len(core) == 2 and votes[core] > 0 and votes[core[-1:]] > 3 and new):
            self.full(place)

    def _match(self, form: Form) -> Person | None:
        seen: dict[int, Person] = {}
        for key in keys_of(form):
            for person in self._files.get(key, ())[:MOST_NAMESAKES]:
                seen.setdefault(person.number, person)
        fits = [p for p in seen.values() if any(compatible(form, other) for other in p.full[:MOST_FORMS])]
        if form.suffix:
            fits = [p for p in fits if any(f.suffix for f in p.full)] or [
                p for p in fits if p.bare == 0 and len(p.occurrences) < 2
            ]
        if not fits:
            return None
        return max(fits, key=lambda p: (any(f.surname == form.surname for f in p.full), p.last_full))

    def _index(self, form: Form, person: Person) -> None:
        for key in keys_of(form):
            filed = self._files.setdefault(key, [])
            if person not in filed[-MOST_NAMESAKES:]:
                filed.append(person)
        for surname in form.surnames:
            self._file(self._surnames, surname, person)
            if surname:
                self._initials.setdefault(surname[0], {})[surname] = None
        for word in form.core[:-1]:
            if word not in words("speakers_particles"):
                self._file(self._others, word, person)
        if form.nickname:
            for word in form.nickname.split():
                self._file(self._others, fold(word), person)

    @staticmethod
    def _file(files: dict[str, list[Person]], word: str, person: Person) -> None:
        filed = files.setdefault(word, [])
        if person not in filed[-MOST_NAMESAKES:]:
            filed.append(person)

    def sort(self) -> None:
        """Put the places of each person in the order of the text (those of headlines were filed later)."""
        for person in self.people:
            person.occurrences.sort(key=lambda o: o.span)

    def bare(self, place: Occurrence, votes: Counter[tuple[str, ...]], *, elsewhere: bool) -> None:
        """File a single word: with the one it fits, or, if it is a person's name at all, as somebody of that name only."""
        word = place.form.surname
        family, others = self._surnames.get(word, []), self._others.get(word, [])
        if family and not elsewhere:
            if (len(family) > 1 or family[0].number in self._relations) and not place.headline:
                family = self._with_namesake(word, family, place)
            gender = place.form.gender
            if gender is not None and all(person.addressed(gender) < 0 for person in family):
                family.append(self._new())  # *Mr. Roe*, where only *Mrs. Roe* is named
            self._choose(family, place).add(place)
        elif others and votes[place.form.core] > -3:
            self._choose(others, place).add(place)
        elif votes[place.form.core] > -4 and not place.headline and self._meant(word) is not None:
            self._choose(self._surnames[self._meant(word) or word], place).add(place)
        elif votes[place.form.core] > 0 and (not place.headline or votes[place.form.core] > 3):
            person = self._new()
            self._file(self._surnames, word, person)
            self._first[word] = NEVER
            person.add(place)

    def _with_namesake(self, word: str, family: list[Person], place: Occurrence) -> list[Person]:
        """The bearers of a surname, with one more if it has stood alone often before any of them was named in full."""
        if place.span.start < self._first_in_full(word, family):
            weight = NAMESAKE_TITLED if self._titled_otherwise(place, family) else 1
            self._earlier[word] = self._earlier.get(word, 0) + weight
            if self._earlier[word] >= NAMESAKE_BEFORE:
                namesake = self._new()
                for person in family:
                    for o in person.take_back(place.span.start):
                        namesake.add(o)
                family.append(namesake)
                self._first[word] = NEVER
        return family

    def _first_in_full(self, word: str, family: list[Person]) -> int:
        """Where the first bearer of a surname is named in full; before the text where one of them never is.

        It stays as it is once all full names are filed, but for a namesake who is added.
        """
        if word not in self._first:
            in_full = all(person.full for person in family)
            self._first[word] = min(p.occurrences[0].span.start for p in family if p.occurrences) if in_full else NEVER
        return self._first[word]

    @staticmethod
    def _titled_otherwise(place: Occurrence, family: list[Person]) -> bool:
        """Whether a surname has an office that nobody named in full has: *President Roe*, where *Ann Roe* is his wife."""
        offices = {fold(title) for title in place.form.titles} - _ADDRESSES
        theirs = {fold(title) for person in family for o in person.occurrences for title in o.form.titles}
        return bool(offices) and not offices & theirs

    def _meant(self, word: str) -> str | None:
        """The surname that a word may misspell."""
        if word not in self._misspelt:
            rivals = list(self._initials.get(word[0], ()))[:MOST_MISSPELT]
            self._misspelt[word] = next((rival for rival in rivals if near(word, rival)), None)
        return self._misspelt[word]

    def _choose(self, people: list[Person], place: Occurrence) -> Person:
        """Which of several whom a bare name fits: by how often the article names each, and who was named last.

        Who is introduced as somebody's relation (*Ann Roe, whose husband, Peter Roe, …*) is the less likely one.
        """
        if len(people) == 1:
            return people[0]
        at, word, near = place.span.start, place.form.surname, people[-MOST_NAMESAKES:]
        begins = [person.begins for person in near]
        first, named, gender = min(begins), min(begins) < at, place.form.gender

        def fit(person: Person) -> float:
            before = person.before(at)
            called = at - person.last_called.get(word, -NEAR_NAMESAKE) < NEAR_NAMESAKE
            score = log(1 + len(person.occurrences)) + LATELY_BARE * called
            if before is not None and at - before < NEAR_NAMESAKE:
                score += LATELY
            if before is None and named:
                score -= STILL_UNNAMED
            elif before is None and person.begins == first:
                score += NAMED_NEXT
            score += AGREES * person.addressed(gender)
            score += NAMED_FIRST * (person.begins == first) - RELATION * (person.number in self._relations)
            return score - AGAIN * min(4, max(0, person.times_in_full(at) - 1))

        return max(near, key=fit)
