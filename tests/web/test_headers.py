"""Headers of every response, and what pages of other origins may do."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings

PLAIN = {"Content-Type": "text/plain"}


@pytest.fixture
def open_client(engine: Any) -> FlaskClient:
    return create_app(Settings(cors_origins=("https://cms.example", "http://localhost:3000")), engine).test_client()


@pytest.mark.parametrize("path", ["/livez", "/metrics", "/openapi.json", "/nowhere", "/docs"])
def test_every_response_is_guarded(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"] or path == "/docs"


def test_an_answer_is_kept_by_nobody(client: FlaskClient) -> None:
    assert client.post("/v1/quotes", data="A text.", headers=PLAIN).headers["Cache-Control"] == "no-store"


def test_pages_of_other_origins_may_do_nothing_unless_told(client: FlaskClient) -> None:
    headers = PLAIN | {"Origin": "https://cms.example"}
    assert "Access-Control-Allow-Origin" not in client.post("/v1/quotes", data="A text.", headers=headers).headers
    ask = {"Origin": "https://cms.example", "Access-Control-Request-Method": "POST"}
    assert "Access-Control-Allow-Origin" not in client.options("/v1/quotes", headers=ask).headers


@pytest.mark.parametrize("origin", ["https://cms.example", "http://localhost:3000"])
def test_pages_of_listed_origins_may_call(open_client: FlaskClient, origin: str) -> None:
    response = open_client.post("/v1/quotes", data="A text.", headers=PLAIN | {"Origin": origin})
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert set(response.headers.getlist("Vary")) == {"Accept", "Origin"}
    assert "X-Request-ID" in response.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_pages_of_listed_origins_see_why_they_were_refused(open_client: FlaskClient) -> None:
    response = open_client.post("/v1/quotes", data=" ", headers=PLAIN | {"Origin": "https://cms.example"})
    assert response.status_code == 422
    assert response.headers["Access-Control-Allow-Origin"] == "https://cms.example"


@pytest.mark.parametrize("origin", ["https://cms.example.evil", "http://cms.example", "https://cms.example:444", "null", "*"])
def test_pages_of_other_origins_may_not(open_client: FlaskClient, origin: str) -> None:
    response = open_client.post("/v1/quotes", data="A text.", headers=PLAIN | {"Origin": origin})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_nothing_but_the_interface_is_opened(open_client: FlaskClient) -> None:
    response = open_client.get("/metrics", headers={"Origin": "https://cms.example"})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_what_a_page_may_send_is_told_before(open_client: FlaskClient) -> None:
    ask = {"Origin": "https://cms.example", "Access-Control-Request-Method": "POST"}
    ask["Access-Control-Request-Headers"] = "authorization, content-type"
    response = open_client.options("/v1/quotes", headers=ask)
    assert response.headers["Access-Control-Allow-Methods"] == "POST"
    assert response.headers["Access-Control-Allow-Headers"] == "authorization, content-type"
    assert response.headers["Access-Control-Max-Age"] == "600"
