"""Train the attribution ranker: ``python -m training.attribution POLNEAR_TRAIN GOLD_TRAIN [--parses FOLDER]``.

An example is a quotation with one mention near it; it is right if the mention is the head of the source that the corpus gives. The
annotated articles give the speaker and not the mention: there the likeliest mention that may be this speaker is taken for right, by a
model of the corpus alone (one round of hard expectation-maximisation), and what is named otherwise for wrong.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from service.engine.attribution import FEATURES, Scene, rows, set_scene
from service.engine.mentions import Mention
from service.engine.quotations import find
from service.engine.result import Quotation, Span
from service.engine.syntax import syntax

from .boosting import classifier, export, folds
from .corpora import Example, digest, examples

OPTIONS = {
    "max_iter": 250,
    "learning_rate": 0.07,
    "max_leaf_nodes": 20,
    "min_samples_leaf": 25,
    "l2_regularization": 3.0,
    "max_features": 0.4,
}
MARKED_SHARE = 0.5  # of a quotation that must lie in an attribution's content


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A quotation of the training data: its candidates' rows, which of them are right, and which may be (None: all may)."""

    article: str
    matrix: npt.NDArray[np.float32]
    right: npt.NDArray[np.bool_]
    possible: npt.NDArray[np.bool_] | None


def sources(row: dict[str, Any], quotation: Quotation) -> list[Span] | None:
    """The source spans of the attribution that holds a quotation; None where the corpus has none for it."""
    length = sum(part.end - part.start for part in quotation.parts)

    def shared(attribution: dict[str, Any]) -> int:
        return sum(
            max(0, min(part.end, end) - max(part.start, start)) for part in quotation.parts for start, end in attribution["content"]
        )

    found = [(shared(a), a) for a in row["attributions"] if a["source"]]
    best = max((share for share, _ in found), default=0)
    if best < MARKED_SHARE * length:
        return None
    return [Span(start, end) for share, a in found if share == best for start, end in a["source"]]


def heads_source(scene: Scene, mention: Mention, spans: Sequence[Span]) -> bool:
    """Whether a mention is the head of a source: it lies in the span, and what it depends on does not."""
    columns = scene.syntax
    for span in spans:
        tokens = columns.tokens(span)
        if mention.head in tokens:
            governor = columns.head[mention.head]
            return governor == mention.head or governor not in tokens
    return False


def from_corpus(found: Sequence[Example]) -> Iterator[Item]:
    """The quotations of PolNeAR articles with the rows of their candidates."""
    for example in found:
        columns = syntax(example.reading.doc)
        scene = set_scene(example.reading.text, columns, find(example.reading, columns))
        pairs, matrix = rows(scene)
        for number, first, last in _runs(pairs):
            spans = sources(example.row, scene.quotations[number])
            if spans is None:
                continue
            right = np.array([heads_source(scene, scene.mentions[at], spans) for _, at in pairs[first:last]], bool)
            if not right.any():
                right = np.array([any(s.start <= columns.start[scene.mentions[at].head] < s.end for s in spans) for _, at in pairs[first:last]])
            yield Item(str(example.row["id"]), matrix[first:last], right, None)


def from_articles(found: Sequence[Example]) -> Iterator[Item]:
    """The quotations of annotated articles with the rows of their candidates, and which of those may be the speaker."""
    for example in found:
        columns = syntax(example.reading.doc)
        scene = set_scene(example.reading.text, columns, find(example.reading, columns))
        pairs, matrix = rows(scene)
        speakers = {s["key"]: s for s in example.row["speakers"]}
        for number, first, last in _runs(pairs):
            gold = _gold(example.row, scene.quotations[number])
            if gold is None:
                continue
            speaker = speakers.get(gold["speaker"])
            possible = np.array([may_be(scene, scene.mentions[at], speaker) for _, at in pairs[first:last]], bool)
            yield Item(str(example.row["id"]), matrix[first:last], np.zeros(last - first, bool), possible)


