"""The WSGI application: the web joined to the engine.

``gunicorn`` in the checkout serves it (``gunicorn.conf.py``); any other server takes ``service.app:create_app()``.
"""

from dataclasses import dataclass
from functools import partial

from flask import Flask, Response, current_app, request

from .engine import Engine as SpacyEngine
from .engine import memory
from .settings import Settings
from .web import bodies, docs, openapi, problems, request_ids
from .web.bodies import Limits
from .web.desk import Desk, Engine
from .web.openapi import Api


@dataclass(frozen=True, slots=True)
class Quoth:
    """What the views find in ``app.extensions["quoth"]``."""

    desk: Desk
    limits: Limits
    api: Api


class Application(Flask):
    """Flask, but for the log: it holds what failed and where, and never an exception's words, which may be an article's."""

    def log_exception(self, exc_info: problems.ExceptionInfo) -> None:
        if exc_info[1] is not None:
            self.logger.error("Request %s failed: %s", request_ids.current(), problems.where(exc_info[1]))


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> Flask:
    """Return the application, its model loaded and tried on a sentence.

    Without ``settings`` the environment has them. Raises SettingsError, OSError where there is no such model, and NotReadyError
    where the model does not work.
    """
    settings = settings or Settings.from_environment()
    memory.one_heap()
    app = Application("service", static_folder=None)
    app.url_map.merge_slashes = False  # no redirection: an address is right or it is not there
    app.json.sort_keys = False  # type: ignore[attr-defined] # the order of the contract
    api = openapi.init_app(app)
    docs.init_app(app)
    problems.init_app(app)
    request_ids.init_app(app)
    app.after_request(_finish)

    engine = engine or (SpacyEngine(settings.model) if settings.model else SpacyEngine())
    desk = Desk(engine, queue=settings.queue, wait=settings.wait)
    app.extensions["quoth"] = Quoth(desk, Limits(settings.max_characters, settings.max_bytes), api)
    desk.open()
    return app


def _finish(response: Response) -> Response:
    quoth: Quoth = current_app.extensions["quoth"]
    response.call_on_close(partial(bodies.drain, request.environ, bodies.DRAINED * quoth.limits.bytes))
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
