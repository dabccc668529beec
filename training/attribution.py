"""Train the attribution ranker: ``python -m training.attribution POLNEAR_TRAIN GOLD_TRAIN FOLDER``.

An example is a quotation with one mention near it; it is right if the mention is the head of the source that the corpus
gives. The annotated articles give the speaker and not the mention: there the likeliest mention that may be this speaker
is taken for right, by a model of the corpus alone (one round of hard expectation-maximisation), and what is named
otherwise for wrong. Nothing is where the corpus gives who reports and the annotation who speaks (*Roe told CNN, …*).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from service.engine.attribution import JOINT_FEATURES, neighbours
from service.engine.attribution.mentions import Mention
from service.engine.attribution.pairs import FEATURES, Scene, rows, set_scene
from service.engine.encoder import UNREAD
from service.engine.quotations import find
from service.engine.reading.syntax import Syntax
from service.engine.result import Quotation, Span

from .augmentation import transcript, turned
from .boosting import classifier, export, folds
from .corpora import INVENTED, SPEAKERS, Example, annotated, arguments, digests, examples, made_examples
from .corpora import rows as rows_of
from .encodings import Encodings

OPTIONS = {
    "max_iter": 250,
    "learning_rate": 0.07,
    "max_leaf_nodes": 20,
    "min_samples_leaf": 25,
    "l2_regularization": 3.0,
    "max_features": 0.4,
    "max_depth": 7,
}
CHANCES = "attribution-chances.npz"  # in the folder: what models gave to articles that they had not seen
INVENTED_TENTHS = 3  # of the invented articles that are learned from: all would double the time
MARKED_SHARE = 0.5  # of a quotation that must lie in an attribution's content


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """An article of the training data: the rows of its pairs, and which rows count, are right, and may be right.

    ``right`` is what the corpus says, or what was settled on; ``known`` marks the rows of quotations that can be judged;
    ``possible`` is None where the corpus gives the mention itself.
    """

    id: str
    scene: Scene
    pairs: list[tuple[int, int]]
    matrix: npt.NDArray[np.float32]
    known: npt.NDArray[np.bool_]
    right: npt.NDArray[np.bool_]
    possible: npt.NDArray[np.bool_] | None


def sources(row: dict[str, Any], quotation: Quotation) -> list[Span] | None:
    """The source spans of the attribution that holds a quotation; None where the corpus has none for it."""
    length = sum(part.end - part.start for part in quotation.parts)

    def shared(attribution: dict[str, Any]) -> int:
        return sum(
            max(0, min(part.end, end) - max(part.start, start))
            for part in quotation.parts
            for start, end in attribution["content"]
        )

    found = [(shared(a), a) for a in row["attributions"] if a["source"]]
    best = max((share for share, _ in found), default=0)
    if best < MARKED_SHARE * length:
        return None
    return [Span(start, end) for share, a in found if share == best for start, end in a["source"]]


def heads_source(columns: Syntax, mention: Mention, spans: Sequence[Span]) -> bool:
    """Whether a mention is the head of a source: it lies in the span, and what it depends on does not."""
    for span in spans:
        tokens = columns.tokens(span)
        if mention.head in tokens:
            governor = columns.head[mention.head]
            return governor == mention.head or governor not in tokens
    return False


def from_corpus(example: Example, encodings: Encodings, annotation: dict[str, Any] | None = None) -> Article:
    """A PolNeAR article with the rows of its candidates; where its source cannot be the annotated speaker nothing is known."""
    article = _blank(example, encodings)
    scene, columns = article.scene, article.scene.syntax
    speakers = {s["key"]: s for s in annotation["speakers"]} if annotation else {}
    for number, first, last in runs(article.pairs):
        spans = sources(example.row, scene.quotations[number])
        if spans is None:
            continue
        near = [scene.mentions[at] for _, at in article.pairs[first:last]]
        right = np.array([heads_source(columns, mention, spans) for mention in near], bool)
        if not right.any():
            right = np.array([any(columns.start[mention.head] in span for span in spans) for mention in near], bool)
        gold = gold_of(annotation, scene.quotations[number]) if annotation else None
        speaker = speakers.get(gold["speaker"]) if gold else None
        if speaker and not any(may_be(columns, mention, speaker) for mention, fits in zip(near, right, strict=True) if fits):
            continue
        article.known[first:last] = True
        article.right[first:last] = right
    return article


def from_articles(example: Example, encodings: Encodings) -> Article:
    """An annotated article with the rows of its candidates, and which of those may be the speaker."""
    article = _blank(example, encodings)
    scene = article.scene
    possible = np.zeros(len(article.pairs), bool)
    speakers = {s["key"]: s for s in example.row["speakers"]}
    for number, first, last in runs(article.pairs):
        gold = gold_of(example.row, scene.quotations[number])
        if gold is not None:
            speaker = speakers.get(gold["speaker"])
            article.known[first:last] = True
            possible[first:last] = [may_be(scene.syntax, scene.mentions[at], speaker) for _, at in article.pairs[first:last]]
    return replace(article, possible=possible)


def _blank(example: Example, encodings: Encodings) -> Article:
    made = encodings.of(example)
    found = find(made.reading, made.syntax, made.marked, made.encoding)
    scene = set_scene(made.reading.text, made.syntax, found, made.encoding)
    pairs, matrix = rows(scene)
    known, right = np.zeros(len(pairs), bool), np.zeros(len(pairs), bool)
    if "+" in str(example.row["id"]):
        scene = replace(scene, encoding=UNREAD)  # gigabytes, and nobody asks for it any more
    return Article(str(example.row["id"]), scene, pairs, matrix, known, right, None)


def may_be(columns: Syntax, mention: Mention, speaker: dict[str, Any] | None) -> bool:
    """Whether a mention may be a speaker: it bears one of the names, or is a pronoun or a description."""
    if speaker is None:
        return False
    named = {word.casefold() for name in speaker["names"] for word in name.replace("-", " ").replace("’", "'").split()}
    head = columns.lower[mention.head]
    if mention.form == "name":
        return head in named
    if mention.form == "description":
        return head in named or speaker["kind"] in ("person", "unnamed")
    if mention.form == "he":
        return speaker["kind"] in ("person", "unnamed")
    return True


def gold_of(row: dict[str, Any], quotation: Quotation) -> dict[str, Any] | None:
    """The annotation of a quotation, or None where there is none that can be judged."""
    for gold in row["quotations"]:
        shared = min(quotation.end, gold["end"]) - max(quotation.start, gold["start"])
        if gold["speech"] and not gold.get("bad") and 2 * shared > gold["end"] - gold["start"]:
            found: dict[str, Any] = gold
            return found
    return None


def runs(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """The bounds of each quotation's rows."""
    first = 0
    for i in range(1, len(pairs) + 1):
        if i == len(pairs) or pairs[i][0] != pairs[first][0]:
            yield pairs[first][0], first, i
            first = i


