"""The printed forms of roles and of the bodies they are held for, from the article's own words."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from service.engine.result import Fact, Span

from .columns import TIMES, Words, is_proper
from .complements import Complement
from .occupations import Lexicon, singular
from .phrases import CABINET, RolePhrase

_SPACE = re.compile(r"\s+")
_UNITED_STATES = frozenset({"us", "u.s.", "u.s", "usa", "u.s.a.", "united states of america", "american"})
_NAMED = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP"})
# Bodies that say something without a name: *the government's adviser*, but not *the group's founder*.
_SPEAKING = frozenset("government city state county town university school hospital church army court parliament".split())
_LANDS = _SPEAKING | frozenset({"country", "nation", "kingdom", "republic"})
_NO_NAMES = frozenset({"VERB", "ADP", "CCONJ", "DET", "ADV"})
_BEFORE_GIVEN_NAMES = frozenset({"sir", "dame"})
_CALLED = frozenset({"called", "named"})
_CLOSING = frozenset({",", ".", ";", ")", "-", "–", "—"})
_DESCRIBING = frozenset({"JJ", "JJR", "JJS", "VBG", "VBN"})
REACH = 80  # words back to whom *its* and *the group's* may stand for


def role_fact(text: str, words: Words, phrase: RolePhrase, lexicon: Lexicon) -> Fact:
    """The office of a phrase as a newsroom prints it, without the body it is held for."""
    first, end = phrase.role
    last = end
    portfolio = portfolio_of(words, phrase, lexicon)
    pieces = [text[words.start[k] : words.end[k]] for k in phrase.qualifiers]
    party = _party_before(words, phrase, lexicon)
    if party is not None:
        pieces.append(text[words.start[party] : words.end[party]])
    pieces.append(_office(text, words, first, end, lexicon))
    if portfolio is not None:
        last = portfolio.end
        pieces.append(text[words.start[end] : words.end[last - 1]])
    starts = [*phrase.qualifiers, *([] if party is None else [party]), first]
    evidence = Span(words.start[min(starts)], words.end[last - 1])
    return Fact(_SPACE.sub(" ", " ".join(pieces)).strip(), evidence)


def portfolio_of(words: Words, phrase: RolePhrase, lexicon: Lexicon) -> Complement | None:
    """The first complement where it is a part of the office: *of State*, *of communications*, *of two*."""
    if not phrase.complements:
        return None
    first = phrase.complements[0]
    if first.link != "of":
        return first if first.link in {"for", "on"} and not first.proper and not first.definite else None
    inside = words.low[first.start : first.end]
    of_body = words.entity[first.start] == "GPE" or any(w in lexicon.organization_nouns - {"interior"} for w in inside)
    head = words.low[phrase.role[1] - 1]
    if (head in {"minister", "secretary"} and not of_body) or (head == "chief" and inside[-1] == "staff"):
        return first
    at_body = len(phrase.complements) > 1 and phrase.complements[1].link == "at" and phrase.complements[1].proper
    if at_body and not first.definite:  # *Head of Fundamental Research at Acme Securities*
        return first
    if all(w in lexicon.portfolios or w in {"and", "of", "the"} for w in inside):
        return first
    return first if not first.proper and not first.definite else None


def affiliation_facts(text: str, words: Words, phrase: RolePhrase, lexicon: Lexicon) -> Iterator[Fact]:
    """The bodies, places and parties that a role phrase names, the likeliest first; *Monday's debate* is none, nor is the first
    half of *Communications and Digital Minister*.
    """
    for fact in _bodies_of(text, words, phrase, lexicon):
        timed = words.entity[bisect_left(words.start, fact.evidence.start)] in TIMES
        if not timed and (fact.value.lower() not in lexicon.portfolios or _of_party(words, phrase, fact, lexicon)):
            yield fact


def _of_party(words: Words, phrase: RolePhrase, fact: Fact, lexicon: Lexicon) -> bool:
    """Whether a word that can be a portfolio is the party here: *Labour MP*, and not *Labour Secretary*."""
    return fact.value in lexicon.parties and words.low[phrase.role[1] - 1] not in CABINET


def _bodies_of(text: str, words: Words, phrase: RolePhrase, lexicon: Lexicon) -> Iterator[Fact]:
    head = words.low[phrase.role[1] - 1]
    if head in lexicon.relational_nouns:
        if phrase.owner is not None:
            yield from _parties(words, phrase.owner, lexicon)
        for complement in phrase.complements:  # *a mother of two from Leeds*
            if complement.link == "from" and complement.proper:
                yield body(text, words, complement.start, complement.end, lexicon)
        return
    portfolio = portfolio_of(words, phrase, lexicon)
    rest = [c for c in phrase.complements if c is not portfolio and c.proper and _is_body(words, c)]
    last = [c for c in rest if c.link == "to" or words.entity[c.end - 1] == "PERSON"]
    for named in (_named_behind(words, c) for c in phrase.complements if c is not portfolio):
        if named is not None:
            yield body(text, words, *named, lexicon)
    for complement in sorted(rest, key=lambda c: c.link == "for"):  # *director for Asian affairs at the Institute*
        if complement not in last:
            yield body(text, words, complement.start, complement.end, lexicon)
    if phrase.owner is not None:
        yield from _owner_facts(text, words, phrase, lexicon)
    for complement in last:
        yield body(text, words, complement.start, complement.end, lexicon)
    quoted = _quoted_owner(text, words, phrase)
    if quoted is not None:
        yield quoted
    if phrase.owner is None and phrase.possessor:
        yield from _possessed(text, words, phrase, lexicon)
    if phrase.owner is None and not rest and portfolio is None:
        yield from _body_before(text, words, phrase, lexicon)


def _named_behind(words: Words, complement: Complement) -> tuple[int, int] | None:
    """The name behind a complement that only describes its bearer: *an executive of Acme's parent company, Umbrella*."""
    last, first = complement.end - 1, complement.end + 1
    if first >= len(words) or words.text[first - 1] != "," or words.pos[last] != "NOUN" or not words.text[last].islower():
        return None
    if words.entity[first] != "ORG" or not (words.begins[first] and is_proper(words, first)):
        return None
    end = words.entity_end(first)
    return (first, end) if end < len(words) and words.text[end] in _CLOSING else None


