"""Keys: where any are set, nothing but the health routes answers without one.

The settings hold SHA-256 digests. That needs no salt and no slow function, since keys are random and long, not chosen by
people: ``openssl rand -hex 32`` makes one.
"""

from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest

from flask import Flask, request

from .problems import refuse

OPEN = {"operations.livez", "operations.readyz"}

# A browser asks for a name and password at the second, and sends them with whatever the page asks for. Each is a line of its
# own: Chromium does not look behind the first comma.
_CHALLENGES = ('Bearer realm="quoth"', 'Basic realm="quoth", charset="UTF-8"')


def init_app(app: Flask, digests: Sequence[str]) -> None:
    """Ask for a key with one of these digests (hexadecimal) before any other route than ``OPEN``; without digests for none."""
    known = [bytes.fromhex(digest) for digest in digests]

    def check() -> None:
        if request.endpoint not in OPEN and not _preflight() and not _fits(_given(), known):
            detail = "There is no key in Authorization, or not one that is known."
            refuse("no-key", detail, headers={"WWW-Authenticate": _CHALLENGES})

    if known:
        app.before_request(check)


def _preflight() -> bool:
    """Whether a browser only asks what a page of another origin may do: that it asks without credentials."""
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _given() -> str:
    """Return the key of the request: a bearer token, or the password of Basic."""
    given = request.authorization
    if given is None:
        return ""
    return (given.token if given.type == "bearer" else given.password) or ""


def _fits(key: str, known: Sequence[bytes]) -> bool:
    """Compare with every digest, each in constant time: how long that takes tells nothing of them."""
    digest = sha256(key.encode("utf-8", "surrogatepass")).digest()
    return sum([compare_digest(digest, one) for one in known]) > 0
