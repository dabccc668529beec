"""A blueprint whose views describe themselves for OpenAPI.

What is here describes; nothing of it decides what a request gets.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import flask_smorest  # type: ignore[import-untyped]
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from .problems import CONTENT_TYPE, PROBLEMS, Problem
from .schemas import ProblemSchema

# The headers that responses refer to.
HEADERS = {
    "X-Request-ID": {"description": "The id of the request: the caller's, or a new one.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait before another try.", "schema": {"type": "integer"}},
}


@dataclass(frozen=True, slots=True)
class Operation:
    """What is to be said of a view: what it takes (by content type), answers and refuses."""

    method: str
    answer: Mapping[str, type[Schema] | Mapping[str, Any]]  # by content type
    problems: Sequence[Problem]
    parameters: Sequence[Mapping[str, Any]] = ()
    body: Mapping[str, Any] = field(default_factory=dict)


def refusals(*names: str) -> list[Problem]:
    """Return the problems of these names, and those that may befall any request before or behind its view."""
    return [PROBLEMS[name] for name in (*names, "too-slow", "address-too-long", "head-too-large", "internal-error")]


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """flask-smorest's blueprint, with one typed way to add a view and describe it."""

    def add(self, rule: str, view: Callable[[], ResponseReturnValue], operation: Operation) -> None:
        """Add a view at ``rule``, described by its docstring and ``operation``."""
        manual: dict[str, Any] = {
            "operationId": view.__name__,
            "responses": {"200": _answer(operation.answer), **dict(_refusals(operation.problems))},
        }
        if operation.parameters:
            manual["parameters"] = list(operation.parameters)
        if operation.body:
            manual["requestBody"] = {"required": True, "content": dict(operation.body)}
        self.add_url_rule(rule, view_func=self.doc(**manual)(view), methods=[operation.method.upper()])


def _answer(schemas: Mapping[str, type[Schema] | Mapping[str, Any]]) -> dict[str, Any]:
    content = {kind: {"schema": schema} for kind, schema in schemas.items()}
    return {"description": "The answer", "headers": _headers("X-Request-ID"), "content": content}


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _refusals(problems: Iterable[Problem]) -> Iterable[tuple[str, dict[str, Any]]]:
    by_status: dict[int, list[Problem]] = {}
    for problem in problems:
        by_status.setdefault(problem.status, []).append(problem)
    for status, kinds in by_status.items():
        examples = {kind.name: {"value": _example(kind)} for kind in kinds}
        yield (
            str(status),
            {
                "description": " · ".join(kind.title for kind in kinds),
                "headers": _headers("X-Request-ID", *(["Retry-After"] if status == 503 else [])),
                "content": {CONTENT_TYPE: {"schema": ProblemSchema, "examples": examples}},
            },
        )


def _example(kind: Problem) -> dict[str, Any]:
    return {"type": kind.type, "title": kind.title, "status": kind.status, "detail": kind.advice}
