"""No violation that axe-core knows of, in any state of the page, by day, by night and on a phone."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect

from .conftest import EXAMPLE, Complaints

WIDTHS = {"desk": 1400, "tablet": 900, "phone": 360}


def violations(page: Page) -> list[str]:
    """What axe-core finds, a line each."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_every_state_of_the_page(page: Page, complaints: Complaints, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    assert violations(page) == [], "at the beginning"

    page.get_by_role("button", name=EXAMPLE).click()
    page.locator("#answer").wait_for()
    assert violations(page) == [], "with an article"

    page.locator("#input summary").click()
    page.locator("mark > button").nth(1).focus()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert violations(page) == [], "with a card"

    if not page.locator("#speaker-list").is_visible():
        page.get_by_text("Speakers", exact=True).click()
    page.locator(".speaker").first.click()
    assert violations(page) == [], "filtered"

    problem = {"title": "A key is needed", "status": 401, "detail": "Send one."}
    page.route("**/v1/quotes", lambda route: route.fulfill(status=401, body=json.dumps(problem)))
    page.get_by_role("button", name="Find quotations").click()
    expect(page.get_by_label("Key")).to_be_focused()
    assert violations(page) == [], "with a problem"
    complaints.clear()


def test_while_one_waits(page: Page) -> None:
    page.route("**/v1/quotes", lambda _: None)
    page.get_by_role("button", name="A cup match").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Cancel").click()
    page.unroute_all(behavior="ignoreErrors")
