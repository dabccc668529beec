import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.engine.reading.cleaning import LEAST_MARKS, LEAST_WORD, RUNS, Runs, clean


def test_typographic_marks_and_spaces_become_plain_ones() -> None:
    assert clean("“Don’t,”\u00a0she said\u2009—\u200bno") == '"Don\'t," she said — no'


@given(st.text(max_size=400))
def test_the_length_never_changes(text: str) -> None:
    assert len(clean(text)) == len(text)


def test_lone_surrogates_which_spacy_cannot_encode_are_gone() -> None:
    assert clean("a\ud800b") == "a b"


@pytest.mark.parametrize("mark", ['"', "-", "(", "…"])
def test_overlong_runs_of_punctuation_are_filled(mark: str) -> None:
    assert clean("a " + mark * 50_000 + " b").split() == ["a", "b"]


def test_words_have_a_bounded_length() -> None:
    begin = time.perf_counter()
    assert max(map(len, clean("x" * 400_000).split())) == RUNS.word
    assert time.perf_counter() - begin < 2


def test_how_long_a_run_may_be_is_a_matter_of_choice() -> None:
    text = "a " + "x" * 100 + " ------ b"
    assert clean(text, Runs(word=100, marks=6)) == text
    assert [len(word) for word in clean(text, Runs(word=60, marks=5)).split()] == [1, 60, 39, 1]


@pytest.mark.parametrize("runs", [{"word": LEAST_WORD - 1}, {"marks": LEAST_MARKS - 1}])
def test_words_and_quotations_are_never_too_long(runs: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least 40 and 3"):
        Runs(**runs)
