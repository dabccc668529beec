"""Files that go out as they are: pages, styles, scripts. The browser keeps them, and asks each time whether they still hold."""

from dataclasses import dataclass
from pathlib import Path

from flask import Response, request

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that may be served, and what it is."""

    path: Path
    content_type: str

    def response(self) -> Response:
        """Return the file, or 304 to a browser that has it already."""
        return kept(self.path.read_bytes(), self.content_type)


def kept(body: str | bytes, content_type: str) -> Response:
    """Return a response that the browser keeps, but asks for again each time: the next version has other assets."""
    response = Response(body, mimetype=content_type)
    response.cache_control.no_cache = True
    response.add_etag()
    response.make_conditional(request)
    return response
