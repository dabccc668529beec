"""The accuracy gate: no figure on the annotated articles falls below its recorded floor.

The floors stand in ``accuracy-floors.json`` beside this file. They are raised when the engine gets better, and never lowered to
make a change pass.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from evaluation import errors, mentions
from evaluation.accuracy import INVENTED, figures, judge, scores
from evaluation.answers import Answers
from service.engine import Engine

FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "accuracy-floors.json").read_text(encoding="utf8"))


CORPUS = "polnear-dev"
GOLD = sorted(FLOORS.keys() - {CORPUS})


@pytest.fixture(scope="module")
def answers() -> Answers:
    """The engine's answers; the corpus and the annotated news are the same articles, which are read once."""
    return Answers(Engine())


def articles(shared: Path, name: str) -> Path:
    """The annotated articles of a name: the invented ones are the project's own."""
    return INVENTED if name == INVENTED.stem else shared / "evaluation" / f"{name}.jsonl"


def below(measured: dict[str, float], name: str) -> dict[str, tuple[float, float]]:
    """The figures that are below their floors, each with it."""
    return {key: (round(measured[key], 2), floor) for key, floor in FLOORS[name].items() if measured[key] < floor}


@pytest.mark.slow
@pytest.mark.parametrize("name", GOLD)
def test_no_figure_falls_below_its_floor(answers: Answers, shared: Path, name: str) -> None:
    gold, score = articles(shared, name), judge(shared / "evaluation" / "score.py")
    measured = figures(score, [one for _, one in scores(score, answers, gold)])
    assert measured["broken"] == 0
    assert not below(measured, name), f"{name}: measured and floor"


@pytest.mark.slow
def test_no_figure_of_the_mentions_falls_below_its_floor(answers: Answers, shared: Path) -> None:
    script, corpus = shared / "evaluation" / "score_mentions.py", shared / "corpora" / f"{CORPUS}.jsonl.gz"
    assert not below(mentions.figures(script, corpus, answers), CORPUS), f"{CORPUS}: measured and floor"


@pytest.mark.slow
@pytest.mark.parametrize("name", GOLD)
def test_every_mistake_has_one_kind(answers: Answers, shared: Path, name: str) -> None:
    gold, score = articles(shared, name), judge(shared / "evaluation" / "score.py")
    for article, one in scores(score, answers, gold):
        told = Counter[str]()
        for kind, count in errors.kinds(score, article, answers(article["text"])).items():
            told[kind.partition(":")[0]] += count
        assert told == Counter(mistake["what"] for mistake in one.errors), article["id"]
