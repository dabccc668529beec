"""Damage to what was learned is seen at the start."""

import shutil
from pathlib import Path

import pytest

from service.engine import provenance


@pytest.fixture
def package(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the engine's data."""
    for name in ("weights", "words"):
        shutil.copytree(root / "service" / "engine" / name, tmp_path / name)
    monkeypatch.setattr(provenance, "files", lambda _: tmp_path)
    return tmp_path


def test_the_fingerprint_is_that_of_the_data_wherever_it_is(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = provenance.fingerprint()
    assert len(found) == 12
    monkeypatch.undo()
    assert provenance.fingerprint() == found


def test_another_word_is_another_fingerprint(package: Path) -> None:
    before = provenance.fingerprint()
    words = next((package / "words").glob("*.txt"))
    words.write_text(words.read_text("utf-8") + "quoth\n", "utf-8")
    assert provenance.fingerprint() != before


def test_weights_that_are_cut_off(package: Path) -> None:
    path = package / "weights" / "speech.npz"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(ValueError, match=r"speech\.npz is damaged"):
        provenance.fingerprint()


def test_weights_that_are_missing(package: Path) -> None:
    (package / "weights" / "encoder.onnx").unlink()
    with pytest.raises(ValueError, match=r"encoder\.onnx is missing"):
        provenance.fingerprint()


def test_a_card_that_is_cut_off(package: Path) -> None:
    path = package / "weights" / "pronouns.json"
    path.write_text(path.read_text("utf-8")[:100], "utf-8")
    with pytest.raises(ValueError, match=r"pronouns\.json is damaged"):
        provenance.fingerprint()
