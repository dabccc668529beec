"""What the service counts, for Prometheus: the same figures whichever process is asked.

The numbers live in one stretch of anonymous memory that is made before gunicorn forks, a row for each process. A process
writes in its own row alone, so that no lock is held across processes and one that is killed leaves nothing undone; a reader
adds the rows up. Other than the files of prometheus_client's own mode for several processes, this needs no folder that may be
full (which would end the process with SIGBUS) or read-only. The text is prometheus_client's.
"""

import mmap
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from service.engine import STAGES
from service.engine.result import Result

ROWS = 128  # processes that count at the same time; any more share rows, and may lose a count
_BYTES = 8

OTHER = "other"
ROUTES = ("quotes", "batch", "item", OTHER)  # item: an article of a batch
STATUSES = tuple(
    str(status) for status in (200, 204, 304, 400, 401, 404, 405, 406, 408, 411, 413, 414, 415, 422, 431, 499, 500, 503)
)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
_CHARACTERS = (500.0, 1e3, 2e3, 4e3, 8e3, 16e3, 32e3, 64e3, 128e3, 256e3, 512e3)


class Table:
    """Rows of numbers that all processes forked after it share."""

    def __init__(self, width: int) -> None:
        self.width, self.row = width, 0
        self._cells = memoryview(mmap.mmap(-1, ROWS * width * _BYTES)).cast("d")
        self._lock = threading.Lock()

    def add(self, column: int, number: float) -> None:
        """Add to a number of this process."""
        with self._lock:
            self._cells[self.row * self.width + column] += number

    def clear(self, row: int, columns: Iterable[int]) -> None:
        """Set numbers of a row to nothing: a process is gone, and so is what it had in hand."""
        for column in columns:
            self._cells[row * self.width + column] = 0.0

    def sum(self, column: int) -> float:
        """Return the number of all processes together."""
        return sum(self._cells[column :: self.width])


class Counter:
    """Counts, for each foreseen combination of the labels' values; the last takes what was not foreseen."""

    def __init__(self, name: str, words: str, labels: Sequence[str] = (), values: Iterable[tuple[str, ...]] = ((),)) -> None:
        self.name, self.words, self._labels = name, words, labels
        self._values = {value: n for n, value in enumerate(values)}
        self.width = len(self._values)

    def place(self, table: Table, column: int) -> None:
        """Take columns of the table from ``column`` on."""
        self._table, self._column = table, column

    def add(self, *values: str, number: float = 1.0) -> None:
        """Count."""
        self._table.add(self._column + self._values.get(values, self.width - 1), number)

    def family(self) -> Metric:
        """Return the counts of all processes."""
        family = CounterMetricFamily(self.name, self.words, labels=self._labels)
        for values, n in self._values.items():
            count = self._table.sum(self._column + n)
            if count or not values:  # most combinations never are
                family.add_metric(values, count)
        return family


class Gauge(Counter):
    """How many there are now."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Count one more for as long as it lasts."""
        self.add()
        try:
            yield
        finally:
            self.add(number=-1.0)

    def forget(self, row: int) -> None:
        """Forget what a process had that is gone."""
        self._table.clear(row, [self._column])

    def family(self) -> Metric:
        """Return the number of all processes together."""
        return GaugeMetricFamily(self.name, self.words, value=self._table.sum(self._column))


class Histogram(Counter):
    """How many were at most how large."""

    def __init__(self, name: str, words: str, bounds: Sequence[float]) -> None:
        super().__init__(name, words)
        self._bounds = tuple(bounds)
        self.width = len(bounds) + 2  # a count for each bound and for what is beyond, and the sum

    def observe(self, number: float) -> None:
        """Take a number in."""
        self._table.add(self._column + bisect_left(self._bounds, number), 1.0)
        self._table.add(self._column + self.width - 1, number)

    def family(self) -> Metric:
        """Return the numbers of all processes, counted up to each bound."""
        counts = [self._table.sum(self._column + n) for n in range(self.width)]
        total, buckets = 0.0, []
        for bound, count in zip((*(f"{bound:g}" for bound in self._bounds), "+Inf"), counts, strict=False):
            total += count
            buckets.append((bound, total))
        return HistogramMetricFamily(self.name, self.words, buckets=buckets, sum_value=counts[-1])


class Metrics(Collector):
    """All that is counted. Make it before the fork, and ``take`` a row in each process after it."""

    def __init__(self, capacity: int = 0, problems: Sequence[str] = ()) -> None:
        """``capacity``: how many articles all processes together take at a time, working and waiting; ``problems``: by name."""
        answers = product(ROUTES, (*STATUSES, OTHER))
        self.requests = Counter("quoth_requests", "Requests answered.", ("route", "status"), answers)
        kinds = [(name,) for name in (*problems, OTHER)]
        self.problems = Counter("quoth_problems", "Problem documents sent, lines of batches too.", ("problem",), kinds)
        stages = [(stage,) for stage in STAGES]
        self.stages = Counter("quoth_stage_seconds", "Seconds of work, by stage of the engine.", ("stage",), stages)
        self.quotations = Counter("quoth_quotations", "Quotations found.")
        self.unattributed = Counter("quoth_unattributed_quotations", "Quotations found whose speaker was not.")
        self.queue = Gauge("quoth_queue", "Articles that wait for their turn.")
        self.working = Gauge("quoth_working", "Articles that are worked on.")
        self.batches = Gauge("quoth_batches", "Batches that are streamed.")
        self.waited = Histogram("quoth_wait_seconds", "Seconds that an article waited for its turn.", _SECONDS)
        self.took = Histogram("quoth_article_seconds", "Seconds of work on an article.", _SECONDS)
        self.characters = Histogram("quoth_article_characters", "Code points of the articles worked on.", _CHARACTERS)
        self._families: list[Counter] = [value for value in vars(self).values() if isinstance(value, Counter)]
        self._capacity = capacity
        self._table = Table(sum(family.width for family in self._families))
        column = 0
        for family in self._families:
            family.place(self._table, column)
            column += family.width

    def take(self, row: int) -> None:
        """Count in this row from now on, in this process."""
        self._table.row = row % ROWS
        self.forget(row)

    def forget(self, row: int) -> None:
        """Forget what the process of a row has in hand, since it is gone; what it has counted stays."""
        for family in self._families:
            if isinstance(family, Gauge):
                family.forget(row % ROWS)

    def stage(self, name: str, seconds: float) -> None:
        """Take in the seconds of a stage of the engine."""
        self.stages.add(name, number=seconds)

    def article(self, seconds: float, characters: int, result: Result) -> None:
        """Take in an article that was worked on."""
        self.took.observe(seconds)
        self.characters.observe(characters)
        self.quotations.add(number=len(result.quotations))
        self.unattributed.add(number=sum(quotation.speaker is None for quotation in result.quotations))

    def collect(self) -> Iterator[Metric]:
        """Return all figures."""
        yield GaugeMetricFamily("quoth_capacity", "Articles that are taken at a time, working and waiting.", self._capacity)
        for family in self._families:
            yield family.family()

    def text(self, accept: str) -> tuple[bytes, str]:
        """Return all figures in the form that a scraper accepts, and the content type of that."""
        registry = CollectorRegistry()
        registry.register(self)
        encode, content_type = choose_encoder(accept)
        return encode(registry), content_type
