"""Noun phrases that describe a source: what they are made of, and what an article says of the people it names.

*The Texas senator* is a head noun with modifiers; that *Ted Cruz* is meant shows in the words beside his name elsewhere: a
title, an apposition, *is a …*.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from service.engine.lexicon import words
from service.engine.reading.naming import described_before
from service.engine.reading.syntax import Syntax
from service.engine.result import Span, SpeakerKind

from .names import fold
from .people import Occurrence

LONGEST_APPOSITION = 24  # tokens
LONGEST_OFFICE = 8  # tokens before a name
LONGEST_PHRASE = 8  # tokens before a head noun

_INDEFINITE = frozenset(
    "a an one another some someone somebody many several few two three four five dozens hundreds thousands most".split()
)
_DEFINITE = frozenset("the this that these those both".split())
_POSSESSIVE = frozenset("my your his her its our their".split())
_LIGHT = frozenset("a an the of for in at on to from with by and or as his her its their 's this that one".split())
_BARRIERS = frozenset("for to with from in at near by on about against among between over under after before during".split())
_PEOPLE_ENDINGS = ("man", "woman", "person", "ist", "ian", "eer")
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss", "punct", "npadvmod", "nummod", "pobj"})

_NOMINAL = frozenset({"NN", "CD", "JJ", "PR", "DT", "FW", "RB", "VB", "UH"})
_PEOPLE_OF = frozenset({"of", "for", "at", "from", "in", "with", "who"})
_MANY = frozenset({"people", "police", "men", "women", "many", "others", "some"})
_MET = frozenset({"dobj", "pobj", "attr", "conj", "appos", "dative"})
_ACTS = frozenset({"nsubj", "nsubjpass", "agent"})


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase without a name at its head: the head noun, the words that modify it, and how it is determined."""

    span: Span
    text: str
    head: str
    plural: bool
    modifiers: frozenset[str]
    definite: bool
    indefinite: bool
    possessor: frozenset[str]

    @property
    def pointing(self) -> bool:
        """Whether it points to one whom the reader knows by nothing else: *the minister*, not *her minister* or *ministers*."""
        return self.definite and not self.possessor and not self.plural

    @property
    def kind(self) -> SpeakerKind:
        """What a source so described is."""
        if self.plural:
            return "document" if self.head in words("speakers_document_nouns") else "group"
        if is_person_noun(self.head):
            return "unnamed"
        if self.head in words("speakers_group_nouns"):
            return "group"
        if self.head in words("speakers_document_nouns"):
            return "document"
        if self.head in words("speakers_organization_nouns"):
            return "organization"
        return "unnamed"


@cache
def _demonyms() -> frozenset[str]:
    """Words for people by where they are from: *American*, *Texan*."""
    return frozenset(
        line.split("\t")[0].lower()
        for line in words("demonyms")
        if line.split("\t")[0].lower().endswith(("an", "ian", "ish", "i", "er"))
    )


def is_person_noun(noun: str) -> bool:
    """Whether a lower-case noun in the singular is one for a person, as far as lists and endings tell."""
    if noun in words("speakers_person_nouns") or noun.endswith("-year-old") or noun in _demonyms():
        return True
    known = words("speakers_organization_nouns") | words("speakers_document_nouns") | words("speakers_group_nouns")
    return noun not in known and noun.endswith(_PEOPLE_ENDINGS)


def people_of(syntax: Syntax, i: int) -> bool:
    """Whether a word that opens a sentence is a noun for people of some sort, which the parser may take for a name there:
    *Attorneys for Roe*, *Residents of Acme*.
    """
    low = syntax.lower[i]
    linked = syntax.lower[i + 1 : i + 2] and syntax.lower[i + 1] in _PEOPLE_OF
    opens = i == 0 or syntax.sentence[i - 1] != syntax.sentence[i]
    return bool(linked) and opens and low.endswith("s") and not syntax.text[i].isupper() and is_person_noun(low[:-1])


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    return {short: tuple(full) for short, *full in map(str.split, words("speakers_abbreviations"))}


def spelt_out(title: str) -> tuple[str, ...]:
    """A title's lower-case word, and what it is short for: *sen*: *senator*."""
    title = title.rstrip(".")
    return (title, *_abbreviations().get(title, ()))


def head_of(syntax: Syntax, tokens: range) -> int:
    """The head of a noun phrase: the last noun before what follows it (*the head of the agency*: *head*)."""
    last = None
    for i in tokens:
        word, tag = syntax.lower[i], syntax.tag[i]
        if syntax.text[i].isupper() and len(word) > 1 and tag[:1] == "W":  # the WHO
            last = i
            continue
        if last is not None and (
            tag in ("IN", "WDT", "WP", "WRB", "TO", "VBD", "VBZ", "VBP")
            or word in (",", "(", "-", ":")
            or syntax.text[i] == "who"
        ):
            if (
                word == "-"
                and syntax.end[i] == syntax.start[i] + 1
                and i + 1 in tokens
                and syntax.start[i + 1] == syntax.end[i]
            ):
                continue  # a hyphen within a word
            break
        nominal = tag[:2] in _NOMINAL and word != "'s" and not word.isspace()
        if nominal and (last is None or tag[:2] in ("NN", "CD", "FW") or tag in ("JJ", "JJR", "JJS", "VBG", "VBN", "RBR")):
            last = i
    return tokens[-1] if last is None else last


