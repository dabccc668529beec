"""What may be wrong with a body, and what is not wrong with it. No body gets a 5xx."""

import codecs
import gzip
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from service.app import create_app
from service.settings import Settings

JSON, TEXT, HTML = "application/json", "text/plain", "text/html"
WORDS = "“No choice,” said Ann Lee."


def post(client: FlaskClient, body: str | bytes, content_type: str | None, query: str = "", **headers: str) -> TestResponse:
    return client.post(f"/v1/quotes{query}", data=body, content_type=content_type, headers=headers)


@pytest.mark.parametrize(
    ("content_type", "body", "status", "problem"),
    [
        # not JSON
        (JSON, "", 400, "not-json"),
        (JSON, "  ", 400, "not-json"),
        (JSON, "text=hello", 400, "not-json"),
        (JSON, '{"text": "a"', 400, "not-json"),
        (JSON, '{"text": "a"} {"text": "b"}', 400, "not-json"),
        (JSON, '{"text": "a\nb"}', 400, "not-json"),
        (JSON, '{"text": "a", "text": "b"}', 400, "not-json"),
        (JSON, '{"text": {"a": 1, "a": 2}}', 400, "not-json"),
        (JSON, "[" * 4_900, 400, "not-json"),
        (JSON, '{"a":' * 900, 400, "not-json"),
        (JSON, '{"text": ' + "9" * 4_900 + "}", 400, "not-json"),
        (JSON, '{"text": NaN}', 400, "not-json"),
        (JSON, '{"text": -Infinity}', 400, "not-json"),
        # not decodable
        (JSON, b'{"text": "\xff"}', 400, "not-decodable"),
        (TEXT, b"caf\xe9 closed", 400, "not-decodable"),
        (TEXT, b"surrogate \xed\xa0\x80", 400, "not-decodable"),
        (HTML, b"<p>caf\xe9 closed</p>", 400, "not-decodable"),
        ("text/plain; charset=us-ascii", "“No.”", 400, "not-decodable"),
        ("text/plain; charset=utf-16", b"odd", 400, "not-decodable"),
        # not the fields
        (JSON, "[]", 422, "wrong-fields"),
        (JSON, '"text"', 422, "wrong-fields"),
        (JSON, "null", 422, "wrong-fields"),
        (JSON, "{}", 422, "wrong-fields"),
        (JSON, '{"text": "a", "html": "b"}', 422, "wrong-fields"),
        (JSON, '{"text": 1}', 422, "wrong-fields"),
        (JSON, '{"text": null}', 422, "wrong-fields"),
        (JSON, '{"text": ["a"]}', 422, "wrong-fields"),
        (JSON, '{"html": {}}', 422, "wrong-fields"),
        (JSON, '{"text": "a", "language": "en"}', 422, "wrong-fields"),
        (JSON, '{"text": "a", "\\ud800": 1}', 422, "wrong-fields"),
        (JSON, '{"text": "a", "id": 7}', 422, "wrong-fields"),
        (JSON, '{"text": "a", "id": null}', 422, "wrong-fields"),
        (JSON, json.dumps({"text": "a", "id": "i" * 201}), 422, "wrong-fields"),
        (JSON, '{"text": "a lone \\ud83d surrogate"}', 422, "wrong-fields"),
        (JSON, '{"html": "a lone \\ude00 surrogate"}', 422, "wrong-fields"),
        (JSON, '{"text": "a", "id": "\\udfff"}', 422, "wrong-fields"),
        # no text
        (TEXT, "", 422, "no-text"),
        (TEXT, codecs.BOM_UTF8, 422, "no-text"),
        (TEXT, " \r\n\t\u2003", 422, "no-text"),
        (JSON, '{"text": ""}', 422, "no-text"),
        (JSON, '{"text": " \\n"}', 422, "no-text"),
        (JSON, '{"html": ""}', 422, "no-text"),
        (HTML, "", 422, "no-text"),
        (HTML, "<html><head><title>T</title></head><body><script>x()</script></body></html>", 422, "no-text"),
        # too much
        (TEXT, "a" * 1_001, 413, "text-too-long"),
        (JSON, json.dumps({"text": "a" * 1_001}), 413, "text-too-long"),
        (HTML, "<p>" + "word " * 300 + "</p>", 413, "text-too-long"),
        (TEXT, "é" * 2_501, 413, "body-too-large"),
        # no type that is taken
        (None, WORDS, 415, "wrong-content-type"),
        ("application/x-www-form-urlencoded", WORDS, 415, "wrong-content-type"),
        ("multipart/form-data; boundary=x", "--x--", 415, "wrong-content-type"),
        ("text/markdown", WORDS, 415, "wrong-content-type"),
        ("application/json5", "{}", 415, "wrong-content-type"),
        ("nonsense", WORDS, 415, "wrong-content-type"),
        ("text/plain; charset=klingon", WORDS, 415, "wrong-charset"),
        ("text/plain; charset=rot13", WORDS, 415, "wrong-charset"),
        ("text/plain; charset=unicode_escape", WORDS, 415, "wrong-charset"),
        ("application/json; charset=idna", "{}", 415, "wrong-charset"),
    ],
)
def test_a_body_that_is_not_as_the_contract_has_it(
    client: FlaskClient, engine: Any, content_type: str | None, body: str | bytes, status: int, problem: str
) -> None:
    response = post(client, body, content_type)
    assert (response.status_code, response.get_json()["type"]) == (status, f"/problems/{problem}")
    assert response.content_type == "application/problem+json"
    assert engine.read == []


