"""What goes wrong around the service: killed processes, a stop under load, no disk, no model, a clock that jumps."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import libfaketime
import pytest

from tests.serving import Server, serving, wait_until_ready

pytestmark = pytest.mark.slow

TEXT = "“The bridge will stay closed until May,” said Maria Lopez, the mayor of Springfield.\n\n"


def worker(server: Server) -> int:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    if not children.exists():  # pragma: no cover - macOS
        pytest.skip("needs Linux's list of children")
    return int(children.read_text().split()[0])


def outcome(send: Callable[[], int]) -> str:
    """What a client sees: a status, or that it was not connected, or that its connection broke without an answer."""
    try:
        return str(send())
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "lost"


def test_a_killed_worker_costs_the_requests_it_had_and_no_other(root: Path, tmp_path: Path) -> None:
    with serving(root, tmp_path, QUOTH_WORKERS="1") as server:
        outcomes: list[str] = []
        long = threading.Thread(target=lambda: outcomes.append(outcome(lambda: server.post(TEXT * 300).status)))
        long.start()
        time.sleep(0.5)
        os.kill(worker(server), signal.SIGKILL)
        long.join()
        assert outcomes == ["lost"], "the client is told at once, and may send it again"
        wait_until_ready(server)
        assert server.post(TEXT).status == 200
        found = _figures(server)
        assert (found["quoth_working"], found["quoth_queue"]) == (0, 0), "what it had in hand is forgotten"


def _figures(server: Server) -> dict[str, float]:
    with closing(server.connect()) as connection:
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
    return {name: float(value) for name, value in re.findall(r"^(\w+) (\S+)$", text, re.MULTILINE)}


def test_a_stop_under_load_loses_nothing(root: Path, tmp_path: Path) -> None:
    """Whoever is connected is answered; whoever comes later is refused by the system, and knows that nothing was done."""
    outcomes: Counter[str] = Counter()
    lock, stopped = threading.Lock(), threading.Event()

    def send(server: Server) -> None:
        while not stopped.is_set():
            seen = outcome(lambda: server.post(TEXT * 5).status)
            with lock:
                outcomes[seen] += 1
            if seen == "refused":
                return

    with serving(root, tmp_path, QUOTH_WORKERS="2") as server:
        threads = [threading.Thread(target=send, args=(server,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(1.5)
        server.process.terminate()
        assert server.process.wait(30) == 0
        stopped.set()
        for thread in threads:
            thread.join()
    assert outcomes["lost"] == 0, outcomes
    assert outcomes["200"] > 10
    assert set(outcomes) <= {"200", "503", "refused"}


def test_a_reload_under_load_loses_nothing(root: Path, tmp_path: Path) -> None:
    outcomes: list[str] = []
    with serving(root, tmp_path, QUOTH_WORKERS="2", QUOTH_RECYCLE="20") as server:
        threads = [
            threading.Thread(target=lambda: outcomes.extend(outcome(lambda: server.post(TEXT).status) for _ in range(40)))
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert "Autorestarting" in server.log.read_text(), "no worker was replaced in this test"
    assert set(outcomes) == {"200"}


def test_a_full_disk_is_no_matter(root: Path, tmp_path: Path) -> None:
    """No file is written but gunicorn's heartbeat, which is in /dev/shm and never grows."""
    full = tmp_path / "full"
    full.mkdir()
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(full)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"cannot mount a small disk here: {mounted.stderr.decode().strip()}")
    try:
        with pytest.raises(OSError, match="No space"):
            (full / "filler").write_bytes(bytes(128_000))
        # No other folder is fallen back to than the full one.
        with serving(root, tmp_path, QUOTH_WORKERS="1", PYTHONPATH=only_temporary_folder(tmp_path, full)) as server:
            for _ in range(3):
                assert server.post(TEXT).status == 200
            assert _figures(server)["quoth_quotations_total"] == 3
    finally:
        subprocess.run(["/bin/umount", "-l", str(full)], check=False)


def test_a_temporary_folder_that_cannot_be_written_is_no_matter(root: Path, tmp_path: Path) -> None:
    """The folder does not exist, which is refused to root too."""
    folder = only_temporary_folder(tmp_path, tmp_path / "nowhere")
    with serving(root, tmp_path, QUOTH_WORKERS="1", PYTHONPATH=folder) as server:
        assert server.post(TEXT).status == 200


def only_temporary_folder(home: Path, folder: Path) -> str:
    """Return a folder for PYTHONPATH that lets Python's tempfile know no other folder than this one."""
    site = home / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(f"import tempfile\ntempfile.tempdir = {str(folder)!r}\n")
    return str(site)


def test_a_model_that_is_missing_is_named_and_nothing_starts(root: Path) -> None:
    done = run(root, QUOTH_MODEL="en_core_web_none")
    assert done.returncode != 0
    assert "en_core_web_none" in done.stderr


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("attribution.npz", "cut off"),
        ("role.npz", "missing"),
        ("speech.npz", "empty"),
        ("encoder.onnx", "cut off"),
        ("pronouns.json", "cut off"),
    ],
)
def test_weights_that_are_damaged_are_named_and_nothing_starts(root: Path, tmp_path: Path, name: str, damage: str) -> None:
    shutil.copytree(root / "service", tmp_path / "service")
    shutil.copy(root / "gunicorn.conf.py", tmp_path)
    weights = tmp_path / "service" / "engine" / "weights" / name
    if damage == "missing":
        weights.unlink()
    else:
        weights.write_bytes(weights.read_bytes()[: 0 if damage == "empty" else 1_000])
    done = run(tmp_path)
    assert done.returncode != 0
    assert name in done.stderr


def run(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QUOTH_BIND": "127.0.0.1:0", "PYTHONDONTWRITEBYTECODE": "1", **settings}
    return subprocess.run(
        [sys.executable, "-m", "gunicorn"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("jump", ["+10y", "-2h"])
def test_a_clock_that_jumps_ends_no_request(root: Path, tmp_path: Path, jump: str) -> None:
    """The clock that people read jumps while an article is worked on; the service measures by one that does not."""
    library = next(Path(libfaketime.__file__).parent.rglob("libfaketime*.so.1"))
    now = tmp_path / "now"
    now.write_text("+0s")
    settings = {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(now), "FAKETIME_NO_CACHE": "1"}
    with serving(root, tmp_path, QUOTH_WORKERS="1", **settings, FAKETIME_DONT_FAKE_MONOTONIC="1") as server:
        before = worker(server)
        statuses: list[int] = []
        long = threading.Thread(target=lambda: statuses.append(server.post(TEXT * 200).status))
        long.start()
        time.sleep(0.5)
        now.write_text(jump)
        time.sleep(1.5)
        assert server.get("/livez").status == 200
        long.join()
        assert statuses == [200]
        assert server.post(TEXT).status == 200
        assert worker(server) == before
    years = {json.loads(line)["timestamp"][:4] for line in server.log.read_text().splitlines()}
    assert len(years) == (2 if jump.endswith("y") else 1), "the clock did not jump in this test"
