"""The forms that an answer may have, and which of them a caller asks for (``Accept``: RFC 9110, 12.5.1)."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Request

from .problems import refuse

JSON, LINKED, TABLE, LINES = "application/json", "application/ld+json", "text/csv", "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Form:
    """A media type, the parameters it is sent with, and how an answer is written in it."""

    type: str
    parameters: str
    write: Callable[[Mapping[str, Any]], str]

    @property
    def content_type(self) -> str:
        return self.type + self.parameters


def choose(request: Request, types: Sequence[str]) -> str:
    """Return the type among ``types`` that the request likes best, of equals the first. Raises ProblemError for none."""
    ranges = {value.partition(";")[0].strip().lower(): quality for value, quality in reversed(list(request.accept_mimetypes))}
    if not ranges:
        return types[0]
    best = max(types, key=lambda name: _quality(name, ranges))
    if _quality(best, ranges) <= 0:
        refuse("not-acceptable", f"The answer is {' or '.join(types)}, which Accept leaves out.")
    return best


def _quality(name: str, ranges: Mapping[str, float]) -> float:
    """How much a type is liked: the most specific range counts, and parameters do not."""
    family = name.partition("/")[0]
    return next((ranges[span] for span in (name, f"{family}/*", "*/*") if span in ranges), 0.0)


# JSON -----------------------------------------------------------------------------------------------------------------


def line(answer: Mapping[str, Any]) -> str:
    """Write an answer as one line of JSON, in the order of the contract."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n"


# JSON-LD, with the words of schema.org; for the offsets those of the Web Annotation Vocabulary ---------------------------

_CONTEXT = {
    "@vocab": "https://schema.org/",
    "selector": "http://www.w3.org/ns/oa#hasSelector",
    "TextPositionSelector": "http://www.w3.org/ns/oa#TextPositionSelector",
    "start": "http://www.w3.org/ns/oa#start",
    "end": "http://www.w3.org/ns/oa#end",
}

_TYPES = {"person": "Person", "unnamed": "Person", "organization": "Organization", "group": "Organization"}


def linked(answer: Mapping[str, Any]) -> str:
    """Write an answer in JSON-LD: a graph of schema.org's Quotations and the persons and organizations they are of.

    A document that speaks is a CreativeWork, which schema.org allows as the whole that a quotation is part of, but not as
    its creator.
    """
    works = {speaker["id"] for speaker in answer["speakers"] if speaker["kind"] not in _TYPES}
    graph = [_quotation(quotation, works) for quotation in answer["quotations"]]
    graph += [_speaker(speaker) for speaker in answer["speakers"]]
    if answer["text"] is not None:
        graph.append({"@id": "#article", "@type": "Article", "articleBody": answer["text"]})
    return json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":")) + "\n"


def _quotation(quotation: Mapping[str, Any], works: set[str]) -> dict[str, Any]:
    node = {"@id": f"#{quotation['id']}", "@type": "Quotation", "text": quotation["text"]}
    node["selector"] = [{"@type": "TextPositionSelector", **part} for part in quotation["parts"]]
    if quotation["speaker"]:
        number = quotation["speaker"]["id"]
        node["isPartOf" if number in works else "creator"] = {"@id": f"#{number}"}
    return node


def _speaker(speaker: Mapping[str, Any]) -> dict[str, Any]:
    kind = _TYPES.get(speaker["kind"], "CreativeWork")
    node = {"@id": f"#{speaker['id']}", "@type": kind, "name": speaker["name"]}
    others = [name for name in speaker["names"] if name != speaker["name"]]
    if others:
        node["alternateName"] = others
    if kind == "CreativeWork":
        return node
    if speaker["role"]:
        node["jobTitle" if kind == "Person" else "description"] = speaker["role"]
    if speaker["affiliation"]:
        belongs = "affiliation" if kind == "Person" else "parentOrganization"
        node[belongs] = {"@type": "Organization", "name": speaker["affiliation"]}
    return node


# CSV (RFC 4180) ---------------------------------------------------------------------------------------------------------

COLUMNS = (
    *("id", "quotation", "type", "text", "start", "end", "cue", "mention"),
    *("speaker", "name", "kind", "role", "affiliation", "confidence"),
)

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the charset of the house
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(answer: Mapping[str, Any]) -> str:
    """Write an answer as a table for spreadsheets, a row for each quotation.

    A cell that a spreadsheet would take for a formula begins with an apostrophe, which it does not show: an article must not
    compute (OWASP, CSV Injection). ``start`` and ``end`` are those of the whole quotation.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    for quotation in answer["quotations"]:
        writer.writerow([_cell(value) for value in _row(answer["id"], quotation)])
    return _BYTE_ORDER_MARK + sheet.getvalue()


def _row(number: str | None, quotation: Mapping[str, Any]) -> list[Any]:
    speaker = quotation["speaker"] or {}
    parts = quotation["parts"]
    words = [(quotation[name] or {}).get("text") for name in ("cue", "mention")]
    who = [speaker.get(name) for name in ("id", "name", "kind", "role", "affiliation")]
    said = [quotation["id"], quotation["type"], quotation["text"], parts[0]["start"], parts[-1]["end"]]
    return [number, *said, *words, *who, quotation["confidence"]]


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


FORMS = {
    form.type: form
    for form in (Form(JSON, "", line), Form(LINKED, "", linked), Form(TABLE, "; charset=utf-8; header=present", table))
}
