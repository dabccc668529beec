"""The report tells what was measured; here, invented figures."""

from collections import Counter
from typing import Any

import pytest

from evaluation import report
from evaluation.reliability import Bin
from evaluation.report import Findings, Sample, grouped, render, table
from service.engine.result import Model


def sample(name: str, articles: int, f1: float) -> Sample:
    rated = {field: {"precision": f1 + 1, "recall": f1 - 1, "f1": f1} for field in report.FIELDS}
    return Sample(
        name, articles, {**rated, "full_name": 91.0, "identity": 92.0, "confident_80": None, "ece": 4.25, "broken": 3}
    )


FINDINGS = Findings(
    model=Model("quoth-9.9", "abc123"),
    files=(
        sample("gold-seed", 1, 99),
        sample("gold-news-dev", 7, 81.5),
        sample("gold-news-dev without ''", 5, 88),
        sample("gold-wild-dev", 4, 77.25),
    ),
    features=(sample("nested", 3, 66),),
    genres=(sample("sports", 2, 55),),
    mentions={"spans": 321.0, "found": 96.5, "mention": 87.6, "precision": 91.3},
    bins=(Bin(0.8, 0.9, 12, 0.851, 0.75),),
    mistakes={
        "gold-news-dev": Counter({"speaker: one": 5, "role: two": 1, **{f"rare: {n:02}": 1 for n in range(20)}}),
        "gold-wild-dev": Counter({"role: two": 6}),
    },
)


@pytest.fixture(scope="module")
def written() -> str:
    return render(FINDINGS, "2031-01-02, a machine with 3 processors")


def test_the_head_says_how_when_and_with_what_it_was_made(written: str) -> None:
    head = written.partition("\n## ")[0]
    for told in (
        "make evaluate",
        "python -m evaluation.report",
        "`quoth-9.9`",
        "`abc123`",
        "2031-01-02, a machine with 3 processors",
    ):
        assert told in head


@pytest.mark.parametrize(
    ("section", "row"),
    [
        ("By field", "| gold-news-dev (7) | quotations | 82.5 | 80.5 | 81.5 |"),
        ("By field", "| gold-news-dev without '' (5) | quotations | 89.0 | 87.0 | 88.0 |"),
        ("By field", "|  | whole record | 78.2 | 76.2 | 77.2 |"),
        ("By field", "| gold-wild-dev | 91.0 | 92.0 | – | 4.2 | 3 |"),
        ("By feature and genre", "| nested | 3 | 66.0 | 66.0 |"),
        ("By feature and genre", "| sports | 2 | 55.0 | 55.0 |"),
        ("Mentions, and the peers", "| 96.5 | 87.6 | 91.3 |"),
        ("Mentions, and the peers", "| Quoth | 87.6 |\n| textacy | 64 |"),
        ("Mentions, and the peers", "| US political news (`gold-news-dev`) | 81.5 | 52 | 98 |"),
        ("Is the confidence the chance it says?", "| 0.8 to 0.9 | 12 | 85.1 | 75.0 |"),
        ("What goes wrong", "| role: two | 1 | 6 | 7 |\n| speaker: one | 5 | 0 | 5 |\n| rare: 00 | 1 | 0 | 1 |"),
        ("What goes wrong", "| rare: 07 | 1 | 0 | 1 |\n| all kinds | 26 | 6 | 32 |"),
    ],
)
def test_each_section_has_its_figures(written: str, section: str, row: str) -> None:
    sections = {part.partition("\n")[0]: part for part in written.split("\n## ")}
    assert row in sections[section]


def test_the_plot_is_shown(written: str) -> None:
    assert "](reliability.svg)" in written


def test_a_table_has_its_numbers_to_the_right() -> None:
    assert table(["who", "how many"], [["Orr", "2"]], numbers=1) == "| who | how many |\n| --- | ---: |\n| Orr | 2 |"


def test_articles_are_grouped_by_tag_the_commonest_first(score: Any) -> None:
    scored = [({"id": str(number)}, score.Score()) for number in range(4)]
    tags = {"0": ["colon", "nested"], "1": ["nested"], "2": ["colon", "nested"], "3": ["rare"]}
    assert [(one.name, one.articles) for one in grouped(score, scored, tags, fewest=2)] == [("nested", 3), ("colon", 2)]