def settle(articles: Sequence[Article], chances: Sequence[npt.NDArray[np.float32]]) -> list[Article]:
    """Take the likeliest possible candidate for the right one, where the corpus does not say which it is."""
    settled = []
    for article, chance in zip(articles, chances, strict=True):
        if article.possible is not None:
            right = np.zeros(len(article.pairs), bool)
            for _, first, last in runs(article.pairs):
                if article.possible[first:last].any():
                    right[first + np.where(article.possible[first:last], chance[first:last], -1).argmax()] = True
            settled.append(replace(article, right=right))
        else:
            settled.append(article)
    return settled


def fit(articles: Sequence[Article], matrices: Sequence[npt.NDArray[np.float32]]) -> Any:
    """Train on the rows that can be judged."""
    matrix = np.concatenate([m[a.known] for a, m in zip(articles, matrices, strict=True)])
    return classifier(**OPTIONS).fit(matrix, np.concatenate([a.right[a.known] for a in articles]))


def predict(model: Any, matrices: Sequence[npt.NDArray[np.float32]]) -> list[npt.NDArray[np.float32]]:
    """The chances of each article's rows."""
    return [model.predict_proba(m)[:, 1] if len(m) else np.zeros(0, np.float32) for m in matrices]


def out_of_fold(articles: Sequence[Article], matrices: Sequence[npt.NDArray[np.float32]]) -> list[npt.NDArray[np.float32]]:
    """The chances of each article's rows by a model that has not seen the article."""
    fold = folds([article.id.partition("+")[0] for article in articles])
    chances: list[npt.NDArray[np.float32]] = [np.zeros(0, np.float32)] * len(articles)
    for k in sorted(set(fold.tolist())):
        seen = [i for i, f in enumerate(fold) if f != k]
        held = [i for i, f in enumerate(fold) if f == k]
        model = fit([articles[i] for i in seen], [matrices[i] for i in seen])
        for i, chance in zip(held, predict(model, [matrices[i] for i in held]), strict=True):
            chances[i] = chance
    return chances


