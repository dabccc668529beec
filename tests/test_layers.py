"""HTTP knows the engine; the engine knows nothing of HTTP, and nothing that serves knows how the weights were made."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICE = Path(__file__).parent.parent / "service"
HTTP = {"apispec", "flask", "flask_smorest", "gunicorn", "marshmallow", "prometheus_client", "webargs", "werkzeug"}


def imports(file: Path, source: str) -> Iterator[str]:
    """The full names of the modules that a file of the package imports, also inside functions."""
    package = file.relative_to(SERVICE.parent).parent.parts
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{name.name}" for name in node.names)


def below(module: str, tops: set[str]) -> bool:
    return any(module == top or module.startswith(f"{top}.") for top in tops)


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


@pytest.mark.parametrize("file", files(SERVICE / "engine"), ids=lambda file: file.name)
def test_the_engine_knows_nothing_of_http(file: Path) -> None:
    above = HTTP | {"service.web", "service.app", "service.settings", "service.cli"}
    assert [name for name in imports(file, file.read_text("utf-8")) if below(name, above)] == []


@pytest.mark.parametrize("file", files(SERVICE), ids=lambda file: str(file.relative_to(SERVICE)))
def test_what_serves_needs_neither_the_training_nor_the_tests(file: Path) -> None:
    offline = {"training", "tests", "torch", "sklearn", "pytest"}
    assert [name for name in imports(file, file.read_text("utf-8")) if below(name, offline)] == []


@pytest.mark.parametrize(
    ("source", "module"),
    [
        ("import flask", "flask"),
        ("from flask.views import MethodView", "flask.views"),
        ("from ..web import schemas", "service.web.schemas"),
        ("from ..web.schemas import Answer", "service.web.schemas"),
        ("from .. import web", "service.web"),
        ("from service import web", "service.web"),
        ("def late():\n    from .. import web", "service.web"),
    ],
)
def test_every_form_of_import_is_seen(source: str, module: str) -> None:
    assert module in set(imports(SERVICE / "engine" / "example.py", source))
