"""One article at a time, a bounded line before it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from service.engine.reading.english import SHORTEST
from service.web.desk import BusyError, Desk, Engine, NotReadyError


@contextmanager
def working(desk: Desk, characters: int = 100) -> Iterator[None]:
    """Have the desk work on an article for as long as it lasts."""
    began, end = threading.Event(), threading.Event()

    def job(_: Engine) -> None:
        began.set()
        end.wait(10)

    caller = threading.Thread(target=lambda: desk.work(characters, job))
    caller.start()
    began.wait(10)
    try:
        yield
    finally:
        end.set()
        caller.join()


def nothing(_: Engine) -> None:
    pass


def test_turns_follow_one_another_in_one_thread(engine: Any) -> None:
    desk = Desk(engine, queue=20, wait=10)
    together, most, where = 0, 0, set()

    def job(_: Engine) -> None:
        nonlocal together, most
        together += 1
        most = max(most, together)
        where.add(threading.get_ident())
        time.sleep(0.001)
        together -= 1

    callers = [threading.Thread(target=lambda: desk.work(100, job)) for _ in range(20)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert most == len(where) == 1


def test_what_is_for_quiet_times_is_done_then_and_not_between_two_articles(engine: Any) -> None:
    rested = threading.Event()
    desk = Desk(engine, queue=0, wait=10, rest=rested.set)
    desk.work(100, nothing)
    with working(desk):
        assert not rested.wait(0.4)
    assert rested.wait(10)


def test_a_full_line_is_told_at_once(engine: Any) -> None:
    desk = Desk(engine, queue=0, wait=10)
    began = time.monotonic()
    with working(desk), pytest.raises(BusyError):
        desk.work(100, nothing)
    assert time.monotonic() - began < 1


def test_a_line_that_would_take_too_long_is_told_at_once_and_until_when(engine: Any) -> None:
    """Until there is experience, 10,000 code points are thought to take 0.6 seconds."""
    desk = Desk(engine, queue=9, wait=10)
    with working(desk, 170_000), pytest.raises(BusyError) as busy:
        desk.work(1, nothing)
    assert busy.value.seconds == 11


def test_how_long_the_line_takes_is_learned(engine: Any) -> None:
    desk = Desk(engine, queue=9, wait=10)
    for _ in range(50):
        desk.work(170_000, nothing)  # takes no time at all
    with working(desk, 170_000):
        assert desk._ahead() < 1


def test_what_has_been_worked_on_does_not_count_again(engine: Any) -> None:
    desk = Desk(engine, queue=9, wait=10)
    with working(desk, 5_000):
        before = desk._ahead()
        time.sleep(0.1)
        assert before - 0.2 < desk._ahead() <= before - 0.1


def test_a_failure_is_the_callers_and_gives_the_turn_and_the_place_back(engine: Any) -> None:
    desk = Desk(engine, queue=0, wait=10)

    def fail(_: Engine) -> None:
        raise RuntimeError

    for _ in range(3):
        with pytest.raises(RuntimeError):
            desk.work(100, fail)
    assert desk.work(100, lambda lent: lent) is engine


def test_a_model_that_finds_nothing_does_not_open(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = engine.attribute("Nothing was said.")
    monkeypatch.setattr(engine, "attribute", lambda _: silent)
    desk = Desk(engine, queue=0, wait=0)
    with pytest.raises(NotReadyError, match="fake 1"):
        desk.open()
    assert not desk.ready


def test_the_sentence_at_the_start_is_long_enough_to_load_the_languages(engine: Any) -> None:
    Desk(engine, queue=0, wait=0).open()
    (text,) = engine.read
    assert len(text) > SHORTEST


def test_first_come_first_served(engine: Any) -> None:
    desk, served, callers = Desk(engine, queue=5, wait=10), [], []
    with working(desk):
        for number in range(5):
            callers.append(threading.Thread(target=desk.work, args=(100, lambda _, n=number: served.append(n))))
            callers[-1].start()
            time.sleep(0.02)
    for caller in callers:
        caller.join()
    assert served == [0, 1, 2, 3, 4]


def test_an_article_of_a_batch_waits_as_long_as_it_must_and_takes_no_place(engine: Any) -> None:
    desk, served = Desk(engine, queue=0, wait=0.01, batches=1), []

    def send() -> None:
        with desk.batch():
            desk.work_patiently(100, lambda _: served.append("batch"))

    caller = threading.Thread(target=send)
    with working(desk):
        caller.start()
        time.sleep(0.1)
        assert served == []
    caller.join()
    assert served == ["batch"]


def test_no_batch_where_there_is_no_place_for_one(engine: Any) -> None:
    desk = Desk(engine, queue=0, wait=0, batches=1)
    with desk.batch(), pytest.raises(BusyError), desk.batch():
        pass
    with desk.batch():
        pass
