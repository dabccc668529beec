"""The service is held against its description by schemathesis, all checks on, over a real server.

``make fuzz`` does the same with at least 50,000 requests.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import serving

pytestmark = pytest.mark.slow

PATHS = {"quotes": ["--exclude-path", "/v1/quotes/batch"], "batch": ["--include-path", "/v1/quotes/batch"]}
EXAMPLES = int(os.environ.get("FUZZ", "60"))  # requests for each of the two operations that take articles


@pytest.mark.parametrize("path", PATHS)
def test_no_request_that_can_be_thought_of_breaks_the_contract(root: Path, tmp_path: Path, path: str) -> None:
    folder = root / "tests" / "conformance"
    command = [str(Path(sys.executable).parent / "schemathesis"), "--config-file", "schemathesis.toml", "run"]
    with serving(root, tmp_path, QUOTH_WORKERS="1", QUOTH_RECYCLE="0") as server:
        address = f"http://127.0.0.1:{server.port}/openapi.json"
        done = subprocess.run(
            [*command, address, *PATHS[path], "--max-examples", str(EXAMPLES), "--no-color"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path / "hypothesis")},
        )
        log = server.log.read_text()
    assert done.returncode == 0, done.stdout + done.stderr
    sent = re.search(r"(\d+) generated, \1 passed", done.stdout)
    assert sent, done.stdout
    assert int(sent[1]) > EXAMPLES
    assert "failed: " not in log, "an error was logged"
    assert '"status": 500' not in log
    sys.stdout.write(done.stdout)
