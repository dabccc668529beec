import pytest
from spacy.language import Language

from service.engine.reading.language import PIECE, load, read, reading_of, renew


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


def test_words_that_are_forgotten_leave_no_room_taken() -> None:
    """What a table holds beside its words shows in its size, which doubles as it fills."""
    nlp = load()
    text, table = "“It is Zuzkovia,” said Vanora Quilp.", nlp.vocab.strings._map  # type: ignore[attr-defined]
    before, size = [(t.text, t.norm_, t.lemma_, t.tag_, t.ent_type_) for t in nlp(text)], table.capacity
    for batch in range(4):
        with nlp.memory_zone():
            nlp.make_doc(" ".join(f"w{batch}x{number}" for number in range(30_000)))
    assert table.capacity > size
    for _ in range(3):
        renew(nlp)
    assert nlp.vocab.strings._map.capacity == size  # type: ignore[attr-defined]
    assert [(t.text, t.norm_, t.lemma_, t.tag_, t.ent_type_) for t in nlp(text)] == before


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(OSError, match="no_such_model"):
        load("no_such_model")
