"""What follows a name or a description: a party's mark, an apposition, a clause (*who works for …*, *is the mayor of …*)."""

import re
from collections.abc import Iterator
from dataclasses import replace

from service.engine.result import Fact, Span

from .affiliations import body
from .columns import ARTICLES, TIMES, Words, is_proper
from .complements import complement_at
from .phrases import RolePhrase, phrase_at
from .statements import Page, Statement, StatementKind, body_stated, stated

MOST_APPOSITIONS = 12  # that *and* joins

_PARTY = re.compile(r"\s?[,(\[]\s?([A-Z][A-Za-z]{0,10})(?:\s?[-–—]\s?((?:[A-Z][\w]*\.?\s?){1,3}))?[)\],.]")
_STATE = re.compile(r"\s?\(([A-Z][\w. ]{1,15})\)")
_BODY = re.compile(r"\s\(([A-Z][\w&.-]{1,30}+(?: [A-Z][\w&.-]{1,30}+){0,3}+)\)")
_NO_BODIES = TIMES | {"PERSON", "CARDINAL"}
_CAPTIONS = frozenset({"left", "right", "center", "centre", "pictured", "above", "below", "photo", "file"})
_AGE = re.compile(r"\d{1,3}$")
_COPULAS = frozenset({"is", "was", "became", "remains"})
_AS = frozenset({"serves", "served", "works", "worked", "serving", "working", "acts", "acted"})
_AUXILIARIES = frozenset(
    "has had have been being who currently now also previously formerly once himself herself recently later then still".split()
)
_FIRMS = frozenset("agency company firm group club band team".split())
_OFFICES = {
    "heads": "head",
    "leads": "leader",
    "chairs": "chair",
    "runs": "head",
    "directs": "director",
    "manages": "manager",
    "owns": "owner",
    "founded": "founder",
    "coaches": "coach",
}
_DOING = frozenset({"working", "writing", "speaking", "reporting", "based", "teaching", "specializing", "specialising"})


def after(page: Page, j: int) -> Iterator[Statement]:
    """The statements that begin right after the name that ends before token ``j``."""
    yield from party_mark(page, j)
    yield from elaboration(page, j)


def party_mark(page: Page, j: int) -> Iterator[Statement]:
    """The mark of a party after a name: *(R-Ariz.)*, *, D-Calif.,*, *(Labour)*."""
    begin = page.words.end[j - 1]
    state = _STATE.match(page.text, begin)
    if state is not None and state[1] in page.lexicon.states:
        home = Fact(page.lexicon.states[state[1]], Span(state.start(1), state.end(1)))
        yield Statement("party", state.start(1), None, (home,))
        return
    mark = _PARTY.match(page.text, begin)
    party = mark and (page.lexicon.party_letters.get(mark[1]) or page.lexicon.parties.get(mark[1]))
    if not mark or not party or (mark[2] is None and mark[0][-1] != ")"):
        yield from _bracketed(page, begin)
        return
    facts = [Fact(party, Span(mark.start(1), mark.end(1)))]
    place = (mark[2] or "").strip()
    if place in page.lexicon.states:
        facts.append(Fact(page.lexicon.states[place], Span(mark.start(2), mark.start(2) + len(place))))
    yield Statement("party", mark.start(1), None, tuple(facts))


def _bracketed(page: Page, begin: int) -> Iterator[Statement]:
    """A body in brackets right behind a name: *Jane Roe (Acme Research)*, *Jan Roe (SPÖ)*."""
    mark = _BODY.match(page.text, begin)
    if mark is None:
        return
    first, end = page.tokens(Span(mark.start(1), mark.end(1)))
    if all(page.words.entity[k] not in _NO_BODIES and page.words.low[k] not in _CAPTIONS for k in range(first, end)):
        yield Statement("body", mark.start(1), None, (body(page.text, page.words, first, end, page.lexicon),))


def elaboration(page: Page, j: int) -> Iterator[Statement]:
    """What follows a name or a description: an apposition, a clause with *who*, a copula, *of …*."""
    words = page.words
    k, size = j, len(words)
    if k < size and words.text[k] in {'"', "'"}:
        k += 1
    if k >= size:
        return
    if words.text[k] == "(":
        close = next((n for n in range(k + 1, min(size - 1, k + 6)) if words.text[n] == ")"), size)
        if close + 1 < size and words.text[close + 1] == ",":  # *Jane Roe (51), head coach of …*
            yield from _apposition(page, close + 2)
    if words.text[k] == "-" and words.start[k] == words.end[k - 1]:
        return  # *mother-of-two*
    if words.text[k] in {",", "(", "-", "–", "—", "--", "["}:
        yield from _apposition(page, k + 1)
    elif words.low[k] in {"of", "from", "at", "with"} or (words.low[k] in {"on", "in"} and _before_body(words, k)):
        yield from _only(body_stated(page, k))
    else:
        yield from clause(page, k)


