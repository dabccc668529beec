"""The engine's answers as they would come over HTTP, each text read once."""

from typing import Any

from service.engine import Engine
from service.web.schemas import AnswerSchema


class Answers:
    """Called with a text, gives what the service would send for it; a text that comes again is not read again."""

    def __init__(self, engine: Engine) -> None:
        self.model = engine.model
        self._engine = engine
        self._known: dict[str, dict[str, Any]] = {}

    def __call__(self, text: str) -> dict[str, Any]:
        if text not in self._known:
            self._known[text] = AnswerSchema().dump({"id": None, "text": None, "result": self._engine.attribute(text)})
        return self._known[text]
