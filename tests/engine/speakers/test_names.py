"""Forms of a name: read from the article's words, and held against each other."""

import pytest

from service.engine.speakers.names import Form, compatible, fold, form_of, near


def form(text: str) -> Form:
    found = form_of(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "folded"),
    [("Ostrow's", "ostrow"), ("J.", "j"), ("BRENNAN", "brennan"), ("Guðlaug", "gudlaug"), ("Muñoz,", "munoz")],
)
def test_words_are_compared_without_case_accents_and_possessive(said: str, folded: str) -> None:
    assert fold(said) == folded


def test_titles_stand_apart() -> None:
    found = form("Senator Paul Ostrow Jr.")
    assert (found.titles, found.text, found.core, found.suffix) == (("Senator",), "Paul Ostrow Jr.", ("paul", "ostrow"), "jr")


def test_a_title_alone_is_all_there_is() -> None:
    assert form("Pope").text == "Pope"


def test_a_nickname_in_marks_is_set_aside() -> None:
    found = form('Paul "The Rock" Ostrow')
    assert (found.text, found.nickname) == ("Paul Ostrow", "The Rock")


def test_particles_belong_to_the_surname() -> None:
    assert form("Hendrik van der Berg").surnames == ("van der berg", "berg")


def test_nothing_is_no_name() -> None:
    assert form_of(' "" ') is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joe Ostrow", "Joseph R. Ostrow"),
        ("J. Ostrow", "Joseph Ostrow"),
        ("Bill Brennan", "William Brennan"),
        ("Dana Ruth Field", "Dana Field"),
        ("Mario Vega Luna", "Vega Luna"),
        ("Lindqvist Tomas", "Tomas Lindqvist"),
        ("Anna Lindkvist", "Anna Lindqvist"),
        ("Marie Jean-Pierre", "Marie JeanPierre"),
    ],
)
def test_forms_that_may_be_one_person(one: str, other: str) -> None:
    assert compatible(form(one), form(other))
    assert compatible(form(other), form(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Laura Brennan", "Kevin Brennan"),
        ("Dana Field", "Dana Ostrow"),
        ("Paul A. Ostrow", "Paul B. Ostrow"),
        ("Paul Ostrow Jr.", "Paul Ostrow Sr."),
        ("Field", "Dana Field"),
    ],
)
def test_forms_that_may_not(one: str, other: str) -> None:
    assert not compatible(form(one), form(other))
    assert not compatible(form(other), form(one))


@pytest.mark.parametrize(
    ("one", "other", "fits"), [("byrne", "bryne", True), ("field", "yield", False), ("hall", "hill", False)]
)
def test_a_misspelling_is_one_slip_in_a_longer_word(one: str, other: str, fits: bool) -> None:
    assert near(one, other) is fits
