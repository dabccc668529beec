"""The command ``quoth``: the service's answers for files, and plain words where there is none."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

import service.engine
from service import __version__, cli
from service.app import create_app
from service.engine import Engine

ARTICLE = (
    "The harbour will open again in spring, the port authority said on Monday.\n\n"
    "“We have waited two winters for this 🚢 day,” said Ines Okafor, the mayor of Port Ellery.\n"
)
PAGE = (
    "<!doctype html><html><head><meta charset='windows-1252'><title>Harbour</title></head><body><nav>Home News</nav><article>"
    "<p>The harbour will open again in spring, the port authority said on Monday after a long meeting with the fishermen.</p>"
    "<p>“We have waited two winters for this day,” said Ines Okafor, the mayor of Port Ellery.</p></article></body></html>"
)


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str

    @property
    def answers(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Quoth = Callable[..., Outcome]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="module")
def client(engine: Engine) -> FlaskClient:
    return create_app(engine=engine).test_client()


@pytest.fixture
def quoth(engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Quoth:
    """Runs the command in a folder of its own, with a model that is loaded already."""
    monkeypatch.setattr(service.engine, "Engine", lambda _model: engine)
    monkeypatch.delenv("QUOTH_MODEL", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = cli.main(arguments)
        return Outcome(status, *capsys.readouterr())

    return run


def write(name: str, content: str, encoding: str = "utf-8") -> None:
    Path(name).write_bytes(content.encode(encoding))


def test_one_file_gives_the_answer_of_http(quoth: Quoth, client: FlaskClient) -> None:
    write("harbour.txt", ARTICLE)
    outcome = quoth("harbour.txt")
    assert (outcome.status, outcome.err) == (0, "")
    answer = json.loads(outcome.out)
    assert answer == client.post("/v1/quotes", data=ARTICLE.encode(), content_type="text/plain").json
    assert [quotation["speaker"]["name"] for quotation in answer["quotations"]] == ["Ines Okafor"]


def test_its_keys_stand_in_the_order_of_the_contract(quoth: Quoth) -> None:
    write("harbour.txt", ARTICLE)
    assert list(json.loads(quoth("harbour.txt").out)) == ["id", "text", "quotations", "speakers", "warnings", "model"]


def test_several_files_give_a_line_each_with_the_file_as_id(quoth: Quoth) -> None:
    write("a.txt", ARTICLE)
    write("b.txt", "Nobody says anything here.")
    outcome = quoth("a.txt", "b.txt")
    assert outcome.status == 0
    assert [(answer["id"], len(answer["quotations"])) for answer in outcome.answers] == [("a.txt", 1), ("b.txt", 0)]


def test_a_line_each_can_be_asked_for_one_file_too(quoth: Quoth) -> None:
    write("a.txt", ARTICLE)
    (answer,) = quoth("--format", "ndjson", "a.txt").answers
    assert len(answer["quotations"]) == 1


def test_standard_input(quoth: Quoth) -> None:
    answer = json.loads(quoth("-", stdin=ARTICLE.encode()).out)
    assert [quotation["text"] for quotation in answer["quotations"]] == ["We have waited two winters for this 🚢 day,"]


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_offsets_are_into_the_file_as_it_is_but_for_a_byte_order_mark(quoth: Quoth, mark: str, ends: str) -> None:
    article = ARTICLE.replace("\n", ends)
    write("a.txt", mark + article)
    (quotation,) = json.loads(quoth("a.txt").out)["quotations"]
    (part,) = quotation["parts"]
    assert article[part["start"] : part["end"]] == quotation["text"] == "We have waited two winters for this 🚢 day,"


@pytest.mark.parametrize("arguments", [("page.html",), ("--html", "page"), ("--html", "-")], ids=" ".join)
def test_a_page_is_read_in_its_own_charset_and_its_main_text_returned(
    quoth: Quoth, client: FlaskClient, arguments: tuple[str, ...]
) -> None:
    body = PAGE.encode("windows-1252")
    Path(arguments[-1]).write_bytes(body)
    outcome = quoth(*arguments, stdin=body)
    answer = json.loads(outcome.out)
    assert answer == client.post("/v1/quotes", data=body, content_type="text/html").json
    (quotation,) = answer["quotations"]
    (part,) = quotation["parts"]
    assert answer["text"][part["start"] : part["end"]] == quotation["text"]
    assert "Home News" not in answer["text"]


def test_a_table_has_a_line_for_each_quotation(quoth: Quoth) -> None:
    write("a.txt", ARTICLE)
    heading, line = quoth("--format", "table", "a.txt").out.splitlines()
    assert heading.split() == ["SPEAKER", "ROLE", "AFFILIATION", "QUOTATION"]
    assert line.startswith("Ines Okafor  ")
    assert line.endswith("  We have waited two winters for this 🚢 day,")


def test_tables_of_several_files_have_their_names_above_them(quoth: Quoth) -> None:
    write("a.txt", ARTICLE)
    write("b.txt", ARTICLE)
    lines = quoth("--format", "table", "a.txt", "b.txt").out.splitlines()
    assert (lines[0], lines[4]) == ("a.txt", "b.txt")


def test_on_a_terminal_the_lines_of_a_table_fit(quoth: Quoth, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", ARTICLE)
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    _, line = quoth("--format", "table", "a.txt").out.splitlines()
    assert len(line) == 50
    assert line.startswith("Ines Okaf…  ")
    assert line.endswith("…")


def test_the_words_of_an_article_cannot_steer_the_terminal(quoth: Quoth) -> None:
    write("a.txt", ARTICLE.replace("two winters", "two \x1b[2J\twinters"))
    assert "\x1b" not in quoth("--format", "table", "a.txt").out


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "No such file or directory"),
        (b"", "There is no text in it"),
        (b"\xef\xbb\xbf \n\t\n", "There is no text in it"),
        ("The café, he said".encode("latin-1"), "It is not utf-8: byte 7 cannot be read"),
    ],
    ids=["missing", "empty", "white space", "not UTF-8"],
)
def test_what_cannot_be_read_is_named_and_the_others_are_answered(quoth: Quoth, content: bytes | None, reason: str) -> None:
    if content is not None:
        Path("bad.txt").write_bytes(content)
    write("good.txt", ARTICLE)
    outcome = quoth("bad.txt", "good.txt")
    assert outcome.status == 1
    assert outcome.err == f"quoth: bad.txt: {reason}\n"
    assert [answer["id"] for answer in outcome.answers] == ["good.txt"]


def test_a_page_without_words_is_told(quoth: Quoth) -> None:
    write("page.html", "<html><body><script>start()</script></body></html>")
    outcome = quoth("page.html")
    assert (outcome.status, outcome.out, outcome.err) == (1, "", "quoth: page.html: The page has no main text\n")


def test_a_folder_is_no_article(quoth: Quoth, tmp_path: Path) -> None:
    outcome = quoth(str(tmp_path))
    assert (outcome.status, outcome.err) == (1, f"quoth: {tmp_path}: Is a directory\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [((), "FILE"), (("--format", "xml", "a.txt"), "xml"), (("--model", "no_such_model", "a.txt"), "no_such_model")],
    ids=["no file", "unknown format", "unknown model"],
)
def test_wrong_usage_is_told_in_a_line_and_has_status_2(
    arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write("a.txt", ARTICLE)
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert words in capsys.readouterr().err.splitlines()[-1]


def test_the_command_is_installed() -> None:
    (command,) = [point for point in entry_points(group="console_scripts") if point.name == "quoth"]
    assert command.load() is cli.main


def test_help_does_not_wait_for_the_model() -> None:
    code = "import sys; from service.cli import main\ntry: main(['--version'])\nfinally: assert 'spacy' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"quoth {__version__}\n"


@pytest.mark.slow
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(ARTICLE, "utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "service", article], stdout=writing, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_json_is_utf_8_in_every_locale(tmp_path: Path, locale: str) -> None:
    article = tmp_path / "a.txt"
    article.write_text(ARTICLE, "utf-8")
    environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([sys.executable, "-m", "service", article], env=environment, capture_output=True, check=True)
    assert "🚢" in done.stdout.decode("utf-8")
