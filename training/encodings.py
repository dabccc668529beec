"""The encodings of training articles, each by an encoder that has not seen the article: what the later models learn from.

A model that learned from an encoder's answers on its own training articles would trust them far too much (Wolpert, *Stacked
Generalization*, 1992). So the encoder is trained once for each fold without the fold's articles, and once with all for serving.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.engine.encoder import Encoder, Encoding
from service.engine.encoder.windows import windows
from service.engine.quotations import marked
from service.engine.quotations.marks import Stretch
from service.engine.reading.language import Reading
from service.engine.reading.syntax import Syntax, syntax

from .boosting import folds
from .corpora import Example, digest

FOLDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """An article as the stages after the encoder have it."""

    reading: Reading
    syntax: Syntax
    marked: list[Stretch]
    encoding: Encoding


def fold(article: str) -> int:
    """The fold of an article by its id, and of what was made of it (``id+turned``)."""
    return int(folds([article.partition("+")[0]], FOLDS)[0])


def path(folder: Path, number: int) -> Path:
    """Where the encoder lies that has not seen a fold."""
    return folder / f"encoder-{number}.onnx"


class Encodings:
    """Encodes articles, and keeps what came out in a folder."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds the encoders that ``training.encoder`` has made."""
        self._encoders = [Encoder(path(folder, number)) for number in range(FOLDS)]
        self._kept = [folder / f"encoded-{digest(path(folder, number))[:12]}" for number in range(FOLDS)]

    def of(self, example: Example, near: list[Stretch] | None = None) -> Encoded:
        """An article with its encoding; ``near`` stands for the marked stretches where they are not those of the text."""
        columns = syntax(example.reading.doc)
        near = marked(example.reading, columns) if near is None else near
        parts = [stretch.parts for stretch in near]
        number = fold(str(example.row["id"]))
        key = hashlib.sha256(repr((example.reading.text, parts)).encode()).hexdigest()[:20]
        kept = self._kept[number] / f"{key}.npz"
        read = windows(columns, parts)
        if kept.exists():
            with np.load(kept) as stored:
                outputs = [stored[f"arr_{i}"] for i in range(len(read))]
        else:
            outputs = [self._encoders[number].output(window) for window in read]
            kept.parent.mkdir(exist_ok=True)
            np.savez(kept, *outputs)
        return Encoded(example.reading, columns, near, Encoding(parts, list(zip(read, outputs, strict=True))))
