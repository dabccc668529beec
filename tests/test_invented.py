"""The invented articles, to learn from and to measure on: their annotation holds together."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FILES = [ROOT / folder / "invented.jsonl" for folder in ("training", "evaluation")]
KINDS = {"person", "unnamed", "group", "organization", "document"}
NO_SPEECH = {"title", "name", "term", "scare", "other"}

Article = dict[str, Any]


@pytest.fixture(params=FILES, scope="module", ids=lambda path: path.parent.name)
def articles(request: pytest.FixtureRequest) -> list[Article]:
    return [json.loads(line) for line in request.param.read_text(encoding="utf8").splitlines()]


def test_every_article_is_there_once(articles: list[Article]) -> None:
    assert len({a["id"] for a in articles}) == len({a["text"] for a in articles}) == len(articles) > 100
    assert all(a["genre"] == "invented" for a in articles)


def test_what_is_measured_on_is_not_learned_from() -> None:
    learned, measured = ({json.loads(line)["text"] for line in path.read_text(encoding="utf8").splitlines()} for path in FILES)
    assert not learned & measured


def test_stretches_stand_in_order_and_hold_words_alone(articles: list[Article]) -> None:
    for article in articles:
        ends = 0
        for stretch in article["quotations"]:
            words = article["text"][stretch["start"] : stretch["end"]]
            assert ends <= stretch["start"] < stretch["end"] <= len(article["text"]), article["id"]
            assert words == words.strip(), article["id"]
            ends = stretch["end"]


def test_speech_has_a_speaker_who_is_described(articles: list[Article]) -> None:
    for article in articles:
        speakers = {s["key"]: s for s in article["speakers"]}
        assert all(s["kind"] in KINDS and s["names"] for s in speakers.values()), article["id"]
        for stretch in article["quotations"]:
            if stretch["speech"]:
                assert stretch["speaker"] is None or stretch["speaker"] in speakers, article["id"]
            else:
                assert stretch["why"] in NO_SPEECH, article["id"]
