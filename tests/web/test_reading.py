"""The reading view as it is served. What it does in a browser is in tests/browser."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from service.web.assets import STATIC
from service.web.reading import EXAMPLES

SCRIPTS = sorted(path.name for path in (STATIC / "reading").glob("*.js"))


def named(page: str) -> list[str]:
    """The addresses in a page."""
    return re.findall(r'(?:src|href|data-example)="([^"#]+)"', page)


def test_the_page_and_all_that_it_names_are_served_from_here(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.content_type == "text/html; charset=utf-8"
    assert {"docs", "reading/page.css", "reading/page.js", "reading/examples/diplomacy.txt"} <= set(named(page.text))
    for address in named(page.text):
        assert "//" not in address
        assert client.get(f"/{address}").status_code == 200, address


def test_it_works_below_a_path_of_a_proxy(app: Flask) -> None:
    below = Client(DispatcherMiddleware(lambda *_: pytest.fail("not below the path"), {"/tools/quoth": app.wsgi_app}))
    for address in named(below.get("/tools/quoth/").text):
        assert not address.startswith("/")
        assert below.get(f"/tools/quoth/{address}").status_code == 200, address


def test_the_browser_is_told_that_nothing_comes_from_elsewhere_or_from_within_the_page(client: FlaskClient) -> None:
    policy = dict(rule.split(" ", 1) for rule in client.get("/").headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    page = client.get("/").text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]* src=)|javascript:", page)


def test_the_limit_is_the_one_that_is_set(client: FlaskClient) -> None:
    assert "up to 1,000 characters" in client.get("/").text


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        *((f"/reading/{name}", "text/javascript") for name in SCRIPTS),
        ("/reading/page.css", "text/css"),
        ("/reading/icon.svg", "image/svg+xml"),
        ("/reading/examples/sport.txt", "text/plain"),
        ("/quoth.js", "text/javascript"),
    ],
)
def test_assets_are_what_they_say_and_are_sent_once(client: FlaskClient, path: str, content_type: str) -> None:
    first = client.get(path)
    assert first.mimetype == content_type
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.data.decode("utf-8")
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_imports_what_is_there(script: str) -> None:
    code = (STATIC / "reading" / script).read_text("utf-8")
    assert set(re.findall(r"^import .* from \"(.+)\"", code, re.MULTILINE)) <= {f"./{name}" for name in SCRIPTS}


@pytest.mark.parametrize("path", ["/reading/reading.html", "/reading/..%2fdocs.js", "/reading/examples/x.txt", "/reading/x.js"])
def test_nothing_else_of_the_folders_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_embedded_script_may_be_let_in_by_sites_that_ask_for_that(client: FlaskClient) -> None:
    assert client.get("/quoth.js").headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_seed_article_is_among_the_examples_to_the_byte(root: Path, client: FlaskClient) -> None:
    seed = (root / "seeds" / "000_a342b714d73a5d1b.txt").read_bytes()
    assert client.get("/reading/examples/diplomacy.txt").data == seed


def test_each_example_is_an_article_of_its_own(client: FlaskClient) -> None:
    articles = [client.get(f"/reading/examples/{example.name}").text for example in EXAMPLES]
    assert len(set(articles)) == len(EXAMPLES) >= 3
    assert all(len(re.findall("[“”]", article)) >= 10 for article in articles)
    assert any(ord(character) > 0xFFFF for article in articles for character in article), "none with an emoji"
    assert {path.name for path in (STATIC / "examples").iterdir()} == {example.name for example in EXAMPLES}
