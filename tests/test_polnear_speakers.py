"""Who speaks in PolNeAR's articles, to learn from: the annotation holds together, and has none of their text."""

import json
from itertools import pairwise
from typing import Any

import pytest

from training.corpora import SPEAKERS

KINDS = {"person", "unnamed", "group", "organization", "document"}
LONGEST = 200  # code points of a name, a role or a body

Article = dict[str, Any]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [json.loads(line) for line in SPEAKERS.read_text(encoding="utf8").splitlines()]


def test_every_article_is_there_once_and_without_its_text(articles: list[Article]) -> None:
    assert len({a["id"] for a in articles}) == len(articles) > 500
    assert all(a.keys() == {"id", "genre", "speakers", "quotations"} for a in articles)


def test_stretches_stand_in_order(articles: list[Article]) -> None:
    for article in articles:
        assert all(q["start"] < q["end"] for q in article["quotations"]), article["id"]
        assert all(a["start"] < b["start"] for a, b in pairwise(article["quotations"])), article["id"]


def test_speech_has_a_speaker_who_is_described(articles: list[Article]) -> None:
    for article in articles:
        speakers = {s["key"]: s for s in article["speakers"]}
        for speaker in speakers.values():
            assert speaker["kind"] in KINDS, article["id"]
            assert speaker["names"], article["id"]
            values = [*speaker["names"], *speaker["roles"], *speaker["affiliations"]]
            assert all(0 < len(value) <= LONGEST for value in values), article["id"]
        assert all(q["speaker"] is None or q["speaker"] in speakers for q in article["quotations"] if q["speech"]), article[
            "id"
        ]
