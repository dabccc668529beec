"""Role phrases: *former Ohio Gov.*, *the deputy spokesperson of the White House*, taken apart into office and body.

The grammar is over words, their case and the tagger's parts of speech. The parse is not asked: the small parser errs most
where a role stands, in long titles and appositions.
"""

from dataclasses import dataclass

from .columns import ARTICLES, JOINTS, POSSESSIVES, Words, is_nominal, is_proper
from .complements import LINKS, Complement, complements_at, name_goes_on
from .occupations import Lexicon

LONGEST_RUN = 14  # words of a title
_PARENT = 5  # tokens of *mother-of-two*
_PERSONAL = tuple("ist woman worker maker keeper ician ographer onomer preneur".split())  # ends of words for who does a thing
_RELATIONAL = ("al", "ic", "ary", "cal", "an")  # *presidential*, *academic*: what adjectives of an office end in
_RANKS = frozenset("lt. lt maj. maj brig. brig det. det ch. ch asst. asst dep. dep rear u.s.".split())  # before other ranks
_LEGISLATORS = frozenset("del. sen. sens. sen rep. reps. rep senator representative lawmaker legislator delegate".split())
CABINET = frozenset({"secretary", "minister", "commissioner"})  # of labor, not of Labor
_ENDS = frozenset({("at", "large"), ("in", "charge"), ("in", "chief"), ("in", "residence"), ("at", "arms")})
_DOING = ("ing", "ed", "time", "profile")
_AND = frozenset({"and", "&"})
_DEPUTIES = frozenset({"deputy", "assistant", "acting", "associate", "under", "vice"})
_PREFIXES = frozenset("former presumptive presumed likely retired senior chief deputy acting leading top".split())


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A role phrase, as token indices: the whole, the office in it, what stands before it, and what *of …* adds.

    ``qualifiers`` stand before ``owner`` and belong to the office all the same (*former* in *former Ohio governor*).
    ``possessor`` is the pronoun or article at its head, lower case, or "".
    """

    start: int
    end: int
    role: tuple[int, int]
    qualifiers: tuple[int, ...]
    owner: tuple[int, int] | None
    possessor: str
    complements: tuple[Complement, ...]


def phrase_at(words: Words, i: int, lexicon: Lexicon, limit: int | None = None) -> RolePhrase | None:
    """Read a role phrase that begins at token ``i`` and does not reach over ``limit``; None where none does."""
    stop = min(len(words), i + 3 * LONGEST_RUN) if limit is None else limit
    possessor = ""
    one_of = i + 2 < stop and words.low[i] == "one" and words.low[i + 1] == "of"
    if one_of:
        i += 2
    while i < stop and (words.low[i] in ARTICLES or words.low[i] in POSSESSIVES):
        possessor = words.low[i]
        i += 1
    end = _owned_run_end(words, i, stop, lexicon)
    if end == i:
        return None
    head = _head(words, i, end, lexicon)
    if head is None and one_of and lexicon.is_role_noun(words.text[end - 1]):
        head = end - 1
    if head is None:
        return None
    return _take_apart(words, i, head, stop, possessor, lexicon)


def phrase_before(words: Words, i: int, lexicon: Lexicon, plural: bool = False) -> RolePhrase | None:
    """Read the role phrase that ends right before token ``i``: *Kremlin spokesman*, *head of the Institute of Physics*."""
    first = max(0, i - LONGEST_RUN)
    start = i
    while start > first and is_nominal(words, start - 1, lexicon):
        start -= 1
    start = _after_and(words, start, i, first, lexicon)
    while start < i and words.tag[start] == "POS":
        start += 1
    parent = i - _PARENT
    if parent >= start and _parent_end(words, parent) == i and lexicon.is_role_noun(words.text[parent]):
        return _take_apart(words, start, parent, i, _article_before(words, start), lexicon)
    if start < i and (_can_head(words, i - 1, lexicon) or (plural and lexicon.is_role_noun(words.text[i - 1]))):
        return _take_apart(words, start, i - 1, i, _article_before(words, start), lexicon)
    return _with_complement_before(words, i, lexicon)


def phrase_ending(words: Words, head: int, lexicon: Lexicon) -> RolePhrase:
    """Read the role phrase whose last word before any *of …* is the noun at token ``head``, in the singular or the plural."""
    first = max(0, head - LONGEST_RUN)
    start = head
    while start > first and is_nominal(words, start - 1, lexicon):
        start -= 1
    while start < head and words.tag[start] == "POS":
        start += 1
    stop = min(len(words), head + 2 * LONGEST_RUN)
    return _take_apart(words, start, head, stop, _article_before(words, start), lexicon)


def _owned_run_end(words: Words, i: int, stop: int, lexicon: Lexicon) -> int:
    """The end of the run from ``i``; a name with small words in it may open it (*Democracy for America's director*)."""
    end = _run_end(words, i, stop, lexicon)
    first = end
    while end < stop and end - i < LONGEST_RUN and not _can_head(words, end - 1, lexicon):
        after = name_goes_on(words, i, end, stop, lexicon)
        if after is None:
            break
        end = _run_end(words, after, stop, lexicon)
    return end if end > first and _can_head(words, end - 1, lexicon) else first


def _run_end(words: Words, i: int, stop: int, lexicon: Lexicon) -> int:
    """The end of the run of nominal words from ``i``; *and* joins where a role noun or modifier stands on both sides."""
    end = i
    while end < stop and end - i < LONGEST_RUN:
        if end > i and words.tag[end] in {"VBG", "VBN"} and _can_head(words, end - 1, lexicon):
            break  # *a scientist working on …*
        if is_nominal(words, end, lexicon) or (
            words.low[end] in {"and", "or"} and end > i and end + 1 < stop and _coordinates(words, end, stop, lexicon)
        ):
            end += 1
        else:
            break
    return end


def _coordinates(words: Words, i: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether the *and* at ``i`` stands inside one office (*president and chief executive*)."""
    if not lexicon.is_role_noun(words.text[i - 1]) or words.low[i + 1] in {"former", "ex", "acting", "then"}:
        return False
    for k in range(i + 1, min(stop, i + 5)):
        if not is_nominal(words, k, lexicon):
            return False
        if words.entity[k] in {"ORG", "GPE"} and words.begins[k] and words.text[i - 1].islower():
            return False  # *the Ohio governor and Acme Agency administrator*: two offices, each with its own body
        if lexicon.is_role_noun(words.text[k]):
            return k + 1 >= len(words) or not is_proper(words, k + 1)
    return False


def _after_and(words: Words, start: int, i: int, first: int, lexicon: Lexicon) -> int:
    """Reach over *and* for an office of two parts before a name: *founder and CEO Jane Roe*."""
    if (
        start - 2 >= first
        and start < i
        and words.low[start - 1] in {"and", "&"}
        and lexicon.is_role_noun(words.text[start - 2])
    ):
        start -= 2
        while start > first and is_nominal(words, start - 1, lexicon):
            start -= 1
    return start


def _article_before(words: Words, start: int) -> str:
    low = words.low[start - 1] if start else ""
    return low if low in ARTICLES or low in POSSESSIVES else ""


def _with_complement_before(words: Words, i: int, lexicon: Lexicon) -> RolePhrase | None:
    """*Secretary of State* and *head of the Institute of Physics* before the name at ``i``: the words fit up to it exactly."""
    k, first = i - 1, max(0, i - 2 * LONGEST_RUN)
    while k > first:
        if words.low[k] in LINKS and lexicon.is_role_noun(words.text[k - 1]):
            head = _outermost(words, k - 1, first, lexicon)
            start = _run_start(words, head, first, lexicon)
            found = _take_apart(words, start, head, i, _article_before(words, start), lexicon)
            return found if found is not None and found.end == i else None
        joins = words.low[k] in LINKS or words.low[k] in {"the", "and"} or words.text[k] == '"'
        if not joins and not is_nominal(words, k, lexicon):
            return None
        k -= 1
    return None


def _run_start(words: Words, i: int, first: int, lexicon: Lexicon) -> int:
    """Where the run of nominal words begins that goes on up to token ``i``."""
    while i > first and is_nominal(words, i - 1, lexicon):
        i -= 1
    return i


def _outermost(words: Words, head: int, first: int, lexicon: Lexicon) -> int:
    """The office's noun that ``head`` only tells the body of: *adviser to the head of …*, *head of the Mayor's Office*.

    It is ``head`` itself where nothing holds it.
    """
    cursor, offices = head, 0
    while not offices:
        start = _run_start(words, cursor, first, lexicon)
        outer = start - 2 if _article_before(words, start) else start - 1
        if outer <= first or words.low[outer] not in LINKS:
            break
        cursor = outer - 1
        if lexicon.is_role_noun(words.text[cursor]):
            head, offices = cursor, offices + 1
        elif words.low[cursor] not in lexicon.organization_nouns:
            break
    if offices and cursor == head:
        start = _run_start(words, head, first, lexicon)
        outer = start - 2 if _article_before(words, start) else start - 1
        if outer > first and words.low[outer] == "to" and lexicon.is_role_noun(words.text[outer - 1]):
            return outer - 1  # *adviser to the head of the Office of the President*
    return head


def _head(words: Words, i: int, end: int, lexicon: Lexicon) -> int | None:
    """The role noun that ends the run; a number may follow it (*Republican, 45*)."""
    last = end - 1
    if end - _PARENT >= i and _parent_end(words, end - _PARENT) == end:
        last = end - _PARENT
    while last > i and words.pos[last] == "NUM":
        last -= 1
    return last if _can_head(words, last, lexicon) else None


def _can_head(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether the token can be the noun of one person's role: a plural is several people's, a verb nobody's."""
    low = words.low[i]
    if low in lexicon.role_nouns:
        return words.tag[i] not in {"VBD", "VBG", "MD"}
    if words.tag[i] == "NN" and words.text[i].islower() and low.endswith(_PERSONAL) and len(low) > 6:
        return True
    return low.capitalize() in lexicon.abbreviations


def _take_apart(words: Words, start: int, head: int, stop: int, possessor: str, lexicon: Lexicon) -> RolePhrase:
    first = _office_start(words, start, head, lexicon)
    first = _past_body(words, start, first, head)
    owner = _owner(words, start, first, lexicon)
    qualifiers = tuple(_qualifiers(words, start, owner[0] if owner else first, lexicon))
    last = min(_parent_end(words, head), stop)
    complements = tuple(_of_land(words, head, complements_at(words, last, stop, lexicon), lexicon))
    end = complements[-1].end if complements else last
    return RolePhrase(start, end, (first, last), qualifiers, owner, possessor, complements)


def _of_land(words: Words, head: int, found: list[Complement], lexicon: Lexicon) -> list[Complement]:
    """The complements, where a minister's country is parted from the portfolio: *Minister of Health | of Ukraine*."""
    if not found or words.low[head] not in CABINET or found[0].link != "of":
        return found
    first = found[0]
    for k in range(first.start + 1, first.end - 1):
        if words.low[k] == "of" and " ".join(words.text[n] for n in range(k + 1, first.end)) in lexicon.lands:
            portfolio = Complement("of", first.start, k, first.proper, first.definite)
            return [portfolio, Complement("of", k + 1, first.end, proper=True, definite=False), *found[1:]]
    return found


def _parent_end(words: Words, head: int) -> int:
    """Where an office ends whose noun is at ``head``: behind it, but for *mother-of-two* and *editor at large*."""
    of_some = words.low[head + 1 : head + 4] == ["-", "of", "-"] and words.pos[head + 4 : head + 5] == ["NUM"]
    if of_some:
        return head + _PARENT
    return head + 3 if tuple(words.low[head + 1 : head + 3]) in _ENDS else head + 1


def _past_body(words: Words, start: int, first: int, head: int) -> int:
    """Move the office's start to where the name of a body that reaches into it ends (*Homeland Security Deputy Secretary*)."""
    k = first
    while start < k < head and words.entity[k] == words.entity[k - 1] == "ORG" and not words.begins[k]:
        k += 1
    return k if words.low[k] in _DEPUTIES else first


def _ends_body(words: Words, i: int) -> bool:
    """Whether the word at ``i`` ends the name of a body before words in small letters."""
    inside = i > 0 and words.entity[i] == words.entity[i - 1] == "ORG" and not words.begins[i]
    return inside and words.text[i][:1].isupper() and words.text[i + 1].islower()


def _qualifiers(words: Words, start: int, end: int, lexicon: Lexicon) -> list[int]:
    """The words right before the owner that belong to the office: *former* in *former Ohio governor*."""
    found: list[int] = []
    for k in range(end - 1, start - 1, -1):
        if words.low[k] in lexicon.qualifiers or words.low[k] in _PREFIXES:
            found.insert(0, k)
        elif words.low[k] not in lexicon.dropped_adjectives:
            break
    return found


def _office_start(words: Words, start: int, head: int, lexicon: Lexicon) -> int:
    """Go left from the head over the words that belong to the office."""
    k = head
    while k > start:
        before = k - 1
        low = words.low[before]
        if words.text[before] in JOINTS and before - 1 >= start and words.end[before] == words.start[k]:
            k = before - 1  # a compound: its first part goes with the rest
            continue
        if low in {"and", "or", "&"}:
            if (
                before - 1 < start
                or not lexicon.is_role_noun(words.text[before - 1])
                or words.low[before - 1] in lexicon.relational_nouns
            ):
                break
            k = before - 1
            continue
        abbreviated = words.low[k].capitalize() in lexicon.abbreviations
        if abbreviated and words.low[before] not in _PREFIXES | _RANKS and not _of_state(words, before):
            break
        if not _belongs(words, before, start, lexicon):
            break
        k = before
    while k < head and (_ornament(words, k, lexicon) or words.text[k] in JOINTS or _compound_ornament(words, k, head)):
        k += 1
    return k


def _compound_ornament(words: Words, k: int, head: int) -> bool:
    """Whether ``k`` is either part of a compound that only describes the person: *globe-trotting*, *self-described*."""
    last = k if words.text[k - 1] == "-" else k + 2
    return last < head and words.text[last - 1] == "-" and words.low[last].endswith(_DOING) and words.text[last].islower()


def _belongs(words: Words, i: int, start: int, lexicon: Lexicon) -> bool:
    """Whether the word before an office is a part of it and not the body, the place or an ornament."""
    low, pos = words.low[i], words.pos[i]
    if words.tag[i] == "POS" or pos == "NUM":
        return False
    if low in {"u.s.", "us"} and i + 1 < len(words) and words.low[i + 1] == "attorney":
        return True
    if _of_state(words, i):
        return True
    of_party = words.text[i] in lexicon.parties and not (low == "labor" and words.low[i + 1] in CABINET)
    if _ornament(words, i, lexicon) or low in {"based", "born"} or of_party:
        return False
    body_before = i > start and is_proper(words, i - 1) and words.low[i - 1] not in lexicon.qualifiers
    if low in lexicon.organization_nouns and body_before and low not in {"campaign", "party"}:
        return False
    if _ends_body(words, i) and low not in _PREFIXES | _DEPUTIES:
        return False  # *Acme Business moderator*
    if is_proper(words, i):
        return low in lexicon.role_modifiers or low in lexicon.role_nouns  # and no *Stars coach*
    if (
        low in lexicon.role_nouns
        or low in lexicon.role_modifiers
        or (pos in {"NOUN", "PROPN"} and words.tag[i] != "VBG")
        or words.tag[i] == "VBN"
    ):
        return words.tag[i] not in {"VBG", "VB", "VBP"} or low in lexicon.role_modifiers
    return pos == "ADJ" and low.endswith(_RELATIONAL)


def _of_state(words: Words, i: int) -> bool:
    """Whether a word tells a state's legislator from one in Washington: *state* in *state Sen. Jane Roe*."""
    return words.low[i] == "state" and i + 1 < len(words) and words.low[i + 1] in _LEGISLATORS


def _ornament(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a word only describes the person: *longtime*; in capitals the short ones may open a name (*New* of New York)."""
    if words.low[i] not in lexicon.dropped_adjectives or _of_party(words, i, lexicon):
        return False
    return not words.text[i][:1].isupper() or len(words.text[i]) > 5 or (not words.entity[i] and words.pos[i] != "PROPN")


def _of_party(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a word that may only describe somebody is the party of a seat: *Conservative MP*, not *Conservative writer*."""
    after = words.low[i + 1] if i + 1 < len(words) else ""
    return words.text[i] in lexicon.parties and lexicon.role_kinds.get(after) == "legislator"


def _ends_office(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether the word before token ``i`` is an office."""
    return lexicon.is_role_noun(words.text[i - 1]) or words.low[i - 1].capitalize() in lexicon.abbreviations


def _owner(words: Words, start: int, first: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The name before an office: *Kremlin* in *Kremlin spokesman*, *Apple* in *Apple's chief executive*."""
    end = first
    while end > start and (words.tag[end - 1] == "POS" or words.text[end - 1] in JOINTS or not is_proper(words, end - 1)):
        if words.low[end - 1] in lexicon.organization_nouns and end - 1 > start and is_proper(words, end - 2):
            break
        end -= 1
    begin = end
    while (
        begin > start
        and words.low[begin - 1] not in lexicon.qualifiers
        and (
            is_proper(words, begin - 1)
            or words.text[begin - 1] in JOINTS
            or words.tag[begin - 1] == "POS"
            or words.low[begin - 1] in lexicon.organization_nouns
            or words.pos[begin - 1] == "NUM"
            or (words.low[begin - 1] in lexicon.name_links and begin - 2 >= start and is_proper(words, begin - 2))
        )
    ):
        begin -= 1
    for k in range(begin + 1, end):  # *Ohio Gov. and Acme Committee Chairman*: the second office has its own body
        if words.low[k] in _AND and _ends_office(words, k, lexicon):
            begin = k + 1
    while begin < end and (
        words.low[begin] in lexicon.qualifiers
        or words.low[begin] == "retired"
        or _ornament(words, begin, lexicon)
        or words.text[begin] in JOINTS
        or words.tag[begin] == "POS"
    ):
        begin += 1
    return (begin, end) if begin < end else None
