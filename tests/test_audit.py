"""No package that the service runs on has a vulnerability that is known."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

_FACE_UNTRUSTED = {"flask", "numpy", "werkzeug"}  # without these nothing was audited, whatever the rest says
_UNREACHED = ("requests.exceptions.", "pip_audit._cli:Could not connect", "pip_audit._cli:PyPI is not redirecting")

Report = Mapping[str, Sequence[Mapping[str, Any]]]


def vulnerable(report: Report) -> dict[str, list[str]]:
    """Return the advisories on each package that has any."""
    return {
        package["name"]: [advisory["id"] for advisory in package["vulns"]]
        for package in report["dependencies"]
        if package.get("vulns")
    }


def unread(report: Report) -> dict[str, str]:
    """Return why a package was not audited, for each that was not."""
    return {package["name"]: package["skip_reason"] for package in report["dependencies"] if "skip_reason" in package}


@pytest.mark.slow
def test_no_known_vulnerability_is_served(root: Path) -> None:
    """Passes only where advisories were read: where an index has none, pip-audit knows no package, and still exits with 0."""
    lock = str(root / "requirements" / "serve.txt")
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        lock,
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if not done.stdout.strip() and any(words in done.stderr for words in _UNREACHED):
        pytest.skip(f"NOT AUDITED: no advisories can be reached: {done.stderr.strip().splitlines()[-1]}")
    assert done.stdout.strip(), done.stderr
    report = json.loads(done.stdout)
    assert vulnerable(report) == {}
    if _FACE_UNTRUSTED & set(unread(report)):
        number, reason = len(unread(report)), next(iter(unread(report).values()))
        pytest.skip(f"NOT AUDITED: this package index has no advisories ({number} of {len(report['dependencies'])}: {reason})")
    assert unread(report) == {}
    assert {package["name"] for package in report["dependencies"]} >= _FACE_UNTRUSTED


def test_what_was_found_and_what_was_not_looked_at_are_told_apart() -> None:
    report: Report = {
        "dependencies": [
            {"name": "sound", "version": "1.0", "vulns": []},
            {"name": "holed", "version": "1.0", "vulns": [{"id": "PYSEC-2000-1", "fix_versions": ["1.1"]}]},
            {"name": "unknown", "skip_reason": "Dependency not found on PyPI and could not be audited: unknown (1.0)"},
        ]
    }
    assert vulnerable(report) == {"holed": ["PYSEC-2000-1"]}
    assert set(unread(report)) == {"unknown"}
