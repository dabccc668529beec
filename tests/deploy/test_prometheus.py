"""Alerts, scraping and the autoscaler's rule name only metrics and labels that the service has."""

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from service.engine import STAGES
from service.web.metrics import ROUTES, STATUSES, Metrics
from service.web.problems import PROBLEMS
from tests.deploy.manifests import load, values

RULES = {rule["alert"]: rule for rule in values(load("prometheus-alerts.yaml"), "rules").__next__()}
ADAPTER = load("prometheus-adapter.yaml")["rules"]
LABELS = {"route": set(ROUTES), "status": set(STATUSES), "problem": set(PROBLEMS), "stage": set(STAGES)}

# What Prometheus itself adds to what it scrapes.
_OWN = {"up"}


def samples() -> set[str]:
    """Return the names that stand in /metrics; a counter with labels shows once it has counted."""
    metrics = Metrics(1, list(PROBLEMS))
    metrics.requests.add("quotes", "200")
    metrics.problems.add("busy")
    metrics.stage(STAGES[0], 1.0)
    text = metrics.text("text/plain")[0].decode()
    return {sample.name for family in text_string_to_metric_families(text) for sample in family.samples}


def named(expression: str) -> set[str]:
    """Return the metrics that an expression names."""
    return set(re.findall(r"\b(?:quoth_\w+|up)\b(?!\")", expression))


@pytest.mark.parametrize("name", sorted(RULES))
def test_alerts_name_metrics_that_there_are(name: str) -> None:
    metrics = named(RULES[name]["expr"])
    assert metrics
    assert metrics <= samples() | _OWN


@pytest.mark.parametrize("name", sorted(RULES))
def test_alerts_ask_for_labels_that_there_are(name: str) -> None:
    for label, _, wanted in re.findall(r"(\w+)(=~?)\"([^\"]*)\"", RULES[name]["expr"]):
        if label == "job":
            assert [job["job_name"] for job in load("prometheus-scrape.yaml")["scrape_configs"]] == [wanted]
        else:
            assert set(wanted.split("|")) <= LABELS[label]


@pytest.mark.parametrize("name", sorted(RULES))
def test_alerts_say_what_is_wrong_and_what_to_do(name: str) -> None:
    rule = RULES[name]
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert all(rule["annotations"][part].endswith((".", "?")) for part in ("summary", "description"))
    assert rule["expr"].count("(") == rule["expr"].count(")")


def test_the_autoscaler_gets_the_metric_it_asks_for() -> None:
    (metric,) = values(load("kubernetes/horizontalpodautoscaler.yaml"), "metric")
    (rule,) = ADAPTER
    assert rule["name"] == {"matches": f"^{metric['name']}$", "as": metric["name"]}
    assert named(rule["seriesQuery"]) == {metric["name"]} <= samples()
    labels = {relabel.get("target_label") for relabel in next(values(load("prometheus-scrape.yaml"), "relabel_configs"))}
    assert set(re.findall(r"(\w+)!=", rule["seriesQuery"])) == set(rule["resources"]["overrides"]) <= labels
