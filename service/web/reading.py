"""The reading view: ``GET /`` shows an article's quotations to people; ``/quoth.js`` shows them on other pages.

The page asks ``/v1/quotes`` as any other client does. All that it needs is served from here, and all its addresses are
relative, so that it works below a path of a proxy as well.
"""

from dataclasses import dataclass

from flask import Blueprint, Flask, Response, render_template

from service import __version__

from .assets import STATIC, Asset, kept
from .problems import refuse
from .state import state

_FOLDER = STATIC / "reading"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_ASSETS = {path.name: Asset(path, _TYPES[path.suffix]) for path in sorted(_FOLDER.iterdir())}
_EMBEDDED = Asset(STATIC / "quoth.js", "text/javascript")

# No 'unsafe-inline': even if a pasted article found a way into the page as markup, nothing of it would run or load.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Example:
    """An article to try: the name of its file, and what the reader is told of it."""

    name: str
    title: str

    @property
    def asset(self) -> Asset:
        return Asset(STATIC / "examples" / self.name, "text/plain")


# The first is the seed article, the others are invented.
EXAMPLES = (
    Example("diplomacy.txt", "Diplomacy, machine-translated"),
    Example("court.txt", "A trial, with unnamed sources"),
    Example("sport.txt", "A cup match"),
    Example("festival.txt", "A street festival, with emoji"),
)
_EXAMPLES = {example.name: example.asset for example in EXAMPLES}

blueprint = Blueprint("reading", __name__, template_folder="templates")


@blueprint.get("/")
def page() -> Response:
    """Show the page."""
    limit = state().limits.characters
    body = render_template("reading.html", examples=EXAMPLES, limit=limit, version=__version__)
    response = kept(body, "text/html")
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@blueprint.get("/reading/<name>")
def asset(name: str) -> Response:
    """Serve one of the page's own assets."""
    if name not in _ASSETS:
        refuse("not-found", "The page has no such asset.")
    return _ASSETS[name].response()


@blueprint.get("/reading/examples/<name>")
def example(name: str) -> Response:
    """Serve one of the articles to try."""
    if name not in _EXAMPLES:
        refuse("not-found", "There is no such example.")
    return _EXAMPLES[name].response()


@blueprint.get("/quoth.js")
def embedded() -> Response:
    """Serve the script for other sites, also to those that let in only what says that it may be let in (COEP)."""
    response = _EMBEDDED.response()
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
