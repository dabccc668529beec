"""X-Request-ID: taken from the caller or made, and returned, so that a request can be found again in both logs."""

import re
from uuid import uuid4

from flask import Flask, Response, g, request

HEADER = "X-Request-ID"

# Bounded and plain, since it goes into the log: any other is passed over.
_FIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+=@-]{0,127}")

# W3C Trace Context, 3.2: version, trace, span, flags.
_TRACE = re.compile(r"(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")


def current() -> str:
    """Return the id of this request: that of X-Request-ID, else the trace of traceparent, else a new one."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _FIT.fullmatch(given) else trace() or uuid4().hex
    request_id: str = g.request_id
    return request_id


def trace() -> str | None:
    """Return the trace that the request is part of, by its traceparent; None where it has none."""
    found = _TRACE.fullmatch(request.headers.get("traceparent", "").strip())
    return found[1] if found else None


def init_app(app: Flask) -> None:
    """Return the id of each request with its response."""

    def add(response: Response) -> Response:
        response.headers[HEADER] = current()
        request.environ["quoth.trace"] = trace()  # for the log
        return response

    app.after_request(add)
