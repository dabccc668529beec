"""The README says what is true: its commands exist, its files exist, and its settings are all of them."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from service.settings import Settings, table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_the_settings_are_the_ones_there_are() -> None:
    assert table() in README
    assert set(re.findall(r"QUOTH_[A-Z_]+", README)) >= {setting.metadata["variable"] for setting in fields(Settings)}


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make ([a-z-]+)(?=[` \n])", README)) - {"and", "python"}))
def test_make_knows_its_commands(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("target", re.findall(r"^\.PHONY: (.+)", MAKEFILE, re.MULTILINE)[0].split())
def test_every_command_of_make_is_described(target: str) -> None:
    assert f"`make {target}`" in README


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_the_files_it_links_to_are_there(link: str) -> None:
    assert (ROOT / link).exists()


def test_the_layout_is_the_one_there_is() -> None:
    layout = re.search(r"```\n(service/\n.+?)```", README, re.DOTALL)
    assert layout
    folder: list[str] = []
    for line in layout[1].splitlines():
        name, depth = line.split()[0], (len(line) - len(line.lstrip())) // 2
        folder = [*folder[:depth], name]
        assert (ROOT / Path(*folder)).exists(), line
