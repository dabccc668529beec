"""Candidacies that an article tells of where it calls nobody a candidate: *Roe's presidential campaign*, *a run for president*.

Each stands for the role *presidential candidate*; whose it is, is weighed as for any other role phrase away from names.
"""

from collections.abc import Iterator, Sequence

from service.engine.result import Fact, Identity, Span

from .affiliations import printed
from .antecedents import NOBODY, antecedent, people_of
from .loose import Loose
from .statements import Page, Statement

ROLE = "presidential candidate"
_RUNNING = frozenset({"run", "runs", "running", "ran", "bid", "campaign", "campaigning", "candidacy"})
_OFFICE = frozenset({"president", "presidency"})
LONGEST = 3  # words between whose candidacy it is and the words that tell of it


def candidacies(page: Page, identities: Sequence[Identity]) -> Iterator[Loose]:
    """Yield the candidacies of an article in order."""
    people = people_of(page, identities)
    starts, at = [start for start, _ in people], dict(people)
    words = page.words
    for k in range(len(words) - 1):
        told = _told(page, k)
        if told is None:
            continue
        first, end = told
        role = Fact(ROLE, Span(words.start[first], words.end[end - 1]))
        statement = Statement("guess", words.start[first], role, tuple(_party(page, first)))
        yield Loose(statement, first, _owner(page, at, first), antecedent(words, people, starts, first), "", False, False, True)


def _told(page: Page, k: int) -> tuple[int, int] | None:
    """The words from token ``k`` on that tell of a candidacy, as a half-open range; None where none do."""
    low, nouns = page.words.low, page.lexicon.contest_nouns
    if low[k] == "presidential" and low[k + 1] in nouns:
        return k, k + 2
    if low[k : k + 2] == ["white", "house"] and k + 2 < len(low) and low[k + 2] in nouns:
        return k, k + 3
    if low[k] in _RUNNING and low[k + 1] == "for":
        end = k + 3 if k + 2 < len(low) and low[k + 2] == "the" else k + 2
        if end < len(low) and low[end] in _OFFICE:
            return k, end + 1
        if low[end : end + 2] == ["white", "house"]:
            return k, end + 2
    return (k, k + 2) if page.words.text[k] in page.lexicon.parties and low[k + 1] in nouns else None


def _party(page: Page, first: int) -> Iterator[Fact]:
    """The party whose candidacy it is: *the Republican presidential race*, *the GOP debate*."""
    words = page.words
    for k in (first, first - 1):
        if k >= 0 and words.text[k] in page.lexicon.parties:
            yield Fact(printed(words.text[k], page.lexicon), Span(words.start[k], words.end[k]))
            return


def _owner(page: Page, at: dict[int, int], first: int) -> int | None:
    """Whose candidacy it is by *'s* before it: an identity or ``NOBODY``; None where no name stands there."""
    words = page.words
    for k in range(first - 1, max(0, first - LONGEST - 1), -1):
        if words.tag[k] == "POS" and words.entity[k - 1] == "PERSON":
            begin = k - 1
            while begin and begin not in at and words.entity[begin - 1] == "PERSON" and not words.begins[begin]:
                begin -= 1
            return at.get(begin, NOBODY)
    return None
