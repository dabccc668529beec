"""Memory given back to the system after a large article.

The C library keeps what was freed between what is still used, for the next article to use: after the longest ones that is more
than a hundred megabytes, which a process would hold from its first long article to its end.
"""

import ctypes
from collections.abc import Callable
from functools import cache

LARGE = 40_000  # code points of an article after which it is worth the milliseconds; news is seldom a quarter as long


def give_back() -> None:
    """Return to the system what the C library holds unused; nothing where it has no such function (macOS, musl)."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """glibc's ``malloc_trim``, which takes the bytes to leave at the top of the heap."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, TypeError, AttributeError):
        return None
