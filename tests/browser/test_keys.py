"""The reading view of a service that asks for keys: the browser itself asks the reader for one, as a password."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.serving import serving

from .conftest import EXAMPLE

KEY = "7f3a-a-key-of-this-test-alone"


def test_the_key_is_the_password(browser: Browser, root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    with serving(root, home, QUOTH_WORKERS="1", QUOTH_KEYS=sha256(KEY.encode()).hexdigest()) as server:
        address = f"http://127.0.0.1:{server.port}/"
        context = browser.new_context(http_credentials={"username": "editor", "password": KEY})
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name=EXAMPLE).click()
        expect(page.locator("#found")).to_have_text(re.compile(r"12 quotations, \d speakers"))
        assert page.get_by_label("Key").is_hidden()
        context.close()

        context = browser.new_context()
        response = context.request.get(address)
        assert (response.status, "Basic" in response.headers["www-authenticate"]) == (401, True)
        context.close()
