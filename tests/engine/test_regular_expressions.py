"""Every regular expression of the package takes time in proportion to the text: by its structure, and on hostile strings."""

import ast
import importlib
import pkgutil
import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from re import _constants as sre
from re import _parser as parser
from typing import Any

import pytest

import service
from service.engine.reading import article

AnyPattern = re.Pattern[str] | re.Pattern[bytes]

FEW = 130  # times: what repeats no more often costs a constant factor only
SAMPLE = [chr(n) for n in range(256)] + list("“”„‟‘’‚‛‹›＂〝〞…–—―\u2028\u200bßıſ字Я٣\ud800")
HOSTILE = 12_000  # code points
FAST = 0.02  # seconds for which no growth is looked at


def patterns() -> Iterator[tuple[str, AnyPattern]]:
    """Every compiled pattern in the modules of the package, by module and name; those in classes and containers too."""
    for info in pkgutil.walk_packages(service.__path__, "service."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for at, pattern in enumerate(_within(value, info.name)):
                yield f"{info.name}.{name}{f'[{at}]' if at else ''}", pattern


def _within(value: object, module: str) -> Iterator[AnyPattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _within(tuple(value.values()), module)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _within(one, module)
    elif isinstance(value, type) and value.__module__ == module:
        yield from _within(tuple(vars(value).values()), module)


# The structure --------------------------------------------------------------------------------------------------------
#
# A backtracking matcher is slow where one stretch of text can be taken by several repeats, or by one in several ways. So an
# unbounded repeat that may give back what it took must be followed by nothing that takes the same characters, must hold no
# other such repeat, and, since a search begins anew at each character, must not stand where a search can begin within what it
# would take: unless a look behind rules that out.

Chars = frozenset[int]
Node = tuple[Any, Any]


def faults(pattern: AnyPattern) -> list[str]:
    """What could make a pattern take more than linear time."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    sample = _sample(pattern)
    found = list(_ambiguous(list(tree), sample, tree.state.flags))
    return found + list(_restarts(list(tree), sample, tree.state.flags))


def _sample(pattern: AnyPattern) -> Sequence[str | bytes]:
    if isinstance(pattern.pattern, bytes):
        return [bytes([n]) for n in range(256)]
    return SAMPLE


def _chars(nodes: Sequence[Node], sample: Sequence[str | bytes], flags: int) -> Chars:
    """The sampled characters that any of the nodes can take, at any place."""
    taken: set[int] = set()
    for op, value in nodes:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            taken |= _chars(list(value[2]), sample, flags)
        elif op is sre.SUBPATTERN:
            taken |= _chars(list(value[3]), sample, flags)
        elif op is sre.ATOMIC_GROUP:
            taken |= _chars(list(value), sample, flags)
        elif op is sre.BRANCH:
            for branch in value[1]:
                taken |= _chars(list(branch), sample, flags)
        elif op not in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
            taken |= _single(op, value, sample, flags)
    return frozenset(taken)


def _single(op: Any, value: Any, sample: Sequence[str | bytes], flags: int) -> Chars:
    fold = bool(flags & re.IGNORECASE)
    if op is sre.ANY:
        return frozenset(range(len(sample)))
    items = value if op is sre.IN else [(op, value)]
    negated = bool(items) and items[0][0] is sre.NEGATE
    taken: set[int] = set()
    for number, c in enumerate(sample):
        forms = {c, c.lower(), c.upper()} if fold else {c}
        if any(_takes(item, form, flags) for item in items for form in forms):
            taken.add(number)
    return frozenset(range(len(sample))) - taken if negated else frozenset(taken)


def _takes(item: Node, c: str | bytes, flags: int) -> bool:
    op, value = item
    if len(c) != 1:
        return False
    code = c[0] if isinstance(c, bytes) else ord(c)
    if op is sre.LITERAL:
        return bool(code == value)
    if op is sre.NOT_LITERAL:
        return bool(code != value)
    if op is sre.RANGE:
        return bool(value[0] <= code <= value[1])
    if op is sre.CATEGORY:
        escape = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
        name = str(value).removeprefix("CATEGORY_")
        written = escape[name.removeprefix("NOT_")]
        written = written.upper() if name.startswith("NOT_") else written
        if isinstance(c, bytes):
            return re.fullmatch(written.encode(), c) is not None
        return re.fullmatch(written, c) is not None
    return bool(op is not sre.NEGATE)  # what is not known here might take anything


def _optional(node: Node) -> bool:
    """Whether a node can take nothing."""
    op, value = node
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return value[0] == 0 or all(map(_optional, value[2]))
    if op is sre.SUBPATTERN:
        return all(map(_optional, value[3]))
    if op is sre.ATOMIC_GROUP:
        return all(map(_optional, value))
    if op is sre.BRANCH:
        return any(all(map(_optional, branch)) for branch in value[1])
    return op in (sre.ASSERT, sre.ASSERT_NOT, sre.AT)


def _many(node: Node) -> bool:
    """Whether a node is a repeat without a bound that matters."""
    return node[0] in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and node[1][1] > FEW


def _gives_back(node: Node) -> bool:
    return _many(node) and node[0] is not sre.POSSESSIVE_REPEAT


def _inner(node: Node) -> list[list[Node]]:
    """The sequences of nodes within a node."""
    op, value = node
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [list(value[2])]
    if op is sre.SUBPATTERN:
        return [list(value[3])]
    if op is sre.ATOMIC_GROUP:
        return [list(value)]
    if op is sre.BRANCH:
        return [list(branch) for branch in value[1]]
    if op in (sre.ASSERT, sre.ASSERT_NOT):
        return [list(value[1])]
    return []


def _holds_many(nodes: Sequence[Node]) -> bool:
    return any(_many(node) or any(map(_holds_many, _inner(node))) for node in nodes)


def _ambiguous(nodes: list[Node], sample: Sequence[str | bytes], flags: int) -> Iterator[str]:
    """Repeats within repeats, and repeats that share characters with what follows them."""
    for at, node in enumerate(nodes):
        if _gives_back(node):
            if _holds_many(list(node[1][2])):
                yield "an unbounded repeat within another"
            own = _chars([node], sample, flags)
            for later in nodes[at + 1 :]:
                if _holds_many([later]) and own & _chars([later], sample, flags):
                    yield "two unbounded repeats that can take the same characters"
                if not _optional(later) and not own & _chars([later], sample, flags):
                    break
        if node[0] in (sre.ASSERT, sre.ASSERT_NOT) and _holds_many(list(node[1][1])):
            yield "an unbounded repeat in a look around"
        for inner in _inner(node):
            yield from _ambiguous(inner, sample, flags)


def _restarts(nodes: list[Node], sample: Sequence[str | bytes], flags: int) -> Iterator[str]:
    """Unbounded repeats within which a search can begin again, and fail again at the same place.

    It can where all that stands before the repeat takes characters of the repeat, or nothing. It cannot where looks behind bar
    the characters of the repeat, nor where the pattern cannot fail after it.
    """
    for at, node in enumerate(nodes):
        before, after = nodes[:at], nodes[at + 1 :]
        if node[0] in (sre.SUBPATTERN, sre.BRANCH, sre.ATOMIC_GROUP):
            for inner in _inner(node):
                yield from _restarts([*before, *inner, *after], sample, flags)
        if _many(node):
            own = _chars([node], sample, flags)
            behind = [list(n[1][1]) for n in before if n[0] is sre.ASSERT_NOT and n[1][0] < 0]
            barred = own <= frozenset().union(*(_chars(looked, sample, flags) for looked in behind))
            enters = all(_optional(n) or own & _chars([n], sample, flags) for n in before)
            fails = any(not _optional(n) or n[0] in (sre.AT, sre.ASSERT, sre.ASSERT_NOT) for n in after)
            if enters and not barred and (fails or node[1][0] > 1):
                yield "a search can begin anew within what an unbounded repeat takes"


ALL = dict(patterns())
# Searched for in no more than the first bytes of a page (see the test below).
BOUNDED = {"service.engine.reading.article._DECLARATION"}


def test_all_patterns_are_compiled_where_this_finds_them() -> None:
    """None is compiled in a function, or given to a function of ``re`` as a string."""
    for path in Path(str(service.__file__)).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                used = {ast.unparse(call.func) for call in ast.walk(function) if isinstance(call, ast.Call)}
                assert not {name for name in used if name.startswith(("re.", "regex."))} - {"re.escape"}, path
    assert len(ALL) > 30
    assert "service.engine.quotations.marks._MARK" in ALL


@pytest.mark.parametrize("name", sorted(set(ALL) - BOUNDED))
def test_the_structure_of_each_is_linear(name: str) -> None:
    assert faults(ALL[name]) == []


@pytest.mark.parametrize("name", sorted(set(ALL) - BOUNDED))
def test_each_takes_linear_time(name: str) -> None:
    assert [text[:20] for text in hostile(ALL[name]) if superlinear(ALL[name], text)] == []


def test_the_declaration_of_a_charset_is_looked_for_in_few_bytes() -> None:
    for text in hostile(ALL["service.engine.reading.article._DECLARATION"]):
        begin = time.process_time()
        article.declared_charset(text.encode("utf8", "replace") * 4)
        assert time.process_time() - begin < 0.2


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (r"(a+)+b", "an unbounded repeat within another"),
        (r"(?:a|b*)*c", "an unbounded repeat within another"),
        (r"^a*a*b", "two unbounded repeats that can take the same characters"),
        (r"^\w+\d+x", "two unbounded repeats that can take the same characters"),
        (r"^\d+\.?\d+x", "two unbounded repeats that can take the same characters"),
        (r"(?i)^A*[a-f]+-", "two unbounded repeats that can take the same characters"),
        (r"\s+$", "a search can begin anew within what an unbounded repeat takes"),
        (r"a*+b", "a search can begin anew within what an unbounded repeat takes"),
        (r"[a-z]+@", "a search can begin anew within what an unbounded repeat takes"),
        (r"x.*y", "a search can begin anew within what an unbounded repeat takes"),
        (r"(?:ab|a)\w*;", "a search can begin anew within what an unbounded repeat takes"),
        (r"x(?=.*y)", "an unbounded repeat in a look around"),
    ],
)
def test_bad_patterns_are_found(bad: str, why: str) -> None:
    assert why in faults(re.compile(bad))


@pytest.mark.parametrize("good", [r"a+", r"\n\s*+", r"(?<!\S)\S{121,}+", r"[.!?]\s+(?=[A-Z])", r"<[a-z]+>", r"x\d+y\d+z"])
def test_good_patterns_pass(good: str) -> None:
    assert faults(re.compile(good)) == []


@pytest.mark.parametrize("bad", [r"\s+$", r"[a-z]+@", r"x.*y", r"(?:ab|a)\w*;"])
def test_bad_patterns_are_slow(bad: str) -> None:
    assert any(superlinear(re.compile(bad), text) for text in hostile(re.compile(bad)))


# The time -------------------------------------------------------------------------------------------------------------


def hostile(pattern: AnyPattern) -> Iterator[str]:
    """Texts of the characters that a pattern speaks of: runs of one, of two in turn, one run after another, broken matches."""
    written = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    letters = sorted({c for c in written if c not in "\\(?:)*+{}|^$"} | set("aA1 .-_,'\"<>=:\n"))
    chosen = random.Random(1)  # noqa: S311 - texts, not secrets
    yield from (c * HOSTILE for c in letters)
    for _ in range(12):
        one, other = chosen.choice(letters), chosen.choice(letters)
        yield (one + other) * (HOSTILE // 2)
        yield one * (HOSTILE // 2) + other * (HOSTILE // 2)
        some = "".join(chosen.choice(letters) for _ in range(7))
        yield some * (HOSTILE // 7)
    for words in re.findall(r"[a-z<!-]{2,}", written):
        yield words * (HOSTILE // len(words))


def superlinear(pattern: AnyPattern, text: str) -> bool:
    """Whether all the matches in a text take clearly more than four times as long as those in a quarter of it."""

    def seconds(length: int) -> float:
        sought = text[:length] if isinstance(pattern.pattern, str) else text[:length].encode("utf8", "replace")
        begin = time.process_time()
        for _ in pattern.finditer(sought):  # type: ignore[arg-type]
            pass
        return time.process_time() - begin

    whole = seconds(len(text))
    if whole < FAST:
        return False
    return min(whole, seconds(len(text)), seconds(len(text))) > 10 * max(seconds(len(text) // 4) for _ in range(3))
