import re
from dataclasses import fields

import pytest

from service.settings import Settings, SettingsError, table

VARIABLES = [setting.metadata["variable"] for setting in fields(Settings)]


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment(dict.fromkeys(VARIABLES, " ")) == Settings()


def test_every_variable_is_read() -> None:
    settings = Settings.from_environment(
        {
            "QUOTH_BIND": "[::]:80",
            "QUOTH_MODEL": "en_core_web_lg",
            "QUOTH_MAX_CHARACTERS": "1",
            "QUOTH_MAX_BYTES": "2",
            "QUOTH_LONGEST_WORD": "40",
            "QUOTH_LONGEST_MARKS": "3",
            "QUOTH_WORKERS": "3",
            "QUOTH_QUEUE": "0",
            "QUOTH_WAIT": "0.5",
            "QUOTH_BATCHES": "0",
            "QUOTH_BATCH_ITEMS": "8",
            "QUOTH_BATCH_BYTES": "9",
            "QUOTH_RECEIVE": "5",
            "QUOTH_CONNECTIONS": "20",
            "QUOTH_KEYS": f"{'0A' * 32}, {'ff' * 32}",
            "QUOTH_CORS_ORIGINS": "https://cms.example, http://localhost:3000",
            "QUOTH_LOG_FORMAT": "Text",
            "QUOTH_RECYCLE": "6",
            "QUOTH_GRACE": "7",
            "QUOTH_LOG_LEVEL": "WARNING",
        }
    )
    assert settings == Settings(
        bind="[::]:80",
        model="en_core_web_lg",
        max_characters=1,
        max_bytes=2,
        longest_word=40,
        longest_marks=3,
        workers=3,
        queue=0,
        wait=0.5,
        batches=0,
        batch_items=8,
        batch_bytes=9,
        receive=5.0,
        connections=20,
        keys=("0a" * 32, "ff" * 32),
        cors_origins=("https://cms.example", "http://localhost:3000"),
        log_format="text",
        recycle=6,
        grace=7.0,
        log_level="warning",
    )
    assert all(getattr(settings, setting.name) != setting.default for setting in fields(Settings))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("QUOTH_BIND", "8000"),
        ("QUOTH_BIND", "localhost:"),
        ("QUOTH_BIND", "localhost:http"),
        ("QUOTH_BIND", "localhost:65536"),
        ("QUOTH_MAX_CHARACTERS", "0"),
        ("QUOTH_MAX_CHARACTERS", "400k"),
        ("QUOTH_MAX_BYTES", "-1"),
        ("QUOTH_LONGEST_WORD", "39"),
        ("QUOTH_LONGEST_WORD", "4001"),
        ("QUOTH_LONGEST_MARKS", "2"),
        ("QUOTH_WORKERS", "1.5"),
        ("QUOTH_QUEUE", "-1"),
        ("QUOTH_WAIT", "nan"),
        ("QUOTH_WAIT", "soon"),
        ("QUOTH_GRACE", "inf"),
        ("QUOTH_KEYS", "secret"),
        ("QUOTH_KEYS", f"{'0a' * 32},"),
        ("QUOTH_CORS_ORIGINS", "*"),
        ("QUOTH_CORS_ORIGINS", "cms.example"),
        ("QUOTH_CORS_ORIGINS", "https://cms.example/page"),
        ("QUOTH_CONNECTIONS", "1"),
        ("QUOTH_LOG_FORMAT", "xml"),
        ("QUOTH_LOG_LEVEL", "loud"),
    ],
)
def test_a_value_that_cannot_be_is_named(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{variable}: '{re.escape(value)}' is not (a|an|one) .*\.$"):
        Settings.from_environment({variable: value})


@pytest.mark.parametrize("address", ["0.0.0.0:8000", "localhost:80", "[::1]:8000", "unix:/run/quoth.sock"])
def test_addresses(address: str) -> None:
    assert Settings.from_environment({"QUOTH_BIND": address}).bind == address


def test_what_is_not_a_setting_is_passed_over() -> None:
    kubernetes = {"QUOTH_PORT": "tcp://10.0.0.7:80", "QUOTH_SERVICE_HOST": "10.0.0.7"}
    assert Settings.from_environment(kubernetes) == Settings()


def test_threads_are_left_for_health_checks_however_long_the_line() -> None:
    assert all(
        Settings(queue=queue, batches=batches).threads > 1 + queue + batches for queue in (0, 4, 100) for batches in (0, 9)
    )


def test_a_process_for_each_processor_unless_told_otherwise() -> None:
    assert Settings().processes >= 1
    assert Settings(workers=3).processes == 3


def test_the_table_has_a_row_with_a_reason_for_each_variable() -> None:
    rows = table().splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == VARIABLES
    assert all(row.removesuffix(" |").endswith((".", ".)")) for row in rows)
