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


def memory(processes: int) -> int:
    """Return the bytes that gunicorn's master and so many processes have at most, what they share counted once.

    Measured as the sum of their proportional set sizes while an article of 399,000 code points was worked on.
    """
    return 350_000_000 + 500_000_000 * processes
