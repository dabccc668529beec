"""Forms of a name: what a person is called in one place, and whether two such forms can name one person.

A form is read from the article's words: titles are taken off, nicknames in marks set aside, and the rest is folded (case,
accents, full stops) so that *J. R. Biden*, *Joe Biden* and *BIDEN* can be held against each other.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from service.engine.lexicon import words

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
SHORTEST_MISSPELT = 5  # letters; shorter names that differ are different names
_LETTERS = str.maketrans({"ð": "d", "þ": "th", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)'|')$", re.IGNORECASE)
_NICKNAME = re.compile(r"""(?<=\s)["(][^"()\n]{1,25}[")](?=\s)|(?<=\s)'[^'\n]{2,25}'(?=\s)""")


@cache
def _full_first_names() -> dict[str, frozenset[str]]:
    """For each short form of a first name, the full forms it may stand for."""
    full: dict[str, set[str]] = {}
    for line in words("speakers_nicknames"):
        first, *short = line.split()
        for form in (first, *short):
            full.setdefault(form, set()).add(first)
    return {form: frozenset(firsts) for form, firsts in full.items()}


@lru_cache(maxsize=5_000)
def fold(word: str) -> str:
    """A word as it is compared: lower case, without accents, possessive, full stops and marks."""
    word = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    word = "".join(c for c in word if not unicodedata.combining(c))
    return _POSSESSIVE.sub("", word.strip(' ,;:!?"()[]')).replace(".", "")


@dataclass(frozen=True, slots=True)
class Form:
    """One way an article names a person: the words as they stand, and folded; without titles, which stand apart."""

    words: tuple[str, ...]
    key: tuple[str, ...]
    titles: tuple[str, ...] = ()
    nickname: str | None = None

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def titled(self) -> str:
        return " ".join((*self.titles, *self.words))

    @property
    def gender(self) -> str | None:
        """``m`` or ``f`` where a title says so."""
        return next((gender for title in self.titles if (gender := gender_of(fold(title)))), None)

    @property
    def suffix(self) -> str | None:
        return self.key[-1] if self.key[-1] in SUFFIXES else None

    @property
    def core(self) -> tuple[str, ...]:
        """The folded words without *Jr.* and its like."""
        return self.key[:-1] if len(self.key) > 1 and self.key[-1] in SUFFIXES else self.key

    @property
    def surname(self) -> str:
        return self.core[-1]

    @property
    def surnames(self) -> tuple[str, ...]:
        """The last name with the particles before it, and its parts where it has a hyphen."""
        core, start = self.core, len(self.core) - 1
        while start > 1 and core[start - 1] in words("speakers_particles"):
            start -= 1
        whole = core[start:]
        return tuple(dict.fromkeys((" ".join(whole), whole[-1], *whole[-1].split("-"))))


def form_of(text: str, titles: tuple[str, ...] = ()) -> Form | None:
    """Read a form from the article's words (cleaned: plain marks); None where nothing of a name is left."""
    text = _POSSESSIVE.sub("", text.strip())
    nickname = _NICKNAME.search(text)
    said = _NICKNAME.sub(" ", text).split() if nickname else text.split()
    said = [word.strip(',;:"()') for word in said]
    known = words("speakers_titles")
    at = 0
    while at < len(said) - 1 and fold(said[at]) in known:
        at += 1
    kept = [word for word in said[at:] if fold(word)]
    while len(kept) > 2 and not text.isupper() and kept[-1].replace(".", "") in words("postnominals"):  # Jane Roe MP
        kept.pop()
    if not kept:
        return None
    inner = nickname[0].strip("\"'()") if nickname else None
    return Form(tuple(kept), tuple(fold(word) for word in kept), (*titles, *said[:at]), inner)


def gender_of(noun: str) -> str | None:
    """``m`` or ``f`` where the noun says so: *spokeswoman*, *father*."""
    if noun in words("speakers_female_words"):
        return "f"
    return "m" if noun in words("speakers_male_words") else None


def plain(word: str) -> str:
    """A word of a headline in capitals as it is written elsewhere."""
    return word.title() if word.isupper() and len(word) > 3 else word


def near(a: str, b: str) -> bool:
    """Whether one word can be a misspelling, or another transliteration, of the other: one slip, from nine letters on two."""
    if a == b:
        return True
    shorter = min(len(a), len(b))
    if shorter < SHORTEST_MISSPELT or a[0] != b[0]:
        return False
    allowed = 1 if shorter < 9 else 2
    return bool(DamerauLevenshtein.distance(a, b, score_cutoff=allowed) <= allowed)


def same_first(a: str, b: str) -> bool:
    """Whether two first names can be one person's: equal, an initial, a short form, one the beginning of the other."""
    if a == b or near(a, b):
        return True
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    if a.startswith(b) or b.startswith(a):
        return min(len(a), len(b)) >= 3
    full = _full_first_names()
    return bool(full.get(a, frozenset({a})) & full.get(b, frozenset({b})))


def first_names(name: str) -> frozenset[str]:
    """A first name and the full names it may be short for."""
    return frozenset({name}) | _full_first_names().get(name, frozenset())


def compatible(a: Form, b: Form) -> bool:
    """Whether two forms of two words or more can name one person."""
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return False
    x, y = a.core, b.core
    if len(x) < 2 or len(y) < 2:
        return False
    if x == y or sorted(x) == sorted(y) or "".join(x) == "".join(y):
        return True
    if _within(x, y) or _within(y, x):
        return True
    if x[-1] == y[-1] or set(a.surnames) & set(b.surnames):
        return same_first(x[0], y[0]) and _middles_agree(x[1:-1], y[1:-1])
    return x[0] == y[0] and len(x) == len(y) and all(near(p, q) for p, q in zip(x, y, strict=True))


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of one form all stand in the other, in order, its first or last word among them."""
    if len(short) >= len(long) or not (short[0] == long[0] or short[-1] == long[-1]):
        return False
    rest = iter(long)
    return all(any(word == other for other in rest) for word in short)


def _middles_agree(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    initials = [{word[0] for word in middle if word not in words("speakers_particles")} for middle in (x, y)]
    return not initials[0] or not initials[1] or bool(initials[0] & initials[1])


def keys_of(form: Form) -> Iterator[tuple[str, ...]]:
    """The keys under which a full form is filed, so that forms of one person share one and few strangers do."""
    core = form.core
    for surname in form.surnames:
        for first in first_names(core[0]):
            yield surname, first[0], "first"
    yield core[0], core[-1][0], "surname"
    yield ("".join(core),)
    yield tuple(sorted(core))
    if len(core) > 2:
        yield (*core[:2], "begins")
        yield (*core[-2:], "ends")
        yield (core[0], core[-1], "around")
    else:
        yield (*core, "begins")
        yield (*core, "ends")
        yield (*core, "around")
