"""What stands beside a place of the text, looked up without copying the text: a slice a mark would take quadratic time."""

from collections.abc import Container


def left(text: str, at: int, passed: Container[str], floor: int = 0) -> int:
    """Where the characters of ``passed`` that end before ``at`` begin, but no further left than ``floor``."""
    while at > floor and text[at - 1] in passed:
        at -= 1
    return at


def right(text: str, at: int, passed: Container[str]) -> int:
    """Where the characters of ``passed`` that begin at ``at`` end."""
    while at < len(text) and text[at] in passed:
        at += 1
    return at


def blank_left(text: str, at: int, floor: int = 0) -> int:
    """Where the white space that ends before ``at`` begins, but no further left than ``floor``."""
    while at > floor and text[at - 1].isspace():
        at -= 1
    return at


def only(text: str, start: int, end: int, allowed: Container[str]) -> bool:
    """Whether all characters from ``start`` to ``end`` are of ``allowed``; there are none where ``end`` comes first."""
    return all(text[i] in allowed for i in range(start, end))
