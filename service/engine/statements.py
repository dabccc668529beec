"""Statements: the places where an article says what a speaker is, each with the role and the bodies it gives.

A statement stands before a name (*Kremlin spokesman Dmitry Peskov*), after it (*Jane Roe, a doctor in Leeds,*), in the mark
of a party (*(R-Ariz.)*), in a sentence (*Roe is the mayor of …*, *Roe, who works for …*) or is itself a description of the
speaker (*the Russian foreign minister*).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .affiliations import affiliation_facts, body, role_fact
from .occupations import Lexicon
from .phrases import ARTICLES, POSSESSIVES, RolePhrase, Words, complement_at, is_proper, phrase_at, phrase_before
from .result import Fact, Span

StatementKind = Literal["title", "apposition", "apposition before", "copula", "relative", "party", "body", "description", "guess"]

_PARTY = re.compile(r"\s?[,(\[]\s?([A-Z][A-Za-z]{0,10})(?:\s?[-–—]\s?((?:[A-Z][\w]*\.?\s?){1,3}))?[)\],.]")
_STATE = re.compile(r"\s?\(([A-Z][\w. ]{1,15})\)")
_AGE = re.compile(r"\d{1,3}$")
_COPULAS = frozenset({"is", "was", "became", "becomes", "remains"})
_AS = frozenset({"serves", "served", "works", "worked", "serving", "working", "acts", "acted"})
_AUXILIARIES = frozenset({"has", "had", "been", "who", "currently", "now", "also", "previously", "formerly", "once", "himself", "herself",
                          "recently", "later", "have", "then", "still", "being"})
_WORKS = frozenset({"works", "worked", "teaches", "taught", "studies", "represents", "represented", "leads", "led", "heads", "headed", "runs",
                    "ran", "chairs", "chaired", "founded", "owns", "directs", "lives", "lived", "manages", "coaches", "advises", "serves"})
_OFFICES = {"heads": "head", "leads": "leader", "chairs": "chairman"}
_DOING = frozenset({"working", "writing", "speaking", "reporting", "based", "teaching", "specializing", "specialising"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One place of the article that says what a speaker is. ``bodies`` are the affiliations it gives, the likeliest first."""

    kind: StatementKind
    at: int
    role: Fact | None
    bodies: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What the patterns read: the article's text, its words, the word lists, and where the words begin."""

    text: str
    words: Words
    lexicon: Lexicon

    def tokens(self, span: Span) -> tuple[int, int]:
        """The tokens that a span of code points touches, as a half-open range."""
        first = bisect_left(self.words.end, span.start + 1)
        return first, max(first, bisect_left(self.words.start, span.end))


def statements(page: Page, mention: Span, own: frozenset[str]) -> Iterator[Statement]:
    """All that stands at one mention; ``own`` are the lower-case words of the speaker's names, none where there is no name."""
    first, end = page.tokens(mention)
    end = _before_complement(page, first, end)
    if first >= end:
        return
    name = _name_start(page, first, end) if own else None
    if name is None:
        yield from _description(page, first, end)
        return
    while name and _one_name(page.words, name):
        name -= 1
        if page.words.text[name].strip() and page.words.low[name] not in own:
            return  # a namesake: *Bill Clinton* is no mention of *Clinton*
    yield from _before(page, name)
    yield from _after(page, end)


def _before_complement(page: Page, first: int, end: int) -> int:
    """Where the name itself ends in *Jane Roe of the Daily Acme*."""
    words = page.words
    for k in range(first + 1, end - 1):
        if words.low[k] in {"of", "from", "at"} and words.pos[k - 1] == "PROPN" and not page.lexicon.is_role_noun(words.text[k - 1]):
            return k
    return end


