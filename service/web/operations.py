"""What those who run the service ask it: whether the process answers, and whether it can do its work."""

from flask import current_app, jsonify
from flask.typing import ResponseReturnValue

from .blueprint import Blueprint, Operation, refusals
from .desk import Desk
from .problems import refuse
from .schemas import StatusSchema

blueprint = Blueprint("operations", __name__, description="The state of the service")


def livez() -> ResponseReturnValue:
    """Tell that the process answers."""
    return _ok()


def readyz() -> ResponseReturnValue:
    """Tell whether an article was attributed when the process started."""
    desk: Desk = current_app.extensions["quoth"].desk
    if not desk.ready:
        refuse("not-ready", "No article has been attributed in this process yet.", headers={"Retry-After": "1"})
    return _ok()


def _ok() -> ResponseReturnValue:
    return jsonify(StatusSchema().dump({"status": "ok"})), {"Cache-Control": "no-store"}


blueprint.add("/livez", livez, Operation(method="get", answer=StatusSchema, problems=refusals()))
blueprint.add("/readyz", readyz, Operation(method="get", answer=StatusSchema, problems=refusals("not-ready")))
