"""The WSGI application: the web joined to the engine.

``gunicorn`` in the checkout serves it (``gunicorn.conf.py``); any other server takes ``service.app:create_app()``.
"""

from flask import Flask, Response, request

from .engine import Engine as SpacyEngine
from .engine import memory
from .engine.reading.cleaning import Runs
from .settings import Settings
from .web import docs, headers, keys, openapi, problems, reading, request_ids, state
from .web.desk import Desk, Engine
from .web.metrics import OTHER, Metrics
from .web.problems import PROBLEMS
from .web.state import Limits, State


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
    memory.small_pages()
    memory.one_heap()
    app = Application("service", static_folder=None)
    app.url_map.merge_slashes = False  # no redirection: an address is right or it is not there
    app.json.sort_keys = False  # type: ignore[attr-defined] # the order of the contract
    api = openapi.init_app(app)
    docs.init_app(app)
    reading.init_app(app)
    problems.init_app(app)
    request_ids.init_app(app)
    headers.init_app(app, settings.cors_origins)
    keys.init_app(app, settings.keys)
    app.after_request(_count)

    metrics = Metrics(settings.processes * (1 + settings.queue), list(PROBLEMS))
    runs = Runs(settings.longest_word, settings.longest_marks)
    engine = engine or SpacyEngine(settings.model, runs)
    desk = Desk(
        engine, queue=settings.queue, wait=settings.wait, batches=settings.batches, metrics=metrics, rest=memory.give_back
    )
    limits = Limits(settings.max_characters, settings.max_bytes, settings.batch_items, settings.batch_bytes)
    state.init_app(app, State(desk, limits, metrics, api))
    desk.open()
    memory.give_back()  # before the fork: what the model was read from
    return app


def _count(response: Response) -> Response:
    route = (request.endpoint or OTHER).partition(".")[0]  # quotes and batch are blueprints of one view
    state.state().metrics.requests.add(route if route in {"quotes", "batch"} else OTHER, str(response.status_code))
    return response
