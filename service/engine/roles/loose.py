"""Role phrases that stand for themselves anywhere in an article (*the Republican front-runner*), with the person they adjoin."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.engine.result import Identity

from .antecedents import NOBODY, antecedent, people_of
from .columns import is_proper
from .phrases import phrase_ending
from .statements import Page, Statement, stated


@dataclass(frozen=True, slots=True)
class Loose:
    """A role phrase away from names: what it states, its tokens, whose name adjoins it, whom it may stand for."""

    statement: Statement
    token: int
    beside: int | None  # the identity (or NOBODY) whose name adjoins it
    means: int  # the identity that the sentence's subject or the last name gives
    possessor: str
    plural: bool
    subject: bool

    @property
    def key(self) -> str:
        """The role in lower case."""
        assert self.statement.role is not None
        return self.statement.role.value.lower()


def loose(page: Page, identities: Sequence[Identity]) -> Iterator[Loose]:
    words, lexicon = page.words, page.lexicon
    people = people_of(page, identities)
    starts = [start for start, _ in people]
    at = dict(people)
    size = len(words)
    for k, low in enumerate(words.low):
        if words.pos[k] not in {"NOUN", "PROPN", "ADJ"} or not lexicon.is_role_noun(low) or words.entity[k] == "PERSON":
            continue
        if k + 1 < size and words.pos[k + 1] == "NOUN" and words.text[k + 1].islower():
            continue
        phrase = phrase_ending(words, k, lexicon)
        if phrase is None or words.low[k] in lexicon.generic_nouns:
            continue
        statement = stated(page, "guess", phrase)
        if statement.role is None:
            continue
        beside: int | None = None
        end = phrase.end
        if k + 1 < size and k + 1 in at:
            beside = at[k + 1]
        elif k + 1 < size and is_proper(words, k + 1) and words.entity[k + 1] == "PERSON":
            beside = NOBODY
        elif end + 1 < size and words.text[end] in {",", "-", "–", "--"} and end + 1 in at:
            beside = at[end + 1]
        else:
            first = phrase.start - 1
            while first >= 0 and (words.low[first] in {"a", "an", "the", ",", "is", "was", "(", "as"} or words.tag[first] == "CD"):
                first -= 1
            i = bisect_left(starts, first + 1) - 1
            if first < phrase.start - 1 and i >= 0 and first - starts[i] < 3 and words.entity[first] == "PERSON":
                beside = people[i][1]
        yield Loose(
            statement,
            phrase.start,
            beside,
            antecedent(words, people, starts, phrase.start),
            phrase.possessor,
            low not in lexicon.role_nouns,
            end < size and (words.pos[end] in {"VERB", "AUX"} or words.tag[end] == "POS"),
        )
