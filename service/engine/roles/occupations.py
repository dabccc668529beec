"""The word lists that role and affiliation are read with, and what can be asked of them."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

WORDS = Path(__file__).parent.parent / "words"
_IRREGULAR = {"men": "man", "women": "woman", "wives": "wife", "people": "person", "children": "child", "mps": "mp"}


def _lines(name: str) -> tuple[str, ...]:
    text = (WORDS / f"{name}.txt").read_text(encoding="utf8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def _table(name: str) -> dict[str, str]:
    rows = (line.partition("\t") for line in _lines(name))
    return {word: printed for word, _, printed in rows}


@dataclass(frozen=True)
class Lexicon:
    """The lists of ``words/``: sets of lower-case words, and tables from the article's word to the printed one."""

    role_nouns: frozenset[str]
    role_modifiers: frozenset[str]
    qualifiers: frozenset[str]
    dropped_adjectives: frozenset[str]
    organization_nouns: frozenset[str]
    party_offices: frozenset[str]
    portfolios: frozenset[str]
    honorifics: frozenset[str]
    relational_nouns: frozenset[str]
    generic_nouns: frozenset[str]
    work_verbs: frozenset[str]
    creeds: frozenset[str]
    office_names: frozenset[str]
    name_links: frozenset[str]
    abbreviations: dict[str, str]
    demonyms: dict[str, str]
    parties: dict[str, str]
    party_letters: dict[str, str]
    states: dict[str, str]
    countries: dict[str, str]
    national_offices: frozenset[str]
    role_kinds: dict[str, str]
    candidacy_nouns: frozenset[str]
    contest_nouns: frozenset[str]
    ranks: frozenset[str]

    @cached_property
    def lands(self) -> frozenset[str]:
        """The printed names of countries."""
        return frozenset(self.demonyms.values()) | frozenset(self.countries.values())

    @cached_property
    def provinces(self) -> frozenset[str]:
        """The printed names of states."""
        return frozenset(self.states.values())

    def is_role_noun(self, word: str) -> bool:
        """Whether a word, in any case and number, names a role."""
        low = word.lower()
        return low in self.role_nouns or singular(low) in self.role_nouns


def singular(word: str) -> str:
    """The singular of a lower-case role noun in the plural; other words come back as they are."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for plural, one in _IRREGULAR.items():
        if word.endswith(plural) and plural in ("men", "women"):
            return word[: -len(plural)] + one
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@cache
def lexicon() -> Lexicon:
    """Read the lists, once."""
    return Lexicon(
        role_nouns=frozenset(_lines("role_nouns")),
        role_modifiers=frozenset(_lines("role_modifiers")),
        qualifiers=frozenset(_lines("qualifiers")),
        dropped_adjectives=frozenset(_lines("dropped_adjectives")),
        organization_nouns=frozenset(_lines("organization_nouns")),
        party_offices=frozenset(_lines("party_offices")),
        portfolios=frozenset(_lines("portfolios")),
        honorifics=frozenset(_lines("honorifics")),
        relational_nouns=frozenset(_lines("relational_nouns")),
        generic_nouns=frozenset(_lines("generic_nouns")),
        work_verbs=frozenset(_lines("work_verbs")),
        creeds=frozenset(_lines("creeds")),
        office_names=frozenset(_lines("office_names")),
        name_links=frozenset(_lines("name_links")),
        abbreviations=_table("role_abbreviations"),
        demonyms=_table("demonyms"),
        parties=_table("parties"),
        party_letters=_table("party_letters"),
        states=_table("us_states"),
        countries=_table("countries"),
        national_offices=frozenset(_lines("national_offices")),
        role_kinds=_table("role_kinds"),
        candidacy_nouns=frozenset(_lines("candidacy_nouns")),
        contest_nouns=frozenset(_lines("contest_nouns")),
        ranks=frozenset(_lines("ranks")),
    )