def _name_start(page: Page, first: int, end: int) -> int | None:
    """Where the name begins in a mention (*US spokesman Ned Price*); None where the mention is a description."""
    words, lexicon = page.words, page.lexicon
    if not any(is_proper(words, k) for k in range(max(first, end - 3), end)) or words.low[first] in ARTICLES and lexicon.is_role_noun(words.text[end - 1]):
        return None
    vocabulary = [
        w in lexicon.role_modifiers or lexicon.is_role_noun(w) or w in lexicon.honorifics for w in words.low[first:end]
    ]
    if all(vocabulary) and end - first > 1 or vocabulary == [True] and words.entity[first] != "PERSON":
        return None if not any(w in lexicon.honorifics for w in words.low[first:end]) else end - 1
    start = first
    for k in range(first, end - 1):
        title = lexicon.is_role_noun(words.text[k]) and words.entity[k] != "PERSON"
        if title or words.low[k] in lexicon.honorifics or words.tag[k] == "POS":
            start = k + 1
    if words.low[start] in {"of", "for"}:  # *Secretary of State Jane Roe*
        start = end - 1
        while start > first and words.entity[start - 1] == "PERSON" and not words.begins[start]:
            start -= 1
    return start


def _one_name(words: Words, i: int) -> bool:
    """Whether the token at ``i`` goes on a person's name that began before it."""
    before = i - 1
    if not words.text[before].strip():  # a no-break space is a token of its own
        before -= 1
    return before >= 0 and is_proper(words, before) and words.entity[before] == "PERSON" and not words.begins[i]


def stated(page: Page, kind: StatementKind, phrase: RolePhrase) -> Statement:
    """A phrase as a statement of a kind; a party's name in the place of a role (*Texas Republican Jane Roe*) is an affiliation only."""
    head = phrase.role[1] - 1
    if page.words.text[head] in page.lexicon.parties:
        party = body(page.text, page.words, head, head + 1, page.lexicon)
        bodies = (party, *affiliation_facts(page.text, page.words, phrase, page.lexicon))
        return Statement("body", party.evidence.start, None, bodies)
    role = role_fact(page.text, page.words, phrase, page.lexicon)
    bodies = tuple(affiliation_facts(page.text, page.words, phrase, page.lexicon))
    return Statement(kind, page.words.start[phrase.role[0]], role, bodies)


def _description(page: Page, first: int, end: int) -> Iterator[Statement]:
    phrase = phrase_at(page.words, first, page.lexicon)
    if phrase is not None and phrase.role[1] <= end + 1:
        yield stated(page, "description", phrase)
        yield from _party(page, end)
        yield from _elaboration(page, phrase.end)
    else:
        yield from _elaboration(page, end)


def _before(page: Page, i: int) -> Iterator[Statement]:
    words, lexicon = page.words, page.lexicon
    while i and words.low[i - 1] in lexicon.honorifics:
        i -= 1
    plural = _heads_a_list(page, i)
    phrase = phrase_before(words, i, lexicon, plural=plural)
    if phrase is not None:
        yield stated(page, "title", phrase)
        return
    shared = _shared_title(page, i)
    if shared is not None:
        yield stated(page, "title", shared)
    if i > 2 and words.tag[i - 1] == "POS" and is_proper(words, i - 2):
        yield from _possessor(page, i - 1)
    if i > 1 and words.text[i - 1] in {",", "-", "–"}:
        phrase = phrase_before(words, _before_bracket(words, i - 1), lexicon)
        if phrase is not None and _stands_alone(page, phrase, i):
            yield stated(page, "apposition before", phrase)


def _before_bracket(words: Words, i: int) -> int:
    """Step over a short bracket that ends before token ``i``: *the Federation (RFB), Jane Roe*."""
    if words.text[i - 1] == ")":
        for k in range(i - 2, max(0, i - 6), -1):
            if words.text[k] == "(":
                return k
    return i


def _possessor(page: Page, i: int) -> Iterator[Statement]:
    """*Commentary's Jane Roe*: the name before the *'s* at token ``i``."""
    words = page.words
    start = i
    while start > max(0, i - 8) and is_proper(words, start - 1):
        start -= 1
    if start < i and words.entity[i - 1] != "PERSON":
        yield Statement("body", words.start[start], None, (body(page.text, words, start, i, page.lexicon),))