def may_be(scene: Scene, mention: Mention, speaker: dict[str, Any] | None) -> bool:
    """Whether a mention may be a speaker: it bears one of the names, or is a pronoun or a description."""
    if speaker is None:
        return False
    named = {word.casefold() for name in speaker["names"] for word in name.replace("-", " ").replace("’", "'").split()}
    head = scene.syntax.lower[mention.head]
    if mention.form == "name":
        return head in named
    if mention.form == "description":
        return head in named or speaker["kind"] in ("person", "unnamed")
    if mention.form == "he":
        return speaker["kind"] in ("person", "unnamed")
    return True


def _gold(row: dict[str, Any], quotation: Quotation) -> dict[str, Any] | None:
    for gold in row["quotations"]:
        shared = min(quotation.end, gold["end"]) - max(quotation.start, gold["start"])
        if gold["speech"] and not gold.get("bad") and 2 * shared > gold["end"] - gold["start"]:
            found: dict[str, Any] = gold
            return found
    return None


def _runs(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """The bounds of each quotation's rows."""
    first = 0
    for i in range(1, len(pairs) + 1):
        if i == len(pairs) or pairs[i][0] != pairs[first][0]:
            yield pairs[first][0], first, i
            first = i


def settle(items: Sequence[Item], model: Any) -> list[Item]:
    """Take the likeliest possible candidate for the right one."""
    settled = []
    for item in items:
        assert item.possible is not None
        right = np.zeros(len(item.matrix), bool)
        if item.possible.any():
            chances = np.where(item.possible, model.predict_proba(item.matrix)[:, 1], -1)
            right[chances.argmax()] = True
        settled.append(Item(item.article, item.matrix, right, item.possible))
    return settled


def fit(items: Sequence[Item], **options: Any) -> Any:
    """Train on the rows of the items."""
    matrix = np.concatenate([item.matrix for item in items])
    return classifier(**{**OPTIONS, **options}).fit(matrix, np.concatenate([item.right for item in items]))


def accuracy(items: Sequence[Item], model: Any) -> float:
    """The share of items, in percent, whose likeliest candidate is right, or may be."""
    hits = 0
    for item in items:
        best = model.predict_proba(item.matrix)[:, 1].argmax()
        hits += bool((item.right if item.possible is None else item.possible)[best])
    return round(100 * hits / len(items), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--folds", type=int, default=5, help="how many of the five folds to measure on")
    args = parser.parse_args()
    corpus = list(from_corpus(examples(args.polnear, args.parses)))
    wild = [example for example in examples(args.gold, args.parses) if example.row["genre"] == "wild"]
    articles = list(from_articles(wild))
    print(f"{len(corpus)} quotations of the corpus, {len(articles)} of annotated articles")
    fold, article_fold = folds([i.article for i in corpus]), folds([i.article for i in articles])
    measured = []
    for k in range(args.folds):
        first = fit([i for i, f in zip(corpus, fold, strict=True) if f != k])
        known = settle([i for i, f in zip(articles, article_fold, strict=True) if f != k], first)
        model = fit([i for i, f in zip(corpus, fold, strict=True) if f != k] + known)
        held = [i for i, f in zip(corpus, fold, strict=True) if f == k]
        held_articles = [i for i, f in zip(articles, article_fold, strict=True) if f == k]
        measured.append([accuracy(held, first), accuracy(held, model), accuracy(held_articles, first), accuracy(held_articles, model)])
        print(measured[-1], flush=True)
    names = ("corpus, from corpus", "corpus", "articles, from corpus", "articles")
    result = dict(zip(names, np.mean(measured, axis=0).round(2).tolist(), strict=True))
    print(result)
    model = fit(corpus + settle(articles, fit(corpus)))
    card = {
        "command": "python -m training.attribution POLNEAR_TRAIN GOLD_TRAIN",
        "data": {path.name: digest(path) for path in (args.polnear, args.gold)},
        "result": {f"mention right, five folds by article, percent: {name}": value for name, value in result.items()},
        "options": OPTIONS,
    }
    export("attribution", model, FEATURES, card)


if __name__ == "__main__":
    main()
