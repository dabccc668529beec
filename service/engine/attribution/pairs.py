"""A quotation and a mention near it, described by numbers: what the attribution is decided on."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log

import numpy as np

from service.engine import trees
from service.engine.encoder import UNSEEN, Encoding
from service.engine.lexicon import words
from service.engine.quotations.edges import only
from service.engine.reading.syntax import Syntax
from service.engine.result import Quotation, Span

from .mentions import Form, Mention, candidates, inside

LONGEST_RULE = 12  # code points of marks, blanks and dashes before a signature
LONGEST_LEAD = 400  # code points of marks and blanks between the mention that leads to a quotation and its words
BEFORE, AFTER = 40, 14  # mentions looked at on either side of a quotation

FORMS: tuple[Form, ...] = ("name", "description", "he", "they", "it", "self", "who")
RELATIONS = tuple("nsubj nsubjpass according beside by from of to poss pobj dobj appos conj ROOT label".split())
ENTITIES = ("PERSON", "ORG", "NORP", "GPE", "DATE")

_PAIR = (
    "after between words_between words_to_cue cue_between quotations_between stops_between paragraphs "
    "same_paragraph same_sentence rank rank_reporting adjacent cue_adjacent colon_between that_between "
    "subject_of_outer outer_is_cue outer_depth outer_child outer_distance cue_nearer_to_other verb_before_phrase "
    "introduced paragraph_end cue_leads signed"
).split()
_MENTION = (
    *(f"form_{form}" for form in FORMS),
    *(f"relation_{relation}" for relation in RELATIONS),
    *(f"entity_{entity}" for entity in ENTITIES),
    *(
        "phrase_words cue_reports cue_says cue_verb cue_past cue_gerund cue_noun person_noun definite plural times "
        "first_sentence negated cue_passive cue_of_this speech_noun"
    ).split(),
)
_QUOTATION = (
    "q_words q_parts q_direct q_starts_paragraph q_ends_paragraph q_comma q_stop q_after_colon q_after_comma "
    "q_after_that q_capital q_own_cue q_reporting_after q_reporting_before q_sentence_alone q_gap q_next_gap "
    "q_number q_led q_led_by_gerund"
).split()
_ENCODED = "encoder_mention encoder_nobody encoder_speaker encoder_same_words encoder_unnamed".split()
FEATURES = (*_PAIR, *_MENTION, *_QUOTATION, *_ENCODED)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the features of an article are read from."""

    text: str
    syntax: Syntax
    quotations: Sequence[Quotation]
    quoted: Sequence[int]  # for each token its quotation, or -1
    mentions: Sequence[Mention]
    heads: Sequence[int]  # the token of each mention's head
    outside: Sequence[int]  # words outside quotations up to each token
    stops: Sequence[int]  # sentence ends outside quotations up to each token
    paragraph: Sequence[int]  # the paragraph of each token
    described: Sequence[Sequence[float]]  # the features of each mention on its own
    reports: Sequence[bool]  # whether each mention has a cue that reports
    reporting: Sequence[int]  # the mentions before each, and before the end, that have one
    begins: Sequence[int]  # the first token of each quotation,
    ends: Sequence[int]  # and the token after its last; the same in code points:
    starts: Sequence[int]
    stops_at: Sequence[int]
    encoding: Encoding

    def named(self, stretch: int) -> list[int]:
        """The mentions by name or description in the window that the encoder read a stretch in."""
        first, last = self.encoding.reach(stretch)
        within = range(bisect_left(self.heads, first), bisect_left(self.heads, last + 1))
        return [at for at in within if self.mentions[at].form in ("name", "description")]

    def first_token(self, quotation: int) -> int:
        """The first token of a quotation."""
        return min(self.begins[quotation], len(self.syntax) - 1)

    def last_token(self, quotation: int) -> int:
        """The last token of a quotation."""
        return max(self.first_token(quotation), self.ends[quotation] - 1)


# The scene ------------------------------------------------------------------------------------------------------------


