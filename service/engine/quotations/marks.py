"""Quotation marks: which ones open, which close, and which are apostrophes, feet, inches or slips.

No mark can be read alone: in translated and hurried copy they stand the wrong way round, or are missing. The reading of
a whole article's marks is therefore the cheapest path (Viterbi, 1967) through them: each way to take a mark costs the
more, the less its direction and the white space beside it speak for it, and so do quotations left open and marks left
over.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import IntEnum
from itertools import chain

from service.engine.lexicon import words
from service.engine.result import Span

from .edges import blank_left

SAME_LINE = 2_000  # code points back in which a double mark speaks against a measure
SELDOM_CLOSED = 0.5  # closing marks per opening one below which an article is taken to leave them out
LONGEST_RUN = 3  # marks in a row; more of them are data, not quotations


@dataclass(frozen=True, slots=True)
class Costs:
    """What each way to read a mark costs (arbitrary units, only differences count).

    Set by hand, then adjusted one by one on the annotated training articles, for the most stretches found.
    """

    against_direction: float = 3.0  # “ closes or ” opens
    no_direction: float = 0.4  # a straight mark, which every reading fits
    against_spacing: float = 4.0  # a mark after a letter opens, one before a letter closes
    no_spacing: float = 2.0  # white space, or none, on both sides
    stray: float = 8.0  # the mark belongs to nothing
    prime: float = 5.0  # the same after a number
    unopened: float = 6.0  # closes what was never opened
    ended: float = 2.0  # less of that where a comma or a stop stands before the mark
    unclosed: float = 5.0  # the paragraph ends inside a quotation
    reopened: float = 6.5  # opens a quotation before the one before was closed
    reopened_within: float = 1.0  # more of it after a word, unless the words since the mark before tell who spoke
    nested_told: float = 3.0  # a double mark within double marks, if they do
    nested: float = 5.0  # a double mark within double marks
    nested_single: float = 0.7  # a double mark within single ones
    carried: float = 0.5  # the quotation goes on in a paragraph that opens with a mark again
    carried_unmarked: float = 3.5  # the same without that mark
    carried_further: float = 0.7  # and again without it
    single: float = 1.5  # single marks open a quotation
    unclosed_single: float = 9.0
    plural_possessive: float = 0.6  # the farmers’ closes nothing
    leading_apostrophe: float = 3.0  # an apostrophe before a word that is no elision
    mismatched: float = 2.0  # a single mark closes a double one, or the other way round
    mismatched_attributed: float = 0.5  # the same between a stop and words that attribute a quotation
    mismatched_plural: float = 1.0  # more of it after an s
    closes_both: float = 2.0  # one mark by a comma or a stop closes a double one and that around it
    joint: float = 2.5  # a pair holds nothing but what joins two quotations: “peace” and “bread”
    led: float = 8.0  # closes after words that lead to a quotation: she said, “
    attributed: float = 4.5  # opens between a stop and words that attribute a quotation: …, ” she said


COSTS = Costs()


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between one pair of outer marks, one part a paragraph.

    ``single`` tells the kind of marks; ``unopened`` and ``unclosed`` that the mark on that side is missing in the article, so
    that the span reaches to the paragraph's bound there; ``turn`` is the name that opens a turn of a transcript.
    """

    parts: tuple[Span, ...]
    single: bool
    unopened: bool = False
    unclosed: bool = False
    turn: Span | None = None

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end


class State(IntEnum):
    """Where a point of the text stands."""

    OUTSIDE = 0
    DOUBLE = 1
    NESTED = 2  # double within double
    SINGLE = 3
    CARRIED = 4  # in double marks, after a paragraph that did not open with a mark again


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark (or one of the two-character forms `` and ''), with how well it opens and closes, as costs."""

    start: int
    end: int
    single: bool
    opening: float
    closing: float
    apostrophe: float  # how ill it fits an apostrophe
    plural: bool = False  # after an s and before no comma or the like, where it may be a possessive
    first: bool = False  # opens its paragraph
    ended: bool = False  # a comma or a stop stands before it
    prime: bool = False  # after a digit, where it may be a measure
    paired: bool = False  # the mark before it in the paragraph is a single one that opens
    within: bool = False  # no stop stands before it
    told: bool = False  # the words since the mark before tell who spoke
    attributed: bool = False  # it stands between a stop and words that tell whose words went before
    twice: bool = False  # two of the same


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a paragraph; ``double`` or ``single`` if the next one opens with such a mark."""

    start: int
    end: int
    double: bool
    single: bool
    attributed: bool = False  # the paragraph ends in words that tell whose words went before


