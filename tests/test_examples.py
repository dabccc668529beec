"""The commands that the README and the docs show are run, as they stand but for the port."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Server, serving

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```sh\n(.+?)^```", re.MULTILINE | re.DOTALL)
SHOWN = {
    (path.name, line)
    for path in (ROOT / "README.md", ROOT / "docs" / "operations.md")
    for block in BLOCK.findall(path.read_text("utf-8"))
    for line in block.splitlines()
}
CURL = sorted(line for _, line in SHOWN if line.startswith("curl ") and ":8000/" in line)
COMMAND = sorted(line for _, line in SHOWN if re.match(r"\.venvs/3\.11/bin/quoth ", line))


@pytest.fixture(scope="module")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(root, tmp_path_factory.mktemp("home"), QUOTH_WORKERS="1") as server:
        yield server


def run(command: str, folder: Path) -> str:
    done = subprocess.run(["/bin/sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_there_are_commands_to_run() -> None:
    assert len(CURL) >= 2
    assert len(COMMAND) >= 2


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl (apt-get install curl)")
@pytest.mark.parametrize("command", CURL)
def test_curl(server: Server, root: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "seeds").symlink_to(root / "seeds")
    seed = (root / "seeds" / "000_a342b714d73a5d1b.txt").read_text("utf-8")
    (tmp_path / "articles.ndjson").write_text((json.dumps({"id": "seed", "text": seed}) + "\n") * 2)
    expected = json.loads((root / "seeds" / "000_a342b714d73a5d1b.expected.json").read_text("utf-8"))
    answers = [json.loads(line) for line in run(command.replace(":8000/", f":{server.port}/"), tmp_path).splitlines()]
    assert len(answers) in (1, 2)
    assert all(answer["quotations"] == expected["quotations"] for answer in answers)


@pytest.mark.parametrize("command", COMMAND)
def test_the_command(root: Path, command: str) -> None:
    found = run(command.replace(".venvs/3.11/bin/quoth", f"{sys.executable} -m service"), root)
    assert "Dmitry Peskov" in found


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl")
def test_a_key_is_made_with_its_digest(tmp_path: Path) -> None:
    (command,) = [line for _, line in SHOWN if line.startswith("openssl rand")]
    digest = run(command, tmp_path).split()[0]
    key = (tmp_path / "key").read_text().strip()
    assert digest == hashlib.sha256(key.encode()).hexdigest()