def describe(text: str, syntax: Syntax, span: Span) -> Description:
    """Take a noun phrase apart. ``text`` is the cleaned article."""
    tokens = syntax.tokens(span)
    head = head_of(syntax, tokens)
    before = [i for i in tokens if i < head]
    possessor: set[str] = set()
    modifiers: set[str] = set()
    for i in before:
        if syntax.lower[i] in _POSSESSIVE:
            possessor.add(syntax.lower[i])
        elif i + 1 in tokens and syntax.tag[i + 1] == "POS":
            possessor.add(fold(syntax.text[i]))
        elif syntax.lower[i] not in _LIGHT and syntax.text[i][:1].isalnum():
            modifiers.add(syntax.lower[i])
    modifiers |= {
        syntax.lower[i] for i in tokens if i > head and syntax.lower[i] not in _LIGHT and syntax.text[i][:1].isalnum()
    }
    opening = syntax.lower[tokens[0]]
    sort = people_of(syntax, head)
    lemma = syntax.lower[head][:-1] if sort else syntax.lemma[head]
    plural = sort or syntax.tag[head] in ("NNS", "NNPS") or syntax.lower[head] in _MANY
    year_old = head + 0 >= 0 and syntax.lower[head] in ("old", "year") and "-year-old" in text[span.start : span.end].lower()
    return Description(
        span,
        " ".join(text[span.start : span.end].split()),
        f"{syntax.lower[tokens[0] + 1]}-year-old" if year_old and len(tokens) > 1 else lemma,
        plural,
        frozenset(modifiers),
        opening in _DEFINITE or bool(possessor),
        opening in _INDEFINITE or (opening not in _DEFINITE and not possessor and plural),
        frozenset(possessor),
    )


def named_at_head(syntax: Syntax, span: Span, places: list[Occurrence]) -> list[Occurrence]:
    """The names in a mention that are its source: *spokesman Ned Price*, not *a spokesman for Price* or *Price's aide*."""
    tokens = syntax.tokens(span)
    found: list[Occurrence] = []
    head = head_of(syntax, tokens) if len(tokens) else -1
    sort = head >= 0 and people_of(syntax, head)
    noun = sort or (head >= 0 and syntax.tag[head] in ("NN", "NNS") and syntax.text[head].islower())
    determined = sort or (len(tokens) > 0 and syntax.lower[tokens[0]] in _INDEFINITE | _DEFINITE | _POSSESSIVE)
    for place in places:
        if noun and place.last < head:
            continue
        if place.last not in tokens or place.first not in tokens:
            inside = [k for k in range(place.first, place.last + 1) if k in tokens]
            if not inside:
                continue
        after = place.last + 1
        if after in tokens and syntax.tag[after] == "POS":
            after += 1
            if after in tokens and not syntax.lower[after].isspace():
                continue
        elif after in tokens and (syntax.tag[after][:2] in ("NN", "JJ") or syntax.lower[after] == "-"):
            continue
        barred = False
        for i in range(tokens[0], max(tokens[0], place.opening)):
            if syntax.lower[i] in _BARRIERS or (
                syntax.lower[i] == "of" and (determined or not syntax.text[i - 1][:1].isupper())
            ):
                barred = i > tokens[0]
        if not barred:
            found.append(place)
    return found


@dataclass(frozen=True, slots=True)
class Label:
    """What the words beside a name say of its bearer: nouns that may be heads, and all the words."""

    heads: frozenset[str]
    words: frozenset[str]


def labels(syntax: Syntax, place: Occurrence) -> Iterator[Label]:
    """What stands beside one place of a name: title, apposition before and after, *a … named*, *is a …*."""
    beside = (_office, _apposition, _before, _called, _copula)
    yield from filter(None, (label(syntax, place) for label in beside))


def _label(syntax: Syntax, tokens: list[int]) -> Label | None:
    kept = [i for i in tokens if syntax.text[i][:1].isalnum() and syntax.lower[i] not in _LIGHT]
    if not kept:
        return None
    said = {syntax.lemma[i] for i in kept if syntax.tag[i] in ("NN", "NNP", "NNS")} | {
        fold(syntax.text[i]) for i in kept if syntax.tag[i] == "NNP"
    }
    nouns = {spelt for noun in said for spelt in spelt_out(noun)}
    heads = frozenset(noun for noun in nouns if is_person_noun(noun) or noun in words("speakers_titles"))
    return Label(heads, frozenset(syntax.lower[i] for i in kept) | nouns)


