"""The noun phrases of an article that may name the source of a quotation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from service.engine.lexicon import words
from service.engine.reading.syntax import Syntax
from service.engine.result import Quotation, Span

Form = Literal["name", "description", "he", "they", "it", "self", "who"]

PRONOUNS: dict[str, Form] = {
    **dict.fromkeys(("he", "she", "him", "her", "his", "hers", "himself", "herself"), "he"),
    **dict.fromkeys(("they", "them", "their", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
    **dict.fromkeys(("i", "me", "my", "we", "us", "our", "you", "your"), "self"),
    **dict.fromkeys(("who", "whom"), "who"),
}
_PEOPLE: dict[str, Form] = {
    **dict.fromkeys(
        ("one", "another", "some", "others", "many", "both", "several", "someone", "somebody", "everyone"), "description"
    ),
}
_WITHIN = frozenset(("compound", "amod", "nummod", "nmod", "flat", "det", "quantmod", "npadvmod"))
_RIGHT = frozenset(("prep", "compound", "nummod", "case", "flat", "appos"))
_TURNS = frozenset({"q", "a", "question", "answer"})  # what opens the lines of an interview, and names nobody
_REACH = 6  # tokens that a reporting verb may stand away from its subject in a pattern


@dataclass(frozen=True, slots=True)
class Mention:
    """A candidate: token numbers of the head and the phrase's bounds (both included), and the verb or noun that it goes with.

    ``cue`` is the token that would report the quotation if this were its source (*said*, *according*, *statement*), or -1.
    """

    head: int
    first: int
    last: int
    form: Form
    cue: int
    relation: str  # the dependency of the head on what governs it, or "according", "by", "colon"

    def span(self, syntax: Syntax) -> Span:
        """The words of the phrase."""
        return syntax.span(self.first, self.last)


def inside(syntax: Syntax, quotations: Sequence[Quotation]) -> list[int]:
    """For each token the number of the quotation it stands in, or -1."""
    numbers = [-1] * len(syntax)
    for n, quotation in enumerate(quotations):
        for part in quotation.parts:
            for i in syntax.tokens(part):
                numbers[i] = n
    return numbers


def candidates(syntax: Syntax, quoted: Sequence[int]) -> list[Mention]:
    """Every phrase outside the quotations that may name a source, in order of its head."""
    return list(_mentions(syntax, quoted))


def _mentions(syntax: Syntax, quoted: Sequence[int]) -> Iterator[Mention]:
    for i, pos in enumerate(syntax.pos):
        known = PRONOUNS.get(syntax.lower[i]) or _PEOPLE.get(syntax.lower[i])
        label = _label(syntax, i)
        if label >= 0 and quoted[i] < 0:
            yield Mention(i, label, i, "name", -1, "label")
            continue
        if quoted[i] >= 0 or not syntax.text[i][0].isalnum():
            continue
        if not known and pos not in ("NOUN", "PROPN"):
            if syntax.lower[i] == "old":
                yield from _of_age(syntax, quoted, i)
            continue
        if pos == "NOUN" and (syntax.lemma[i] in words("faceless_nouns") or _reporting(syntax, i)):
            continue
        first = _before_verb(syntax, i)
        if first >= 0:
            yield Mention(i - 1, first, i - 1, "name", i, "nsubj")
            continue
        form = known or ("name" if pos == "PROPN" else "description")
        if syntax.dep[i] in _WITHIN and syntax.head[i] > i and syntax.head[i] - i < 6 and quoted[syntax.head[i]] < 0:
            continue
        first, last = _phrase(syntax, quoted, i)
        cue, relation = _cue(syntax, quoted, i, first, last)
        yield Mention(i, first, last, form, cue, relation)


def _of_age(syntax: Syntax, quoted: Sequence[int], i: int) -> Iterator[Mention]:
    """*The 34-year-old*, of which the parse makes an adjective; none where it goes with a noun (*the 34-year-old man*)."""
    aged = syntax.lower[max(0, i - 3) : i + 1] == ("-", "year", "-", "old")
    if not aged or i < 5 or syntax.tag[i - 5] != "DT" or syntax.pos[i + 1 : i + 2] in (("NOUN",), ("PROPN",), ("ADJ",)):
        return
    cue, relation = _cue(syntax, quoted, i, i - 5, i)
    yield Mention(i, i - 5, i, "description", cue, relation)


def _reporting(syntax: Syntax, i: int) -> bool:
    """Whether a noun is rather the participle of a verb of speech, alone as it stands: *the minister left, denouncing “…”*."""
    word = syntax.lower[i]
    if not word.endswith("ing") or any(child < i for child in syntax.children[i]):
        return False
    return not words("reporting_verbs").isdisjoint((word[:-3], word[:-3] + "e", word[:-4]))


def _before_verb(syntax: Syntax, i: int) -> int:
    """The first token of the name before a verb that the parser took for its head (*“Yes,” Roe shrugs.*), or -1."""
    first = i
    while first > 0 and syntax.pos[first - 1] == "PROPN" and syntax.head[first - 1] == i:
        first -= 1
    verb = first < i and syntax.lower[i] in words("speaking_nouns")
    return first if verb and first > 0 and syntax.text[first - 1] in ('"', "'") else -1


def _label(syntax: Syntax, i: int) -> int:
    """The first token of the name before the colon that opens a transcript's line (*MAYOR BROWN: “…”*), or -1."""
    if syntax.lower[i + 1 : i + 2] != (":",) or not syntax.text[i][0].isupper() or syntax.lower[i] in _TURNS:
        return -1
    for first in range(i, max(-1, i - 5), -1):
        if first == 0 or "\n" in syntax.text[first - 1]:
            return first
        if not syntax.text[first - 1][0].isupper() and syntax.lower[first - 1] not in (".", "-", "'"):
            return -1
    return -1


