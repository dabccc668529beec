"""``POST /v1/quotes/batch``: articles in and answers out, a line of JSON each, in the order sent and as each is done.

Nothing is held but the line that is worked on: the next is read when the answer to this one has been taken by the caller. A
caller who has gone is noticed when the next answer is sent, and nothing is worked on after that.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from logging import Logger
from typing import IO, Any

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from . import bodies, forms, request_ids
from .answers import answer, document
from .blueprint import Blueprint, Operation, refusals
from .desk import BusyError
from .problems import PROBLEMS, ProblemError, refuse, where
from .schemas import AnswerSchema, ArticleSchema, ProblemSchema
from .state import State, state

blueprint = Blueprint("batch", __name__, url_prefix="/v1", description="Many articles at a time")

_PIECE = 65_536  # bytes


def attribute_batch() -> ResponseReturnValue:
    """List the quotations of many articles.

    One request a line, one answer a line, in the same order, each as soon as it is done. A line that fails becomes a problem
    document with the `id` of its article, or `line`, its number from 1, where there is no id; the others go on. Empty lines
    are passed over. Read while you send: answers wait for you, and then the lines behind them do.
    """
    content_type = forms.choose(request, [forms.LINES])
    bodies.check_batch(request, state().limits)
    with ExitStack() as stack:
        try:
            stack.enter_context(state().desk.batch())
        except BusyError as error:
            refuse("busy", "Other batches are being worked on.", headers={"Retry-After": str(error.seconds)})
        lines = _lines(_pieces(request.stream, request.environ["wsgi.input"], state().limits.batch_bytes), state().limits.bytes)
        batch = _Batch(current_app.logger, request_ids.current(), state())
        response = Response(batch.answers(lines), content_type=content_type)
        response.headers["X-Accel-Buffering"] = "no"  # nginx would keep answers back
        response.call_on_close(stack.pop_all().close)
        return response


class _Batch:
    """The lines of one batch, answered after the request's own context is gone."""

    def __init__(self, log: Logger, request_id: str, given: State) -> None:
        self._log, self._request_id, self._state = log, request_id, given

    def answers(self, lines: Iterable[bytes | None]) -> Iterator[str]:
        """Answer each line; None is one that was too long to be kept."""
        items = number = 0
        try:
            for number, line in enumerate(lines, 1):
                if line is not None and not line.strip():
                    continue
                items += 1
                if items > self._state.limits.batch_items:
                    detail = f"The limit is {self._state.limits.batch_items:,} lines; this one and the rest were not read."
                    yield self._refusal(ProblemError(PROBLEMS["batch-too-long"], detail), {"line": number})
                    return
                yield self._answer(number, line)
        except ProblemError as error:  # the stream itself
            yield self._refusal(error, {"line": number + 1})

    def _answer(self, number: int, line: bytes | None) -> str:
        name: dict[str, Any] = {"line": number}
        try:
            if line is None:
                refuse("body-too-large", f"The limit for a line is {self._state.limits.bytes:,} bytes.")
            fields = bodies.parse(line, "utf-8")
            with suppress(ProblemError):
                name = {"id": bodies.identifier(fields)}
            submission = bodies.article(fields, self._state.limits)
            found = self._state.desk.work_patiently(submission.characters, partial(answer, self._state, submission))
            given = forms.line(document(found))
        except ProblemError as error:
            return self._refusal(error, name)
        except Exception as error:  # noqa: BLE001 - a line costs only itself
            self._log.error("Line %d of request %s failed: %s", number, self._request_id, where(error))
            return self._refusal(ProblemError(PROBLEMS["internal-error"]), name)
        self._state.metrics.requests.add("item", "200")
        return given

    def _refusal(self, error: ProblemError, name: dict[str, Any]) -> str:
        self._state.metrics.problems.add(error.problem.name)
        self._state.metrics.requests.add("item", str(error.problem.status))
        return error.document(**name)


def _pieces(stream: IO[bytes], raw: object, limit: int) -> Iterator[bytes]:
    """Yield a body of at most ``limit`` bytes as it comes; ``raw`` is the server's own stream.

    gunicorn's own ``read`` waits for a whole buffer, and a caller may wait for the answer to a line before it sends the next.
    """
    chunks = getattr(getattr(raw, "reader", None), "parser", None)
    read = stream.read if chunks is None else lambda _: next(chunks, b"")
    left = limit
    while True:
        try:
            piece = read(_PIECE)
        except TimeoutError:
            refuse("too-slow", "Nothing has come for too long.")
        except Exception:  # noqa: BLE001 - a client that is gone, chunks that are none: each server has its own errors for them
            refuse("bad-request", "The body ended before its end.")
        if not piece:
            return
        left -= len(piece)
        if left < 0:
            refuse("body-too-large", f"The limit for a batch is {limit:,} bytes; the rest was not read.")
        yield piece


def _lines(pieces: Iterable[bytes], limit: int) -> Iterator[bytes | None]:
    """Yield the lines of a body, and None for each that is longer than ``limit`` bytes. Only one is held at a time."""
    held, lost = bytearray(), False
    for piece in pieces:
        *ended, rest = piece.split(b"\n")
        for end in ended:
            held += end
            whole = None if lost or len(held) > limit else bytes(held)
            held, lost = bytearray(), False
            yield whole
        held += rest
        if len(held) > limit:
            held, lost = bytearray(), True
    if lost or held:
        yield None if lost else bytes(held)


blueprint.add(
    "/quotes/batch",
    attribute_batch,
    Operation(
        method="post",
        answer={forms.LINES: {"oneOf": [AnswerSchema, ProblemSchema]}},
        body={forms.LINES: {"schema": ArticleSchema}},
        problems=refusals(
            "bad-request",
            "no-key",
            "not-acceptable",
            "body-too-large",
            "wrong-content-type",
            "wrong-charset",
            "wrong-encoding",
            "wrong-fields",
            "busy",
        ),
    ),
)
