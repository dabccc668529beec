"""The same answer in other forms: JSON-LD for machines that know schema.org, a table for spreadsheets."""

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.web.forms import COLUMNS, linked, table

TEXT = "“The bridge is closed,” said Maria Lopez. It was a surprise."


def speaker(**values: Any) -> dict[str, Any]:
    found = {"id": "s1", "name": "Maria Lopez", "kind": "person", "role": "mayor", "affiliation": "Springfield"}
    return {**found, "names": ["Maria Lopez", "Lopez"], "evidence": {}, "quotations": ["q1"], **values}


def answer(text: str = "The bridge is closed,", **values: Any) -> dict[str, Any]:
    who = speaker(**values)
    said: dict[str, Any] = {
        "id": "q1",
        "type": "direct",
        "text": text,
        "parts": [{"start": 1, "end": 9}, {"start": 12, "end": 20}],
    }
    said |= {"cue": {"text": "said", "start": 23, "end": 27}, "mention": None, "speaker": who, "confidence": 0.9}
    return {"id": None, "text": None, "quotations": [said], "speakers": [who], "warnings": [], "model": {}}


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/ld+json", "application/ld+json"),
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        ("text/*", "text/csv; charset=utf-8; header=present"),
        ("text/csv;q=0.5, application/json;q=0.4", "text/csv; charset=utf-8; header=present"),
        ("application/json;q=0, */*", "application/ld+json"),
        ("*/*", "application/json"),
        ("text/html, */*;q=0.1", "application/json"),
    ],
)
def test_the_form_that_is_liked_best_is_sent(client: FlaskClient, accept: str, content_type: str) -> None:
    response = client.post("/v1/quotes", data=TEXT, headers={"Content-Type": "text/plain", "Accept": accept})
    assert (response.status_code, response.content_type) == (200, content_type)
    assert response.headers["Vary"] == "Accept"


def test_linked_data_has_the_words_of_schema_org() -> None:
    document = json.loads(linked(answer()))
    assert document["@context"]["@vocab"] == "https://schema.org/"
    quotation, person = document["@graph"]
    assert quotation == {
        "@id": "#q1",
        "@type": "Quotation",
        "text": "The bridge is closed,",
        "selector": [
            {"@type": "TextPositionSelector", "start": 1, "end": 9},
            {"@type": "TextPositionSelector", "start": 12, "end": 20},
        ],
        "creator": {"@id": "#s1"},
    }
    assert person == {
        "@id": "#s1",
        "@type": "Person",
        "name": "Maria Lopez",
        "alternateName": ["Lopez"],
        "jobTitle": "mayor",
        "affiliation": {"@type": "Organization", "name": "Springfield"},
    }


def test_an_organization_has_no_job_but_a_parent() -> None:
    node = json.loads(linked(answer(kind="organization", role="lender", names=["Maria Lopez"])))["@graph"][1]
    assert (node["@type"], node["description"], node["parentOrganization"]["name"]) == ("Organization", "lender", "Springfield")
    assert "alternateName" not in node


def test_a_document_is_what_a_quotation_is_part_of() -> None:
    quotation, work = json.loads(linked(answer(kind="document")))["@graph"]
    assert quotation["isPartOf"] == {"@id": "#s1"}
    assert "creator" not in quotation
    assert work["@type"] == "CreativeWork"


def test_the_text_of_a_page_is_an_article(client: FlaskClient) -> None:
    headers = {"Content-Type": "text/html", "Accept": "application/ld+json"}
    graph = client.post("/v1/quotes", data=f"<p>{TEXT}</p>", headers=headers).get_json(force=True)["@graph"]
    assert {"@id": "#article", "@type": "Article", "articleBody": TEXT} in graph


def rows(sheet: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"), newline="")))


def test_a_table_has_a_row_for_each_quotation() -> None:
    (row,) = rows(table(answer()))
    assert tuple(row) == COLUMNS
    assert (row["text"], row["start"], row["end"]) == ("The bridge is closed,", "1", "20")
    assert (row["cue"], row["mention"], row["name"], row["role"], row["confidence"]) == (
        "said",
        "",
        "Maria Lopez",
        "mayor",
        "0.9",
    )


def test_a_quotation_without_a_speaker_has_empty_cells() -> None:
    found = answer()
    found["quotations"][0] |= {"speaker": None, "confidence": None}
    (row,) = rows(table(found))
    assert [row[name] for name in ("speaker", "name", "role", "affiliation", "confidence")] == [""] * 5


@pytest.mark.parametrize("text", ["=SUM(A1)", "+1", "-1", "@cmd", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = rows(table(answer(text, name=text)))
    assert row["text"] == f"'{text}"
    assert row["name"] == f"'{text}"


def test_marks_commas_and_lines_stay_in_their_cell() -> None:
    (row,) = rows(table(answer('One, "two"\nthree')))
    assert row["text"] == 'One, "two"\nthree'
