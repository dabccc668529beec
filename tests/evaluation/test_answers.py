"""Answers are the service's, and no text is read twice."""

from evaluation.answers import Answers
from service.engine import Engine, Observer
from service.engine.result import Model, Result


class Counting(Engine):
    """An engine that finds nothing and counts how often it is asked."""

    def __init__(self) -> None:
        self.model = Model("none", "0")
        self.asked = 0

    def attribute(self, text: str, observe: Observer = lambda *_: None) -> Result:
        self.asked += 1
        return Result((), (), (text,), self.model)


def test_an_answer_is_what_the_service_would_send() -> None:
    empty: dict[str, object] = {
        "id": None,
        "text": None,
        "quotations": [],
        "speakers": [],
        "model": {"name": "none", "version": "0"},
    }
    assert Answers(Counting())("One.") == {**empty, "warnings": ["One."]}


def test_no_text_is_read_twice() -> None:
    engine = Counting()
    answers = Answers(engine)
    assert [answers(text)["warnings"] for text in ("One.", "Two.", "One.")] == [["One."], ["Two."], ["One."]]
    assert engine.asked == 2
