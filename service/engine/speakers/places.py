"""The places where names may stand: runs of capitalised words, and how much speaks for each being a person's name."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from spacy.lang.en.stop_words import STOP_WORDS

from service.engine.lexicon import words
from service.engine.reading.naming import described_before
from service.engine.reading.syntax import Syntax
from service.engine.result import Span

from .epithets import is_person_noun, people_of
from .names import fold, form_of
from .people import OFTEN, Occurrence

LONGEST_NAME = 6  # words
HEADLINE_SHARE = 0.7  # of a line's longer words with capitals
_POSSESSIVES = frozenset({"my", "his", "her", "our", "their", "'s"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})  # verbs, which have capitals in a headline if anything has

_FUNCTION_WORDS = frozenset(STOP_WORDS - {"will", "may", "mine"})
OTHER_ENTITIES = frozenset({"ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})


def places(text: str, syntax: Syntax) -> Iterator[Occurrence]:
    """The runs of capitalised words that may be names, with titles and offices before them taken off."""
    proper = Counter(
        syntax.lower[i] for i in range(len(syntax)) if syntax.tag[i] in ("NNP", "NNPS") and syntax.text[i][:1].isupper()
    )
    headlines = _headline_tokens(text, syntax)
    i, count = 0, len(syntax)
    while i < count:
        if not _namelike(syntax, i, proper):
            i += 1
            continue
        j = _run_end(syntax, i, proper)
        yield from _names_in(text, syntax, i, j, headlines)
        i = j + 1


def _namelike(syntax: Syntax, i: int, proper: Counter[str]) -> bool:
    word, tag = syntax.text[i], syntax.tag[i]
    if not word[:1].isupper() or not any(c.isalpha() for c in word) or syntax.lower[i] in words("speakers_times"):
        return False
    if syntax.lower[i] in _FUNCTION_WORDS and not syntax.text[i].isupper():
        return False
    if syntax.lower[i] in words("reporting_forms") and proper[syntax.lower[i]] < OFTEN and _opens(syntax, i):
        return False  # *Said Roe: “…”*
    if people_of(syntax, i):
        return False
    if tag in ("NNP", "NNPS") or (syntax.entity[i] == "PERSON" and tag[:2] in ("NN", "JJ", "VB", "RB", "FW", "UH")):
        return syntax.pos[i] not in ("DET", "PRON")
    if tag == "MD" and i + 1 < len(syntax) and syntax.tag[i + 1] == "NNP" and syntax.lower[i] == "will":
        return i > 0 and syntax.lower[i - 1] not in (".", '"')
    if tag[:2] not in ("NN", "JJ", "VB", "RB", "UH", "FW") or syntax.pos[i] in ("AUX", "PRON", "DET"):
        return False
    return syntax.lower[i] in proper or (not _opens(syntax, i) and tag[:2] in ("NN", "FW"))


def _opens(syntax: Syntax, i: int) -> bool:
    """Whether a token opens a sentence, where any word has a capital."""
    return i == 0 or syntax.sentence[i - 1] != syntax.sentence[i] or syntax.text[i - 1] in ('"', ":", "(")


def _run_end(syntax: Syntax, i: int, proper: Counter[str]) -> int:
    """The last token of the run that begins at ``i``."""
    j, count = i, len(syntax)
    while j + 1 < count and j - i < 14:
        k = _bridge(syntax, j, count)
        if k >= count or syntax.start[k] - syntax.end[j] > 30 or "\n" in syntax.text[j] or not _namelike(syntax, k, proper):
            break
        if syntax.sentence[k] != syntax.sentence[j] and not syntax.text[j].endswith("."):
            break
        j = k
    if j > i and j + 2 < count and syntax.lower[j + 1] == "-" and syntax.start[j + 2] == syntax.end[j] + 1:
        j += 2  # Kim Jong-un
    return j


def _bridge(syntax: Syntax, j: int, count: int) -> int:
    """The token that would go on with a name after ``j``: over hyphens, particles, marked nicknames, the comma before *Jr.*"""
    k = j + 1
    if syntax.text[k].isspace() and "\n" not in syntax.text[k]:
        k += 1
    if k + 1 >= count:
        return k
    word = syntax.lower[k]
    tight = syntax.start[k] == syntax.end[j] and syntax.start[k + 1] == syntax.end[k]
    if word == "-" and tight:
        return k + 1
    if word == "," and syntax.lower[k + 1].rstrip(".") in ("jr", "sr"):
        return k + 1
    if word in ('"', "'", "(") and syntax.start[k] > syntax.end[j]:
        for m in range(k + 2, min(k + 5, count)):
            if syntax.lower[m] in ('"', "'", ")"):
                return m + 1 if m + 1 < count and syntax.start[m + 1] > syntax.end[m] and word != "(" else k
        return k
    if syntax.lower[k] == "in" and k + 2 < count and syntax.lower[k + 1] in ("'t", "'"):  # Sophie in 't Veld
        return k + (2 if syntax.lower[k + 1] == "'t" else 3)
    m = k
    while m < count and m - k < 3 and syntax.lower[m] in words("speakers_particles"):
        m += 2 if m + 1 < count and syntax.lower[m + 1] == "-" and syntax.start[m + 1] == syntax.end[m] else 1
    return m


def _names_in(text: str, syntax: Syntax, i: int, j: int, headlines: set[int]) -> Iterator[Occurrence]:
    """The names that a run of capitalised words holds: split where the parser sees two people, titles taken off."""
    begin = i
    for k in range(i, j + 1):
        ends = k == j or (
            syntax.entity[k] == "PERSON"
            and syntax.entity[k + 1] in OTHER_ENTITIES - {"ORG", "NORP"}
            and k - begin >= 1
            and syntax.lower[k] not in words("speakers_particles")
        )
        if ends or syntax.lower[k] == "'s":
            place = _name(text, syntax, begin, k, headlines)
            if place is not None:
                yield place
            begin = k + 1


def _name(text: str, syntax: Syntax, i: int, j: int, headlines: set[int]) -> Occurrence | None:
    known = words("speakers_titles")
    first = i
    for k in range(i, j):  # the last title of the run, but not within a name: Earl Warren, Amy Pope
        title = fold(syntax.text[k])
        trade = title in words("speakers_person_nouns") and (
            syntax.entity[k] != "PERSON" or k == 0 or syntax.sentence[k - 1] != syntax.sentence[k]
        )
        abbreviated = syntax.text[k] in words("abbreviated_titles")  # *Del.*, a delegate, and not *Del*
        if (title in known or abbreviated or trade or _office_of_two(syntax, k, j) or _native(syntax, k, j)) and fold(
            syntax.text[k + 1]
        ) not in ("jr", "sr", "ii", "iii"):
            inside = k > i and syntax.entity[k] == syntax.entity[k - 1] == "PERSON" and fold(syntax.text[k - 1]) not in known
            acronym = syntax.text[k].isupper() and not syntax.text[k + 1].isupper()  # *Acme MP Jane Roe*
            if acronym or not inside:
                first = k + 1
    start = _person_start(syntax, first, j)
    if first == i or (start > first and syntax.entity[start - 1] in OTHER_ENTITIES):
        first = start
    first = _after_portfolio(syntax, first, j)
    span = Span(syntax.start[first], syntax.end[j])
    titles = tuple(text[syntax.start[i] : syntax.start[first]].split()) if first > i else ()
    form = form_of(text[span.start : span.end], titles)
    if form is None or len(form.words) > LONGEST_NAME or not any(c.isalpha() for c in form.key[-1]):
        return None
    return Occurrence(span, first, j, i, form, first in headlines)


def _office_of_two(syntax: Syntax, k: int, j: int) -> bool:
    """Whether the word at ``k`` is an office before a name of two words: *Administrator Jane Roe*, not *Marine Le Pen*."""
    word, particles = fold(syntax.text[k]), words("speakers_particles")
    if word not in words("role_nouns") or word in words("office_names"):
        return False
    rest = [fold(syntax.text[i]) for i in range(k + 1, j + 1) if syntax.text[i][:1].isalpha()]
    names = [other for other in rest if other not in particles]
    return len(names) > 1 and rest[0] == names[0] and words("speakers_organization_nouns").isdisjoint(rest)


def _native(syntax: Syntax, k: int, j: int) -> bool:
    """Whether the word at ``k`` says where the bearer of a name of two words or more is from: *the Croat Jan Roe*."""
    after_adjective = k > 0 and (syntax.lower[k - 1] in ("a", "an", "the") or syntax.tag[k - 1] == "JJ")
    return after_adjective and j - k > 1 and syntax.lower[k] in _natives()


@cache
def _natives() -> frozenset[str]:
    return frozenset(line.partition("\t")[0].lower() for line in words("demonyms"))


def _after_portfolio(syntax: Syntax, i: int, j: int) -> int:
    """Where a name begins that stands right behind a body's: *Ministry of Foreign Affairs | Karen Holm*."""
    for k in range(j - 2, max(i, j - 4) - 1, -1):
        rest = {fold(syntax.text[m]) for m in range(k + 1, j + 1)}
        if fold(syntax.text[k]) in words("portfolios") and not rest & words("speakers_organization_nouns"):
            return k + 1 if syntax.tag[k + 1] == "NNP" and not rest & words("portfolios") else i
    return i


