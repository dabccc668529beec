"""The accuracy report: ``python -m evaluation.report SHARED docs/accuracy.md``.

``SHARED`` is the folder that stands beside the checkout: ``evaluation/`` in it has the annotated articles and the scripts that
judge, ``corpora/`` the part of PolNeAR whose mentions are judged. Every article goes through the engine as it would over HTTP.
The prose stands in ``report.md``; the reliability plot is written beside the report, as ``reliability.svg``.
"""

import argparse
import os
import platform
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from string import Template
from types import ModuleType
from typing import Any

from service.engine import Engine
from service.engine.result import Model

from . import errors, mentions, peers, reliability
from .accuracy import DOUBLED, judge, scores, total, unknown_marks
from .answers import Answers
from .reliability import Bin

SEED, NEWS, WILD = "gold-seed", "gold-news-dev", "gold-wild-dev"
TITLES = {SEED: "the seed article", NEWS: "US political news", WILD: "news of every kind"}
CORPUS = "polnear-dev"
PLOT = "reliability.svg"
FIELDS = ("quotations", "speaker", "role", "affiliation", "record")
FEWEST = 3  # articles that a feature must have to be listed
COMMONEST = 10  # kinds of error that are listed

Scored = Sequence[tuple[dict[str, Any], Any]]


@dataclass(frozen=True, slots=True)
class Sample:
    """Some articles and their figures, as the scoring script's ``Score.figures`` gives them: in percent but for ``broken``."""

    name: str
    articles: int
    figures: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the report tells.

    ``mentions`` are the figures on PolNeAR; ``bins`` are of the articles of news and wild whose marks the annotation knows;
    ``mistakes`` has for each file how often each kind of error is made in it.
    """

    model: Model
    files: tuple[Sample, ...]
    features: tuple[Sample, ...]
    genres: tuple[Sample, ...]
    mentions: dict[str, float]
    bins: tuple[Bin, ...]
    mistakes: dict[str, Counter[str]]


# Measuring ------------------------------------------------------------------------------------------------------------


def measure(shared: Path, answers: Answers) -> Findings:
    """Answer and judge every article; raises OSError where a file is missing."""
    folder = shared / "evaluation"
    score = judge(folder / f"{SEED}.jsonl")
    scored = {name: scores(score, answers, folder / f"{name}.jsonl") for name in (SEED, NEWS, WILD)}
    known = [(article, one) for article, one in scored[NEWS] if not unknown_marks(article)]
    wild = scored[WILD]
    return Findings(
        model=answers.model,
        files=(
            sample(score, SEED, scored[SEED]),
            sample(score, NEWS, scored[NEWS]),
            sample(score, f"{NEWS} without {DOUBLED}", known),
            sample(score, WILD, wild),
        ),
        features=grouped(score, wild, {article["id"]: article.get("features", []) for article, _ in wild}, FEWEST),
        genres=grouped(score, wild, {article["id"]: [article["genre"]] for article, _ in wild}),
        mentions=mentions.figures(folder / "score_mentions.py", shared / "corpora" / f"{CORPUS}.jsonl.gz", answers),
        bins=tuple(reliability.bins(total(score, (one for _, one in [*known, *wild])).confidences)),
        mistakes={
            name: sum((errors.kinds(score, article, answers(article["text"])) for article, _ in scored[name]), Counter[str]())
            for name in (NEWS, WILD)
        },
    )


def sample(score: ModuleType, name: str, scored: Scored) -> Sample:
    """The figures of some articles together."""
    return Sample(name, len(scored), total(score, (one for _, one in scored)).figures())


def grouped(score: ModuleType, scored: Scored, tags: dict[str, list[str]], fewest: int = 1) -> tuple[Sample, ...]:
    """A sample for each tag of at least ``fewest`` articles, the commonest first; ``tags`` holds each article's by its id."""
    groups: dict[str, list[tuple[dict[str, Any], Any]]] = defaultdict(list)
    for article, one in scored:
        for tag in tags[article["id"]]:
            groups[tag].append((article, one))
    samples = [sample(score, tag, group) for tag, group in groups.items() if len(group) >= fewest]
    return tuple(sorted(samples, key=lambda s: (-s.articles, s.name)))


# Telling --------------------------------------------------------------------------------------------------------------