_ALL = "“”„‟«»\"＂〝〞‘’‚‛'`´‹›"
_MARK = re.compile(r"``|''|\"\"|““|””|’’|‘‘|‚‚|(?<![\w,]),,(?=\w)|[“”„‟«»\"＂〝〞‘’‚‛'`´‹›]|\n\s*+")
_DOUBLE = re.compile(r"``|''|[“”„‟«»\"＂〝〞]")
_RUN = re.compile(rf"(?<![{_ALL}])[{_ALL}]{{{LONGEST_RUN + 1},}}+")
_TAG = re.compile(r"<[A-Za-z][^<>]{1,2000}+>")  # of markup; the values of its attributes stand in marks
_SINGLE = frozenset("‘’‚‛'`´‹›")
_OPENS = frozenset("“„«‟〝‘‚‛‹`") | {"``", "‘‘", "‚‚", ",,", "““"}
_CLOSES = frozenset("”»〞’›´") | {"''", "’’", "””"}
_TWICE = frozenset(('""', "““", "””"))
# “ closes after „ (German), and » opens in the Danish manner: these say little about direction.
_WEAK = frozenset("«»‹›")
_ELISION = re.compile(r"(?:\d0s|em|til|tis|twas|cause|bout|round|n|d|re|ve|ll|s|t|m)\b", re.IGNORECASE)
_PLAIN = re.compile(r"[\"“”]")
_MEASURE = re.compile(r"(?:\A|[\s(])\d{1,3}(?:['’][^\S\n]?\d{1,2}(?:\.\d)?)?$")
_BEFORE = frozenset("([{<-–—―/…=|*•:_¿¡")
_AFTER = frozenset(")]}>-–—―/….,;:!?|*")
_NEVER_FIRST = frozenset(",;:!?)")  # no quotation begins with these
_CONJUNCTIONS = frozenset(("", "and", "or", "but", "nor", "&"))
_LONGEST_JOINT = 12  # code points
_CLAUSE = re.compile(r"[\s,–—-]{0,4}((?:[^\W\d_][\w’'.-]{0,19} ){0,4}[^\W\d_][\w’'-]{0,19})")
LONGEST_ATTRIBUTION = 60  # code points from the comma to the end of the paragraph
_PAUSE = re.compile(r"[,?!]['’]?(?=\s)")
_ENDS = frozenset(",.!?…")
_SELVES = frozenset(("i", "we", "you", "me", "us"))


def stretches(text: str, costs: Costs = COSTS) -> tuple[Stretch, ...]:
    """Find the outermost marked stretches of an article, in order and apart from one another.

    Parts come without marks and without white space at either end; those that are empty then are left out.
    """
    events = list(_events(text, costs))
    costs = _as_the_article_closes(events, costs)
    events = _weighed(text, events, costs)
    readings = _cheapest(events, costs)
    return tuple(_spans(text, events, readings))


# What there is to read ------------------------------------------------------------------------------------------------


def _events(text: str, costs: Costs) -> Iterator[Mark | Break]:
    tags = (m.span() for m in _TAG.finditer(text) if "=" in m[0])
    junk = sorted(chain((m.span() for m in _RUN.finditer(text)), tags))
    at = 0
    for match in _MARK.finditer(text):
        start, end = match.span()
        while at < len(junk) and junk[at][1] <= start:
            at += 1
        if at < len(junk) and junk[at][0] <= start:
            continue
        if match[0][0] == "\n":
            if end < len(text) and not (text[end].islower() and match[0].count("\n") == 1):  # else a line that was wrapped
                following = _MARK.match(text, end)
                single = following is not None and following[0] in _SINGLE
                yield Break(start, end, following is not None and not single, single, _ends_attributed(text, start))
            continue
        mark = _mark(text, start, end, costs)
        if mark is not None:
            yield mark


