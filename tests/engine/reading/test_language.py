import pytest
from spacy.language import Language

from service.engine.reading.language import PIECE, load, read, reading_of


def test_the_parse_has_every_code_point_of_the_text(nlp: Language) -> None:
    text = "“Café 🙂,” she said.\r\n\r\n\tNo.  "
    assert len(read(nlp, text).doc.text) == len(text)


def test_long_articles_are_read_in_pieces_and_put_together_again(nlp: Language) -> None:
    text = "The council met on Tuesday. " * (3 * PIECE // 28) + "\n\nIt was late."
    reading = read(nlp, text)
    assert reading.doc.text == reading.clean
    assert reading.doc[-1].idx == len(text) - 1


def test_no_sentence_runs_over_the_end_of_a_paragraph(nlp: Language) -> None:
    reading = read(nlp, "Mayor wins\n\nShe was glad")
    assert [len(s.text.strip().splitlines()) for s in reading.doc.sents] == [1, 1]


def test_paragraphs_are_those_with_words(nlp: Language) -> None:
    reading = read(nlp, "One.\n \nTwo.")
    assert [reading.text[p.start : p.end] for p in reading.paragraphs] == ["One.", "Two."]


def test_an_empty_text_is_read(nlp: Language) -> None:
    assert len(read(nlp, "").doc) == 0


def test_a_parse_of_another_text_is_refused(nlp: Language) -> None:
    with pytest.raises(ValueError, match="not one of this text"):
        reading_of("another text", nlp.make_doc("a text"))


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(OSError, match="no_such_model"):
        load("no_such_model")
