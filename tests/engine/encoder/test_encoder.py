import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from service.engine.encoder import UNSEEN, Encoding, load
from service.engine.quotations import marked
from service.engine.reading.syntax import Syntax
from tests.engine.conftest import Parse


def encoded(parse: Parse, text: str) -> tuple[Syntax, Encoding]:
    reading, syntax = parse(text)
    return syntax, load().encode(syntax, [stretch.parts for stretch in marked(reading, syntax)])


def test_speech_is_told_from_a_title(parse: Parse) -> None:
    _, encoding = encoded(parse, "“We had no other choice,” said Maria Lopez, the author of the novel “The Long Winter”.")
    assert encoding.speech(0) > 0 > encoding.speech(1)


def test_the_source_is_chosen_among_mentions(parse: Parse) -> None:
    syntax, encoding = encoded(parse, "“We had no other choice,” Maria Lopez told Tom Baker.")
    heads = [syntax.lower.index("lopez"), syntax.lower.index("baker")]
    lopez, baker, nobody = np.exp(encoding.mention(0, heads))
    assert lopez > 0.8
    assert lopez + baker + nobody == pytest.approx(1, abs=1e-4)


def test_the_speaker_is_a_name_even_where_the_source_is_a_pronoun(parse: Parse) -> None:
    text = "Maria Lopez told reporters that the talks with Tom Baker had failed. “We had no other choice,” she said."
    syntax, encoding = encoded(parse, text)
    lopez, baker, _ = encoding.speaker(0, [syntax.lower.index("lopez"), syntax.lower.index("baker")])
    assert lopez > baker


def test_a_mention_that_was_not_read_has_no_chance(parse: Parse) -> None:
    far = "\n\n".join(f"Tom Baker met the council in room {n}." for n in range(9))
    syntax, encoding = encoded(parse, f"{far}\n\n“We had no other choice,” said Maria Lopez.")
    assert encoding.mention(0, [syntax.lower.index("baker")])[0] == UNSEEN


def test_a_stretch_is_known_by_any_of_its_code_points(parse: Parse) -> None:
    text = "“It was late,” he said. “We had no other choice,” said Maria Lopez."
    _, encoding = encoded(parse, text)
    assert [encoding.stretch(text.index(word)) for word in ("It", "late", "We", "choice")] == [0, 0, 1, 1]


def test_an_article_without_marks_is_not_read(parse: Parse) -> None:
    _, encoding = encoded(parse, "Maria Lopez left.")
    assert encoding.mention(0, [1]).tolist() == [UNSEEN, UNSEEN]


def test_the_runtime_writes_nothing_and_calls_nobody(tmp_path: Path) -> None:
    """Wheels of onnxruntime from 1.29 on keep a device id for telemetry under the home folder as soon as they are imported."""
    command = [sys.executable, "-c", "import onnxruntime, time; time.sleep(1)"]
    done = subprocess.run(command, env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert "elemetry" not in done.stderr
    assert list(tmp_path.iterdir()) == []
