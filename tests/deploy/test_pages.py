"""What the pages for operators say is true: their files exist, their settings and metrics are the service's."""

import re
from pathlib import Path

import pytest

from tests.deploy.manifests import DEPLOY, VARIABLES
from tests.deploy.test_prometheus import samples

PAGES = [DEPLOY.parent / "SECURITY.md", DEPLOY.parent / "docs" / "deploying.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_they_link_to_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []
    named = re.findall(r"`((?:deploy|tests|requirements|service)/[\w./-]*)`", text)
    assert [path for path in named if not (DEPLOY.parent / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_settings_they_name_are_those_of_the_service(page: Path) -> None:
    assert set(re.findall(r"QUOTH_[A-Z_]+", page.read_text("utf-8"))) <= set(VARIABLES)


def test_the_metrics_to_watch_are_those_of_the_service() -> None:
    names = set(re.findall(r"`(quoth_\w+)", PAGES[1].read_text("utf-8")))
    known = samples()
    assert names
    assert {name for name in names if name not in known and f"{name}_bucket" not in known} == set()
