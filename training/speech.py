"""Train the speech classifier: ``python -m training.speech POLNEAR_TRAIN GOLD_TRAIN FOLDER``.

Every marked stretch of an annotated article is an example: speech or not, as annotated; a stretch that the annotators
passed over (single marks in a headline) is not. Beside them stand the same articles in single marks, as British newspapers
print them, transcripts made of PolNeAR's quotations, its articles whose speakers were annotated later, and invented ones; what
is measured are the articles of the gold as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score, log_loss

from service.engine.quotations import marked as stretches
from service.engine.quotations.marks import Stretch
from service.engine.quotations.speech import FEATURES, features
from service.engine.reading.syntax import syntax
from service.engine.trees import Matrix

from .augmentation import transcript
from .boosting import classifier, export, folds
from .corpora import INVENTED, SPEAKERS, Example, annotated, arguments, digests, examples, made_examples
from .corpora import rows as rows_of
from .encodings import Encodings

# What an example weighs beside one of the gold. Who annotated PolNeAR's other articles drew the line elsewhere where a word
# or two are echoed: with a fifth of the weight the log loss on the gold is less (0.124, and 0.128 with all of it).
MADE, INVENTION, OTHERS = 0.05, 0.1, 0.2
OPTIONS = {
    "max_iter": 250,
    "learning_rate": 0.06,
    "max_leaf_nodes": 6,
    "min_samples_leaf": 12,
    "l2_regularization": 2.0,
    "max_features": 0.3,
}


def label(row: dict[str, object], stretch: Stretch) -> bool | None:
    """Whether a stretch is speech by the annotation; None where the annotation cannot say."""
    best = None
    for gold in row["quotations"]:  # type: ignore[attr-defined]
        for part in stretch.parts:
            shared = min(part.end, gold["end"]) - max(part.start, gold["start"])
            if shared > 0 and (best is None or shared > best[0]):
                best = (shared, None if gold.get("bad") else bool(gold["speech"]))
    return best[1] if best else False


Marked = tuple[Example, list[Stretch]]


def marked(example: Example) -> Marked:
    """An article with its marked stretches."""
    return example, stretches(example.reading, syntax(example.reading.doc))


def in_single_marks(example: Example) -> Marked | None:
    """The same article as British newspapers print it; None for one that has single marks already."""
    _, found = marked(example)
    if not found or any(stretch.single for stretch in found):
        return None
    text = list(example.reading.text)
    for stretch in found:
        for at, mark in ((stretch.start - 1, "‘"), (stretch.end, "’")):
            if 0 <= at < len(text) and text[at] in '“”"':
                text[at] = mark
    reading = replace(example.reading, text="".join(text))
    return Example(example.row, reading), [replace(stretch, single=True) for stretch in found]


def transcripts(path: Path, folder: Path) -> list[Example]:
    """PolNeAR's articles as transcripts, in which all that is marked is speech."""
    made = [article for row in rows_of(path) if (article := transcript(row))]
    for article in made:
        spans = [attribution["content"][0] for attribution in article["attributions"]]
        article["quotations"] = [{"start": start + 1, "end": end - 1, "speech": True} for start, end in spans]
    return made_examples(made, folder, "transcripts")


def table(found: Iterable[Marked], encodings: Encodings) -> tuple[Matrix, npt.NDArray[np.bool_], list[str]]:
    """Rows, labels and the articles they are from."""
    table, labels, groups = [], [], []
    for example, near in found:
        made = encodings.of(example, near)
        for stretch, row in zip(near, features(made.reading.text, made.syntax, near, made.encoding), strict=True):
            speech = label(example.row, stretch)
            if speech is not None:
                table.append(row)
                labels.append(speech)
                groups.append(str(example.row["id"]).partition("+")[0])
    return np.array(table), np.array(labels), groups


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows, whether each is speech, the article and its fold, and how much a row weighs."""

    rows: Matrix
    labels: npt.NDArray[np.bool_]
    fold: npt.NDArray[np.int64]
    weight: float

    @classmethod
    def of(cls, found: Iterable[Marked], encodings: Encodings, weight: float) -> Self:
        """The table of articles."""
        rows, labels, groups = table(found, encodings)
        return cls(rows, labels, folds(groups), weight)


def _fit(tables: Sequence[Table], without: int = -1) -> HistGradientBoostingClassifier:
    """Fit on all tables but for a fold."""
    kept = [t.fold != without for t in tables]
    rows = np.concatenate([t.rows[k] for t, k in zip(tables, kept, strict=True)])
    labels = np.concatenate([t.labels[k] for t, k in zip(tables, kept, strict=True)])
    weights = np.concatenate([np.full(int(k.sum()), t.weight) for t, k in zip(tables, kept, strict=True)])
    return classifier(**OPTIONS).fit(rows, labels, sample_weight=weights)


def main() -> None:
    """Fit, measure and write."""
    args = arguments(__doc__)
    real = list(map(marked, annotated(args.gold, args.polnear, args.folder)))
    gold = {row["id"] for row in rows_of(args.gold)}
    made = [other for example, _ in real if (other := in_single_marks(example))] + list(
        map(marked, transcripts(args.polnear, args.folder))
    )
    encodings = Encodings(args.folder)
    measured, *others = tables = [
        Table.of([m for m in real if m[0].row["id"] in gold], encodings, 1.0),
        Table.of([m for m in real if m[0].row["id"] not in gold], encodings, OTHERS),
        Table.of(made, encodings, MADE),
        Table.of(map(marked, examples(INVENTED, args.folder)), encodings, INVENTION),
    ]
    labels, chances = measured.labels, np.zeros(len(measured.labels))
    for k in range(5):
        chances[measured.fold == k] = _fit(tables, k).predict_proba(measured.rows[measured.fold == k])[:, 1]
    result = {
        "stretches": len(labels),
        "speech": int(labels.sum()),
        "others, made and invented beside them": [len(other.labels) for other in others],
        "weights of those": [other.weight for other in others],
        "F1 if all were speech": round(100 * f1_score(labels, np.ones(len(labels))), 2),
        "F1, five folds by article": round(100 * f1_score(labels, chances > 0.5), 2),
        "log loss, five folds by article": round(log_loss(labels, chances), 4),
    }
    print(result)
    card = {
        "command": "python -m training.speech POLNEAR_TRAIN GOLD_TRAIN FOLDER",
        "data": digests(args.polnear, args.gold, SPEAKERS, INVENTED),
        "result": result,
        "options": OPTIONS,
    }
    export("speech", _fit(tables), FEATURES, card)


if __name__ == "__main__":
    main()
