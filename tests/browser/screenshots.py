"""The seed article in the reading view, as pictures: ``python -m tests.browser.screenshots FOLDER``."""

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import EXAMPLE, chromium
from tests.serving import serving

ROOT = Path(__file__).parents[2]


def take(
    browser: Browser,
    address: str,
    file: Path,
    width: int,
    height: int,
    scheme: Literal["light", "dark"],
    *,
    touch: bool = False,
) -> None:
    """Take one picture."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=touch)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name=EXAMPLE).click()
    mark = page.locator("mark[data-quotation=q3]").first
    mark.click() if touch else mark.hover()
    page.get_by_role("tooltip").wait_for()
    page.get_by_role("status").evaluate("status => status.textContent = ''")
    page.wait_for_timeout(200)  # colours change slowly
    page.screenshot(path=file)
    context.close()


def main(folder: Path) -> None:
    """Take all pictures."""
    with (
        tempfile.TemporaryDirectory() as home,
        serving(ROOT, Path(home), QUOTH_WORKERS="1") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium())
        address = f"http://127.0.0.1:{server.port}/"
        take(browser, address, folder / "reading-view.png", 1360, 940, "light")
        take(browser, address, folder / "reading-view-dark.png", 1360, 940, "dark")
        take(browser, address, folder / "reading-view-phone.png", 390, 844, "light", touch=True)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