def _stands_alone(page: Page, phrase: RolePhrase, i: int) -> bool:
    """Whether a phrase before the comma before the name at ``i`` can be an apposition to it."""
    words = page.words
    if phrase.possessor == "the" and phrase.owner is None and not phrase.complements and is_proper(words, phrase.role[0]):
        return False  # a newspaper: *the Guardian, Roe said*
    before = words.text[phrase.start - (2 if phrase.possessor else 1)] if phrase.start > 1 else "\n"
    if before.lower() == "as":
        return True
    if phrase.possessor or phrase.owner is not None or phrase.complements:
        end = i
        while end < len(words) and (is_proper(words, end) or not words.text[end].strip()):
            end += 1
        closed = end < len(words) and words.text[end] in {",", "(", ".", "-", "–", ";"}
        return closed or before in {".", ",", '"', ":"} or "\n" in before
    return before in {".", '"', ","} or "\n" in before


def _heads_a_list(page: Page, i: int) -> bool:
    """Whether *and* with another name follows the name at ``i``, so that a plural title may stand before it."""
    words = page.words
    for k in range(i + 1, min(len(words), i + 8)):
        if words.low[k] in {"and", "&", ","}:
            return k + 1 < len(words) and is_proper(words, k + 1)
        if not is_proper(words, k):
            return False
    return False


def _shared_title(page: Page, i: int) -> RolePhrase | None:
    """*Sens. John Roe and Ann Poe*: the plural title before the first of several names."""
    words, lexicon = page.words, page.lexicon
    if not i or words.low[i - 1] not in {"and", ",", "&"}:
        return None
    k, names = i - 1, False
    while k > max(0, i - 14):
        low = words.low[k]
        plural = low not in lexicon.role_nouns and lexicon.is_role_noun(low) or low in {"sens.", "reps.", "govs."}
        if plural:
            return phrase_before(words, k + 1, lexicon, plural=True) if names else None
        if not is_proper(words, k) and low not in {"and", ",", "&", "."}:
            return None
        names = names or is_proper(words, k)
        k -= 1
    return None


def _after(page: Page, j: int) -> Iterator[Statement]:
    yield from _party(page, j)
    yield from _elaboration(page, j)


def _party(page: Page, j: int) -> Iterator[Statement]:
    """The mark of a party after a name: *(R-Ariz.)*, *, D-Calif.,*, *(Labour)*."""
    begin = page.words.end[j - 1]
    state = _STATE.match(page.text, begin)
    if state is not None and state[1] in page.lexicon.states:
        place = Fact(page.lexicon.states[state[1]], Span(state.start(1), state.end(1)))
        yield Statement("party", state.start(1), None, (place,))
        return
    mark = _PARTY.match(page.text, begin)
    if mark is None or mark[1] not in page.lexicon.party_letters or mark[2] is None and len(mark[1]) == 1:
        return
    facts = [Fact(page.lexicon.party_letters[mark[1]], Span(mark.start(1), mark.end(1)))]
    place = (mark[2] or "").strip()
    if place in page.lexicon.states:
        facts.append(Fact(page.lexicon.states[place], Span(mark.start(2), mark.start(2) + len(place))))
    yield Statement("party", mark.start(1), None, tuple(facts))


def _elaboration(page: Page, j: int) -> Iterator[Statement]:
    """What follows a name or a description: an apposition, a clause with *who*, a copula, *of …*."""
    words = page.words
    k, size = j, len(words)
    if k < size and words.text[k] in {'"', "'"}:
        k += 1
    if k >= size:
        return
    if words.text[k] in {",", "(", "-", "–", "—", "--", "["}:
        yield from _apposition(page, k + 1)
    elif words.low[k] in {"of", "from", "at", "with"}:
        yield from _body(page, k)
    else:
        yield from clause(page, k)


