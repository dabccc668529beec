"""The article as a reader passes through it: names, descriptions and pronouns in order, each given to the figure it means."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import pronouns
from .epithets import Description, describe, gender_of, head_of, is_person_noun, labels, named_at_head, described
from .figures import Figure
from .language import Reading
from .lexicon import words
from .names import fold
from .organizations import NAMED, key_of, organizations
from .pronouns import Memory, Pronoun, Step
from .result import Attribution, Span
from .roster import Occurrence, roster
from .syntax import Syntax, syntax

MOST_ALIKE = 30  # figures of one head noun among which a description's is sought
MAIN = 3  # figures named most, which a pronoun may mean from afar

_OBJECTS = frozenset({"dobj", "pobj", "obj", "iobj", "dative"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_QUESTIONS = frozenset({"ask", "press", "question", "challenge", "interview", "quiz"})
_PAIRS = frozenset({"couple", "pair", "duo", "trio", "two", "brother", "sister", "twin"})


class Discourse:
    """One pass through an article. ``columns`` spares making them anew where a stage before has them."""

    def __init__(self, reading: Reading, attributions: Sequence[Attribution], columns: Syntax | None = None) -> None:
        self.text = reading.clean
        self.syntax = columns or syntax(reading.doc)
        self.attributions = attributions
        self.figures: list[Figure] = []
        self._paragraphs = [p.start for p in reading.paragraphs]
        self._quoted = self._quoted_tokens()
        self._narrated = self._narrated_sentences()
        mentions = [a.mention for a in attributions if a.mention is not None]
        self.roster = roster(self.text, self.syntax, mentions)
        self._learning = False
        self._people = [self._person(person_number) for person_number in range(len(self.roster.people))]
        self._by_person = {id(figure.person): figure for figure in self._people}
        named = frozenset(i for o in self.roster.occurrences for i in range(o.first, o.last + 1))
        self.organizations = organizations(self.text, self.syntax, named)
        self._main = sorted(self._people, key=lambda f: -f.count)[:MAIN]
        self._most = self._main[0].count if self._main else 1
        self._begin()
        self._label_people()
        self._show_genders()

    # What is known before the pass ----------------------------------------------------------------------------------

    def _quoted_tokens(self) -> list[bool]:
        quoted = [False] * len(self.syntax)
        for attribution in self.attributions:
            for part in attribution.quotation.parts:
                for i in self.syntax.tokens(part):
                    quoted[i] = True
        return quoted

    def _narrated_sentences(self) -> list[int]:
        """For each token the number of sentences so far in which the narrator speaks."""
        columns, numbers, number, counted = self.syntax, [0] * len(self.syntax), 0, -1
        for i in range(len(columns)):
            if columns.sentence[i] != counted and not self._quoted[i] and columns.text[i][:1].isalnum():
                counted = columns.sentence[i]
                number += 1
            numbers[i] = number
        return numbers

    def _person(self, number: int) -> Figure:
        person = self.roster.people[number]
        figure = Figure(len(self.figures), "person", person, count=len(person.occurrences))
        self.figures.append(figure)
        return figure

    def _label_people(self) -> None:
        for place in self.roster.occurrences:
            figure = self.figure_of(place)
            for title in place.form.titles:
                figure.show(gender_of(fold(title)), 5.0)
            for label in labels(self.syntax, place):
                figure.learn(label)

    def _show_genders(self) -> None:
        """Count the pronouns that can only mean one of the people named: the one person of their sentence, or of the one before."""
        columns = self.syntax
        people: dict[int, list[Occurrence]] = {}
        for place in self.roster.occurrences:
            if not self._quoted[place.first]:
                people.setdefault(self._narrated[place.first], []).append(place)
        for i in range(len(columns)):
            word = columns.lower[i]
            gender = "m" if word in pronouns.MASCULINE else "f" if word in pronouns.FEMININE else None
            if gender is None or self._quoted[i]:
                continue
            here = {id(o.person): o for o in people.get(self._narrated[i], ()) if o.last < i}
            if not here:
                before = people.get(self._narrated[i] - 1, ())
                here = {id(o.person): o for o in before} if before and self._paragraph(i) - self._paragraph(before[-1].first) <= 1 else {}
            if len(here) == 1:
                place = next(iter(here.values()))
                here_too = self._narrated[place.first] == self._narrated[i]
                weight = 2.0 if word in ("himself", "herself") else 1.0 if here_too else 0.5
                self.figure_of(place).show(gender, weight if columns.dep[place.last] in _SUBJECTS else weight * NO_SUBJECT)

    # The pass -------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Stand before the first word again: only the people named are known."""
        del self.figures[len(self._people) :]
        for figure in self._people:
            figure.mentions.clear()
            figure.quotations.clear()
        self._named: dict[tuple[str, ...], Figure] = {}
        self._by_head: dict[str, list[Figure]] = {}
        for figure in self._people:
            for head in figure.heads:
                self._by_head.setdefault(head, []).append(figure)
        self._resolved: dict[Span, Figure | None] = {}
        self._trail: list[Step] = []
        self._last: dict[int, Step] = {}
        self._speaker: Figure | None = None
        self._speaker_paragraph = -10

    def read(self) -> None:
        """Give every attribution to the figure that its mention means.

        The article is passed through twice: what pronouns plainly mean the first time tells who is *he* and who *she*.
        """
        events = sorted(self._events(), key=lambda e: e[:2])
        self._learning = True
        self._walk(events)
        self._learning = False
        self._begin()
        self._walk(events)

    def _walk(self, events: Sequence[tuple[int, int, Occurrence | Description | Span | int]]) -> None:
        for _, _, event in events:
            if isinstance(event, Occurrence):
                self._pass(self.figure_of(event), event.last, headline=event.headline)
            elif isinstance(event, Description):
                figure = self._described(event)
                self._pass(figure, self._head_token(event.span))
            elif isinstance(event, Span):
                self._organization(event, self.syntax.tokens(event)[-1])
            elif event >= 0:
                self._attribute(event)
            else:
                self._pronoun_between(-event - 1)

    def _events(self) -> Iterator[tuple[int, int, Occurrence | Description | Span | int]]:
        """What the reader passes, each with its token: names, described people, pronouns (below 0), attributions."""
        columns = self.syntax
        sources: set[int] = set()
        for number, attribution in enumerate(self.attributions):
            span = attribution.mention or attribution.quotation.parts[-1]
            tokens = columns.tokens(span)
            at = tokens[-1] if len(tokens) else 0
            if attribution.mention is not None:
                sources.update(tokens)
            yield at, 1, number
        for place in self.roster.occurrences:
            if not self._quoted[place.first]:
                yield place.last, 0, place
        for i in range(len(columns)):
            if i in sources or self._quoted[i]:
                continue
            if columns.lower[i] in pronouns.MASCULINE or columns.lower[i] in pronouns.FEMININE:
                yield i, 0, -i - 1
        named = {o.last for o in self.roster.occurrences}
        said = {columns.lower[i] for i in sources}
        wanted = bool(said & (pronouns.PLURAL | pronouns.NEUTER))
        if wanted:
            for places in self.organizations.places.values():
                for span in places:
                    last = columns.tokens(span)[-1]
                    if last not in sources and not self._quoted[last] and columns.dep[last] in _SUBJECTS:
                        yield last, 0, span
        for i in described(columns, everything=wanted):
            if i not in sources and not self._quoted[i] and not any(k in named for k in range(i, min(i + 4, len(columns)))):
                yield i, 0, describe(self.text, columns, columns.span(min(self._phrase_start(i), i), i))

    def _phrase_start(self, head: int) -> int:
        start = head
        while start > 0 and head - start < 8 and self.syntax.head[start - 1] in range(start, head + 1):
            start -= 1
        return max(start, self.syntax.first[head])

    def _head_token(self, span: Span) -> int:
        return head_of(self.syntax, self.syntax.tokens(span))

    def _pass(self, figure: Figure, token: int, *, pronoun: bool = False, headline: bool = False) -> None:
        """Note that a figure was named at a token."""
        columns, dep = self.syntax, self.syntax.dep[token]
        sentence = self._narrated[token]
        leading = not self._trail or self._trail[-1].sentence != sentence
        poss = dep == "poss" or columns.tag[token + 1 : token + 2] == ("POS",) or columns.lower[token] in ("his", "her", "their", "its")
        paragraph = self._paragraph(token)
        opening = leading and (not self._trail or self._trail[-1].paragraph != paragraph)
        subject = dep in _SUBJECTS
        reports = subject and columns.lemma[columns.head[token]] in words("reporting_verbs")
        verb = columns.lemma[columns.head[token]]
        asks = verb in _QUESTIONS and subject
        asked = verb in _QUESTIONS and dep in _OBJECTS
        step = Step(figure, sentence, paragraph, subject, dep in _OBJECTS, poss, leading, pronoun, headline, reports, opening, asks, asked)
        self._trail.append(step)
        self._last[figure.number] = step

    def _paragraph(self, token: int) -> int:
        return bisect_right(self._paragraphs, self.syntax.start[token])

    def memory(self) -> Memory:
        """What the reader has in mind now."""
        return Memory(self._trail, self._speaker, self._speaker_paragraph, self._main, self._most)

    def pronoun_at(self, token: int, quotation: int | None = None) -> Pronoun:
        """The pronoun at a token; ``quotation`` is the attribution whose source it is."""
        columns = self.syntax
        named: set[int] = set()
        third = False
        if quotation is not None:
            alike = next((s for s in (pronouns.MASCULINE, pronouns.FEMININE) if columns.lower[token] in s), frozenset())
            for part in self.attributions[quotation].quotation.parts:
                named |= {self.figure_of(o).number for o in self.roster.within(part)}
                third = third or any(columns.lower[i] in alike for i in columns.tokens(part))
        for child in columns.children[columns.head[token]]:  # he told Hannity: he is not Hannity
            if child != token and columns.dep[child] in _OBJECTS:
                named |= {self.figure_of(o).number for o in self.roster.within(columns.span(child, child))}
        opens = token == 0 or self._narrated[token - 1] != self._narrated[token]
        return Pronoun(
            columns.lower[token],
            self._narrated[token],
            self._paragraph(token),
            columns.dep[token] in _SUBJECTS,
            opens,
            frozenset(named),
            quotation is not None,
            third,
        )

    def _pronoun_between(self, token: int) -> None:
        self._meant(self.pronoun_at(token), token)

    def _meant(self, pronoun: Pronoun, token: int) -> Figure | None:
        """Whom a pronoun means, taken note of; on the first pass also for what it tells of gender."""
        weighed = pronouns.weigh(pronoun, self.memory())
        if not weighed:
            return None
        chance, figure = weighed[0]
        if self._learning and chance > PLAIN:
            figure.show("m" if pronoun.word in pronouns.MASCULINE else "f" if pronoun.word in pronouns.FEMININE else None, LEARNT)
        self._pass(figure, token, pronoun=True)
        return figure

    def _attribute(self, number: int) -> None:
        attribution = self.attributions[number]
        mention = attribution.mention
        if mention is None:
            figure = self._carried(number)
        elif mention in self._resolved:
            figure = self._resolved[mention]
        else:
            figure = self._resolved[mention] = self._source(mention, number)
        if figure is None:
            return
        figure.quotations.append(number)
        self._speaker = figure
        tokens = self.syntax.tokens(mention or attribution.quotation.parts[-1])
        self._speaker_paragraph = self._paragraph(tokens[-1]) if len(tokens) else 0

    # What a mention means -------------------------------------------------------------------------------------------

    def figure_of(self, place: Occurrence) -> Figure:
        """The figure of the person named at a place."""
        return self._by_person[id(place.person)]

    def _source(self, mention: Span, number: int) -> Figure | None:
        columns = self.syntax
        tokens = columns.tokens(mention)
        if not len(tokens):
            return None
        said = [i for i in tokens if columns.text[i][:1].isalnum()]
        if said and (len(said) == 1 or columns.text[said[0] + 1].startswith("'")) and columns.lower[said[0]] in pronouns.ALL:
            return self._pronoun(said[0], number)
        places = self.roster.within(mention)
        named = named_at_head(columns, mention, places)
        if len(named) > 1 and {columns.lower[i] for i in range(named[0].last + 1, named[-1].first)} & {"and", "&"}:
            return self._several(mention, named)
        if named:
            figure = self.figure_of(named[-1])
            if not any(o.first <= t <= o.last for o in self.roster.within(mention) for t in tokens):
                self._pass(figure, tokens[-1])
            return figure
        beside = self._beside(tokens)
        if beside is not None:
            figure = self.figure_of(beside)
            figure.learn(_as_label(describe(self.text, columns, mention)))
            return figure
        head = head_of(columns, tokens)
        if not self._demonym(tokens, head) and columns.text[head][:1].isupper() and (columns.tag[head] in ("NNP", "NNPS") or columns.entity[head] in NAMED):
            return self._organization(mention, head)
        figure = self._described(describe(self.text, columns, mention))
        self._pass(figure, head)
        return figure

    def _demonym(self, tokens: range, head: int) -> bool:
        """Whether a capitalised head stands for somebody by where they are from: *the Texan*, *the 30-year-old American*."""
        columns = self.syntax
        opens = columns.lower[tokens[0]] in ("the", "a", "an", "another")
        return opens and columns.tag[head] != "NNPS" and is_person_noun(columns.lower[head])

    def _beside(self, tokens: range) -> Occurrence | None:
        """The name that stands in apposition to a description: *the spokesman, Ned Price,* or *Ned Price, the spokesman,*."""
        columns = self.syntax
        after, before = tokens[-1] + 1, tokens[0] - 1
        if after < len(columns):
            for place in self.roster.within(columns.span(after, min(after + 1, len(columns) - 1))):
                if place.opening <= after <= place.first <= after + 1:  # the mention was cut before the name
                    return place
        if after + 1 < len(columns) and columns.lower[after] == ",":
            for place in self.roster.within(columns.span(after + 1, after + 1)):
                closes = place.last + 1 >= len(columns) or columns.lower[place.last + 1] in (",", ".", ":", "said", '"', ";")
                if place.opening <= after + 1 <= place.first and closes:
                    return place
        if before > 0 and columns.lower[before] in (",", "-"):
            places = self.roster.within(columns.span(before - 1, before - 1))
            if places and places[-1].last == before - 1 and columns.dep[tokens[-1]] != "nsubj":
                return places[-1]
        return None

    def _pronoun(self, token: int, number: int) -> Figure | None:
        word = self.syntax.lower[token]
        if word in pronouns.RELATIVE:
            return self._antecedent(token)
        if word in pronouns.FIRST or word in pronouns.OTHERS:
            return self._author(token) if word in ("i", "me", "my") else None
        return self._meant(self.pronoun_at(token, number), token)

    def _antecedent(self, token: int) -> Figure | None:
        """Whom *who* means: the name or description that its clause modifies."""
        columns, i = self.syntax, token
        for _ in range(6):
            if columns.dep[i] == "relcl" or columns.head[i] == i:
                break
            i = columns.head[i]
        head = columns.head[i] if columns.dep[i] == "relcl" and columns.head[i] < token else token - 1
        if columns.lower[token - 1] == "," and columns.text[token - 2 : token - 1] and columns.tag[token - 2] in ("CD", "NN", "NNP"):
            head = token - 2  # One, who asked not to be named
        if head >= token or head < 0:
            head = max(0, token - 1)
        if columns.lower[head] == "," and head > 0:
            head -= 1
        places = self.roster.within(columns.span(head, head))
        if places:
            return self.figure_of(places[-1])
        if columns.tag[head][:2] in ("NN", "CD", "DT") and columns.text[head][:1].isalnum():
            start = max(columns.first[head], head - 8)
            return self._source(columns.span(start, head), -1) if columns.lower[head] not in pronouns.ALL else None
        return None

    def _author(self, token: int) -> Figure:
        """Who *I* is: the one whom the article's byline names, or else just its author."""
        for place in self.roster.occurrences:
            if place.opening > 0 and self.syntax.lower[place.opening - 1] == "by" and len(place.form.core) > 1:
                start = self.syntax.start[place.opening - 1]
                if self.text[:start].rstrip(" ").endswith("\n") or not self.text[:start].strip():
                    return self.figure_of(place)
        author = self._filed(("the", "author"), "unnamed", "the author", self.syntax.span(token, token))
        author.mentions.clear()
        return author

    def _several(self, mention: Span, named: list[Occurrence]) -> Figure:
        names = [self.figure_of(place).name for place in named]
        whole = (", ".join(names[:-1]) + " and " + names[-1]) if len(names) > 2 else " and ".join(names)
        figure = self._filed(("several", *sorted(names)), "group", whole, mention)
        figure.plural = True
        self._by_head.setdefault("couple", []).append(figure)
        self._pass(figure, self._head_token(mention))
        return figure

    def _organization(self, mention: Span, head: int) -> Figure:
        """The figure for a mention with a name at its head that is not a known person's."""
        tokens = self.syntax.tokens(mention)
        end = head + 1
        while end in tokens and self.syntax.tag[end] != "POS" and self.syntax.lower[end] not in (",", "who", "which", "that"):
            end += 1
        said = " ".join(self.text[mention.start : self.syntax.end[end - 1]].split())
        name = self.organizations.fullest(said)
        figure = self._filed(key_of(name), "organization", name, mention)
        if said not in figure.names:
            figure.names.append(said)
        figure.plural = self.syntax.tag[head] == "NNPS"
        figure.heads |= set(key_of(name))
        for word in key_of(name):
            if figure not in self._by_head.setdefault(word, []):
                self._by_head[word].append(figure)
        self._pass(figure, head)
        return figure

    def _filed(self, key: tuple[str, ...], kind: str, name: str, mention: Span) -> Figure:
        figure = self._named.get(key)
        if figure is None:
            figure = self._named[key] = Figure(len(self.figures), kind, names=[name])  # type: ignore[arg-type]
            self.figures.append(figure)
        figure.mentions.append(mention)
        figure.count += 1
        return figure

    def _carried(self, number: int) -> Figure | None:
        """Who goes on speaking where no source is named: nothing but the quotation stands between this and the one before."""
        if number == 0 or self._speaker is None:
            return None
        previous = self.attributions[number - 1].quotation
        here = self.attributions[number].quotation
        if number - 1 not in self._speaker.quotations:
            return None
        between = self.text[previous.end : here.start]
        if not any(c.isalpha() for c in between):
            return self._speaker
        return self._speaker if between.count("\n") <= NEXT_PARAGRAPH and self._stands_alone(here.start, here.end) else None

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether a quotation makes whole sentences of its own, with nothing of the narrator's in them."""
        before = self.text[max(0, start - 5) : start].rstrip(" \"'")
        closed = self.text[max(0, end - 2) : end + 2]
        return (not before or before[-1] in "\n.!?") and any(c in ".!?" for c in closed)

    def _described(self, description: Description) -> Figure:
        """The figure that a description means: one known by it, or a new one."""
        if not description.indefinite or description.text.lower() in self._texts():
            figure = self._fitting(description)
            if figure is not None:
                if description.span not in figure.mentions:
                    figure.mentions.append(description.span)
                if figure.person is None and description.text not in figure.names:
                    figure.names.append(description.text)
                return figure
            figure = self._salient(description)
            if figure is not None:
                figure.mentions.append(description.span)
                return figure
        return self._new(description)

    def _salient(self, description: Description) -> Figure | None:
        """Whom a definite description can only mean that fits nobody by its words: the one a pronoun would mean there."""
        if not description.definite or description.possessor or description.plural or not is_person_noun(description.head):
            return None
        gender = gender_of(description.head)
        word = {"m": "he", "f": "she"}.get(gender or "", pronouns.EITHER)
        token = self._head_token(description.span)
        figure = pronouns.choose(replace(self.pronoun_at(token), word=word), self.memory(), main=MAIN_FIGURE)
        generic = gender is not None or description.head in ("person", "one")
        if figure is None or (figure.person is None and not generic) or self.fit(description, figure, anyway=True) < SALIENT:
            return None
        return figure

    def _texts(self) -> frozenset[str]:
        return frozenset()

    def _new(self, description: Description) -> Figure:
        figure = Figure(len(self.figures), description.kind, names=[description.text], mentions=[description.span], plural=description.plural)
        self.figures.append(figure)
        figure.heads.add(description.head)
        figure.words |= description.modifiers | description.possessor | {description.head}
        figure.show(gender_of(description.head), 3.0)
        figure.count = 1
        self._by_head.setdefault(description.head, []).append(figure)
        return figure

    def _fitting(self, description: Description) -> Figure | None:
        """The figure that a description fits best, if any fits well enough."""
        rivals: dict[int, Figure] = {f.number: f for f in self._by_head.get(description.head, ())[-MOST_ALIKE:]}
        if description.head in _PAIRS:
            rivals |= {f.number: f for f in self._by_head.get("couple", ())[-2:]}
        if description.definite and not description.possessor:
            for step in self._trail[-12:]:
                rivals.setdefault(step.figure.number, step.figure)
        scored = [(self.fit(description, figure), figure.number) for figure in rivals.values()]
        best = max(scored, default=(0.0, -1))
        return rivals[best[1]] if best[0] >= FITS else None

    def fit(self, description: Description, figure: Figure, *, anyway: bool = False) -> float:
        """How well a description fits a figure; from ``FITS`` on it is taken to mean them."""
        if not _same_sort(description, figure):
            return -9.0
        score = 0.0
        if description.head in figure.heads:
            score += 3.0
        elif description.head in figure.words:
            score += 1.5
        elif not anyway and (description.possessor or not description.definite):
            return -9.0
        if description.possessor:
            score += 0.5 if description.possessor & {*figure.words, *map(fold, figure.words)} else -2.5
        shared = sum(any(_alike(word, other) for other in figure.words) for word in description.modifiers)
        score += min(2.0, shared) - 0.6 * min(3, len(description.modifiers) - shared)
        gender, shown = gender_of(description.head), figure.gender()
        if gender is not None and abs(shown) > 1:
            score += 1.0 if (shown > 0) == (gender == "m") else -5.0
        last = self._last.get(figure.number)
        if last is None:
            score -= 0.8
        else:
            score -= 0.25 * min(8, self._trail[-1].sentence - last.sentence)
        if figure is self._speaker:
            score += 1.0
        return score


PLAIN = 0.75  # chance from which a pronoun's meaning tells of gender
LEARNT = 0.7
NO_SUBJECT = 0.4  # what a pronoun tells of somebody who is not the subject, against one who is
NEXT_PARAGRAPH = 2  # line ends, a blank line among them
FITS = 1.2
SALIENT = -3.0
MAIN_FIGURE = 2.0


def _same_sort(description: Description, figure: Figure) -> bool:
    """Whether number and kind allow a description to mean a figure."""
    if description.plural or description.head in _PAIRS:
        return figure.kind in ("group", "organization") or (description.plural and figure.plural)
    if description.kind == "unnamed":
        return figure.kind in ("person", "unnamed")
    if description.kind in ("organization", "group"):
        return figure.kind in ("organization", "group")
    return figure.kind == description.kind


def _alike(word: str, other: str) -> bool:
    """Whether two words agree as *Russian* and *Russia* do."""
    return word == other or (len(word) > 4 and len(other) > 4 and word[:4] == other[:4])


def _as_label(description: Description):  # type: ignore[no-untyped-def]
    from .epithets import Label

    return Label(frozenset({description.head}), description.modifiers | {description.head})
