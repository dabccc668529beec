"""The command ``quoth``: what the service answers, for files and standard input."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__
from .charsets import decode, page_codec

if TYPE_CHECKING:
    from .engine import Engine

DONE, FAILED, MISUSED, INTERRUPTED, NO_READER = 0, 1, 2, 130, 141  # the last two as a shell gives them for the signals
STANDARD_INPUT = "-"
PAGES = (".html", ".htm", ".xhtml")

EPILOG = """\
An article is UTF-8 text. A file whose name ends in .html or .htm is a web page: its main text is extracted, and given
back with the answer, since the offsets refer to it.

The JSON is that of POST /v1/quotes. Of several files each answer is one line, and its id is the file's name.

exit status: 0 all articles were read, 1 some could not be (standard error says which and why), 2 wrong usage
"""


class UnreadableError(Exception):
    """An article that cannot be read; the message tells a person why."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the command takes it. ``page`` says that the text was extracted from a web page."""

    text: str
    page: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with the arguments given, by default the process's own, and return its exit status."""
    parser = _parser()
    options = parser.parse_args(arguments)
    # JSON is UTF-8 whatever the locale says.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        return _run(options)
    except _UnknownModelError as error:
        parser.error(str(error))
    except BrokenPipeError:  # the reader has what it wanted: `quoth … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NO_READER
    except KeyboardInterrupt:
        return INTERRUPTED


def read(name: str, *, page: bool = False) -> Article:
    """Read a file, or standard input for ``-``. Raises UnreadableError where there is no article in it."""
    from .engine.reading.article import declared_charset, main_text

    try:
        body = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise UnreadableError(error.strerror) from error
    page = page or name.lower().endswith(PAGES)
    try:
        text = decode(body, page_codec(declared_charset(body)) if page else "utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"It is not {error.encoding}: byte {error.start} cannot be read") from error
    text = main_text(text) if page else text
    if not text.strip():
        raise UnreadableError("The page has no main text" if page else "There is no text in it")
    return Article(text, page)


def _run(options: argparse.Namespace) -> int:
    engine = cache(lambda: _load(options.model))  # once, and only for an article that could be read
    style = options.format or ("json" if len(options.files) == 1 else "ndjson")
    status = DONE
    for name in options.files:
        try:
            article = read(name, page=options.html)
        except UnreadableError as error:
            sys.stderr.write(f"quoth: {'standard input' if name == STANDARD_INPUT else name}: {error}\n")
            status = FAILED
            continue
        answer = _answer(engine(), article, name=None if len(options.files) == 1 else name)
        sys.stdout.write(FORMS[style](answer))
        sys.stdout.flush()  # each as soon as it is there
    return status


def _answer(engine: "Engine", article: Article, name: str | None) -> dict[str, Any]:
    from .web.schemas import AnswerSchema

    text = article.text if article.page else None
    answer: dict[str, Any] = AnswerSchema().dump({"id": name, "text": text, "result": engine.attribute(article.text)})
    return answer


class _UnknownModelError(Exception):
    pass


def _load(model: str | None) -> "Engine":
    from .engine import Engine

    try:
        return Engine(model or "")
    except OSError as error:
        raise _UnknownModelError(f"there is no spaCy pipeline named {model!r} here") from error


# The forms that an answer is written in -------------------------------------------------------------------------------


def _json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def _ndjson(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _table(answer: dict[str, Any]) -> str:
    """One line a quotation. On a terminal cells are cut so that the line fits; in a file or a pipe they are whole."""
    edge = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    rows = [("SPEAKER", "ROLE", "AFFILIATION", "QUOTATION"), *(_row(quotation) for quotation in answer["quotations"])]
    most = edge and max(edge // 5, 8)
    widths = [max(len(_cut(row[column], most)) for row in rows) for column in range(3)]
    lines = [[_cut(cell, most).ljust(width) for cell, width in zip(row[:3], widths, strict=True)] + [row[3]] for row in rows]
    title = [_printable(answer["id"])] if answer["id"] else []
    return "".join(
        f"{_cut(line, edge)}\n" for line in [*title, *("  ".join(cells) for cells in lines), *([""] if title else [])]
    )


def _row(quotation: dict[str, Any]) -> tuple[str, ...]:
    speaker = quotation["speaker"] or {}
    cells = (*(speaker.get(key) or "–" for key in ("name", "role", "affiliation")), quotation["text"])
    return tuple(_printable(cell) for cell in cells)


def _printable(cell: str) -> str:
    """An article's words must neither break a line nor reach the terminal as commands."""
    return "".join(c if c.isprintable() else " " for c in " ".join(cell.split()))


def _cut(line: str, edge: int | None) -> str:
    return line if edge is None or len(line) <= edge else line[: edge - 1] + "…"


def _csv(answer: dict[str, Any]) -> str:
    from .web.forms import table

    return table(answer)


def _linked(answer: dict[str, Any]) -> str:
    from .web.forms import linked

    return linked(answer)


FORMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "json": _json,
    "ndjson": _ndjson,
    "table": _table,
    "csv": _csv,
    "jsonld": _linked,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quoth",
        description="Tell who said what in a news article: quotations, their speakers, and their roles and affiliations.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="an article; - for standard input")
    parser.add_argument("--format", choices=FORMS, help="default: json for one file, ndjson (one line each) for several")
    parser.add_argument("--html", action="store_true", help="take every FILE for a web page, whatever its name")
    parser.add_argument(
        "--model",
        metavar="NAME",
        default=os.environ.get("QUOTH_MODEL"),
        help="the spaCy pipeline to read with, by its name or folder (default: $QUOTH_MODEL, or the one installed with quoth)",
    )
    parser.add_argument("--version", action="version", version=f"quoth {__version__}")
    return parser
