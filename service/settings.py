"""Every setting of the service: its environment variable, its default and the reason for that.

``python -m service.settings`` prints them as the table of the README.
"""

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

_DIGEST = re.compile("[0-9a-f]{64}")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]++(?::\d{1,5})?")


class SettingsError(ValueError):
    """An environment variable holds what it cannot; the message names the variable and what it may hold."""


def _text(value: str) -> str:
    return value.strip()


def _whole(least: int, most: float = float("inf")) -> Callable[[str], int]:
    def read(value: str) -> int:
        number = int(value)
        if not least <= number <= most:
            raise ValueError
        return number

    read.__doc__ = f"a whole number of at least {least}" + (f" and at most {most}" if most < float("inf") else "")
    return read


def _seconds(value: str) -> float:
    """a number of seconds, 0 to 3600"""
    number = float(value)
    if not 0 <= number <= 3600:
        raise ValueError
    return number


def _address(value: str) -> str:
    """an address such as 127.0.0.1:8000, [::]:8000 or unix:/run/quoth.sock"""
    value = value.strip()
    host, _, port = value.rpartition(":")
    if host != "unix" and not (host and port.isascii() and port.isdigit() and int(port) <= 65_535):
        raise ValueError
    return value


def _level(value: str) -> str:
    """one of debug, info, warning, error and critical"""
    level = value.strip().lower()
    if level not in {"debug", "info", "warning", "error", "critical"}:
        raise ValueError
    return level


def _log_format(value: str) -> str:
    """one of json and text"""
    name = value.strip().lower()
    if name not in {"json", "text"}:
        raise ValueError
    return name


def _digests(value: str) -> tuple[str, ...]:
    """a list of SHA-256 digests, each of 64 hexadecimal digits, with commas between them"""
    digests = tuple(part.strip().lower() for part in value.split(","))
    if not all(_DIGEST.fullmatch(digest) for digest in digests):
        raise ValueError
    return digests


def _origins(value: str) -> tuple[str, ...]:
    """a list of origins such as https://cms.example, with commas between them"""
    origins = tuple(part.strip().lower() for part in value.split(","))
    if not all(_ORIGIN.fullmatch(origin) for origin in origins):
        raise ValueError
    return origins