@pytest.mark.parametrize(
    "body",
    ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000, '{"text": ' + "9" * 100_000 + "}"],
    ids=["lists", "objects", "digits"],
)
def test_the_deepest_json_and_the_longest_number_of_an_ordinary_service(engine: Any, body: str) -> None:
    response = post(create_app(Settings(), engine).test_client(), body, JSON)
    assert (response.status_code, response.get_json()["type"]) == (400, "/problems/not-json")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (TEXT, WORDS.encode()),
        (TEXT, codecs.BOM_UTF8 + WORDS.encode()),
        (TEXT, codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le")),
        ('TEXT/Plain; Charset="UTF-8"; format=flowed', WORDS.encode()),
        ("text/plain; charset=utf-16", WORDS.encode("utf-16")),
        ("text/plain; charset=utf-16be", WORDS.encode("utf-16-be")),
        ("text/plain; charset=windows-1252", WORDS.encode("cp1252")),
        ("text/plain; charset=ISO-8859-1", WORDS.encode("cp1252")),
        ("text/plain; charset=windows-1252", codecs.BOM_UTF8 + WORDS.encode()),
        (JSON, json.dumps({"text": WORDS}).encode()),
        (JSON, codecs.BOM_UTF8 + json.dumps({"text": WORDS}, ensure_ascii=False).encode()),
        ("application/json; charset=windows-1252", json.dumps({"text": WORDS}, ensure_ascii=False).encode("cp1252")),
        (HTML, f"<p>{WORDS}</p>".encode()),
        ("text/html; charset=windows-1252", f"<meta charset=utf-8><p>{WORDS}</p>".encode("cp1252")),
        (HTML, f"<meta charset=windows-1252><p>{WORDS}</p>".encode("cp1252")),
        (HTML, f"<!-- <meta charset=koi8-r> --><meta charset=iso-8859-1><p>{WORDS}</p>".encode("cp1252")),
        (HTML, f'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>{WORDS}</p>'.encode("cp1252")),
        (HTML, codecs.BOM_UTF8 + f"<meta charset=windows-1252><p>{WORDS}</p>".encode()),
        (HTML, f"<meta charset=klingon><p>{WORDS}</p>".encode()),
        (HTML, f"<meta charset=utf-16><p>{WORDS}</p>".encode()),
    ],
)
def test_a_text_is_the_same_in_every_charset_and_behind_every_byte_order_mark(
    client: FlaskClient, engine: Any, content_type: str, body: bytes
) -> None:
    response = post(client, body, content_type)
    assert response.status_code == 200, response.text
    assert engine.read == [WORDS]


def test_a_mark_inside_a_json_text_is_the_callers_and_counted(client: FlaskClient, engine: Any) -> None:
    post(client, json.dumps({"text": "\ufeff" + WORDS}), JSON)
    assert engine.read == ["\ufeff" + WORDS]


@pytest.mark.parametrize(("size", "status"), [(1_000, 200), (1_001, 413)])
def test_the_limit_on_a_text_counts_code_points_not_bytes(client: FlaskClient, size: int, status: int) -> None:
    assert post(client, "😀" * size, TEXT).status_code == status


@pytest.mark.parametrize("name", ["gzip", "x-gzip", "GZIP"])
def test_a_gzip_body_is_expanded(client: FlaskClient, engine: Any, name: str) -> None:
    twice = gzip.compress(WORDS.encode()) + gzip.compress(b" And more.")  # a file may have several members
    assert post(client, twice, TEXT, **{"Content-Encoding": name}).status_code == 200
    assert engine.read == [WORDS + " And more."]


