"""Is it speech? Titles, nicknames, scare quotes and words mentioned as words stand in marks too.

A boosted-tree classifier decides from the stretch itself, its marks and the words around it. It was trained on
annotated articles of every kind; see ``training/`` and the card beside the weights.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.engine import trees
from service.engine.encoder import Encoding
from service.engine.lexicon import words
from service.engine.reading.syntax import Syntax
from service.engine.result import Span

from .edges import blank_left, left, right
from .marks import Stretch

NEAR = 12  # tokens on either side in which a reporting verb counts as near

FEATURES = (
    "labelled words single unopened unclosed article_double article_single marked_before marked_after share_single capital "
    "title_share upper_share finite_verbs any_verb first_person second_person determiner_first digit end_comma "
    "end_stop end_mark after_stop after_comma after_letter before_colon before_comma before_start before_bracket "
    "after_bracket whole_paragraph headline first_paragraph paragraph_words paragraph_stop sentence_marked repeated "
    "entity_inside verb_before verb_after verb_in_sentence said_before said_after naming_before term_before "
    "work_before called_before article_before article_noun_before adjective_before preposition_before be_before "
    "that_before noun_after verb_next proper_before proper_after pronoun_before pronoun_after according person_near "
    "quoted_noun inside_noun_phrase parts position encoder"
).split()

_BESIDE = "“”\"'‘’„«»` "
_BARE = "“”\"'‘’„«»` ,.-–—"
# One way to read each word, and none that is longer than a word, since it is tried for each stretch of a line.
_LABEL = re.compile(r"[^\W\d_][\w.'’-]{0,60}+(?: [^\W\d_][\w.'’-]{0,60}+){0,4}+ ?:")  # MAYOR BROWN: “…”


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, or the lines that one stretch goes over: its bounds, those without white space, and how far its edges are bare.

    What stands at a line's edges is looked at once a line and not once a stretch, of which a line may hold thousands.
    """

    start: int
    end: int
    stop: int  # the white space at the end begins
    closing: int  # the marks before that begin
    bare_to: int  # from the start, white space and then marks, dots, commas and dashes reach
    bare_from: int  # the same up to the end begin


@dataclass(frozen=True, slots=True)
class _Article:
    """What is the same for all stretches of an article."""

    text: str
    syntax: Syntax
    stretches: Sequence[Stretch]
    repeated: frozenset[str]
    marked: dict[int, int]  # token: number of the stretch it stands in
    double: int
    single: int
    breaks: Sequence[int]  # where the lines end
    opening: int  # where the first word stands
    lines: dict[tuple[int, int], _Line]

    def line(self, stretch: Stretch) -> _Line:
        """The line, or lines, that a stretch stands in."""
        before, after = bisect_left(self.breaks, stretch.start), bisect_left(self.breaks, stretch.end)
        if (before, after) not in self.lines:
            end = self.breaks[after] if after < len(self.breaks) else len(self.text)
            self.lines[before, after] = _line(self.text, self.breaks[before - 1] + 1 if before else 0, end)
        return self.lines[before, after]


def _line(text: str, start: int, end: int) -> _Line:
    stop, bare = blank_left(text, end, start), start
    while bare < stop and text[bare].isspace():
        bare += 1
    bare = min(right(text, bare, _BARE), end)
    return _Line(start, end, stop, left(text, stop, "”\"'’", start), bare, left(text, stop, _BARE, start))


def chances(text: str, syntax: Syntax, stretches: Sequence[Stretch], encoding: Encoding) -> list[float]:
    """For each stretch the chance, 0 to 1, that it is speech."""
    if not stretches:
        return []
    model = trees.load("speech", tuple(FEATURES))
    return [float(c) for c in trees.chance(model.score(features(text, syntax, stretches, encoding)))]


def features(text: str, syntax: Syntax, stretches: Sequence[Stretch], encoding: Encoding) -> trees.Matrix:
    """One row a stretch, columns as ``FEATURES``; ``encoding`` is that of the same stretches."""
    marked = {i: n for n, stretch in enumerate(stretches) for part in stretch.parts for i in syntax.tokens(part)}
    seen: dict[str, int] = {}
    for stretch in stretches:
        key = _key(text, stretch.parts[0])
        seen[key] = seen.get(key, 0) + 1
    single = sum(stretch.single for stretch in stretches)
    repeated = frozenset(key for key, count in seen.items() if count > 1)
    breaks = [i for i, c in enumerate(text) if c == "\n"]
    opening = len(text) - len(text.lstrip())
    article = _Article(text, syntax, stretches, repeated, marked, len(stretches) - single, single, breaks, opening, {})
    rows = []
    for number, stretch in enumerate(stretches):
        row = {**_itself(article, stretch), **_place(article, number, stretch), **_around(article, stretch)}
        row["encoder"] = encoding.speech(number)
        rows.append([row[name] for name in FEATURES])
    return np.array(rows, np.float32)


