"""The schemas against the engine's own data: no field is forgotten, none is misspelt."""

from dataclasses import fields

import pytest
from marshmallow import Schema

from service.engine import result
from service.web import schemas


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        (schemas.SpanSchema, result.Span),
        (schemas.PassageSchema, result.Passage),
        (schemas.EvidenceSchema, result.Evidence),
        (schemas.SpeakerSchema, result.Speaker),
        (schemas.QuotationSchema, result.AttributedQuotation),
        (schemas.ModelSchema, result.Model),
    ],
)
def test_a_schema_has_the_fields_of_what_it_shows(schema: type[Schema], data: type) -> None:
    assert list(schema().fields) == [field.name for field in fields(data)]
    assert all(field.required for field in schema().fields.values())
