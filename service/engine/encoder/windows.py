"""What the encoder reads of an article: the paragraphs around its quotations, in windows of bounded length.

Marks are replaced by words of their own, so that a wrongly directed, missing or single mark reads like any other once it is
paired, and the middle of a long quotation is left out: who said it stands around it. So the cost grows with the text beside
quotations, neither with their number nor with their length.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.engine.reading.syntax import Syntax
from service.engine.result import Span

OPEN, CLOSE, MIDDLE, BREAK = "[unused1]", "[unused2]", "[unused3]", "[unused4]"  # words that BERT's vocabulary keeps free
SPECIAL = frozenset((OPEN, CLOSE, MIDDLE, BREAK))
HEAD, TAIL = 12, 6  # words of a quotation that are read at its beginning and at its end
PARAGRAPHS_BEFORE, PARAGRAPHS_AFTER = 2, 1  # read around a paragraph with a quotation
MOST = 600  # windows of one article; prose of 400,000 characters, some 80,000 words, has 360, and what has more is mostly marks
LENGTH, STEP, LEAD = 320, 220, 60  # words of a window, from one to the next, and before a quotation that it answers for

_MARKS = frozenset("“”„‟«»\"＂〝〞‘’‚‛'`´‹›")


@dataclass(frozen=True, slots=True)
class Window:
    """Words in order, lower case; ``tokens`` has the token number of each, or -1 for a word that stands for a mark.

    ``openings`` holds the positions at which the parts of a stretch open, by the stretch's number, for those stretches that
    this window answers for.
    """

    words: tuple[str, ...]
    tokens: tuple[int, ...]
    openings: dict[int, tuple[int, ...]]


def windows(syntax: Syntax, stretches: Sequence[Sequence[Span]]) -> list[Window]:
    """The windows of an article, given the parts of its marked stretches; every stretch is answered for by one of them, but for
    those of a text that has more than ``MOST``: what stands beyond is not read.
    """
    words, tokens, opened = _condensed(syntax, stretches)
    found: dict[int, dict[int, tuple[int, ...]]] = {}
    for number, positions in opened.items():
        found.setdefault(max(0, (positions[0] - LEAD) // STEP), {})[number] = tuple(positions)
    made = []
    for at, owned in sorted(found.items())[:MOST]:
        start, stop = at * STEP, at * STEP + LENGTH
        openings = {n: tuple(p - start for p in positions if p < stop) for n, positions in owned.items()}
        made.append(Window(tuple(words[start:stop]), tuple(tokens[start:stop]), openings))
    return made


def _condensed(syntax: Syntax, stretches: Sequence[Sequence[Span]]) -> tuple[list[str], list[int], dict[int, list[int]]]:
    """The words that are read, the token of each, and where the parts of each stretch open."""
    parts = {(r := syntax.tokens(part)).start: (number, r) for number, spans in enumerate(stretches) for part in spans}
    words: list[str] = []
    tokens: list[int] = []
    opened: dict[int, list[int]] = {}
    for first, stop in _paragraphs(syntax, sorted(parts)):
        words.append(BREAK)
        tokens.append(-1)
        i = first
        while i < stop:
            if i in parts and len(parts[i][1]):
                number, inside = parts[i]
                opened.setdefault(number, []).append(len(words))
                for word, token in _quoted(syntax, inside):
                    words.append(word)
                    tokens.append(token)
                i = inside.stop
            else:
                if not syntax.text[i].isspace() and not _MARKS.issuperset(syntax.text[i]):
                    words.append(syntax.lower[i])
                    tokens.append(i)
                i += 1
    return words, tokens, opened


def _quoted(syntax: Syntax, inside: range) -> Iterator[tuple[str, int]]:
    """A part's words between the marks, without its middle if it is long."""
    yield OPEN, -1
    whole = len(inside) <= HEAD + TAIL + 2
    for i in inside if whole else inside[:HEAD]:
        yield syntax.lower[i], i
    if not whole:
        yield MIDDLE, -1
        for i in inside[-TAIL:]:
            yield syntax.lower[i], i
    yield CLOSE, -1


def _paragraphs(syntax: Syntax, openings: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The bounds, in tokens, of the paragraphs to read, given the first tokens of all parts."""
    breaks = [i for i, text in enumerate(syntax.text) if "\n" in text]
    starts = [0, *(i + 1 for i in breaks)]
    ends = [*breaks, len(syntax)]
    filled = [n for n, (start, end) in enumerate(zip(starts, ends, strict=True)) if start < end]
    place = {n: at for at, n in enumerate(filled)}
    read: set[int] = set()
    for token in openings:
        number = bisect_right(starts, token) - 1
        if number in place:
            at = place[number]
            read.update(filled[max(0, at - PARAGRAPHS_BEFORE) : at + PARAGRAPHS_AFTER + 1])
    for number in sorted(read):
        yield starts[number], ends[number]
