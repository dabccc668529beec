"""What the tests of the files in deploy/ read them with."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from service.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
VARIABLES = {setting.metadata["variable"]: setting for setting in fields(Settings)}


def load(name: str) -> Any:
    """Return the one document of a file of YAML."""
    return yaml.safe_load((DEPLOY / name).read_text("utf-8"))


def values(tree: Any, name: str) -> Iterator[Any]:
    """Yield all values of that name, however deep."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == name:
                yield value
            yield from values(value, name)
    elif isinstance(tree, list):
        for item in tree:
            yield from values(item, name)
