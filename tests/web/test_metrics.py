"""What is counted, in all processes together."""

import os
import re
import threading
import time
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from service.web.metrics import ROWS, Metrics, Table

SAID = "“The bridge is closed,” said Maria Lopez. “It is,” he added."
PLAIN = {"Content-Type": "text/plain"}


def figures(text: str) -> dict[str, float]:
    families = text_string_to_metric_families(text)
    return {
        sample.name + "".join(f"[{value}]" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def scrape(client: FlaskClient) -> dict[str, float]:
    return figures(client.get("/metrics").text)


def test_requests_are_counted_by_route_and_status(client: FlaskClient) -> None:
    client.post("/v1/quotes", data=SAID, headers=PLAIN)
    client.post("/v1/quotes", data=" ", headers=PLAIN)
    client.post("/v1/quotes/batch", data="{}\n", headers={"Content-Type": "application/x-ndjson"})
    client.get("/nowhere")
    found = scrape(client)
    assert found["quoth_requests_total[quotes][200]"] == 1
    assert found["quoth_requests_total[quotes][422]"] == 1
    assert found["quoth_requests_total[batch][200]"] == 1
    assert found["quoth_requests_total[item][422]"] == 1
    assert found["quoth_requests_total[other][404]"] == 1
    assert found["quoth_problems_total[no-text]"] == 1
    assert found["quoth_problems_total[wrong-fields]"] == 1


def test_articles_are_measured(client: FlaskClient) -> None:
    client.post("/v1/quotes", data=SAID, headers=PLAIN)
    found = scrape(client)
    assert found["quoth_quotations_total"] == 1
    assert found["quoth_unattributed_quotations_total"] == 0
    assert found["quoth_article_characters_sum"] == len(SAID)
    assert found["quoth_article_seconds_count"] == found["quoth_wait_seconds_count"] == 1
    assert (found["quoth_queue"], found["quoth_working"], found["quoth_batches"]) == (0, 0, 0)


def test_what_waits_and_is_worked_on_is_told_at_the_time(client: FlaskClient, engine: Any) -> None:
    engine.gate.clear()
    callers = [threading.Thread(target=lambda: client.post("/v1/quotes", data=SAID, headers=PLAIN)) for _ in range(2)]
    for caller in callers:
        caller.start()
    with client.application.extensions["quoth"].desk.batch():
        time.sleep(0.2)
        found = scrape(client)
    assert (found["quoth_queue"], found["quoth_working"], found["quoth_batches"]) == (1, 1, 1)
    engine.gate.set()
    for caller in callers:
        caller.join()
    found = scrape(client)
    assert (found["quoth_queue"], found["quoth_working"], found["quoth_batches"]) == (0, 0, 0)


def test_a_scraper_may_ask_for_openmetrics(client: FlaskClient) -> None:
    response = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert response.content_type.startswith("application/openmetrics-text")
    assert response.text.endswith("# EOF\n")
    assert client.get("/metrics").content_type.startswith("text/plain; version=")


def test_processes_add_up() -> None:
    metrics = Metrics()
    for row in (1, 2):
        if os.fork() == 0:
            metrics.take(row)
            metrics.quotations.add(number=row)
            metrics.queue.add()
            os._exit(0)
        os.wait()
    found = figures(metrics.text("")[0].decode())
    assert (found["quoth_quotations_total"], found["quoth_queue"]) == (3, 2)


def test_what_a_dead_process_had_in_hand_is_forgotten_and_what_it_counted_is_not() -> None:
    metrics = Metrics()
    metrics.take(3)
    metrics.quotations.add(number=5)
    metrics.working.add()
    metrics.forget(3)
    found = figures(metrics.text("")[0].decode())
    assert (found["quoth_quotations_total"], found["quoth_working"]) == (5, 0)


def test_more_processes_than_rows_share_them() -> None:
    metrics = Metrics()
    metrics.take(ROWS + 2)
    metrics.quotations.add()
    assert figures(metrics.text("")[0].decode())["quoth_quotations_total"] == 1


def test_a_number_is_counted_at_its_bound_and_all_above() -> None:
    metrics = Metrics()
    for seconds in (0.1, 0.1001, 1e9):
        metrics.took.observe(seconds)
    found = figures(metrics.text("")[0].decode())
    counts = [found[f"quoth_article_seconds_bucket[{bound}]"] for bound in ("0.05", "0.1", "0.25", "120", "+Inf")]
    assert counts == [0, 1, 2, 2, 3]


def test_a_status_that_was_not_foreseen_is_counted_all_the_same() -> None:
    metrics = Metrics()
    metrics.requests.add("quotes", "418")
    assert figures(metrics.text("")[0].decode())["quoth_requests_total[other][other]"] == 1


def test_rows_do_not_overlap() -> None:
    table = Table(3)
    for row in range(ROWS):
        table.row = row
        table.add(2, 1.0)
    assert [table.sum(column) for column in range(3)] == [0, 0, ROWS]


@pytest.mark.parametrize("name", re.findall(r"^# TYPE (\S+)", Metrics().text("")[0].decode(), re.MULTILINE))
def test_every_figure_is_explained_in_the_docs(root: Any, name: str) -> None:
    assert f"`{name}`" in (root / "docs" / "operations.md").read_text("utf-8")
