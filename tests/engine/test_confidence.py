import pytest

from service.engine.confidence import FEATURES, confidence, features
from service.engine.result import Attribution, Identity, Quotation, Span

TEXT = "“We had no other choice,” said Maria Lopez. “It was late,” she added."
LOPEZ = Identity("Maria Lopez", "person", ("Maria Lopez",), (Span(31, 42),), (0, 1))


def attribution(mention: str | None, chance: float, speech: float = 0.99) -> Attribution:
    span = Span(TEXT.index(mention), TEXT.index(mention) + len(mention)) if mention else None
    return Attribution(Quotation((Span(1, 24),), "direct", speech), None, span, chance)


def test_a_surer_mention_makes_a_surer_speaker() -> None:
    chances = [confidence(TEXT, attribution("Maria Lopez", chance), LOPEZ) for chance in (0.2, 0.6, 0.99)]
    assert chances == sorted(chances)
    assert 0 < chances[0] < chances[-1] < 1


def test_words_that_may_be_no_speech_are_less_sure() -> None:
    sure, unsure = (confidence(TEXT, attribution("Maria Lopez", 0.99, speech), LOPEZ) for speech in (0.99, 0.55))
    assert unsure < sure


def test_a_pronoun_is_less_sure_than_a_name() -> None:
    name, pronoun = (confidence(TEXT, attribution(words, 0.99), LOPEZ) for words in ("Maria Lopez", "she"))
    assert pronoun < name


@pytest.mark.parametrize("mention", ["Maria Lopez", "she", None])
def test_every_feature_has_its_value(mention: str | None) -> None:
    assert len(features(TEXT, attribution(mention, 0.5), LOPEZ)) == len(FEATURES)
