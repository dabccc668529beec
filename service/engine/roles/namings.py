"""Namings: what all the words around one mention of a speaker say of them."""

from collections.abc import Iterator

from service.engine.result import Fact, Span

from .columns import ARTICLES, Words, is_nominal, is_proper
from .elaborations import after, elaboration, party_mark
from .phrases import phrase_at
from .statements import Page, Statement, stated
from .titles import before

LONGEST_NAME = 40  # words back over which a name, or a description of which a mention holds the end, may reach

_FOCUS = frozenset({"even", "just", "only", "as", "like", "while", "another"})


def statements_at(page: Page, mention: Span, own: frozenset[str]) -> Iterator[Statement]:
    """All that stands at one mention; ``own`` are the lower-case words of the speaker's names, none where there is no name."""
    first, end = page.tokens(mention)
    end = _before_complement(page, first, end)
    if first >= end:
        return
    name = _name_start(page, first, end, own) if own else None
    if name is None:
        yield from _description(page, first, end)
        return
    if name and is_proper(page.words, name - 1) and page.words.low[name - 1] in own & page.lexicon.generic_nouns:
        name -= 1  # *Guy* of Guy Roe is a name and no noun
    floor = max(0, name - LONGEST_NAME)
    while name > floor and _one_name(page.words, name):
        if page.lexicon.is_role_noun(page.words.text[name - 1]) or page.words.low[name - 1] in page.lexicon.honorifics:
            break
        name -= 1
        if page.words.text[name].strip() and page.words.low[name] not in own:
            return  # a namesake: *Bill Clinton* is no mention of *Clinton*
    yield from before(page, name)
    yield from _letters(page, end)
    if not _by_the_way(page, name, end):
        yield from after(page, end)


def _by_the_way(page: Page, name: int, end: int) -> bool:
    """Whether what follows says where something was, and not whose the person is: *a mentor to Mr. Roe at Acme College*."""
    words = page.words
    while name and words.low[name - 1] in page.lexicon.honorifics:
        name -= 1
    return bool(name) and words.pos[name - 1] == "ADP" and words.low[end : end + 1] in (["at"], ["in"], ["on"])


def _letters(page: Page, end: int) -> Iterator[Statement]:
    """The seat in the letters behind a name that a mention holds or not: *Jane Roe MP*."""
    words = page.words
    for k in range(end - 1, min(end + 1, len(words))):
        if words.text[k].isupper() and len(words.text[k]) > 1 and words.low[k] in page.lexicon.role_nouns:
            yield Statement("apposition before", words.start[k], Fact(words.text[k], Span(words.start[k], words.end[k])), ())


def _before_complement(page: Page, first: int, end: int) -> int:
    """Where the name itself ends in *Jane Roe of the Daily Acme*."""
    words = page.words
    for k in range(first + 1, end - 1):
        if (
            words.low[k] in {"of", "from", "at"}
            and words.pos[k - 1] == "PROPN"
            and not page.lexicon.is_role_noun(words.text[k - 1])
        ):
            return k
    return end


def _name_start(page: Page, first: int, end: int, own: frozenset[str]) -> int | None:
    """Where the name begins in a mention (*US spokesman Ned Price*); None where the mention is a description."""
    words, lexicon = page.words, page.lexicon
    if not any(is_proper(words, k) for k in range(max(first, end - 3), end)) or (
        words.low[first] in ARTICLES and lexicon.is_role_noun(words.text[end - 1])
    ):
        return None
    vocabulary = [
        w in lexicon.role_modifiers or lexicon.is_role_noun(w) or w in lexicon.honorifics for w in words.low[first:end]
    ]
    if (all(vocabulary) and end - first > 1) or (vocabulary == [True] and words.entity[first] != "PERSON"):
        return None if not any(w in lexicon.honorifics for w in words.low[first:end]) else end - 1
    start = first
    for k in range(first, end - 1):
        of_name = words.entity[k] == "PERSON" and words.low[k] in lexicon.office_names
        title = lexicon.is_role_noun(words.text[k]) and not of_name
        if (title and not _given(page, k, end, own)) or words.low[k] in lexicon.honorifics or words.tag[k] == "POS":
            start = k + 1
    if words.low[start] in {"of", "for"}:  # *Secretary of State Jane Roe*
        start = end - 1
        while start > first and words.entity[start - 1] == "PERSON" and not words.begins[start]:
            start -= 1
    return start


def _given(page: Page, k: int, end: int, own: frozenset[str]) -> bool:
    """Whether an office's word at ``k`` is the speaker's given name, as the rest of the name up to ``end`` is but a surname."""
    low = page.words.low
    return low[k] in own and (end - k == 2 or low[k + 1] in page.lexicon.name_links)


def _one_name(words: Words, i: int) -> bool:
    """Whether the token at ``i`` goes on a person's name that began before it."""
    before = i - 1
    if not words.text[before].strip():  # a no-break space is a token of its own
        before -= 1
    return before >= 0 and is_proper(words, before) and words.entity[before] == "PERSON" and not words.begins[i]


def _description(page: Page, first: int, end: int) -> Iterator[Statement]:
    words = page.words
    while first + 1 < end and words.low[first] in _FOCUS:
        first += 1
    floor = max(0, first - LONGEST_NAME)
    while first > floor and words.low[first] not in ARTICLES and is_nominal(words, first - 1, page.lexicon):
        first -= 1  # *the Foreign Secretary* of which only the noun was taken for the mention
    phrase = phrase_at(page.words, first, page.lexicon)
    if phrase is not None and phrase.role[1] <= end + 1:
        yield stated(page, "description", phrase)
        yield from party_mark(page, end)
        yield from elaboration(page, phrase.end)
    else:
        yield from elaboration(page, end)
