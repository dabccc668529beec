"""Turns: the lines of a transcript inside the marks, each opened by the name of who speaks, *“BROWN: It will. “ROE: When?”*.

Where every paragraph of a transcript opens with a mark the marks alone make one quotation of it all. PolNeAR has it only in two
or three articles, too few to learn from; the layout leaves nothing to weigh.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.engine.lexicon import words
from service.engine.result import Span

from .marks import Stretch

_DIRECTION = re.compile(r"[(\[][A-Z ,.!-]+[)\]][.,]?")  # (LAUGHTER), [APPLAUSE]
_BLANK = " \u00a0"
_LONGEST = 40  # code points of a name before a colon
_WORDS = 4  # of a name, at most
_SHORTEST = 3  # letters in capitals that are a name and no initials, *Q*, *TV*
_TURNS = 2  # that an article has, at least, if names before colons are who speaks: *“SLOGAN: …”* may stand once in any


def apart(text: str, stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """The stretches of an article; if it has a transcript, cut before every part that opens with a name and a colon.

    The name is a stretch's ``turn`` then, and stage directions between the turns are left out.
    """
    labels = {part.start: found for s in stretches for part in s.parts if (found := label(text, part)) is not None}
    for stretch in stretches:
        if len(labels) < _TURNS or not any(part.start in labels for part in stretch.parts):
            yield stretch
        else:
            yield from _turns(text, stretch, labels)


def _turns(text: str, stretch: Stretch, labels: dict[int, Span]) -> Iterator[Stretch]:
    spoken = [part for part in stretch.parts if not _DIRECTION.fullmatch(text, part.start, part.end)]
    begins = [i for i, part in enumerate(spoken) if i == 0 or part.start in labels]
    for begin, end in zip(begins, [*begins[1:], len(spoken)], strict=True):
        yield replace(
            stretch,
            parts=tuple(spoken[begin:end]),
            unopened=stretch.unopened and begin == 0,
            unclosed=stretch.unclosed and end == len(spoken),
            turn=labels.get(spoken[begin].start),
        )


def label(text: str, part: Span) -> Span | None:
    """The name in capitals before the colon with which some words open (*BROWN:*, *MAYOR BROWN:*); None if there is none."""
    colon = text.find(":", part.start, min(part.end - 1, part.start + _LONGEST))
    name = text[part.start : max(colon, part.start)].rstrip(_BLANK)
    if not name.isupper() or text[colon + 1] not in _BLANK or sum(c.isalpha() for c in name) < _SHORTEST:
        return None
    said = name.split()
    named = all(word[0].isalpha() for word in said) and len(said) <= _WORDS and said[0].lower() not in words("heading_words")
    return Span(part.start, part.start + len(name)) if named else None
