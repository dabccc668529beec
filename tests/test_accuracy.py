"""The accuracy gate: no figure on the annotated articles falls below its recorded floor.

The floors stand in ``accuracy-floors.json`` beside this file. They are raised when the engine gets better, and never lowered to
make a change pass.
"""

import json
from pathlib import Path

import pytest

from evaluation.accuracy import figures, judge, scores
from service.engine import Engine

FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "accuracy-floors.json").read_text(encoding="utf8"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_below_its_floor(engine: Engine, shared: Path, name: str) -> None:
    gold = shared / "evaluation" / f"{name}.jsonl"
    score = judge(gold)
    measured = figures(score, [one for _, one in scores(score, engine, gold)])
    assert measured["broken"] == 0
    below = {key: (round(measured[key], 2), floor) for key, floor in FLOORS[name].items() if measured[key] < floor}
    assert not below, f"{name}: measured and floor {below}"
