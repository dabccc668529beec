"""The desk where articles are worked on: one at a time in a process, with a short line before it.

Two threads in spaCy are no faster than one, and its memory zone allows one article at a time, so the others wait. The line is
bounded in number and in time: a caller who is told early that the service is busy can go elsewhere, and the threads that are
left answer health checks and refuse what is to be refused.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from service.engine.result import Model, Result

# Worked on once at the start of each process, so that a broken model is seen before an article, and what is loaded at first use
# has been loaded (the languages too: hence its length).
_SAMPLE = (
    "The old bridge over the river will stay closed until May, the city council decided on Tuesday.\n\n"
    "“We had no other choice,” said Maria Lopez, the mayor of Springfield.\n\n"
    "Those who live on the other bank will have to take a detour of four miles, or the ferry, which goes twice a day.\n"
)


class Engine(Protocol):
    """What the desk needs of the engine."""

    @property
    def model(self) -> Model: ...

    def attribute(self, text: str) -> Result: ...


class BusyError(Exception):
    """The line is full, or the turn did not come in time."""


class NotReadyError(Exception):
    """The engine does not do what it is there for."""


class Desk:
    """An engine, lent to one article at a time.

    ``queue`` articles may wait, each for ``wait`` seconds.
    """

    def __init__(self, engine: Engine, *, queue: int, wait: float) -> None:
        self.engine = engine
        self.wait = wait
        self._places = threading.BoundedSemaphore(queue + 1)
        self._turn = threading.Lock()
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
            raise BusyError
        try:
            if not self._turn.acquire(timeout=self.wait):
                raise BusyError
            try:
                yield self.engine
            finally:
                self._turn.release()
        finally:
            self._places.release()
