"""The annotated training articles with the attributions that models gave them which had not seen them.

What comes after attribution learns from these, for they are as good and as sure as those that it will see.
"""

from pathlib import Path

import numpy as np

from service.engine import attribution
from service.engine.result import Attribution

from .attribution import CHANCES, from_articles, turned_examples
from .corpora import Example, examples
from .encodings import Encodings


def attributed(polnear: Path, gold: Path, folder: Path) -> list[tuple[Example, tuple[Attribution, ...]]]:
    """Each annotated article with its attributions. Raises ValueError if the folder's chances are of another time."""
    encodings = Encodings(folder)
    corpus, annotated = examples(polnear, folder), examples(gold, folder)
    turned = len(turned_examples(polnear))
    with np.load(folder / CHANCES) as stored:
        chances = [stored[f"arr_{i}"] for i in range(len(stored.files))]
    wild = [e for e in annotated if e.row["genre"] == "wild"]
    of = {e.row["id"]: c for e, c in zip(corpus, chances, strict=False)}
    of |= {e.row["id"]: c for e, c in zip(wild, chances[len(corpus) + turned :], strict=True)}
    found = []
    for example in annotated:
        if example.row["id"] not in of:
            continue
        article = from_articles(example, encodings)
        scored = ((n, at, float(c)) for (n, at), c in zip(article.pairs, of[example.row["id"]], strict=True))
        found.append((example, attribution.choose(article.scene, scored)))
    return found
