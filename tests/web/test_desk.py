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
        with desk.turn(100):
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
    with desk.turn(100), pytest.raises(BusyError), desk.turn(100):
        pass
    assert time.monotonic() - began < 1


def test_a_line_that_would_take_too_long_is_told_at_once_and_until_when(engine: Any) -> None:
    """Until there is experience, 10,000 code points are thought to take 0.6 seconds."""
    desk = Desk(engine, queue=9, wait=10)
    with desk.turn(170_000), pytest.raises(BusyError) as busy, desk.turn(1):
        pass
    assert busy.value.seconds == 11


def test_how_long_the_line_takes_is_learned(engine: Any) -> None:
    desk = Desk(engine, queue=9, wait=10)
    for _ in range(50):
        with desk.turn(170_000):  # takes no time at all
            pass
    with desk.turn(170_000):
        assert desk._ahead() < 1


def test_what_has_been_worked_on_does_not_count_again(engine: Any) -> None:
    desk = Desk(engine, queue=9, wait=10)
    with desk.turn(5_000):
        before = desk._ahead()
        time.sleep(0.1)
        assert before - 0.15 < desk._ahead() <= before - 0.1


def test_a_failure_gives_the_turn_and_the_place_back(engine: Any) -> None:
    desk = Desk(engine, queue=0, wait=0)
    for _ in range(3):
        with pytest.raises(RuntimeError), desk.turn(100):
            raise RuntimeError
    with desk.turn(100) as lent:
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
        with desk.turn(100):
            served.append(number)

    with desk.turn(100):
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
        with desk.batch(), desk.patient_turn(100):
            served.append("batch")

    with desk.turn(100):
        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(0.1)
        assert served == []
    thread.join()
    assert served == ["batch"]


def test_no_batch_where_there_is_no_place_for_one(engine: Any) -> None:
    desk = Desk(engine, queue=0, wait=0, batches=1)
    with desk.batch(), pytest.raises(BusyError), desk.batch():
        pass
    with desk.batch():
        pass
