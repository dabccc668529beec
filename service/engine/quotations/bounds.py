"""Where the words of a quotation begin or end whose mark is missing, and where the reporter cuts in inside the marks."""

import re
from collections.abc import Iterator
from dataclasses import replace

from service.engine.lexicon import words
from service.engine.reading.syntax import Syntax
from service.engine.result import Span

from .edges import blank_left
from .marks import Stretch

LONGEST_CUT = 24  # tokens that a reporter's clause between dashes has at most

_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[^a-z\s])")
_COLON = re.compile(r"[^.!?]{0,80}:\s")
_LEAD_IN = re.compile(r"[:,]\s*$")
_DASH = re.compile(r"(?<=[\s,.!?…])[-–—―](?=\s)")
_LED = re.compile(r"\b([^\W\d_]{2,20})(?: ?: ?(?=\S)|, (?=[^\W\d_a-z]))")  # She added: we, or, She said, We
_COLON_AND_CAPITAL = re.compile(r": (?=[^\W\d_a-z])")  # … a day: New cells
_CLOSING = frozenset("”\"»’'“")
_OWN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Mm]e|[Uu]s)\b")
_OTHERS = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
_SELVES = frozenset(("i", "we", "you", "me", "us"))
_RELATIVES = frozenset(("who", "which", "that", "whom", "whose"))


def settle(text: str, syntax: Syntax, stretch: Stretch) -> Stretch:
    """Move the bounds of a stretch that lacks a mark to where a reader sees that the words begin and end.

    Without the opening mark the words begin after a colon or after the sentence that reports the quotation before; without
    the closing one they end before the clause that attributes them, or before the sentence that leads to the next quotation.
    """
    parts = list(stretch.parts)
    if stretch.unopened:
        parts[0] = replace(parts[0], start=_beginning(text, parts[0]))
    if stretch.unclosed:
        parts[-1] = replace(parts[-1], end=_ending(text, syntax, parts[-1]))
    return replace(stretch, parts=tuple(part for part in parts if part.start < part.end))


def _beginning(text: str, part: Span) -> int:
    inside = text[part.start : part.end]
    leads = [m.end() for m in _LED.finditer(inside) if m[1].lower() in words("reporting_forms")]
    colon = _COLON.match(inside)
    ends = leads or ([colon.end()] if colon else [m.end() for m in _COLON_AND_CAPITAL.finditer(inside)])
    if ends:
        return part.start + ends[-1]
    before = blank_left(text, part.start)
    if before == 0 or "\n" in text[before : part.start]:
        return part.start + _own_words(inside)
    if before > 1 and text[before - 1] in _CLOSING and text[before - 2] in ".!?…" and inside[0].isupper():
        return part.start  # the sentence ended with the quotation before: nothing reports it here
    sentence = _SENTENCE_END.search(inside)  # what reports the quotation before ends there
    skipped = sentence.end() if sentence else 0
    return part.start + skipped + _own_words(inside[skipped:])


def _own_words(inside: str) -> int:
    """Where the first sentence begins that says *I* or *we*, if the reporter tells of *him* or *her* before it; else 0."""
    own = _OWN.search(inside)
    if not own or not _OTHERS.search(inside, 0, own.start()):
        return 0
    begins = [m.end() for m in _SENTENCE_END.finditer(inside, 0, own.end()) if m.end() <= own.start()]
    return begins[-1] if begins and _OTHERS.search(inside, 0, begins[-1]) else 0


def _ending(text: str, syntax: Syntax, part: Span) -> int:
    at = _attribution_inside(text, syntax, part)
    if at is not None:
        return at
    inside = text[part.start : part.end]
    if _LEAD_IN.search(inside):  # … control it well. The scout also said, “He was
        ends = [m.end() for m in _SENTENCE_END.finditer(inside)]
        if ends:
            return part.start + len(inside[: ends[-1]].rstrip())
    return part.end


