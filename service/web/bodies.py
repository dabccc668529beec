"""From a request to an article: content types, charsets, lengths and limits.

Whatever is wrong with a body is said here, before the article waits for its turn. The text is never changed on the way, but for
a byte order mark at its beginning, so that the caller's offsets are the engine's.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from json import JSONDecodeError, loads
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from flask import Request
from marshmallow import Schema, ValidationError

from service.charsets import codec, decode, page_codec
from service.engine.reading.article import declared_charset

from .forms import LINES
from .problems import refuse
from .schemas import ArticleSchema, IdSchema, QuerySchema
from .state import Limits

JSON, TEXT, HTML = "application/json", "text/plain", "text/html"
CONTENT_TYPES = (JSON, TEXT, HTML)
BATCH_TYPES = (LINES, "application/ndjson", "application/jsonl")

_MOST_ERRORS = 10
_LONGEST_NAME = 40  # code points of a field's name that an error repeats; a longer one may be a piece of an article


@dataclass(frozen=True, slots=True)
class Submission:
    """An article as it came in: either ``text`` or ``html`` is there."""

    id: str | None
    text: str | None
    html: str | None


def read(request: Request, limits: Limits) -> Submission:
    """Read the article from a request. Raises ProblemError for anything that is not as the contract has it."""
    kind = _content_type(request, CONTENT_TYPES, ("identity", "gzip"))
    query = _query(request, kind)
    body = _body(request, limits.bytes)
    if kind == JSON:
        found = article(parse(body, _charset(request) or "utf-8"), limits)
        return found if found.id is not None else replace(found, id=query.get("id"))
    if kind == HTML:
        return Submission(query.get("id"), None, _decode(body, _charset(request) or page_codec(declared_charset(body))))
    text = _decode(body, _charset(request) or "utf-8")
    check_text(text, limits, "text")
    return Submission(query.get("id"), text, None)


def article(found: object, limits: Limits) -> Submission:
    """Return the article that a value of JSON holds. Raises ProblemError."""
    fields = _load(ArticleSchema(), found)
    submission = Submission(fields.get("id"), fields.get("text"), fields.get("html"))
    if submission.text is not None:
        check_text(submission.text, limits, "text")
    return submission


def identifier(found: object) -> str:
    """Return the id of an article of which other fields may be wrong. Raises ProblemError where it has none."""
    name: str = _load(IdSchema(), found)["id"]
    return name


def check_batch(request: Request, limits: Limits) -> None:
    """Refuse a batch by what its head says. Raises ProblemError."""
    kind = _content_type(request, BATCH_TYPES, ("identity",))
    if _charset(request) not in {None, "utf-8"}:
        refuse("wrong-charset", "A batch is UTF-8.")
    _query(request, kind)
    if not request.headers.get("Transfer-Encoding"):
        _length(request, limits.batch_bytes)


def check_text(text: str, limits: Limits, field: str) -> None:
    """Refuse a text that is too long or has no words. Raises ProblemError."""
    if len(text) > limits.characters:
        refuse("text-too-long", f"The text has {len(text):,} code points; the limit is {limits.characters:,}.")
    if not text or text.isspace():
        refuse(
            "no-text",
            "There is nothing in it but white space." if text else "It is empty.",
            errors={field: ["There is no text."]},
        )


# The head ---------------------------------------------------------------------------------------------------------------


def _content_type(request: Request, types: Sequence[str], encodings: Sequence[str]) -> str:
    """Return which of the types the body is of, having seen that it is compressed in no other way than ``encodings``."""
    if request.mimetype not in types:
        given = "has no Content-Type" if not request.mimetype else "has a Content-Type that is not taken here"
        advice = (
            "Send it as text/plain, application/json or text/html. curl sends a form unless told otherwise: "
            "curl --data-binary @article.txt -H 'Content-Type: text/plain' URL"
            if types is CONTENT_TYPES
            else f"Send it as {types[0]}."
        )
        refuse("wrong-content-type", f"The body {given}. {advice}", headers={"Accept-Post": ", ".join(types)})
    if _encoding(request) not in encodings:
        detail = f"Content-Encoding may be {' or '.join(encodings)}."
        refuse("wrong-encoding", detail, headers={"Accept-Encoding": ", ".join(encodings)})
    return request.mimetype


def _encoding(request: Request) -> str:
    """Return how the body is compressed."""
    name = request.headers.get("Content-Encoding", "").strip().lower() or "identity"
    return "gzip" if name == "x-gzip" else name  # RFC 9110, 8.4.1.3


def _query(request: Request, kind: str) -> dict[str, Any]:
    """Return the query parameters. A batch has none: what they would say are fields of its lines."""
    try:
        pairs = parse_qsl(request.query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        refuse("bad-request", "The query string is not UTF-8 in percent signs, or too long.")
    query = dict(pairs)
    if len(query) < len(pairs):
        refuse("wrong-fields", "A query parameter is given twice.")
    if kind not in CONTENT_TYPES and query:
        errors = {name[:_LONGEST_NAME]: ["Unknown query parameter."] for name in query}
        refuse("wrong-fields", "A batch has no query parameters; id is a field of its lines.", errors=errors)
    return _load(QuerySchema(), query)


def _charset(request: Request) -> str | None:
    """Return the codec for the charset that the Content-Type names, None where it names none."""
    label = request.mimetype_params.get("charset")
    if label is None:
        return None
    name = codec(label)
    if name is None:
        refuse("wrong-charset", "The charset of the Content-Type is not one that is taken. Send UTF-8.")
    return name


# The body ---------------------------------------------------------------------------------------------------------------


def _body(request: Request, limit: int) -> bytes:
    """Return the body, all of it.

    Werkzeug's own limit would cut off a body that comes in chunks, and say nothing; here a length is asked for.
    """
    if request.headers.get("Transfer-Encoding"):
        refuse("length-required", "Send the body with Content-Length, not in chunks.")
    length = _length(request, limit)
    try:
        body = request.stream.read(length) if length else b""
    except OSError:  # a client that went away, or fell silent
        body = b""
    if len(body) != length:
        refuse("bad-request", "The body ended before its Content-Length.")
    return _expanded(body, limit) if _encoding(request) == "gzip" else body


def _length(request: Request, limit: int) -> int:
    """Return the Content-Length in bytes."""
    length = request.environ.get("CONTENT_LENGTH") or "0"  # without either header there is no body (RFC 9112, 6.3)
    if not (length.isascii() and length.isdigit()):
        refuse("bad-request", "Content-Length is not a whole number.")
    if len(length) > 18 or int(length) > limit:
        refuse("body-too-large", f"The limit is {limit:,} bytes.")
    return int(length)


def _expanded(body: bytes, limit: int) -> bytes:
    """Return what a gzip body holds. However much that is, no more than the limit is ever made."""
    expanded = b""
    try:
        while body:
            member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
            expanded += member.decompress(body, limit + 1 - len(expanded))
            if len(expanded) > limit:
                refuse("body-too-large", f"The limit is {limit:,} bytes, expanded.")
            if not member.eof:
                refuse("bad-request", "The gzip body ends too early.")
            body = member.unused_data
    except zlib.error:
        refuse("bad-request", "The body is not gzip, as its Content-Encoding says.")
    return expanded


def _decode(body: bytes, name: str) -> str:
    """Return the text without its byte order mark, or refuse bytes that are not in their charset."""
    try:
        return decode(body, name)
    except UnicodeDecodeError as error:
        refuse(
            "not-decodable",
            f"The body is not {error.encoding}: byte {error.start} cannot be read. Name the charset in the Content-Type.",
        )


def parse(body: bytes, charset: str) -> object:
    """Parse JSON as strictly as RFC 8259 has it, and no name twice. Raises ProblemError."""
    text = _decode(body, charset)
    try:
        return loads(text, parse_constant=_no_constant, object_pairs_hook=_object)
    except JSONDecodeError as error:
        refuse("not-json", f"{error.msg} at line {error.lineno}, column {error.colno}.")
    except RecursionError:
        refuse("not-json", "It is nested too deeply.")
    except ValueError:  # a number of thousands of digits, which Python does not convert
        refuse("not-json", "A number in it is too long.")


def _no_constant(_: str) -> NoReturn:
    refuse("not-json", "NaN and Infinity are no JSON.")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        refuse("not-json", "An object in it has a name twice, and RFC 8259 leaves open which would count.")
    return found


def _load(schema: Schema, data: object) -> dict[str, Any]:
    """Load fields by a schema, or refuse them with what is wrong with each."""
    if not isinstance(data, Mapping):
        refuse("wrong-fields", "The JSON is not an object with fields.")
    try:
        fields: dict[str, Any] = schema.load(data)
    except ValidationError as error:
        messages: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        errors = {str(name)[:_LONGEST_NAME]: _flat(messages[name]) for name in list(messages)[:_MOST_ERRORS]}
        refuse("wrong-fields", "The errors list what is wrong with each field.", errors=errors)
    return fields


def _flat(messages: object) -> list[str]:
    return [str(message) for message in messages] if isinstance(messages, list) else [str(messages)]
