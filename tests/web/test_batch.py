"""Many articles, a line each: in order, each as soon as it is done, and a bad one costs only itself."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.settings import Settings
from service.web.batch import _lines

LINES = {"Content-Type": "application/x-ndjson"}
SAID = "“The bridge is closed,” said Maria Lopez."


def send(client: FlaskClient, *lines: object) -> list[Any]:
    body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    response = client.post("/v1/quotes/batch", data=body, headers=LINES)
    assert (response.status_code, response.content_type) == (200, "application/x-ndjson")
    return [json.loads(line) for line in response.text.splitlines()]


def test_answers_come_in_the_order_of_the_articles(client: FlaskClient) -> None:
    answers = send(client, {"id": "a", "text": SAID}, {"text": "Nothing was said."}, {"id": "c", "html": f"<p>{SAID}</p>"})
    assert [answer["id"] for answer in answers] == ["a", None, "c"]
    assert [len(answer["quotations"]) for answer in answers] == [1, 0, 1]
    assert answers[2]["text"] == SAID


def test_each_answer_is_that_of_a_request_by_itself(client: FlaskClient) -> None:
    (answer,) = send(client, {"id": "a", "text": SAID})
    assert answer == client.post("/v1/quotes", json={"id": "a", "text": SAID}).get_json()


@pytest.mark.parametrize(
    ("line", "problem", "name"),
    [
        ("{", "not-json", {"line": 2}),
        ("[1]", "wrong-fields", {"line": 2}),
        ('{"text": ""}', "no-text", {"line": 2}),
        ('{"id": "b", "text": " "}', "no-text", {"id": "b"}),
        ('{"id": "b", "txt": "x"}', "wrong-fields", {"id": "b"}),
        ('{"id": 7, "text": "x"}', "wrong-fields", {"line": 2}),
        (json.dumps({"id": "b", "text": "x" * 1_001}), "text-too-long", {"id": "b"}),
        (json.dumps({"id": "b", "text": "x" * 6_000}), "body-too-large", {"line": 2}),
        ("\udcff", "not-decodable", {"line": 2}),
    ],
)
def test_a_bad_line_costs_only_itself(client: FlaskClient, line: str, problem: str, name: dict[str, object]) -> None:
    good = json.dumps({"text": SAID})
    body = f"{good}\n{line}\n{good}\n".encode("utf-8", "surrogateescape")
    answers = [json.loads(a) for a in client.post("/v1/quotes/batch", data=body, headers=LINES).text.splitlines()]
    assert [len(answers[n]["quotations"]) for n in (0, 2)] == [1, 1]
    assert answers[1]["type"] == f"/problems/{problem}"
    assert {key: answers[1][key] for key in ("id", "line") if key in answers[1]} == name
    assert {"title", "status", "detail"} <= set(answers[1])


def test_a_failure_of_the_engine_costs_one_line_and_says_nothing_of_the_article(client: FlaskClient, engine: Any) -> None:
    engine.failure = RuntimeError(SAID)
    (answer,) = send(client, {"id": "a", "text": SAID})
    assert (answer["type"], answer["id"]) == ("/problems/internal-error", "a")
    assert "bridge" not in json.dumps(answer)


def test_empty_lines_are_passed_over_but_counted(client: FlaskClient) -> None:
    answers = send(client, "", {"text": SAID}, "  ", "{", "")
    assert len(answers) == 2
    assert answers[1]["line"] == 4


def test_an_empty_batch_has_no_answers(client: FlaskClient) -> None:
    assert send(client) == []


def batch_app(engine: Any, **settings: Any) -> Flask:
    return create_app(Settings(max_characters=1_000, max_bytes=5_000, **settings), engine)


def test_a_batch_of_too_many_lines_ends_with_a_problem(engine: Any) -> None:
    answers = send(batch_app(engine, batch_items=2).test_client(), *[{"text": SAID}] * 5)
    assert [answer.get("type") for answer in answers] == [None, None, "/problems/batch-too-long"]
    assert answers[2]["line"] == 3


def test_a_batch_of_too_many_bytes_is_refused_by_its_length(engine: Any) -> None:
    response = batch_app(engine, batch_bytes=100).test_client().post("/v1/quotes/batch", data="\n" * 101, headers=LINES)
    assert (response.status_code, response.get_json()["type"]) == (413, "/problems/body-too-large")


def test_a_batch_of_unknown_length_ends_at_the_limit_in_bytes(engine: Any) -> None:
    line = json.dumps({"text": SAID}).encode() + b"\n"
    client = batch_app(engine, batch_bytes=3 * len(line)).test_client()
    body = BytesIO(line * 100)
    environment = {"wsgi.input": Pieces(body, len(line)), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    response = client.post("/v1/quotes/batch", headers=LINES, environ_overrides=environment)
    answers = [json.loads(a) for a in response.text.splitlines()]
    assert [answer.get("type") for answer in answers] == [None, None, None, "/problems/body-too-large"]
    assert body.tell() <= 5 * len(line), "what is over the limit is not read"


class Pieces:
    """A body that comes a piece at a time."""

    def __init__(self, body: BytesIO, size: int) -> None:
        self.body, self.size = body, size

    def read(self, _: int = -1) -> bytes:
        return self.body.read(self.size)


def test_an_answer_comes_before_the_next_line_is_read(client: FlaskClient) -> None:
    line = json.dumps({"text": SAID}).encode() + b"\n"
    body = BytesIO(line * 3)
    environment = {"wsgi.input": Pieces(body, len(line)), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    response = client.post("/v1/quotes/batch", headers=LINES, environ_overrides=environment, buffered=False)
    answers: Iterator[bytes] = iter(response.iter_encoded())
    next(answers)
    assert body.tell() == len(line)
    response.close()


def test_a_caller_who_leaves_ends_the_work_and_gives_the_place_back(engine: Any) -> None:
    client = batch_app(engine, batches=1).test_client()
    engine.read.clear()
    for _ in range(3):
        response = client.post("/v1/quotes/batch", data=(json.dumps({"text": SAID}) + "\n") * 50, headers=LINES, buffered=False)
        assert response.status_code == 200
        next(iter(response.iter_encoded()))
        response.close()
    assert len(engine.read) == 3


def test_no_more_batches_than_there_are_places(engine: Any) -> None:
    client = batch_app(engine, batches=1).test_client()
    first = client.post("/v1/quotes/batch", data=json.dumps({"text": SAID}), headers=LINES, buffered=False)
    second = client.post("/v1/quotes/batch", data="", headers=LINES)
    assert (second.status_code, second.get_json()["type"]) == (503, "/problems/busy")
    assert int(second.headers["Retry-After"]) >= 1
    first.close()
    assert client.post("/v1/quotes/batch", data="", headers=LINES).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status", "problem"),
    [
        ({"Content-Type": "application/json"}, 415, "wrong-content-type"),
        ({"Content-Type": "application/x-ndjson; charset=latin-1"}, 415, "wrong-charset"),
        (LINES | {"Content-Encoding": "gzip"}, 415, "wrong-encoding"),
        (LINES | {"Accept": "application/json"}, 406, "not-acceptable"),
    ],
)
def test_a_batch_that_cannot_be_is_refused_whole(
    client: FlaskClient, headers: dict[str, str], status: int, problem: str
) -> None:
    response = client.post("/v1/quotes/batch", data="{}", headers=headers)
    assert (response.status_code, response.get_json()["type"]) == (status, f"/problems/{problem}")


def test_a_batch_has_no_query(client: FlaskClient) -> None:
    assert client.post("/v1/quotes/batch?id=a", data="{}", headers=LINES).status_code == 422


@pytest.mark.parametrize(
    "pieces", [[b"one\ntwo\nthree"], [b"o", b"ne", b"\n", b"two\nth", b"ree"], [b"one\ntwo\n", b"three\n"]]
)
def test_lines_are_the_same_however_they_come(pieces: list[bytes]) -> None:
    assert list(_lines(pieces, 5)) == [b"one", b"two", b"three"]


def test_a_line_over_the_limit_is_not_kept() -> None:
    assert list(_lines([b"abcdef", b"ghi\nok\nabcdef\nab", b"cdef"], 5)) == [None, b"ok", None, None]
