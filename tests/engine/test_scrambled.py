"""Whatever an article ends with, and in whatever order its words stand, it is read to the end."""

import random

import pytest

from service.engine import Engine

PIECES = (
    "mayor of the head Serhiy Roe - al van \" “ ” — – Jane Doe . , \n : ( ) « » ' 's Del. Sen. (D-Texas) Texas "
    "Ukraine Labour MP Union Home Minister another Even China Q: A: bank said he she who told “Yes,” “No.” 34 former "
    "president campaign his wife Republican nominee presidential and for Dr. St. GOP U.S. New York Bank Ministry Chief "
    "Executive"
).split(" ")
ARTICLE = (
    "Former Texas Gov. Jane Roe, a Republican, told the BBC that “nobody was asked.” The mayor of Acme Serhiy Doe "
    "(D-Texas) said: “No!” — Jane Roe, nurse. His wife, Ann, the head of the bank “Acme” in Ukraine, called it ‘a farce’. "
    "Q: Why? A: “Because.” Labour MP Lee Poe, who joined in March, said of Union Home Minister Amit Roe: “He lied,” as did "
    "the Chief Executive of New York"
)


def whole(engine: Engine, text: str) -> bool:
    """Whether every part of every quotation lies in the text."""
    return all(text[p.start : p.end].strip() for q in engine.attribute(text).quotations for p in q.parts)


def test_an_article_may_end_anywhere(engine: Engine) -> None:
    words = ARTICLE.split(" ")
    assert all(whole(engine, " ".join(words[:count])) for count in range(len(words) + 1))


@pytest.mark.parametrize("seed", range(40))
def test_words_in_any_order(engine: Engine, seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    assert whole(engine, " ".join(draw.choice(PIECES) for _ in range(draw.randint(1, 120))))
