"""Train the choice of role and affiliation: ``python -m training.roles POLNEAR_TRAIN GOLD_TRAIN FOLDER``.

An example is a role, or a body, that a speaker may have, right or wrong by the annotation; speakers are those of the held-out
attributions, where the annotated one was found. How likely each role is bears on the affiliation, so that is learned from
chances that other articles' trees give. Invented articles weigh less than real ones, and nothing is measured on them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer

from evaluation.accuracy import judge
from service.engine import speakers
from service.engine.confidence import trusted
from service.engine.result import Attribution, Fact, Identity
from service.engine.roles import choice
from service.engine.roles.affiliation_candidates import affiliation_candidates
from service.engine.roles.cases import Candidates, Case
from service.engine.roles.role_candidates import role_candidates

from .boosting import classifier, export, folds
from .corpora import INVENTED, SPEAKERS, Example, arguments, digests, examples
from .corpora import annotated as annotated_articles
from .encodings import Encodings
from .held_out import attributed

INVENTION = 1.0  # the weight of an invented example beside a real one
OPTIONS: dict[str, Any] = {
    "max_iter": 200,
    "learning_rate": 0.05,
    "max_leaf_nodes": 10,
    "min_samples_leaf": 20,
    "l2_regularization": 5.0,
    "max_features": 0.3,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A speaker as an article shows them, the annotated one that it is, and how many quotations they share."""

    article: str
    case: Case
    who: dict[str, Any]
    quotations: int

    @property
    def real(self) -> bool:
        """Whether the article was not invented."""
        return not self.article.startswith("made-")


def shown(examples: Iterable[Example], folder: Path, score: ModuleType) -> list[Shown]:
    """The speakers of annotated articles who were found: persons, named or not."""
    found = []
    encodings = Encodings(folder)
    for example, attributions in attributed(examples, folder):
        identities = speakers.identify(example.reading, attributions)
        identities, _ = trusted(example.reading.text, attributions, identities)
        for case in choice.cases(example.reading, identities, attributions, encodings.of(example).encoding):
            who, count = annotated(example.row, case.identity, attributions, score)
            if who is not None and who["kind"] in score.PEOPLE:
                found.append(Shown(str(example.row["id"]), case, who, count))
    return found


def annotated(
    row: dict[str, Any], identity: Identity, attributions: Sequence[Attribution], score: ModuleType
) -> tuple[dict[str, Any] | None, int]:
    """The annotated speaker of most of an identity's quotations, and of how many; None where that is somebody else."""
    known = {s["key"]: s for s in row["speakers"]}
    counts: Counter[str] = Counter()
    for number in identity.quotations:
        for part in attributions[number].quotation.parts:
            for gold in row["quotations"]:
                near = score.overlap((part.start, part.end), (gold["start"], gold["end"])) >= score.OVERLAP
                fair = gold.get("speech") and not gold.get("bad") and gold["speaker"]
                if near and fair and score.same_name(identity.name, gold["speaker"], known):
                    counts[gold["speaker"]] += 1
    if not counts:
        return None, 0
    key, count = counts.most_common(1)[0]
    return known[key], count


