"""Memory that the C library holds goes back to the system, where the C library is glibc."""

import ctypes
import platform
import subprocess
import sys

import pytest

from service.engine import memory


def test_without_glibc_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: None) -> None:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", absent)
    memory._glibc.cache_clear()
    memory.one_heap()
    memory.small_pages()
    memory.give_back()
    assert memory._glibc("malloc_trim") is None
    memory._glibc.cache_clear()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_glibc_gives_memory_back() -> None:
    trim, option = memory._glibc("malloc_trim"), memory._glibc("mallopt")
    assert trim is not None
    assert option is not None
    assert trim(0) in (0, 1)
    memory.give_back()


@pytest.mark.skipif(sys.platform != "linux" or platform.libc_ver()[0] != "glibc", reason="Linux's alone, by glibc")
def test_no_huge_pages_here_and_in_what_is_forked() -> None:
    said = (
        "from service.engine import memory; memory.small_pages(); import ctypes; print(ctypes.CDLL(None).prctl(42, 0, 0, 0, 0))"
    )
    assert subprocess.run([sys.executable, "-c", said], check=True, capture_output=True).stdout == b"1\n"
