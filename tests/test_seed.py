"""The article that the project began with, and its true answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.engine import Engine
from service.web.schemas import AnswerSchema

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLE = SEEDS / "000_a342b714d73a5d1b.txt"


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    text = ARTICLE.read_bytes().decode("utf8")
    found: dict[str, Any] = AnswerSchema().dump({"id": None, "text": None, "result": Engine().attribute(text)})
    return found


def plain(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what changes with every training: confidence and model version."""
    kept = json.loads(json.dumps(answer))
    del kept["model"]
    for quotation in kept["quotations"]:
        del quotation["confidence"]
    found: dict[str, Any] = kept
    return found


def test_the_seed_gives_its_expected_answer(answer: dict[str, Any]) -> None:
    expected = json.loads(ARTICLE.with_suffix(".expected.json").read_text(encoding="utf8"))
    assert plain(answer) == plain(expected)


def test_every_quotation_of_the_seed_has_its_speaker_role_and_affiliation(answer: dict[str, Any]) -> None:
    """The expected answer itself is right: these are the readings of a person."""
    told = [
        (q["text"][:24], *((q["speaker"] or {}).get(k) for k in ("name", "role", "affiliation"))) for q in answer["quotations"]
    ]
    peskov = ("Dmitry Peskov", "spokesman", "Kremlin")
    white_house = ("Karine Jean-Pierre", "deputy spokesperson", "White House")
    assert [t for t in told if t[0] != "provisionally transferred"[:24]] == [
        ("willing to negotiate", *peskov),
        ("chances", "Sergei Lavrov", "Foreign Minister", "Russia"),
        ("First of all Putin has a", *peskov),
        ("We are in a phase in whi", *white_house),
        ("the path of diplomacy re", *white_house),
        ("the dramatic acceleratio", "Antony Bliken", "Secretary of State", "US State Department"),
        ("I ordered these measures", "Antony Bliken", "Secretary of State", "US State Department"),
        ("the way for diplomacy to", "Antony Bliken", "Secretary of State", "US State Department"),
        ("We have not seen any tan", "Ned Price", "spokesman", "US State Department"),
        ("continues to add", "John Kirby", "spokesman", "Pentagon"),
        ("to his menu of options", "John Kirby", "spokesman", "Pentagon"),
    ]
