from pathlib import Path

import pytest

from service.engine import lexicon

LISTS = sorted((Path(lexicon.__file__).parent / "words").glob("*.txt"))


@pytest.mark.parametrize("path", LISTS, ids=lambda p: p.stem)
def test_every_list_states_its_origin(path: Path) -> None:
    lines = path.read_text(encoding="utf8").splitlines()
    comments = " ".join(line for line in lines if line.startswith("#"))
    assert "rigin" in comments
    assert any(line and not line.startswith("#") for line in lines)


def test_a_list_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        lexicon.words("no_such_list")
