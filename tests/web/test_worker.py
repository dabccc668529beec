"""How a request is seen to have arrived. What becomes of connections is in tests/test_clients.py."""

import socket
from types import SimpleNamespace

import pytest

from service.web.worker import LONGEST_HEAD, Arrival, Request, Worker

HEAD = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\n"


def arrivals(pieces: list[bytes], limit: int = 1_000) -> list[Arrival]:
    request = Request(limit)
    return [request.add(piece) for piece in pieces]


@pytest.mark.parametrize(
    "whole",
    [
        b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n",
        HEAD + b"Content-Length: 5\r\n\r\nhello",
        HEAD + b"content-length:5\r\n\r\nhello",
        HEAD + b"Content-Length:  5 \r\nA: b\r\n\r\nhello",
        HEAD + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        HEAD + b"X-Content-Length: 9\r\nContent-Length: 5\r\n\r\nhello",
    ],
)
def test_a_request_is_whole_with_its_last_byte_and_not_before(whole: bytes) -> None:
    found = arrivals([bytes([byte]) for byte in whole])
    assert found == [Arrival.PART] * (len(whole) - 1) + [Arrival.WHOLE]
    assert arrivals([whole]) == [Arrival.WHOLE]


def test_what_comes_with_a_request_but_belongs_to_the_next_does_no_harm() -> None:
    assert arrivals([HEAD + b"Content-Length: 5\r\n\r\nhelloGET / HTT"]) == [Arrival.WHOLE]


def test_empty_lines_before_a_request_are_passed_over() -> None:
    assert arrivals([b"\r\n\r\n", b"\r\nGET / HTTP/1.1\r\n\r\n"]) == [Arrival.PART, Arrival.WHOLE]


@pytest.mark.parametrize(
    "fields",
    [b"Content-Length: 1001", b"Transfer-Encoding: chunked", b"Content-Length: 5\r\nContent-Length: 6"],
)
def test_a_body_that_is_not_collected(fields: bytes) -> None:
    """It is over the limit, or in chunks, or the length is in doubt: the application reads it, or refuses."""
    assert arrivals([HEAD + fields + b"\r\n\r\n"]) == [Arrival.STREAM]


def test_a_sender_that_waits_to_be_asked() -> None:
    head = HEAD + b"Content-Length: 5\r\nExpect: 100-Continue\r\n\r\n"
    assert arrivals([head, b"he", b"llo"]) == [Arrival.WAITING, Arrival.PART, Arrival.WHOLE]
    assert arrivals([head + b"hello"]) == [Arrival.WHOLE], "it did not wait"


def test_a_head_without_an_end() -> None:
    assert arrivals([HEAD + b"A: " + b"a" * LONGEST_HEAD])[-1] is Arrival.TOO_LARGE
    assert arrivals([b"a" * 60_000, b"a" * 60_000]) == [Arrival.PART, Arrival.TOO_LARGE]


def test_a_connection_that_an_event_of_the_same_round_closed() -> None:
    """The poller told of it before it was closed: there is nothing to collect, and no reason for the worker to end."""
    worker, client = Worker.__new__(Worker), socket.socket()
    worker.poller, worker.keepalived_conns, worker.pending_conns = None, [], []  # none of them is touched
    client.close()
    conn = SimpleNamespace(sock=client, request=Request(10))
    worker.on_client_socket_readable(conn, client)
    worker._on_arrival(conn, client)