def render(findings: Findings, circumstances: str) -> str:
    """The report in Markdown; ``circumstances`` says when and on what machine it was made."""
    template = Template(Path(__file__).with_name("report.md").read_text(encoding="utf8"))
    return template.substitute(
        model=findings.model.name,
        version=findings.model.version,
        circumstances=circumstances,
        files=", ".join(f"`{name}` is {title}" for name, title in TITLES.items()),
        doubled=DOUBLED,
        fields=_fields(findings.files),
        others=_others(findings.files),
        wild=WILD,
        fewest=FEWEST,
        features=_tagged("feature", findings.features),
        genres=_tagged("genre", findings.genres),
        spans=f"{findings.mentions['spans']:.0f}",
        corpus=CORPUS,
        mentions=_mentions(findings.mentions),
        beside=_beside(findings.mentions),
        speakers=_speakers(findings.files),
        news=NEWS,
        plot=PLOT,
        bins=_bins(findings.bins),
        commonest=COMMONEST,
        short=errors.SHORT,
        mistakes=_mistakes(findings.mistakes),
    )


def _fields(files: Sequence[Sample]) -> str:
    rows = [
        [
            f"{one.name} ({one.articles})" if field == FIELDS[0] else "",
            "whole record" if field == "record" else field,
            *(_percent(one.figures[field][rate]) for rate in ("precision", "recall", "f1")),
        ]
        for one in files
        for field in FIELDS
    ]
    return table(["file (articles)", "field", "precision", "recall", "F1"], rows, numbers=3)


def _others(files: Sequence[Sample]) -> str:
    figures = ("full_name", "identity", "confident_80", "ece")
    rows = [[one.name, *(_percent(one.figures[name]) for name in figures), str(one.figures["broken"])] for one in files]
    return table(["file", "full name", "identity", "surest 80 %", "ECE", "broken"], rows, numbers=5)


def _tagged(kind: str, samples: Sequence[Sample]) -> str:
    rows = [
        [one.name, str(one.articles), *(_percent(one.figures[field]["f1"]) for field in ("quotations", "speaker"))]
        for one in samples
    ]
    return table([kind, "articles", "quotations", "speaker"], rows, numbers=3)


def _mentions(figures: dict[str, float]) -> str:
    names = ("found", "mention", "precision")
    return table(names, [[_percent(figures[name]) for name in names]], numbers=3)


def _beside(figures: dict[str, float]) -> str:
    rows = [["Quoth", _percent(figures["mention"])], *([name, str(figure)] for name, figure in peers.MENTIONS)]
    return table(["service", "mention right"], rows, numbers=1)


def _speakers(files: Sequence[Sample]) -> str:
    rows = [
        [
            f"{TITLES[one.name]} (`{one.name}`)",
            _percent(one.figures["speaker"]["f1"]),
            str(peers.BEST_SPEAKER[one.name]),
            str(peers.READERS[one.name]),
        ]
        for one in files
        if one.name in peers.BEST_SPEAKER
    ]
    return table(["articles", "Quoth", "best peer", "careful reader"], rows, numbers=3)


def _bins(found: Sequence[Bin]) -> str:
    rows = [
        [f"{one.low:.1f} to {one.high:.1f}", str(one.count), _percent(100 * one.said), _percent(100 * one.right)]
        for one in found
    ]
    return table(["confidence", "answers", "mean said", "right"], rows, numbers=3)


def _mistakes(mistakes: dict[str, Counter[str]]) -> str:
    together = sum(mistakes.values(), Counter[str]())
    commonest = sorted(together.items(), key=lambda item: (-item[1], item[0]))[:COMMONEST]
    rows = [[kind, *(str(counted[kind]) for counted in mistakes.values()), str(count)] for kind, count in commonest]
    rows.append(["all kinds", *(str(counted.total()) for counted in mistakes.values()), str(together.total())])
    return table(["kind of error", *mistakes, "together"], rows, numbers=len(mistakes) + 1)


def table(header: Sequence[str], rows: Iterable[Sequence[str]], numbers: int) -> str:
    """A table in Markdown whose last ``numbers`` columns stand to the right."""
    rule = ["---"] * (len(header) - numbers) + ["---:"] * numbers
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *rows))


def _percent(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.1f}"


# The command ----------------------------------------------------------------------------------------------------------


def _circumstances() -> str:
    return (
        f"{time.strftime('%Y-%m-%d')}, {platform.machine()} with {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, spaCy {version('spacy')}"
    )


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, metavar="SHARED")
    parser.add_argument("report", type=Path, metavar="REPORT.md")
    args = parser.parse_args()
    findings = measure(args.shared, Answers(Engine()))
    args.report.parent.mkdir(parents=True, exist_ok=True)
    args.report.write_text(render(findings, _circumstances()), encoding="utf8")
    plot = reliability.svg(findings.bins, "Confidence said, and share right")
    args.report.with_name(PLOT).write_text(plot, encoding="utf8")


if __name__ == "__main__":
    main()
