"""What the service says of itself: ``/docs``, ``/openapi.yaml``, ``/openapi.json`` and a page for each kind of problem.

The interactive page is Swagger UI, served from the assets in the package flask-swagger-ui: nothing is fetched from elsewhere.
"""

from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from .openapi import Api
from .problems import PROBLEMS, refuse
from .state import state

_OWN = Path(__file__).parent / "static"
_SWAGGER_UI = Path(str(files("flask_swagger_ui"))) / "dist"
_ASSETS = {
    "docs.js": (_OWN, "text/javascript"),
    "swagger-ui.css": (_SWAGGER_UI, "text/css"),
    "swagger-ui-bundle.js": (_SWAGGER_UI, "text/javascript"),
    "favicon-32x32.png": (_SWAGGER_UI, "image/png"),
}

# The browser is told, too, that nothing is to come from elsewhere. Swagger UI writes styles and images into the page.
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"

blueprint = Blueprint("docs", __name__)


@blueprint.get("/docs")
def page() -> Response:
    """Show the interface, to read and to try."""
    response = _file(_OWN / "docs.html", "text/html")
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@blueprint.get("/docs/<name>")
def asset(name: str) -> Response:
    """Serve one of the page's own assets."""
    if name not in _ASSETS:
        refuse("not-found", "The page has no such asset.")
    folder, content_type = _ASSETS[name]
    return _file(folder / name, content_type)


@blueprint.get("/openapi.json")
def openapi_json() -> ResponseReturnValue:
    """Serve the description of the interface in JSON."""
    return jsonify(_api().document())


@blueprint.get("/openapi.yaml")
def openapi_yaml() -> ResponseReturnValue:
    """Serve the description of the interface in YAML (RFC 9512)."""
    return Response(_api().yaml(), content_type="application/yaml")


@blueprint.get("/problems/<name>")
def problem(name: str) -> ResponseReturnValue:
    """Explain a kind of problem: this is the address that its documents have as their type."""
    if name not in PROBLEMS:
        refuse("not-found", "There is no such kind of problem.")
    kind = PROBLEMS[name]
    return jsonify({"type": kind.type, "title": kind.title, "status": kind.status, "detail": kind.advice})


def _file(path: Path, content_type: str) -> Response:
    response = Response(path.read_bytes(), mimetype=content_type)
    response.cache_control.no_cache = True  # kept, but asked for again each time: the next version has other assets
    response.add_etag()
    response.make_conditional(request)
    return response


def _api() -> Api:
    return state().api


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
