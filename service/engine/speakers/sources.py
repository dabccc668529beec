"""What a mention of a source means: somebody named, described or replaced by a pronoun, several people, an organization."""

from collections.abc import Sequence
from dataclasses import replace

from service.engine.lexicon import words
from service.engine.reading.junctions import LINKS, PASSED
from service.engine.reading.naming import name_after
from service.engine.result import Span, SpeakerKind

from . import ballot, pronouns
from .discourse import OBJECTS, Discourse
from .epithets import Description, Label, describe, head_of, is_person_noun, named_at_head, people_of
from .figures import Figure
from .fit import FITS, PAIRS, SALIENT, fit
from .names import fold, gender_of
from .organizations import NAMED, key_of
from .people import Occurrence
from .places import OTHER_ENTITIES

LONGEST_ISSUER = 80  # code points
PRESENTED = 500  # code points within which a description's bearer is named
MOST_ALIKE = 30  # figures of one head noun among which a description's is sought
LATELY = 12  # mentions back to which a definite description reaches without a shared word
MAIN_FIGURE = 2.0  # how much more likely than a pronoun's is a description's figure the article's main one

LONGEST_TITLE = 5  # tokens between a comma and a name
LONGEST_ROW = 28  # tokens of appositions passed over on the way to a name
_UNNAMED = ballot.NAMELESS | words("generic_nouns") | {"teenager"}
_LINKS = frozenset({"of", "from", "for", "by", "and", ",", "'s", "in", "at", "with", "to", "on", "-", "&"})
_ORNAMENTS = frozenset({"JJ", "JJR", "JJS", "RB", "VBN", "VBG"})
_ENDING = frozenset({".", ";", ":", '"', "(", "!", "?"})
_CLOSING = frozenset({",", ".", ":", "said", '"', ";"})