class Learner:
    """Learns which candidates are right: out of fold for what comes after, and from all articles for serving."""

    def __init__(self, found: Sequence[Shown], candidates: Sequence[Candidates], field: str, score: ModuleType) -> None:
        self.found, self.candidates, self.field = found, candidates, field
        self.right = [[score.same_value(f.value, s.who[field]) for f, _ in c] for s, c in zip(found, candidates, strict=True)]
        self.vectorizer = DictVectorizer(sparse=False, dtype=np.float32)
        self.rows = self.vectorizer.fit_transform([features for c in candidates for _, features in c])
        self.labels = np.array([label for labels in self.right for label in labels])
        sizes = [len(c) for c in candidates]
        self.fold = np.repeat(folds([s.article for s in found]), sizes)
        self.weights = np.repeat([1.0 if s.real else INVENTION for s in found], sizes)

    def held_out(self) -> list[list[float]]:
        """The chance of each candidate by trees that have not seen its article."""
        likely = np.zeros(len(self.labels))
        for k in sorted(set(self.fold.tolist())):
            model = self._fit(self.fold != k)
            likely[self.fold == k] = model.predict_proba(self.rows[self.fold == k])[:, 1]
        values = iter(likely.tolist())
        return [[next(values) for _ in c] for c in self.candidates]

    def _fit(self, kept: npt.NDArray[np.bool_]) -> HistGradientBoostingClassifier:
        return classifier(**OPTIONS).fit(self.rows[kept], self.labels[kept], sample_weight=self.weights[kept])

    def f1(self, answers: Sequence[Fact | None], score: ModuleType) -> float:
        """F1 of answers over the quotations of speakers who were found in real articles, in percent."""
        right: npt.NDArray[np.int64] = np.zeros(3, int)
        for one, answer in zip(self.found, answers, strict=True):
            if not one.real:
                continue
            accepted = one.who[self.field]
            free = answer is None and self.field[:-1] in one.who.get("optional", [])
            hit = answer is not None and score.same_value(answer.value, accepted)
            right += one.quotations * np.array([hit, answer is not None, bool(accepted) and not free])
        return round(float(200 * right[0] / max(1, right[1] + right[2])), 1)

    def right_of(self, answers: Sequence[Fact | None], score: ModuleType, *, stated: bool) -> str:
        """How many answers, by quotations, are stated of the speaker (or only named nearby), and how many are right."""
        count = hits = 0
        for one, near, answer in zip(self.found, self.candidates, answers, strict=True):
            if one.real and answer is not None and any(f is answer and bool(how.get("stated")) == stated for f, how in near):
                count += one.quotations
                hits += one.quotations * bool(score.same_value(answer.value, one.who[self.field]))
        return f"{count}, {100 * hits / max(1, count):.1f} % right"

    def result(self, answers: Sequence[Fact | None], rules: Sequence[Fact | None], score: ModuleType) -> dict[str, float | str]:
        """What the card records of held-out answers and of those that the rules alone give."""
        return {
            "speakers": sum(one.real for one in self.found),
            "of invented articles beside them": sum(not one.real for one in self.found),
            "weight of those": INVENTION,
            "F1 of the rules": self.f1(rules, score),
            "F1, five folds by article": self.f1(answers, score),
            "stated": self.right_of(answers, score, stated=True),
            "not stated": self.right_of(answers, score, stated=False),
        }

    def write(self, name: str, card: dict[str, Any]) -> None:
        """Learn from all and store the weights."""
        everything = np.ones(len(self.labels), bool)
        export(name, self._fit(everything), self.vectorizer.get_feature_names_out().tolist(), card)


def main() -> None:
    """Read, fit both, write the cards."""
    args = arguments(__doc__)
    score = judge(args.gold)
    real, invented = annotated_articles(args.gold, args.polnear, args.folder), examples(INVENTED, args.folder)
    found = shown([*real, *invented], args.folder, score)
    card = {
        "command": "python -m training.roles POLNEAR_TRAIN GOLD_TRAIN FOLDER",
        "data": digests(args.polnear, args.gold, SPEAKERS, INVENTED),
        "options": OPTIONS,
    }
    roles = [role_candidates(s.case) for s in found]
    learner = Learner(found, roles, "roles", score)
    likely = learner.held_out()
    chosen = [choice.choose(c, p, choice.ROLE_LEAST, choice.ROLE_CLOSE) for c, p in zip(roles, likely, strict=True)]
    rules = [s.case.rule.role if s.case.rule else None for s in found]
    result = learner.result(chosen, rules, score)
    print("role", result, flush=True)
    learner.write("role", card | {"result": result})
    bodies = [
        affiliation_candidates(s.case, role, [(fact, p) for (fact, _), p in zip(c, chance, strict=True)])
        for s, role, c, chance in zip(found, chosen, roles, likely, strict=True)
    ]
    learner = Learner(found, bodies, "affiliations", score)
    answers = [
        choice.choose(c, p, choice.BODY_LEAST, choice.BODY_CLOSE) for c, p in zip(bodies, learner.held_out(), strict=True)
    ]
    rules = [s.case.rule_body for s in found]
    result = learner.result(answers, rules, score)
    print("affiliation", result, flush=True)
    learner.write("affiliation", card | {"result": result})


if __name__ == "__main__":
    main()