def _person_start(syntax: Syntax, i: int, j: int) -> int:
    """Where in a run the person's name begins that the parser sees at its end; the run's first token if it sees none."""
    if syntax.entity[j] != "PERSON":
        return i
    start = j
    while start > i and (syntax.entity[start - 1] == "PERSON" or "-" in (syntax.text[start - 1], syntax.text[start])):
        start -= 1
    if start - 1 > i and syntax.entity[start - 2 : start] == ("ORG", "") and syntax.tag[start - 1] == "NNP":
        return start - 1  # Minister of Social Affairs | Ásmundur | Einar Daðason
    return start if start > i and (syntax.entity[start - 1] in OTHER_ENTITIES or start < j) else i


def _headline_tokens(text: str, syntax: Syntax) -> set[int]:
    """The tokens of lines in which nearly every word has a capital: there, capitals say nothing."""
    found: set[int] = set()
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        long = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
        if len(long) >= 4 and sum(word[0].isupper() for word in long) > HEADLINE_SHARE * len(long):
            tokens = syntax.tokens(Span(start, end))
            if not any(syntax.tag[i] in _FINITE and syntax.text[i].islower() and len(syntax.text[i]) > 3 for i in tokens):
                found.update(tokens)
        start = end + 1
    return found


def votes(syntax: Syntax, found: list[Occurrence], spoken: set[int]) -> Counter[tuple[str, ...]]:
    """How much speaks for each name being a person's, over all its places; ``spoken`` holds the tokens of sources' mentions."""
    counted: Counter[tuple[str, ...]] = Counter()
    for place in found:
        counted[place.form.core] += _by_entity(syntax, place) + _by_words(syntax, place) + _by_syntax(syntax, place, spoken)
    bare: Counter[tuple[str, ...]] = Counter(
        place.form.core for place in found if len(place.form.core) == 1 and not after_the(syntax, place)
    )
    for key in list(counted):
        if len(key) not in (2, 3) or key[-1] in words("speakers_organization_nouns"):
            continue
        called = (bare[key[-1:]] and not bare[key[:1]]) or counted[key[:1]] > 3
        if called:  # people are called by their last word, or their first; hardly anything else is
            counted[key] += 3
    return counted


