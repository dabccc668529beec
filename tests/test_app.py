"""The web joined to the engine: what happens at the start."""

import pytest

from service.app import create_app
from service.engine import Observer
from service.engine.reading.cleaning import Runs
from service.engine.result import Model, Result
from service.settings import Settings, SettingsError
from service.web.desk import NotReadyError


class SilentEngine:
    """Finds nothing in any text."""

    model = Model("silent", "1")

    def attribute(self, text: str, observe: Observer = lambda *_: None) -> Result:
        return Result((), (), (), self.model)


def test_a_model_that_does_not_work_is_seen_at_the_start() -> None:
    with pytest.raises(NotReadyError, match="silent 1"):
        create_app(Settings(), SilentEngine())


def test_without_settings_the_environment_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_QUEUE", "many")
    with pytest.raises(SettingsError, match="QUOTH_QUEUE"):
        create_app(engine=SilentEngine())


def test_the_engine_is_made_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def engine(model: str, runs: Runs) -> SilentEngine:
        made.append((model, runs))
        return SilentEngine()

    monkeypatch.setattr("service.app.SpacyEngine", engine)
    with pytest.raises(NotReadyError):
        create_app(Settings(model="en_core_web_lg", longest_word=200, longest_marks=20))
    assert made == [("en_core_web_lg", Runs(word=200, marks=20))]


@pytest.mark.slow
def test_the_service_reads_an_article_and_a_page() -> None:
    client = create_app(Settings()).test_client()
    text = "“The bridge will stay closed until May,” said Maria Lopez, the mayor of Springfield. 😀"
    answer = client.post("/v1/quotes", json={"text": text, "id": "bridge"}).get_json()
    (quotation,) = answer["quotations"]
    (part,) = quotation["parts"]
    assert text[part["start"] : part["end"]] == quotation["text"] == "The bridge will stay closed until May,"
    assert quotation["speaker"]["name"] == "Maria Lopez"
    assert answer["id"] == "bridge"
    page = client.post("/v1/quotes", data=f"<p>{text}</p>", content_type="text/html").get_json()
    assert page["text"] == text
    assert page["quotations"] == answer["quotations"]


@pytest.mark.slow
def test_a_text_in_another_language_is_answered_with_a_warning() -> None:
    client = create_app(Settings()).test_client()
    text = (
        "Der Stadtrat beschloss am Dienstag, die alte Brücke bis zum Mai zu sperren. „Wir hatten keine Wahl“, "
        "sagte die Bürgermeisterin nach der Sitzung, die bis spät in die Nacht dauerte. "
        "Die Anwohner müssen nun einen Umweg fahren."
    )
    response = client.post("/v1/quotes", json={"text": text})
    assert (response.status_code, response.get_json()["warnings"]) == (200, ["not-english"])
