"""The desk where articles are worked on: one at a time in a process, with a short line before it.

Two threads in spaCy are no faster than one, and its memory zone allows one article at a time, so the others wait, first come,
first served. The line is bounded in number and in time, and both are looked at when an article comes: work grows linearly with
its length, so that the length of what is in line tells how long that will take. A caller who is refused is told so at once,
can go elsewhere, and never waited in vain; whoever is let into the line is answered. A batch has a place of its own: its
articles stand in the same line one after another.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from math import ceil
from time import monotonic
from typing import Protocol, TypeVar

from service.engine import Observer
from service.engine.result import Model, Result

from .metrics import Metrics

# Worked on once at the start of each process, so that a broken model is seen before an article, and what is loaded at first use
# has been loaded (the languages too: hence its length).
_SAMPLE = (
    "The old bridge over the river will stay closed until May, the city council decided on Tuesday.\n\n"
    "“We had no other choice,” said Maria Lopez, the mayor of Springfield.\n\n"
    "Those who live on the other bank will have to take a detour of four miles, or the ferry, which goes twice a day.\n"
)

_SOONEST, _LATEST = 1, 60  # seconds of Retry-After
_PACE = 0.6, 10_000.0  # seconds for so many code points, until there is experience
_MEMORY = 0.9  # how much of past experience still counts after each article
_IDLE = 0.2  # seconds without an article after which nobody is kept waiting by what is done then

Done = TypeVar("Done")


class Engine(Protocol):
    """What the desk needs of the engine."""

    @property
    def model(self) -> Model: ...

    def attribute(self, text: str, observe: Observer = ...) -> Result: ...


class BusyError(Exception):
    """The line is full, or too long. ``seconds``: when another try may be worth it."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class NotReadyError(Exception):
    """The engine does not do what it is there for."""


class Desk:
    """An engine that works on one article at a time, in a thread of its own.

    ``queue`` articles may wait, where that takes no more than about ``wait`` seconds, beside ``batches`` batches. One thread
    for all, since what is read with keeps some megabytes for each thread that it was ever used in. ``rest`` is done whenever
    there is nothing else to do.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        queue: int,
        wait: float,
        batches: int = 0,
        metrics: Metrics | None = None,
        rest: Callable[[], None] = lambda: None,
    ) -> None:
        self.engine = engine
        self._metrics = metrics or Metrics()
        self._rest, self._resting = rest, threading.Timer(_IDLE, rest)
        self._wait = wait
        self._places = threading.BoundedSemaphore(queue + 1)
        self._batches = threading.Semaphore(batches)
        self._thread = ThreadPoolExecutor(1, "engine")  # starts with the first article: after the fork
        self._lock = threading.Lock()
        self._line: deque[int] = deque()  # code points of what was let in; the first is being worked on,
        self._began = 0.0  # since then
        self._seconds, self._characters = _PACE
        self._opened_in: int | None = None

    @property
    def ready(self) -> bool:
        """Whether a sentence was attributed in this very process: one that was forked since may have lost what that takes."""
        return self._opened_in == os.getpid()

    def open(self) -> None:
        """Attribute a sentence. Raises NotReadyError where the engine does not find its quotation and speaker."""
        result = self.engine.attribute(_SAMPLE)
        if not any(quotation.speaker for quotation in result.quotations):
            raise NotReadyError(
                f"The model {result.model.name} {result.model.version} attributes no quotation in plain English."
            )
        self._opened_in = os.getpid()

    def work(self, characters: int, job: Callable[[Engine], Done]) -> Done:
        """Do a job on an article of so many code points, when its turn comes. Raises BusyError at once or never."""
        ahead = self._ahead()
        if ahead > self._wait or not self._places.acquire(blocking=False):
            raise BusyError(min(max(ceil(ahead), _SOONEST), _LATEST))
        try:
            return self.work_patiently(characters, job)
        finally:
            self._places.release()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Have the place of a batch. Raises BusyError where none is free."""
        if not self._batches.acquire(blocking=False):
            raise BusyError(_LATEST)
        try:
            with self._metrics.batches.held():
                yield
        finally:
            self._batches.release()
            with self._lock:
                self._rest_soon()

    def work_patiently(self, characters: int, job: Callable[[Engine], Done]) -> Done:
        """Do a job on an article however long the line is: for who has the place of a batch."""
        with self._lock:
            self._resting.cancel()
            self._line.append(characters)
            self._metrics.queue.add()
            done = self._thread.submit(self._turn, monotonic(), job)
        return done.result()

    def _turn(self, came: float, job: Callable[[Engine], Done]) -> Done:
        """Do the job that is first in line."""
        self._began = monotonic()
        self._metrics.queue.add(number=-1.0)
        self._metrics.waited.observe(self._began - came)
        try:
            with self._metrics.working.held():
                return job(self.engine)
        finally:
            with self._lock:
                self._seconds = _MEMORY * self._seconds + monotonic() - self._began
                self._characters = _MEMORY * self._characters + self._line.popleft()
                self._rest_soon()

    def _rest_soon(self) -> None:
        """Rest in a while, where nobody is in line now; with the lock."""
        if self._line:
            return
        self._resting.cancel()
        self._resting = threading.Timer(_IDLE, self._rest)
        self._resting.daemon = True
        self._resting.start()

    def _ahead(self) -> float:
        """Seconds after which those who are in line now should be through."""
        with self._lock:
            if not self._line:
                return 0.0
            pace = self._seconds / max(self._characters, 1.0)
            first, *others = (characters * pace for characters in self._line)
            return max(first - (monotonic() - self._began), 0.0) + sum(others)
