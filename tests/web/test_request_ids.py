import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    "given", ["a", "6f1c2e3a-0b5d-4c1e-9a77-1f0f3b2a9c11", "Root=1-67891233-abcdef012345678912345678", "a" * 128]
)
def test_a_callers_id_is_returned(client: FlaskClient, given: str) -> None:
    assert client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given
    assert client.get("/nothing", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", " ", "a b", "a" * 129, 'a"b', "é", "-", "<script>", "a,b"])
def test_an_id_that_would_spoil_a_log_is_replaced(client: FlaskClient, given: str) -> None:
    returned = client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert returned != given
    assert returned.isalnum()


def test_two_requests_have_two_ids(client: FlaskClient) -> None:
    assert client.get("/livez").headers["X-Request-ID"] != client.get("/livez").headers["X-Request-ID"]
