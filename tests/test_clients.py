"""Clients that are slow, idle, gone or too many: nobody else is to notice."""

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.serving import PLAIN, Response, Server, serving

pytestmark = pytest.mark.slow

TEXT = "“The bridge will stay closed until May,” said Maria Lopez, the mayor of Springfield.\n\n"
HEAD = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"QUOTH_WORKERS": "1", "QUOTH_QUEUE": "1", "QUOTH_WAIT": "1", "QUOTH_RECEIVE": "3", "QUOTH_CONNECTIONS": "60"}
    with serving(root, tmp_path_factory.mktemp("home"), **settings, QUOTH_BATCHES="1") as server:
        yield server


def open_connections(stack: ExitStack, server: Server, number: int, sent: bytes) -> list[socket.socket]:
    """Open connections that send no more than a beginning."""
    found = []
    for _ in range(number):
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))
        connection.sendall(sent)
        found.append(connection)
    return found


def answered_in(server: Server) -> float:
    began = time.monotonic()
    assert server.post(TEXT).status == 200
    return time.monotonic() - began


@pytest.mark.parametrize(
    "beginning",
    [b"", b"POST /v1/quotes HT", HEAD, HEAD + b"Content-Length: 1000000\r\n\r\nThe bridge"],
    ids=["idle", "in the first line", "in the head", "in the body"],
)
def test_slow_senders_take_no_thread(server: Server, beginning: bytes) -> None:
    with ExitStack() as stack:
        open_connections(stack, server, 40, beginning)
        assert max(answered_in(server) for _ in range(3)) < 1


def test_a_request_that_does_not_arrive_is_told_so_and_ended(server: Server) -> None:
    with ExitStack() as stack:
        (slow,) = open_connections(stack, server, 1, HEAD + b"Content-Length: 1000\r\n\r\n")
        began = time.monotonic()
        for _ in range(4):  # a trickle does not help
            slow.sendall(b"a")
            time.sleep(0.5)
        came = b"".join(iter(lambda: slow.recv(65_536), b""))
    assert came.startswith(b"HTTP/1.1 408 ")
    assert json.loads(came.partition(b"\r\n\r\n")[2])["type"] == "/problems/too-slow"
    assert 2 < time.monotonic() - began < 6


def test_an_idle_connection_is_closed_without_a_word(server: Server) -> None:
    with ExitStack() as stack:
        (idle,) = open_connections(stack, server, 1, b"")
        assert idle.recv(65_536) == b""


def test_where_there_are_too_many_connections_the_idle_ones_go(server: Server) -> None:
    with ExitStack() as stack:
        open_connections(stack, server, 100, b"")
        assert answered_in(server) < 1