def set_scene(text: str, syntax: Syntax, quotations: Sequence[Quotation], encoding: Encoding) -> Scene:
    """Read once what the features of all the pairs need."""
    quoted = inside(syntax, quotations)
    mentions = candidates(syntax, quoted)
    outside, stops, paragraph = [0], [0], [0]
    for i in range(len(syntax)):
        form = syntax.text[i]
        outside.append(outside[-1] + (quoted[i] < 0 and form[0].isalnum()))
        stops.append(stops[-1] + (quoted[i] < 0 and form[0] in ".!?"))
        paragraph.append(paragraph[-1] + ("\n" in form))
    times: dict[str, int] = {}
    for mention in mentions:
        times[syntax.lower[mention.head]] = times.get(syntax.lower[mention.head], 0) + 1
    heads = [mention.head for mention in mentions]
    described = [_describe(syntax, mention, times) for mention in mentions]
    verbs = words("reporting_verbs")
    reports = [m.cue >= 0 and syntax.lemma[m.cue] in verbs and m.relation in _SUBJECTS for m in mentions]
    return Scene(
        text,
        syntax,
        quotations,
        quoted,
        mentions,
        heads,
        outside,
        stops,
        paragraph,
        described,
        reports,
        list(accumulate(reports, initial=0)),
        [syntax.tokens(quotation.parts[0]).start for quotation in quotations],
        [syntax.tokens(quotation.parts[-1]).stop for quotation in quotations],
        [quotation.start for quotation in quotations],
        [quotation.end for quotation in quotations],
        encoding,
    )


def _describe(syntax: Syntax, mention: Mention, times: dict[str, int]) -> list[float]:
    """What can be said of a mention without a quotation, in the order of ``_MENTION``."""
    head, cue = mention.head, mention.cue
    entity = syntax.entity[head]
    tag = syntax.tag[cue] if cue >= 0 else ""
    lemma = syntax.lemma[cue] if cue >= 0 else ""
    return [
        *(mention.form == form for form in FORMS),
        *(mention.relation == relation for relation in RELATIONS),
        *(entity == name for name in ENTITIES),
        mention.last - mention.first + 1,
        lemma in words("reporting_verbs"),
        lemma in _SAYS,
        tag.startswith("VB"),
        tag in ("VBD", "VBZ", "VBN"),
        tag == "VBG",
        tag.startswith("NN"),
        syntax.lemma[head] in words("person_nouns"),
        syntax.lower[mention.first] in ("the", "this", "that", "his", "her", "their", "its"),
        syntax.tag[head] in ("NNS", "NNPS"),
        times[syntax.lower[head]],
        syntax.sentence[head] == 0,
        cue >= 0 and any(syntax.dep[k] == "neg" for k in syntax.children[cue]),
        tag == "VBN" and mention.relation == "by",
        cue >= 0 and any(syntax.lower[k] in ("this", "that", "it", "these") for k in syntax.children[cue] if k < cue),
        syntax.lemma[head] in words("speech_nouns"),
    ]


_SIGNING = frozenset("-–—―~[(")
_SAYS = frozenset(
    ("say", "tell", "add", "write", "tweet", "state", "explain", "continue", "note", "call", "describe", "accord")
)


# Candidates in --------------------------------------------------------------------------------------------------------


def rows(scene: Scene, numbers: Iterable[int] | None = None) -> tuple[list[tuple[int, int]], trees.Matrix]:
    """Every quotation, or those of ``numbers``, with every mention near it, and a row of ``FEATURES`` for each pair."""
    pairs: list[tuple[int, int]] = []
    table: list[list[float]] = []
    for number in range(len(scene.quotations)) if numbers is None else numbers:
        view = _View(scene, number)
        near = view.near(scene.heads)
        own = view.describe(near)
        for (rank, at), encoded in zip(near, view.encoded(near), strict=True):
            pairs.append((number, at))
            table.append([*view.pair(at, rank), *scene.described[at], *own, *encoded])
    return pairs, np.array(table, np.float32).reshape(len(table), len(FEATURES))


