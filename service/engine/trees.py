"""Gradient-boosted decision trees, evaluated with numpy alone: what serving needs of a model that scikit-learn trained.

Friedman, *Greedy function approximation* (2001). A model is an ``.npz`` file beside this one: the trees' nodes in flat arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """A boosted sum of trees. Node arrays have shape (trees, nodes); a leaf is its own child on both sides."""

    features: tuple[str, ...]
    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: npt.NDArray[np.float32]
    depth: int
    baseline: float

    def score(self, rows: Matrix) -> Matrix:
        """The raw scores of ``rows``, whose columns are ``features``: log odds where the model is a classifier."""
        if not len(rows):
            return np.zeros(0, np.float32)
        trees = np.arange(self.feature.shape[0])
        each = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(trees)), np.int32)
        for _ in range(self.depth):
            goes_left = rows[each, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        scores: Matrix = self.value[trees, node].sum(axis=1) + np.float32(self.baseline)
        return scores


@cache
def load(name: str, features: Sequence[str]) -> Trees:
    """Load ``weights/<name>.npz``. Raises ValueError if it was trained on other features than ``features``."""
    with as_file(files(__package__) / "weights" / f"{name}.npz") as path, np.load(path, allow_pickle=False) as data:
        trained_on = tuple(data["features"].tolist())
        if trained_on != tuple(features):
            raise ValueError(f"the weights {name!r} were trained on other features; train them anew")
        nodes = (data[key] for key in ("feature", "threshold", "left", "right", "value"))
        return Trees(trained_on, *nodes, depth=int(data["depth"]), baseline=float(data["baseline"]))


def chance(scores: Matrix) -> Matrix:
    """Log odds as chances."""
    chances: Matrix = 1 / (1 + np.exp(-scores))
    return chances
