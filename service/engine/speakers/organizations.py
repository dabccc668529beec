"""Organizations named in an article, so that short forms and acronyms find the fullest (*WHO*: *World Health Organization*)."""

from dataclasses import dataclass, field

from service.engine.lexicon import words
from service.engine.reading.syntax import Syntax
from service.engine.result import Span

from .names import fold

LONGEST = 9  # tokens
MOST_LIKE = 40  # names sharing a word that are looked through

NAMED = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "WORK_OF_ART", "LAW"})
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "at", "de", "&"})


@dataclass(slots=True, eq=False)
class Organizations:
    """The names, in order of first appearance, with the places of each; filed by word and by initials."""

    names: dict[tuple[str, ...], str] = field(default_factory=dict)
    places: dict[tuple[str, ...], list[Span]] = field(default_factory=dict)
    _by_word: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    _by_initials: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def add(self, text: str, span: Span) -> None:
        """File a name that stands at ``span``."""
        key = key_of(text)
        if not key or any(c in ":;/|" for c in text):
            return
        if key not in self.names:
            self.names[key] = _without_article(text)
            for word in dict.fromkeys(key):
                if word not in _SMALL:
                    self._by_word.setdefault(word, []).append(key)
            if len(key) > 2:
                for initials in {"".join(w[0] for w in key), "".join(w[0] for w in key if w not in _SMALL)}:
                    self._by_initials.setdefault(initials, []).append(key)
        self.places.setdefault(key, []).append(span)

    def fullest(self, text: str) -> str:
        """The longest name of the article that a name is short for; the name itself where there is none."""
        key = key_of(text)
        if not key:
            return text
        name = _without_article(text)
        if len(key) == 1:
            for full in self._by_initials.get(key[0], ()):
                return self.names[full]
        like = [full for full in self._by_word.get(key[-1], ())[:MOST_LIKE] if _short_for(key, full)]
        like += [
            full
            for full in self._by_word.get(key[0], ())[:MOST_LIKE]
            if full[: len(key)] == key and full[-1] in words("speakers_organization_nouns")
        ]
        if not like:
            return name
        return self.names[max(like, key=len)]


def key_of(text: str) -> tuple[str, ...]:
    """A name's words as they are compared."""
    key = tuple(filter(None, map(fold, text.split())))
    while key and key[0] in ("the", "a", "an"):
        key = key[1:]
    return key


def _without_article(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else text


def _short_for(key: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a name ends another (*Daily News*, *New York Daily News*): newspapers, boards, universities."""
    return (
        len(key) < len(full) <= len(key) + 4
        and full[-len(key) :] == key
        and (len(key) > 1 or key[0] in words("speakers_organization_nouns"))
    )


def organizations(text: str, syntax: Syntax, people: frozenset[int]) -> Organizations:
    """Gather the names the parser takes for organizations or places. ``people`` holds the tokens of people's names."""
    found = Organizations()
    i, count = 0, len(syntax)
    while i < count:
        label = syntax.entity[i]
        if label not in NAMED or i in people:
            i += 1
            continue
        j = i
        while (
            j + 1 < count
            and syntax.entity[j + 1] == label
            and j - i < LONGEST
            and j + 1 not in people
            and "\n" not in syntax.text[j + 1]
        ):
            j += 1
        end = j - 1 if syntax.tag[j] == "POS" and j > i else j
        span = syntax.span(i, end)
        if any(c.isupper() for c in text[span.start : span.end]):
            found.add(" ".join(text[span.start : span.end].split()), span)
        i = j + 1
    return found
