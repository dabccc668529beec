"""What the views have in common for as long as the application lives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, current_app

from .metrics import Metrics

if TYPE_CHECKING:
    from .desk import Desk
    from .openapi import Api

_NAME = "quoth"


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest text in code points, the largest body in bytes, and the longest batch in lines and bytes."""

    characters: int
    bytes: int
    batch_items: int
    batch_bytes: int


@dataclass(frozen=True, slots=True)
class State:
    """The desk where articles are worked on, the limits on them, what is counted, and the description of it all."""

    desk: "Desk"
    limits: Limits
    metrics: Metrics
    api: "Api"


def init_app(app: Flask, state: State) -> None:
    """Give the application its state."""
    app.extensions[_NAME] = state


def state(app: Flask | None = None) -> State:
    """Return the state of the application, by default of the one whose request this is."""
    found: State = (app or current_app).extensions[_NAME]
    return found