def _phrase(syntax: Syntax, quoted: Sequence[int], head: int) -> tuple[int, int]:
    """The bounds of the head's noun phrase, without what follows it in commas."""
    first = head
    while first > syntax.first[head] and quoted[first - 1] < 0 and _joins_left(syntax, first - 1, head):
        first -= 1
    last = head
    for child in syntax.children[head]:
        if child <= head or syntax.dep[child] not in _RIGHT or syntax.first[child] != last + 1:
            continue
        if syntax.pos[head] == "PRON" or (syntax.dep[child] == "appos" and syntax.pos[child] != "PROPN"):
            continue
        end = syntax.last[child]
        stop = next((k for k in range(syntax.first[child], end + 1) if _ends_phrase(syntax, quoted, k)), end + 1)
        if stop > child + (syntax.dep[child] == "prep"):
            last = stop - 1
    return first, _joined(syntax, quoted, head, last)


def _joined(syntax: Syntax, quoted: Sequence[int], head: int, last: int) -> int:
    """The last token of a subject that is two: *Smith and Jones said*."""
    if syntax.dep[head] not in ("nsubj", "nsubjpass") or syntax.lower[last + 1 : last + 2] != ("and",) or quoted[last + 1] >= 0:
        return last
    for child in syntax.children[head]:
        alike = syntax.dep[child] == "conj" and syntax.pos[child] == syntax.pos[head]
        if alike and child > last + 1 and syntax.first[child] == last + 2:
            end = child
            while end < syntax.last[child] and not _ends_phrase(syntax, quoted, end + 1):
                end += 1
            return end
    return last


def _joins_left(syntax: Syntax, i: int, head: int) -> bool:
    if not syntax.text[i][0].isalnum() and syntax.lower[i] not in ("'s", "'", "&", "$"):
        return syntax.end[i] == syntax.start[i + 1] and i > 0 and syntax.end[i - 1] == syntax.start[i] and syntax.text[i] == "-"
    if syntax.pos[i] in ("VERB", "AUX", "SCONJ", "SPACE", "ADP"):
        return syntax.head[i] == head and syntax.dep[i] == "amod"
    return True