def _apposition(page: Page, k: int) -> Iterator[Statement]:
    words, size = page.words, len(page.words)
    if k + 1 < size and _AGE.match(words.text[k]) and words.text[k + 1] in {",", ")"}:
        k += 2
    while k < size and (words.low[k] in _AUXILIARIES and words.low[k] != "who"):
        k += 1
    if k >= size:
        return
    if words.low[k] == "who":
        yield from clause(page, k)
        return
    if words.low[k] in {"of", "from", "at", "with"}:
        yield from _body(page, k)
        return
    if words.low[k] == "as" and k + 1 < size:
        k += 1
    phrase = phrase_at(words, k, page.lexicon)
    if phrase is not None and not _another_person(page, phrase):
        yield stated(page, "apposition", phrase)
        yield from _doing(page, phrase.end)
        if phrase.end + 1 < size and words.low[phrase.end] == "and" and words.low[phrase.end + 1] in ARTICLES:
            yield from _apposition(page, phrase.end + 1)


def _doing(page: Page, k: int) -> Iterator[Statement]:
    """*a scientist working on fires at the Weather Centre*: the body at the end."""
    words = page.words
    if k + 2 < len(words) and words.low[k] == "who":
        yield from clause(page, k)
    if k + 2 >= len(words) or words.low[k] not in _DOING:
        return
    for n in range(k + 1, min(len(words) - 1, k + 9)):
        if words.text[n] in {",", "."}:
            return
        if words.low[n] in {"at", "for", "in", "with"}:
            found = list(_body(page, n))
            if found:
                yield from found
                return


def _another_person(page: Page, phrase: RolePhrase) -> bool:
    """Whether a name follows the phrase, so that it is the title of somebody else."""
    words, end = page.words, phrase.end
    return end < len(words) and is_proper(words, end) and words.entity[end] in {"PERSON", "ORG", "GPE"} and words.pos[end] == "PROPN"


def _body(page: Page, k: int) -> Iterator[Statement]:
    """*of Moody's Analytics*, *from Leeds* after a name: a body without a role."""
    complement = complement_at(page.words, k, len(page.words), page.lexicon)
    if complement is not None and complement.proper:
        fact = body(page.text, page.words, complement.start, complement.end, page.lexicon)
        yield Statement("body", page.words.start[k], None, (fact,))


def clause(page: Page, k: int, kind: StatementKind = "copula") -> Iterator[Statement]:
    """What a verb right after a name says of it: *is the mayor of …*, *who works for …*; ``k`` is the token after the name."""
    words, size = page.words, len(page.words)
    if k < size and words.low[k] == "who":
        kind = "relative"
    while k < size and words.low[k] in _AUXILIARIES:
        k += 1
    if k + 1 >= size:
        return
    low = words.low[k]
    if low in _COPULAS or low in _AS and words.low[k + 1] == "as":
        k += 1
        while k < size and (words.low[k] in _AUXILIARIES or words.low[k] == "as"):
            k += 1
        phrase = phrase_at(words, k, page.lexicon) if k < size else None
        if phrase is not None and not _another_person(page, phrase):
            yield stated(page, kind, phrase)
    elif low == "writing" and words.low[k + 1] in {"for", "at", "in", "on"}:
        yield from _body(page, k + 1)
    elif kind in {"relative", "guess"} and low in _WORKS:
        yield from _work(page, k)


def _work(page: Page, k: int) -> Iterator[Statement]:
    """*who works for the BBC*, *who heads the bureau*: a body, and the office where the verb says it."""
    words = page.words
    link = k + 1 if words.low[k + 1] in {"for", "at", "with", "in"} else k
    complement = complement_at(words, link, len(words), page.lexicon)
    if complement is None or not complement.proper:
        return
    fact = body(page.text, words, complement.start, complement.end, page.lexicon)
    office = _OFFICES.get(words.low[k])
    role = Fact(office, Span(words.start[k], words.end[k])) if office else None
    yield Statement("relative", words.start[k], role, (fact,))


__all__ = ["Page", "Statement", "StatementKind", "statements", "POSSESSIVES"]