def _mark(text: str, start: int, end: int, costs: Costs) -> Mark | None:
    form, left, right = text[start:end], text[start - 1 : start], text[end : end + 1]
    single = end - start == 1 and form in _SINGLE
    word_left, word_right = left.isalnum(), right.isalnum()
    if single and word_left and word_right:
        return None  # don’t
    if form in "'\"´’”" and left.isdigit() and _is_measure(text, start, end):
        return None
    if form == '""' and left == "=":
        return None  # an empty attribute of markup
    elided = single and word_right and bool(_ELISION.match(text, end))
    opens_here = (not left or left.isspace() or left in _BEFORE or left in _OPENS or left == '"') and not (
        not right or right.isspace() or right in _NEVER_FIRST
    )
    closes_here = not (not left or left.isspace()) and (
        not right or right.isspace() or right in _AFTER or right in _CLOSES or right == '"'
    )
    if not opens_here and not closes_here and right and right in _AFTER and right not in _BEFORE:
        closes_here = True  # a mark set off by a space before its full stop
    opening = (
        0.0 if opens_here and not closes_here else costs.no_spacing if opens_here == closes_here else costs.against_spacing
    )
    closing = (
        0.0 if closes_here and not opens_here else costs.no_spacing if opens_here == closes_here else costs.against_spacing
    )
    against = costs.against_direction / (3 if form in _WEAK else 1)
    opening += 0.0 if form in _OPENS else against if form in _CLOSES else costs.no_direction
    closing += 0.0 if form in _CLOSES else against if form in _OPENS else costs.no_direction
    if elided:
        opening += costs.against_spacing
    apostrophe = costs.leading_apostrophe if single and opens_here and not elided else 0.0
    line = blank_left(text, start)
    first = line == 0 or "\n" in text[line:start]
    return Mark(
        start,
        end,
        single,
        opening,
        closing,
        apostrophe,
        left in "sS" and bool(left) and right != "." and right not in _NEVER_FIRST,
        first,
        left in ",.!?" and bool(left),
        left.isdigit(),
        within=line > 0 and text[line - 1].isalnum(),
        twice=form in _TWICE,
    )


def _weighed(text: str, events: list[Mark | Break], costs: Costs) -> list[Mark | Break]:
    """The events with what the words beside each double mark, and those up to the next, say of opening and closing."""
    weighed: list[Mark | Break] = []
    joined = False  # the present mark ends what only joins two quotations
    pending = False  # a single mark stands open
    before = 0  # where the double mark before ends
    for i, event in enumerate(events):
        if isinstance(event, Break):
            weighed.append(event)
            joined, pending = False, False
            continue
        if event.single:
            opens = event.opening < event.closing
            weighed.append(event if opens else replace(event, paired=pending, attributed=_attributed(text, event)))
            joined, pending = False, opens
            continue
        following = events[i + 1] if i + 1 < len(events) else None
        joins = isinstance(following, Mark) and not following.single and _joins(text, event.end, following.start)
        attributed = _attributed(text, event)
        weighed.append(
            replace(
                event,
                opening=event.opening + costs.joint * joins + costs.attributed * attributed,
                closing=event.closing + costs.joint * joined + costs.led * _leads(text, event.start),
                paired=pending,
                told=any(_tells_who(text, m.end()) for m in _PAUSE.finditer(text, before, event.start)),
                attributed=attributed or (text[event.end : event.end + 1] == "," and _tells_who(text, event.end)),
            )
        )
        before = event.end
        joined, pending = joins, False
    return weighed


def _as_the_article_closes(events: list[Mark | Break], costs: Costs) -> Costs:
    """Cheaper costs of quotations left open for an article that hardly ever closes one, as translations from Japanese do."""
    doubles = [event for event in events if isinstance(event, Mark) and not event.single and not event.first]
    openers = sum(mark.opening < mark.closing for mark in doubles)
    closers = sum(mark.closing < mark.opening for mark in doubles)
    share = (closers + 1) / (openers + 1)
    if share >= SELDOM_CLOSED:
        return costs
    return replace(costs, reopened=costs.reopened * share, unclosed=costs.unclosed * share)


def _joins(text: str, start: int, end: int) -> bool:
    return 0 < end - start <= _LONGEST_JOINT and text[start:end].strip(" ,;.\xa0").lower() in _CONJUNCTIONS


