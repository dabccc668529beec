"""Conditional logistic regression: the weights with which the likeliest of several candidates is chosen.

McFadden, *Conditional Logit Analysis of Qualitative Choice Behavior* (1974). An instance is the features of each candidate, and
the number of the right one.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Features = dict[str, float]
Instance = tuple[list[Features], int]


def fit(found: Sequence[Instance], ridge: float, prior_weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of each feature, with a ridge penalty towards ``prior_weights`` (0 where there is none)."""
    names = sorted({name for near, _ in found for features in near for name in features})
    tables = [np.array([[features.get(name, 0.0) for name in names] for features in near]) for near, _ in found]

    prior = np.array([prior_weights.get(name, 0.0) for name in names])

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        away = weights - prior
        total, slope = ridge / 2 * float(away @ away), ridge * away
        for table, (_, right) in zip(tables, found, strict=True):
            scores = table @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            total -= float(np.log(chances[right] + 1e-12))
            slope = slope + table.T @ chances - table[right]
        return total, slope

    found_at = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    return {name: round(float(weight), 3) for name, weight in zip(names, found_at, strict=True)}


def right_share(found: Sequence[Instance], weights: Mapping[str, float]) -> float:
    """The percentage of instances whose likeliest candidate is the right one."""
    hits = sum(
        max(range(len(near)), key=lambda i: (sum(weights.get(n, 0.0) * v for n, v in near[i].items()), -i)) == right
        for near, right in found
    )
    return round(100 * hits / max(1, len(found)), 2)
