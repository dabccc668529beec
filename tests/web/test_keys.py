"""Where keys are set, nothing but the health routes answers without one."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings

KEYS = ("first-key", "second-key")


@pytest.fixture
def client(engine: Any) -> FlaskClient:
    digests = tuple(sha256(key.encode()).hexdigest() for key in KEYS)
    return create_app(Settings(keys=digests, cors_origins=("https://cms.example",)), engine).test_client()


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_for_everybody(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "rule", ["/v1/quotes", "/v1/quotes/batch", "/metrics", "/openapi.yaml", "/docs", "/problems/busy", "/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_nothing_else_is(client: FlaskClient, rule: str, method: str) -> None:
    response = client.open(rule, method=method)
    assert (response.status_code, response.get_json()["type"]) == (401, "/problems/no-key")
    assert response.headers["WWW-Authenticate"].startswith("Bearer ")


def test_every_route_asks_for_a_key(client: FlaskClient) -> None:
    paths = [rule.rule.replace("<name>", "x") for rule in client.application.url_map.iter_rules()]
    assert {path for path in paths if client.get(path).status_code != 401} == {"/livez", "/readyz"}


@pytest.mark.parametrize("key", KEYS)
def test_any_of_the_keys_opens(client: FlaskClient, key: str) -> None:
    bearer = {"Authorization": f"Bearer {key}"}
    assert client.get("/metrics", headers=bearer).status_code == 200
    basic = {"Authorization": f"Basic {b64encode(f'anybody:{key}'.encode()).decode()}"}
    assert client.get("/metrics", headers=basic).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        "Bearer",
        "Bearer ",
        "Bearer first-ke",
        "Bearer first-key1",
        "bearer",
        "Basic Zmlyc3Qta2V5",
        "Digest first-key",
        "first-key",
        "Basic !",
        f"Bearer {sha256(b'first-key').hexdigest()}",
    ],
)
def test_nothing_else_opens(client: FlaskClient, given: str) -> None:
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 401


def test_a_browser_may_ask_what_it_may_send(client: FlaskClient) -> None:
    headers = {"Origin": "https://cms.example", "Access-Control-Request-Method": "POST"}
    response = client.options("/v1/quotes", headers=headers)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "https://cms.example"


def test_without_keys_nobody_is_asked(engine: Any) -> None:
    assert create_app(Settings(), engine).test_client().get("/metrics").status_code == 200
