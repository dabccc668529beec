"""How right the engine is: ``python -m evaluation.accuracy GOLD.jsonl …``.

Every article of a file of annotated articles goes through the engine and the scoring script that stands beside the file, as it
would over HTTP; the figures are that script's. Where some articles of a file use '' for both quotation marks, a second column
leaves them out: the annotation of the political articles does not know that mark, and lists none of their quotations.
"""

import argparse
import importlib.util
import json
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from service.engine import Engine

from .answers import Answers

FIGURES = ("quotations", "speaker", "role", "affiliation", "record", "full_name", "identity", "confident_80", "ece", "broken")
DOUBLED = "''"
INVENTED = Path(__file__).parent / "invented.jsonl"  # annotated articles made up for measuring; see the model card


def judge(gold: Path) -> ModuleType:
    """The scoring script that stands beside a file of annotated articles, as a module."""
    spec = importlib.util.spec_from_file_location("score", gold.parent / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scores(score: ModuleType, answers: Answers, gold: Path) -> list[tuple[dict[str, Any], Any]]:
    """Each article of a file with its score, breaches of the contract included."""
    scored = []
    for line in gold.read_text(encoding="utf8").splitlines():
        article = json.loads(line)
        answer = answers(article["text"])
        one = score.score_article(article, answer)
        one.broken = score.breaches(article["text"], answer)
        scored.append((article, one))
    return scored


def total(score: ModuleType, scored: Iterable[Any]) -> Any:
    """The scores of many articles added up."""
    whole = score.Score()
    for one in scored:
        whole.add(one)
    return whole


def figures(score: ModuleType, scored: Iterable[Any]) -> dict[str, float]:
    """The figures of many scores added up: F1 where a figure has precision and recall; in percent but for ``broken``."""
    found = total(score, scored).figures()
    return {name: found[name]["f1"] if isinstance(found[name], dict) else found[name] or 0.0 for name in FIGURES}


def unknown_marks(article: dict[str, Any]) -> bool:
    """Whether an article uses '' for quotation marks."""
    return DOUBLED in article["text"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--judge", type=Path, help="score.py, where it does not stand beside the files")
    args = parser.parse_args()
    answers = Answers(Engine())
    for gold in args.gold:
        score = judge(args.judge or gold)
        scored = scores(score, answers, gold)
        columns = {f"all {len(scored)}": [one for _, one in scored]}
        known = [one for article, one in scored if not unknown_marks(article)]
        if any(unknown_marks(article) and not article["quotations"] for article, _ in scored):
            columns[f"without {DOUBLED}: {len(known)}"] = known
        print(f"{gold.name:24}" + "".join(f"{name:>16}" for name in columns))
        measured = [figures(score, column) for column in columns.values()]
        for name in FIGURES:
            print(f"{name:24}" + "".join(f"{one[name]:16.1f}" for one in measured))


if __name__ == "__main__":
    main()
