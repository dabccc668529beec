"""The pages in a real browser: Debian's chromium, a service of the checkout, and a site of somebody else's on another port."""

import os
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.serving import Server, serving

EXAMPLE = "Diplomacy, machine-translated"


def chromium() -> str | None:
    """Where a chromium is, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.slow)


class Site(BaseHTTPRequestHandler):
    """A site with one page at a time. ``127.0.0.1`` is let in by the service; ``localhost``, another origin, is not."""

    page = ""
    policy = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(self.page.encode())

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site_port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="session")
def service(root: Path, site_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    origins = f"http://127.0.0.1:{site_port}"
    with serving(root, tmp_path_factory.mktemp("home"), QUOTH_WORKERS="1", QUOTH_CORS_ORIGINS=origins) as server:
        yield server


@pytest.fixture(scope="session")
def address(service: Server) -> str:
    """Where the reading view is."""
    return f"http://127.0.0.1:{service.port}/"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for a module: while it is there, asyncio has a loop running, which tests elsewhere would stumble over."""
    path = chromium()
    if path is None:
        reason = "no chromium: the pages are not tested in a browser (apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


class Complaints(list[str]):
    """What the browser complained of: errors of scripts, breaches of the policy, what could not be loaded."""

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("console", self.hear)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.append(message.text)


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, locale="en-GB")
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str, complaints: Complaints) -> Iterator[Page]:
    """The reading view. What the browser complains of fails the test, unless that has looked at it and cleared it."""
    page = context.new_page()
    complaints.watch(page)
    page.goto(address)
    yield page
    assert complaints == []
