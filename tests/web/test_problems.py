"""One shape for every error of every route."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import BadRequest, ServiceUnavailable, Unauthorized
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from service.web.problems import PROBLEMS, Problem, where

PATHS = ["/v1/quotes", "/livez", "/readyz", "/docs", "/docs/docs.js", "/openapi.json", "/openapi.yaml", "/problems/busy"]
PATHS += ["/", "/reading/page.js", "/reading/examples/court.txt", "/quoth.js"]


def check(response: TestResponse, status: int, name: str) -> dict[str, Any]:
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    document: dict[str, Any] = response.get_json()
    assert list(document)[:4] == ["type", "title", "status", "detail"]
    assert document["type"] == f"/problems/{name}"
    assert document["status"] == status
    assert document["title"] == PROBLEMS[name].title
    assert document["detail"]
    assert response.headers["X-Request-ID"]
    return document


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_a_method_that_is_not_there(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)
    check(response, 405, "method-not-allowed")
    allowed = {"POST", "OPTIONS"} if path == "/v1/quotes" else {"GET", "HEAD", "OPTIONS"}
    assert set(response.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_quotes_are_not_to_be_got(client: FlaskClient, method: str) -> None:
    response = client.open("/v1/quotes", method=method)
    assert response.status_code == 405
    assert response.content_type == "application/problem+json"
    assert bool(response.data) == (method == "GET")


@pytest.mark.parametrize("path", PATHS)
def test_options_tells_the_methods(client: FlaskClient, path: str) -> None:
    response = client.options(path)
    assert response.status_code == 200
    assert "OPTIONS" in response.headers["Allow"]


@pytest.mark.parametrize("path", PATHS[1:])
def test_head_is_get_without_the_body(client: FlaskClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content_type, head.data) == (200, get.content_type, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v1/quote",
        "/static/x",
        "/docs/../app.py",
        "/docs/LICENSE",
        "/problems/x",
        *(p + "/" for p in PATHS if p != "/"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_address_that_is_not_there(client: FlaskClient, path: str, method: str) -> None:
    response = client.open(path, method=method)
    if response.status_code == 405:  # the address of an asset or a problem that does not exist takes GET alone
        assert path.startswith(("/docs/", "/problems/"))
    else:
        check(response, 404, "not-found")


def test_a_doubled_slash_is_another_address(client: FlaskClient) -> None:
    check(client.post("//v1//quotes", data="Hello.", content_type="text/plain"), 404, "not-found")


@pytest.mark.parametrize("kind", PROBLEMS.values(), ids=PROBLEMS.keys())
def test_the_type_of_a_problem_is_an_address_that_explains_it(client: FlaskClient, kind: Problem) -> None:
    response = client.get(kind.type)
    assert response.status_code == 200
    assert response.get_json() == {"type": kind.type, "title": kind.title, "status": kind.status, "detail": kind.advice}


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (Unauthorized(), 401, "about:blank"),
        (ServiceUnavailable(retry_after=7), 503, "about:blank"),
        (BadRequest("secret"), 400, "/problems/bad-request"),
        (RuntimeError("secret"), 500, "/problems/internal-error"),
        (RecursionError("secret"), 500, "/problems/internal-error"),
        (MemoryError("secret"), 500, "/problems/internal-error"),
    ],
)
def test_errors_that_others_raise(app: Flask, error: Exception, status: int, kind: str) -> None:
    @app.get("/failing")
    def failing() -> str:
        raise error

    response = app.test_client().get("/failing")
    assert "secret" not in response.text
    assert response.headers.get("Retry-After") == ("7" if status == 503 else None)
    assert response.get_json()["type"] == kind
    assert response.content_type == "application/problem+json"
    assert response.get_json()["status"] == response.status_code == status


def test_a_redirection_is_no_problem(app: Flask) -> None:
    @app.get("/elsewhere")
    def elsewhere() -> str:
        raise RequestRedirect("/livez")

    assert app.test_client().get("/elsewhere").status_code == 308


def test_the_log_tells_where_and_not_what() -> None:
    def failing() -> None:
        raise ValueError("“We had no choice,” said Maria Lopez.")

    with pytest.raises(ValueError, match="choice") as caught:
        failing()
    told = where(caught.value)
    assert told.startswith("ValueError at ")
    assert "failing (" in told
    assert "Lopez" not in told
