"""Does a server's memory stay where it is? ``python -m evaluation.soak http://127.0.0.1:8000 --pid MASTER [--articles 20000]``.

Sends articles of some 200 words over several connections, many of their words such as nobody has written yet, and prints every
1,000 articles what the worker processes hold: ``--pid`` is the process that started them (gunicorn's master; its children are
the workers), whose memory is read from ``/proc``, so that this runs on the server's machine, on Linux. It is read when
they have had nothing to do for a second: what they need for the article at hand is no leak, and goes back to the system then.

Ends with 1 where the workers hold more than a tenth more at the end than after the first 1,000 articles, or where one of them
was replaced meanwhile, which would hide a leak: start the server with ``QUOTH_RECYCLE=0``. Without an address the engine itself
is asked, in this process.
"""

import argparse
import http.client
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from service.engine import Engine, memory

WORDS = 200  # of an article
REST = 1.0  # seconds
GROWN = 1.1  # the share of the first figure that the last one may reach
_COMMON = (
    "the of and to in a is that it was for on with as are at this have from by not they which had been would their there "
    "more year people government city council money school water week company plan police court work health bridge"
).split()

Send = Callable[[str], None]


def article(number: int) -> str:
    """An article of about ``WORDS`` words; every fourth is invented, and so are the speakers. The same for the same number."""
    made = random.Random(number)  # noqa: S311 - words, not secrets

    def fresh() -> str:
        return "".join(made.choice("bcdfghjklmnprstvz") + made.choice("aeiou") for _ in range(made.randint(2, 5)))

    def some(count: int) -> str:
        return " ".join(
            fresh() + made.choice(("", "s", "ed", "ly")) if made.random() < 0.25 else made.choice(_COMMON) for _ in range(count)
        )

    who = f"{fresh().title()} {fresh().title()}"
    paragraphs = [f"The {some(16)}.\n\n“We {some(12)},” said {who}, the mayor of {fresh().title()}. “It {some(9)}.”\n\n"]
    while sum(len(paragraph.split()) for paragraph in paragraphs) < WORDS:
        paragraphs.append(f"The {some(22)}. In {fresh().title()} {some(18)}.\n\n")
    return "".join(paragraphs)


def resident(pid: int) -> int:
    """The resident memory of a process, in bytes; 0 where there is none of that number any more."""
    try:
        fields = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def children(pid: int) -> tuple[int, ...]:
    """The processes that a process has started, those of all its threads; itself where it has started none."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found.update(map(int, task.read_text(encoding="ascii").split()))
    return tuple(sorted(found)) or (pid,)


def over_http(address: str) -> Send:
    """Send to a server over a connection of the calling thread's own, which is opened anew where the server closed it."""
    where = urlsplit(address)
    kept = threading.local()

    def send(text: str) -> None:
        for attempt in range(20):
            if getattr(kept, "connection", None) is None:
                kept.connection = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=120)
            try:
                kept.connection.request("POST", "/v1/quotes", text.encode(), {"Content-Type": "text/plain; charset=utf-8"})
                response = kept.connection.getresponse()
                response.read()
            except (OSError, http.client.HTTPException):
                kept.connection.close()
                kept.connection = None
                continue
            if response.status == http.HTTPStatus.OK:
                return
            if response.status != http.HTTPStatus.SERVICE_UNAVAILABLE:
                raise RuntimeError(f"the server answered {response.status}")
            time.sleep(0.1 * (attempt + 1))
        raise RuntimeError("the server does not answer")

    return send


def soak(
    send: Send, rest: Callable[[], None], pid: int, articles: int, step: int, connections: int
) -> Iterator[tuple[int, tuple[int, ...], list[int]]]:
    """Send articles; yield every ``step`` of them, after a rest, how many were sent, the worker processes, what each holds."""
    for done in range(0, articles, step):
        numbers = iter(range(done, min(articles, done + step)))
        turn, failures = threading.Lock(), list[Exception]()

        def work(numbers: Iterator[int] = numbers, turn: threading.Lock = turn, failures: list[Exception] = failures) -> None:
            while not failures:
                with turn:
                    number = next(numbers, None)
                if number is None:
                    return
                try:
                    send(article(number))
                except Exception as error:  # noqa: BLE001 - handed on below
                    failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        rest()
        processes = children(pid) if pid != os.getpid() else (pid,)
        yield min(articles, done + step), processes, [resident(process) for process in processes]


def main(arguments: list[str] | None = None) -> int:
    """Run and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?", help="of the server; without it the engine runs in this process")
    parser.add_argument("--pid", type=int, help="the server's master process")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--step", type=int, default=1_000, help="articles between two lines of the table")
    parser.add_argument("--connections", type=int, default=4)
    args = parser.parse_args(arguments)
    if args.address and not args.pid:
        parser.error("--pid tells whose memory to look at")
    if args.address:
        send, pid, connections = over_http(args.address), args.pid, args.connections

        def rest() -> None:
            time.sleep(REST)
    else:
        engine, pid, connections, rest = Engine(), os.getpid(), 1, memory.give_back

        def send(text: str) -> None:
            engine.attribute(text)

    print(f"{'articles':>9} {'seconds':>9} {'sum MB':>9} {'max MB':>9}  processes")
    begin, first = time.monotonic(), None
    held: list[int] = []
    replaced = False
    for sent, processes, held in soak(send, rest, pid, args.articles, args.step, connections):
        first = first or (processes, sum(held))
        replaced = replaced or processes != first[0]
        megabytes = f"{sum(held) / 1e6:9.1f} {max(held) / 1e6:9.1f}"
        print(f"{sent:9,} {time.monotonic() - begin:9.1f} {megabytes}  {' '.join(map(str, processes))}", flush=True)
    if first is None:
        return 0
    grown = sum(held) / first[1]
    print(
        f"at the end {grown:.3f} times what it was after the first {args.step:,}"
        + ("; a worker was replaced" if replaced else "")
    )
    return 1 if grown > GROWN or replaced else 0


if __name__ == "__main__":
    sys.exit(main())