def accuracy(articles: Sequence[Article], chances: Sequence[npt.NDArray[np.float32]]) -> dict[str, float]:
    """The share in percent of quotations whose likeliest candidate is right; for annotated articles, may be the speaker."""
    kinds = ("corpus", "corpus, turned", "corpus, transcripts", "every kind, compatible", "invented, compatible")
    hits: dict[str, list[bool]] = {kind: [] for kind in kinds}
    for article, chance in zip(articles, chances, strict=True):
        for _, first, last in runs(article.pairs):
            if article.known[first]:
                best = first + int(chance[first:last].argmax())
                if article.possible is None:
                    made = {"turned": "corpus, turned", "transcript": "corpus, transcripts"}
                    hits[made.get(article.id.partition("+")[2], "corpus")].append(bool(article.right[best]))
                else:
                    kind = "invented" if article.id.startswith("made-") else "every kind"
                    hits[f"{kind}, compatible"].append(bool(article.possible[best]))
    return {name: round(100 * sum(values) / max(1, len(values)), 2) for name, values in hits.items()}


def turned_examples(path: Path, folder: Path) -> list[Example]:
    """PolNeAR's articles with attributions moved into a sentence of their own, or made transcripts, parsed anew."""
    articles = [article for row in rows_of(path) for made in (turned, transcript) if (article := made(row))]
    return made_examples(articles, folder, "turned")


def main() -> None:
    """Fit, measure and write."""
    args = arguments(__doc__)
    encodings = Encodings(args.folder)
    real = annotated(args.gold, args.polnear, args.folder)
    annotation = {e.row["id"]: e.row for e in real}
    corpus = [from_corpus(e, encodings, annotation.get(e.row["id"])) for e in examples(args.polnear, args.folder)]
    corpus += [from_corpus(example, encodings) for example in turned_examples(args.polnear, args.folder)]
    invented = [e for e in examples(INVENTED, args.folder) if folds([e.row["id"]], 10)[0] < INVENTED_TENTHS]
    others = [e for e in real if e.row["genre"] == "wild"] + invented
    named = [from_articles(e, encodings) for e in others]
    first = fit(corpus, [a.matrix for a in corpus])
    articles = corpus + settle(named, predict(first, [a.matrix for a in named]))
    alone = [a.matrix for a in articles]
    chances = out_of_fold(articles, alone)
    result = {"alone": accuracy(articles, chances)}
    print(result, flush=True)
    joint = [np.hstack([neighbours(a.scene, a.pairs, c), a.matrix]) for a, c in zip(articles, chances, strict=True)]
    joint_chances = out_of_fold(articles, joint)
    result["joint"] = accuracy(articles, joint_chances)
    print(result, flush=True)
    card = {
        "command": "python -m training.attribution POLNEAR_TRAIN GOLD_TRAIN FOLDER",
        "data": digests(args.polnear, args.gold, SPEAKERS, INVENTED),
        "result": {"right mention, five folds by article, percent": result},
        "options": OPTIONS,
    }
    export("attribution", fit(articles, alone), FEATURES, card)
    export("attribution_joint", fit(articles, joint), JOINT_FEATURES, card)
    kept = {a.id: c for a, c in zip(articles, joint_chances, strict=True) if "+" not in a.id}
    np.savez(args.folder / CHANCES, allow_pickle=False, **kept)


if __name__ == "__main__":
    main()
