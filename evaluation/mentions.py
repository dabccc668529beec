"""How right the mentions are: the figures of ``score_mentions.py`` on a part of PolNeAR, whose attributions have source spans.

PolNeAR 1.0: Newell, Margolin and Ruths, *An Attribution Relations Corpus for Political News*, LREC 2018.
"""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_LINE = re.compile(
    r"^marked +(?P<spans>\d+) spans +found (?P<found>[\d.]+) +mention (?P<mention>[\d.]+) +precision (?P<precision>[\d.]+)"
)


def figures(script: Path, corpus: Path, answer: Callable[[str], dict[str, Any]]) -> dict[str, float]:
    """``spans``, how many are judged, and of them ``found``, ``mention`` and ``precision``, in percent as the script rounds.

    ``corpus`` has one article a line, gzipped. Raises CalledProcessError where the script fails, and ValueError where it prints
    no figures.
    """
    with TemporaryDirectory() as folder:
        predictions = Path(folder) / "answers.jsonl"
        with gzip.open(corpus, "rt", encoding="utf8") as articles, predictions.open("w", encoding="utf8") as out:
            for article in map(json.loads, articles):
                out.write(json.dumps({**answer(article["text"]), "id": article["id"]}) + "\n")
        command = [sys.executable, str(script), str(corpus), "--predictions", str(predictions)]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 (the judge beside the gold)
    return read(said)


def read(said: str) -> dict[str, float]:
    """The figures in what the script prints; raises ValueError where there are none."""
    line = _LINE.match(said)
    if not line:
        raise ValueError(f"no figures in: {said!r}")
    return {name: float(value) for name, value in line.groupdict().items()}
