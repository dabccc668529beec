"""Memory as the C library holds it for a process: kept small where that costs no time.

glibc keeps what was freed between what is still used, for the next article to use: after a long one, or a thousand short ones,
that is hundreds of megabytes, which a process would hold to its end. And it gives each thread a heap of its own, so that a
server whose threads take articles in turn holds that several times. Where Linux is set to huge pages for all, it lets
processes grow by 2 MiB a time for hours, wherever one page of 4 KiB of those 2 MiB is used, and forked ones share less.
"""

import ctypes
from collections.abc import Callable
from functools import cache

WORTHWHILE = 40_000  # code points read since the last time: some seconds of work, for which a hundredth of one is given

_ARENA_MAX = -8  # glibc's M_ARENA_MAX
_THP_DISABLE = 41  # Linux's PR_SET_THP_DISABLE


def one_heap() -> None:
    """Let all threads that start from now on share one heap: only one of them works on an article at a time."""
    option = _glibc("mallopt")
    if option is not None:
        option(_ARENA_MAX, 1)


def small_pages() -> None:
    """Have no huge pages in this process and in those that it forks; on Linux. An article takes the same time without them."""
    option = _glibc("prctl")
    if option is not None:
        option(_THP_DISABLE, 1, 0, 0, 0)


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
