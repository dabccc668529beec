"""The application around an engine of ten lines: these tests are about HTTP."""

import re
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.engine import Observer
from service.engine.result import AttributedQuotation, Evidence, Model, Passage, Result, Span, Speaker
from service.settings import Settings


class FakeEngine:
    """Finds “…” said Somebody. ``read`` holds the texts it was given; while ``gate`` is closed it does not get on."""

    model = Model("fake", "1")

    def __init__(self) -> None:
        self.read: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.failure: Exception | None = None

    def attribute(self, text: str, observe: Observer = lambda *_: None) -> Result:
        self.read.append(text)
        if not self.gate.wait(10):
            raise TimeoutError
        if self.failure:
            raise self.failure
        found = [self._quotation(i, match) for i, match in enumerate(re.finditer(r"“([^”]*)” (said) (\w+ \w+)", text), 1)]
        speakers = tuple(quotation.speaker for quotation in found if quotation.speaker)
        return Result(tuple(found), speakers, (), self.model)

    @staticmethod
    def _quotation(number: int, match: re.Match[str]) -> AttributedQuotation:
        def passage(group: int) -> Passage:
            return Passage(match[group], match.start(group), match.end(group))

        evidence = Evidence(None, Passage("Springfield", 0, 11))
        speaker = Speaker(f"s{number}", match[3], "person", None, "Springfield", (match[3],), evidence, (f"q{number}",))
        parts = (Span(match.start(1), match.end(1)),)
        return AttributedQuotation(f"q{number}", "direct", match[1], parts, passage(2), passage(3), speaker, 0.75)


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def app(engine: FakeEngine) -> Flask:
    app = create_app(Settings(max_characters=1_000, max_bytes=5_000, queue=1, wait=0.2), engine)
    engine.read.clear()  # the sentence that it was tried with
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
