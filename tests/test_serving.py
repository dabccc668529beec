"""gunicorn as it is configured, over real sockets: what no test client shows."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.serving import PLAIN, Response, Server, serving, wait_until_ready

pytestmark = pytest.mark.slow

TEXT = "“The bridge will stay closed until May,” said Maria Lopez, the mayor of Springfield.\n\n"


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(root, tmp_path_factory.mktemp("home"), QUOTH_WORKERS="1", QUOTH_QUEUE="1", QUOTH_WAIT="1") as server:
        yield server


def test_an_article_is_answered(server: Server) -> None:
    response = server.post(TEXT, **{"X-Request-ID": "serving-1"})
    assert response.status == 200
    assert response.headers["X-Request-ID"] == "serving-1"
    (quotation,) = response.document["quotations"]
    assert quotation["speaker"]["name"] == "Maria Lopez"


def test_health_and_refusals_are_answered_beside_a_long_article(server: Server) -> None:
    statuses: list[int] = []
    long = threading.Thread(target=lambda: statuses.append(server.post(TEXT * 400).status))
    long.start()
    time.sleep(0.5)
    for path in ("/livez", "/readyz"):
        began = time.monotonic()
        assert server.get(path).status == 200
        assert time.monotonic() - began < 1
    assert server.post(" ").status == 422
    refused = server.post(TEXT)
    assert long.is_alive(), "the article was too short for this test"
    assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
    long.join()
    assert statuses == [200]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "image/png"}, 415),
        ({"Content-Type": "text/plain", "Accept": "image/png"}, 406),
    ],
)
def test_a_connection_is_as_good_as_new_after_a_body_that_was_refused(
    server: Server, headers: dict[str, str], status: int
) -> None:
    with closing(server.connect()) as connection:
        connection.connect()
        first = connection.sock
        for _ in range(3):
            connection.request("POST", "/v1/quotes", b"POST /v1/quotes HTTP/1.1\r\n\r\n" * 60_000, headers)
            assert Response.of(connection).status == status
            connection.request("POST", "/v1/quotes", TEXT.encode(), PLAIN)
            assert len(Response.of(connection).document["quotations"]) == 1
        assert connection.sock is first


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Content-Length": "2800000"}, 413), ({"Transfer-Encoding": "chunked"}, 411)],
)
def test_a_connection_ends_with_a_body_that_is_not_read(server: Server, headers: dict[str, str], status: int) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "x", **PLAIN, **headers}.items())
    body = b"POST /v1/quotes HTTP/1.1\r\n\r\n" * 100_000
    came = server.exchange(f"POST /v1/quotes HTTP/1.1\r\n{head}\r\n".encode() + body)
    assert came.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"\r\nConnection: close\r\n" in came
    assert came.count(b"HTTP/1.1 ") == 1, "what is in the body is no request"


def test_pipelined_requests_are_answered_one_after_another(server: Server) -> None:
    body = TEXT.encode()
    post = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )
    last = b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    came = server.exchange(post + post + last)
    assert came.count(b"HTTP/1.1 200 ") == 3
    assert came.rstrip().endswith(b'{"status":"ok"}')


def test_a_body_that_waits_to_be_asked_for_is_asked_for(server: Server) -> None:
    body = TEXT.encode()
    head = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nConnection: close\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body))
        assert connection.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        came = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert came.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("size", [b"3000000", b"9999999999999999999999"])
def test_a_length_over_the_limit_is_refused_before_the_body_comes(server: Server, size: bytes) -> None:
    head = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " + size
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head + b"\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("length", [b"-1", b"1e3", b"", b"5, 6"])
def test_a_length_that_is_none_is_refused(server: Server, length: bytes) -> None:
    head = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: " + length
    assert server.exchange(head + b"\r\n\r\nhello").startswith(b"HTTP/1.1 400 ")


def test_a_client_that_sends_all_before_it_listens_gets_to_see_why_it_was_refused(server: Server) -> None:
    for _ in range(3):
        refused = server.post("a" * 7_000_000)
        assert (refused.status, refused.document["type"]) == (413, "/problems/body-too-large")


def test_a_body_that_ends_early_is_no_article(server: Server) -> None:
    head = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(head + TEXT.encode())
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert not answer or answer.startswith(b"HTTP/1.1 400 ")


def test_the_log_has_requests_but_no_article(server: Server) -> None:
    server.post(TEXT, **{"X-Request-ID": "serving-2", "traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"})
    server.get("/livez?secret=1")
    time.sleep(0.2)
    log = server.log.read_text()
    (line,) = [line for line in map(json.loads, log.splitlines()) if line.get("request_id") == "serving-2"]
    expected = {"method": "POST", "path": "/v1/quotes", "status": 200, "remote": "127.0.0.1", "trace_id": "ab" * 16}
    assert expected.items() <= line.items()
    assert line["bytes"] > 100
    assert "bridge" not in log
    assert "secret" not in log
    assert "Traceback" not in log


def test_nothing_is_left_under_the_home_folder(server: Server) -> None:
    assert [file.name for file in server.log.parent.iterdir()] == ["log"]


def test_a_worker_that_dies_is_replaced(server: Server) -> None:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if not children.exists():  # pragma: no cover - macOS
        pytest.skip("needs Linux's list of children")
    (worker,) = map(int, children.read_text().split())
    os.kill(worker, signal.SIGKILL)
    time.sleep(0.5)
    wait_until_ready(server)
    assert server.post(TEXT).status == 200
    assert worker not in map(int, children.read_text().split())


def test_a_setting_that_cannot_be_is_named_and_nothing_starts(root: Path) -> None:
    environment = {**os.environ, "QUOTH_MAX_BYTES": "2 MB"}
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn"], cwd=root, env=environment, capture_output=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert "QUOTH_MAX_BYTES: '2 MB' is not a whole number of at least 1." in done.stderr.decode()