def test_a_gzip_body_is_never_expanded_beyond_the_limit(client: FlaskClient) -> None:
    bomb = gzip.compress(bytes(50_000_000))[:5_000]
    response = post(client, bomb, TEXT, **{"Content-Encoding": "gzip"})
    assert (response.status_code, response.get_json()["type"]) == (413, "/problems/body-too-large")


@pytest.mark.parametrize("body", [b"plain", gzip.compress(b"An article.")[:-6], gzip.compress(b"An article.") + b"more"])
def test_a_body_that_is_no_gzip_though_it_says_so(client: FlaskClient, body: bytes) -> None:
    response = post(client, body, TEXT, **{"Content-Encoding": "gzip"})
    assert (response.status_code, response.get_json()["type"]) == (400, "/problems/bad-request")


def test_other_compressions_are_refused(client: FlaskClient) -> None:
    response = post(client, b"\x1f\x8b", TEXT, **{"Content-Encoding": "br"})
    assert (response.status_code, response.get_json()["type"]) == (415, "/problems/wrong-encoding")
    assert response.headers["Accept-Encoding"] == "identity, gzip"
    assert post(client, WORDS, TEXT, **{"Content-Encoding": "identity"}).status_code == 200


def test_a_form_as_curl_sends_it_is_told_what_to_send(client: FlaskClient) -> None:
    response = post(client, "text=hello", "application/x-www-form-urlencoded")
    assert "text/plain" in response.get_json()["detail"]
    assert "application/json" in response.get_json()["detail"]
    assert response.headers["Accept-Post"] == "application/json, text/plain, text/html"


@pytest.mark.parametrize(
    ("content_type", "query", "status"),
    [
        (TEXT, "?id=a", 200),
        (HTML, "?id=a", 200),
        (TEXT, "?id=" + "a" * 200, 200),
        (TEXT, "?id=" + "a" * 201, 422),
        (TEXT, "?id=a&id=b", 422),
        (TEXT, "?language=en", 422),
        (TEXT, "?language", 422),
        (JSON, "?id=a", 200),
        (JSON, "?language=en", 422),
        (TEXT, "?id=%ff", 400),
        (TEXT, "?" + "&".join(f"a{i}=1" for i in range(30)), 400),
    ],
)
def test_query_parameters(client: FlaskClient, content_type: str, query: str, status: int) -> None:
    body = json.dumps({"text": WORDS}) if content_type == JSON else WORDS
    assert post(client, body, content_type, query).status_code == status


@pytest.mark.parametrize(
    ("environment", "status", "problem"),
    [
        ({"CONTENT_LENGTH": ""}, 422, "no-text"),
        ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 411, "length-required"),
        ({"CONTENT_LENGTH": "27", "HTTP_TRANSFER_ENCODING": "chunked"}, 411, "length-required"),
        ({"CONTENT_LENGTH": "-1"}, 400, "bad-request"),
        ({"CONTENT_LENGTH": "1e3"}, 400, "bad-request"),
        ({"CONTENT_LENGTH": "²"}, 400, "bad-request"),
        ({"CONTENT_LENGTH": "4000"}, 400, "bad-request"),
        ({"CONTENT_LENGTH": "5001"}, 413, "body-too-large"),
        ({"CONTENT_LENGTH": "9" * 5_000}, 413, "body-too-large"),
    ],
)
def test_lengths(client: FlaskClient, environment: dict[str, str], status: int, problem: str) -> None:
    response = client.post("/v1/quotes", data=WORDS, content_type=TEXT, environ_overrides=environment)
    assert (response.status_code, response.get_json()["type"]) == (status, f"/problems/{problem}")


def test_errors_repeat_no_more_of_the_body_than_a_name(client: FlaskClient) -> None:
    article = "Springfield closes its bridge. " * 10
    response = post(client, json.dumps({"text": "a", article: 1, **{f"field{i}": 1 for i in range(50)}}), JSON)
    assert response.status_code == 422
    errors = response.get_json()["errors"]
    assert len(errors) <= 10
    assert max(map(len, errors)) <= 40


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "text", "html", "x"]) | st.text(max_size=5), inner)
    ),
    max_leaves=8,
)


@trials(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=ANY_JSON)
def test_no_json_whatever_makes_the_service_fail(client: FlaskClient, value: object) -> None:
    assert post(client, json.dumps(value), JSON).status_code in {200, 400, 413, 422}


@trials(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.binary(max_size=60),
    content_type=st.sampled_from([JSON, TEXT, HTML, "text/plain; charset=utf-16", "text/html; charset=big5"]),
)
def test_no_bytes_whatever_make_the_service_fail(client: FlaskClient, body: bytes, content_type: str) -> None:
    assert post(client, body, content_type).status_code in {200, 400, 413, 422}