def _attribution_inside(text: str, syntax: Syntax, part: Span) -> int | None:
    """Where a comma opens the clause that reports the words before it: *…, according to X*, *…, X said*."""
    verbs = words("reporting_verbs")
    tokens = syntax.tokens(part)
    for i in tokens:
        if syntax.lower[i] not in (",", "-", "?", "!") or i + 1 >= len(syntax):
            continue
        following = range(i + 1, min(i + 8, tokens.stop))
        if syntax.lower[i + 1 : i + 3] == ("according", "to"):
            return _before(text, part, syntax.start[i])
        kept = syntax.end[i] if syntax.lower[i] in ("?", "!") else syntax.start[i]
        for k in following:
            if syntax.lower[k] in _SELVES or syntax.lower[k] in ",.;:":
                break
            if syntax.lower[k] in _RELATIVES:
                break
            if syntax.pos[k] == "VERB" and syntax.lemma[k] in verbs and syntax.tag[k] in ("VBD", "VBZ"):
                return _before(text, part, kept)
    return None


def _before(text: str, part: Span, end: int) -> int | None:
    """The last code point before ``end`` that belongs to the words, or None if there are none."""
    end = part.start + len(text[part.start : end].rstrip())
    return end if end > part.start else None


def uncut(text: str, syntax: Syntax, part: Span) -> Iterator[Span]:
    """The pieces of a part without the clauses in which the reporter cuts in, between dashes or commas.

    *“First of all – Peskov emphasized – Putin has always asked for negotiations.”* has two. At the end of a part the second
    dash may be missing: *“… less severe”, - said the WHO.*
    """
    for piece in _uncut_by_dashes(text, syntax, part):
        yield from _uncut_by_commas(text, syntax, piece)


def _uncut_by_commas(text: str, syntax: Syntax, part: Span) -> Iterator[Span]:
    """The same for *“We have, said the mayor, no choice.”*: only with the verb first, since speakers say *he said* too."""
    tokens, verbs = syntax.tokens(part), words("reporting_verbs")
    start = part.start
    for i in tokens[1:-1]:
        reports = syntax.lemma[i] in verbs and syntax.tag[i] in ("VBD", "VBZ") and syntax.lower[i - 1] in (",", "!", "?")
        if not reports or syntax.start[i] < start or syntax.pos[i + 1] not in ("PROPN", "DET", "NOUN"):
            continue
        close = next((k for k in range(i + 1, min(i + LONGEST_CUT, tokens.stop)) if syntax.lower[k] in (",", ".")), -1)
        named = any(syntax.pos[k] in ("PROPN", "NOUN") for k in range(i + 1, close))
        if close < 0 or not named or any(syntax.pos[k] in ("VERB", "AUX", "PRON") for k in range(i + 1, close)):
            continue
        yield _trimmed(text, start, syntax.end[i - 1])
        start = syntax.end[close]
    if text[start : part.end].strip():
        yield _trimmed(text, start, part.end)


def _uncut_by_dashes(text: str, syntax: Syntax, part: Span) -> Iterator[Span]:
    start = part.start
    dashes = [part.start + m.start() for m in _DASH.finditer(text[part.start : part.end])]
    for i, dash in enumerate(dashes):
        if dash < start:
            continue
        end = dashes[i + 1] if i + 1 < len(dashes) else part.end
        if end == part.end and text[(close := blank_left(text, dash)) - 1 : close] not in (",", ".", "!", "?", "”", '"', "…"):
            continue
        if not _reports(syntax, Span(dash + 1, end)):
            continue
        if text[start:dash].strip():
            yield _trimmed(text, start, dash)
        start = min(end + 1, part.end)
    if text[start : part.end].strip():
        yield _trimmed(text, start, part.end)


def _reports(syntax: Syntax, clause: Span) -> bool:
    """Whether a clause says of somebody that they spoke."""
    tokens = syntax.tokens(clause)
    if not 2 <= len(tokens) <= LONGEST_CUT or any(syntax.lower[i] in _SELVES for i in tokens):
        return False
    if syntax.lower[tokens[0]] in _RELATIVES:  # – who claim to be patriots –
        return False
    verbs = words("reporting_verbs")
    said = [
        i
        for i in tokens
        if syntax.pos[i] == "VERB" and syntax.lemma[i] in verbs and syntax.tag[i] in ("VBD", "VBZ", "VBP", "VBN")
    ]
    named = any(syntax.pos[i] in ("PROPN", "PRON", "NOUN") for i in tokens)
    return named and bool(said)


def _trimmed(text: str, start: int, end: int) -> Span:
    inside = text[start:end]
    return Span(start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip()))
