"""Everybody named in an article: the places where names stand, gathered into people.

Full names make the people; a surname, a first name or a misspelling is then given to the one it fits, where several do to the one
whom the article has mostly, and just, so called. The parser's entity labels err on single places (persons as organizations,
headlines as names), so a name is a person's by the vote of all its places.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log

from spacy.lang.en.stop_words import STOP_WORDS

from .lexicon import words
from .names import Form, compatible, fold, form_of, keys_of, near, plain
from .result import Span
from .syntax import Syntax

LONGEST_NAME = 6  # words
NEAR_NAMESAKE = 600  # code points within which the full name just given decides between two of one surname
NAMESAKE_BEFORE = 3  # times a surname stands alone before it can be none of those who are named in full later
MOST_NAMESAKES = 12  # people of one surname among whom one is looked for
MOST_MISSPELT = 300  # surnames of one initial that a misspelling is held against
HEADLINE_SHARE = 0.7  # of a line's longer words with capitals

_FUNCTION_WORDS = frozenset(STOP_WORDS - {"will", "may", "mine"})
_OTHER_ENTITIES = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})


@dataclass(slots=True, eq=False)
class Occurrence:
    """A place where a name stands, without its titles and possessive: tokens ``first`` to ``last``, both included.

    ``opening`` is the token where its titles begin.
    """

    span: Span
    first: int
    last: int
    opening: int
    form: Form
    headline: bool
    person: "Person | None" = None


@dataclass(slots=True, eq=False)
class Person:
    """Somebody whom the article names: the places, and how often each form."""

    number: int
    occurrences: list[Occurrence] = field(default_factory=list)
    forms: Counter[tuple[str, ...]] = field(default_factory=Counter)
    full: list[Form] = field(default_factory=list)
    bare: int = 0
    again: int = 0  # times in a row that the full name was given
    last_full: int = -(10**9)
    last_bare: int = -(10**9)

    def add(self, occurrence: Occurrence) -> None:
        """File a place under this person."""
        occurrence.person = self
        self.occurrences.append(occurrence)
        self.forms[occurrence.form.words] += 1
        if len(occurrence.form.core) > 1:
            self.last_full = occurrence.span.start
            self.again += 1
            if all(form.key != occurrence.form.key for form in self.full):
                self.full.append(occurrence.form)
        else:
            self.bare += 1
            self.again = 1
            self.last_bare = occurrence.span.start

    def remove(self, occurrence: Occurrence) -> None:
        """Take back a place of the bare surname."""
        self.occurrences.remove(occurrence)
        self.forms[occurrence.form.words] -= 1
        self.bare -= 1

    @property
    def name(self) -> str:
        """The fullest form the article uses, the commonest of several; with its title where it never stands without one."""
        best = max((o.form for o in self.occurrences), key=self._fullness)
        if len(best.core) > 1 or any(not o.form.titles for o in self.occurrences):
            return " ".join(map(plain, best.words))
        return best.titled

    def _fullness(self, form: Form) -> tuple[int, int, bool, int]:
        return (len(form.core), self.forms[form.words], not form.text.isupper(), len(form.text))

    @property
    def names(self) -> tuple[str, ...]:
        """Every form the article uses, the fullest first."""
        said = [self.name]
        for o in self.occurrences:
            said += [o.form.text, o.form.titled] if _addressed(o.form) else [o.form.text]
            if o.form.nickname and len(o.form.words) > 1:
                said.append(f"{o.form.nickname} {o.form.words[-1]}")
        return tuple(dict.fromkeys(said))


def _addressed(form: Form) -> bool:
    """Whether the titles of a form are short and plain: *Mr Malone*, not *Acting Premier Honourable Natalio Wheatley*."""
    return 0 < len(form.titles) < 3 and all(fold(title) in words("speakers_titles") for title in form.titles)


@dataclass(slots=True, eq=False)
class Roster:
    """The people of an article, and all places of their names in order of the text."""

    people: list[Person]
    occurrences: list[Occurrence]
    starts: list[int]

    def within(self, span: Span) -> list[Occurrence]:
        """The places that lie in ``span``, wholly or in part."""
        begin = max(0, bisect_left(self.starts, span.start) - 1)
        found = []
        for occurrence in self.occurrences[begin:]:
            if occurrence.span.start >= span.end:
                break
            if occurrence.span.overlaps(span):
                found.append(occurrence)
        return found


def roster(text: str, syntax: Syntax, sources: list[Span]) -> Roster:
    """Gather the people whom an article names. ``text`` is the cleaned article, ``sources`` the mentions of its sources."""
    spoken = {i for span in sources for i in syntax.tokens(span)}
    places = list(_places(text, syntax))
    votes = _votes(syntax, places, spoken)
    people = _People()
    for place in places:
        if len(place.form.core) > 1 and not place.headline and votes[place.form.core] > 0:
            people.full(place)
    for number, place in enumerate(places):
        if place.person is None and len(place.form.core) > 1:
            if place.headline:
                places[number] = people.within(place, text, syntax)
            elif votes[place.form.core] > -5:
                people.known(place)
    for place in places:
        if place.person is None and place.headline:
            people.announced(place, votes)
    people.sort()
    for place in places:
        if place.person is None and len(place.form.core) == 1:
            people.bare(place, votes, elsewhere=place.last not in spoken and _elsewhere(syntax, place))
    named = [place for place in places if place.person is not None]
    return Roster([p for p in people.people if p.occurrences], named, [place.span.start for place in named])


def _places(text: str, syntax: Syntax) -> Iterator[Occurrence]:
    """The runs of capitalised words that may be names, with titles and offices before them taken off."""
    proper = Counter(syntax.lower[i] for i in range(len(syntax)) if syntax.tag[i] in ("NNP", "NNPS") and syntax.text[i][:1].isupper())
    headlines = _headline_tokens(text, syntax)
    i, count = 0, len(syntax)
    while i < count:
        if not _namelike(syntax, i, proper):
            i += 1
            continue
        j = _run_end(syntax, i, proper)
        yield from _names_in(text, syntax, i, j, headlines)
        i = j + 1


def _namelike(syntax: Syntax, i: int, proper: Counter[str]) -> bool:
    word, tag = syntax.text[i], syntax.tag[i]
    if not word[:1].isupper() or not any(c.isalpha() for c in word) or syntax.lower[i] in words("speakers_times"):
        return False
    if syntax.lower[i] in _FUNCTION_WORDS and not syntax.text[i].isupper():
        return False
    if tag in ("NNP", "NNPS") or (syntax.entity[i] == "PERSON" and tag[:2] in ("NN", "JJ", "VB", "FW", "UH")):
        return syntax.pos[i] not in ("DET", "PRON")
    if tag == "MD" and i + 1 < len(syntax) and syntax.tag[i + 1] == "NNP" and syntax.lower[i] == "will":
        return i > 0 and syntax.lower[i - 1] not in (".", '"')
    if tag[:2] not in ("NN", "JJ", "VB", "RB", "UH", "FW") or syntax.pos[i] in ("AUX", "PRON", "DET"):
        return False
    opens = i == 0 or syntax.sentence[i - 1] != syntax.sentence[i] or syntax.text[i - 1] in ('"', ":", "(")
    return syntax.lower[i] in proper or (not opens and tag[:2] in ("NN", "FW"))


def _run_end(syntax: Syntax, i: int, proper: Counter[str]) -> int:
    """The last token of the run that begins at ``i``."""
    j, count = i, len(syntax)
    while j + 1 < count and j - i < 14:
        k = _bridge(syntax, j, count)
        if k >= count or syntax.start[k] - syntax.end[j] > 30 or "\n" in syntax.text[j] or not _namelike(syntax, k, proper):
            break
        if syntax.sentence[k] != syntax.sentence[j] and not syntax.text[j].endswith("."):
            break
        j = k
    if j > i and j + 2 < count and syntax.lower[j + 1] == "-" and syntax.start[j + 2] == syntax.end[j] + 1:
        j += 2  # Kim Jong-un
    return j


def _bridge(syntax: Syntax, j: int, count: int) -> int:
    """The token that would go on with a name after ``j``: over hyphens, particles, marked nicknames, the comma before *Jr.*"""
    k = j + 1
    if syntax.text[k].isspace() and "\n" not in syntax.text[k]:
        k += 1
    if k + 1 >= count:
        return k
    word = syntax.lower[k]
    tight = syntax.start[k] == syntax.end[j] and syntax.start[k + 1] == syntax.end[k]
    if word == "-" and tight:
        return k + 1
    if word == "," and syntax.lower[k + 1].rstrip(".") in ("jr", "sr"):
        return k + 1
    if word in ('"', "'", "(") and syntax.start[k] > syntax.end[j]:
        for m in range(k + 2, min(k + 5, count)):
            if syntax.lower[m] in ('"', "'", ")"):
                return m + 1 if m + 1 < count and syntax.start[m + 1] > syntax.end[m] and word != "(" else k
        return k
    if syntax.lower[k] == "in" and k + 2 < count and syntax.lower[k + 1] in ("'t", "'"):  # Sophie in 't Veld
        return k + (2 if syntax.lower[k + 1] == "'t" else 3)
    m = k
    while m < count and m - k < 3 and syntax.lower[m] in words("speakers_particles"):
        m += 2 if m + 1 < count and syntax.lower[m + 1] == "-" and syntax.start[m + 1] == syntax.end[m] else 1
    return m


def _names_in(text: str, syntax: Syntax, i: int, j: int, headlines: set[int]) -> Iterator[Occurrence]:
    """The names that a run of capitalised words holds: split where the parser sees two people, titles taken off."""
    begin = i
    for k in range(i, j + 1):
        ends = k == j or (syntax.entity[k] == "PERSON" and syntax.entity[k + 1] in _OTHER_ENTITIES - {"ORG", "NORP"} and k - begin >= 1)
        if ends or syntax.lower[k] == "'s":
            place = _name(text, syntax, begin, k, headlines)
            if place is not None:
                yield place
            begin = k + 1


def _name(text: str, syntax: Syntax, i: int, j: int, headlines: set[int]) -> Occurrence | None:
    known = words("speakers_titles")
    first = i
    for k in range(i, j):  # the last title of the run, but not within a name: Earl Warren, Amy Pope
        title = fold(syntax.text[k])
        trade = title in words("speakers_person_nouns") and (syntax.entity[k] != "PERSON" or k == 0 or syntax.sentence[k - 1] != syntax.sentence[k])
        if (title in known or trade) and fold(syntax.text[k + 1]) not in ("jr", "sr", "ii", "iii"):
            inside = k > i and syntax.entity[k] == syntax.entity[k - 1] == "PERSON" and fold(syntax.text[k - 1]) not in known
            if not inside:
                first = k + 1
    people = [k for k in range(first, j + 1) if syntax.entity[k] == "PERSON"]
    if first == i and people and people[-1] == j:
        start = people[-1]
        while start - 1 >= first and (syntax.entity[start - 1] in ("PERSON",) or syntax.text[start - 1] == "-" or syntax.text[start] == "-"):
            start -= 1
        if start - 1 > first and syntax.entity[start - 1] == "" and syntax.entity[start - 2] == "ORG" and syntax.tag[start - 1] == "NNP":
            start -= 1  # Minister of Social Affairs | Ásmundur | Einar Daðason
            first = start
        elif start > first and (syntax.entity[start - 1] in _OTHER_ENTITIES or start < j):
            first = start
    span = Span(syntax.start[first], syntax.end[j])
    titles = tuple(text[syntax.start[i] : syntax.start[first]].split()) if first > i else ()
    form = form_of(text[span.start : span.end], titles)
    if form is None or len(form.words) > LONGEST_NAME or not any(c.isalpha() for c in form.key[-1]):
        return None
    return Occurrence(span, first, j, i, form, first in headlines)


def _headline_tokens(text: str, syntax: Syntax) -> set[int]:
    """The tokens of lines in which nearly every word has a capital: there, capitals say nothing."""
    found: set[int] = set()
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        long = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
        if len(long) >= 4 and sum(word[0].isupper() for word in long) > HEADLINE_SHARE * len(long):
            found.update(syntax.tokens(Span(start, end)))
        start = end + 1
    return found


def _votes(syntax: Syntax, places: list[Occurrence], spoken: set[int]) -> Counter[tuple[str, ...]]:
    """How much speaks for each name being a person's, over all its places."""
    votes: Counter[tuple[str, ...]] = Counter()
    organization = words("speakers_organization_nouns")
    verbs = words("reporting_verbs")
    for place in places:
        key, label = place.form.core, syntax.entity[place.last]
        whole = all(syntax.entity[k] == label for k in (place.first, place.last))
        score = 0
        if label == "PERSON" and whole:
            score += 2
        elif label in ("DATE", "TIME"):
            score -= 3
        elif label in _OTHER_ENTITIES:
            score -= 1 if label in ("ORG", "PRODUCT", "WORK_OF_ART") and len(key) < 4 else 2
        if place.form.titles and fold(place.form.titles[-1]) in words("speakers_titles"):
            score += 3
        if place.first > 0 and syntax.lower[place.first - 1] == "the":
            score -= 3
        if (len(key) > 1 or place.form.titles) and (key[-1] in organization or key[0] in organization):
            score -= 6
        if key[-1] in words("speakers_titles") and label != "PERSON":
            score -= 3
        if len(key) == 1 and place.form.text.isupper() and len(place.form.text) < 6 and not place.headline:
            score -= 2
        head = syntax.head[place.last]
        if syntax.dep[place.last] == "nsubj" and syntax.lemma[head] in verbs:
            score += 1
        if place.last in spoken:
            score += 1 if label in _OTHER_ENTITIES else 2
        after = place.last + 1
        if syntax.lower[after : after + 2] == (",", "who") or syntax.lower[after : after + 1] == ("who",):
            score += 2
        if after + 1 < len(syntax) and syntax.lower[after] == "," and syntax.lower[after + 1].isdigit() and len(syntax.lower[after + 1]) == 2:
            score += 3
        votes[key] += score
    bare = Counter(place.form.core for place in places if len(place.form.core) == 1 and not _after_the(syntax, place))
    for key in [key for key in votes if len(key) in (2, 3) and key[-1] not in organization]:
        called = (bare[key[-1:]] and not bare[key[:1]]) or votes[key[:1]] > 3
        if called:  # people are called by their last word, or their first; hardly anything else is
            votes[key] += 3
    return votes


