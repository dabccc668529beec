"""The vote on a speaker: the article's wording against what the encoder makes of the passage."""

import re
from dataclasses import replace

from spacy.language import Language

from service.engine.reading.language import read
from service.engine.result import Attribution, Quotation, Span
from service.engine.speakers import ballot, identify
from service.engine.speakers.discourse import Discourse


def attribution(text: str, mention: str | None, **named: float) -> Attribution:
    """The attribution of a text's one quotation; ``named`` has the chances of words of the text."""
    found = re.search("“(.+?)”", text)
    assert found
    span = Span(text.index(mention), text.index(mention) + len(mention)) if mention else None
    heard = tuple((text.index(word), chance) for word, chance in named.items())
    return Attribution(Quotation((Span(found.start(1), found.end(1)),), "direct"), None, span, 0.9, heard)


def speaker(nlp: Language, text: str, mention: str | None, **named: float) -> str | None:
    found = identify(read(nlp, text), [attribution(text, mention, **named)])
    return found[0].name if found else None


def test_a_name_beside_the_quotation_is_not_outvoted(nlp: Language) -> None:
    text = "Tom Baker met Maria Lopez in Leeds. “We had no other choice,” said Maria Lopez."
    assert speaker(nlp, text, "Maria Lopez", Baker=0.6) == "Maria Lopez"


def test_a_source_is_nobody_who_is_named(nlp: Language) -> None:
    text = "Tom Baker met Maria Lopez in Leeds. “We had no other choice,” a party insider said."
    assert speaker(nlp, text, "a party insider", Lopez=0.99) == "a party insider"


def test_who_is_heard_speaks_where_no_source_is_named(nlp: Language) -> None:
    text = "Maria Lopez came home late and was tired.\n\n“We had no other choice.”"
    assert speaker(nlp, text, None) is None
    assert speaker(nlp, text, None, Lopez=0.95) == "Maria Lopez"


def test_a_pronoun_means_the_one_who_is_heard(nlp: Language) -> None:
    text = "Tom Baker met Jo Reed in Leeds. “We had no other choice,” he said."
    assert {speaker(nlp, text, "he", **{name: 0.97}) for name in ("Baker", "Reed")} == {"Tom Baker", "Jo Reed"}


def test_candidates_are_the_rule_the_heard_and_nobody(nlp: Language) -> None:
    text = "Tom Baker met Maria Lopez in Leeds. “We had no other choice,” she said."
    found = attribution(text, "she", Baker=0.1, Lopez=0.8)
    discourse = Discourse(read(nlp, text), [found])
    lopez = next(figure for figure in discourse.figures if figure.name == "Maria Lopez")
    near = ballot.candidates(discourse, 0, lopez)
    assert [figure.name if figure else None for figure, _ in near] == ["Maria Lopez", "Tom Baker", None]
    assert [features.get("rule, he") for _, features in near] == [1.0, 0.0, None]
    assert near[0][1]["heard, he"] > near[1][1]["heard, he"]


def test_surer_speech_speaks_against_nobody(nlp: Language) -> None:
    text = "“We had no other choice,” said Maria Lopez."
    found = attribution(text, "Maria Lopez")
    doubtful = replace(found, quotation=replace(found.quotation, chance=0.55))
    nobody = [ballot.candidates(Discourse(read(nlp, text), [a]), 0, None)[-1][1] for a in (found, doubtful)]
    assert nobody[0]["nobody, speech"] > nobody[1]["nobody, speech"]


def figures(nlp: Language, text: str, found: Attribution) -> list[str | None]:
    """The names of the candidates of a text's one attribution, where the wording gives nobody."""
    discourse = Discourse(read(nlp, text), [found])
    return [figure.name if figure else None for figure, _ in ballot.candidates(discourse, 0, None)]


def test_a_candidate_agrees_with_the_pronoun(nlp: Language) -> None:
    text = "Maria Lopez joined the firm in Leeds. “We had no other choice,” it said."
    assert figures(nlp, text, attribution(text, "it", Lopez=0.9)) == [None]
    text = text.replace("it said", "she said")
    assert figures(nlp, text, attribution(text, "she", Lopez=0.9)) == ["Maria Lopez", None]


def test_another_mention_that_may_be_the_source_puts_up_its_bearer(nlp: Language) -> None:
    text = "Tom Baker met Maria Lopez in Leeds. “We had no other choice,” said Baker."
    found = replace(attribution(text, "Baker"), others=((text.index("Lopez"), 0.3),))
    assert figures(nlp, text, found) == ["Maria Lopez", None]


def test_those_of_one_surname_are_all_candidates(nlp: Language) -> None:
    text = "Tom Baker met Ann Baker in Leeds. “We had no other choice,” said Baker."
    assert figures(nlp, text, attribution(text, "said Baker")) == ["Tom Baker", "Ann Baker", None]