class Sources:
    """The mentions of a discourse, each given to its figure."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self._byline: list[Occurrence] | None = None

    def elected(self, number: int, rule: Figure | None) -> Figure | None:
        """The speaker of an attribution whose mention means ``rule`` by its wording."""
        figure = ballot.choose(ballot.candidates(self.discourse, number, rule))
        mention = self.discourse.attributions[number].mention
        if figure is not None and figure is not rule and mention is not None:
            named = any(self.discourse.figure_of(place) is rule for place in self.discourse.roster.within(mention))
            if not (named and _another(rule, figure)):
                figure.mentions.add(mention)
        return figure

    def of(self, mention: Span, number: int) -> Figure | None:
        """The figure that a mention means; ``number`` is its attribution's, or -1 for a mention that is none's."""
        columns = self.discourse.syntax
        tokens = columns.tokens(mention)
        if not len(tokens):
            return None
        said = [i for i in tokens if columns.text[i][:1].isalnum()]
        if said and (len(said) == 1 or columns.text[said[0] + 1].startswith("'")) and columns.lower[said[0]] in pronouns.ALL:
            return self.pronoun(said[0], number)
        written = "".join(c if c.isalnum() else " " for c in self.discourse.text[mention.start : mention.end].lower()).split()
        if not written or (len(written) == 1 and written[0] in pronouns.ALL):  # never a name
            return None
        places = self.discourse.roster.within(mention)
        named = named_at_head(columns, mention, places)
        if len(named) > 1 and {columns.lower[i] for i in range(named[0].last + 1, named[-1].first)} & {"and", "&"}:
            return self._several(mention, named)
        if named:
            figure = self.discourse.figure_of(named[-1])
            if not any(o.first <= t <= o.last for o in self.discourse.roster.within(mention) for t in tokens):
                self.discourse.mention(figure, tokens[-1])
            return figure
        beside = self._beside(tokens) or self._closing(tokens, places) or self._behind_body(tokens)
        if beside is not None:
            figure = self.discourse.figure_of(beside)
            figure.learn(_label(describe(self.discourse.text, columns, mention)))
            return figure
        head = head_of(columns, tokens)
        noun = self._demonym(tokens, head) or people_of(columns, head)
        if not noun and columns.text[head][:1].isupper() and self._proper(head):
            return self.organization(mention, head)
        owner = self._owner(tokens, head, number)
        if owner is not None:
            return owner
        figure = self.described(describe(self.discourse.text, columns, mention))
        self.discourse.mention(figure, head)
        return figure

    def _owner(self, tokens: range, head: int, number: int) -> Figure | None:
        """Whose utterance a mention is: *Smith's account*, *his tweet*, *a statement from the family*."""
        columns = self.discourse.syntax
        if columns.lower[head] not in words("speakers_utterances"):
            return None
        for i in tokens:
            if i < head and columns.tag[i] == "POS":
                places = self.discourse.roster.within(columns.span(i - 1, i - 1))
                return self.discourse.figure_of(places[-1]) if places else None
            if i < head and columns.lower[i] in ("his", "her"):
                return self.discourse.meant(self.discourse.pronoun_at(i, number if number >= 0 else None), i)
        for i in range(head + 1, min(head + 7, len(columns))):
            by = columns.lower[i] in ("from", "by") or columns.lower[i - 1 : i + 1] == ("behalf", "of")
            if by and i + 1 < len(columns) and not self.discourse.quoted[i + 1] and columns.dep[i + 1] != "":
                objects = [c for c in columns.children[i] if c > i and columns.dep[c] in OBJECTS]
                if objects:
                    issuer = columns.span(max(i + 1, columns.first[objects[0]]), min(columns.last[objects[0]], objects[0] + 6))
                    return self.of(issuer, -1) if issuer.end - issuer.start < LONGEST_ISSUER else None
            if columns.tag[i] in ("VBD", "VBZ") or self.discourse.quoted[i]:
                break
        return None

    def _presented(self, description: Description) -> Figure | None:
        """Whom a description announces and the article names right after: *a mechanic has said.* … *Mechanic Ada Roe told …*"""
        if description.plural or description.definite or description.kind != "unnamed":
            return None
        at = description.span.end
        named = [
            figure
            for figure in self.discourse.by_head.get(description.head, ())[:MOST_ALIKE]
            if figure.person is not None and at < figure.person.occurrences[0].span.start < at + PRESENTED
        ]
        return named[0] if len(named) == 1 else None

    def _proper(self, head: int) -> bool:
        """Whether a capitalised head is a name, also where the parser takes an acronym for another word (*the WHO*)."""
        columns = self.discourse.syntax
        acronym = columns.text[head].isupper() and len(columns.text[head]) > 1
        return acronym or columns.tag[head] in ("NNP", "NNPS") or columns.entity[head] in NAMED

    def _demonym(self, tokens: range, head: int) -> bool:
        """Whether a capitalised head stands for somebody by where they are from: *the Texan*, *the 30-year-old American*."""
        columns = self.discourse.syntax
        opens = columns.lower[tokens[0]] in ("the", "a", "an", "another")
        return opens and columns.tag[head] != "NNPS" and is_person_noun(columns.lower[head])

    def _beside(self, tokens: range) -> Occurrence | None:
        """The name that stands in apposition to a description: *the spokesman, Ned Price,* or *Ned Price, the spokesman,*.

        Or that it is given: *a man named Ned Price*.
        """
        columns = self.discourse.syntax
        after, before = tokens[-1] + 1, tokens[0] - 1
        called = name_after(columns.lower, columns.tag, after) or name_after(
            columns.lower, columns.tag, head_of(columns, tokens) + 1
        )
        if called is not None:
            for place in self.discourse.roster.within(columns.span(called, called)):
                if place.opening <= called <= place.first:
                    return place
        if after < len(columns):
            for place in self.discourse.roster.within(columns.span(after, min(after + 1, len(columns) - 1))):
                if place.opening <= after <= place.first <= after + 1:  # the mention was cut before the name
                    return place
        if after + 1 < len(columns) and columns.lower[after] == ",":
            name = after + 2 if columns.lower[after + 1] == "the" and after + 2 < len(columns) else after + 1
            for place in self.discourse.roster.within(columns.span(name, min(name + LONGEST_TITLE, len(columns) - 1))):
                closes = place.last + 1 >= len(columns) or columns.lower[place.last + 1] in _CLOSING
                if place.opening <= name <= place.first and closes:
                    return place
            beyond = self._beyond(after)
            if beyond is not None:
                return beyond
        if before > 0 and columns.lower[before] in (",", "-"):
            places = self.discourse.roster.within(columns.span(before - 1, before - 1))
            if places and places[-1].last == before - 1 and columns.dep[tokens[-1]] != "nsubj":
                return places[-1]
        return None

    def _beyond(self, comma: int) -> Occurrence | None:
        """The name at the end of a row of appositions: *a doctor, professor of medicine at the university, Ada Roe.*"""
        columns = self.discourse.syntax
        commas = 1
        for i in range(comma + 1, min(comma + LONGEST_ROW, len(columns) - 1)):
            if self.discourse.quoted[i] or columns.tag[i] in ("VBD", "VBZ", "VBP", "MD", "WP") or columns.lower[i] in _ENDING:
                return None
            if columns.lower[i] != ",":
                continue
            commas += 1
            for place in self.discourse.roster.within(columns.span(i + 1, i + 1)):
                closes = place.last + 1 >= len(columns) or columns.lower[place.last + 1] in _CLOSING
                if place.opening == i + 1 and closes and commas > 1 and len(place.form.words) > 1:
                    return place
        return None

    def _closing(self, tokens: range, places: Sequence[Occurrence]) -> Occurrence | None:
        """The name that closes a description without a comma: *the head of the Department of Health Ada Roe*."""
        columns = self.discourse.syntax
        for place in places:
            behind_body = place.first > 0 and columns.entity[place.first - 1] in OTHER_ENTITIES
            opening = place.first if behind_body else place.opening
            before = columns.lower[opening - 1] if opening else ""
            closes = place.first <= tokens[-1] <= place.last and place.first > tokens[0]
            if closes and len(place.form.words) > 1 and before not in _LINKS:
                return place
        return None

    def _behind_body(self, tokens: range) -> Occurrence | None:
        """The name right behind that of the body in which an office is held: *the head of the bank “Acme” Ada Roe*."""
        columns = self.discourse.syntax
        head = head_of(columns, tokens)
        if columns.lower[head] not in words("role_nouns") or columns.lower[head] in words("relational_nouns"):
            return None
        linked = False
        for i in range(head + 1, min(head + LONGEST_ROW, len(columns))):
            before = columns.lower[i - 1]
            body = before in words("organization_nouns") or before in words("speakers_organization_nouns")
            if linked and (body or (before == '"' and columns.text[i - 2][:1].isupper())):
                for place in self.discourse.roster.within(columns.span(i, i)):
                    if place.opening == i and len(place.form.words) > 1 and columns.entity[i] == "PERSON":
                        return place
            linked = linked or columns.lower[i] in LINKS
            if columns.pos[i] not in PASSED and columns.lower[i] != '"':
                return None
        return None

    def pronoun(self, token: int, number: int) -> Figure | None:
        """The figure that the pronoun at a token means, as the source of an attribution."""
        word = self.discourse.syntax.lower[token]
        if word in pronouns.RELATIVE:
            return self._antecedent(token)
        if word in pronouns.FIRST or word in pronouns.OTHERS:
            return self._author(token) if word in ("i", "me", "my") else None
        return self.discourse.meant(self.discourse.pronoun_at(token, number), token)

    def _antecedent(self, token: int) -> Figure | None:
        """Whom *who* means: the name or description that its clause modifies."""
        columns, i = self.discourse.syntax, token
        for _ in range(6):
            if columns.dep[i] == "relcl" or columns.head[i] == i:
                break
            i = columns.head[i]
        head = columns.head[i] if columns.dep[i] == "relcl" and columns.head[i] < token else token - 1
        if (
            columns.lower[token - 1] == ","
            and columns.text[token - 2 : token - 1]
            and columns.tag[token - 2] in ("CD", "NN", "NNP")
        ):
            head = token - 2  # One, who asked not to be named
        if head >= token or head < 0:
            head = max(0, token - 1)
        if columns.lower[head] == "," and head > 0:
            head -= 1
        places = self.discourse.roster.within(columns.span(head, head)) or self._from(head)
        if places:
            return self.discourse.figure_of(places[-1])
        if columns.tag[head][:2] in ("NN", "CD", "DT") and columns.text[head][:1].isalnum():
            start = max(columns.first[head], head - 8)
            return self.of(columns.span(start, head), -1) if columns.lower[head] not in pronouns.ALL else None
        return None

    def _from(self, token: int) -> list[Occurrence]:
        """The name before the place or the body at a token: *Senator Ann Roe of Acme*, *Ann Roe at Acme University*."""
        columns, i = self.discourse.syntax, token
        while i > 0 and token - i < LONGEST_TITLE and columns.entity[i] in OTHER_ENTITIES:
            i -= 1
        if i == token or columns.lower[i] not in ("of", "from", "at", "in"):
            return []
        places = self.discourse.roster.within(columns.span(i - 1, i - 1))
        return places if places and places[-1].last == i - 1 else []

    def _author(self, token: int) -> Figure:
        """Who *I* is: the one whom the article's byline names, or else just its author."""
        if self._byline is None:
            self._byline = [place for place in self.discourse.roster.occurrences if self._in_byline(place)]
        if self._byline:
            return self.discourse.figure_of(self._byline[0])
        author = self._filed(("the", "author"), "unnamed", "the author", self.discourse.syntax.span(token, token))
        author.mentions.clear()
        return author

    def _in_byline(self, place: Occurrence) -> bool:
        """Whether a name stands after *By* at the beginning of a line."""
        columns, by = self.discourse.syntax, place.opening - 1
        if by < 0 or columns.lower[by] != "by" or len(place.form.core) < 2:
            return False
        return by == 0 or "\n" in columns.text[by - 1]

    def _several(self, mention: Span, named: list[Occurrence]) -> Figure:
        names = [self.discourse.figure_of(place).name for place in named]
        whole = (", ".join(names[:-1]) + " and " + names[-1]) if len(names) > 2 else " and ".join(names)
        figure = self._filed(("several", *sorted(names)), "group", whole, mention)
        figure.plural = True
        self.discourse.by_head.setdefault("couple", []).append(figure)
        self.discourse.mention(figure, head_of(self.discourse.syntax, self.discourse.syntax.tokens(mention)))
        return figure

    def organization(self, mention: Span, head: int) -> Figure:
        """The figure for a mention with a name at its head that is not a known person's."""
        tokens = self.discourse.syntax.tokens(mention)
        end = head + 1
        while (
            end in tokens
            and self.discourse.syntax.tag[end] != "POS"
            and self.discourse.syntax.lower[end] not in (",", "who", "which", "that")
        ):
            end += 1
        start = self.discourse.syntax.start[self._past_ornaments(tokens, head)] if tokens[0] < head else mention.start
        said = " ".join(self.discourse.text[max(start, mention.start) : self.discourse.syntax.end[end - 1]].split())
        name = self.discourse.organizations.fullest(said)
        key = key_of(name)
        known = key in self.discourse.named
        figure = self._filed(key, "organization", name, mention)
        if said not in figure.names:
            figure.names.append(said)
        figure.plural = self.discourse.syntax.tag[head] == "NNPS"
        figure.heads |= set(key)
        for word in () if known else dict.fromkeys(key):
            self.discourse.by_head.setdefault(word, []).append(figure)
        self.discourse.mention(figure, head)
        return figure

    def _past_ornaments(self, tokens: range, head: int) -> int:
        """Where the name begins in *Even China*, *Outraged Paris*."""
        columns = self.discourse.syntax
        first = tokens[0] + (columns.tag[tokens[0]] == "DT")
        for i in range(first, head + 1):
            ornament = columns.tag[i] in _ORNAMENTS and not columns.entity[i]
            if i == head or not ornament or columns.dep[i] not in ("amod", "advmod"):
                return tokens[0] if i == first else i
        return tokens[0]

    def _filed(self, key: tuple[str, ...], kind: SpeakerKind, name: str, mention: Span) -> Figure:
        figure = self.discourse.named.get(key)
        if figure is None:
            figure = self.discourse.named[key] = Figure(len(self.discourse.figures), kind, names=[name])
            self.discourse.figures.append(figure)
        figure.mentions.add(mention)
        figure.count += 1
        return figure

    def described(self, description: Description) -> Figure:
        """The figure that a description means: one named behind it, one known by it, or a new one."""
        behind = self._behind_body(self.discourse.syntax.tokens(description.span))
        if behind is not None:
            return self.discourse.figure_of(behind)
        if not description.indefinite:
            figure = self._nameless(description) or self._fitting(description)
            if figure is not None:
                figure.mentions.add(description.span)
                if figure.person is None and description.text not in figure.names:
                    figure.names.append(description.text)
                return figure
            figure = self._salient(description)
            if figure is not None:
                figure.mentions.add(description.span)
                return figure
        return self._presented(description) or self._new(description)

    def _nameless(self, description: Description) -> Figure | None:
        """Which of those without a name *the man* or *the woman* is: the last one so called, or else the last one at all.

        Whom an article names it hardly ever calls so.
        """
        if not description.pointing or description.head not in _UNNAMED:
            return None
        gender = {"m": 1, "f": -1}.get(gender_of(description.head) or "", 0)
        lately = [step.figure for step in self.discourse.trail[: -LATELY - 1 : -1]]
        fitting = [f for f in lately if f.person is None and f.kind == "unnamed" and not f.plural and f.gender() * gender >= 0]
        return next((f for f in fitting if description.head in f.heads), fitting[0] if fitting else None)

    def _salient(self, description: Description) -> Figure | None:
        """Whom a definite description can only mean that fits nobody by its words: the one a pronoun would mean there."""
        if not description.pointing or not is_person_noun(description.head):
            return None
        gender = gender_of(description.head)
        word = {"m": "he", "f": "she"}.get(gender or "", pronouns.EITHER)
        token = head_of(self.discourse.syntax, self.discourse.syntax.tokens(description.span))
        figure = pronouns.choose(
            replace(self.discourse.pronoun_at(token), word=word), self.discourse.memory(), main=MAIN_FIGURE
        )
        generic = gender is not None or description.head in ("person", "one")
        if figure is None or (figure.person is None and not generic) or self._fit(description, figure, anyway=True) < SALIENT:
            return None
        return figure

    def _new(self, description: Description) -> Figure:
        figure = Figure(
            len(self.discourse.figures),
            description.kind,
            names=[description.text],
            mentions={description.span},
            plural=description.plural,
        )
        self.discourse.figures.append(figure)
        figure.heads.add(description.head)
        figure.hear(description.modifiers | description.possessor | {description.head})
        figure.show(gender_of(description.head), 3.0)
        figure.count = 1
        self.discourse.by_head.setdefault(description.head, []).append(figure)
        return figure

    def _fitting(self, description: Description) -> Figure | None:
        """The figure that a description fits best, if any fits well enough."""
        rivals: dict[int, Figure] = {f.number: f for f in self.discourse.by_head.get(description.head, ())[-MOST_ALIKE:]}
        if description.head in PAIRS:
            rivals |= {f.number: f for f in self.discourse.by_head.get("couple", ())[-2:]}
        if description.definite and not description.possessor:
            for step in self.discourse.trail[-LATELY:]:
                rivals.setdefault(step.figure.number, step.figure)
        scored = [(self._fit(description, figure), figure.number) for figure in rivals.values()]
        best = max(scored, default=(0.0, -1))
        return rivals[best[1]] if best[0] >= FITS else None

    def _fit(self, description: Description, figure: Figure, *, anyway: bool = False) -> float:
        speaking = figure is self.discourse.speaker
        return fit(description, figure, self.discourse.since(figure), speaking=speaking, anyway=anyway)


def _another(rule: Figure | None, figure: Figure) -> bool:
    """Whether words that name one person stand for another, who shares no name with them: they say nothing of the other."""
    if rule is None or rule.person is None or figure.person is None:
        return False
    surnames = ({fold(said[-1]) for said in person.forms} for person in (rule.person, figure.person))
    return next(surnames).isdisjoint(next(surnames))


def _label(description: Description) -> Label:
    return Label(frozenset({description.head}), description.modifiers | {description.head})
