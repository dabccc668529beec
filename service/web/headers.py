"""The headers that every response has, and the pages of other origins that may ask for an answer (CORS)."""

from collections.abc import Sequence

from flask import Flask, Response, request
from flask_cors import CORS

# What the answer to a request is may be read by no page but one that says otherwise of itself.
_POLICY = "default-src 'none'; frame-ancestors 'none'"

_SENT = ("Accept", "Authorization", "Content-Type", "Traceparent", "X-Request-ID")
_SHOWN = ("Retry-After", "X-Request-ID")
_REMEMBERED = 600  # seconds that a browser need not ask again


def init_app(app: Flask, origins: Sequence[str]) -> None:
    """Add the headers, and let pages of these origins call /v1."""
    app.after_request(_secure)
    if origins:
        CORS(
            app,
            resources={r"/v1/.*": {"origins": list(origins)}},
            methods=["POST"],
            allow_headers=list(_SENT),
            expose_headers=list(_SHOWN),
            max_age=_REMEMBERED,
        )


def _secure(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    if request.path.startswith("/v1/"):
        response.headers["Cache-Control"] = "no-store"  # it is an answer to one article, which may not be public
    return response
