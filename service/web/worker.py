"""A gunicorn worker that no slow client can stop: threads get requests that have arrived.

gunicorn's ``gthread`` gives each connection to a thread, which then waits for the client, for the head without any bound: as
many slow senders as there are threads, and nobody else is answered. It also waits in its main loop, up to two seconds, for
a client to close. Here the main loop, which waits for all connections at once, collects each request and gives it to a
thread when it is whole, and lets connections linger and close beside everything else (RFC 9112, 9.6). Only a body in chunks or
over the limit goes on to a thread before its end: the application refuses it, or it is a batch, whose number is bounded.
"""

import re
import selectors
import socket
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from time import monotonic
from typing import Any
from uuid import uuid4

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from service.settings import Settings

from .problems import CONTENT_TYPE, PROBLEMS, ProblemError, of_status
from .request_ids import HEADER
from .state import state

LONGEST_HEAD = 65_536  # bytes; gunicorn's own limits of a head are lower where it has an end
_MOST_HELD = 64_000_000  # bytes of requests that have not arrived in whole, in a process
_PIECE = 262_144  # bytes read at a time
_LINGER = 10.0  # seconds that a client which was answered may go on sending before it is cut off
_LINGERED = 8_000_000  # bytes of that
_IDLE_AT_STOP = 2.0  # seconds that a stopping worker waits for a request on a connection that has brought nothing yet

_LENGTH = re.compile(rb"^content-length:[ \t]*+(\d{1,18})[ \t]*+\r$", re.IGNORECASE | re.MULTILINE)
_IN_CHUNKS = re.compile(rb"^transfer-encoding:", re.IGNORECASE | re.MULTILINE)
_WAITING = re.compile(rb"^expect:[ \t]*+100-continue[ \t]*+\r$", re.IGNORECASE | re.MULTILINE)
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Arrival(Enum):
    """How much of a request has come."""

    PART = auto()
    WAITING = auto()  # the head, and its sender waits to be asked for the body
    WHOLE = auto()
    STREAM = auto()  # the head of one whose body is not to be collected
    TOO_LARGE = auto()


@dataclass(slots=True)
class Request:
    """A request as far as it has come. Bodies of up to ``limit`` bytes are collected."""

    limit: int
    came: bytearray = field(default_factory=bytearray)
    _length: int | None = None  # of head and body together

    def add(self, piece: bytes) -> Arrival:
        """Take in what has come."""
        searched = max(len(self.came) - 3, 0)
        self.came += piece if self.came else piece.lstrip(b"\r\n")
        if self._length is not None:
            return Arrival.WHOLE if len(self.came) >= self._length else Arrival.PART
        end = self.came.find(b"\r\n\r\n", searched)
        if end < 0:
            return Arrival.TOO_LARGE if len(self.came) > LONGEST_HEAD else Arrival.PART
        return self._measured(bytes(self.came[: end + 2]))

    def _measured(self, head: bytes) -> Arrival:
        lengths = {int(length) for length in _LENGTH.findall(head)} or {0}
        if _IN_CHUNKS.search(head) or len(lengths) > 1 or max(lengths) > self.limit:
            return Arrival.STREAM
        self._length = len(head) + 2 + lengths.pop()
        if len(self.came) >= self._length:
            return Arrival.WHOLE
        return Arrival.WAITING if _WAITING.search(head) else Arrival.PART


