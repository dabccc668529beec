"""The example configuration of nginx, run as it is but for ports, paths and the service's address, by an ordinary user."""

import gzip
import http.client
import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.settings import Settings
from service.web.problems import CONTENT_TYPE, PROBLEMS
from tests.serving import PLAIN, Response, Server, free_port, serving

CONFIGURATION = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text("utf-8")
PROBLEMS_SAID = map(json.loads, re.findall(r"^ +\d{3} '(\{.+\})';$", CONFIGURATION, re.MULTILINE))
PROBLEM = {problem["status"]: problem for problem in PROBLEMS_SAID}
TEXT = "“The bridge will stay closed until May,” said Maria Lopez, the mayor of Springfield.\n\n"
HEAD = b"POST /v1/quotes HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
LINES = b"POST /v1/quotes/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"


# What the file says ------------------------------------------------------------------------------------------------------


def said(directive: str) -> list[str]:
    return re.findall(rf"^ *{directive} (\S+);", CONFIGURATION, re.MULTILINE)


def test_its_limits_are_those_of_the_service() -> None:
    usual = Settings()
    article, batch = (int(size) for size in said("client_max_body_size"))
    assert article == usual.max_bytes
    assert article == int(said("client_body_buffer_size")[0]), "no article is to be written to a disk"
    assert usual.batch_bytes < batch < 1.1 * usual.batch_bytes, "it is the service that ends a batch that is too long"
    assert f"{usual.max_bytes:,}" in PROBLEM[413]["detail"]
    assert f"{usual.batch_bytes:,}" in PROBLEM[413]["detail"]


def test_its_patience_is_longer_than_that_of_the_service() -> None:
    usual, longest = Settings(), 120  # seconds of work on an article
    times = [int(seconds) for seconds in re.findall(r"proxy_read_timeout (\d+)s", CONFIGURATION)]
    assert times[0] > usual.wait + longest
    assert times[1] > (usual.queue + usual.batches) * longest
    assert re.findall(r"^ +(?:client_body|proxy_send)_timeout (\d+)s;", CONFIGURATION, re.MULTILINE)[1:] == [str(times[1])] * 2
    idle = re.search(r"keepalive 16;\n +keepalive_timeout (\d+)s;", CONFIGURATION)
    assert idle
    assert int(idle[1]) < 15, "gunicorn.conf.py has keepalive = 15"


@pytest.mark.parametrize("status", sorted(PROBLEM))
def test_its_problems_are_those_of_the_service(status: int) -> None:
    problem = PROBLEM[status]
    assert list(problem) == ["type", "title", "status", "detail"]
    if problem["type"] == "about:blank":
        assert problem["title"] == http.client.responses[status].replace("Request-", "")
    else:
        known = PROBLEMS[problem["type"].removeprefix("/problems/")]
        assert (problem["title"], status) == (known.title, known.status)


# What it does ------------------------------------------------------------------------------------------------------------


def program() -> str:
    """Return the path of nginx. Where it is missing, tests are skipped, but not where a submission is checked."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("nginx is not installed: apt-get install nginx-light")
    return found


def adapted(folder: Path, port: int, upstream: str) -> str:
    """Return the file with a folder of its own, a port and the service's address."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"\n    {kind}_temp_path {folder}/{kind};" for kind in kinds)
    text = CONFIGURATION
    for there, here in {
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "server quoth:8000 max_fails=0;": upstream,
        "/run/nginx.pid": f"{folder}/pid",
        "/var/log/nginx/": f"{folder}/",
        "\nhttp {": f"\nhttp {{{paths}",
    }.items():
        assert there in text
        text = text.replace(there, here)
    return text


