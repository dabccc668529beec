"""The model, loaded once for all the tests of the engine."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from service.engine import Engine
from service.engine.reading.language import Reading, load, read
from service.engine.reading.syntax import Syntax, syntax

Parse = Callable[[str], tuple[Reading, Syntax]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load()


@pytest.fixture(scope="session")
def parse(nlp: Language) -> Parse:
    """A text's reading and its columns."""

    def parsed(text: str) -> tuple[Reading, Syntax]:
        reading = read(nlp, text)
        return reading, syntax(reading.doc)

    return parsed


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()
