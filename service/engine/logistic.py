"""Logistic models whose weights have names: how they are stored, and how they weigh."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import log


@cache
def weights(model: str) -> dict[str, float]:
    """The learned weight of each feature, from ``weights/<model>.json``. Raises ValueError where that is damaged."""
    path = files(__package__) / "weights" / f"{model}.json"
    try:
        return {name: float(value) for name, value in json.loads(path.read_text(encoding="utf8"))["weights"].items()}
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path} is damaged; install Quoth anew") from error


def score(model: str, features: Mapping[str, float]) -> float:
    """The weighted sum of features; those that the model does not know count nothing."""
    known = weights(model)
    return sum(known.get(name, 0.0) * value for name, value in features.items())


def log_odds(chance: float) -> float:
    """The log odds of a chance, kept within sight."""
    chance = min(0.998, max(0.002, chance))
    return log(chance / (1 - chance))
