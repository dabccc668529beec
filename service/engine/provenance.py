"""What, beside the code, decides an answer: the learned weights and the word lists, whole and as they were made."""

import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

_FOLDERS = ("weights", "words")


def fingerprint() -> str:
    """Return a short digest of all weights and word lists.

    Raises ValueError where a file is missing or not the one whose digest its card records, or a card is none: damage is to
    be seen at the start, not with the first article that needs the file.
    """
    paths = [Path(str(path)) for name in _FOLDERS for path in (files(__package__) / name).iterdir() if path.is_file()]
    digests = {path.name: sha256(path.read_bytes()) for path in sorted(paths, key=lambda path: path.name)}
    cards = [_card(path) for path in paths if path.suffix == ".json"]
    for card in (card for card in cards if "sha256" in card):
        found = digests.get(card["weights"])
        if found is None or found.hexdigest() != card["sha256"]:
            raise ValueError(f"{card['weights']} is {'damaged' if found else 'missing'}: install Quoth anew")
    return sha256(b"".join(digest.digest() for digest in digests.values())).hexdigest()[:12]


def _card(path: Path) -> Mapping[str, str]:
    try:
        card: Mapping[str, str] = json.loads(path.read_text(encoding="utf8"))
    except ValueError as error:
        raise ValueError(f"{path.name} is damaged: install Quoth anew") from error
    return card
