"""What goes over the wire: the one place where the names of JSON fields live. ``openapi.yaml`` is made from these."""

import re
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate, validates_schema

LONGEST_ID = 200  # code points

_SURROGATE = re.compile("[\ud800-\udfff]")


def _unicode(value: str) -> None:
    """Refuse a lone surrogate: it passes in JSON (``"\\ud800"``), but is no character and has no UTF-8."""
    found = _SURROGATE.search(value)
    if found:
        raise ValidationError(f"Not valid Unicode: a lone surrogate at offset {found.start()}.")


def _described(description: str, **keywords: Any) -> dict[str, Any]:
    return {"description": description, **keywords}


# In -------------------------------------------------------------------------------------------------------------------


class QuerySchema(Schema):
    """The query parameters of an article that is sent as text or as a page."""

    class Meta:  # noqa: D106
        unknown = RAISE

    id = fields.String(
        validate=[validate.Length(max=LONGEST_ID), _unicode],
        metadata=_described("Echoed in the answer. In JSON an `id` in the body comes before it."),
    )


class IdSchema(Schema):
    """The id of an article, whatever else there is."""

    class Meta:  # noqa: D106
        unknown = EXCLUDE

    id = fields.String(required=True, validate=[validate.Length(max=LONGEST_ID), _unicode])


class ArticleSchema(Schema):
    """An article in JSON."""

    class Meta:  # noqa: D106
        unknown = RAISE

    id = fields.String(validate=[validate.Length(max=LONGEST_ID), _unicode], metadata=_described("Echoed in the answer."))
    text = fields.String(
        validate=_unicode,
        metadata=_described(
            "The article. Offsets count its code points. At most 400,000 of them unless the service is set otherwise.",
            pattern=r"\S",
        ),
    )
    html = fields.String(
        validate=_unicode,
        metadata=_described("A page. Its main text is extracted, and returned, since the offsets refer to it."),
    )

    @validates_schema
    def _one_form(self, data: dict[str, Any], **_: Any) -> None:
        if ("text" in data) == ("html" in data):
            message = ["Give either text or html, and not both."]
            raise ValidationError({"text": message, "html": message})


# Out ------------------------------------------------------------------------------------------------------------------


class AnsweringSchema(Schema):
    """What the service sends. Fields may be added to it, so the description must not close it."""

    class Meta:  # noqa: D106
        unknown = EXCLUDE


class SpanSchema(AnsweringSchema):
    """A stretch of the text: half open, in Unicode code points."""

    start = fields.Integer(required=True, metadata=_described("Offset of the first code point.", minimum=0))
    end = fields.Integer(required=True, metadata=_described("Offset after the last code point.", minimum=0))


class PassageSchema(SpanSchema):
    """A stretch of the text together with its words."""

    class Meta(AnsweringSchema.Meta):  # noqa: D106
        fields = ("text", "start", "end")

    text = fields.String(required=True, metadata=_described("`text[start:end]` of the article."))


class SpeakerReferenceSchema(AnsweringSchema):
    """Who said it, in short; the whole entry is in `speakers`."""

    id = fields.String(required=True)
    name = fields.String(
        required=True, metadata=_described("The fullest form that the article uses; for unnamed sources the description.")
    )
    kind = fields.String(
        required=True,
        metadata=_described("`unnamed` is one person.", enum=["person", "organization", "group", "unnamed", "document"]),
    )
    role = fields.String(required=True, allow_none=True, metadata=_described("As the article tells it, anywhere in it."))
    affiliation = fields.String(required=True, allow_none=True, metadata=_described("As the article tells it, anywhere in it."))


class EvidenceSchema(AnsweringSchema):
    """The words of the article that state the role and the affiliation."""

    role = fields.Nested(PassageSchema, required=True, allow_none=True)
    affiliation = fields.Nested(PassageSchema, required=True, allow_none=True)


class SpeakerSchema(SpeakerReferenceSchema):
    """A speaker of the article, with all that they say in it."""

    names = fields.List(fields.String(), required=True, metadata=_described("Every form of the name that the article uses."))
    evidence = fields.Nested(EvidenceSchema, required=True)
    quotations = fields.List(fields.String(), required=True, metadata=_described("Ids of the quotations that are theirs."))


class QuotationSchema(AnsweringSchema):
    """A quotation and who said it."""

    id = fields.String(required=True)
    type = fields.String(
        required=True,
        metadata=_described(
            "`direct`: a clause or more, standing as its own sentence. `mixed`: words quoted inside the reporter's sentence.",
            enum=["direct", "mixed"],
        ),
    )
    text = fields.String(required=True, metadata=_described("The parts, joined by a space, or a newline at a paragraph break."))
    parts = fields.List(
        fields.Nested(SpanSchema),
        required=True,
        metadata=_described("One for each unbroken stretch, in order, without the quotation marks."),
    )
    cue = fields.Nested(PassageSchema, required=True, allow_none=True, metadata=_described("The word of saying."))
    mention = fields.Nested(
        PassageSchema,
        required=True,
        allow_none=True,
        metadata=_described("The words beside the quotation that name its source."),
    )
    speaker = fields.Nested(
        SpeakerReferenceSchema, required=True, allow_none=True, metadata=_described("Null where the article does not tell.")
    )
    confidence = fields.Float(
        required=True,
        allow_none=True,
        metadata=_described("The chance that `speaker` is right; null where that is null.", minimum=0, maximum=1),
    )


class ModelSchema(AnsweringSchema):
    """What made the answer. The same text, name and version always give the same answer."""

    name = fields.String(required=True)
    version = fields.String(required=True)


class AnswerSchema(AnsweringSchema):
    """The quotations of an article and their speakers. Every field is always there."""

    id = fields.String(required=True, allow_none=True, metadata=_described("The `id` of the request."))
    text = fields.String(
        required=True, allow_none=True, metadata=_described("The text of the page; null unless a page was sent.")
    )
    quotations = fields.List(
        fields.Nested(QuotationSchema),
        required=True,
        attribute="result.quotations",
        metadata=_described("In the order of the text."),
    )
    speakers = fields.List(fields.Nested(SpeakerSchema), required=True, attribute="result.speakers")
    warnings = fields.List(
        fields.String(),
        required=True,
        attribute="result.warnings",
        metadata=_described("`not-english`: the text is plainly in another language, which this service does not understand."),
    )
    model = fields.Nested(ModelSchema, required=True, attribute="result.model")


class StatusSchema(AnsweringSchema):
    """The state of the process."""

    status = fields.String(required=True, metadata=_described("`ok`."))


class ProblemSchema(AnsweringSchema):
    """A problem document (RFC 9457)."""

    type = fields.String(
        required=True, metadata=_described("What kind of problem: an address that explains it.", format="uri-reference")
    )
    title = fields.String(required=True, metadata=_described("The kind in words, always the same."))
    status = fields.Integer(required=True, metadata=_described("The HTTP status."))
    detail = fields.String(required=True, metadata=_described("What is wrong with this request."))
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata=_described("What is wrong with each field, where fields are what is wrong."),
    )
