"""Fit boosted trees with scikit-learn and write them in the form that ``service.engine.trees`` reads."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier

from .corpora import digest

WEIGHTS = Path(__file__).parent.parent / "service" / "engine" / "weights"
SEED = 20261122


def classifier(**options: Any) -> HistGradientBoostingClassifier:
    """A boosted-tree classifier with the project's seed and without early stopping, so that two runs give the same trees."""
    return HistGradientBoostingClassifier(random_state=SEED, early_stopping=False, **options)


def folds(groups: Sequence[str], count: int = 5) -> npt.NDArray[np.int64]:
    """A fold for each row such that rows of one group (an article) share it; by the group's own digest, so it never changes."""
    numbers = {g: int(hashlib.sha256(g.encode()).hexdigest(), 16) % count for g in set(groups)}
    return np.array([numbers[g] for g in groups])


def export(name: str, model: HistGradientBoostingClassifier, features: Sequence[str], card: dict[str, Any]) -> None:
    """Write ``weights/<name>.npz`` and its card ``weights/<name>.json``, which records the digest."""
    trees = [stage[0].nodes for stage in model._predictors]
    width = max(len(nodes) for nodes in trees)
    shape = (len(trees), width)
    arrays: dict[str, Any] = {
        "feature": np.zeros(shape, np.int32),
        "threshold": np.zeros(shape, np.float32),
        "left": np.tile(np.arange(width, dtype=np.int32), (len(trees), 1)),
        "right": np.tile(np.arange(width, dtype=np.int32), (len(trees), 1)),
        "value": np.zeros(shape, np.float32),
    }
    for t, nodes in enumerate(trees):
        inner = np.flatnonzero(nodes["is_leaf"] == 0)
        arrays["feature"][t, inner] = nodes["feature_idx"][inner]
        arrays["threshold"][t, inner] = nodes["num_threshold"][inner]
        arrays["left"][t, inner] = nodes["left"][inner]
        arrays["right"][t, inner] = nodes["right"][inner]
        arrays["value"][t, : len(nodes)] = nodes["value"]
    depth = max(int(nodes["depth"].max()) for nodes in trees)
    path = WEIGHTS / f"{name}.npz"
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        path, features=np.array(features), depth=depth, baseline=float(model._baseline_prediction[0, 0]), **arrays
    )
    card = {"weights": path.name, "sha256": digest(path), "seed": SEED, "scikit-learn": sklearn.__version__, **card}
    path.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf8")