@contextmanager
def private_folder() -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield a folder that is an ordinary user's, and what runs a process as that user."""
    with tempfile.TemporaryDirectory() as name:
        if os.geteuid():
            yield Path(name), {}
        else:
            nobody = pwd.getpwnam("nobody")
            os.chown(name, nobody.pw_uid, nobody.pw_gid)
            yield Path(name), {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def proxying(*ports: int) -> Iterator[Server]:
    """Run nginx on a free port before a service on each of these; its log is the one of errors."""
    nginx = program()
    with private_folder() as (folder, user):
        port, file = free_port(), folder / "nginx.conf"
        file.write_text(adapted(folder, port, " ".join(f"server 127.0.0.1:{at} max_fails=0;" for at in ports)))
        command = [nginx, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(file), "-g", "daemon off;"]
        process = subprocess.Popen(command, **user)
        proxy = Server(process, port, folder / "error.log")
        try:
            wait_until_open(proxy)
            yield proxy
        finally:
            process.terminate()
            process.wait(30)


def wait_until_open(proxy: Server) -> None:
    for _ in range(100):
        assert proxy.process.poll() is None, proxy.log.read_text()
        try:
            connect(proxy).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(proxy.log.read_text())


@pytest.fixture(scope="module")
def service(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program()
    with serving(root, tmp_path_factory.mktemp("home"), QUOTH_WORKERS="1", QUOTH_QUEUE="8") as service:
        yield service


@pytest.fixture
def proxy(service: Server) -> Iterator[Server]:
    """One for each test: what an address may do is counted for all of them."""
    with proxying(service.port) as proxy:
        yield proxy


def connect(proxy: Server, address: str = "127.0.0.1") -> socket.socket:
    """Connect from an address of this machine: each is another client."""
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=30, source_address=(address, 0))


def exchange(proxy: Server, request: bytes, address: str = "127.0.0.1") -> tuple[int, bytes, Any]:
    """Send a request, and return status, head and document."""
    with closing(connect(proxy, address)) as connection:
        connection.sendall(request)
        came = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = came.partition(b"\r\n\r\n")
    return int(head.split()[1]), head, json.loads(body)


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()


def post(text: str, fields: str = "") -> bytes:
    body = text.encode()
    return HEAD + f"Connection: close\r\n{fields}Content-Length: {len(body)}\r\n\r\n".encode() + body


def answered_in(proxy: Server) -> float:
    began = time.monotonic()
    assert proxy.post(TEXT).status == 200
    return time.monotonic() - began


@pytest.mark.slow
def test_an_article_goes_through(proxy: Server, service: Server) -> None:
    assert proxy.post(TEXT).document == service.post(TEXT).document
    assert proxy.get("/livez").status == proxy.get("/readyz").status == 200
    assert [proxy.get("/nothing").document, proxy.get("/nothing").status] == [service.get("/nothing").document, 404]


@pytest.mark.slow
def test_answers_are_compressed_for_who_takes_that(proxy: Server) -> None:
    with closing(proxy.connect()) as connection:
        connection.request("POST", "/v1/quotes", (TEXT * 20).encode(), PLAIN | {"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(json.loads(gzip.decompress(response.read()))["quotations"]) == 20


@pytest.mark.slow
def test_an_article_in_chunks_is_sent_on_with_its_length(proxy: Server, service: Server) -> None:
    """The service refuses chunks (411), and is spared them."""
    with closing(proxy.connect()) as connection:
        connection.request("POST", "/v1/quotes", iter([TEXT.encode()]), PLAIN, encode_chunked=True)
        assert Response.of(connection).document == service.post(TEXT).document


@pytest.mark.slow
@pytest.mark.parametrize(
    "beginning",
    [b"", b"POST /v1/quotes HT", HEAD, HEAD + b"Content-Length: 1000000\r\n\r\nThe bridge"],
    ids=["idle", "in the first line", "in the head", "in the body"],
)
def test_slow_senders_hold_nobody_up_and_the_service_does_not_see_them(
    proxy: Server, service: Server, beginning: bytes
) -> None:
    with ExitStack() as stack:
        before = connections(service)
        for number in range(40):
            slow = stack.enter_context(closing(connect(proxy, f"127.0.0.{2 + number % 4}")))
            slow.sendall(beginning)
        assert max(answered_in(proxy) for _ in range(3)) < 1
        assert connections(service) <= before + 3, "those of the requests that were answered, which are kept"


def connections(service: Server) -> int:
    """Return how many connections to the service are open."""
    table = Path("/proc/net/tcp").read_text().splitlines()[1:]
    here = f":{service.port:04X}"
    return sum(line.split()[1].endswith(here) and line.split()[3] == "01" for line in table)


@pytest.mark.slow
def test_a_slow_sender_is_sent_away(proxy: Server) -> None:
    with closing(connect(proxy)) as slow:
        slow.sendall(HEAD)
        began = time.monotonic()
        assert slow.recv(1) == b""
    assert 8 < time.monotonic() - began < 15


@pytest.mark.slow
def test_no_article_is_written_to_a_disk(proxy: Server) -> None:
    body = "a" * 1_999_999 + "\n"
    assert exchange(proxy, post(body))[2]["type"] == "/problems/text-too-long", "as large as it may be: the service looked"
    assert "temporary file" not in proxy.log.read_text()


@pytest.mark.slow
def test_a_body_over_the_limit_is_refused_before_it_is_sent(proxy: Server, service: Server) -> None:
    status, head, document = exchange(proxy, HEAD + b"X-Request-ID: too-large\r\nContent-Length: 2000001\r\n\r\nThe")
    assert (status, document) == (413, PROBLEM[413])
    assert f"Content-Type: {CONTENT_TYPE}".encode() in head
    assert "too-large" not in service.log.read_text()
    with closing(proxy.connect()) as connection:
        connection.request("POST", "/v1/quotes", bytes(3_000_000), PLAIN)
        assert Response.of(connection).status == 413, "also to a client that sends all of it first"


@pytest.mark.slow
def test_a_batch_goes_through_line_by_line(proxy: Server) -> None:
    """The caller waits for each answer before sending the next line; nothing is kept back, either way."""
    with closing(connect(proxy)) as connection:
        connection.sendall(LINES)
        came = b""
        for number in range(3):
            line = json.dumps({"id": str(number), "text": TEXT}).encode() + b"\n"
            connection.sendall(b"%x\r\n%s\r\n" % (len(line), line))
            while came.count(b'"model"') <= number:
                came += connection.recv(65_536)
        connection.sendall(b"0\r\n\r\n")
        while not came.endswith(b"0\r\n\r\n"):
            came += connection.recv(65_536)
    assert re.findall(rb'"id":"(\d)","text":null', came) == [b"0", b"1", b"2"]


@pytest.mark.slow
def test_a_batch_whose_sender_leaves_is_given_up(proxy: Server, service: Server) -> None:
    line = json.dumps({"text": TEXT}).encode() + b"\n"
    with closing(proxy.connect()) as connection:
        connection.request("POST", "/v1/quotes/batch", line * 3_000, {"Content-Type": "application/x-ndjson"})
        connection.getresponse().readline()
    began = time.monotonic()
    while figure(service, "quoth_batches"):
        assert time.monotonic() - began < 10
        time.sleep(0.1)


def figure(service: Server, name: str) -> float:
    with closing(service.connect()) as connection:
        connection.request("GET", "/metrics")
        found = re.search(rf"^{name} (\S+)$", connection.getresponse().read().decode(), re.MULTILINE)
    assert found
    return float(found[1])


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/metrics", "/metrics?x", "//metrics", "/%6Detrics", "/./metrics", "/docs/../metrics"])
def test_the_metrics_are_not_for_outside(proxy: Server, path: str) -> None:
    assert exchange(proxy, get(path))[::2] == (404, PROBLEM[404])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("X-Request-ID: desk-7\r\n", "desk-7"),
        ("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n", "0af7651916cd43dd8448eb211c80319c"),
        ("X-Request-ID: <b>\r\n", "[0-9a-f]{32}"),
        ("", "[0-9a-f]{32}"),
    ],
    ids=["given", "of a trace", "unfit", "none"],
)
def test_a_request_has_one_id_everywhere(proxy: Server, service: Server, given: str, expected: str) -> None:
    _, head, _ = exchange(proxy, post(TEXT, given))
    found = re.search(rb"^X-Request-ID: (.+?)\r?$", head, re.MULTILINE)
    assert found
    assert re.fullmatch(expected, found[1].decode())
    logged = last_logged(proxy)
    assert (logged["path"], logged["status"], logged["request_id"]) == ("/v1/quotes", 200, found[1].decode())
    until(lambda: json.loads(service.log.read_text().splitlines()[-1]).get("request_id") == found[1].decode())


def last_logged(proxy: Server) -> Any:
    """Return the last line of nginx's access log, which it writes after it has answered."""
    log = proxy.log.parent / "access.log"
    until(lambda: log.read_text().endswith("\n"))
    return json.loads(log.read_text().splitlines()[-1])


def until(happened: Callable[[], bool]) -> None:
    for _ in range(200):
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError


@pytest.mark.slow
def test_where_the_service_is_down_that_is_a_problem_document() -> None:
    with proxying(free_port()) as proxy:
        status, head, document = exchange(proxy, post(TEXT, "X-Request-ID: desk-7\r\n"))
        assert (status, document) == (502, PROBLEM[502])
        assert b"\r\nX-Request-ID: desk-7\r\n" in head
        assert b"\r\nRetry-After: 5\r\n" in head
        logged = last_logged(proxy)
        assert (logged["method"], logged["path"], logged["status"]) == ("POST", "/v1/quotes", 502)
        assert exchange(proxy, get("/readyz"))[0] == 502


@pytest.mark.slow
def test_a_client_that_asks_too_often_is_told_so_and_no_other(proxy: Server) -> None:
    statuses = [exchange(proxy, post(""), "127.0.0.2") for _ in range(40)]
    refused = [(head, document) for status, head, document in statuses if status == 503]
    assert {status for status, _, _ in statuses} == {422, 503}
    assert all(document == PROBLEM[503] and b"\r\nRetry-After: 2\r\n" in head for head, document in refused)
    assert answered_in(proxy) < 1


@pytest.mark.slow
def test_an_address_has_so_many_connections_and_no_more(proxy: Server) -> None:
    with ExitStack() as stack:
        for _ in range(20):
            slow = stack.enter_context(closing(connect(proxy, "127.0.0.2")))
            slow.sendall(b"POST /docs HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
        until(lambda: exchange(proxy, get("/docs/none"), "127.0.0.2")[::2] == (503, PROBLEM[503]))
        assert exchange(proxy, get("/docs/none"))[0] == 404
    until(lambda: exchange(proxy, get("/docs/none"), "127.0.0.2")[0] == 404)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /livez\x01 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /livez HTTP/1.1\r\n\r\n", 400),
        (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /livez HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 9_000 + b"\r\n\r\n", 431),
        (HEAD + b"Transfer-Encoding: gzip\r\n\r\n", 501),
        (HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        (HEAD + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", 400),
        (b"TRACE /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405),
        (b"GET /_problem HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404),
    ],
)
def test_what_is_no_request_gets_a_problem_document(proxy: Server, request_bytes: bytes, status: int) -> None:
    found, head, document = exchange(proxy, request_bytes)
    assert (found, document) == (status, PROBLEM[status])
    assert f"Content-Type: {CONTENT_TYPE}".encode() in head


@contextmanager
def losing() -> Iterator[tuple[int, list[bytes]]]:
    """Run a server that takes requests and closes without an answer; yield its port and what it took."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken: list[bytes] = []

        def take() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    taken.append(connection.recv(65_536))

        thread = threading.Thread(target=take)
        thread.start()
        yield listener.getsockname()[1], taken
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.mark.slow
def test_an_article_is_never_sent_twice() -> None:
    with losing() as (one, first), losing() as (other, second), proxying(one, other) as proxy:
        assert exchange(proxy, post(TEXT))[::2] == (502, PROBLEM[502])
        assert len(first + second) == 1


@pytest.mark.slow
def test_a_server_that_cannot_be_reached_is_passed_over(service: Server) -> None:
    with proxying(free_port(), service.port) as proxy:
        assert [proxy.post(TEXT).status for _ in range(4)] == [200] * 4


@pytest.mark.slow
def test_processes_that_are_replaced_lose_nothing(root: Path, tmp_path: Path) -> None:
    """Their connections to the proxy are kept, and closed when they go."""
    statuses: list[int] = []

    def send(proxy: Server, client: int) -> None:
        statuses.extend(exchange(proxy, post(TEXT), f"127.0.{client}.{n}")[0] for n in range(1, 41))

    program()
    with serving(root, tmp_path, QUOTH_WORKERS="2", QUOTH_RECYCLE="20") as service, proxying(service.port) as proxy:
        threads = [threading.Thread(target=send, args=(proxy, client)) for client in range(1, 4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert "Autorestarting" in service.log.read_text(), "no process was replaced in this test"
    assert statuses == [200] * 120


@pytest.mark.slow
def test_the_lines_for_tls_are_right_too() -> None:
    nginx = program()
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    with private_folder() as (folder, user):
        key, certificate, file = (folder / name for name in ("privkey.pem", "fullchain.pem", "nginx.conf"))
        new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x".split()
        subprocess.run([openssl, *new, "-keyout", key, "-out", certificate], check=True, capture_output=True, **user)
        text = adapted(folder, free_port(), "server 127.0.0.1:1;").replace("/etc/nginx/tls", str(folder))
        before = text.index("#| listen 8443")
        text = re.sub(r"listen [\d.:]+;", "", text[:before]) + text[before:].replace("8443", str(free_port()))
        file.write_text(text.replace("#| ", ""))
        command = [nginx, "-t", "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **user)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("[warn]") == ('"user" directive' in done.stderr), done.stderr
