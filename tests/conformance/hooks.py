"""What schemathesis is told of this interface: how lines of JSON are written and read, and what makes a page."""

import json
from typing import Any

import schemathesis

LINES = "application/x-ndjson"
_NOTHING = {"type": "about:blank", "title": "Nothing was sent", "status": 200, "detail": "An empty batch has no answers."}


@schemathesis.serializer(LINES)
def write(_context: Any, value: Any) -> bytes | None:
    """A batch of one line."""
    return None if value is None else json.dumps(value).encode() + b"\n"


@schemathesis.deserializer(LINES)
def read(_context: Any, response: Any) -> Any:
    """The answers to it: each is to be as described, and one line has one."""
    answers = [json.loads(line) for line in response.content.splitlines()]
    if len(answers) > 1:
        raise ValueError(f"{len(answers)} answers to one line")
    return answers[0] if answers else _NOTHING


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """Give a page words: one without any is refused, and no schema can say what has words."""
    if isinstance(body, dict) and isinstance(body.get("html"), str):
        return {**body, "html": f"<article><p>It was said. {body['html']}</p></article>"}
    return body


@schemathesis.hook
def filter_case(_context: Any, case: Any) -> bool:
    """Leave out bodies of text that are of another type: written down, they are text."""
    return not str(case.media_type).startswith("text/") or isinstance(case.body, str)
