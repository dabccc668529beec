"""What one worker sustains, and what becomes of two and five times as much: ``python -m evaluation.load``.

Server and generator each have a processor of their own. The generator is Debian's ``hey`` (``apt-get install hey``): so many
connections, each of which sends so many requests a second and waits for their answers. First one connection sends without
a pause, which tells what the worker sustains; then 1, 2 and 5 times that arrive.
"""

import argparse
import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOADS = (1.0, 2.0, 5.0)
RATE = 1.0  # requests a second that a connection sends at most; there are as many connections as that takes
_MOST_CONNECTIONS = 400


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a load. Rates are articles a second, times seconds."""

    offered: float
    accepted: float
    refused: float
    other: int
    p50: float
    p99: float
    slowest_refusal: float


@contextmanager
def served(folder: Path, processor: int) -> Iterator[str]:
    """Run a service of one worker on one processor; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {
        **os.environ,
        "QUOTH_BIND": address,
        "QUOTH_WORKERS": "1",
        "QUOTH_RECYCLE": "0",
        "QUOTH_LOG_LEVEL": "warning",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "gunicorn"], env=environment, stdout=log, stderr=log)
        os.sched_setaffinity(process.pid, {processor})
        try:
            _wait(f"http://{address}/readyz", process)
            yield address
        finally:
            process.terminate()
            process.wait(60)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    while process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The service did not start.")


def run(address: str, body: Path, processor: int, seconds: float, connections: int, rate: float | None) -> Outcome:
    """Send an article for some seconds over so many connections, each at a rate, or without a pause."""
    pace = [] if rate is None else ["-q", f"{rate:g}"]
    command = [
        "taskset",
        "-c",
        str(processor),
        "hey",
        "-z",
        f"{seconds:g}s",
        "-c",
        str(connections),
        *pace,
        "-t",
        "60",
        "-o",
        "csv",
    ]
    command += ["-m", "POST", "-T", "text/plain", "-D", str(body), f"http://{address}/v1/quotes"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - no input of others
    rows = [(int(row["status-code"]), float(row["response-time"])) for row in csv.DictReader(io.StringIO(done.stdout))]
    statuses = Counter(status for status, _ in rows)
    times = sorted(taken for status, taken in rows if status == 200) or [0.0]
    refusals = [taken for status, taken in rows if status == 503]
    return Outcome(
        offered=connections * rate if rate else len(rows) / seconds,
        accepted=statuses[200] / seconds,
        refused=statuses[503] / seconds,
        other=len(rows) - statuses[200] - statuses[503],
        p50=times[len(times) // 2],
        p99=times[min(len(times) - 1, len(times) * 99 // 100)],
        slowest_refusal=max(refusals, default=0.0),
    )


def line(name: str, found: Outcome) -> str:
    """Write an outcome as a row of the table."""
    return (
        f"| {name} | {found.offered:.1f} | {found.accepted:.1f} | {found.refused:.1f} | {found.other} "
        f"| {found.p50 * 1000:.0f} | {found.p99 * 1000:.0f} | {found.slowest_refusal * 1000:.0f} |"
    )


def main() -> None:
    """Measure, and fail where at the heaviest load less than nine tenths of what one worker sustains is accepted."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.load", description=__doc__)
    parser.add_argument("--article", type=Path, default=Path("seeds/000_a342b714d73a5d1b.txt"))
    parser.add_argument("--seconds", type=float, default=30.0, help="of each load")
    options = parser.parse_args()
    server, generator, *_ = sorted(os.sched_getaffinity(0)) * 2
    words = len(options.article.read_text("utf-8").split())
    print(f"One worker on processor {server}, hey on processor {generator}, an article of {words} words.\n")
    print("| load | offered /s | accepted /s | refused /s | other | p50 ms | p99 ms | slowest refusal ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), server) as address:
        run(address, options.article, generator, 5, 1, None)  # until everything is warm
        alone = run(address, options.article, generator, options.seconds, 1, None)
        print(line("one after another", alone))
        accepted = []
        for load in LOADS:
            connections = min(max(round(alone.accepted * load / RATE), 1), _MOST_CONNECTIONS)
            rate = alone.accepted * load / connections
            found = run(address, options.article, generator, options.seconds, connections, rate)
            print(line(f"{load:g} ×", found))
            accepted.append(found)
        with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as response:
            figures = dict(re.findall(r"^(\w+) (\S+)$", response.read().decode(), re.MULTILINE))
    kept = accepted[-1].accepted / accepted[0].accepted
    print(f"\nAt {LOADS[-1]:g} × the worker accepts {kept:.0%} of what it accepts at 1 ×. In hand at the end: ", end="")
    print(json.dumps({name: figures[name] for name in ("quoth_queue", "quoth_working")}))
    if kept < 0.9 or any(found.other for found in accepted):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
