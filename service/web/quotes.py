"""``POST /v1/quotes``: an article in, its quotations and their speakers out."""

from functools import partial

from flask import Response, request
from flask.typing import ResponseReturnValue

from . import bodies, forms
from .answers import answer, document
from .blueprint import Blueprint, Operation, refusals
from .bodies import HTML, JSON, TEXT
from .desk import BusyError
from .forms import FORMS, LINKED, TABLE
from .problems import refuse
from .schemas import AnswerSchema, ArticleSchema, QuerySchema
from .state import state

blueprint = Blueprint("quotes", __name__, url_prefix="/v1", description="Who said what in an article")

_EXAMPLE = "“We had no other choice,” said Maria Lopez, the mayor of Springfield."


def attribute() -> ResponseReturnValue:
    """List the quotations of an article and their speakers.

    Offsets are Unicode code points into the text as sent, half open: `text[start:end]` is exactly what they name.
    Of a page, the main text is extracted and returned, and the offsets refer to that.
    """
    form = FORMS[forms.choose(request, list(FORMS))]
    submission = bodies.read(request, state().limits)
    try:
        given = state().desk.work(submission.characters, partial(answer, state(), submission))
    except BusyError as error:
        refuse("busy", "Other articles are being worked on.", headers={"Retry-After": str(error.seconds)})
    return Response(form.write(document(given)), content_type=form.content_type, headers={"Vary": "Accept"})


blueprint.add(
    "/quotes",
    attribute,
    Operation(
        method="post",
        answer={JSON: AnswerSchema, LINKED: {"type": "object"}, TABLE: {"type": "string"}},
        parameters=[{"in": "query", "schema": QuerySchema}],
        body={
            JSON: {"schema": ArticleSchema, "example": {"text": _EXAMPLE}},
            TEXT: {"schema": {"type": "string", "pattern": r"\S"}, "example": _EXAMPLE},
            HTML: {"schema": {"type": "string"}, "example": f"<article><p>{_EXAMPLE}</p></article>"},
        },
        problems=refusals(
            "bad-request",
            "not-json",
            "not-decodable",
            "no-key",
            "not-acceptable",
            "length-required",
            "body-too-large",
            "text-too-long",
            "wrong-content-type",
            "wrong-charset",
            "wrong-encoding",
            "wrong-fields",
            "no-text",
            "busy",
        ),
    ),
)
