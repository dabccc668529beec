"""Descriptions that stand away from the name: *The senator went on …*, *She is the mayor of …*, tied to the person spoken of.

The antecedent is the first person named in the same sentence, its subject as a rule, or else the person named last before.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from service.engine.result import Identity

from .columns import Words
from .elaborations import clause
from .phrases import RolePhrase, phrase_at, phrase_before
from .statements import Page, Statement, stated

REACH = 60  # words back to the antecedent
NOBODY = -1


def described(
    page: Page, identities: Sequence[Identity], found: Sequence[Sequence[Statement]]
) -> Iterator[tuple[int, Statement]]:
    """Yield (index of the identity, statement) for what descriptions say of those with no role in ``found`` yet."""
    open_ = [all(s.role is None for s in known) for known in found]
    people = people_of(page, identities)
    starts = [start for start, _ in people]
    taken = _taken(page, identities, people, found)
    words = page.words
    for k, low in enumerate(words.low):
        if low == "the":
            phrase = phrase_at(words, k, page.lexicon)
            if phrase is None or not _stands_for_somebody(page, phrase):
                continue
            if taken.get(words.low[phrase.role[1] - 1], len(page.text)) < words.start[k]:
                continue
            who = antecedent(words, people, starts, k)
            if who >= 0 and open_[who]:
                yield who, stated(page, "guess", phrase)
        elif low in {"he", "she"} and words.text[k][0].isupper():
            said = list(clause(page, k + 1, "guess"))
            who = antecedent(words, people, starts, k) if said else NOBODY
            if who >= 0 and open_[who]:
                for one in said:
                    yield who, one


def _taken(
    page: Page, identities: Sequence[Identity], people: list[tuple[int, int]], found: Sequence[Sequence[Statement]]
) -> dict[str, int]:
    """The role nouns that the article ties to somebody by name, with the offset from which somebody so called is known.

    From there on *the senator* is that one and nobody else; before, nobody has heard of them.
    """
    taken: dict[str, int] = {}

    def take(noun: str, offset: int) -> None:
        taken[noun] = min(offset, taken.get(noun, offset))

    for identity, known in zip(identities, found, strict=True):
        for statement in known:
            if statement.role is not None and identity.mentions:
                take(statement.role.value.lower().split()[-1], identity.mentions[0].start)
    for start, who in people:
        phrase = phrase_before(page.words, start, page.lexicon) if who == NOBODY else None
        if phrase is not None:
            take(page.words.low[phrase.role[1] - 1], page.words.start[start])
    return taken


def _stands_for_somebody(page: Page, phrase: RolePhrase) -> bool:
    """Whether the phrase is a subject that says something: a verb follows, and no name that it would be the title of."""
    words, end = page.words, phrase.end
    if words.low[phrase.role[1] - 1] in page.lexicon.generic_nouns | page.lexicon.relational_nouns or end >= len(words):
        return False
    return words.pos[end] in {"VERB", "AUX"} or words.tag[end] == "POS"


def people_of(page: Page, identities: Sequence[Identity]) -> list[tuple[int, int]]:
    """(token, identity) of every mention of a person in order; those who do not speak have no identity and are ``NOBODY``."""
    words = page.words
    found = {k: NOBODY for k in range(len(words)) if words.begins[k] and words.entity[k] == "PERSON"}
    for index, identity in enumerate(identities):
        if identity.kind != "person":
            continue
        for mention in identity.mentions:
            first, end = page.tokens(mention)
            for k in range(first, end):
                found.pop(k, None)
            found[first] = index
    return sorted(found.items())


def antecedent(words: Words, people: list[tuple[int, int]], starts: list[int], i: int) -> int:
    """Whom a description at token ``i`` stands for: the index of an identity, or ``NOBODY``."""
    last = bisect_left(starts, i) - 1
    if last < 0 or i - starts[last] > REACH:
        return NOBODY
    first = bisect_left(starts, _sentence_start(words, i))
    return people[min(first, last)][1]


def _sentence_start(words: Words, i: int) -> int:
    k = i
    while k > max(0, i - REACH) and not (words.text[k - 1] in {".", "?", "!"} or "\n" in words.text[k - 1]):
        k -= 1
    return k
