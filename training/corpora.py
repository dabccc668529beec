"""The corpora that the weights are learned from: read, parsed (once, kept in a folder), and fingerprinted.

``gold-train.jsonl`` holds the annotated articles, ``polnear-train.jsonl.gz`` PolNeAR 1.0 (Newell, Margolin and Ruths, *An
Attribution Relations Corpus for Political News*, LREC 2018), an object a line; neither is shipped. Beside this file stand two
that are: invented articles, and who speaks in those articles of PolNeAR that the annotated ones do not have, by offsets into
PolNeAR's text. Both were written by a language model; see the model card.
"""

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import DocBin

from service.engine.reading.language import Reading, load, read, reading_of

INVENTED = Path(__file__).parent / "invented.jsonl"
SPEAKERS = Path(__file__).parent / "polnear-speakers.jsonl"
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


def made_examples(articles: Iterable[dict[str, Any]], folder: Path, name: str) -> list[Example]:
    """Articles that were made of others, with their readings, which are kept in the folder as a corpus's are."""
    path = folder / f"{name}.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), encoding="utf8")
    return examples(path, folder)


def annotated(gold: Path, polnear: Path, folder: Path) -> list[Example]:
    """Every real article whose speakers are annotated: those of ``gold``, and PolNeAR's that ``SPEAKERS`` tells of."""
    more = {row["id"]: row for row in rows(SPEAKERS)}
    corpus = (example for example in examples(polnear, folder) if example.row["id"] in more)
    return examples(gold, folder) + [Example(more[e.row["id"]] | {"text": e.row["text"]}, e.reading) for e in corpus]


def digests(*paths: Path) -> dict[str, str]:
    """The digest of each file by its name, for a card."""
    return {path.name: digest(path) for path in paths}


def arguments(description: str | None) -> argparse.Namespace:
    """The command line that all trainings share: both corpora, and where to keep what is made on the way."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("folder", type=Path, help="keeps what is made on the way: parses, held-out encoders and chances")
    return parser.parse_args()
