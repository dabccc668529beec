"""The description against the service it describes."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient

from service.web import openapi
from service.web.problems import PROBLEMS


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").get_json()
    return found


def test_the_file_is_what_the_code_describes(root: Path) -> None:
    described = openapi.init_app(Flask("service")).yaml()
    assert (root / "openapi.yaml").read_text("utf-8") == described, "make openapi"


def test_both_forms_say_the_same(client: FlaskClient, document: dict[str, Any]) -> None:
    response = client.get("/openapi.yaml")
    assert response.content_type == "application/yaml"
    assert yaml.safe_load(response.text) == document


def test_the_routes_of_the_contract_are_described(document: dict[str, Any]) -> None:
    assert {path: set(methods) for path, methods in document["paths"].items()} == {
        "/v1/quotes": {"post"},
        "/v1/quotes/batch": {"post"},
        "/metrics": {"get"},
        "/livez": {"get"},
        "/readyz": {"get"},
    }
    assert document["openapi"].startswith("3.1.")


def test_an_article_is_exactly_what_is_accepted(document: dict[str, Any]) -> None:
    article = document["components"]["schemas"]["Article"]
    assert set(article["properties"]) == {"id", "text", "html"}
    assert article["additionalProperties"] is False
    assert article["oneOf"] == [{"required": ["text"]}, {"required": ["html"]}]
    assert set(document["paths"]["/v1/quotes"]["post"]["requestBody"]["content"]) == {
        "application/json",
        "text/plain",
        "text/html",
    }


def test_answers_are_open_to_new_fields_and_sure_of_the_old(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        if name not in {"Article", "Problem"}:
            assert "additionalProperties" not in schema, name
            assert set(schema["required"]) == set(schema["properties"]), name


def test_every_problem_that_an_article_may_meet_is_described(document: dict[str, Any]) -> None:
    described = {
        example
        for path in ("/v1/quotes", "/v1/quotes/batch")
        for status, response in document["paths"][path]["post"]["responses"].items()
        if status != "200"
        for example in response["content"]["application/problem+json"]["examples"]
    }
    assert described == set(PROBLEMS) - {"not-found", "method-not-allowed", "not-ready", "batch-too-long"}


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            return [node["$ref"]] if "$ref" in node else [r for value in node.values() for r in references(value)]
        return [r for value in node for r in references(value)] if isinstance(node, list) else []

    assert references(document)
    for reference in set(references(document)):
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]


def test_the_examples_are_accepted(client: FlaskClient, document: dict[str, Any]) -> None:
    for content_type, media in document["paths"]["/v1/quotes"]["post"]["requestBody"]["content"].items():
        example = media["example"]
        body = example if isinstance(example, str) else json.dumps(example)
        answer = client.post("/v1/quotes", data=body.encode(), content_type=content_type).get_json()
        assert [quotation["speaker"]["name"] for quotation in answer["quotations"]] == ["Maria Lopez"]
