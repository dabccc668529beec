"""Articles, answers and right answers made up for the tests."""

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evaluation.accuracy import judge

Json = dict[str, Any]


@pytest.fixture(scope="session")
def score(shared: Path) -> ModuleType:
    """The scoring script."""
    return judge(shared / "evaluation" / "gold-seed.jsonl")


class Case:
    """An article of invented words, its right answer and an answer, put together quotation by quotation."""

    def __init__(self, text: str, *speakers: Json) -> None:
        self.text = text
        self.article: Json = {"id": "a", "text": text, "speakers": list(speakers), "quotations": []}
        self.answer: Json = {"quotations": []}

    def span(self, words: str) -> dict[str, int]:
        start = self.text.index(words)
        return {"start": start, "end": start + len(words)}

    def gold(self, words: str, speaker: str | None = None, **more: Any) -> "Case":
        """The right answer has ``words`` as a quotation."""
        self.article["quotations"].append({"n": 1, "speech": True, "speaker": speaker, **self.span(words), **more})
        return self

    def said(self, words: str, name: str | None = None, mention: str | None = None, **values: str | None) -> "Case":
        """The answer has ``words`` as a quotation; ``values`` are the speaker's role and affiliation."""
        speaker = {"id": name, "name": name, "role": None, "affiliation": None, **values} if name else None
        beside = {"text": mention, **self.span(mention)} if mention else None
        self.answer["quotations"].append(
            {
                "type": "direct",
                "parts": [self.span(words)],
                "mention": beside,
                "speaker": speaker,
                "confidence": 0.9 if name else None,
            }
        )
        return self


def person(name: str, *others: str, roles: tuple[str, ...] = (), affiliations: tuple[str, ...] = (), **more: Any) -> Json:
    """A speaker of the right answer; the key is the first letter of the name."""
    return {
        "key": name[0],
        "kind": "person",
        "names": [name, *others],
        "roles": list(roles),
        "affiliations": list(affiliations),
        **more,
    }
