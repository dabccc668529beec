"""Role phrases: *former Ohio Gov.*, *the deputy spokesperson of the White House*, taken apart into office and body.

The grammar is over words, their case and the tagger's parts of speech. The parse is not asked: the small parser errs most
where a role stands, in long titles and appositions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from spacy.attrs import ENT_IOB, ENT_TYPE, IDX, LENGTH, POS, TAG
from spacy.symbols import NAMES

from .language import Reading
from .occupations import Lexicon

LONGEST_RUN = 14  # words of a title, or of the name of a body
ARTICLES = frozenset({"a", "an", "the", "one", "another", "this", "that"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})
_LINKS = frozenset({"of", "for", "at", "in", "with", "from", "on", "to", "by"})
_RELATIONAL = ("al", "ic", "ary", "cal", "an")  # *presidential*, *academic*: what adjectives of an office end in
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_JOINTS = frozenset({"-", "/", "&", "–"})
_PREFIXES = frozenset({"former", "presumptive", "presumed", "likely", "retired", "senior", "chief", "deputy", "acting", "leading", "top"})


@dataclass(frozen=True, slots=True)
class Words:
    """The article's tokens as parallel lists; a list look-up is many times cheaper than a spaCy attribute."""

    text: Sequence[str]
    low: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    pos: Sequence[str]
    tag: Sequence[str]
    entity: Sequence[str]
    begins: Sequence[bool]  # whether an entity begins here

    def __len__(self) -> int:
        return len(self.text)


def words_of(reading: Reading) -> Words:
    """Lay the tokens of a reading out as lists; white space tokens stay, as words of no letters."""
    doc, clean = reading.doc, reading.clean
    table = doc.to_array([IDX, LENGTH, POS, ENT_TYPE, ENT_IOB, TAG]).astype(np.uint64)
    starts = [int(n) for n in table[:, 0]]
    ends = [s + int(n) for s, n in zip(starts, table[:, 1], strict=True)]
    text = [clean[s:e] for s, e in zip(starts, ends, strict=True)]
    strings = doc.vocab.strings
    named = {int(code): strings[int(code)] for column in (3, 5) for code in np.unique(table[:, column])}
    return Words(
        text=text,
        low=[t.lower() for t in text],
        start=starts,
        end=ends,
        pos=[NAMES[int(n)] for n in table[:, 2]],
        tag=[named[int(n)] for n in table[:, 5]],
        entity=[named[int(n)] for n in table[:, 3]],
        begins=[int(n) == 3 for n in table[:, 4]],
    )


@dataclass(frozen=True, slots=True)
class Complement:
    """*of the White House*: the preposition, and the words it brings in without their article, as token indices."""

    link: str
    start: int
    end: int
    proper: bool
    definite: bool


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A role phrase, as token indices: the whole, the office in it, what stands before it, and what *of …* adds.

    ``qualifiers`` stand before ``owner`` and belong to the office all the same (*former* in *former Ohio governor*).
    ``possessor`` is the pronoun or article at its head, lower case, or "".
    """

    start: int
    end: int
    role: tuple[int, int]
    qualifiers: tuple[int, ...]
    owner: tuple[int, int] | None
    possessor: str
    complements: tuple[Complement, ...]


def is_proper(words: Words, i: int) -> bool:
    """Whether a token looks like a part of a name: it opens with a capital letter, and not only since a sentence begins."""
    if not words.text[i][:1].isupper():
        return False
    if words.entity[i] or words.pos[i] in {"PROPN", "X"} or not i:
        return True
    before = words.text[i - 1]
    return not (before in {".", "?", "!", '"'} or "\n" in before) or i + 1 < len(words) and words.text[i + 1][:1].isupper()


def is_nominal(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a token can stand in a title or a noun phrase after its article."""
    low, pos = words.low[i], words.pos[i]
    if not words.text[i].strip():
        return False
    if low in ARTICLES or low in POSSESSIVES:
        return False
    if low in {"now", "then"} and i + 1 < len(words) and words.low[i + 1] in lexicon.qualifiers:
        return True
    if low in lexicon.role_nouns or low in lexicon.role_modifiers or low in lexicon.abbreviations:
        return pos not in {"ADP", "AUX"} or is_proper(words, i)
    if 0 < i < len(words) - 1 and words.text[i - 1] == words.text[i + 1] == "-":
        return True  # the middle of *editor-in-chief*
    if words.text[i] in _JOINTS:
        return words.text[i] == "&" or 0 < i < len(words) - 1 and words.end[i - 1] == words.start[i] and words.end[i] == words.start[i + 1]
    if pos in _NOMINAL or words.tag[i] == "POS":
        return True
    if words.tag[i] in {"VBN", "VBG"}:
        return not is_proper(words, i) or pos == "PROPN"
    return is_proper(words, i) and bool(words.entity[i]) and pos in {"VERB", "ADV", "X", "INTJ"}