def _office(syntax: Syntax, place: Occurrence) -> Label | None:
    start = place.first
    while start > 0 and place.first - start < LONGEST_OFFICE:
        i = start - 1
        if syntax.sentence[i] != syntax.sentence[place.first]:
            break
        # *Governor of the Acme Territory Jan Roe*, as news puts it that was translated from languages without commas there
        within = syntax.lower[i] == "the" and syntax.lower[max(0, i - 1) : i] == ("of",)
        joins = within or syntax.lower[i] in ("of", "and", "-", "'s", "&")
        held = syntax.lower[start] == "of" and syntax.tag[i][:2] == "NN" and is_person_noun(syntax.lower[i])
        modifies = held or (syntax.tag[i][:2] in ("NN", "JJ", "CD", "VB", "HY") and syntax.dep[i] in _MODIFIERS)
        if not (joins or modifies):
            break
        start = i
    return _label(syntax, list(range(start, place.first)))


def _apposition(syntax: Syntax, place: Occurrence) -> Label | None:
    at, count = place.last + 1, len(syntax)
    if at + 1 >= count or syntax.lower[at] not in (",", "(", "-"):
        return None
    begin = at + 1
    if (
        syntax.lower[begin] == "who"
        and begin + 1 < count
        and syntax.lemma[begin + 1] in ("be", "serve", "work", "run", "own", "lead")
    ):
        begin += 2
    elif syntax.tag[begin] not in ("DT", "PRP$", "NN", "JJ", "NNP", "CD", "VBN", "RB", "NNS"):
        return None
    end = begin
    while (
        end < count
        and end - begin < LONGEST_APPOSITION
        and syntax.lower[end] not in (",", ")", ".", ";", '"')
        and "\n" not in syntax.text[end]
    ):
        if syntax.tag[end] in ("VBD", "VBZ", "VBP", "MD") and end > begin:
            break
        end += 1
    if syntax.lower[begin].isdigit() and end < count and syntax.lower[end] == ",":  # Nadia Mohamed, 27, a teacher,
        return (
            _label(syntax, [begin, *range(end + 1, min(end + 8, count))])
            if syntax.tag[end + 1 : end + 2] == ("DT",)
            else _age(syntax, begin)
        )
    return _label(syntax, list(range(begin, end)))


def _age(syntax: Syntax, i: int) -> Label:
    return Label(frozenset({f"{syntax.lower[i]}-year-old"}), frozenset({syntax.lower[i]}))


def _before(syntax: Syntax, place: Occurrence) -> Label | None:
    at = place.opening - 1
    if at < 1 or syntax.lower[at] not in (",", "-") or syntax.sentence[at - 1] != syntax.sentence[place.first]:
        return None
    head = syntax.head[place.last]
    if syntax.dep[place.last] != "appos" or head >= at or at - syntax.first[head] > LONGEST_APPOSITION:
        return None
    return _label(syntax, list(range(syntax.first[head], at))) if syntax.tag[head] in ("NN", "NNP") else None


def _called(syntax: Syntax, place: Occurrence) -> Label | None:
    end = described_before(syntax.lower, syntax.tag, place.opening)
    if end is None or syntax.sentence[end - 1] != syntax.sentence[place.first]:
        return None
    start = end
    while start > 0 and end - start < LONGEST_OFFICE and syntax.tag[start - 1][:2] in ("NN", "JJ", "CD", "HY", "IN", "DT"):
        start -= 1
    return _label(syntax, list(range(start, end)))


def _copula(syntax: Syntax, place: Occurrence) -> Label | None:
    verb = syntax.head[place.last]
    if syntax.dep[place.last] != "nsubj" or syntax.lemma[verb] not in ("be", "become", "remain"):
        return None
    for child in syntax.children[verb]:
        if syntax.dep[child] == "attr" and syntax.tag[child] in ("NN", "NNP") and child > verb:
            return _label(syntax, list(range(syntax.first[child], min(syntax.last[child] + 1, child + LONGEST_OFFICE))))
    return None


def described(syntax: Syntax, sought: frozenset[str], *, everything: bool = False) -> Iterator[int]:
    """The head tokens of noun phrases that describe one person who acts; with ``everything`` also groups, bodies, documents.

    Persons by a noun that is ``sought`` are described also where they do not act: *they were met by an organizer*.
    """
    others = words("speakers_document_nouns") | words("speakers_organization_nouns") | words("speakers_group_nouns")
    for i in range(len(syntax)):
        if syntax.dep[i] not in _ACTS:
            if syntax.lower[i] in sought and syntax.tag[i] == "NN" and syntax.dep[i] in _MET:
                yield i
            continue
        one = syntax.tag[i] == "NN" and (is_person_noun(syntax.lower[i]) or (everything and syntax.lower[i] in others))
        if one or (everything and syntax.tag[i] == "NNS" and is_person_noun(syntax.lemma[i])):
            yield i


def phrase_start(columns: Syntax, head: int) -> int:
    """The first token of a noun phrase, as far as its words depend on one another without a gap."""
    start = head
    while start > 0 and head - start < LONGEST_PHRASE and start <= columns.head[start - 1] <= head:
        start -= 1
    return max(start, columns.first[head])
