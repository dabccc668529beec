"""Word lists: data files beside the code, one entry a line, ``#`` before comments."""

from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """The entries of ``words/<name>.txt``. Raises FileNotFoundError where there is no such list."""
    lines = (files(__package__) / "words" / f"{name}.txt").read_text(encoding="utf8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
