"""Train the speech classifier: ``python -m training.speech GOLD_TRAIN [--parses FOLDER]``.

Every marked stretch of an annotated article is an example: speech or not, as annotated; a stretch that the annotators
passed over (single marks in a headline) is not."""

import argparse
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score, log_loss

from service.engine.quotations.bounds import settle
from service.engine.quotations.marks import Stretch, stretches
from service.engine.quotations.speech import FEATURES, features
from service.engine.reading.syntax import syntax

from .boosting import classifier, export, folds
from .corpora import Example, digest, examples

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


def table(found: list[Example]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Rows, labels and the articles they are from."""
    rows, labels, groups = [], [], []
    for example in found:
        columns = syntax(example.reading.doc)
        text = example.reading.text
        marked = [settle(text, columns, s) for s in stretches(text)]
        marked = [s for s in marked if s.parts]
        for stretch, row in zip(marked, features(text, columns, marked), strict=True):
            speech = label(example.row, stretch)
            if speech is not None:
                rows.append(row)
                labels.append(speech)
                groups.append(str(example.row["id"]))
    return np.array(rows), np.array(labels), groups


def main() -> None:
    """Fit, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--parses", type=Path)
    args = parser.parse_args()
    rows, labels, groups = table(examples(args.gold, args.parses))
    fold, chances = folds(groups), np.zeros(len(labels))
    for k in range(5):
        model = classifier(**OPTIONS).fit(rows[fold != k], labels[fold != k])
        chances[fold == k] = model.predict_proba(rows[fold == k])[:, 1]
    result = {
        "stretches": len(labels),
        "speech": int(labels.sum()),
        "F1 if all were speech": round(100 * f1_score(labels, np.ones(len(labels))), 2),
        "F1, five folds by article": round(100 * f1_score(labels, chances > 0.5), 2),
        "log loss, five folds by article": round(log_loss(labels, chances), 4),
    }
    print(result)
    card = {"command": "python -m training.speech GOLD_TRAIN", "data": {args.gold.name: digest(args.gold)}, "result": result}
    export("speech", classifier(**OPTIONS).fit(rows, labels), FEATURES, {**card, "options": OPTIONS})


if __name__ == "__main__":
    main()
