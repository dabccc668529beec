from importlib import import_module

import pytest

from service.engine import encoder
from service.engine.encoder.windows import BREAK, CLOSE, HEAD, LENGTH, MIDDLE, OPEN, TAIL, Window, windows
from service.engine.quotations import marked
from tests.engine.conftest import Parse


def read(parse: Parse, text: str) -> list[Window]:
    reading, syntax = parse(text)
    return windows(syntax, [stretch.parts for stretch in marked(reading, syntax)])


def test_marks_become_words_whatever_they_look_like(parse: Parse) -> None:
    readings = [read(parse, f"{a}We had no choice,{b} said Maria Lopez.") for a, b in ("“”", '""', "””")]
    assert [w.words for (w,) in readings] == [
        (BREAK, OPEN, "we", "had", "no", "choice", ",", CLOSE, "said", "maria", "lopez", ".")
    ] * 3


def test_each_word_knows_its_token_and_each_stretch_where_it_opens(parse: Parse) -> None:
    text = "Tom Baker left. “We had no choice,” said Maria Lopez."
    _, syntax = parse(text)
    (window,) = read(parse, text)
    assert [syntax.lower[t] for t in window.tokens if t >= 0] == [w for w in window.words if not w.startswith("[")]
    assert [window.words[p] for p in window.openings[0]] == [OPEN]


def test_the_middle_of_a_long_quotation_is_left_out(parse: Parse) -> None:
    inside = " ".join(f"w{n}" for n in range(100))
    (window,) = read(parse, f"“{inside},” said Maria Lopez.")
    between = window.words[window.words.index(OPEN) + 1 : window.words.index(CLOSE)]
    assert len(between) == HEAD + 1 + TAIL
    assert between[HEAD] == MIDDLE
    assert (between[0], between[-1]) == ("w0", ",")


def test_paragraphs_far_from_any_quotation_are_not_read(parse: Parse) -> None:
    far = "\n\n".join(f"The council met in room {n}." for n in range(9))
    (window,) = read(parse, f"{far}\n\n“We had no choice,” said Maria Lopez.\n\n{far}")
    assert [word for word in window.words if word.isdigit()] == ["7", "8", "0"]


def test_a_long_article_is_read_in_windows_that_answer_for_every_stretch_once(parse: Parse) -> None:
    lines = [f"“We had {n} choices,” said Maria Lopez, who had come from Leeds on the early train." for n in range(60)]
    made = read(parse, "\n\n".join(lines))
    assert len(made) > 2
    assert all(len(window.words) <= LENGTH for window in made)
    assert sorted(n for window in made for n in window.openings) == list(range(60))
    assert all(window.words[p] == OPEN for window in made for positions in window.openings.values() for p in positions)


def test_an_article_without_marks_costs_nothing(parse: Parse) -> None:
    assert read(parse, "The council met. Nobody spoke.") == []


def test_a_text_of_very_many_windows_is_read_in_part(parse: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("service.engine.encoder.windows"), "MOST", 2)
    reading, syntax = parse("“Nobody ever asked any of us,” said the mayor of Ostend.\n\n" * 80)
    stretches = [stretch.parts for stretch in marked(reading, syntax)]
    made = windows(syntax, stretches)
    answered = [number for window in made for number in window.openings]
    assert len(made) == 2
    assert answered == list(range(len(answered)))
    assert 0 < len(answered) < len(stretches)
    assert encoder.load().encode(syntax, stretches).speech(len(stretches) - 1) == 0