def _leads(text: str, start: int) -> bool:
    """Whether the words before a mark lead to a quotation, *she said, “* or *he added: “*, or end one, *…, he said. “*.

    It is not so of *… that he said,”*.
    """
    if start > 0 and text[start - 1].isspace() and _told(text, start):
        return True
    at = blank_left(text, start, max(0, start - 4))
    if at < start or text[at - 1 : at] == ":":
        at -= text[at - 1 : at] in (",", ":")
        begin = at
        while begin > max(0, at - 16) and text[begin - 1].isalpha():
            begin -= 1
        return text[begin:at].lower() in words("reporting_forms")
    return False


def _attributed(text: str, mark: Mark) -> bool:
    """Whether a mark stands between a stop and words that tell whose words went before: *…, ” she said*, *…!”, said Lee*."""
    before = blank_left(text, mark.start, max(0, mark.start - 2))
    if mark.first or text[max(0, before - 1) : before] not in _ENDS:
        return False
    return _tells_who(text, mark.end)


def _told(text: str, start: int) -> bool:
    """Whether a sentence that tells who spoke ends before a mark: *…, he said in Rome. “*."""
    end = blank_left(text, start, max(0, start - 4))
    return text[max(0, end - 1) : end] == "." and _ends_attributed(text, end - 1)


def _ends_attributed(text: str, end: int) -> bool:
    """Whether a paragraph ends like *…, he said in Rome.*, without a double mark between the comma and the end."""
    stop = max(text.rfind(". ", max(0, end - LONGEST_ATTRIBUTION), end), end - LONGEST_ATTRIBUTION, 0)
    commas = [m.end() for m in _PAUSE.finditer(text, stop, end)]
    return any(_tells_who(text, at) for at in commas) and _DOUBLE.search(text, commas[0], end) is None


def _tells_who(text: str, start: int) -> bool:
    clause = _CLAUSE.match(text, start)
    following = clause[1].lower().split() if clause else []
    verbs = words("reporting_forms")
    return any(word.rstrip(".") in verbs for word in following) and _SELVES.isdisjoint(following)


def _is_measure(text: str, start: int, end: int) -> bool:
    """5'10", 6' tall: a prime after a number, unless it rather closes a quotation that ends in a number."""
    if text[end : end + 1].isdigit():
        return True
    if not _MEASURE.search(text, max(0, start - 12), start):
        return False
    line = text.rfind("\n", max(0, start - SAME_LINE), start) + 1 or max(0, start - SAME_LINE)
    return not _PLAIN.search(text, line, start)


# The cheapest reading -------------------------------------------------------------------------------------------------

# What a step does to the stretches, read by ``_spans``.
SKIP, OPEN, CLOSE, REOPEN, UNOPENED, END, CARRY = range(7)
_Step = tuple[State, State, float, int]


