"""Train the vote on speakers: ``python -m training.ballot POLNEAR_TRAIN GOLD_TRAIN FOLDER``.

An example is a quotation with the figures that may have said it; the annotated speaker is the right one, or nobody where the
article gives none, the words are no speech, or none of the figures is the speaker. Since a choice changes what later
mentions may mean, the articles are read several times with the weights so far (Ross, Gordon and Bagnell 2011).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from evaluation.accuracy import judge
from service.engine import logistic
from service.engine.result import Attribution
from service.engine.speakers import ballot, read
from service.engine.speakers.discourse import Discourse
from service.engine.speakers.figures import Figure
from service.engine.speakers.sources import Sources

from .boosting import SEED, WEIGHTS, folds
from .conditional import Instance, fit, right_share
from .corpora import SPEAKERS, Example, annotated, arguments, digests
from .held_out import attributed

ROUNDS, RIDGE = 3, 2.0
# What a name says before the data, and *who* right behind one, of which there are few.
PRIOR = {"rule, name": 2.0, "rule, proper": 2.0, "rule, who behind the name": 2.0}


class Watched(Sources):
    """Sources that note each vote with the right outcome."""

    def __init__(self, discourse: Discourse, row: dict[str, Any], score: ModuleType) -> None:
        super().__init__(discourse)
        self.row, self.score = row, score
        self.known = {s["key"]: s for s in row["speakers"]}
        self.instances: list[Instance] = []

    def elected(self, number: int, rule: Figure | None) -> Figure | None:
        """Note the second pass's votes, then go on."""
        if not self.discourse.learning:
            near = ballot.candidates(self.discourse, number, rule)
            right = self._right(number, [figure for figure, _ in near])
            if right is not None:
                self.instances.append(([features for _, features in near], right))
        return super().elected(number, rule)

    def _right(self, number: int, figures: Sequence[Figure | None]) -> int | None:
        """The number of the annotated speaker among the candidates; None where the quotation cannot be judged."""
        part = self.discourse.attributions[number].quotation.parts[0]
        here = (part.start, part.end)
        best = max(self.row["quotations"], key=lambda q: self.score.overlap(here, (q["start"], q["end"])), default=None)
        nobody = len(figures) - 1
        if best is None or self.score.overlap(here, (best["start"], best["end"])) < self.score.OVERLAP:
            return nobody
        if best.get("bad"):
            return None
        if not best["speech"] or not best["speaker"]:
            return nobody
        fits = (n for n, f in enumerate(figures) if f and self.score.same_name(f.name, best["speaker"], self.known))
        return next(fits, nobody)


def votes(found: Sequence[tuple[Example, tuple[Attribution, ...]]], score: ModuleType) -> tuple[list[Instance], list[str]]:
    """The votes on all quotations of articles, read with the weights in force, and the article of each."""
    made, groups = [], []
    for example, attributions in found:
        discourse = Discourse(example.reading, attributions)
        sources = Watched(discourse, example.row, score)
        read(discourse, sources)
        made += sources.instances
        groups += [str(example.row["id"])] * len(sources.instances)
    return made, groups


def held_out_share(found: Sequence[Instance], groups: Sequence[str]) -> float:
    """The percentage of votes that weights from other articles decide rightly."""
    fold, hits = folds(groups), 0.0
    for k in sorted(set(fold.tolist())):
        held = [vote for vote, f in zip(found, fold, strict=True) if f == k]
        weights = fit([vote for vote, f in zip(found, fold, strict=True) if f != k], RIDGE, PRIOR)
        hits += right_share(held, weights) * len(held)
    return round(hits / len(found), 2)


def main() -> None:
    """Read, fit, write the card."""
    args = arguments(__doc__)
    found, score = attributed(annotated(args.gold, args.polnear, args.folder), args.folder), judge(args.gold)
    write(args.polnear, args.gold, PRIOR, {})
    seen: list[Instance] = []
    for number in range(ROUNDS):
        latest, groups = votes(found, score)
        seen += latest
        by_rule = sum(right == 0 and features[0].get("source") is not None for features, right in latest) / len(latest)
        result = {
            "quotations": len(latest),
            "first candidate right, percent": round(100 * by_rule, 2),
            "voted rightly, five folds by article, percent": held_out_share(latest, groups),
        }
        print(f"round {number + 1}: {result}", flush=True)
        write(args.polnear, args.gold, fit(seen, RIDGE * (number + 1), PRIOR), result)


def write(polnear: Path, gold: Path, weights: dict[str, float], result: dict[str, float]) -> None:
    """Store the weights with what made them, and take them into force."""
    card = {
        "seed": SEED,
        "command": "python -m training.ballot POLNEAR_TRAIN GOLD_TRAIN FOLDER",
        "data": digests(polnear, gold, SPEAKERS),
        "result": result,
        "weights": weights,
    }
    (WEIGHTS / "ballot.json").write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf8")
    logistic.weights.cache_clear()


if __name__ == "__main__":
    main()
