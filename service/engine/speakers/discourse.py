"""What a reader of an article has in mind at each place: who was named lately and how, who spoke, who is he and who she."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from service.engine.lexicon import words
from service.engine.reading.language import Reading
from service.engine.reading.syntax import Syntax, syntax
from service.engine.result import Attribution, Span

from . import pronouns
from .epithets import labels
from .figures import Figure
from .names import fold, gender_of
from .organizations import organizations
from .people import Occurrence
from .pronouns import Memory, Pronoun, Step
from .roster import roster

MOST_NAMESAKES = 6
MAIN = 3  # figures named most, which a pronoun may mean from afar
PLAIN = 0.75  # chance from which a pronoun's meaning tells of gender
LEARNT = 0.7  # what it then tells, against 1 for a pronoun that can only mean one of the people named
NO_SUBJECT = 0.4  # what a pronoun tells of somebody who is not the subject, against one who is
_APPOSITIONS = 4  # names in apposition to one another that are followed up
TITLED = 5.0  # what a title tells

OBJECTS = frozenset({"dobj", "pobj", "obj", "iobj", "dative"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_QUESTIONS = frozenset({"ask", "press", "question", "challenge", "interview", "quiz"})
_POSSESSIVE = frozenset({"his", "her", "their", "its"})


class Discourse:
    """The state of one reading. ``columns`` spares making them anew where a stage before has them.

    ``learning`` is set on the first of two passes: what pronouns plainly mean then tells of gender.
    """

    def __init__(self, reading: Reading, attributions: Sequence[Attribution], columns: Syntax | None = None) -> None:
        self.text = reading.clean
        self.syntax = columns or syntax(reading.doc)
        self.attributions = attributions
        self.figures: list[Figure] = []
        self._paragraphs = [p.start for p in reading.paragraphs]
        self.quoted = self._quoted_tokens()
        self._narrated = self._narrated_sentences()
        mentions = [a.mention for a in attributions if a.mention is not None]
        self.roster = roster(self.text, self.syntax, mentions)
        self.learning = False
        self._people = [self._person(number) for number in range(len(self.roster.people))]
        self._by_person = {id(figure.person): figure for figure in self._people}
        self._families: dict[str, list[Figure]] = {}
        for figure in self._people:
            for surname in {form.surname for form in figure.person.full} if figure.person else ():
                self._families.setdefault(surname, []).append(figure)
        named = frozenset(i for o in self.roster.occurrences for i in range(o.first, o.last + 1))
        self.organizations = organizations(self.text, self.syntax, named)
        self._main = sorted(self._people, key=lambda f: -f.count)[:MAIN]
        self._most = self._main[0].count if self._main else 1
        self._label_people()
        self._show_genders()
        self.begin()

    def begin(self) -> None:
        """Stand before the first word, again: only the people named are known."""
        del self.figures[len(self._people) :]
        self.by_head: dict[str, list[Figure]] = {}
        for figure in self._people:
            figure.mentions.clear()
            figure.quotations.clear()
            for head in figure.heads:
                self.by_head.setdefault(head, []).append(figure)
        self.named: dict[tuple[str, ...], Figure] = {}
        self.resolved: dict[Span, Figure | None] = {}
        self._at: dict[int, Figure] = {}  # the figure that was mentioned at each token
        self.weighed: dict[int, dict[int, float]] = {}  # the chances of whom the pronoun at a token means
        self.trail: list[Step] = []
        self.last: dict[int, Step] = {}
        self.speaker: Figure | None = None
        self._speaker_paragraph = -10

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
            if columns.sentence[i] != counted and not self.quoted[i] and columns.text[i][:1].isalnum():
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
                figure.show(gender_of(fold(title)), TITLED)
            for label in labels(self.syntax, place):
                figure.learn(label)

    def _show_genders(self) -> None:
        """Count the pronouns that can only mean one of those named: the one person of their sentence, or of the one before."""
        columns = self.syntax
        people: dict[int, list[Occurrence]] = {}
        for place in self.roster.occurrences:
            if not self.quoted[place.first]:
                people.setdefault(self._narrated[place.first], []).append(place)
        for i in range(len(columns)):
            word = columns.lower[i]
            gender = "m" if word in pronouns.MASCULINE else "f" if word in pronouns.FEMININE else None
            if gender is None or self.quoted[i]:
                continue
            here = {id(o.person): o for o in people.get(self._narrated[i], ()) if o.last < i}
            if not here:
                before = people.get(self._narrated[i] - 1, ())
                here = (
                    {id(o.person): o for o in before}
                    if before and self.paragraph(i) - self.paragraph(before[-1].first) <= 1
                    else {}
                )
            if len(here) == 1:
                place = next(iter(here.values()))
                here_too = self._narrated[place.first] == self._narrated[i]
                weight = 2.0 if word in ("himself", "herself") else 1.0 if here_too else 0.5
                self.figure_of(place).show(gender, weight if columns.dep[place.last] in SUBJECTS else weight * NO_SUBJECT)

    def figure_of(self, place: Occurrence) -> Figure:
        """The figure of the person named at a place."""
        return self._by_person[id(place.person)]

    def mention(self, figure: Figure, token: int, *, pronoun: bool = False, headline: bool = False) -> None:
        """Note that a figure was named at a token."""
        columns, head = self.syntax, self._placed(token)
        dep = columns.dep[head]
        sentence, paragraph = self._narrated[token], self.paragraph(token)
        before = self.trail[-1] if self.trail else None
        leading = before is None or before.sentence != sentence
        verb = columns.lemma[columns.head[head]]
        subject, is_object = dep in SUBJECTS, dep in OBJECTS
        owned = dep == "poss" or columns.tag[token + 1 : token + 2] == ("POS",) or columns.lower[token] in _POSSESSIVE
        step = Step(
            figure,
            sentence,
            paragraph,
            subject=subject,
            object=is_object,
            possessive=owned,
            leading=leading,
            pronoun=pronoun,
            headline=headline,
            reports=subject and verb in words("reporting_verbs"),
            opening=leading and (before is None or before.paragraph != paragraph),
            asks=subject and verb in _QUESTIONS,
            asked=is_object and verb in _QUESTIONS,
            token=token,
            matrix=subject and self._matrix(head),
        )
        self.trail.append(step)
        self._at[token] = figure
        self.last[figure.number] = step

    def _placed(self, token: int) -> int:
        """The token whose place in the sentence a name has: of *the coach, Paul Field, was …* that of *coach*."""
        columns = self.syntax
        for _ in range(_APPOSITIONS):
            if columns.dep[token] != "appos":
                break
            token = columns.head[token]
        return token

    def _matrix(self, token: int) -> bool:
        """Whether the verb of a subject is its sentence's own, or one beside it: not that of a clause within another."""
        columns = self.syntax
        verb = columns.head[token]
        for _ in range(4):
            if columns.head[verb] == verb:
                return True
            if columns.dep[verb] != "conj":
                return False
            verb = columns.head[verb]
        return False

    def speaks(self, figure: Figure, number: int, token: int) -> None:
        """Note that a figure is the source of an attribution whose mention, or else quotation, ends at a token."""
        figure.quotations.append(number)
        self.speaker = figure
        self._speaker_paragraph = self.paragraph(token)

    def namesakes(self, mention: Span) -> list[Figure]:
        """The people whom a mention by a surname alone may mean, where there are several of that name."""
        places = self.roster.within(mention)
        if not places or len(places[-1].form.core) > 1:
            return []
        family = self._families.get(places[-1].form.surname, [])
        return family[:MOST_NAMESAKES] if len(family) > 1 else []

    def heard(self, number: int, *, in_full: bool = False) -> dict[int, float]:
        """The figures that the encoder takes for the speaker of an attribution, by number, with the chance of each; where asked
        for ``in_full``, the chance that they are where more than the surname stands.
        """
        return self._chances(self.attributions[number].named, in_full=in_full)

    def otherwise(self, number: int) -> dict[int, float]:
        """The figures that speak if another mention than the likeliest is the source, by number, with the chance of each."""
        return self._chances(self.attributions[number].others)

    def _chances(self, places: Iterable[tuple[int, float]], *, in_full: bool = False) -> dict[int, float]:
        """The chances of words, by where they start, summed by the number of the figure that they mean, where that is known."""
        chances: dict[int, float] = {}
        for offset, chance in places:
            token = bisect_right(self.syntax.start, offset) - 1
            if in_full:
                named = self.roster.within(self.syntax.span(token, token))
                if not (named and len(named[-1].form.core) > 1):
                    continue
            figure = self.bearer(token)
            if figure is not None:
                chances[figure.number] = chances.get(figure.number, 0.0) + chance
        return chances

    def bearer(self, token: int) -> Figure | None:
        """The figure that the name or description with a head word means, where that is known."""
        named = self.roster.within(self.syntax.span(token, token))
        return self.figure_of(named[-1]) if named else self._at.get(token)

    def paragraph(self, token: int) -> int:
        """The number of a token's paragraph."""
        return bisect_right(self._paragraphs, self.syntax.start[token])

    def since(self, figure: Figure) -> int | None:
        """How many of the narrator's sentences ago a figure was named; None where it was not yet."""
        last = self.last.get(figure.number)
        return None if last is None else self.trail[-1].sentence - last.sentence

    def memory(self) -> Memory:
        """What the reader has in mind now."""
        return Memory(self.trail, self.speaker, self._speaker_paragraph, self._main, self._most)

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
        others: set[int] = set()
        for child in columns.children[columns.head[token]]:  # he told Hannity: he is not Hannity
            if child != token and columns.dep[child] in OBJECTS:
                others |= {self.figure_of(o).number for o in self.roster.within(columns.span(child, child))}
        opens = token == 0 or self._narrated[token - 1] != self._narrated[token]
        return Pronoun(
            columns.lower[token],
            self._narrated[token],
            self.paragraph(token),
            columns.dep[token] in SUBJECTS,
            opens,
            frozenset(named),
            quotation is not None,
            third,
            self._reporter(token),
            self.heard(quotation) if quotation is not None else {},
            frozenset(others),
        )

    def _reporter(self, token: int) -> int:
        """Who reports the clause that a pronoun begins: *Brown said he …*, *Brown, who reported that he …*; -1 for nobody."""
        columns, verbs = self.syntax, words("reporting_verbs")
        verb = columns.head[token]
        governor = columns.head[verb]
        if not (columns.dep[verb] == "ccomp" and columns.lemma[governor] in verbs and governor < token):
            governor = token - (2 if columns.lower[token - 1 : token] == ("that",) else 1)
            if governor < 1 or columns.lemma[governor] not in verbs:
                return -1
        subject = next((k for k in columns.children[governor] if columns.dep[k] in SUBJECTS), governor - 1)
        if columns.lower[subject] in pronouns.RELATIVE:
            return columns.head[governor] if columns.dep[governor] == "relcl" else subject - 1
        return subject

    def meant(self, pronoun: Pronoun, token: int) -> Figure | None:
        """Whom a pronoun means, taken note of; on the first pass also for what it tells of gender."""
        weighed = pronouns.weigh(pronoun, self.memory())
        self.weighed[token] = {figure.number: chance for chance, figure in weighed}
        if not weighed:
            return None
        chance, figure = weighed[0]
        if self.learning and chance > PLAIN:
            figure.show(
                "m" if pronoun.word in pronouns.MASCULINE else "f" if pronoun.word in pronouns.FEMININE else None, LEARNT
            )
        self.mention(figure, token, pronoun=True)
        return figure
