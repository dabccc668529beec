"""What several tests stand on."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of articles with right answers, which stands beside the checkout and is no part of it."""
    if not SHARED.is_dir():
        pytest.skip(f"no articles with right answers: there is no {SHARED}")
    return SHARED