def _ends_phrase(syntax: Syntax, quoted: Sequence[int], i: int) -> bool:
    return (
        quoted[i] >= 0
        or syntax.text[i][0] in ",;:()\n\"'-.!?"
        or syntax.pos[i] in ("VERB", "AUX", "SCONJ", "SPACE")
        or syntax.lower[i] in ("who", "which", "that", "whose", "whom")
    )


def behind(syntax: Syntax, mentions: Sequence[Mention], number: int) -> int:
    """The person behind the words that a mention names: *the analysis of X*, *X's letter*; the mention itself if there
    is none.
    """
    mention = mentions[number]
    if mention.form != "description" or syntax.lemma[mention.head] not in words("speech_nouns"):
        return number
    near = chain(range(number - 1, max(-1, number - 6), -1), range(number + 1, min(len(mentions), number + 6)))
    for other in near:
        head = mentions[other].head
        governor = syntax.head[head]
        owns = syntax.dep[head] == "poss" and governor == mention.head
        made = (
            syntax.dep[head] == "pobj"
            and syntax.lower[governor] in ("of", "by", "from")
            and syntax.head[governor] == mention.head
        )
        personal = (
            syntax.entity[head] == "PERSON" or syntax.lemma[head] in words("person_nouns") or mentions[other].form == "he"
        )
        if (owns or made) and personal:
            return other
    return number


# What a mention goes with ---------------------------------------------------------------------------------------------


def _cue(syntax: Syntax, quoted: Sequence[int], head: int, first: int, last: int) -> tuple[int, str]:
    """The cue of a mention and how the two hang together: by the parse where it says so, else by what stands beside it."""
    dep, governor = syntax.dep[head], syntax.head[head]
    if syntax.lower[max(0, first - 2) : first] == ("according", "to"):
        return first - 2, "according"
    if dep in ("nsubj", "nsubjpass") and quoted[governor] < 0:
        if syntax.lemma[governor] == "do" and syntax.lower[governor - 1 : governor] in (("as",), ("like",)):
            governor = syntax.head[governor]  # denouncing, as did the minister, “…”
        return _verb(syntax, quoted, governor), dep
    beside = _beside(syntax, quoted, first, last)
    if beside >= 0 and dep not in ("poss", "pobj"):
        return beside, "beside"
    if dep == "pobj":
        outer = syntax.head[governor]
        if syntax.lower[governor] in ("by", "from", "of", "for", "to", "with", "in"):
            return outer, syntax.lower[governor]
        return outer, "pobj"
    if dep == "poss":
        return governor, "poss"
    return (governor, dep) if governor != head else (-1, dep)


def _verb(syntax: Syntax, quoted: Sequence[int], verb: int) -> int:
    """The verb of speech that shares a subject with ``verb``: itself, or one joined to it (*rose and said*, *went on to
    say*).
    """
    verbs = words("reporting_verbs")
    if syntax.lemma[verb] in verbs:
        return verb
    waiting, seen = [verb], 0
    while waiting and seen < 8:
        seen += 1
        at = waiting.pop(0)
        for child in syntax.children[at]:
            if quoted[child] < 0 and syntax.dep[child] in ("xcomp", "conj", "advcl", "acl", "prep", "pcomp"):
                if any(syntax.dep[k] in ("nsubj", "nsubjpass") for k in syntax.children[child]):
                    continue
                if syntax.lemma[child] in verbs and syntax.pos[child] == "VERB":
                    return child
                waiting.append(child)
    return verb


def _beside(syntax: Syntax, quoted: Sequence[int], first: int, last: int) -> int:
    """A verb of speech right before or after a phrase, whatever the parse says: *said X*, *X also said*; else -1."""
    verbs = words("reporting_verbs")

    def reports(i: int) -> bool:
        return syntax.lemma[i] in verbs and syntax.tag[i] in ("VBD", "VBZ", "VBP", "VBN", "VBG", "NN", "NNS")

    if first > 0 and quoted[first - 1] < 0 and reports(first - 1):
        return first - 1
    for i in range(last + 1, min(len(syntax), last + 1 + _REACH)):
        if quoted[i] >= 0 or syntax.text[i][0] in ',;:\n.!?"':
            break
        if reports(i):
            return i
    return -1
