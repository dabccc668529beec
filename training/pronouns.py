"""Train the weighing of a pronoun's antecedents: ``python -m training.pronouns POLNEAR_TRAIN GOLD_TRAIN FOLDER``.

An example is a pronoun that is a quotation's source, with the figures it may mean; the annotated speaker is the right one. The
mentions are those of the attribution stage, and beside them PolNeAR's own for the articles it shares. Since what a pronoun is
taken to mean changes what later ones may mean, the articles are read several times with the weights so far and all readings are
learned from together (Ross, Gordon and Bagnell, *No-Regret Online Learning*, 2011).
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from service.engine import logistic
from service.engine.result import Attribution, Quotation, Span
from service.engine.speakers import pronouns, read
from service.engine.speakers.discourse import Discourse
from service.engine.speakers.figures import Figure
from service.engine.speakers.names import fold
from service.engine.speakers.sources import Sources

from .conditional import Instance, fit, right_share
from .corpora import SPEAKERS, Example, annotated, arguments, digests, rows
from .held_out import attributed

ROUNDS = 4
RIDGE = 3.0  # a round
# What grammar says before the data, which have two examples of it (both agree): *Brown said he …* is Brown.
PRIOR = {"reports the clause": 2.5}
SHARE = 0.5  # of a quotation that must lie in an attribution's content
SEED = 0  # nothing is drawn
WEIGHTS = Path(pronouns.__file__).parent.parent / "weights" / "pronouns.json"

Article = tuple[Example, tuple[Attribution, ...]]


class Watched(Sources):
    """Sources that note the candidates of each pronoun together with the right one."""

    def __init__(self, discourse: Discourse, row: dict[str, Any]) -> None:
        super().__init__(discourse)
        self.row = row
        self.speakers = {s["key"]: s for s in row["speakers"]}
        self.instances: list[Instance] = []

    def pronoun(self, token: int, number: int) -> Figure | None:
        """Note a source's pronoun on the second pass, then go on."""
        word = self.discourse.syntax.lower[token]
        told = pronouns.RELATIVE | pronouns.FIRST | pronouns.OTHERS
        if number >= 0 and not self.discourse.learning and word not in told:
            names = self._names(self.discourse.attributions[number].quotation)
            near = pronouns.candidates(self.discourse.pronoun_at(token, number), self.discourse.memory())
            right = [i for i, (figure, _) in enumerate(near) if any(bare(name) in names for name in known_as(figure))]
            if right:
                self.instances.append(([features for _, features in near], right[0]))
        return super().pronoun(token, number)

    def _names(self, quotation: Quotation) -> set[str]:
        """The names of the annotated speaker of a quotation."""
        for gold in self.row["quotations"]:
            span = Span(gold["start"], gold["end"])
            if (
                gold.get("speech")
                and not gold.get("bad")
                and gold["speaker"]
                and any(span.overlaps(p) for p in quotation.parts)
            ):
                return {bare(name) for name in self.speakers[gold["speaker"]]["names"]}
        return set()


def known_as(figure: Figure) -> Sequence[str]:
    """The names of a figure that can be held against the annotated ones."""
    return [figure.name] if figure.person is not None else figure.names


def bare(name: str) -> str:
    """A name as it is compared."""
    words = [fold(word) for word in name.replace("’", "'").split()]
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("a", "an", "the") else words)


def with_sources(found: Iterable[Example], corpus: dict[str, Any]) -> list[Article]:
    """The articles that PolNeAR has too, with its own mentions, up to the first comma."""
    articles = []
    for example in found:
        row = corpus.get(example.row["id"])
        if row is None:
            continue
        attributions = []
        for gold in example.row["quotations"]:
            if gold.get("speech") and not gold.get("bad"):
                quotation = Quotation((Span(gold["start"], gold["end"]),), "direct")
                attributions.append(Attribution(quotation, None, mention_of(row, example.reading.text, quotation), 1.0))
        articles.append((example, tuple(attributions)))
    return articles


def mention_of(row: dict[str, Any], text: str, quotation: Quotation) -> Span | None:
    """The source that the corpus gives the quotation, without what follows in commas."""
    length = quotation.end - quotation.start
    best: tuple[int, int, int] | None = None
    for attribution in row["attributions"]:
        content = attribution["content"] or []
        shared = sum(max(0, min(e, quotation.end) - max(s, quotation.start)) for s, e in content)
        if attribution["source"] and shared > SHARE * length:
            start, end = attribution["source"][0]
            whole = sum(e - s for s, e in content)
            if best is None or whole < best[0]:
                best = (whole, start, start + len(text[start:end].split(", ", maxsplit=1)[0].rstrip(" ,")))
    return Span(best[1], best[2]) if best and best[1] < best[2] else None


def instances(articles: Iterable[Article]) -> list[Instance]:
    """The pronouns of articles, read with the weights in force."""
    found: list[Instance] = []
    for example, attributions in articles:
        discourse = Discourse(example.reading, attributions)
        sources = Watched(discourse, example.row)
        read(discourse, sources)
        found += sources.instances
    return found


def main() -> None:
    """Read, fit, write the card."""
    args = arguments(__doc__)
    found = annotated(args.gold, args.polnear, args.folder)
    articles = attributed(found, args.folder) + with_sources(found, {row["id"]: row for row in rows(args.polnear)})
    seen: list[Instance] = []
    weights: dict[str, float] = {}
    for number in range(ROUNDS):
        latest = instances(articles)
        seen += latest
        weights = fit(seen, RIDGE * (number + 1), PRIOR)
        logistic.weights.cache_clear()
        write(args, weights, right_share(latest, weights), len(latest))
        print(f"round {number + 1}: {len(latest)} pronouns, {right_share(latest, weights)} % right")


def write(args: argparse.Namespace, weights: dict[str, float], share: float, count: int) -> None:
    """Store the weights with what made them."""
    card = {
        "seed": SEED,
        "command": "python -m training.pronouns POLNEAR_TRAIN GOLD_TRAIN FOLDER",
        "data": digests(args.polnear, args.gold, SPEAKERS),
        "result": {"pronouns": count, "right on the data itself, percent": share},
        "weights": weights,
    }
    WEIGHTS.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
