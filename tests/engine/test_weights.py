"""Every file of learned weights has a card that records what made it."""

import hashlib
import json
from pathlib import Path

import pytest

from service.engine import trees

WEIGHTS = Path(trees.__file__).parent / "weights"


LEARNED = sorted(path for path in WEIGHTS.iterdir() if path.suffix in (".npz", ".onnx"))
MOST = 30_000_000  # bytes of all weights


@pytest.mark.parametrize("path", LEARNED, ids=lambda p: p.stem)
def test_the_digest_is_the_recorded_one(path: Path) -> None:
    card = json.loads(path.with_suffix(".json").read_text(encoding="utf8"))
    assert card["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("path", sorted(WEIGHTS.glob("*.json")), ids=lambda p: p.stem)
def test_a_card_tells_command_data_and_seed(path: Path) -> None:
    card = json.loads(path.read_text(encoding="utf8"))
    assert card["command"].startswith("python -m training.")
    assert all(len(digest) == 64 for digest in card["data"].values())
    assert "seed" in card


def test_all_weights_together_are_small_enough_for_git() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) <= MOST
