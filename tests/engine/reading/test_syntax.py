from service.engine.result import Span
from tests.engine.conftest import Parse


def test_the_columns_say_what_spacy_says(parse: Parse) -> None:
    reading, columns = parse("The old mayor of Leeds said that the bridge, which is closed, will open.")
    for token in reading.doc:
        i = token.i
        assert (columns.text[i], columns.dep[i], columns.head[i]) == (token.text, token.dep_, token.head.i)
        assert (columns.first[i], columns.last[i]) == (token.left_edge.i, token.right_edge.i)


def test_tokens_of_a_span(parse: Parse) -> None:
    _, columns = parse("He said no.")
    assert [columns.text[i] for i in columns.tokens(Span(3, 9))] == ["said", "no"]
    assert list(columns.tokens(Span(2, 3))) == []
    assert columns.span(1, 2) == Span(3, 10)
