"""The people an article names, and the places where their names stand."""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass, field

from service.engine.lexicon import words
from service.engine.result import Span

from .names import Form, fold, plain

NEVER = -1  # before any text
OFTEN = 2  # times that a full name stands without a word before that stands there once
_REST = 2  # words, at least, that are no part of the name before them; one may be a second surname


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
    last_full: int = -(10**9)
    last_bare: int = -(10**9)
    last_called: dict[str, int] = field(default_factory=dict)  # where each single word stood last
    genders: Counter[str] = field(default_factory=Counter)  # how often titles, or words for relations, call them m or f
    _in_full: list[int] = field(default_factory=list)
    _keys: set[tuple[str, ...]] = field(default_factory=set)
    _name: str | None = None

    def add(self, occurrence: Occurrence) -> None:
        """File a place under this person."""
        occurrence.person = self
        self._name = None
        self.occurrences.append(occurrence)
        self.forms[occurrence.form.words] += 1
        if occurrence.form.gender:
            self.genders[occurrence.form.gender] += 1
        if len(occurrence.form.core) > 1:
            self.last_full = occurrence.span.start
            insort(self._in_full, occurrence.span.start)
            if occurrence.form.key not in self._keys:
                self._keys.add(occurrence.form.key)
                self.full.append(occurrence.form)
        else:
            self.bare += 1
            self.last_bare = self.last_called[occurrence.form.surname] = occurrence.span.start

    def take_back(self, at: int) -> list[Occurrence]:
        """Give up the places before ``at`` where a single word stands, and return them."""
        taken = [o for o in self.occurrences if o.span.start < at and len(o.form.core) == 1]
        self.occurrences = [o for o in self.occurrences if o.span.start >= at or len(o.form.core) > 1]
        self.forms.subtract(o.form.words for o in taken)
        self.bare -= len(taken)
        self._name = None
        return taken

    def before(self, at: int) -> int | None:
        """Where the name stood last before ``at``, which no place of a single word has passed yet; None where it did not.

        The full names come first, in order, then the single words so far, in order: those all stand before ``at``.
        """
        if self.occurrences and self.occurrences[-1].span.start < at:
            return self.occurrences[-1].span.start
        number = bisect_left(self.occurrences, at, key=lambda o: o.span.start)
        return self.occurrences[number - 1].span.start if number else None

    def addressed(self, gender: str | None) -> int:
        """1 if titles and kin call this person of the gender, -1 if of the other, 0 if neither."""
        if gender is None:
            return 0
        lead = self.genders[gender] - self.genders["f" if gender == "m" else "m"]
        return (lead > 0) - (lead < 0)

    @property
    def begins(self) -> int:
        """Where the name stands in full first; before the text where it never does."""
        return self._in_full[0] if self._in_full else NEVER

    def times_in_full(self, at: int) -> int:
        """How often the name stood in full before ``at`` since it last was a single word."""
        return max(0, bisect_left(self._in_full, at) - bisect_right(self._in_full, self.last_bare))

    @property
    def name(self) -> str:
        """The fullest form the article uses, the commonest of several; with its title where it never stands without one."""
        if self._name is None:
            self._name = self._fullest()
        return self._name

    def _fullest(self) -> str:
        best = max((o.form for o in self.occurrences), key=self._fullness)
        best = self._without_epithet(self._without_rest(best))
        if len(best.core) > 1 or any(not o.form.titles for o in self.occurrences):
            return " ".join(map(plain, self._with_nickname(best)))
        return best.titled

    def _with_nickname(self, best: Form) -> tuple[str, ...]:
        """The words of a form with the nickname that stands in marks before the surname somewhere: *John “Tig” Tiegen*."""
        nickname = next((o.form.nickname for o in self.occurrences if o.form.nickname and o.form.surname == best.surname), None)
        if nickname is None or len(best.core) < 2 or nickname in best.words:
            return best.words
        surname = len(best.core) - 1
        return (*best.words[:surname], f"“{nickname}”", *best.words[surname:])

    def _without_rest(self, best: Form) -> Form:
        """The form without what follows a name that stands more often without it: *Ann Roe Joins Growing List*, a headline."""
        if self.forms[best.words] > 1:
            return best
        shorter = (o.form for o in self.occurrences if 1 < len(o.form.words) <= len(best.words) - _REST)
        begins = (form for form in shorter if best.words[: len(form.words)] == form.words)
        return next((form for form in begins if self.forms[form.words] >= OFTEN), best)

    def _without_epithet(self, best: Form) -> Form:
        """The form without its first word where that stands but once before a first name and a surname that stands alone too
        (*Crooked Jane Roe*, but not *Ursula von Neumann*).
        """
        if len(best.core) < 3 or self.forms[best.words] > 1 or all(o.form.core != best.core[-1:] for o in self.occurrences):
            return best
        shorter = (o.form for o in self.occurrences if o.form.words == best.words[1:])
        return next((form for form in shorter if self.forms[form.words] >= OFTEN), best)

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