def _setting(variable: str, default: Any, reason: str, read: Callable[[str], Any] = _text) -> Any:
    return field(default=default, metadata={"variable": variable, "reason": reason, "read": read})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the service runs. Times are in seconds, sizes in bytes, lengths in Unicode code points."""

    bind: str = _setting(
        "QUOTH_BIND",
        "127.0.0.1:8000",
        "Address and port. Only this machine until told otherwise: the service has no TLS of its own. (One variable rather "
        "than host and port, since Kubernetes sets QUOTH_PORT to something else beside a service called quoth.)",
        _address,
    )
    model: str = _setting(
        "QUOTH_MODEL", "", "The spaCy pipeline, by its name or folder; empty: the one that the weights were made with."
    )
    max_characters: int = _setting(
        "QUOTH_MAX_CHARACTERS",
        400_000,
        "The longest text, in code points: a long book chapter, and a minute or two of work where it is all quotations.",
        _whole(1),
    )
    max_bytes: int = _setting(
        "QUOTH_MAX_BYTES", 2_000_000, "The largest body, in bytes: the longest text in UTF-8, or a page around it.", _whole(1)
    )
    longest_word: int = _setting(
        "QUOTH_LONGEST_WORD",
        120,
        "The longest run without white space that is read as text, in code points: longer ones are data (base64, addresses) "
        "and are cut for the parser, whose tokenizer takes time by their square.",
        _whole(40, 4_000),
    )
    longest_marks: int = _setting(
        "QUOTH_LONGEST_MARKS",
        12,
        "The longest run of marks, dashes and brackets that is read as text, in code points: longer ones are lines drawn with "
        "them, and the parser does not see them.",
        _whole(3, 400),
    )
    workers: int = _setting(
        "QUOTH_WORKERS", 0, "Processes, each of which works on one article at a time; 0: one for each processor.", _whole(0)
    )
    queue: int = _setting(
        "QUOTH_QUEUE",
        4,
        "Articles that may wait in each process for the one before them; any more are refused at once.",
        _whole(0),
    )
    wait: float = _setting(
        "QUOTH_WAIT",
        10.0,
        "Seconds that an article may have to wait for its turn, by the length of those before it; where that is more, it is "
        "refused at once: clients seldom wait longer. Whoever is not refused is answered.",
        _seconds,
    )
    batches: int = _setting(
        "QUOTH_BATCHES",
        2,
        "Batches that each process works on at the same time; any more are refused at once. Their articles take turns with "
        "all others.",
        _whole(0),
    )
    batch_items: int = _setting(
        "QUOTH_BATCH_ITEMS",
        10_000,
        "The most lines of a batch: an hour of work or less, after which the caller should know where it stands.",
        _whole(1),
    )
    batch_bytes: int = _setting(
        "QUOTH_BATCH_BYTES",
        200_000_000,
        "The largest batch, in bytes: that many articles of 20 kB. It is never in memory as a whole.",
        _whole(1),
    )
    receive: float = _setting(
        "QUOTH_RECEIVE",
        30.0,
        "Seconds in which a request must have arrived: the largest body at 70 kB a second. Until then it occupies no thread.",
        _seconds,
    )
    connections: int = _setting(
        "QUOTH_CONNECTIONS",
        500,
        "Connections that each process keeps open; where there are more, the one that has been idle longest is closed.",
        _whole(10),
    )
    keys: tuple[str, ...] = _setting(
        "QUOTH_KEYS",
        (),
        "SHA-256 digests of the keys that callers must have, with commas between them; empty: no key is asked for. Digests, "
        "so that who reads the settings has no key.",
        _digests,
    )
    cors_origins: tuple[str, ...] = _setting(
        "QUOTH_CORS_ORIGINS",
        (),
        "Origins whose pages may call /v1 from a browser, with commas between them; empty: none.",
        _origins,
    )
    recycle: int = _setting(
        "QUOTH_RECYCLE",
        0,
        "Requests after which a process is replaced, a tenth more or less; 0: never. Memory stays level without it, and "
        "while the only process is replaced new connections wait.",
        _whole(0),
    )
    grace: float = _setting(
        "QUOTH_GRACE",
        90.0,
        "Seconds that a stopping process has to end its work: the longest article, after its wait.",
        _seconds,
    )
    log_format: str = _setting(
        "QUOTH_LOG_FORMAT", "json", "json: one object a line, for machines; text: lines for people.", _log_format
    )
    log_level: str = _setting("QUOTH_LOG_LEVEL", "info", "How much the server logs. Never a word of an article.", _level)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; an unset or empty variable leaves the default. Raises SettingsError for a value that cannot be."""
        values: dict[str, Any] = {}
        for setting in fields(cls):
            variable, read = setting.metadata["variable"], setting.metadata["read"]
            value = environment.get(variable, "")
            if not value.strip():
                continue
            try:
                values[setting.name] = read(value)
            except ValueError:
                raise SettingsError(f"{variable}: {value!r} is not {read.__doc__}.") from None
        return cls(**values)

    @property
    def processes(self) -> int:
        """How many worker processes to run."""
        return self.workers or _processors()

    @property
    def threads(self) -> int:
        """Threads of each process: one works, ``queue`` wait, ``batches`` stream, the rest answer health checks and refuse."""
        return 1 + self.queue + self.batches + 4


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover - macOS


def table() -> str:
    """Return the settings as a table in Markdown."""
    rows = ["| variable | default | why |", "| --- | --- | --- |"]
    for setting in fields(Settings):
        default = "(empty)" if setting.default in ("", ()) else setting.default
        rows.append(f"| `{setting.metadata['variable']}` | `{default}` | {setting.metadata['reason']} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