class _View:
    """An article as seen from one of its quotations."""

    def __init__(self, scene: Scene, number: int) -> None:
        self.scene, self.number, self.quotation = scene, number, scene.quotations[number]
        syntax = scene.syntax
        self.first, self.last = scene.first_token(number), scene.last_token(number)
        self.parts = [syntax.tokens(part) for part in self.quotation.parts]
        self.outer = self._outer()
        self.ancestors = self._ancestors()
        self.leader = self._leader()

    def _outer(self) -> set[int]:
        """The tokens outside on which the quotation's own tokens depend."""
        syntax, quoted = self.scene.syntax, self.scene.quoted
        return {syntax.head[i] for part in self.parts for i in part if quoted[syntax.head[i]] != self.number}

    def _ancestors(self) -> dict[int, int]:
        """What the quotation depends on, with the distance in steps."""
        head = self.scene.syntax.head
        found: dict[int, int] = {}
        for outer in self.outer:
            i, depth = outer, 0
            while depth < 12 and depth < found.get(i, 99):
                found[i] = depth
                if head[i] == i:
                    break
                i, depth = head[i], depth + 1
        return found

    def _leader(self) -> int:
        """The verb of speech that leads up to the quotation (*reiterating that “…*), or -1."""
        syntax, verbs = self.scene.syntax, words("reporting_verbs")
        for i in range(self.first - 1, max(-1, self.first - 8), -1):
            if self.scene.quoted[i] >= 0 or syntax.text[i][0] in ".;!?\n":
                break
            if syntax.lemma[i] in verbs and syntax.pos[i] == "VERB":
                return i
        return -1

    def near(self, heads: Sequence[int]) -> list[tuple[int, int]]:
        """The nearest mentions as (rank, number): ranks count from the quotation, negative before it."""
        at = bisect_left(heads, self.first)
        beyond = bisect_left(heads, self.last + 1)
        before = [(-(k + 1), at - 1 - k) for k in range(min(BEFORE, at))]
        between = [(0, k) for k in range(at, beyond)][:20]
        after = [(k + 1, beyond + k) for k in range(min(AFTER, len(heads) - beyond))]
        return before + between + after

    def _gap(self, counts: Sequence[int], token: int) -> int:
        """How much of what ``counts`` counts lies between the quotation and a token."""
        if token < self.first:
            return counts[self.first] - counts[token + 1]
        if token > self.last:
            return counts[token] - counts[self.last + 1]
        return min(abs(counts[token] - counts[part.stop]) for part in self.parts)

    def pair(self, at: int, rank: int) -> list[float]:
        """The features of this quotation with one mention, in the order of ``_PAIR``."""
        scene, syntax = self.scene, self.scene.syntax
        mention = scene.mentions[at]
        head, cue = mention.head, mention.cue
        after, between = head > self.last, self.first <= head <= self.last
        cue = cue if cue >= 0 else head
        near, far = (self.last, head) if after else (head, self.first)
        crossed = _quotations_between(scene, self.number, head)
        words_away = self._gap(scene.outside, head)
        cue_away = self._gap(scene.outside, cue) if scene.quoted[cue] < 0 else 99
        text_between = scene.text[syntax.end[near] : syntax.start[far]] if near < far and far - near < 60 else ""
        return [
            after,
            between,
            min(words_away, 200),
            min(cue_away, 200),
            (self.last < cue < head) if after else (head < cue < self.first),
            min(crossed, 10),
            min(self._gap(scene.stops, head), 20),
            max(-8, min(8, scene.paragraph[head] - scene.paragraph[self.last if after else self.first])),
            scene.paragraph[head] in (scene.paragraph[self.first], scene.paragraph[self.last]),
            syntax.sentence[head] in (syntax.sentence[self.first], syntax.sentence[self.last]),
            rank,
            self._reporting_rank(at, rank),
            words_away <= mention.last - mention.first + 1 and not crossed,
            cue_away <= 1 and not crossed,
            ":" in text_between,
            " that " in text_between,
            syntax.dep[head].startswith("nsubj") and head != syntax.head[head] in self.outer,
            mention.cue in self.outer,
            self.ancestors.get(mention.cue, 12),
            head in self.outer,
            self.ancestors.get(head, 12),
            self._nearer_to_other(cue, cue_away),
            mention.cue == mention.first - 1,
            not after and self._leads(mention),
            "\n" in scene.text[syntax.end[mention.last] : syntax.end[mention.last] + 3],
            mention.cue >= 0 and mention.cue == self.leader,
            after and self._signs(mention),
        ]

    def _leads(self, mention: Mention) -> bool:
        """Whether only marks, blanks, a comma or a colon stand between a mention and the quotation after it."""
        start, end = self.scene.syntax.end[mention.last], self.quotation.start
        return end - start < LONGEST_LEAD and only(self.scene.text, start, end, " “”\"'‘’«»„`:,")

    def _signs(self, mention: Mention) -> bool:
        """Whether a mention stands as a signature: after a dash or in brackets right behind the quotation."""
        start, end = self.quotation.end, self.scene.syntax.start[mention.first]
        between = self.scene.text[start:end] if end - start < LONGEST_RULE else "a"
        return not any(c.isalnum() for c in between) and any(c in _SIGNING for c in between)

    def encoded(self, near: list[tuple[int, int]]) -> list[list[float]]:
        """What the encoder makes of this quotation with each of the mentions near it, in the order of ``_ENCODED``."""
        scene, stretch = self.scene, self.scene.encoding.stretch(self.quotation.start)
        mention = scene.encoding.mention(stretch, [scene.heads[at] for _, at in near]).tolist()
        named = scene.named(stretch)
        *speaker, unnamed = scene.encoding.speaker(stretch, [scene.heads[at] for at in named]).tolist()
        chance = dict(zip(named, speaker, strict=True))
        alike: dict[str, float] = {}
        for at, value in chance.items():
            word = scene.syntax.lower[scene.heads[at]]
            alike[word] = alike.get(word, 0.0) + exp(value)
        return [
            [
                mention[n],
                mention[-1],
                chance.get(at, UNSEEN),
                log(alike.get(scene.syntax.lower[scene.heads[at]], 0.0) + exp(UNSEEN)),
                unnamed,
            ]
            for n, (_, at) in enumerate(near)
        ]

    def _reporting_rank(self, at: int, rank: int) -> float:
        """How many mentions with a cue that reports stand between; 9 where this one has none."""
        scene = self.scene
        if not scene.reports[at]:
            return 9
        between = max(0, min(abs(rank), 12) - 1)
        first = at - between if rank > 0 else at + 1
        return scene.reporting[first + between] - scene.reporting[first]

    def _nearer_to_other(self, cue: int, away: int) -> bool:
        """Whether a cue stands nearer to another quotation than to this one."""
        scene = self.scene
        for other in (self.number - 1, self.number + 1):
            if 0 <= other < len(scene.quotations):
                edge = scene.begins[other] if other > self.number else scene.ends[other]
                low, high = sorted((min(cue, len(scene.outside) - 1), min(edge, len(scene.outside) - 1)))
                if scene.outside[high] - scene.outside[low] < away:
                    return True
        return False

    def describe(self, near: list[tuple[int, int]]) -> list[float]:
        """The features of the quotation itself, in the order of ``_QUOTATION``."""
        scene, syntax, text, quotation = self.scene, self.scene.syntax, self.scene.text, self.quotation
        before = text[max(0, quotation.start - 12) : quotation.start].rstrip("“”\"'‘’„«»` ")
        following = text[quotation.end : quotation.end + 12].lstrip("“”\"'‘’„«»` ")
        close = text[quotation.end - 1]
        mentions = [scene.mentions[at] for _, at in near]
        verbs = words("reporting_verbs")
        sentences = (syntax.sentence[self.first], syntax.sentence[self.last])
        reporting = [m for m in mentions if m.cue >= 0 and syntax.lemma[m.cue] in verbs and m.relation in _SUBJECTS]
        own = [m for m in reporting if syntax.sentence[m.head] in sentences]
        previous = scene.quotations[self.number - 1] if self.number else None
        following_quotation = scene.quotations[self.number + 1] if self.number + 1 < len(scene.quotations) else None
        return [
            len(syntax.tokens(Span(quotation.start, quotation.end))),
            len(quotation.parts),
            quotation.type == "direct",
            not before or before[-1] == "\n",
            not following or following[0] == "\n",
            close == "," or following[:1] == ",",
            close in ".!?…",
            before[-1:] == ":",
            before[-1:] == ",",
            before.endswith(" that"),
            text[quotation.start].isupper(),
            len(own),
            any(self._gap(scene.outside, m.head) < 8 and m.head > self.last for m in own),
            any(self._gap(scene.outside, m.head) < 8 and m.head < self.first for m in own),
            not any(syntax.sentence[m.head] in sentences for m in mentions),
            self._gap(scene.outside, syntax.tokens(previous.parts[-1]).stop - 1) if previous else 99,
            self._gap(scene.outside, syntax.tokens(following_quotation.parts[0]).start) if following_quotation else 99,
            min(self.number, 20),
            self.leader >= 0,
            self.leader >= 0 and syntax.tag[self.leader] == "VBG",
        ]


_SUBJECTS = frozenset(("nsubj", "nsubjpass", "according", "beside"))


def _quotations_between(scene: Scene, number: int, head: int) -> int:
    """How many other quotations, which come in order, lie between a quotation and a token."""
    start = scene.syntax.start[head]
    if head > scene.syntax.tokens(scene.quotations[number].parts[-1]).start:
        return bisect_left(scene.starts, start, number + 1) - number - 1
    return number - bisect_right(scene.stops_at, start, 0, number)
