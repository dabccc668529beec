"""Names that no quotation has for a source, and that the encoder takes for the speaker's."""

from spacy.language import Language

from service.engine.reading.language import read
from service.engine.result import Attribution, Identity, Quotation, Span
from service.engine.speakers import identify

TEXT = 'A pressing plant denied it twice. Jane Roe sang. "We never said so," they said on Friday. "Never."'


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def said(text: str, mention: str, *named: tuple[str, float]) -> list[Attribution]:
    """Attributions of all that stands in marks to one mention, of whom the first hears some names."""
    heard = tuple((text.index(word), chance) for word, chance in named)
    quotations = [Quotation((span(text, part),), "direct") for part in text.split('"')[1::2]]
    return [Attribution(q, None, span(text, mention), 0.9, heard if n == 0 else ()) for n, q in enumerate(quotations)]


def names(nlp: Language, text: str, attributions: list[Attribution], *, doubted: bool) -> list[str | None]:
    """The speaker of each quotation, where every speaker so far is doubted, or none."""
    found = identify(read(nlp, text), attributions, None, lambda _, __: doubted)

    def speaker(number: int) -> Identity | None:
        return next((i for i in found if number in i.quotations), None)

    return [one.name if (one := speaker(n)) else None for n in range(len(attributions))]


def test_a_doubted_pronoun_goes_to_the_stranger_with_all_its_quotations(nlp: Language) -> None:
    assert names(nlp, TEXT, said(TEXT, "they", ("plant", 0.9)), doubted=True) == ["A pressing plant", "A pressing plant"]


def test_whoever_is_not_doubted_stays(nlp: Language) -> None:
    assert "A pressing plant" not in names(nlp, TEXT, said(TEXT, "they", ("plant", 0.9)), doubted=False)


def test_a_stranger_has_to_be_likelier_than_not(nlp: Language) -> None:
    assert "A pressing plant" not in names(nlp, TEXT, said(TEXT, "they", ("plant", 0.4)), doubted=True)


def test_a_name_that_is_somebodys_already_is_no_strangers(nlp: Language) -> None:
    text = TEXT.replace("they", "she")
    assert names(nlp, text, said(text, "she", ("Roe", 0.9)), doubted=True) == ["Jane Roe", "Jane Roe"]


def test_only_pronouns_go_to_strangers(nlp: Language) -> None:
    text = TEXT.replace("they", "the singer")
    assert "A pressing plant" not in names(nlp, text, said(text, "the singer", ("plant", 0.9)), doubted=True)


def test_she_is_no_firm(nlp: Language) -> None:
    text = TEXT.replace("they", "she").replace("A pressing plant", "The company")
    assert "The company" not in names(nlp, text, said(text, "she", ("company", 0.9)), doubted=True)