def _steps(event: Mark | Break, costs: Costs) -> Iterator[_Step]:
    """Every way to read an event: from a state, to a state, at a cost, with what effect."""
    outside, double, nested, single = State.OUTSIDE, State.DOUBLE, State.NESTED, State.SINGLE
    if isinstance(event, Break):
        carried = (costs.carried if event.double else costs.carried_unmarked) + costs.attributed * event.attributed
        yield outside, outside, 0.0, SKIP
        yield double, double if event.double else State.CARRIED, carried, CARRY
        yield State.CARRIED, State.CARRIED, min(carried, costs.carried_further), CARRY
        yield State.CARRIED, outside, costs.unclosed, END
        yield double, outside, costs.unclosed, END
        yield nested, double, carried + costs.unclosed, CARRY
        yield nested, outside, 2 * costs.unclosed, END
        yield single, outside, costs.unclosed_single, END
        if event.single:
            yield single, single, costs.carried, CARRY
    elif event.single:
        yield State.CARRIED, State.CARRIED, 0.0, SKIP
        yield outside, outside, event.apostrophe, SKIP
        yield outside, single, event.opening + costs.single, OPEN
        yield double, double, 0.0, SKIP
        yield nested, nested, 0.0, SKIP
        yield single, single, costs.plural_possessive if event.plural else costs.stray, SKIP
        yield single, outside, event.closing, CLOSE
        if not (event.prime or event.paired):
            mismatched = costs.mismatched_attributed if event.attributed else costs.mismatched
            closing = event.closing + mismatched + costs.mismatched_plural * event.plural
            yield double, outside, closing, CLOSE
            yield State.CARRIED, outside, closing, CLOSE
        if event.first:
            yield single, single, event.opening, CARRY
    else:
        reopened = costs.reopened + costs.reopened_within * (event.within and not event.told)
        yield outside, double, event.opening, OPEN
        yield outside, outside, costs.prime if event.prime else costs.stray, SKIP
        yield outside, outside, event.closing + costs.unopened - (costs.ended if event.ended else 0.0), UNOPENED
        yield double, outside, event.closing, CLOSE
        yield State.CARRIED, outside, event.closing, CLOSE
        yield State.CARRIED, State.CARRIED, costs.stray, SKIP
        yield State.CARRIED, double, event.opening + reopened, REOPEN
        yield double, nested, event.opening + costs.nested + costs.nested_told * event.told, SKIP
        yield double, double, costs.stray, SKIP
        yield double, double, event.opening + reopened, REOPEN
        if event.first:
            yield double, double, event.opening, CARRY
            yield State.CARRIED, double, event.opening, CARRY
        yield nested, double, event.closing, SKIP
        both = 0.0 if event.twice else costs.closes_both if event.ended or event.attributed else costs.reopened
        yield nested, outside, event.closing + both, CLOSE
        yield single, single, costs.nested_single, SKIP
        if event.paired:
            yield single, outside, event.closing + costs.mismatched, CLOSE
        yield single, double, event.opening + costs.unclosed_single, REOPEN


def _cheapest(events: list[Mark | Break], costs: Costs) -> list[int]:
    """The effect of each event on the cheapest path."""
    infinity = float("inf")
    total = [0.0] + [infinity] * (len(State) - 1)
    back: list[list[tuple[State, int]]] = []
    for event in events:
        best = [infinity] * len(State)
        came: list[tuple[State, int]] = [(State.OUTSIDE, SKIP)] * len(State)
        for source, target, cost, effect in _steps(event, costs):
            if total[source] + cost < best[target]:
                best[target], came[target] = total[source] + cost, (source, effect)
        total = best
        back.append(came)
    left_open = {State.OUTSIDE: 0.0, State.NESTED: 2 * costs.unclosed, State.SINGLE: costs.unclosed_single}
    ends = [cost + left_open.get(state, costs.unclosed) for state, cost in zip(State, total, strict=True)]
    state, effects = State(ends.index(min(ends))), []
    for came in reversed(back):
        state, effect = came[state]
        effects.append(effect)
    return effects[::-1]


# From the reading to spans --------------------------------------------------------------------------------------------


def _spans(text: str, events: list[Mark | Break], effects: list[int]) -> Iterator[Stretch]:
    parts: list[Span] = []
    at, single = -1, False  # where the open stretch's present part begins
    floor = 0  # no unopened stretch reaches back over this

    def add(start: int, end: int) -> None:
        words = text[start:end]
        if words.strip():
            parts.append(Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())))

    def done(unopened: bool = False, unclosed: bool = False) -> Iterator[Stretch]:
        if parts:
            yield Stretch(tuple(parts), single, unopened, unclosed)
        parts.clear()

    for event, effect in zip(events, effects, strict=True):
        if effect == SKIP:
            if isinstance(event, Break) and at < 0:
                floor = event.end
            continue
        if effect == UNOPENED:
            single = False
            add(floor, event.start)
            yield from done(unopened=True)
        elif effect == OPEN:
            assert isinstance(event, Mark)
            at, single = event.end, event.single
        elif effect == CARRY:
            if isinstance(event, Break):
                add(at, event.start)
            at = event.end
        else:
            add(at, event.start)
            yield from done(unclosed=effect in (END, REOPEN))
            at = event.end if effect == REOPEN else -1
            single = False
        if effect in (CLOSE, UNOPENED, END):
            at, floor = -1, event.end
    if at >= 0:
        add(at, len(text))
        yield from done(unclosed=True)


def as_costs(values: dict[str, float]) -> Costs:
    """Costs by name; raises TypeError for a name that is none."""
    unknown = set(values) - {field.name for field in fields(Costs)}
    if unknown:
        raise TypeError(f"no such costs: {sorted(unknown)}")
    return Costs(**values)
