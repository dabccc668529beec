"""Role phrases that stand for themselves anywhere in an article (*the Republican front-runner*), with whom they adjoin."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.engine.result import Identity

from .antecedents import NOBODY, antecedent, people_of
from .columns import is_nominal, is_proper
from .phrases import phrase_ending
from .statements import Page, Statement, stated

LONGEST_TITLE = 5  # words, between a comma and a name
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_BETWEEN = frozenset({"a", "an", "the", ",", "is", "was", "(", "as"})


@dataclass(frozen=True, slots=True)
class Loose:
    """A role phrase away from names: what it states, its tokens, whose name adjoins it, whom it may stand for.

    ``implied`` says that the words tell of a candidacy and call nobody a candidate.
    """

    statement: Statement
    token: int
    beside: int | None  # the identity (or NOBODY) whose name adjoins it
    means: int  # the identity that the sentence's subject or the last name gives
    possessor: str
    plural: bool
    subject: bool
    implied: bool = False

    @property
    def key(self) -> str:
        """The role in lower case."""
        assert self.statement.role is not None
        return self.statement.role.value.lower()


def loose(page: Page, identities: Sequence[Identity]) -> Iterator[Loose]:
    """Yield the role phrases of an article in order, whoever they stand for."""
    words, lexicon = page.words, page.lexicon
    people = people_of(page, identities)
    starts, at = [start for start, _ in people], dict(people)
    for k, low in enumerate(words.low):
        if words.pos[k] not in _NOMINAL or words.entity[k] == "PERSON" or not lexicon.is_role_noun(low):
            continue
        if low in lexicon.generic_nouns or _goes_on(page, k):
            continue
        phrase = phrase_ending(words, k, lexicon)
        statement = stated(page, "guess", phrase)
        if statement.role is None:
            continue
        end = phrase.end
        beside = _after(page, at, k, end)
        yield Loose(
            statement,
            phrase.start,
            _before(page, people, starts, phrase.start) if beside is None else beside,
            antecedent(words, people, starts, phrase.start),
            phrase.possessor,
            low not in lexicon.role_nouns,
            end < len(words) and (words.pos[end] in {"VERB", "AUX"} or words.tag[end] == "POS"),
        )


def _goes_on(page: Page, k: int) -> bool:
    """Whether another noun follows, so that the one at token ``k`` is not the head: *candidate forum*, *Pope Beach*."""
    words, after = page.words, k + 1
    if after >= len(words):
        return False
    one_name = bool(words.entity[k]) and words.entity[k] == words.entity[after] and not words.begins[after]
    office = page.lexicon.is_role_noun(words.low[after]) and words.entity[after] != "PERSON"  # *Chief* of *Chief Executive*
    return office or (words.pos[after] == "NOUN" and words.text[after].islower()) or (one_name and words.pos[after] == "PROPN")


def _after(page: Page, at: dict[int, int], k: int, end: int) -> int | None:
    """Whose name follows the noun at ``k``, or with a comma the phrase that ends before ``end``; None where none does."""
    words, size = page.words, len(page.words)
    if k + 1 in at:
        return at[k + 1]
    if k + 1 < size and is_proper(words, k + 1) and words.entity[k + 1] == "PERSON":
        return NOBODY
    if end >= size or words.text[end] not in {",", "-", "–", "--"}:
        return None
    name = end + 1  # or its title: *her husband, former President Peter Roe*
    while name not in at and name < min(size - 1, end + LONGEST_TITLE) and is_nominal(words, name, page.lexicon):
        name += 1
    return at.get(name)


def _before(page: Page, people: list[tuple[int, int]], starts: list[int], start: int) -> int | None:
    """Whose name stands before the phrase at ``start``, with a comma, *is* or an article between; None where none does."""
    words, k = page.words, start - 1
    while k >= 0 and (words.low[k] in _BETWEEN or words.tag[k] == "CD"):
        k -= 1
    if k == start - 1 or k < 0 or words.entity[k] != "PERSON":
        return None
    last = bisect_left(starts, k + 1) - 1
    return people[last][1] if last >= 0 and k - starts[last] < 3 else None
