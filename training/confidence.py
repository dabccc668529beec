"""Fit the confidence: ``python -m training.confidence POLNEAR_TRAIN GOLD_TRAIN FOLDER``.

Run after ``training.attribution`` with the same folder: it reads there the chances that models gave to articles they
had not seen. Whether a speaker is right is judged as ``score.py`` beside the annotated articles does.
"""

import json
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from evaluation.accuracy import judge
from service.engine import speakers
from service.engine.confidence import FEATURES, features
from service.engine.result import Attribution, Identity

from .boosting import SEED, WEIGHTS, folds
from .corpora import SPEAKERS, Example, annotated, arguments, digests
from .held_out import attributed


def is_right(score: ModuleType, row: dict[str, Any], found: Attribution, identity: Identity) -> bool | None:
    """Whether an identity is the annotated speaker of a quotation's first part; None where that part cannot be judged."""
    part = found.quotation.parts[0]
    best = max(row["quotations"], key=lambda q: score.overlap((part.start, part.end), (q["start"], q["end"])), default=None)
    if best is None or score.overlap((part.start, part.end), (best["start"], best["end"])) < score.OVERLAP:
        return False
    if best.get("bad"):
        return None
    known = {s["key"]: s for s in row["speakers"]}
    return bool(best["speech"] and best["speaker"] and score.same_name(identity.name, best["speaker"], known))


def table(
    found: Sequence[tuple[Example, tuple[Attribution, ...]]], score: ModuleType
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_], list[str]]:
    """Rows of features, whether the speaker is right, and the article of each."""
    matrix, right, groups = [], [], []
    for example, attributions in found:
        for identity in speakers.identify(example.reading, attributions):
            for n in identity.quotations:
                judged = is_right(score, example.row, attributions[n], identity)
                if judged is not None:
                    matrix.append(features(example.reading.text, attributions[n], identity))
                    right.append(judged)
                    groups.append(str(example.row["id"]))
    return np.array(matrix, np.float32), np.array(right, bool), groups


def error(chances: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """The expected calibration error in percent, ten bins."""
    bins = np.minimum(9, (chances * 10).astype(int))
    return float(100 * sum(abs(chances[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(right))


def main() -> None:
    """Fit, measure and write."""
    args = arguments(__doc__)
    found = attributed(annotated(args.gold, args.polnear, args.folder), args.folder)
    matrix, right, groups = table(found, judge(args.gold))
    fold, held = folds(groups), np.zeros(len(right))
    for k in range(5):
        model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000).fit(matrix[fold != k], right[fold != k])
        held[fold == k] = model.predict_proba(matrix[fold == k])[:, 1]
    result = {
        "articles": len(found),
        "answers": len(right),
        "right, percent": round(100 * float(right.mean()), 1),
        "log loss, five folds by article": round(float(log_loss(right, held)), 4),
        "calibration error, five folds by article": round(error(held, right), 2),
    }
    print(result)
    model = LogisticRegression(C=1.0, fit_intercept=False, max_iter=2000).fit(matrix, right)
    card = {
        "command": "python -m training.confidence POLNEAR_TRAIN GOLD_TRAIN FOLDER",
        "data": digests(args.polnear, args.gold, SPEAKERS),
        "seed": SEED,
        "scikit-learn": sklearn.__version__,
        "result": result,
        "weights": {name: round(float(w), 4) for name, w in zip(FEATURES, model.coef_[0], strict=True)},
    }
    (WEIGHTS / "confidence.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