def _after_the(syntax: Syntax, place: Occurrence) -> bool:
    return place.opening > 0 and syntax.lower[place.opening - 1] == "the"


def _elsewhere(syntax: Syntax, place: Occurrence) -> bool:
    """Whether a word that is somebody's surname stands for a place or an organization here: *in Washington*, *the Post*."""
    if place.form.titles:
        return False
    before = syntax.lower[place.first - 1] if place.first else ""
    return before == "the" or (syntax.entity[place.last] in ("GPE", "LOC", "FAC") and before in ("in", "from", "at", "near", "across", "to"))


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
        self._earlier: dict[str, int] = {}  # for each surname, how often it stands alone so far

    def full(self, place: Occurrence) -> None:
        """File a name of two words or more."""
        person = self._exact.get(place.form.key) or self._match(place.form)
        if person is None:
            person = Person(len(self.people))
            self.people.append(person)
        if place.form.key not in self._exact:
            self._exact[place.form.key] = person
            self._index(place.form, person)
        person.add(place)

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
        if len(core) in (2, 3) and (votes[core] > 2 or (len(core) == 2 and votes[core] > 0 and votes[core[-1:]] > 3 and core[-1] not in self._surnames)):
            self.full(place)

    def _match(self, form: Form) -> Person | None:
        seen: dict[int, Person] = {}
        for key in keys_of(form):
            for person in self._files.get(key, ())[:MOST_NAMESAKES]:
                seen.setdefault(person.number, person)
        fits = [p for p in seen.values() if any(compatible(form, other) for other in p.full)]
        if form.suffix:
            fits = [p for p in fits if any(f.suffix for f in p.full)] or [p for p in fits if p.bare == 0 and len(p.occurrences) < 2]
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
            if len(family) > 1 and not place.headline:
                family = self._with_namesake(word, family, place)
            self._choose(family, place).add(place)
        elif others and votes[place.form.core] > -3:
            self._choose(others, place).add(place)
        elif votes[place.form.core] > -4 and not place.headline and self._meant(word) is not None:
            self._choose(self._surnames[self._meant(word) or word], place).add(place)
        elif votes[place.form.core] > 0 and (not place.headline or votes[place.form.core] > 3):
            person = Person(len(self.people))
            self.people.append(person)
            self._file(self._surnames, word, person)
            person.add(place)

    def _with_namesake(self, word: str, family: list[Person], place: Occurrence) -> list[Person]:
        """The bearers of a surname, with one more if it has stood alone often before any of them was named in full."""
        if all(person.full for person in family):
            first = min(person.occurrences[0].span.start for person in family if person.occurrences)
            if place.span.start < first:
                self._earlier[word] = self._earlier.get(word, 0) + 1
                if self._earlier[word] >= NAMESAKE_BEFORE:
                    namesake = Person(len(self.people))
                    self.people.append(namesake)
                    family.append(namesake)
                    for person in family[:-1]:
                        for o in [o for o in person.occurrences if o.span.start < place.span.start and len(o.form.core) == 1]:
                            person.remove(o)
                            namesake.add(o)
        return family

    def _meant(self, word: str) -> str | None:
        """The surname that a word may misspell."""
        if word not in self._misspelt:
            rivals = list(self._initials.get(word[0], ()))[:MOST_MISSPELT]
            self._misspelt[word] = next((rival for rival in rivals if near(word, rival)), None)
        return self._misspelt[word]

    @staticmethod
    def _choose(people: list[Person], place: Occurrence) -> Person:
        """Which of several whom a bare name fits: by how often the article names each, and who was named last."""
        if len(people) == 1:
            return people[0]
        at = place.span.start

        def fit(person: Person) -> float:
            before = [o.span.start for o in person.occurrences if o.span.start < at]
            score = log(1 + len(person.occurrences)) + 2.0 * (at - person.last_bare < NEAR_NAMESAKE)
            if before and at - before[-1] < NEAR_NAMESAKE:
                score += 1.0
            return score + (0.5 if before else 0.0) - 0.5 * min(4, person.again - 1)

        return max(people[-MOST_NAMESAKES:], key=fit)
