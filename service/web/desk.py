"""The desk where articles are worked on: one at a time in a process, with a short line before it.

Two threads in spaCy are no faster than one, and its memory zone allows one article at a time, so the others wait, first come,
first served. The line is bounded in number and in time: a caller who is told early that the service is busy can go elsewhere,
and the threads that are left answer health checks and refuse what is to be refused. A batch has a place of its own: its
articles stand in the same line one after another, as long as that takes.
"""

import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from time import monotonic
from typing import Protocol

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


class Engine(Protocol):
    """What the desk needs of the engine."""

    @property
    def model(self) -> Model: ...

    def attribute(self, text: str, observe: Observer = ...) -> Result: ...


class BusyError(Exception):
    """The line is full, or the turn did not come in time. ``seconds``: when another try may be worth it."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class NotReadyError(Exception):
    """The engine does not do what it is there for."""


class Desk:
    """An engine, lent to one article at a time.

    ``queue`` articles may wait, each for ``wait`` seconds, beside ``batches`` batches, which wait as long as they must.
    """

    def __init__(self, engine: Engine, *, queue: int, wait: float, batches: int = 0, metrics: Metrics | None = None) -> None:
        self.engine = engine
        self._metrics = metrics or Metrics()
        self._wait = wait
        self._places = threading.BoundedSemaphore(queue + 1)
        self._batches = threading.Semaphore(batches)
        self._changed = threading.Condition()
        self._line: deque[object] = deque()  # the first is being worked on
        self._usual = 0.0  # seconds that an article takes: a running mean
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

    @contextmanager
    def turn(self) -> Iterator[Engine]:
        """Wait for the engine and have it for oneself. Raises BusyError where that takes too long."""
        if not self._places.acquire(blocking=False):
            raise BusyError(self._later())
        try:
            with self._first(self._wait):
                yield self.engine
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

    @contextmanager
    def patient_turn(self) -> Iterator[Engine]:
        """Wait for the engine as long as it takes: for who has the place of a batch."""
        with self._first(None):
            yield self.engine

    @contextmanager
    def _first(self, patience: float | None) -> Iterator[None]:
        """Be first in line, after at most ``patience`` seconds (None: whenever that is). Raises BusyError."""
        ticket, came = object(), monotonic()
        with self._metrics.queue.held(), self._changed:
            self._line.append(ticket)
            if not self._changed.wait_for(lambda: self._line[0] is ticket, patience):
                self._leave(ticket)
                raise BusyError(self._later())
        began = monotonic()
        self._metrics.waited.observe(began - came)
        try:
            with self._metrics.working.held():
                yield
        finally:
            self._usual += 0.1 * (monotonic() - began - self._usual)
            with self._changed:
                self._leave(ticket)

    def _leave(self, ticket: object) -> None:
        self._line.remove(ticket)
        self._changed.notify_all()

    def _later(self) -> int:
        """Seconds after which those who are in line now should be through."""
        return min(max(ceil(self._usual * len(self._line)), _SOONEST), _LATEST)
