"""What is logged of a request, in both forms."""

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]

from service.logs import Logger, configuration


@pytest.fixture
def log() -> Iterator[Callable[..., str]]:
    """Returns a function that logs a request in a form, and gives back the line."""

    def write(form: str, **environ: str) -> str:
        logger = Logger(Config())
        logger._access_log_enabled = True  # what gunicorn sets where there is an access log
        stream = io.StringIO()
        settings = configuration(form, "info")
        settings["handlers"]["access"]["stream"] = stream
        logging.config.dictConfig(settings)
        response = SimpleNamespace(status="200 OK", sent=123, headers=[("X-Request-ID", "r-1")])
        seen = {"REQUEST_METHOD": "POST", "PATH_INFO": "/v1/quotes", "REMOTE_ADDR": "10.0.0.7", **environ}
        logger.access(response, None, seen, timedelta(milliseconds=45.4))
        return stream.getvalue()

    yield write
    for name in ("gunicorn.access", "gunicorn.error", ""):
        logging.getLogger(name or None).handlers.clear()


def test_json_has_a_field_for_each_figure(log: Callable[..., str]) -> None:
    line: dict[str, Any] = json.loads(log("json"))
    assert line.pop("timestamp").endswith("+00:00")
    assert line.pop("pid") > 0
    assert line == {
        "level": "INFO",
        "logger": "gunicorn.access",
        "message": "request",
        "remote": "10.0.0.7",
        "method": "POST",
        "path": "/v1/quotes",
        "status": 200,
        "bytes": 123,
        "milliseconds": 45,
        "request_id": "r-1",
    }


def test_a_trace_is_told(log: Callable[..., str]) -> None:
    assert json.loads(log("json", **{"quoth.trace": "ab" * 16}))["trace_id"] == "ab" * 16


def test_text_is_a_line_for_people(log: Callable[..., str]) -> None:
    assert log("text").endswith(' 10.0.0.7 "POST /v1/quotes" 200 123 45ms r-1\n')


def test_a_path_breaks_no_line_and_reaches_no_terminal(log: Callable[..., str]) -> None:
    assert log("text", PATH_INFO="/a\nb\x1b[31m" + "c" * 900).count("\n") == 1
    assert "\x1b" not in log("text", PATH_INFO="/\x1b[31m")
    assert len(log("text", PATH_INFO="/" + "c" * 9_000)) < 400


def test_a_query_is_not_logged(log: Callable[..., str]) -> None:
    assert "secret" not in log("json", QUERY_STRING="id=secret", RAW_URI="/v1/quotes?id=secret")