def _key(text: str, part: Span) -> str:
    return text[part.start : part.end].strip(" ,.").casefold()


def _itself(article: _Article, stretch: Stretch) -> dict[str, float]:
    """The words within the marks."""
    syntax, text = article.syntax, article.text
    tokens = [i for part in stretch.parts for i in syntax.tokens(part)]
    letters = [i for i in tokens if syntax.text[i][:1].isalpha()]
    count = max(1, len(letters))
    long = [i for i in letters if len(syntax.text[i]) > 3]
    ending = text[stretch.end - 1]
    return {
        "words": len(letters),
        "parts": len(stretch.parts),
        "capital": bool(letters) and syntax.text[letters[0]][0].isupper(),
        "title_share": sum(syntax.text[i][0].isupper() for i in long) / max(1, len(long)),
        "upper_share": sum(syntax.text[i].isupper() for i in letters) / count,
        "finite_verbs": sum(syntax.tag[i] in ("VBD", "VBP", "VBZ", "MD") for i in tokens) / count,
        "any_verb": any(syntax.pos[i] in ("VERB", "AUX") for i in tokens),
        "first_person": any(syntax.lower[i] in ("i", "we", "my", "our", "me", "us") for i in letters),
        "second_person": any(syntax.lower[i] in ("you", "your") for i in letters),
        "determiner_first": bool(letters) and syntax.pos[letters[0]] == "DET",
        "digit": any(c.isdigit() for c in text[stretch.start : min(stretch.end, stretch.start + 80)]),
        "end_comma": ending == ",",
        "end_stop": ending == ".",
        "end_mark": ending in "!?…",
        "entity_inside": sum(bool(syntax.entity[i]) for i in letters) / count,
        "repeated": _key(text, stretch.parts[0]) in article.repeated,
    }


def _place(article: _Article, number: int, stretch: Stretch) -> dict[str, float]:
    """Where the stretch stands in the article and its paragraph."""
    text, syntax = article.text, article.syntax
    line = article.line(stretch)
    start, end = line.start, line.end
    last = text[line.closing - 1] if line.closing > start else ""
    edge, far = left(text, stretch.start, _BESIDE), right(text, stretch.end, _BESIDE)
    before, after = text[edge - 1 : edge] if edge else "", text[far : far + 1]
    opening = max(edge, start)  # marks do not stand before the paragraph
    close = text[stretch.end : stretch.end + 3].lstrip("“”\"'‘’„«»`")[:1]
    first = syntax.tokens(stretch.parts[0])
    sentence = syntax.sentence[first.start] if first.start < len(syntax) else 0
    others = (n for n in (number - 1, number + 1) if 0 <= n < len(article.stretches))
    neighbours = [article.stretches[n] for n in others]
    return {
        "single": stretch.single,
        "unopened": stretch.unopened,
        "unclosed": stretch.unclosed,
        "article_double": min(article.double, 40),
        "article_single": min(article.single, 40),
        "share_single": article.single / (article.single + article.double),
        "marked_before": min(200, stretch.start - article.stretches[number - 1].end) if number else 999,
        "marked_after": min(200, article.stretches[number + 1].start - stretch.end)
        if number + 1 < len(article.stretches)
        else 999,
        "sentence_marked": sum(syntax.sentence[syntax.tokens(o.parts[0]).start] == sentence for o in neighbours),
        "after_stop": after in ".!?" and bool(after),
        "after_comma": after in ",;" and bool(after),
        "after_letter": close.isalpha(),
        "before_colon": before == ":",
        "before_comma": before == ",",
        "labelled": bool(_LABEL.fullmatch(text, start, opening)),
        "before_start": opening == start,
        "before_bracket": before in ("(", "["),
        "after_bracket": after in (")", "]"),
        "whole_paragraph": _stands_alone(text, stretch, line),
        "headline": line.stop - start < 160 and last not in (".", "!", "?", ":"),
        "first_paragraph": start <= article.opening,
        "paragraph_words": min(400, end - start),
        "paragraph_stop": last in (".", "!", "?"),
        "position": stretch.start / max(1, len(text)),
    }


