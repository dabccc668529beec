"""The interactive page, and that nothing on it comes from elsewhere."""

import re

import pytest
from flask.testing import FlaskClient


def test_the_page_and_all_that_it_names_are_served_from_here(client: FlaskClient) -> None:
    page = client.get("/docs")
    assert page.content_type == "text/html; charset=utf-8"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self';")
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(named) >= 4
    for address in named:
        assert "//" not in address
        assert client.get(f"/{address}").status_code == 200, address


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("docs.js", "text/javascript"), ("swagger-ui-bundle.js", "text/javascript"), ("swagger-ui.css", "text/css")],
)
def test_assets_are_what_they_say(client: FlaskClient, name: str, content_type: str) -> None:
    response = client.get(f"/docs/{name}")
    assert response.mimetype == content_type
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.data


def test_the_page_reads_the_description_that_is_served(client: FlaskClient) -> None:
    (address,) = re.findall(r'url: "([^"]+)"', client.get("/docs/docs.js").text)
    assert client.get(f"/{address}").get_json()["openapi"]


@pytest.mark.parametrize("name", ["LICENSE", "docs.html", "index.html", "..%2fdocs.py", "x.js"])
def test_nothing_else_of_the_folders_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/docs/{name}").status_code == 404


def test_an_asset_is_sent_once(client: FlaskClient) -> None:
    first = client.get("/docs/swagger-ui-bundle.js")
    again = client.get("/docs/swagger-ui-bundle.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
