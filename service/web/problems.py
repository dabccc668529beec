"""Every refusal and failure, as RFC 9457 has it: ``application/problem+json``, one shape for all routes."""

import json
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import NoReturn

from flask import Flask, Response, current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from .state import state

CONTENT_TYPE = "application/problem+json"

Errors = Mapping[str, Sequence[str]]
Headers = Mapping[str, str | Sequence[str]]  # several values are several lines
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: the last part of its type URI, its status, its title, and what to do about it."""

    name: str
    status: int
    title: str
    advice: str

    @property
    def type(self) -> str:
        return f"/problems/{self.name}" if self.name else "about:blank"  # RFC 9457, 4.2.1: what the status says and no more


PROBLEMS: dict[str, Problem] = {
    problem.name: problem
    for problem in (
        Problem("bad-request", 400, "The request cannot be read", "Its length or its query string is not as it should be."),
        Problem("not-json", 400, "The body is not JSON", "Send one JSON object, as RFC 8259 has it, each of its names once."),
        Problem(
            "not-decodable",
            400,
            "The body is not in the charset it should be in",
            "Send UTF-8, or name the charset: Content-Type: text/plain; charset=windows-1252.",
        ),
        Problem(
            "no-key",
            401,
            "A key is needed",
            "Send Authorization: Bearer and the key. A browser may send it as the password of Basic, with any name.",
        ),
        Problem("not-found", 404, "There is nothing at this address", "GET /docs shows what there is."),
        Problem("method-not-allowed", 405, "This address has no such method", "The Allow header lists those it has."),
        Problem(
            "not-acceptable",
            406,
            "The answer is in no form that Accept lists",
            "Accept application/json, application/ld+json or text/csv (a batch: application/x-ndjson), or leave Accept out.",
        ),
        Problem("too-slow", 408, "The request did not arrive in time", "Send it whole and at once."),
        Problem("length-required", 411, "The body has no length", "Send Content-Length, not chunks."),
        Problem(
            "batch-too-long", 413, "The batch has too many lines", "The detail names the limit. Send the rest as another batch."
        ),
        Problem("body-too-large", 413, "The body is too large", "The detail names the limit, in bytes."),
        Problem(
            "text-too-long",
            413,
            "The text is too long",
            "The detail names the limit, in code points. Cut the text at a paragraph.",
        ),
        Problem("address-too-long", 414, "The address is too long", "Its path and query together have at most 4 kB."),
        Problem(
            "wrong-content-type",
            415,
            "The body is of no type that is taken",
            "Send Content-Type: text/plain, application/json or text/html. curl sends a form unless told otherwise: "
            "curl --data-binary @article.txt -H 'Content-Type: text/plain' URL",
        ),
        Problem("wrong-charset", 415, "The charset is not one that is taken", "Send UTF-8."),
        Problem(
            "wrong-encoding",
            415,
            "The body is compressed in a way that is not taken",
            "Send it as it is, or with Content-Encoding: gzip (a batch: as it is).",
        ),
        Problem("wrong-fields", 422, "The fields are not those expected", "The errors list what is wrong with each field."),
        Problem(
            "no-text", 422, "There is no text", "Send an article. A page must have words of its own outside menus and scripts."
        ),
        Problem(
            "head-too-large", 431, "The head of the request is too large", "Its first line and its headers have at most 64 kB."
        ),
        Problem("internal-error", 500, "The service failed", "Trying again may not help. Tell its keepers the X-Request-ID."),
        Problem("busy", 503, "The service is busy", "Try again after the seconds that Retry-After tells."),
        Problem("not-ready", 503, "The service is not ready", "Try again after the seconds that Retry-After tells."),
    )
}

# Werkzeug and Flask raise these themselves, before any view is reached.
_BY_STATUS = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    414: "address-too-long",
    431: "head-too-large",
    500: "internal-error",
}


class ProblemError(HTTPException):
    """Raised to refuse a request; ``headers`` are those that the status calls for."""

    def __init__(
        self,
        problem: Problem,
        detail: str | None = None,
        *,
        errors: Errors | None = None,
        headers: Headers | None = None,
    ) -> None:
        super().__init__(detail)
        self.problem = problem
        self.code = self.problem.status
        self.errors = errors
        self.extra_headers = headers or {}

    def document(self, **members: object) -> str:
        """Return the problem document, one line of JSON, after ``members`` (RFC 9457, 3.2: extensions)."""
        document = {**members, "type": self.problem.type, "title": self.problem.title, "status": self.problem.status}
        document["detail"] = self.description or self.problem.advice
        if self.errors:
            document["errors"] = self.errors
        # ASCII, since a refused name may hold a lone surrogate, which has no other form.
        return json.dumps(document, ensure_ascii=True, separators=(", ", ": ")) + "\n"


def refuse(name: str, detail: str, *, errors: Errors | None = None, headers: Headers | None = None) -> NoReturn:
    """Refuse the request with the problem ``name``. Raises ProblemError."""
    raise ProblemError(PROBLEMS[name], detail, errors=errors, headers=headers)


def init_app(app: Flask) -> None:
    """Answer every error of the application as a problem."""
    app.register_error_handler(HTTPException, _handle)


def _handle(error: HTTPException) -> Response | HTTPException:
    if isinstance(error, RoutingException):  # a redirection is no problem
        return error
    if not isinstance(error, ProblemError):
        error = _from_werkzeug(error)
    state().metrics.problems.add(error.problem.name)
    response = current_app.response_class(error.document(), status=error.code, content_type=CONTENT_TYPE)
    response.headers.update(error.extra_headers)
    return response


def _from_werkzeug(error: HTTPException) -> ProblemError:
    """Return the problem for an error that was raised by Werkzeug or Flask, with the headers it came with (405: Allow)."""
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return ProblemError(of_status(error.code or 500, error.name), headers=headers)


def of_status(status: int, title: str) -> Problem:
    """Return the problem that a status stands for, or one of that title which is no more than its status."""
    return PROBLEMS[_BY_STATUS[status]] if status in _BY_STATUS else Problem("", status, title, title)


def where(error: BaseException) -> str:
    """Return what kind of error it was and where, for the log.

    Its message is left out: an exception may quote the article that it failed on.
    """
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return f"{type(error).__name__} at " + " > ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames)
