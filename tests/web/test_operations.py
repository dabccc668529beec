import os

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_a_service_that_started_is_alive_and_ready(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.get_json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


def test_a_forked_process_is_not_ready_until_it_has_worked_itself(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpid", lambda: -1)
    response = client.get("/readyz")
    assert (response.status_code, response.get_json()["type"]) == (503, "/problems/not-ready")
    assert response.headers["Retry-After"] == "1"
    assert client.get("/livez").status_code == 200
    assert client.application.extensions["quoth"].desk.open() is None
    assert client.get("/readyz").status_code == 200
