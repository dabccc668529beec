"""The accuracy gate: no figure on the annotated articles falls below its recorded floor.

The floors stand in ``accuracy-floors.json`` beside this file. They are raised when the engine gets better, and never
lowered to pass."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from service.engine import Engine
from service.web.schemas import AnswerSchema

FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "accuracy-floors.json").read_text(encoding="utf8"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    """The scoring script that stands beside the annotated articles."""
    spec = importlib.util.spec_from_file_location("score", shared / "evaluation" / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(score: ModuleType, engine: Engine, gold: Path) -> dict[str, Any]:
    """The figures of the engine on a file of annotated articles."""
    total = score.Score()
    for line in gold.read_text(encoding="utf8").splitlines():
        article = json.loads(line)
        answer = AnswerSchema().dump({"id": None, "text": None, "result": engine.attribute(article["text"])})
        one = score.score_article(article, answer)
        one.broken = score.breaches(article["text"], answer)
        total.add(one)
    found: dict[str, Any] = total.figures()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_below_its_floor(score: ModuleType, engine: Engine, shared: Path, name: str) -> None:
    found = figures(score, engine, shared / "evaluation" / f"{name}.jsonl")
    assert found["broken"] == 0
    measured = {key: found[key]["f1"] if isinstance(found[key], dict) else found[key] for key in FLOORS[name]}
    print(name, {key: round(value, 1) for key, value in measured.items()})  # noqa: T201 - seen with pytest -rP
    below = {key: (round(measured[key], 2), floor) for key, floor in FLOORS[name].items() if measured[key] < floor}
    assert not below, f"{name}: measured and floor {below}"
