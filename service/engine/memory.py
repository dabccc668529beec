"""Memory as the C library holds it for a process: kept small where that costs no time.

glibc keeps what was freed between what is still used, for the next article to use: after a long one, or a thousand short ones,
that is hundreds of megabytes, which a process would hold to its end. And it gives each thread a heap of its own, so that a
server whose threads take articles in turn holds that several times.
"""

import ctypes
from collections.abc import Callable
from functools import cache

WORTHWHILE = 40_000  # code points read since the last time: some seconds of work, for which a hundredth of one is given

_ARENA_MAX = -8  # glibc's M_ARENA_MAX


def one_heap() -> None:
    """Let all threads that start from now on share one heap: only one of them works on an article at a time."""
    option = _glibc("mallopt")
    if option is not None:
        option(_ARENA_MAX, 1)


def give_back() -> None:
    """Return to the system what the C library holds unused; nothing where it has no such function (macOS, musl)."""
    trim = _glibc("malloc_trim")
    if trim is not None:
        trim(0)  # bytes to leave at the top of the heap


@cache
def _glibc(name: str) -> Callable[..., int] | None:
    """A function of the C library where it is glibc."""
    try:
        library = ctypes.CDLL(None)
        return getattr(library, name) if hasattr(library, "gnu_get_libc_version") else None
    except (OSError, TypeError, AttributeError):
        return None
