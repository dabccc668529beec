"""Time grows with the text and no faster, whatever the text, and memory comes back.

``python -m evaluation.growth`` measures many more families at any size.
"""

import random

import pytest

from evaluation.growth import TEXTS, growth, memory, repeated
from service.engine import Engine
from service.engine.memory import WORTHWHILE
from service.engine.reading import language
from service.engine.speakers import names

QUICK = ("mark “", "brackets (", "no spaces", "digits", "line breaks")
DENSE = (
    "pronouns speaking",
    "names quoted",
    "names, one, many roles",
    "names, one surname",
    "quotations after blanks",
    "names of one party",
)


@pytest.mark.parametrize("family", QUICK)
def test_the_time_of_a_short_hostile_text_grows_with_it(engine: Engine, family: str) -> None:
    assert not growth(engine.attribute, TEXTS[family], (2_000, 4_000, 8_000)).steep


@pytest.mark.slow
@pytest.mark.parametrize("family", DENSE)
def test_the_time_of_a_hostile_text_grows_with_it(engine: Engine, family: str) -> None:
    found = growth(engine.attribute, TEXTS[family], (4_000, 8_000, 16_000))
    assert not found.steep, found


@pytest.mark.slow
def test_what_grows_too_fast_is_found() -> None:
    def quadratic(text: str) -> int:
        return sum(text[:at].count("a") for at in range(0, len(text), 3))

    assert growth(quadratic, repeated("a"), (30_000, 60_000, 120_000)).steep


def _invented(made: random.Random) -> str:
    """An article of words that nobody has written yet, in all the forms that words have."""

    def fresh() -> str:
        return "".join(made.choice("bcdfghjklmnpqrstvwxz") + made.choice("aeiouy") for _ in range(made.randint(3, 6)))

    return (
        f"The {fresh()}s {fresh()}ed {fresh()}ly. “We {fresh()} the {fresh()}s,” said {fresh().title()} {fresh().title()}.\n\n"
    )


@pytest.mark.slow
def test_unseen_words_leave_nothing_behind(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "REMEMBERED", 1_000)
    made = random.Random(7)  # noqa: S311 - words, not secrets
    for _ in range(300):
        engine.attribute(_invented(made))
    strings, resident = len(engine._nlp.vocab.strings), memory("VmRSS")
    for _ in range(1_200):
        engine.attribute(_invented(made))
    assert len(engine._nlp.vocab.strings) == strings
    assert memory("VmRSS") < resident + 25
    assert names.fold.cache_info().maxsize is not None


@pytest.mark.slow
def test_the_memory_of_a_large_article_comes_back(engine: Engine) -> None:
    article = TEXTS["news"](4_000)
    engine.attribute(article)
    engine.attribute(TEXTS["news"](WORTHWHILE))
    resident = memory("VmRSS")
    large = growth(engine.attribute, TEXTS["news"], (120_000,), runs=1)
    assert large.peak > resident + 10  # else this shows nothing
    assert memory("VmRSS") < resident + 40