def _body_before(text: str, words: Words, phrase: RolePhrase, lexicon: Lexicon) -> Iterator[Fact]:
    """*president of the company*: the body of that sort named last before."""
    for complement in phrase.complements[:1]:
        noun = words.low[complement.end - 1]
        single = complement.end - complement.start == 1
        if complement.link in {"of", "at"} and complement.definite and single and noun in lexicon.organization_nouns - _LANDS:
            found = _named_before(words, phrase.start, "ORG", noun)
            if found is not None:
                yield body(text, words, *found, lexicon)


def _quoted_owner(text: str, words: Words, phrase: RolePhrase) -> Fact | None:
    """*Acme* in *"Acme" host Jane Roe*: the words in quotation marks before the phrase."""
    end = phrase.start - 1
    if phrase.possessor or end < 2 or words.text[end] != '"':
        return None
    for k in range(end - 1, max(0, end - 7), -1):
        if words.text[k] == '"':
            span = Span(words.end[k], words.start[end])
            name = text[span.start : span.end]
            good = name.strip() == name and name[:1].isupper() and name[-1:].isalnum()
            return Fact(_SPACE.sub(" ", name), span) if good else None
    return None


def _possessed(text: str, words: Words, phrase: RolePhrase, lexicon: Lexicon) -> Iterator[Fact]:
    """Whom *its*, *her* and *the group's* stand for: the body or the person named last before."""
    noun = ""
    for k in range(phrase.start + 1, phrase.role[0]):
        if words.tag[k] == "POS" and words.low[k - 1] in lexicon.organization_nouns:
            noun = words.low[k - 1]
    if not noun and phrase.possessor not in {"its", "their", "his", "her"}:
        return
    wanted = "PERSON" if phrase.possessor in {"his", "her"} and not noun else "ORG"
    if noun in {"country", "nation", "kingdom", "republic"}:
        wanted = "GPE"
    found = _named_before(words, phrase.start, wanted, noun)
    if found is not None:
        yield body(text, words, *found, lexicon)
    elif noun in _SPEAKING:
        k = next(k for k in range(phrase.start, phrase.role[0]) if words.low[k] == noun)
        yield Fact(noun, Span(words.start[k], words.end[k]))


