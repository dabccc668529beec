"""The annotated training articles with the attributions that models gave them which had not seen them.

What comes after attribution learns from these, for they are as good and as sure as those that it will see.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from service.engine import attribution
from service.engine.result import Attribution

from .attribution import CHANCES, from_articles
from .corpora import Example
from .encodings import Encodings


def attributed(annotated: Iterable[Example], folder: Path) -> list[tuple[Example, tuple[Attribution, ...]]]:
    """Each annotated article with its attributions. Raises ValueError if the folder's chances are of another time."""
    encodings = Encodings(folder)
    with np.load(folder / CHANCES) as stored:
        of = dict(stored)
    found = []
    for example in annotated:
        if example.row["id"] not in of:
            continue
        article = from_articles(example, encodings)
        scored = ((n, at, float(c)) for (n, at), c in zip(article.pairs, of[example.row["id"]], strict=True))
        found.append((example, attribution.choose(article.scene, scored)))
    return found