class Worker(ThreadWorker):  # type: ignore[misc]
    """``gthread``, whose main loop collects requests and closes connections."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        settings = Settings.from_environment()
        self._receive: float = settings.receive
        self._limit: int = settings.max_bytes
        self.worker_connections += 1  # gunicorn stops accepting at that many, before room could be made for one more
        self._most = self.worker_connections - 1
        self._held = 0
        self._stopped: float | None = None
        self._lingering: deque[TConn] = deque()

    # Connections that come ------------------------------------------------------------------------------------------------

    def accept(self, listener: Any) -> None:
        """Take a connection, and collect its first request."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError, InterruptedError):
            return
        if self.nr_conns >= self._most:
            self._make_room()
        self.nr_conns += 1
        self._collect(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: TConn, client: Any) -> None:
        """Collect the next request of a connection that was kept; one that an event of the same round closed has none."""
        if client.fileno() < 0:
            return
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._collect(conn)

    def _make_room(self) -> None:
        """Close the connection that has been idle longest; where all are busy, the one whose request is slowest to arrive."""
        idle = next((conn for conn in self.pending_conns if not conn.request.came), None)
        if self.keepalived_conns:
            conn = self.keepalived_conns.popleft()
        elif self.pending_conns:
            conn = idle or self.pending_conns[0]
            self._leave_pending(conn)
        else:
            return
        self._drop(conn)

    # Requests that come ---------------------------------------------------------------------------------------------------

    def _collect(self, conn: TConn, came: bytes = b"") -> None:
        """Collect a request, of which some may have come with the one before it."""
        conn.sock.setblocking(False)
        conn.request = Request(self._limit)
        conn.timeout = monotonic() + self._receive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_arrival, conn))
        if came:
            self._take(conn, came)
        else:
            self._on_arrival(conn, conn.sock)

    def _on_arrival(self, conn: TConn, client: Any) -> None:
        if client.fileno() < 0:  # an event of the same round closed it, to make room or because its client is gone
            return
        piece = _received(conn.sock)
        if piece is None:
            return
        if piece:
            self._take(conn, piece)
        elif conn.request.came:
            self._hand_over(conn, whole=False)  # the application says what is missing
        else:
            self._leave_pending(conn)
            self._drop(conn)

    def _take(self, conn: TConn, piece: bytes) -> None:
        before = len(conn.request.came)
        arrival = conn.request.add(piece)
        self._held += len(conn.request.came) - before
        if arrival in {Arrival.WHOLE, Arrival.STREAM}:
            self._hand_over(conn, whole=arrival is Arrival.WHOLE)
        elif arrival is Arrival.TOO_LARGE:
            self._refuse(conn, "head-too-large")
        elif self._held > _MOST_HELD:
            self._refuse(conn, "busy", {"Retry-After": "10"})
        elif arrival is Arrival.WAITING:
            with suppress(OSError):
                conn.sock.send(_GO_ON)

    def _hand_over(self, conn: TConn, *, whole: bool) -> None:
        """Give a request to a thread."""
        self._leave_pending(conn)
        conn.whole = whole
        conn.init()
        conn.parser.unreader.unread(bytes(conn.request.came))
        conn.request.came = bytearray()
        conn.data_ready = True
        self.enqueue_req(conn)

    def _leave_pending(self, conn: TConn) -> None:
        self.pending_conns.remove(conn)
        self.poller.unregister(conn.sock)
        self._held -= len(conn.request.came)

    def _refuse(self, conn: TConn, name: str, headers: Mapping[str, str] | None = None) -> None:
        """Answer a request that will not be read to its end."""
        self._leave_pending(conn)
        with suppress(OSError):
            conn.sock.send(_raw(ProblemError(PROBLEMS[name], headers=headers)))
        state(self.wsgi).metrics.problems.add(name)
        self._linger(conn)

    # In a thread ----------------------------------------------------------------------------------------------------------

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer a request; what is sent and, of a stream, received must get on in the time that a request has to arrive."""
        conn.sock.settimeout(self._receive)
        if conn.whole:
            req._expected_100_continue = False  # the body is here
        else:
            req.force_close()
        return super().handle_request(req, conn)

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """Whether the connection can be kept. A body that was refused unread is here in whole: passing it over is quick."""
        return keepalive and bool(conn.parser.finish_body(deadline=monotonic() + 1, max_bytes=self._limit + LONGEST_HEAD))

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what gunicorn itself refuses: with its status, but as a problem document."""
        told = _Told()
        super().handle_error(req, told, addr, exc)
        with suppress(OSError):
            client.sendall(_raw(told.problem()))

    # Connections that go --------------------------------------------------------------------------------------------------

    def finish_request(self, conn: TConn, fs: "Future[Any]") -> None:
        """Keep the connection, or let it end."""
        kept = not fs.cancelled() and fs.exception() is None and bool(fs.result())
        if not kept:
            self._linger(conn)
        elif rest := conn.parser.unreader.take_buffered():  # a pipelined request, or a part of one
            self._collect(conn, rest)
        else:
            super().finish_request(conn, fs)

    def _linger(self, conn: TConn) -> None:
        """Say that nothing more is sent, and read on for a while: a connection closed on unread bytes loses what was sent."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
            return
        conn.timeout, conn.left = monotonic() + _LINGER, _LINGERED
        self._lingering.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_leftover, conn))

    def _on_leftover(self, conn: TConn, _: Any) -> None:
        piece = _received(conn.sock)
        if piece is None:
            return
        conn.left -= len(piece)
        if not piece or conn.left <= 0:
            self._lingering.remove(conn)
            self._drop(conn)

    def murder_pending(self) -> None:
        """End what has taken too long: requests that have not arrived, and clients that do not go."""
        now = monotonic()
        for conn in [conn for conn in self.pending_conns if self._deadline(conn) <= now]:
            if conn.request.came:
                self._refuse(conn, "too-slow")
            else:
                self._leave_pending(conn)
                self._drop(conn)
        while self._lingering and self._lingering[0].timeout <= now:
            self._drop(self._lingering.popleft())

    def _deadline(self, conn: TConn) -> float:
        if self._stopped is not None and not conn.request.came:
            return float(min(conn.timeout, self._stopped + _IDLE_AT_STOP))
        return float(conn.timeout)

    def _drop(self, conn: TConn) -> None:
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    # The end --------------------------------------------------------------------------------------------------------------

    def set_accept_enabled(self, enabled: bool) -> None:
        """Stop accepting; at the very end only after all that the kernel has already accepted, which would be lost."""
        if not enabled and not self.alive and self._stopped is None:
            self._stopped = monotonic()
            for listener in self.sockets:
                self._take_the_rest(listener)
        super().set_accept_enabled(enabled)
        if self._stopped is not None:
            for listener in self.sockets:  # nobody is to connect to a worker that goes
                listener.close()

    def _take_the_rest(self, listener: Any) -> None:
        before = -1
        while before != self.nr_conns < self.worker_connections:
            before = self.nr_conns
            self.accept(listener)


def _received(connection: socket.socket) -> bytes | None:
    """Return what has come: nothing at the end, or where the connection broke; None where nothing has come yet."""
    try:
        return connection.recv(_PIECE)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""


class _Told:
    """Stands in for a socket, to see what gunicorn would have sent."""

    def __init__(self) -> None:
        self._sent = b""

    def __getattr__(self, _: str) -> Any:
        return lambda *_: None

    def gettimeout(self) -> float:
        return 1.0

    def send(self, piece: bytes) -> int:
        self._sent += piece
        return len(piece)

    def sendall(self, piece: bytes) -> None:
        self._sent += piece

    def problem(self) -> ProblemError:
        """Return the problem with the status that was sent."""
        words = self._sent.split(b"\r\n", 1)[0].split(b" ", 2)
        status, title = (int(words[1]), words[2].decode("latin-1")) if len(words) == 3 else (400, "Bad Request")
        return ProblemError(of_status(status, title))


def _raw(error: ProblemError) -> bytes:
    """Return a whole response, for a request that never reaches the application."""
    body = error.document().encode()
    fields = {"Content-Type": CONTENT_TYPE, "Content-Length": str(len(body)), "Connection": "close", HEADER: uuid4().hex}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**fields, **error.extra_headers}.items())
    return f"HTTP/1.1 {error.problem.status} {error.problem.title}\r\n{head}\r\n".encode() + body
