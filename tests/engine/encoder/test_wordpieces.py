import pytest

from service.engine.encoder.wordpieces import END, LONGEST, START, UNKNOWN, encode, pieces, vocabulary


def spelt(word: str) -> list[str]:
    """A word's pieces as words."""
    known = {number: piece for piece, number in vocabulary().items()}
    return [known[number] for number in pieces(word)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("said", ["said"]),
        ("blinken", ["blink", "##en"]),
        ("café", ["cafe"]),
        ("34-year-old", ["34", "-", "year", "-", "old"]),
        ("u.s.", ["u", ".", "s", "."]),
        ("[unused1]", ["[unused1]"]),
    ],
)
def test_words_are_cut_as_bert_cuts_them(word: str, expected: list[str]) -> None:
    assert spelt(word) == expected


@pytest.mark.parametrize("word", ["", "\u200b", "x" * (LONGEST + 1), "\U000f0000"])
def test_a_word_without_pieces_is_unknown(word: str) -> None:
    assert pieces(word) == (UNKNOWN,)


def test_every_word_that_fits_knows_where_it_begins() -> None:
    numbers, begins = encode(["blinken", "said", "so"], 100)
    assert (numbers[0], numbers[-1], begins) == (START, END, [1, 3, 4])
    numbers, begins = encode(["blinken", "said", "so"], 4)
    assert (len(numbers), begins) == (4, [1])
