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
        count, width = self.feature.shape
        flat = np.ascontiguousarray(rows, np.float32).ravel()
        base = np.arange(len(rows), dtype=np.int32)[:, None] * np.int32(len(self.features))
        roots = np.arange(count, dtype=np.int32) * np.int32(width)
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        children = np.stack([self.right + roots[:, None], self.left + roots[:, None]], axis=-1).astype(np.int32).ravel()
        node = np.broadcast_to(roots, (len(rows), count))
        for _ in range(self.depth):
            goes_left = flat.take(base + feature.take(node)) <= threshold.take(node)
            node = children.take(2 * node + goes_left)
        scores: Matrix = self.value.ravel().take(node).sum(axis=1) + np.float32(self.baseline)
        return scores


@cache
def load(name: str, features: Sequence[str] | None = None) -> Trees:
    """Load ``weights/<name>.npz``; without ``features``, with those it was trained on, for rows that are made by name.

    Raises ValueError if it was trained on other features than ``features``.
    """
    with as_file(files(__package__) / "weights" / f"{name}.npz") as path, np.load(path, allow_pickle=False) as data:
        trained_on = tuple(data["features"].tolist())
        if features is not None and trained_on != tuple(features):
            raise ValueError(f"the weights {name!r} were trained on other features; train them anew")
        return Trees(
            features=trained_on,
            feature=data["feature"],
            threshold=data["threshold"],
            left=data["left"],
            right=data["right"],
            value=data["value"],
            depth=int(data["depth"]),
            baseline=float(data["baseline"]),
        )


def chance(scores: Matrix) -> Matrix:
    """Log odds as chances."""
    return np.asarray(1 / (1 + np.exp(-scores)), np.float32)
