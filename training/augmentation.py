"""Articles as translated news writes them, made from PolNeAR's.

American newsrooms put the attribution into the sentence; much translated news puts it into the next one (*This was
stated by …*). The corpus has next to none of those, so some of its sentences are turned: the words stay, the
attribution moves behind them.
"""

import re
from itertools import cycle
from typing import Any

TEMPLATES = (
    "This was stated by {source}",
    "This was announced by {source}",
    "It was reported by {source}",
    "{source} stated this",
    "This opinion was expressed by {source}",
    "This was said by {source}, speaking to journalists",
    "This was told by {source}",
    "{source} spoke about this",
    "This was written by {source} on social networks",
)
_MARKS = '“”"'
_NAME = re.compile(r"(?:[A-Z][\w.'’-]+ ){0,2}[A-Z][\w'’-]+")
_MARKED = re.compile(r"[“\"][^“”\"\n]+[”\"]")
_PRONOUN = re.compile(r"(?:he|she|they|it|i|we|who)\b", re.IGNORECASE)

_Edit = tuple[int, int, str, tuple[int, int], tuple[int, int]]


def turned(row: dict[str, Any]) -> dict[str, Any] | None:
    """An article whose turnable attributions stand in the sentence after the words; None if it has none.

    Only the turned attributions and those that they leave untouched are kept, with their new offsets.
    """
    text: str = row["text"]
    templates = cycle(TEMPLATES[len(text) % len(TEMPLATES) :] + TEMPLATES[: len(text) % len(TEMPLATES)])
    edits: list[_Edit] = []  # (start, end, new text, content, source in the new text), in order and apart
    for attribution in sorted(row["attributions"], key=lambda a: a["content"][0][0]):
        edit = _edit(text, attribution, next(templates))
        if edit and (not edits or edits[-1][1] < edit[0]):
            edits.append(edit)
    if not edits:
        return None
    pieces, attributions, at = [], [], 0
    for start, end, new, content, source in edits:
        pieces.append(text[at:start])
        base = sum(map(len, pieces))
        shifted = {
            "content": [[base + content[0], base + content[1]]],
            "source": [[base + source[0], base + source[1]]],
            "cue": [],
        }
        attributions.append(shifted)
        pieces.append(new)
        at = end
    pieces.append(text[at:])
    return {"id": f"{row['id']}+turned", "text": "".join(pieces), "attributions": attributions}


def transcript(row: dict[str, Any]) -> dict[str, Any] | None:
    """An article's quotations as the lines of a transcript (*BROWN: “…”*), speakers by surname; None if it has too few."""
    text: str = row["text"]
    lines: list[str] = []
    attributions, at = [], 0
    for attribution in sorted(row["attributions"], key=lambda a: a["content"][0][0]):
        words = text[attribution["content"][0][0] : attribution["content"][0][1]]
        source = attribution["source"] and text[attribution["source"][0][0] : attribution["source"][0][1]]
        if not source or not _NAME.fullmatch(source) or not _MARKED.fullmatch(words):
            continue
        label = source.split()[-1].upper() if len(lines) % 3 else source
        line = f"{label}: {words}"
        content = [at + len(label) + 2, at + len(line)]
        attributions.append({"content": [content], "source": [[at, at + len(label)]], "cue": []})
        lines.append(line)
        at += len(line) + 2
    if len(lines) < 3:
        return None
    return {"id": f"{row['id']}+transcript", "text": "\n\n".join(lines), "attributions": attributions}


def _edit(text: str, attribution: dict[str, Any], template: str) -> _Edit | None:
    if (
        not attribution["source"]
        or len(attribution["source"]) != 1
        or len(attribution["cue"] or []) != 1
        or len(attribution["content"]) != 1
    ):
        return None
    (source,), (cue,), (content,) = attribution["source"], attribution["cue"], attribution["content"]
    words = text[content[0] : content[1]]
    if not any(mark in words for mark in _MARKS) or "\n" in words or _PRONOUN.match(text, source[0]):
        return None
    first, last = min(cue[0], source[0]), max(cue[1], source[1])
    if first >= content[1] and first - content[1] <= 2 and text[last : last + 1] == "." and last - first < 160:
        said = re.sub(r",([”\"]?)$", r".\1", words)
        return _written(content[0], last + 1, said, text[source[0] : source[1]], template)
    gap = text[last : content[0]]
    opens = first == 0 or text[first - 1] == "\n" or text[first - 2 : first] == ". "
    if last <= content[0] and re.fullmatch(r",?( that)? ?", gap) and opens and source[0] == first and words[:1] not in _MARKS:
        stop = re.match(r"[”\"]?\.[”\"]?", text[content[1] :])
        if stop:
            words = words.removeprefix("that ")
            said = words[:1].upper() + words[1:] + stop[0]
            return _written(first, content[1] + stop.end(), said, text[source[0] : source[1]], template)
    return None


def _written(start: int, end: int, said: str, source: str, template: str) -> _Edit:
    before, _, after = template.partition("{source}")
    source = source[0].upper() + source[1:] if not before else source
    new = f"{said} {before}{source}{after}."
    at = len(said) + 1 + len(before)
    return start, end, new, (0, len(said)), (at, at + len(source))
