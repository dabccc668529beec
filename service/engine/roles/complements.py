"""Complements: what a preposition adds to an office or a name (*of the White House*, *from Leeds*)."""

from dataclasses import dataclass

from .columns import ARTICLES, JOINTS, POSSESSIVES, Words, is_nominal, is_proper
from .occupations import Lexicon

LINKS = frozenset({"of", "for", "at", "in", "with", "from", "on", "to", "by"})
LONGEST_MARKED = 7  # tokens of a name in quotation marks, with them
LONGEST_NAME = 14  # words of the name of a body


@dataclass(frozen=True, slots=True)
class Complement:
    """*of the White House*: the preposition, and the words it brings in without their article, as token indices."""

    link: str
    start: int
    end: int
    proper: bool
    definite: bool


def complements_at(words: Words, i: int, stop: int, lexicon: Lexicon) -> list[Complement]:
    """The complements that follow one another from token ``i``, three at most; none reaches over ``stop``."""
    found: list[Complement] = []
    while i + 1 < stop and words.low[i] in LINKS and len(found) < 3:
        complement = complement_at(words, i, stop, lexicon)
        if complement is None:
            break
        found.append(complement)
        i = complement.end
    return found


def complement_at(words: Words, link: int, stop: int, lexicon: Lexicon) -> Complement | None:
    """The complement that the preposition at token ``link`` brings in; None where no noun follows."""
    i = link + 1
    definite = False
    while i < stop and (words.low[i] in ARTICLES or words.low[i] in POSSESSIVES):
        definite = True
        i += 1
    end = i
    limit = min(stop, i + LONGEST_NAME)
    while end < limit and not _person_behind(words, i, end, lexicon):
        if is_nominal(words, end, lexicon):
            end += 1
            continue
        after = name_goes_on(words, i, end, limit, lexicon)
        if after is None:
            break
        end = after
    while end > i and (words.tag[end - 1] == "POS" or words.text[end - 1] in JOINTS):
        end -= 1
    marked = _marked_name(words, i, end, stop)
    if marked is not None:
        return Complement(words.low[link], *marked, proper=True, definite=definite)
    if end == i:
        return None
    end = _enumeration_end(words, end, stop, lexicon)
    proper = any(is_proper(words, k) or words.pos[k] == "PROPN" or _brand(words.text[k]) for k in range(i, end))
    return Complement(words.low[link], i, end, proper, definite)


def _person_behind(words: Words, start: int, i: int, lexicon: Lexicon) -> bool:
    """Whether a person's name begins at ``i`` right behind that of a body: *the mayor of Acme | Serhiy Roe*."""
    if i == start or not words.begins[i] or words.entity[i] != "PERSON" or not is_proper(words, i - 1):
        return False
    before = words.low[i - 1]
    titled = lexicon.is_role_noun(words.text[i - 1]) or before in lexicon.honorifics or before.rstrip(".") in lexicon.ranks
    return not titled and before.capitalize() not in lexicon.abbreviations and words.entity[i - 1] != ""


def _marked_name(words: Words, start: int, i: int, stop: int) -> tuple[int, int] | None:
    """A body's name in quotation marks at ``i``, if one begins there, up to behind its closing mark: *the bank “Acme”*."""
    if i + 2 >= stop or words.text[i] != '"' or not is_proper(words, i + 1):
        return None
    if i > start and not words.text[i - 1].islower():
        return None
    close = next((k for k in range(i + 2, min(stop, i + LONGEST_MARKED)) if words.text[k] == '"'), None)
    return None if close is None else (i + 1, close + 1)


def _brand(word: str) -> bool:
    """Whether a word with a small first letter looks like a name all the same: *my6sense*, *eBay*, *@acme*."""
    return (
        (not word.islower() and word[:1].islower())
        or word[:1] == "@"
        or (word[:1].isalpha() and any(c.isdigit() for c in word))
    )


def _enumeration_end(words: Words, i: int, stop: int, lexicon: Lexicon) -> int:
    """Reach over the rest of several fields that one office has (*of fleet, finances and alliances at Acme Air*)."""
    k = i
    while k < min(stop, i + 10) and (words.low[k] in {"and", ",", "of"} or is_nominal(words, k, lexicon)):
        k += 1
    joined = k > i and words.low[i] in {"and", ","} and any(words.low[n] == "and" for n in range(i, k))
    after = k + 2 if k + 1 < stop and words.low[k + 1] in ARTICLES else k + 1
    return k if joined and after < stop and words.low[k] in {"at", "for"} and is_proper(words, after) else i


def name_goes_on(words: Words, start: int, i: int, limit: int, lexicon: Lexicon) -> int | None:
    """Where a name goes on after the small word at ``i`` (*Center for American Progress*); None where it has ended."""
    low = words.low[i]
    if low not in lexicon.name_links or i == start or not is_proper(words, i - 1):
        return None
    after = i + 1
    if after < limit and words.low[after] in ARTICLES:  # *Committee for a Sober Budget*
        after += 1
    if after >= limit or not is_proper(words, after):
        return None
    if words.entity[i] and words.entity[i] == words.entity[i - 1] == words.entity[after] and not words.begins[after]:
        return after
    if low in {"for", "on", "to", "against"}:
        return after if words.low[i - 1] in lexicon.organization_nouns or words.low[i - 1].endswith("s") else None
    if low == "in":
        return None
    return after if low != "and" or words.pos[i - 1] == "ADJ" else None
