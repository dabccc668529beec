"""``POST /v1/quotes``: an article in, its quotations and their speakers out."""

from dataclasses import dataclass

from flask import Response, current_app, json, request
from flask.typing import ResponseReturnValue

from service.engine.reading.article import main_text
from service.engine.result import Result

from . import bodies
from .blueprint import Blueprint, Operation, refusals
from .bodies import HTML, JSON, TEXT, Limits
from .desk import BusyError, Desk
from .problems import refuse
from .schemas import AnswerSchema, ArticleSchema, QuerySchema

blueprint = Blueprint("quotes", __name__, url_prefix="/v1", description="Who said what in an article")

_EXAMPLE = "“We had no other choice,” said Maria Lopez, the mayor of Springfield."


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine found, with what the caller is told beside it."""

    id: str | None
    text: str | None
    result: Result


def attribute() -> ResponseReturnValue:
    """List the quotations of an article and their speakers.

    Offsets are Unicode code points into the text as sent, half open: `text[start:end]` is exactly what they name.
    Of a page, the main text is extracted and returned, and the offsets refer to that.
    """
    _check_accept()
    limits: Limits = current_app.extensions["quoth"].limits
    submission = bodies.read(request, limits)
    answer = _attribute(submission, limits, current_app.extensions["quoth"].desk)
    body = json.dumps(AnswerSchema().dump(answer), ensure_ascii=False, sort_keys=False, separators=(",", ":")) + "\n"
    return Response(body, content_type=JSON)


def _attribute(submission: bodies.Submission, limits: Limits, desk: Desk) -> Answer:
    try:
        with desk.turn() as engine:
            if submission.text is not None:
                return Answer(submission.id, None, engine.attribute(submission.text))
            text = main_text(submission.html or "")
            bodies.check_text(text, limits, "html")
            return Answer(submission.id, text, engine.attribute(text))
    except BusyError:
        seconds = max(1, round(desk.wait))
        refuse("busy", "Other articles are being worked on.", headers={"Retry-After": str(seconds)})


def _check_accept() -> None:
    """Refuse a request whose Accept leaves out JSON. The most specific range counts (RFC 9110, 12.5.1); parameters do not."""
    ranges = {value.partition(";")[0].strip().lower(): quality for value, quality in reversed(list(request.accept_mimetypes))}
    if not ranges:
        return
    quality = next((ranges[name] for name in (JSON, "application/*", "*/*") if name in ranges), 0)
    if quality <= 0:
        refuse("not-acceptable", "The answer is application/json, which Accept leaves out.")


blueprint.add(
    "/quotes",
    attribute,
    Operation(
        method="post",
        answer=AnswerSchema,
        parameters=[{"in": "query", "schema": QuerySchema}],
        body={
            JSON: {"schema": ArticleSchema, "example": {"text": _EXAMPLE}},
            TEXT: {"schema": {"type": "string"}, "example": _EXAMPLE},
            HTML: {"schema": {"type": "string"}, "example": f"<article><p>{_EXAMPLE}</p></article>"},
        },
        problems=refusals(
            "bad-request",
            "not-json",
            "not-decodable",
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
