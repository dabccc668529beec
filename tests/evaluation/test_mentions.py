"""The figures of the script that judges mentions, as it prints them."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.mentions import figures, read

TEXT = "“We pay,” Ann Orr said. “We wait,” Ben Alder said."
ATTRIBUTIONS = [
    {"source": [[10, 17]], "cue": [[18, 22]], "content": [[0, 9]]},
    {"source": [[35, 44]], "cue": [[45, 49]], "content": [[24, 34]]},
]


def answer(text: str) -> dict[str, Any]:
    """Finds both quotations, and the mention of the first alone."""
    mention = {"text": "Ann Orr", "start": 10, "end": 17}
    return {
        "id": None,
        "quotations": [
            {"type": "direct", "parts": [{"start": 1, "end": 8}], "mention": mention},
            {"type": "direct", "parts": [{"start": 25, "end": 33}], "mention": None},
        ],
    }


def test_answers_are_judged_by_the_script(shared: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl.gz"
    with gzip.open(corpus, "wt", encoding="utf8") as file:
        file.write(json.dumps({"id": "a", "text": TEXT, "attributions": ATTRIBUTIONS}) + "\n")
    measured = figures(shared / "evaluation" / "score_mentions.py", corpus, answer)
    assert measured == {"spans": 2, "found": 100, "mention": 50, "precision": 100}


def test_what_else_the_script_prints_does_not_matter() -> None:
    said = "marked    803 spans  found 96.9  mention 88.0  precision 91.9  failed 1\nindirect  12 attributions\n"
    assert read(said) == {"spans": 803, "found": 96.9, "mention": 88.0, "precision": 91.9}


def test_a_script_without_figures_is_an_error() -> None:
    with pytest.raises(ValueError, match="no figures"):
        read("nothing was judged\n")