def _before_body(words: Words, k: int) -> bool:
    """Whether *on* or *in* at ``k`` brings in a body: *Jane Roe on Acme News*."""
    after = k + 2 if k + 2 < len(words) and words.low[k + 1] in ARTICLES else k + 1
    while after + 1 < len(words) and words.pos[after] == "NOUN" and words.text[after].islower():
        after += 1  # *in the advertising agency Acme*
    return after < len(words) and (words.entity[after] == "ORG" or (words.low[after - 1] in _FIRMS and is_proper(words, after)))


def _apposition(page: Page, k: int, most: int = MOST_APPOSITIONS) -> Iterator[Statement]:
    words, size = page.words, len(page.words)
    while k < size and not words.text[k].strip() and "\n" not in words.text[k]:
        k += 1
    if k + 1 < size and _AGE.match(words.text[k]) and words.text[k + 1] in {",", ")"}:
        k += 2
    while k < size and ((words.low[k] in _AUXILIARIES and words.low[k] != "who") or words.text[k].isspace()):
        k += 1
    if k >= size or words.low[k] == "whose":
        return
    if words.low[k] == "who":
        yield from clause(page, k)
        return
    if words.low[k] in {"of", "from", "at", "with"}:
        yield from _only(body_stated(page, k))
        return
    if words.low[k] == "as" and k + 1 < size:
        k += 1
    phrase = phrase_at(words, k, page.lexicon)
    if phrase is None:
        who = next((n for n in range(k, min(size, k + 6)) if words.low[n] == "who"), None)
        if who is not None:
            yield from clause(page, who)
    elif not _another_person(page, phrase):
        yield _with_firm(page, stated(page, "apposition", phrase), phrase)
        yield from _doing(page, phrase.end)
        if most > 1 and phrase.end + 1 < size and words.low[phrase.end] == "and" and words.low[phrase.end + 1] in ARTICLES:
            yield from _apposition(page, phrase.end + 1, most - 1)


def _with_firm(page: Page, statement: Statement, phrase: RolePhrase) -> Statement:
    """Add the body of *Jane Roe, Director, Acme Securities*, which a comma sets off."""
    words, k = page.words, phrase.end
    if statement.bodies or k + 1 >= len(words) or words.text[k] != "," or words.entity[k + 1] != "ORG":
        return statement
    end = k + 1
    while end < len(words) and words.entity[end] == "ORG":
        end += 1
    return replace(statement, bodies=(body(page.text, words, k + 1, end, page.lexicon),))


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
            found = body_stated(page, n)
            if found is not None:
                yield found
                return


def _another_person(page: Page, phrase: RolePhrase) -> bool:
    """Whether a name follows the phrase, so that it is the title of somebody else."""
    words, end = page.words, phrase.end
    return (
        end < len(words)
        and is_proper(words, end)
        and words.entity[end] in {"PERSON", "ORG", "GPE"}
        and words.pos[end] == "PROPN"
    )


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
    if low in _COPULAS or (low in _AS and words.low[k + 1] == "as"):
        k += 1
        if k + 1 < size and words.tag[k] == "VBN" and words.low[k + 1] == "as":  # *is listed as the chairman*
            k += 2
        while k < size and (words.low[k] in _AUXILIARIES or words.low[k] == "as"):
            k += 1
        phrase = phrase_at(words, k, page.lexicon) if k < size else None
        if phrase is not None and words.low[phrase.role[1] - 1] in page.lexicon.relational_nouns:
            return  # *is a supporter* tells of a tie, not of a role
        if phrase is not None and not _another_person(page, phrase):
            yield stated(page, kind, phrase)
    elif low == "writing" and words.low[k + 1] in {"for", "at", "in", "on"}:
        yield from _only(body_stated(page, k + 1))
    elif kind in {"relative", "guess"} and low in page.lexicon.work_verbs:
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


def _only(statement: Statement | None) -> Iterator[Statement]:
    if statement is not None:
        yield statement
