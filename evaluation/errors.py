"""The kinds of error: each mistake that the scoring script counts, named by what can be seen of its cause.

A kind begins as the script names the mistake (``quotation missed``, ``not a quotation``, ``speaker``, ``role``,
``affiliation``); what follows is read from the answer, the right answer and the text, and is a heuristic. One mistake has one
kind.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

SHORT = 4  # words; up to so many, a quotation is seldom a clause
SINGLE, DOUBLE = "'‘’‚‛`´‹›", '"“”„‟«»'
PRONOUNS = frozenset(
    "he she they it we i you him her them us me who whom which that this those these one both all his hers theirs".split()
)
DETERMINERS = frozenset("a an one another some his her their its our my your this that these those".split())
LINKS = frozenset("of at in for from with on to by who whom that which".split())

Json = dict[str, Any]


def kinds(score: ModuleType, article: Json, answer: Json) -> Counter[str]:
    """How often each kind of error is made in one article; ``score`` is the scoring script."""
    text, spoken = article["text"], [q for q in article["quotations"] if q.get("speech") and not q.get("bad")]
    said = list(_parts(score, article, answer, spoken))
    found = _matched(score, spoken, said)
    speakers = {speaker["key"]: speaker for speaker in article["speakers"]}
    taken = set(found.values())
    counted: Counter[str] = Counter()
    for i, gold in enumerate(spoken):
        if i not in found:
            counted["quotation missed: " + _missed(text, gold, [part for part, _ in said])] += 1
            continue
        counted.update(_attribution(score, gold.get("speaker"), speakers, said[found[i]][1]))
    for j, (part, _) in enumerate(said):
        if j not in taken:
            counted["not a quotation: " + _superfluous(text, part, spoken)] += 1
    return counted


# The spans ------------------------------------------------------------------------------------------------------------


def _parts(score: ModuleType, article: Json, answer: Json, spoken: Sequence[Json]) -> Iterator[tuple[tuple[int, int], Json]]:
    """The parts that are judged, each with its quotation; what lies mostly in a bad stretch is passed over."""
    passed = [(q["start"], q["end"]) for q in article["quotations"] if q.get("bad")]
    for quotation in answer["quotations"]:
        for part in quotation["parts"]:
            span = (part["start"], part["end"])
            inside = max((_shared(span, bad) for bad in passed), default=0)
            if 2 * inside < span[1] - span[0] or any(score.overlap(span, _span(q)) >= score.OVERLAP for q in spoken):
                yield span, quotation


def _matched(score: ModuleType, spoken: Sequence[Json], said: Sequence[tuple[tuple[int, int], Json]]) -> dict[int, int]:
    """Which part was found for which quotation, best overlap first, in the order of the script."""
    pairs = sorted(
        ((score.overlap(_span(gold), part), i, j) for i, gold in enumerate(spoken) for j, (part, _) in enumerate(said)),
        reverse=True,
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in pairs:
        if share >= score.OVERLAP and i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def _missed(text: str, gold: Json, parts: Sequence[tuple[int, int]]) -> str:
    if any(_shared(_span(gold), part) for part in parts):
        return "found with other bounds"
    if gold.get("unopened") or gold.get("unclosed"):
        return "a mark is missing"
    return _look(text, _span(gold))


def _superfluous(text: str, part: tuple[int, int], spoken: Sequence[Json]) -> str:
    if any(_shared(_span(gold), part) for gold in spoken):
        return "a quotation with other bounds"
    return _look(text, part)


def _look(text: str, span: tuple[int, int]) -> str:
    """How long a stretch is and between what marks it stands."""
    words = len(text[slice(*span)].split())
    return f"{'short' if words <= SHORT else 'longer'}, in {_marks(text, span)}"


def _marks(text: str, span: tuple[int, int]) -> str:
    before, after = text[: span[0]].rstrip()[-2:], text[span[1] :].lstrip()[:2]
    for beside in (before[::-1], after):
        if len(beside) == 2 and beside[0] == beside[1] and beside[0] in SINGLE:
            return "two single marks for a double"
        if beside and beside[0] in SINGLE:
            return "single marks"
        if beside and beside[0] in DOUBLE:
            return "double marks"
    return "no marks"


def _span(gold: Json) -> tuple[int, int]:
    return gold["start"], gold["end"]


def _shared(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


# The speaker, and what is said of them --------------------------------------------------------------------------------


def _attribution(score: ModuleType, key: str | None, speakers: dict[str, Json], quotation: Json) -> Iterator[str]:
    """The mistakes in who said a quotation that was found, or, where that is right, in their role and affiliation."""
    answered = quotation["speaker"] or {}
    if key is None or not score.same_name(answered.get("name"), key, speakers):
        if key is not None or answered:
            yield "speaker: " + _wrong_speaker(score, key, speakers, quotation)
        return
    if speakers[key]["kind"] in score.PEOPLE:
        for field in ("role", "affiliation"):
            kind = _wrong_value(score, field, answered.get(field), speakers[key])
            if kind:
                yield f"{field}: {kind}"


def _wrong_speaker(score: ModuleType, key: str | None, speakers: dict[str, Json], quotation: Json) -> str:
    mention = quotation["mention"]
    if key is None:
        return "somebody answered where the article gives nobody"
    if quotation["speaker"] is None:
        return (
            "nobody answered though there is a mention (below the least confidence)"
            if mention
            else "no mention found, nobody answered"
        )
    if mention is None:
        return "no mention found, another one answered"
    words = mention["text"]
    if words.casefold() in PRONOUNS:
        return "the mention is a pronoun, resolved wrongly"
    if _named(score, words, speakers[key]):
        return "the mention names the speaker, the identity is wrong"
    if any(_named(score, words, other) for other in speakers.values()):
        return "another speaker of the article is mentioned"
    return "the mention is a description, resolved wrongly" if _describes(words) else "another name is mentioned"


def _named(score: ModuleType, words: str, speaker: Json) -> bool:
    """Whether a mention holds one of the forms of a speaker's name, word by word."""
    mention = score.tokens(words)
    forms = [score.tokens(name) for name in speaker["names"]]
    return any(form and form == mention[i : i + len(form)] for form in forms for i in range(len(mention)))


def _describes(words: str) -> bool:
    """Whether a mention is a description (*the spokesman*, *a source at the Kremlin*) rather than a name."""
    head: list[str] = []
    for word in words.split():
        if head and word in LINKS:
            break
        head.append(word)
    return not head or head[0].casefold() in DETERMINERS or not head[-1][0].isupper()


def _wrong_value(score: ModuleType, field: str, value: str | None, speaker: Json) -> str | None:
    accepted = speaker[field + "s"]
    if not value:
        return None if not accepted or field in speaker.get("optional", []) else "none answered"
    if score.same_value(value, accepted):
        return None
    return "another one answered" if accepted else "answered where the article gives none"