def _by_entity(syntax: Syntax, place: Occurrence) -> int:
    key, label = place.form.core, syntax.entity[place.last]
    particles = words("speakers_particles").intersection(key[1:-1])
    if syntax.entity[place.first] == "PERSON" and (label == "PERSON" or particles):  # the parser breaks off at *von der | Roe*
        return 2
    if label in ("DATE", "TIME"):
        return -3
    if label in OTHER_ENTITIES:
        return -1 if label in ("ORG", "PRODUCT", "WORK_OF_ART") and len(key) < 4 else -2
    return 0


def _by_words(syntax: Syntax, place: Occurrence) -> int:
    key, score = place.form.core, 0
    organization, titles = words("speakers_organization_nouns"), words("speakers_titles")
    if place.form.titles and fold(place.form.titles[-1]) in titles | words("portfolios"):
        score += 3
    if place.first > 0 and syntax.lower[place.first - 1] == "the":
        score -= 3
    if (len(key) > 1 or place.form.titles) and (key[-1] in organization or key[0] in organization):
        score -= 6
    if len(key) > 1 and (all(word in titles for word in key) or _office(key)):
        score -= 6
    if key[0] in words("first_names"):  # the parser takes *Octavia Roe* for a firm
        score += 2 if len(key) > 1 else 1
    if key[-1] in titles and syntax.entity[place.last] != "PERSON":
        score -= 3
    if len(key) == 1 and place.form.text.isupper() and len(place.form.text) < 6 and not place.headline:
        score -= 2  # an acronym
    return score


