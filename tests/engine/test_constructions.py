"""How news says who speaks and who that is: some 300 short articles, invented for this project, each for one construction.

None of them was learned from. In the right answers ``*`` is anything, ``|`` stands between what is right as well, and ``~``
before what is to be a part of it. Not all come out right; the floor is never lowered.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from service.engine import Engine
from service.engine.result import AttributedQuotation

FLOOR = 0.86  # of the articles
ARTICLES = Path(__file__).with_name("constructions.jsonl")


def fits(said: str | None, right: str | None) -> bool:
    """Whether a value is one of those that are right."""
    if right is None or said is None:
        return said == right or right == "*"
    if right.startswith("~"):
        return right[1:].casefold() in said.casefold()
    return right == "*" or said.casefold() in right.casefold().split("|")


def answers(found: AttributedQuotation, right: dict[str, str | None]) -> bool:
    """Whether a quotation has its speaker, role and affiliation."""
    speaker = found.speaker
    said = (speaker.name, speaker.role, speaker.affiliation) if speaker is not None else (None, None, None)
    words = found.text.startswith((right.get("begins") or "")[: len(found.text)])
    return words and all(map(fits, said, (right["name"], right["role"], right["affiliation"])))


def is_right(engine: Engine, article: dict[str, Any]) -> bool:
    """Whether all quotations of an article, and nothing else, are found and told right."""
    found = engine.attribute(article["text"]).quotations
    return len(found) == len(article["quotations"]) and all(map(answers, found, article["quotations"]))


@pytest.mark.parametrize(
    ("said", "right", "fit"),
    [
        ("Roe", "roe", True),
        ("Roe", "*", True),
        ("Roe", None, False),
        (None, "*", True),
        (None, None, True),
        (None, "Roe", False),
        ("Poe", "Roe|Poe", True),
        ("Ann Roe", "Roe|Poe", False),
        ("Ann Roe", "~roe", True),
    ],
)
def test_the_judge(said: str | None, right: str | None, fit: bool) -> None:
    assert fits(said, right) is fit


def test_most_constructions_come_out_right() -> None:
    articles = [json.loads(line) for line in ARTICLES.read_text(encoding="utf8").splitlines()]
    engine = Engine()
    wrong = [article["text"] for article in articles if not is_right(engine, article)]
    assert 1 - len(wrong) / len(articles) >= FLOOR, "\n".join(wrong)
