"""What those who run the service ask it: whether the process answers, and whether it can do its work."""

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from .blueprint import Blueprint, Operation, refusals
from .problems import refuse
from .schemas import StatusSchema
from .state import state

blueprint = Blueprint("operations", __name__, description="The state of the service")


def livez() -> ResponseReturnValue:
    """Tell that the process answers."""
    return _ok()


def readyz() -> ResponseReturnValue:
    """Tell whether an article was attributed when the process started."""
    if not state().desk.ready:
        refuse("not-ready", "No article has been attributed in this process yet.", headers={"Retry-After": "1"})
    return _ok()


def _ok() -> ResponseReturnValue:
    return jsonify(StatusSchema().dump({"status": "ok"})), {"Cache-Control": "no-store"}


def metrics() -> ResponseReturnValue:
    """Tell what was counted, in all processes together, for Prometheus."""
    text, content_type = state().metrics.text(request.headers.get("Accept", ""))
    return Response(text, content_type=content_type, headers={"Cache-Control": "no-store", "Vary": "Accept"})


_STATUS = {"application/json": StatusSchema}
_FIGURES = {"text/plain": {"type": "string"}, "application/openmetrics-text": {"type": "string"}}

blueprint.add("/livez", livez, Operation(method="get", answer=_STATUS, problems=refusals()))
blueprint.add("/readyz", readyz, Operation(method="get", answer=_STATUS, problems=refusals("not-ready")))
blueprint.add("/metrics", metrics, Operation(method="get", answer=_FIGURES, problems=refusals("no-key")))
