"""What stands before a name: a title (*Kremlin spokesman Jane Roe*), an apposition (*the mayor, Jane Roe*), an owner."""

from collections.abc import Iterator

from service.engine.reading.naming import described_before

from .affiliations import body
from .columns import Words, is_proper
from .phrases import RolePhrase, phrase_before
from .statements import Page, Statement, stated

# Offices that *General* ends, and no rank.
_GENERALS = frozenset(
    "attorney secretary governor consul director inspector postmaster solicitor surgeon prosecutor auditor comptroller".split()
)
_SMALL = frozenset({"ADP", "SCONJ", "CCONJ", "DET", "PRON", "ADV"})  # words that only a sentence's beginning writes large


def before(page: Page, i: int) -> Iterator[Statement]:
    """The statements that end right before the name at token ``i``."""
    words, lexicon = page.words, page.lexicon
    while i and words.low[i - 1] in lexicon.honorifics:
        i -= 1
    if i > 1 and words.text[i - 1] == "." and words.text[i - 2] + "." in lexicon.abbreviations:  # *Col* and its full stop apart
        i -= 1
    ranked = _before_rank(page, i)
    office = phrase_before(words, ranked, lexicon) if ranked < i else None
    if office is not None:
        yield stated(page, "title", office)
        return
    plural = _heads_a_list(page, i)
    phrase = phrase_before(words, i, lexicon, plural=plural)
    if phrase is not None:
        yield stated(page, "title", phrase)
        yield from _first_of_two(page, phrase)
        return
    shared = _shared_title(page, i)
    if shared is not None:
        yield stated(page, "title", shared)
    if i > 1 and words.tag[i - 1] == "POS" and is_proper(words, i - 2):
        yield from _possessor(page, i - 1)
    described = described_before(words.low, words.tag, i)
    if described is not None:  # *a neighbour who gave her name as Jane Roe*
        phrase = phrase_before(words, described, lexicon)
        if phrase is not None:
            yield stated(page, "apposition before", phrase)
    elif i > 1 and words.text[i - 1] in {",", "-", "–"}:
        phrase = phrase_before(words, _before_bracket(words, i - 1), lexicon)
        if phrase is not None and _stands_alone(page, phrase, i):
            yield stated(page, "apposition before", phrase)


def _before_rank(page: Page, i: int) -> int:
    """Where the rank between an office and the name at ``i`` begins: *army chief General Jane Roe*; ``i`` where none stands."""
    low, ranks = page.words.low, page.lexicon.ranks
    k = i
    while k and low[k - 1] in ranks:
        k -= 1
    return i if k == i - 1 and low[k] == "general" and k and low[k - 1] in _GENERALS else k


def _first_of_two(page: Page, phrase: RolePhrase) -> Iterator[Statement]:
    """The other office of *former Ohio Gov. and Acme Committee Chairman Jane Roe*."""
    words = page.words
    for k in range(phrase.role[0] - 1, phrase.start, -1):
        if words.low[k] == "and":
            first = phrase_before(words, k, page.lexicon)
            if first is not None:
                yield stated(page, "title", first)
            return


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
    while start > max(0, i - 8) and _goes_left(words, start):
        start -= 1
    someone = words.entity[i - 1] == "PERSON" and words.text[i - 1] not in page.lexicon.parties
    if start < i and (not someone or _house(words, start, i)):
        yield Statement("body", words.start[start], None, (body(page.text, words, start, i, page.lexicon),))


def _house(words: Words, start: int, i: int) -> bool:
    """Whether one word that looks like a surname is a firm's, before a full name: *Bernstein's Ana Lopez*, not *Ana's Leo*."""
    full = i + 2 < len(words) and words.entity[i + 1] == words.entity[i + 2] == "PERSON" and not words.begins[i + 2]
    return full and i - start == 1 and not any(_in_full(words, k) for k, w in enumerate(words.text) if w == words.text[start])


def _in_full(words: Words, k: int) -> bool:
    """Whether the word at ``k`` stands in a person's name of several words."""
    goes_on = k + 1 < len(words) and words.entity[k + 1] == "PERSON" and not words.begins[k + 1]
    return words.entity[k] == "PERSON" and (not words.begins[k] or goes_on)


def _goes_left(words: Words, i: int) -> bool:
    """Whether a body's name that goes on at token ``i`` began before it: *Roe & Co*."""
    if words.text[i - 1] == "&":
        return i > 1 and is_proper(words, i - 2)
    return is_proper(words, i - 1) and words.pos[i - 1] not in _SMALL


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
    inside = False
    for k in range(i + 1, min(len(words), i + 16)):
        inside = (inside or words.text[k] == "(") and words.text[k - 1] != ")"
        if inside:
            continue
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
    while k >= max(0, i - 14):
        low = words.low[k]
        plural = (low not in lexicon.role_nouns and lexicon.is_role_noun(low)) or low in {"sens.", "reps.", "govs."}
        if plural:
            return phrase_before(words, k + 1, lexicon, plural=True) if names else None
        if not is_proper(words, k) and low not in {"and", ",", "&", "."}:
            return None
        names = names or is_proper(words, k)
        k -= 1
    return None
