"""One article at a time, a bounded line before it."""

import threading
import time
from typing import Any

import pytest

from service.engine.reading.english import SHORTEST
from service.web.desk import BusyError, Desk, NotReadyError


def test_turns_follow_one_another(engine: Any) -> None:
    desk = Desk(engine, queue=20, wait=10)
    together, most = 0, 0

    def work() -> None:
        nonlocal together, most
        with desk.turn():
            together += 1
            most = max(most, together)
            time.sleep(0.001)
            together -= 1

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_a_full_line_is_told_at_once(engine: Any) -> None:
    desk = Desk(engine, queue=0, wait=10)
    began = time.monotonic()
    with desk.turn(), pytest.raises(BusyError), desk.turn():
        pass
    assert time.monotonic() - began < 1


def test_a_turn_that_does_not_come_in_time(engine: Any) -> None:
    desk = Desk(engine, queue=1, wait=0.05)
    with desk.turn(), pytest.raises(BusyError), desk.turn():
        pass


def test_a_failure_gives_the_turn_and_the_place_back(engine: Any) -> None:
    desk = Desk(engine, queue=0, wait=0)
    for _ in range(3):
        with pytest.raises(RuntimeError), desk.turn():
            raise RuntimeError
    with desk.turn() as lent:
        assert lent is engine


def test_a_model_that_finds_nothing_does_not_open(engine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = engine.attribute("Nothing was said.")
    monkeypatch.setattr(engine, "attribute", lambda _: nothing)
    desk = Desk(engine, queue=0, wait=0)
    with pytest.raises(NotReadyError, match="fake 1"):
        desk.open()
    assert not desk.ready


def test_the_sentence_at_the_start_is_long_enough_to_load_the_languages(engine: Any) -> None:
    Desk(engine, queue=0, wait=0).open()
    (text,) = engine.read
    assert len(text) > SHORTEST


def test_first_come_first_served(engine: Any) -> None:
    desk, served, threads = Desk(engine, queue=5, wait=10), [], []

    def work(number: int) -> None:
        with desk.turn():
            served.append(number)

    with desk.turn():
        for number in range(5):
            threads.append(threading.Thread(target=work, args=(number,)))
            threads[-1].start()
            time.sleep(0.02)
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4]


def test_an_article_of_a_batch_waits_as_long_as_it_must_and_takes_no_place(engine: Any) -> None:
    desk, served = Desk(engine, queue=0, wait=0.01, batches=1), []

    def work() -> None:
        with desk.batch(), desk.patient_turn():
            served.append("batch")

    with desk.turn():
        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(0.1)
        assert served == []
    thread.join()
    assert served == ["batch"]


def test_whoever_is_told_that_it_is_busy_is_told_until_when(engine: Any) -> None:
    desk = Desk(engine, queue=0, wait=0)
    with desk.turn(), pytest.raises(BusyError) as first, desk.turn():
        pass
    assert first.value.seconds == 1
    desk._usual = 7.5  # articles have taken long of late
    with desk.turn(), pytest.raises(BusyError) as later, desk.turn():
        pass
    assert later.value.seconds == 8


def test_no_batch_where_there_is_no_place_for_one(engine: Any) -> None:
    desk = Desk(engine, queue=0, wait=0, batches=1)
    with desk.batch(), pytest.raises(BusyError), desk.batch():
        pass
    with desk.batch():
        pass