def _named_before(words: Words, i: int, entity: str, noun: str) -> tuple[int, int] | None:
    """The last entity of a kind within reach before token ``i``; one that ends in ``noun`` goes before the others."""
    nearest: tuple[int, int] | None = None
    k = i - 1
    while k >= max(0, i - REACH):
        if words.entity[k] == entity:
            end = k + 1
            while k and not words.begins[k]:
                k -= 1
            if words.low[end - 1] == noun:
                return k, end
            nearest = nearest or (k, end)
        k -= 1
    return nearest


def _is_body(words: Words, complement: Complement) -> bool:
    """Whether a complement names a body or a place, and not a time or a subject (*in November*, *on Brexit*)."""
    entities = {words.entity[k] for k in range(complement.start, complement.end)}
    if words.entity[complement.start] in TIMES:
        return False
    if words.low[complement.start : complement.end] in (["republic"], ["state"], ["country"], ["nation"]):
        return False  # *President of the Republic* does not say which
    return complement.link not in {"in", "on", "by"} or bool(entities & _NAMED)


def _parties(words: Words, owner: tuple[int, int], lexicon: Lexicon) -> Iterator[Fact]:
    for k in range(*owner):
        if words.text[k] in lexicon.parties:
            yield Fact(lexicon.parties[words.text[k]], Span(words.start[k], words.end[k]))


def body(text: str, words: Words, start: int, end: int, lexicon: Lexicon) -> Fact:
    """The name of a body between two tokens, without articles and ornaments; *Russian* is printed *Russia*."""
    while end - start > 1 and words.text[end - 1] == '"':
        end -= 1
    while end - start > 1 and (words.low[start] in {"the", "a", "an"} or _ornament(words.text[start], lexicon)):
        start += 1
    while end - start > 1 and words.tag[start] in _DESCRIBING and words.text[start].islower() and is_proper(words, start + 1):
        if words.low[start] == "super" and words.text[start + 1] == "PAC":
            break
        start += 1  # *the ruling Acme Party*
    while end - start > 3 and words.text[start].islower() and words.text[start + 1] == "-":  # *the anti-war Daily Acme*
        start += 3
    while end - start > 1 and words.pos[end - 1] in _NO_NAMES and words.text[end - 1].islower():
        end -= 1  # *Leeds going* and *Acme and* are not names
    start = _after_title(words, start, end, lexicon)
    capital = next((k for k in range(start, end) if is_proper(words, k)), start)
    if words.low[capital - 1] in lexicon.organization_nouns:  # *the cybersecurity firm Acme*
        start = max(start, capital)
    named = next((k for k in range(end, start, -1) if not is_proper(words, k - 1)), start)
    if start < named < end and words.pos[named - 1] == "NOUN" and words.text[named - 1].islower():
        start = named  # *the Leeds-based website Acme*
    if words.text[end - 1] in lexicon.demonyms:  # only the last word says it: *… Turkish*
        pair = f"{words.text[end - 2]} {words.text[end - 1]}" if end - start > 1 else ""
        start = end - 2 if pair in lexicon.demonyms else end - 1
    plain = all(words.low[k] not in lexicon.organization_nouns and not is_proper(words, k) for k in range(start + 1, end))
    if (words.text[start] in lexicon.demonyms or words.text[start] in lexicon.parties) and plain:
        end = start + 1  # *British diplomacy* is Britain's, *Democratic polls* are the party's
    span = Span(words.start[start], words.end[end - 1])
    return Fact(printed(text[span.start : span.end], lexicon), span)


