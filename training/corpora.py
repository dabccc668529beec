"""The corpora that the weights are learned from: read, parsed (once, kept in a folder), and fingerprinted.

Neither is shipped. ``gold-train.jsonl`` holds the annotated articles, ``polnear-train.jsonl.gz`` PolNeAR 1.0 (Newell,
Margolin and Ruths, *An Attribution Relations Corpus for Political News*, LREC 2018), an object a line.
"""

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import DocBin

from service.engine.reading.language import Reading, load, read, reading_of

ATTRIBUTES = ["ORTH", "TAG", "POS", "LEMMA", "MORPH", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE", "SPACY"]


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated article and its reading."""

    row: dict[str, Any]
    reading: Reading


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file, compressed or not."""
    with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else path.open(encoding="utf8") as lines:
        yield from map(json.loads, lines)


def examples(path: Path, parses: Path | None = None, nlp: Language | None = None) -> list[Example]:
    """Every article of a corpus with its reading; parses are kept in the folder ``parses`` by the corpus's digest."""
    nlp = nlp or load()
    articles = list(rows(path))
    kept = parses / f"{path.name}-{digest(path)[:12]}.spacy" if parses else None
    if kept and kept.exists():
        docs = DocBin().from_disk(kept).get_docs(nlp.vocab)
        return [Example(row, reading_of(row["text"], doc)) for row, doc in zip(articles, docs, strict=True)]
    found = [Example(row, read(nlp, row["text"])) for row in articles]
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        DocBin(attrs=ATTRIBUTES, docs=[example.reading.doc for example in found]).to_disk(kept)
    return found


def arguments(description: str | None) -> argparse.Namespace:
    """The command line that all trainings share: both corpora, and where to keep what is made on the way."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("folder", type=Path, help="keeps what is made on the way: parses, held-out encoders and chances")
    return parser.parse_args()
