"""A name behind a dash right behind a quotation is its speaker's."""

import pytest

from service.engine import Engine
from service.engine.attribution.signatures import signs
from service.engine.result import Quotation, Span


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("“What a night!” — Jane Roe", True),
        ("“What a night!”\n― Jane Roe, nurse", True),
        ('"What a night!" -- Jane Roe (Leeds)', True),
        ("“What a night.” – Jane Roe “I slept.” – John Doe", True),
        ("“What a night!” — Jane Roe has written it all down.", False),  # the narrator goes on
        ("“What a night” — Jane Roe, who was there, agrees.", False),  # no sentence ends with the quotation
        ("“What a night!” Jane Roe", False),
        ("“What a night!” — and then — Jane Roe", False),
        ("“What a night!” — — Jane Roe", False),
    ],
)
def test_signature(text: str, signed: bool) -> None:
    start = text.index("Jane")
    end = max(text.rfind(mark, 0, start) for mark in '”"')
    assert signs(text, Quotation((Span(1, end),), "direct"), Span(start, start + len("Jane Roe"))) is signed


def test_readers_sign_in_turn(engine: Engine) -> None:
    text = (
        "We asked readers about the new bus lanes.\n\n"
        "“I lost half my trade in a month.” ― Maria Okello\n\n"
        "“It takes me nine minutes to work. It used to take forty.” ― Tom van der Berg “They never asked us, and Mayor Jane "
        "Brandt knew it.” — Ruth Asante, shopkeeper\n\n"
        '"Finally! My children can cycle to school." -- Li Wei Chen (Harbour Road)\n\n'
        "Jane Brandt said: “We listened.”\n"
    )
    speakers = [q.speaker.name for q in engine.attribute(text).quotations if q.speaker]
    assert speakers == ["Maria Okello", "Tom van der Berg", "Ruth Asante", "Li Wei Chen", "Jane Brandt"]
