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


TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def test_without_an_id_the_trace_is_the_id(client: FlaskClient) -> None:
    headers = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    assert client.get("/livez", headers=headers).headers["X-Request-ID"] == TRACE
    assert client.get("/livez", headers=headers | {"X-Request-ID": "mine"}).headers["X-Request-ID"] == "mine"


@pytest.mark.parametrize(
    "given",
    [
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"ff-{TRACE}-00f067aa0ba902b7-01",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
        TRACE,
        "",
    ],
)
def test_a_trace_that_is_none_is_passed_over(client: FlaskClient, given: str) -> None:
    assert TRACE not in client.get("/livez", headers={"traceparent": given}).headers["X-Request-ID"].lower()
