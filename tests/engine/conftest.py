"""The model, loaded once for all the tests of the engine."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from service.engine import Engine, encoder, quotations
from service.engine.encoder import Encoding
from service.engine.reading.language import Reading, load, read
from service.engine.reading.syntax import Syntax, syntax
from service.engine.result import Quotation

Parse = Callable[[str], tuple[Reading, Syntax]]


def quoted(reading: Reading, syntax: Syntax) -> tuple[tuple[Quotation, ...], Encoding]:
    """The quotations of an article, and what the encoder makes of its marked stretches."""
    marked = quotations.marked(reading, syntax)
    encoding = encoder.load().encode(syntax, [stretch.parts for stretch in marked])
    return quotations.find(reading, syntax, marked, encoding), encoding


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