def _office(key: tuple[str, ...]) -> bool:
    """Whether all words of a name are an office's: *Financial Officer* behind *Chief*."""
    modifiers, fields, given = words("role_modifiers"), words("portfolios"), words("first_names")
    return key[-1] in words("role_nouns") and all((w in modifiers or w in fields) and w not in given for w in key[:-1])


def _by_syntax(syntax: Syntax, place: Occurrence, spoken: set[int]) -> int:
    score, after, governor = 0, place.last + 1, syntax.head[place.last]
    if syntax.dep[place.last] == "nsubj" and syntax.lemma[governor] in words("reporting_verbs"):
        score += 1
    apposed = syntax.dep[place.last] == "appos" and _somebody(syntax, governor)  # *the mayor of Acme, Jane Roe*
    if (len(place.form.core) > 1 and (apposed or _entitled(syntax, place))) or _relation(syntax, place):
        score += 3
    if described_before(syntax.lower, syntax.tag, place.opening) is not None:
        score += 4  # *a woman named Roe*
    other = syntax.entity[place.last] in OTHER_ENTITIES
    if other and syntax.dep[place.last] == "pobj" and governor in spoken:
        return score  # *Jane Roe of the University of Acme, who …*
    if place.last in spoken:
        score += 1 if other else 2
    following = syntax.lower[after : after + 2]
    housed = place.opening > 1 and syntax.lower[place.opening - 1] in ("of", "from", "in", "at") and other
    if (following == (",", "who") or following[:1] == ("who",)) and not housed:  # not *Ann Roe of Acme, who …*
        score += 2
    if len(following) == 2 and following[0] == "," and following[1].isdigit() and len(following[1]) == 2:
        score += 3  # an age
    return score


def _somebody(syntax: Syntax, i: int) -> bool:
    """Whether a token is the head of a person's description, or what a preposition adds to it: *a teacher from Acme*."""
    if syntax.dep[i] == "pobj":
        i = syntax.head[syntax.head[i]]
    return is_person_noun(syntax.lower[i])


def _entitled(syntax: Syntax, place: Occurrence) -> bool:
    """Whether a person's noun in small letters stands before a name as its title: *Acme boss Jane Roe*."""
    before = place.opening - 1
    if before < 0 or syntax.tag[before] != "NN" or not syntax.text[before].islower():
        return False
    return syntax.head[before] == place.last and is_person_noun(syntax.lower[before])


def _relation(syntax: Syntax, place: Occurrence) -> bool:
    """Whether a name is that of somebody's relation: *her brother Jan*."""
    before = syntax.lower[max(0, place.opening - 2) : place.opening]
    return len(before) == 2 and before[0] in _POSSESSIVES and before[1] in words("speakers_kin")


def after_the(syntax: Syntax, place: Occurrence) -> bool:
    """Whether *the* stands before a name and its titles."""
    return place.opening > 0 and syntax.lower[place.opening - 1] == "the"
