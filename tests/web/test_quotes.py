"""The answer: what of it is always there, and what the offsets mean."""

import json
import threading
import time
from typing import Any

import pytest
from flask.testing import FlaskClient

TEXT = "“We had no choice,” said Maria Lopez."
PLAIN = {"Content-Type": "text/plain"}


def post(client: FlaskClient, text: str | bytes, content_type: str = "text/plain", query: str = "") -> dict[str, Any]:
    response = client.post(f"/v1/quotes{query}", data=text, content_type=content_type)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    answer: dict[str, Any] = response.get_json()
    return answer


def test_an_answer_has_every_field_in_the_order_of_the_contract(client: FlaskClient) -> None:
    speaker = {"id": "s1", "name": "Maria Lopez", "kind": "person", "role": None, "affiliation": "Springfield"}
    response = client.post("/v1/quotes", json={"text": TEXT})
    assert list(json.loads(response.data).items()) == [
        ("id", None),
        ("text", None),
        (
            "quotations",
            [
                {
                    "id": "q1",
                    "type": "direct",
                    "text": "We had no choice,",
                    "parts": [{"start": 1, "end": 18}],
                    "cue": {"text": "said", "start": 20, "end": 24},
                    "mention": {"text": "Maria Lopez", "start": 25, "end": 36},
                    "speaker": speaker,
                    "confidence": 0.75,
                }
            ],
        ),
        (
            "speakers",
            [
                {
                    **speaker,
                    "names": ["Maria Lopez"],
                    "evidence": {"role": None, "affiliation": {"text": "Springfield", "start": 0, "end": 11}},
                    "quotations": ["q1"],
                }
            ],
        ),
        ("warnings", []),
        ("model", {"name": "fake", "version": "1"}),
    ]


def test_an_article_without_quotations_is_answered_with_empty_lists(client: FlaskClient) -> None:
    answer = post(client, "Nothing was said.")
    assert (answer["quotations"], answer["speakers"], answer["warnings"]) == ([], [], [])


def test_the_three_forms_of_an_article_give_the_same_answer(client: FlaskClient) -> None:
    plain = post(client, TEXT)
    assert post(client, json.dumps({"text": TEXT}), "application/json") == plain
    page = post(client, f"<p>{TEXT}</p>", "text/html")
    assert page.pop("text") == TEXT
    assert page == {name: value for name, value in plain.items() if name != "text"}
    assert post(client, json.dumps({"html": f"<p>{TEXT}</p>"}), "application/json")["text"] == TEXT


def test_only_the_text_of_a_page_is_returned(client: FlaskClient) -> None:
    assert post(client, TEXT)["text"] is None
    assert post(client, json.dumps({"text": TEXT}), "application/json")["text"] is None


@pytest.mark.parametrize("name", ["", "article 7", "ü" * 200, "\x00"])
def test_the_id_is_echoed(client: FlaskClient, name: str) -> None:
    assert post(client, json.dumps({"id": name, "text": TEXT}), "application/json")["id"] == name
    response = client.post("/v1/quotes", query_string={"id": name}, data=TEXT, headers=PLAIN)
    assert response.get_json()["id"] == name


def test_the_text_reaches_the_engine_as_it_was_sent(client: FlaskClient, engine: Any) -> None:
    text = "  “No,”\r\nsaid\tAnn Lee.\r\x00\u200b 😀 \ufeff\n\n"
    post(client, text.encode())
    post(client, json.dumps({"text": text}), "application/json")
    assert engine.read == [text, text]


def test_letters_are_answered_as_themselves(client: FlaskClient) -> None:
    response = client.post("/v1/quotes", data="“Déjà,” said Ánna Ö.", headers=PLAIN)
    assert "Déjà" in response.text


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "application/json",
        "application/*;q=0.1",
        "text/html, */*;q=0.1",
        "application/json; charset=utf-8",
        "APPLICATION/JSON",
        "*/*;q=0, application/json",
    ],
)
def test_any_accept_that_has_room_for_json_is_answered(client: FlaskClient, accept: str) -> None:
    response = client.post("/v1/quotes", data=TEXT, headers=PLAIN | ({"Accept": accept} if accept else {}))
    assert response.status_code == 200


@pytest.mark.parametrize(
    "accept",
    ["text/html", "application/problem+json", "application/json;q=0", "*/*;q=0", "image/*"],
)
def test_an_accept_without_json_is_refused_before_any_work(client: FlaskClient, engine: Any, accept: str) -> None:
    response = client.post("/v1/quotes", data=TEXT, headers=PLAIN | {"Accept": accept})
    assert response.status_code == 406
    assert response.content_type == "application/problem+json"
    assert engine.read == []


def test_articles_wait_in_a_bounded_line_beside_which_all_else_is_answered(client: FlaskClient, engine: Any) -> None:
    engine.gate.clear()
    worker = threading.Thread(target=lambda: client.application.test_client().post("/v1/quotes", data=TEXT, headers=PLAIN))
    worker.start()
    try:
        while not engine.read:
            time.sleep(0.001)
        waited = client.post("/v1/quotes", data=TEXT, headers=PLAIN)
        assert (waited.status_code, waited.get_json()["type"]) == (503, "/problems/busy")
        assert int(waited.headers["Retry-After"]) >= 1
        assert client.get("/livez").status_code == client.get("/readyz").status_code == 200
        assert client.post("/v1/quotes", data="", headers=PLAIN).status_code == 422
        assert len(engine.read) == 1
    finally:
        engine.gate.set()
        worker.join()
    assert client.post("/v1/quotes", data=TEXT, headers=PLAIN).status_code == 200


def test_a_failure_names_neither_itself_nor_the_article(
    client: FlaskClient, engine: Any, caplog: pytest.LogCaptureFixture
) -> None:
    engine.failure = ValueError("cannot read: “We had no choice,”")
    response = client.post("/v1/quotes", data=TEXT, headers=PLAIN | {"X-Request-ID": "failing-1"})
    assert (response.status_code, response.content_type) == (500, "application/problem+json")
    assert response.get_json()["type"] == "/problems/internal-error"
    assert "ValueError at" in caplog.text
    assert "failing-1" in caplog.text
    assert "choice" not in response.text + caplog.text
    engine.failure = None
    assert client.post("/v1/quotes", data=TEXT, headers=PLAIN).status_code == 200
