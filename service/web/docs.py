"""What the service says of itself: ``/docs``, ``/openapi.yaml``, ``/openapi.json`` and a page for each kind of problem.

The interactive page is Swagger UI, served from the assets in the package flask-swagger-ui: nothing is fetched from elsewhere.
"""

from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Flask, Response, jsonify
from flask.typing import ResponseReturnValue

from .assets import STATIC, Asset
from .openapi import Api
from .problems import PROBLEMS, refuse
from .state import state

_SWAGGER_UI = Path(str(files("flask_swagger_ui"))) / "dist"
_PAGE = Asset(STATIC / "docs.html", "text/html")
_ASSETS = {
    "docs.js": Asset(STATIC / "docs.js", "text/javascript"),
    "swagger-ui.css": Asset(_SWAGGER_UI / "swagger-ui.css", "text/css"),
    "swagger-ui-bundle.js": Asset(_SWAGGER_UI / "swagger-ui-bundle.js", "text/javascript"),
    "favicon-32x32.png": Asset(_SWAGGER_UI / "favicon-32x32.png", "image/png"),
}

# The browser is told, too, that nothing is to come from elsewhere. Swagger UI writes styles and images into the page.
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"

blueprint = Blueprint("docs", __name__)


@blueprint.get("/docs")
def page() -> Response:
    """Show the interface, to read and to try."""
    response = _PAGE.response()
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@blueprint.get("/docs/<name>")
def asset(name: str) -> Response:
    """Serve one of the page's own assets."""
    if name not in _ASSETS:
        refuse("not-found", "The page has no such asset.")
    return _ASSETS[name].response()


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


def _api() -> Api:
    return state().api


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
