"""Junctions: where a person's name stands right behind that of a body or place, *the mayor of Acme Serhiy Roe*.

News that was translated from languages which put no comma there is full of them, and the entity recognizer takes both names
for one, or gives a part of one to the other. A given name, behind an office and what it is held in, tells where to part them.
"""

import unicodedata
from collections.abc import Iterator

from spacy.tokens import Doc, Span

from service.engine.lexicon import words

LONGEST_OFFICE = 20  # tokens from an office's noun to the end of what it is held in
LONGEST_NAME = 4  # words of a person's name
LINKS = frozenset({"of", "for", "in", "at"})  # words between an office and what it is held in,
PASSED = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "ADP", "CCONJ", "PART", "X"})  # and parts of speech there
_SAINTS = frozenset({"st", "st.", "saint", "san", "santa", "sao", "são", "fort", "mount", "lake", "port", "la", "el", "los"})
_MARKS = frozenset({'"', "'", "-"})


def part(doc: Doc) -> None:
    """Part the entities of a parse that hold a body's name and a person's; offices and given names are in the word lists."""
    persons = [Span(doc, k, end, label="PERSON") for k, end in _persons(doc)]
    if not persons:
        return
    taken = {i for person in persons for i in range(person.start, person.end)}
    kept = []
    for entity in doc.ents:
        first = next((i for i in range(entity.start, entity.end) if i in taken), entity.end)
        if first == entity.end:
            kept.append(entity)
        elif first > entity.start:
            label = "ORG" if entity.label_ == "PERSON" else entity.label_
            kept.append(Span(doc, entity.start, first, label=label))
    doc.set_ents([*kept, *persons])


def _persons(doc: Doc) -> Iterator[tuple[int, int]]:
    """The tokens, the last excluded, of persons' names behind junctions."""
    k = 1
    while k < len(doc) - 1:
        end = _name_end(doc, k) if _opens(doc, k) else 0
        if end and _held(doc, k):
            yield _start(doc, k, end), end
        k = max(k + 1, end)


def _opens(doc: Doc, k: int) -> bool:
    """Whether a person's name may begin at a token right behind another name: a given name, and none before it."""
    if not _capital(doc[k].text) or _plain(doc[k].text) not in words("first_names"):
        return False
    before = doc[k - 1]
    if before.text in _MARKS:
        return before.text == '"' and before.whitespace_ != "" and k > 1 and _capital(doc[k - 2].text)
    low = _plain(before.text)
    titled = low in words("speakers_titles") or low in words("role_nouns") or before.lower_ in words("honorifics")
    if titled or before.lower_ in _SAINTS or low in words("first_names"):
        return False
    return _capital(before.text) or low in words("speakers_organization_nouns")


def _start(doc: Doc, k: int, end: int) -> int:
    """Where the name up to ``end`` begins that may begin at ``k``: at the last given name (*the Verkhovna Rada | Vadim Roe*),
    for many a body's last word is one; at ``k`` where the recognizer begins a person there.
    """
    if doc[k].ent_type_ == "PERSON" and doc[k].ent_iob_ == "B":
        return k
    given = (i for i in range(end - 2, k, -1) if doc[i - 1].text != "-" and _plain(doc[i].text) in words("first_names"))
    return next(given, k)


def _name_end(doc: Doc, k: int) -> int:
    """The token behind the name that begins at ``k``; 0 where it is one word, too long, or a body's (*the Jane Roe Fund*)."""
    end, names = k + 1, 1
    while end < len(doc) and (_capital(doc[end].text) or _joins(doc, end)):
        names += _capital(doc[end].text) and doc[end - 1].text != "-"
        end += 1
    bodies = words("speakers_organization_nouns") | words("organization_nouns")
    if not 1 < names <= LONGEST_NAME or any(token.lower_ in bodies for token in doc[k : end + 1]):
        return 0
    return end


def _joins(doc: Doc, i: int) -> bool:
    """Whether a token joins the words of a name: a hyphen, or a particle with the surname behind it (*al-Roe*, *van Roe*)."""
    token = doc[i]
    if token.text == "-":
        return not token.whitespace_
    after = i + 1 + (doc[i + 1].text == "-") if i + 2 < len(doc) else i
    return token.lower_ in words("speakers_particles") and _capital(doc[after].text)


def _held(doc: Doc, k: int) -> bool:
    """Whether an office and what it is held in lead up to a token: *the head of the regional administration of Acme*."""
    linked = False
    for i in range(k - 1, max(-1, k - LONGEST_OFFICE), -1):
        token = doc[i]
        low = token.lower_
        if linked and low in words("role_nouns") and doc[i + 1].lower_ in LINKS:
            return low not in words("relational_nouns")
        if token.pos_ not in PASSED and token.text not in _MARKS:
            return False
        linked = linked or low in LINKS
    return False


def _capital(word: str) -> bool:
    return word[:1].isupper() and word.isalpha()


def _plain(word: str) -> str:
    """A word in lower case, without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
