"""A service of the checkout, started as `make serve` does it, for the tests that need real sockets."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

PLAIN = {"Content-Type": "text/plain"}


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> "Response":
        with closing(self.connect()) as connection:
            connection.request("GET", path)
            return Response.of(connection)

    def post(self, text: str, **headers: str) -> "Response":
        with closing(self.connect()) as connection:
            connection.request("POST", "/v1/quotes", text.encode(), PLAIN | headers)
            return Response.of(connection)

    def exchange(self, request: bytes) -> bytes:
        """Send bytes that no well-behaved client sends, and return all that comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65_536), b""))


@dataclass(frozen=True)
class Response:
    status: int
    headers: Mapping[str, str]
    document: Any

    @classmethod
    def of(cls, connection: http.client.HTTPConnection) -> Self:
        response = connection.getresponse()
        return cls(response.status, dict(response.headers), json.load(response))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(root: Path, home: Path, **settings: str) -> Iterator[Server]:
    """Run gunicorn on a free port with these settings; its log is in the folder ``home``, which is its home folder too."""
    port, log = free_port(), home / "log"
    environment = {**os.environ, "QUOTH_BIND": f"127.0.0.1:{port}", **settings}
    environment |= {"HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("XDG_RUNTIME_DIR", None)
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=root, env=environment, stdout=out, stderr=out)
    server = Server(process, port, log)
    try:
        wait_until_ready(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def wait_until_ready(server: Server) -> None:
    for _ in range(600):
        assert server.process.poll() is None, server.log.read_text()
        try:
            if server.get("/readyz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(server.log.read_text())