def _stands_alone(text: str, stretch: Stretch, line: _Line) -> bool:
    """Whether a line has no words beside a stretch: marks, dots, commas and dashes, with white space at either end."""
    if blank_left(text, stretch.start, line.start) > line.bare_to:
        return False
    end = stretch.end
    while end < line.stop and text[end].isspace():
        end += 1
    return end >= line.bare_from


def _around(article: _Article, stretch: Stretch) -> dict[str, float]:
    """The words outside the marks, and what the parse says of the two together."""
    syntax = article.syntax
    first, last = syntax.tokens(stretch.parts[0]).start, syntax.tokens(stretch.parts[-1]).stop - 1
    sentence = syntax.sentence[first] if first < len(syntax) else 0
    before = _outside(article, range(first - 1, max(-1, first - 4 * NEAR), -1))
    after = _outside(article, range(last + 1, min(len(syntax), last + 4 * NEAR)))
    verbs = words("reporting_verbs")

    def distance(tokens: list[int], lemmas: frozenset[str]) -> float:
        return next((n for n, i in enumerate(tokens) if syntax.lemma[i] in lemmas and syntax.pos[i] == "VERB"), 2 * NEAR)

    def near(tokens: list[int], names: frozenset[str], reach: int) -> bool:
        return any(syntax.lemma[i] in names for i in tokens[:reach])

    def tagged(tokens: list[int], *tags: str) -> bool:
        return bool(tokens) and syntax.pos[tokens[0]] in tags

    inner = range(first, min(last + 1, len(syntax)))
    heads = [syntax.head[i] for i in inner if not first <= syntax.head[i] <= last]
    return {
        "verb_before": distance(before, verbs),
        "verb_after": distance(after, verbs),
        "verb_in_sentence": any(syntax.sentence[i] == sentence and syntax.lemma[i] in verbs for i in before + after),
        "said_before": distance(before, _SAID),
        "said_after": distance(after, _SAID),
        "naming_before": near(before, words("naming_words"), 3),
        "called_before": near(before, _CALLED, 6),
        "term_before": near(before, words("term_nouns"), 2),
        "work_before": near(before, words("work_nouns"), 4),
        "according": any(syntax.lower[i] == "according" for i in before[:NEAR] + after[:NEAR]),
        "article_before": bool(before) and syntax.lower[before[0]] in ("the", "a", "an", "this", "its", "their", "his", "her"),
        "article_noun_before": len(before) > 1 and syntax.pos[before[0]] == "NOUN" and syntax.pos[before[1]] in ("DET", "ADJ"),
        "adjective_before": tagged(before, "ADJ"),
        "preposition_before": tagged(before, "ADP"),
        "be_before": bool(before) and syntax.lemma[before[0]] == "be",
        "that_before": bool(before) and syntax.lower[before[0]] == "that",
        "proper_before": tagged(before, "PROPN"),
        "proper_after": tagged(after, "PROPN"),
        "pronoun_before": tagged(before, "PRON"),
        "pronoun_after": tagged(after, "PRON"),
        "noun_after": tagged(after, "NOUN"),
        "verb_next": tagged(after, "VERB", "AUX"),
        "person_near": any(syntax.entity[i] == "PERSON" for i in before[:NEAR] + after[:NEAR]),
        "quoted_noun": any(syntax.pos[h] == "NOUN" for h in heads),
        "inside_noun_phrase": any(
            syntax.dep[i] in ("compound", "amod", "nmod", "appos") for i in inner if not first <= syntax.head[i] <= last
        ),
    }


_SAID = frozenset(("say", "tell", "write", "add", "tweet", "state"))
_CALLED = frozenset(("call", "describe", "label", "brand", "dub", "refer", "characterize", "denounce", "decry", "dismiss"))


def _outside(article: _Article, tokens: range) -> list[int]:
    """The words among ``tokens`` that stand in no marks and in the same paragraph, nearest first."""
    syntax = article.syntax
    found: list[int] = []
    for i in tokens:
        if "\n" in syntax.text[i] or len(found) > 2 * NEAR:
            break
        if i not in article.marked and syntax.text[i][0].isalnum():
            found.append(i)
    return found
