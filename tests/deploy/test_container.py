"""The service as the container runs it: the whole file system read-only, no rights, and little to write to.

Built from the system's own tools where there is no docker: a mount namespace, in which everything is read-only, and a user who
has no capability and can get none.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.deploy.manifests import load
from tests.serving import Server, free_port, wait_until_ready

pytestmark = pytest.mark.slow

TEXT = "“The bridge will stay closed until May,” said Maria Lopez, the mayor of Springfield.\n\n"
KEY = "a key for this test alone"
BEARER = {"Authorization": f"Bearer {KEY}"}
POD = load("kubernetes/deployment.yaml")["spec"]["template"]["spec"]
USER = POD["securityContext"]["runAsUser"]
SIZES = {volume["name"]: volume["emptyDir"]["sizeLimit"].removesuffix("i") for volume in POD["volumes"]}

# Every mount is made read-only, those that refuse passed over. What can be written to then is /dev/shm and, in the place of
# /tmp (the checkout may lie in there), /mnt: each as large as the manifest has it.
_ENTER = """
mount --make-rprivate /
while read -r _ _ _ _ folder _; do
  mount -o remount,bind,ro "$(printf %b "$folder")" 2>/dev/null || :
done < /proc/self/mountinfo
mount -t tmpfs -o size=SHM,mode=1777 tmpfs /dev/shm
mount -t tmpfs -o size=TMP,mode=1777 tmpfs /mnt
exec setpriv --reuid USER --regid USER --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""


def enter(*command: str) -> list[str]:
    """Return the command that runs another so."""
    script = _ENTER.replace("SHM", SIZES["shm"]).replace("TMP", SIZES["tmp"]).replace("USER", str(USER))
    return ["unshare", "--mount", "sh", "-ec", script, "sh", "env", "TMPDIR=/mnt", "HOME=/nonexistent", *command]


def possible(root: Path) -> None:
    """Skip where this cannot be arranged, or where the user could not read the checkout or Python."""
    if os.geteuid():
        pytest.skip("only root can make a file system read-only")
    needed = (
        f"touch /dev/shm/x /mnt/x; test -r {root}/gunicorn.conf.py; test ! -w {root}; test ! -w /tmp; {sys.executable} -c 0"
    )
    try:
        done = subprocess.run(enter("sh", "-ec", needed), capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        pytest.skip(f"{error.filename} is not installed")
    if done.returncode:
        pytest.skip(f"no read-only file system for another user can be arranged here: {done.stderr.strip()}")


@contextmanager
def contained(root: Path, log: Path) -> Iterator[Server]:
    """Run the service so, with the settings of the manifest, and one key."""
    port = free_port()
    given = {variable["name"]: variable.get("value", "") for variable in POD["containers"][0]["env"]}
    digest = sha256(KEY.encode()).hexdigest()
    environment = {**os.environ, **given, "QUOTH_BIND": f"127.0.0.1:{port}", "QUOTH_KEYS": digest}
    command = enter(sys.executable, "-m", "gunicorn")
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=out, stderr=out)
    server = Server(process, port, log)
    try:
        wait_until_ready(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def test_it_needs_no_rights_and_keeps_no_file_but_its_heartbeat(root: Path, tmp_path: Path) -> None:
    possible(root)
    with contained(root, tmp_path / "log") as server:
        for _ in range(3):
            assert server.post(TEXT, **BEARER).document["speakers"][0]["name"] == "Maria Lopez"
        assert [server.get("/livez").status, server.get("/readyz").status, server.post(TEXT).status] == [200, 200, 401]
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        assert f"\nUid:\t{USER}\t{USER}\t{USER}\t{USER}\n" in status
        assert "\nCapEff:\t0000000000000000\n" in status
        assert "\nCapBnd:\t0000000000000000\n" in status
        assert "\nNoNewPrivs:\t1\n" in status
        written = {Path(link).parent for link in open_for_writing(server.process.pid)}
        assert written == {Path("/dev/shm")}  # noqa: S108
    assert "Traceback" not in server.log.read_text()


def open_for_writing(pid: int) -> Iterator[str]:
    """Yield the files, other than its log and what is no file, that a process has open for writing."""
    for link in Path(f"/proc/{pid}/fd").iterdir():
        flags = int(Path(f"/proc/{pid}/fdinfo/{link.name}").read_text().split("flags:")[1].split()[0], 8)
        target = str(link.readlink())
        if flags & 3 and int(link.name) > 2 and target.startswith("/") and target != "/dev/null":
            yield target


def test_it_needs_no_network(root: Path) -> None:
    """Where there is none, not even this machine's own, an article is attributed."""
    possible(root)
    command = ["unshare", "--net", *enter(sys.executable, "-m", "service", "-")]
    done = subprocess.run(command, cwd=root, input=TEXT * 10, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Maria Lopez" in done.stdout