def test_what_was_dropped_with_its_connection_no_longer_counts_as_held(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(3):  # of all these connections 60 stay: 54 MB, where 64 may be held
            *_, last = open_connections(stack, server, 50, HEAD + b"Content-Length: 900003\r\n\r\n" + b"a" * 900_000)
            time.sleep(0.5)  # in which they are read
        last.sendall(b"aaa")
        assert last.recv(65_536).startswith(b"HTTP/1.1 413 ")  # the text is too long: it was read


def test_a_head_without_an_end_is_refused(server: Server) -> None:
    came = server.exchange(HEAD + b"X-Filler: " + b"a" * 70_000)
    assert came.startswith(b"HTTP/1.1 431 ")
    assert json.loads(came.partition(b"\r\n\r\n")[2])["type"] == "/problems/head-too-large"


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /livez\r\n\r\n", 400),
        (b"GET /livez HTTP/9.9\r\nHost: x\r\n\r\n", 400),
        (b"G\x00T /livez HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /livez HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n", 400),
        (b"GET /" + b"a" * 5_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /livez HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 9_000 + b"\r\n\r\n", 431),
        (b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        (HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_gets_a_problem_document(server: Server, request_bytes: bytes, status: int) -> None:
    head, _, body = server.exchange(request_bytes).partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(body)["status"] == status


def test_clients_that_never_close_hold_nobody_up(server: Server) -> None:
    with ExitStack() as stack:
        request = HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(TEXT.encode()), TEXT.encode())
        for connection in open_connections(stack, server, 1, request):
            assert connection.recv(65_536)
        lazy = open_connections(stack, server, 30, b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert all(connection.recv(65_536) for connection in lazy)
        assert answered_in(server) < 1


def test_clients_that_do_not_read_hold_nobody_up(server: Server) -> None:
    long = TEXT * 100
    request = HEAD + b"Content-Length: %d\r\n\r\n" % len(long.encode()) + long.encode()
    with ExitStack() as stack:
        for _ in range(2):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(request)
        time.sleep(4)
        assert answered_in(server) < 1


def test_a_client_that_is_gone_before_its_answer_costs_nobody_else(server: Server) -> None:
    long = (TEXT * 50).encode()
    with ExitStack() as stack:
        open_connections(stack, server, 1, HEAD + b"Content-Length: %d\r\n\r\n" % len(long) + long)
    for _ in range(50):
        if server.post(TEXT).status == 200:
            break
        time.sleep(0.2)
    assert answered_in(server) < 2
    assert "Traceback" not in server.log.read_text()


def test_beyond_the_line_every_request_is_refused_in_time_and_none_is_lost(server: Server) -> None:
    statuses: list[tuple[int, float]] = []

    def send() -> None:
        began = time.monotonic()
        response = server.post(TEXT * 20)
        statuses.append((response.status, time.monotonic() - began))
        if response.status == 503:
            assert response.document["type"] == "/problems/busy"
            assert int(response.headers["Retry-After"]) >= 1

    threads = [threading.Thread(target=send) for _ in range(40)]
    for thread in threads:
        thread.start()
    alive = [server.get(path).status for path in ("/livez", "/readyz")]
    for thread in threads:
        thread.join()
    assert alive == [200, 200]
    assert len(statuses) == 40
    assert {status for status, _ in statuses} == {200, 503}
    assert sum(status == 200 for status, _ in statuses) >= 2, "one worked on and one in line"
    assert max(seconds for status, seconds in statuses if status == 503) < 1


# Batches ----------------------------------------------------------------------------------------------------------------

LINES = b"POST /v1/quotes/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def item(number: int) -> bytes:
    return json.dumps({"id": str(number), "text": TEXT}).encode() + b"\n"


def test_a_caller_may_wait_for_each_answer_before_sending_the_next_line(server: Server) -> None:
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=30)) as connection:
        connection.sendall(LINES)
        came = b""
        for number in range(3):
            connection.sendall(chunk(item(number)))
            while came.count(b'"model"') <= number:
                came += connection.recv(65_536)
        connection.sendall(b"0\r\n\r\n")
        came += b"".join(iter(lambda: connection.recv(65_536), b""))
    assert re.findall(rb'"id":"(\d)","text":null', came) == [b"0", b"1", b"2"]
    assert came.endswith(b"0\r\n\r\n")


def test_other_callers_have_their_turn_beside_a_batch(server: Server) -> None:
    with closing(server.connect()) as connection:
        connection.request("POST", "/v1/quotes/batch", item(1) * 300, {"Content-Type": "application/x-ndjson"})
        response = connection.getresponse()
        response.readline()
        assert max(answered_in(server) for _ in range(5)) < 1
        lines = response.read().splitlines()
    assert len(lines) == 299
    assert all(json.loads(line)["quotations"] for line in lines)


def test_a_caller_who_leaves_stops_the_work(server: Server) -> None:
    with closing(server.connect()) as connection:
        connection.request("POST", "/v1/quotes/batch", item(1) * 5_000, {"Content-Type": "application/x-ndjson"})
        connection.getresponse().readline()
    began = time.monotonic()
    while _batches(server):
        assert time.monotonic() - began < 5
        time.sleep(0.1)


def _batches(server: Server) -> float:
    with closing(server.connect()) as connection:
        connection.request("GET", "/metrics")
        found = re.search(rb"^quoth_batches (\S+)$", connection.getresponse().read(), re.MULTILINE)
    assert found
    return float(found[1])


def test_a_batch_whose_sender_falls_silent_ends(server: Server) -> None:
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=30)) as connection:
        connection.sendall(LINES + chunk(item(1)) + chunk(b'{"text": '))
        came = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert b"/problems/too-slow" in came
    assert answered_in(server) < 1


def test_chunks_that_are_none_end_a_batch(server: Server) -> None:
    came = server.exchange(LINES + chunk(item(1)) + b"zz\r\n")
    assert came.count(b'"model"') == 1
    assert b"/problems/bad-request" in came


def test_memory_is_bounded_however_long_a_batch_is(server: Server) -> None:
    def resident() -> int:
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        status = Path(f"/proc/{children[0]}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) * 1_000

    before = resident()
    line = json.dumps({"text": " " * 1_900_000}).encode() + b"\n"  # refused at once, but read in whole
    with closing(server.connect()) as connection:
        connection.request(
            "POST",
            "/v1/quotes/batch",
            (line for _ in range(60)),
            {"Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"},
            encode_chunked=True,
        )
        lines = connection.getresponse().read().splitlines()
    assert len(lines) == 60
    time.sleep(0.5)  # memory goes back when nothing has come for 0.2 s
    assert resident() - before < 60_000_000, "of 114 MB sent"


def test_the_line_is_told_in_the_metrics(server: Server) -> None:
    with closing(server.connect()) as connection:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
    assert re.search(r'^quoth_requests_total\{route="quotes",status="200"\} [1-9]', text, re.MULTILINE)
    assert re.search(r'^quoth_problems_total\{problem="too-slow"\} [1-9]', text, re.MULTILINE)
    assert "\nquoth_capacity 2.0\n" in text


def test_an_article_is_answered_after_all_of_this(server: Server) -> None:
    with closing(server.connect()) as connection:
        connection.request("POST", "/v1/quotes", TEXT.encode(), PLAIN)
        assert len(Response.of(connection).document["quotations"]) == 1