def phrase_at(words: Words, i: int, lexicon: Lexicon, limit: int | None = None) -> RolePhrase | None:
    """Read a role phrase that begins at token ``i`` and does not reach over ``limit``; None where none does."""
    stop = min(len(words), i + 3 * LONGEST_RUN) if limit is None else limit
    possessor = ""
    while i < stop and (words.low[i] in ARTICLES or words.low[i] in POSSESSIVES):
        possessor = words.low[i]
        i += 1
    end = _owned_run_end(words, i, stop, lexicon)
    if end == i:
        return None
    head = _head(words, i, end, lexicon)
    if head is None:
        return None
    return _take_apart(words, i, head, stop, possessor, lexicon)


def phrase_before(words: Words, i: int, lexicon: Lexicon, plural: bool = False) -> RolePhrase | None:
    """Read the role phrase that ends right before token ``i``: *Kremlin spokesman*, *head of the Institute of Physics*."""
    first = max(0, i - LONGEST_RUN)
    start = i
    while start > first and is_nominal(words, start - 1, lexicon):
        start -= 1
    start = _after_and(words, start, i, first, lexicon)
    while start < i and words.tag[start] == "POS":
        start += 1
    if start < i and (_can_head(words, i - 1, lexicon) or plural and lexicon.is_role_noun(words.text[i - 1])):
        return _take_apart(words, start, i - 1, i, _article_before(words, start), lexicon)
    return _with_complement_before(words, i, lexicon)


def _owned_run_end(words: Words, i: int, stop: int, lexicon: Lexicon) -> int:
    """The end of the run from ``i``; a name with small words in it may open it (*Democracy for America's director*)."""
    end = run_end(words, i, stop, lexicon)
    first = end
    while end < stop and end - i < LONGEST_RUN and not _can_head(words, end - 1, lexicon):
        after = _name_goes_on(words, i, end, stop, lexicon)
        if after is None:
            break
        end = run_end(words, after, stop, lexicon)
    return end if end > first and _can_head(words, end - 1, lexicon) else first


def run_end(words: Words, i: int, stop: int, lexicon: Lexicon) -> int:
    """The end of the run of nominal words from ``i``; *and* joins where a role noun or modifier stands on both sides."""
    end = i
    while end < stop and end - i < LONGEST_RUN:
        if end > i and words.tag[end] in {"VBG", "VBN"} and _can_head(words, end - 1, lexicon):
            break  # *a scientist working on …*
        if is_nominal(words, end, lexicon):
            end += 1
        elif words.low[end] in {"and", "or"} and end > i and end + 1 < stop and _coordinates(words, end, stop, lexicon):
            end += 1
        else:
            break
    return end


