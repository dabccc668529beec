"""``quoth.js`` on a site of somebody else's: another origin, markup of its own, a policy of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Complaints, Site

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>The Springfield Post</title>
<style>.gone { display: none }</style>
<article>
  <h1>Bridge 🌉 to stay closed</h1>
  <p>“The <em>old</em> bridge
    will stay <a href="#map">closed until May</a>,” said
    Maria Lopez, the mayor of Springfield.<script>const own = "“It’s not,” said Nobody Atall.";</script></p>
  <figure><img alt=""><figcaption>The bridge on Monday</figcaption></figure>
  <p class="gone">“I am not here,” said Paul Price, a vampire.</p>
  <div>“I have a boat,” said Tom Reed, who owns the ferry.<br>He would not say more.</div>
  <p hidden="">“I am not here,” said Ann Ames, a ghost.</p>
</article>
<p class="other">“Subscribe now,” said the publisher, Hugh Hill.</p>
<script src="SCRIPT" data-select="article" defer></script>
</html>
"""


@pytest.fixture
def site(context: BrowserContext, address: str, site_port: int, complaints: Complaints) -> Iterator[Page]:
    """A page of the site, not yet opened."""
    Site.page, Site.policy = PAGE.replace("SCRIPT", f"{address}quoth.js"), ""
    page = context.new_page()
    complaints.watch(page)
    page.add_init_script(
        """
        window.before = new Set(Object.getOwnPropertyNames(window));
        const hear = (event) => (document.documentElement.dataset.heard = event.type);
        for (const name of ["quoth:done", "quoth:failed"]) addEventListener(name, hear);
        """
    )
    yield page
    assert complaints == []


def opened(site: Page, port: int, host: str = "127.0.0.1") -> Page:
    site.goto(f"http://{host}:{port}/")
    site.locator("html[data-heard]").wait_for()
    return site


def heard(site: Page) -> str | None:
    """The event that told the site how it went."""
    return site.locator("html").get_attribute("data-heard")


def test_quotations_are_marked_and_the_page_stays_as_it_is(site: Page, site_port: int) -> None:
    opened(site, site_port)
    assert heard(site) == "quoth:done"
    marks = site.locator(".quoth-quotation")
    assert [" ".join(text.split()) for text in marks.all_text_contents()] == [
        "The",
        "old",
        "bridge will stay",
        "closed until May",
        ",",
        "I have a boat,",
    ]
    assert set(marks.evaluate_all("all => all.slice(0, 5).map(one => one.dataset.speaker)")) == {"Maria Lopez"}
    assert marks.last.evaluate("one => ({...one.dataset}).speaker") == "Tom Reed"
    assert marks.first.get_attribute("title") == "Maria Lopez, mayor, Springfield"
    expect(site.locator("em .quoth-quotation")).to_have_text("old")
    expect(site.locator("a .quoth-quotation")).to_have_text("closed until May")

    site.evaluate("document.querySelectorAll('.quoth-quotation').forEach(one => one.replaceWith(...one.childNodes))")
    site.evaluate("document.querySelector('article').normalize()")
    unmarked = site.evaluate("document.querySelector('article').innerHTML.trim()")
    assert unmarked == PAGE[PAGE.index("<article>") + 9 : PAGE.index("</article>")].strip()


def test_its_colours_are_the_sites_to_change(site: Page, site_port: int) -> None:
    style = "<style>article { --quoth-background: rgb(1, 2, 3) } .quoth-quotation { border-bottom: 0 }</style>"
    Site.page = Site.page.replace("<article>", f"{style}<article>")
    opened(site, site_port)
    computed = site.locator(".quoth-quotation").first.evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).borderBottomWidth]"
    )
    assert computed == ["rgb(1, 2, 3)", "0px"]


def test_nothing_leaks_into_the_page(site: Page, site_port: int) -> None:
    opened(site, site_port)
    added = site.evaluate("Object.getOwnPropertyNames(window).filter(name => !before.has(name))")
    assert added == ["before"]


def test_a_site_that_lets_in_no_styles_has_them_all_the_same(site: Page, site_port: int, address: str) -> None:
    Site.page = Site.page.replace("<style>.gone { display: none }</style>", "")
    Site.policy = f"default-src 'none'; script-src {address} 'unsafe-inline'; connect-src {address}"
    opened(site, site_port)
    assert heard(site) == "quoth:done"
    background = "one => getComputedStyle(one).backgroundColor"
    colours = {
        mark.evaluate(background) for mark in (site.locator(".quoth-quotation").first, site.locator(".quoth-quotation").last)
    }
    assert len(colours) == 2
    assert "rgba(0, 0, 0, 0)" not in colours


def test_a_site_that_is_not_let_in_stays_as_it_was(site: Page, site_port: int, complaints: Complaints) -> None:
    opened(site, site_port, "localhost")
    assert heard(site) == "quoth:failed"
    expect(site.locator(".quoth-quotation")).to_have_count(0)
    assert any("could not be marked" in complaint for complaint in complaints)
    assert not any("Uncaught" in complaint for complaint in complaints)
    complaints.clear()


@pytest.mark.parametrize(
    ("status", "body"), [(503, '{"detail": "Busy."}'), (502, "<h1>Bad gateway</h1>"), (200, '{"quotations": [{}]}')]
)
def test_a_service_that_fails_does_not_harm_the_page(
    site: Page, site_port: int, complaints: Complaints, status: int, body: str
) -> None:
    headers = {"Access-Control-Allow-Origin": "*"}
    site.route("**/v1/quotes", lambda route: route.fulfill(status=status, body=body, headers=headers))
    opened(site, site_port)
    assert heard(site) == "quoth:failed"
    expect(site.locator("article a")).to_have_text("closed until May")
    complaints.clear()


@pytest.mark.parametrize("select", [".none", "p..p"])
def test_a_selector_that_selects_nothing(site: Page, site_port: int, complaints: Complaints, select: str) -> None:
    Site.page = Site.page.replace('data-select="article"', f'data-select="{select}"')
    site.goto(f"http://127.0.0.1:{site_port}/")
    expect(site.locator(".quoth-quotation")).to_have_count(0)
    assert all("Quoth: data-select is no selector" in complaint for complaint in complaints)
    complaints.clear()


def test_the_bookmarklet_does_the_same(site: Page, site_port: int, address: str) -> None:
    site.goto(address)
    bookmarklet = str(site.get_by_role("link", name="Mark quotations").get_attribute("href"))
    assert bookmarklet.startswith("javascript:")
    Site.page = PAGE.replace('<script src="SCRIPT" data-select="article" defer></script>', "")
    site.goto(f"http://127.0.0.1:{site_port}/")
    site.evaluate(bookmarklet.removeprefix("javascript:"))
    expect(site.locator("a .quoth-quotation")).to_have_text("closed until May")


def test_a_second_time_changes_nothing(site: Page, site_port: int, address: str) -> None:
    opened(site, site_port)
    before = site.locator("article").inner_html()
    site.add_script_tag(url=f"{address}quoth.js")
    site.wait_for_timeout(500)
    assert site.locator("article").inner_html() == before


def test_the_line_that_the_reading_view_shows_is_the_one(page: Page, address: str) -> None:
    line = f'<script src="{address}quoth.js" data-select="article" defer></script>'
    expect(page.locator("#embed")).to_have_text(line)
