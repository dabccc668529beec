"""How fast the engine is beside the bare spaCy pipeline: ``python -m evaluation.speed ARTICLES.jsonl [--rounds 5]``.

Both read the same articles, one at a time, in turn, in one process and one run, so that a busy machine slows both. What is
printed are medians over the rounds, in words (runs without white space) a second, and the ratio of each round's times.
"""

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from service.engine import Engine
from service.engine.reading.language import DEFAULT_MODEL


def seconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """The time that ``work`` takes for all of ``texts``, in seconds of this process."""
    begin = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - begin


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    texts = [json.loads(line)["text"] for line in args.articles.read_text(encoding="utf8").splitlines()]
    words = sum(len(text.split()) for text in texts)
    engine, bare = Engine(), spacy.load(DEFAULT_MODEL)
    works: tuple[Callable[[str], object], ...] = (engine.attribute, bare)
    for work in works:
        seconds(work, texts[:3])
    times = [[seconds(work, texts) for work in works] for _ in range(args.rounds)]
    for name, taken in zip(("quoth", "spaCy alone"), zip(*times, strict=True), strict=True):
        print(f"{name:12} {words / statistics.median(taken):8.0f} words/s  ({min(taken):.2f} to {max(taken):.2f} s)")
    ratios = sorted(ours / theirs for ours, theirs in times)
    print(f"{'ratio':12} {statistics.median(ratios):8.2f} of spaCy's time  ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    machine = f"{platform.machine()}, {os.cpu_count()} processors"
    print(f"{len(texts)} articles, {words} words, {args.rounds} rounds; {machine}, {time.strftime('%Y-%m-%d')}")


if __name__ == "__main__":
    main()