def _coordinates(words: Words, i: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether the *and* at ``i`` stands inside one office (*president and chief executive*)."""
    if not lexicon.is_role_noun(words.text[i - 1]) or words.low[i + 1] in lexicon.qualifiers and words.low[i + 1] != "vice":
        return False
    for k in range(i + 1, min(stop, i + 5)):
        if not is_nominal(words, k, lexicon):
            return False
        if lexicon.is_role_noun(words.text[k]):
            return k + 1 >= len(words) or not is_proper(words, k + 1)
    return False


def _after_and(words: Words, start: int, i: int, first: int, lexicon: Lexicon) -> int:
    """Reach over *and* for an office of two parts before a name: *founder and CEO Jane Roe*."""
    if start - 2 >= first and start < i and words.low[start - 1] in {"and", "&"} and lexicon.is_role_noun(words.text[start - 2]):
        start -= 2
        while start > first and is_nominal(words, start - 1, lexicon):
            start -= 1
    return start


def _article_before(words: Words, start: int) -> str:
    low = words.low[start - 1] if start else ""
    return low if low in ARTICLES or low in POSSESSIVES else ""


def _with_complement_before(words: Words, i: int, lexicon: Lexicon) -> RolePhrase | None:
    """*Secretary of State* and *head of the Institute of Physics* before the name at ``i``: the words fit up to it exactly."""
    k, first = i - 1, max(0, i - LONGEST_RUN)
    while k > first:
        nominal = is_nominal(words, k, lexicon)
        if words.low[k] in _LINKS and lexicon.is_role_noun(words.text[k - 1]):
            start = k - 1
            while start > first and is_nominal(words, start - 1, lexicon):
                start -= 1
            head = k - 1
            outer = start - 2 if _article_before(words, start) else start - 1
            if outer > first and words.low[outer] in _LINKS and lexicon.is_role_noun(words.text[outer - 1]):
                head = start = outer - 1  # *adviser to the head of the office*
                while start > first and is_nominal(words, start - 1, lexicon):
                    start -= 1
            found = _take_apart(words, start, head, i, _article_before(words, start), lexicon)
            return found if found is not None and found.end == i else None
        if not nominal and words.low[k] not in _LINKS and words.low[k] not in {"the", "and"}:
            return None
        k -= 1
    return None


def _head(words: Words, i: int, end: int, lexicon: Lexicon) -> int | None:
    """The role noun that ends the run; a possessive after it means that it only owns (*the president's house*)."""
    last = end - 1
    while last > i and words.pos[last] == "NUM":
        last -= 1
    return last if _can_head(words, last, lexicon) else None


def _can_head(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether the token can be the noun of one person's role: a plural is several people's, a verb nobody's."""
    low = words.low[i]
    if low in lexicon.role_nouns:
        return words.tag[i] not in {"VBD", "VBG", "MD"}
    return low.capitalize() in lexicon.abbreviations


def _take_apart(words: Words, start: int, head: int, stop: int, possessor: str, lexicon: Lexicon) -> RolePhrase:
    first = _office_start(words, start, head, lexicon)
    first = _past_body(words, start, first, head)
    owner = _owner(words, start, first, lexicon)
    qualifiers = tuple(_qualifiers(words, start, owner[0] if owner else first, lexicon))
    complements = tuple(_complements(words, head + 1, stop, lexicon))
    end = complements[-1].end if complements else head + 1
    return RolePhrase(start, end, (first, head + 1), qualifiers, owner, possessor, complements)


def _past_body(words: Words, start: int, first: int, head: int) -> int:
    """Move the office's start to where the name of a body that reaches into it ends (*Homeland Security Deputy Secretary*)."""
    k = first
    while start < k < head and words.entity[k] == words.entity[k - 1] == "ORG" and not words.begins[k]:
        k += 1
    return k if words.low[k] in {"deputy", "assistant", "acting", "associate", "under", "vice"} else first


def _qualifiers(words: Words, start: int, end: int, lexicon: Lexicon) -> list[int]:
    """The words right before the owner that belong to the office: *former* in *former Ohio governor*."""
    found: list[int] = []
    for k in range(end - 1, start - 1, -1):
        if words.low[k] in lexicon.qualifiers or words.low[k] in _PREFIXES:
            found.insert(0, k)
        elif words.low[k] not in lexicon.dropped_adjectives:
            break
    return found


def _office_start(words: Words, start: int, head: int, lexicon: Lexicon) -> int:
    """Go left from the head over the words that belong to the office."""
    k = head
    while k > start:
        before = k - 1
        low = words.low[before]
        if words.text[before] in _JOINTS and before - 1 >= start and words.end[before] == words.start[k]:
            k = before - 1  # a compound: its first part goes with the rest
            continue
        if low in {"and", "or", "&"}:
            if before - 1 < start or not lexicon.is_role_noun(words.text[before - 1]) or words.low[before - 1] in lexicon.relational_nouns:
                break
            k = before - 1
            continue
        if words.low[k].capitalize() in lexicon.abbreviations and words.low[before] not in _PREFIXES | {"lt.", "maj.", "u.s."}:
            break
        if not _belongs(words, before, start, lexicon):
            break
        k = before
    while k < head and (_ornament(words, k, lexicon) or words.text[k] in _JOINTS):
        k += 1
    return k


def _belongs(words: Words, i: int, start: int, lexicon: Lexicon) -> bool:
    """Whether the word before an office is a part of it and not the body, the place or an ornament."""
    low, pos = words.low[i], words.pos[i]
    if words.tag[i] == "POS" or pos == "NUM":
        return False
    if low in {"u.s.", "us"} and i + 1 < len(words) and words.text[i + 1] == "Attorney":
        return True
    if _ornament(words, i, lexicon) or low in {"based", "born"} or words.text[i] in lexicon.parties:
        return False
    body_before = i > start and is_proper(words, i - 1) and words.low[i - 1] not in lexicon.qualifiers
    if low in lexicon.organization_nouns and body_before and low not in {"campaign", "party"}:
        return False
    if is_proper(words, i):
        return low in lexicon.role_modifiers or lexicon.is_role_noun(low)
    if low in lexicon.role_nouns or low in lexicon.role_modifiers or pos in {"NOUN", "PROPN"} and words.tag[i] != "VBG" or words.tag[i] == "VBN":
        return words.tag[i] not in {"VBG", "VB", "VBP"} or low in lexicon.role_modifiers
    return pos == "ADJ" and low.endswith(_RELATIONAL)


def _ornament(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a word only describes the person (*longtime*, and *Fellow* where a sentence begins); *New* of New York does not."""
    if words.low[i] not in lexicon.dropped_adjectives:
        return False
    return not words.text[i][:1].isupper() or words.low[i] == "fellow" or not words.entity[i] and words.pos[i] != "PROPN"


def _owner(words: Words, start: int, first: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The name before an office: *Kremlin* in *Kremlin spokesman*, *Apple* in *Apple's chief executive*."""
    end = first
    while end > start and (words.tag[end - 1] == "POS" or words.text[end - 1] in _JOINTS or not is_proper(words, end - 1)):
        if words.low[end - 1] in lexicon.organization_nouns and end - 1 > start and is_proper(words, end - 2):
            break
        end -= 1
    begin = end
    while begin > start and words.low[begin - 1] not in lexicon.qualifiers and (
        is_proper(words, begin - 1)
        or words.text[begin - 1] in _JOINTS
        or words.tag[begin - 1] == "POS"
        or words.low[begin - 1] in lexicon.organization_nouns
        or words.pos[begin - 1] == "NUM"
    ):
        begin -= 1
    while begin < end and (words.low[begin] in lexicon.qualifiers or _ornament(words, begin, lexicon)
                           or words.text[begin] in _JOINTS or words.tag[begin] == "POS"):
        begin += 1
    return (begin, end) if begin < end else None


def _complements(words: Words, i: int, stop: int, lexicon: Lexicon) -> list[Complement]:
    found: list[Complement] = []
    while i + 1 < stop and words.low[i] in _LINKS and len(found) < 3:
        complement = complement_at(words, i, stop, lexicon)
        if complement is None:
            break
        found.append(complement)
        i = complement.end
    return found


def complement_at(words: Words, link: int, stop: int, lexicon: Lexicon) -> Complement | None:
    i = link + 1
    definite = False
    while i < stop and (words.low[i] in ARTICLES or words.low[i] in POSSESSIVES):
        definite = True
        i += 1
    end = i
    limit = min(stop, i + LONGEST_RUN)
    while end < limit:
        if is_nominal(words, end, lexicon):
            end += 1
            continue
        after = _name_goes_on(words, i, end, limit, lexicon)
        if after is None:
            break
        end = after
    while end > i and (words.tag[end - 1] == "POS" or words.text[end - 1] in _JOINTS):
        end -= 1
    if end == i:
        return None
    end = _enumeration_end(words, end, stop, lexicon)
    proper = any(is_proper(words, k) or words.pos[k] == "PROPN" or "@" in words.text[k] for k in range(i, end))
    return Complement(words.low[link], i, end, proper, definite)


def _enumeration_end(words: Words, i: int, stop: int, lexicon: Lexicon) -> int:
    """Reach over the rest of several fields that one office has (*of fleet, finances and alliances at Acme Air*)."""
    k = i
    while k < min(stop, i + 10) and (words.low[k] in {"and", ",", "of"} or is_nominal(words, k, lexicon)):
        k += 1
    joined = k > i and words.low[i] in {"and", ","} and any(words.low[n] == "and" for n in range(i, k))
    after = k + 2 if k + 1 < stop and words.low[k + 1] in ARTICLES else k + 1
    return k if joined and after < stop and words.low[k] in {"at", "for"} and is_proper(words, after) else i


def _name_goes_on(words: Words, start: int, i: int, limit: int, lexicon: Lexicon) -> int | None:
    """Whether the small word at ``i`` stands inside a name (*Center for Strategic and International Studies*): where to go on."""
    low = words.low[i]
    if low not in lexicon.name_links or i == start or not is_proper(words, i - 1):
        return None
    after = i + 1
    if after < limit and words.low[after] == "the":
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
