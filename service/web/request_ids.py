"""X-Request-ID: taken from the caller or made, and returned, so that a request can be found again in both logs."""

import re
from uuid import uuid4

from flask import Flask, Response, g, request

HEADER = "X-Request-ID"

# Bounded and plain, since it goes into the log: any other is passed over, and a new one made.
_FIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+=@-]{0,127}")


def current() -> str:
    """Return the id of this request."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _FIT.fullmatch(given) else uuid4().hex
    request_id: str = g.request_id
    return request_id


def init_app(app: Flask) -> None:
    """Return the id of each request with its response."""

    def add(response: Response) -> Response:
        response.headers[HEADER] = current()
        return response

    app.after_request(add)
