import numpy as np
import pytest

from service.engine import trees
from service.engine.trees import Trees


def stump(threshold: float, low: float, high: float) -> Trees:
    """One tree with one question: is the first feature at most ``threshold``?"""
    return Trees(
        features=("a", "b"),
        feature=np.array([[0, 0, 0]], np.int32),
        threshold=np.array([[threshold, 0, 0]], np.float32),
        left=np.array([[1, 1, 2]], np.int32),
        right=np.array([[2, 1, 2]], np.int32),
        value=np.array([[0, low, high]], np.float32),
        depth=1,
        baseline=0.5,
    )


def test_a_tree_sends_each_row_to_its_leaf() -> None:
    scores = stump(2.0, -1.0, 1.0).score(np.array([[1, 9], [2, 9], [3, 9]], np.float32))
    assert scores.tolist() == [-0.5, -0.5, 1.5]


def test_no_rows_no_scores() -> None:
    assert stump(0, 0, 0).score(np.zeros((0, 2), np.float32)).shape == (0,)


def test_log_odds_as_chances() -> None:
    assert trees.chance(np.array([0.0], np.float32)).tolist() == [0.5]


def test_weights_for_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="train them anew"):
        trees.load("speech", ("another",))