def _ornament(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is no part of a name: *longtime*, *Retired*; in capitals the short ones may be (*New* of New York)."""
    low = word.lower()
    return low in {"retired", "former"} or (low in lexicon.dropped_adjectives and (word.islower() or len(word) > 5))


def _after_title(words: Words, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the name itself begins in *Ohio Gov. Jane Roe*, and in *a firm called Acme*."""
    for k in range(end - 1, start, -1):
        named = words.low[k - 1] in _CALLED and is_proper(words, k)
        before = words.low[k - 1]
        titled = words.entity[end - 1] == "PERSON" and (
            lexicon.is_role_noun(before)
            or before.capitalize() in lexicon.abbreviations
            or before in lexicon.honorifics - _BEFORE_GIVEN_NAMES
        )
        if named or titled:
            return k
    return start


def printed(name: str, lexicon: Lexicon) -> str:
    """A body, place or party as it is printed: one line, demonyms and party words in their plain form."""
    name = _SPACE.sub(" ", name).strip(" ,;:-–—")
    if (name.lower() in _UNITED_STATES and name.lower() != "us") or name == "US":
        return "United States"
    for table in (lexicon.demonyms, lexicon.parties):
        if name in table:
            return table[name]
    return name


def _office(text: str, words: Words, first: int, end: int, lexicon: Lexicon) -> str:
    """The words of the office, abbreviations written out and a plural head made singular."""
    written = text[words.start[first] : words.start[end - 1]]
    parts = [lexicon.abbreviations.get(w.capitalize(), w) for w in written.split()]
    head = text[words.start[end - 1] : words.end[end - 1]]
    if head.capitalize() in lexicon.abbreviations:
        head = lexicon.abbreviations[head.capitalize()]
    elif head.lower() not in lexicon.role_nouns and singular(head.lower()) in lexicon.role_nouns:
        head = head[:1] + singular(head.lower())[1:]
    glue = "" if written and not written[-1].isspace() else " "
    return (" ".join(parts) + glue + head).strip()


def _party_before(words: Words, phrase: RolePhrase, lexicon: Lexicon) -> int | None:
    """The party that belongs to the office (*Republican presidential nominee*), as the token that stands right before it."""
    first, end = phrase.role
    if first == phrase.start or singular(words.low[end - 1]) not in lexicon.party_offices:
        return None
    before = first - 1
    if before > phrase.start and words.low[before] == "party" and phrase.role[0] == end - 1:
        before -= 1
    return before if words.text[before] in lexicon.parties else None


def _owner_facts(text: str, words: Words, phrase: RolePhrase, lexicon: Lexicon) -> Iterator[Fact]:
    assert phrase.owner is not None
    start, end = phrase.owner
    first, last = phrase.role
    if words.low[first] == "campaign" and last - first > 1 and end == first and words.text[end - 1] not in lexicon.parties:
        span = Span(words.start[start], words.end[first])
        yield Fact(_SPACE.sub(" ", text[span.start : span.end]), span)
        return
    parties = [k for k in (start, end - 1) if words.text[k] in lexicon.parties]
    for k in parties[:1]:
        span = Span(words.start[k], words.end[k])
        yield Fact(printed(words.text[k], lexicon), span)
        start, end = (start + 1, end) if k == start else (start, end - 1)
    while end > start and (words.tag[end - 1] == "POS" or words.text[end - 1] in {"-", "/", "–", "&"}):
        end -= 1
    while start < end and (words.tag[start] == "POS" or words.text[start] in {"-", "/", "–", "&"}):
        start += 1
    for first, last in _owners(words, start, end):
        if (
            not lexicon.is_role_noun(words.text[last - 1])
            and text[words.start[first] : words.end[last - 1]] not in lexicon.creeds
        ):
            yield body(text, words, first, last, lexicon)


def _owners(words: Words, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The owner of an office, in two where somebody's office is held for a place: *Roe's Ohio director*."""
    for k in range(start + 1, end - 1):
        if words.tag[k] == "POS" and words.entity[k + 1] == "GPE" and words.begins[k + 1]:
            yield start, k
            yield k + 1, end
            return
    if start < end:
        yield start, end
