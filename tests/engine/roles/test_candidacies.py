"""Candidacies that an article only tells of: every sentence here is invented."""

import pytest
from spacy.language import Language

from service.engine.reading import language
from service.engine.result import Identity, Span
from service.engine.roles.antecedents import NOBODY
from service.engine.roles.candidacies import ROLE, candidacies
from service.engine.roles.columns import words_of
from service.engine.roles.loose import Loose
from service.engine.roles.occupations import lexicon
from service.engine.roles.statements import Page


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def found(nlp: Language, text: str) -> list[Loose]:
    page = Page(text, words_of(language.read(nlp, text)), lexicon())
    at = text.find("Jane Roe")
    roe = Identity("Jane Roe", "person", ("Jane Roe",), (Span(at, at + 8),), (0,))
    return list(candidacies(page, [roe]))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jane Roe opened her presidential campaign on Monday.", "presidential campaign"),
        ("Jane Roe is running for president.", "running for president"),
        ("Jane Roe ended her bid for the White House.", "bid for the White House"),
        ("Jane Roe spoke at the Republican debate.", "Republican debate"),
        ("Jane Roe began her White House run.", "White House run"),
    ],
)
def test_the_evidence_is_the_words_that_tell_of_it(nlp: Language, text: str, words: str) -> None:
    (told,) = found(nlp, text)
    role = told.statement.role
    assert role is not None
    assert role.value == ROLE
    assert text[role.evidence.start : role.evidence.end] == words
    assert told.means == 0
    assert told.implied


def test_other_campaigns_are_none(nlp: Language) -> None:
    assert not found(nlp, "Jane Roe opened an advertising campaign and won the race for mayor.")


def test_the_party_is_that_of_the_race(nlp: Language) -> None:
    (told,) = found(nlp, "Jane Roe left the Democratic presidential race.")
    assert [body.value for body in told.statement.bodies] == ["Democratic"]


def test_whose_it_is_is_told_by_the_name_before_it(nlp: Language) -> None:
    (own,) = found(nlp, "They spoke of Jane Roe's presidential campaign.")
    assert own.beside == 0
    (another,) = found(nlp, "Jane Roe spoke of Peter Brown's presidential campaign.")
    assert another.beside == NOBODY
