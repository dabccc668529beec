"""From an article to its answer: what single requests and batches have in common."""

from dataclasses import dataclass
from time import perf_counter
from typing import Any

from service.engine.reading.article import main_text
from service.engine.result import Result

from . import bodies
from .desk import Engine
from .schemas import AnswerSchema
from .state import State


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine found, with what the caller is told beside it."""

    id: str | None
    text: str | None
    result: Result


def answer(state: State, submission: bodies.Submission, engine: Engine) -> Answer:
    """Have the engine work on an article. Raises ProblemError for a page without a text of fit length."""
    began = perf_counter()
    text = submission.text
    if text is None:
        text = main_text(submission.html or "")
        bodies.check_text(text, state.limits, "html")
    result = engine.attribute(text, state.metrics.stage)
    state.metrics.article(perf_counter() - began, len(text), result)
    return Answer(submission.id, None if submission.html is None else text, result)


def document(given: Answer) -> dict[str, Any]:
    """Return an answer in plain types, with the names of the contract."""
    found: dict[str, Any] = AnswerSchema().dump(given)
    return found
