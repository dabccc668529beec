"""A person's name right behind that of a body is parted from it."""

import pytest
from spacy.language import Language

from service.engine.reading.language import read


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("The mayor of Ternopil Serhiy Nadal said that the schools would open on Monday.", "Serhiy Nadal"),
        ("The director of the plant “Azot” Viktor Sokol said that nobody was hurt.", "Viktor Sokol"),
        ("The head of the Security Service of Ukraine Vasyl Malyuk said that it was over.", "Vasyl Malyuk"),
        ("The former deputy of the Verkhovna Rada Vadim Denisenko said that it was over.", "Vadim Denisenko"),
    ],
)
def test_a_person_behind_a_body(nlp: Language, text: str, person: str) -> None:
    assert person in [entity.text for entity in read(nlp, text).doc.ents if entity.label_ == "PERSON"]


@pytest.mark.parametrize(
    "text",
    [
        "The director of the Bill Graham Foundation said that it was over.",  # a body that is named after a person
        "The mother of Freddie Carlos Gray said that it was over.",  # no office
        "The wife of Senator Ted Kennedy said that it was over.",  # a title, and no body
    ],
)
def test_no_junction(nlp: Language, text: str) -> None:
    before = [(entity.text, entity.label_) for entity in nlp(text).ents]
    assert [(entity.text, entity.label_) for entity in read(nlp, text).doc.ents] == before
