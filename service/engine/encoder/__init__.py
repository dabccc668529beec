"""A small transformer that reads the text around the quotations, and what it makes of each of them.

all-MiniLM-L6-v2 (Wang et al., *MiniLM*, 2020; Reimers and Gurevych 2019), fine-tuned on PolNeAR and annotated articles to tell
of each marked stretch whether it is speech, which mention is its source, and whose words it holds, and of each name which words
say what its bearer is (``ties.py``). One pass gives every piece a few numbers; what a quotation and a mention, or a name and a
role, have to do with one another is the product of two short vectors, so that the encoder's cost does not grow with the number
of pairs. See ``training/encoder.py``.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from math import sqrt
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from service.engine.reading.syntax import Syntax
from service.engine.result import Span

from .windows import Window, windows
from .wordpieces import encode as cut

WIDTH = 64  # numbers that a word shows to another in each of the two choices
PIECES = 512  # that the pretrained encoder has positions for
SPEECH, NOBODY, VECTORS = 0, 1, 3  # columns of the output: log odds, two scores of nobody, and then the vectors
SCALE = 2 / sqrt(WIDTH)
TIE_WIDTH = 32  # numbers that a name shows to what its bearer may be
NOTHING = VECTORS + 4 * WIDTH  # columns: two scores of no role and no body, and then the vectors of those
TIES = NOTHING + 2
TIE_SCALE = 2 / sqrt(TIE_WIDTH)
UNSEEN = -12.0  # the log chance of a mention that the window does not hold

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]


class Encoding:
    """What the encoder makes of the marked stretches of an article."""

    def __init__(self, stretches: Sequence[Sequence[Span]], found: Sequence[tuple[Window, Halves]]) -> None:
        """``found`` has the output of each window, shape (words, columns), words as the window has them."""
        self._starts = [spans[0].start for spans in stretches]
        self._windows = list(found)
        self._places = [{token: i for i, token in enumerate(w.tokens[: len(out)]) if token >= 0} for w, out in found]
        self._of: dict[int, int] = {}
        self._own: dict[int, Floats] = {}
        for at, (window, output) in enumerate(found):
            for number, positions in window.openings.items():
                kept = [p for p in positions if p < len(output)]
                if kept:
                    self._of[number] = at
                    self._own[number] = output[kept].mean(axis=0, dtype=np.float32)

    def stretch(self, offset: int) -> int:
        """The number of the stretch that holds a code point inside it."""
        return bisect_right(self._starts, offset) - 1

    def windows(self) -> Iterator[tuple[Mapping[int, int], Halves]]:
        """For each window the position of each token that it holds, in order, and the output for each position."""
        for place, (_, output) in zip(self._places, self._windows, strict=True):
            yield place, output

    def reach(self, number: int) -> tuple[int, int]:
        """The first and the last token of the window that answers for a stretch; nothing where it was not read."""
        if number not in self._of:
            return 0, -1
        tokens = self._places[self._of[number]]
        return next(iter(tokens), 0), next(reversed(tokens), -1)

    def speech(self, number: int) -> float:
        """The log odds that a stretch is speech; 0 where it was not read."""
        return float(self._own[number][SPEECH]) if number in self._own else 0.0

    def mention(self, number: int, heads: Sequence[int]) -> Floats:
        """The log chances that a stretch's source is the mention with each of these heads (token numbers), the last that it is
        nobody; ``UNSEEN`` for those that stand too far away.
        """
        return self._choice(number, heads, 0)

    def speaker(self, number: int, heads: Sequence[int]) -> Floats:
        """The same for the names and descriptions that are the speaker's."""
        return self._choice(number, heads, 1)

    def _choice(self, number: int, heads: Sequence[int], which: int) -> Floats:
        chances = np.full(len(heads) + 1, UNSEEN, np.float32)
        if number not in self._own:
            return chances
        output, place = self._windows[self._of[number]][1], self._places[self._of[number]]
        near = [(n, place[head]) for n, head in enumerate(heads) if head in place]
        first = VECTORS + 2 * which * WIDTH
        own = self._own[number]
        keys = output[[p for _, p in near], first + WIDTH : first + 2 * WIDTH].astype(np.float32)
        scores = np.append(keys @ own[first : first + WIDTH] * SCALE, own[NOBODY + which])
        scores -= scores.max()
        chances[[*(n for n, _ in near), len(heads)]] = np.maximum(scores - np.log(np.exp(scores).sum()), UNSEEN)
        return chances


UNREAD = Encoding([], [])  # of an article of which nothing was read


class Encoder:
    """A loaded model. Its session is made for one thread and starts none, so that a process may fork after it is loaded."""

    def __init__(self, path: Path) -> None:
        """Load an ONNX file."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.enable_cpu_mem_arena = False  # what a long article took is given back
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def encode(self, syntax: Syntax, stretches: Sequence[Sequence[Span]]) -> Encoding:
        """Read what stands around the marked stretches of an article, given by their parts."""
        return Encoding(stretches, [(window, self.output(window)) for window in windows(syntax, stretches)])

    def output(self, window: Window) -> Halves:
        """The numbers of each word of a window, shape (words, columns); of fewer words where these have too many pieces."""
        pieces, begins = cut(window.words, PIECES)
        output = self._session.run(None, {"pieces": np.array([pieces], np.int64)})[0]
        return np.asarray(output[0][begins], np.float16)  # a long article has tens of thousands of rows


@cache
def load() -> Encoder:
    """The encoder that is shipped; loaded when first asked for, which in a server is after the fork."""
    with as_file(files("service.engine") / "weights" / "encoder.onnx") as path:
        return Encoder(path)
