"""Logistic models whose weights have names: how they are stored, and how they weigh."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import log


@cache
def weights(model: str) -> dict[str, float]:
    """The learned weight of each feature, from ``weights/<model>.json``."""
    card = json.loads((files(__package__) / "weights" / f"{model}.json").read_text(encoding="utf8"))
    return {name: float(value) for name, value in card["weights"].items()}


def score(model: str, features: Mapping[str, float]) -> float:
    """The weighted sum of features; those that the model does not know count nothing."""
    known = weights(model)
    return sum(known.get(name, 0.0) * value for name, value in features.items())


def log_odds(chance: float) -> float:
    """The log odds of a chance, kept within sight."""
    chance = min(0.998, max(0.002, chance))
    return log(chance / (1 - chance))
