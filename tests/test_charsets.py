"""Bytes to text: the byte order mark first, then the label, as browsers have it."""

import codecs

import pytest

from service.charsets import TAKEN, codec, decode, page_codec


@pytest.mark.parametrize(
    ("label", "name"),
    [("UTF-8", "utf-8"), ("utf8", "utf-8"), ("latin1", "iso8859-1"), ("Windows-1252", "cp1252"), ("Shift_JIS", "shift_jis")],
)
def test_a_label_has_many_spellings(label: str, name: str) -> None:
    assert codec(label) == name


@pytest.mark.parametrize(
    "label", ["", "klingon", "base64", "rot13", "unicode_escape", "idna", "utf-7", "a" * 41, "utf\x008", "über"]
)
def test_what_is_no_charset_for_texts_is_not_taken(label: str) -> None:
    assert codec(label) is None


@pytest.mark.parametrize(
    ("declared", "name"), [(None, "utf-8"), ("klingon", "utf-8"), ("utf-16", "utf-8"), ("iso-8859-2", "iso8859-2")]
)
def test_a_page_is_utf_8_unless_it_says_otherwise_and_can_be_believed(declared: str | None, name: str) -> None:
    assert page_codec(declared) == name


@pytest.mark.parametrize(
    ("mark", "name"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")],
    ids=["UTF-8", "UTF-16, little end first", "UTF-16, big end first"],
)
def test_a_byte_order_mark_is_surer_than_the_label_and_no_part_of_the_text(mark: bytes, name: str) -> None:
    assert decode(mark + "“Yes,” she said.".encode(name), "cp1252") == "“Yes,” she said."


def test_what_calls_itself_latin_1_has_quotation_marks() -> None:
    assert decode("“Yes,” she said.".encode("cp1252"), "iso8859-1") == "“Yes,” she said."


@pytest.mark.parametrize(("body", "name"), [(b"caf\xe9", "utf-8"), (b"a \x81", "cp1252"), (b"odd", "utf-16-le")])
def test_bytes_that_are_something_else_are_refused_by_the_name_of_their_charset(body: bytes, name: str) -> None:
    with pytest.raises(UnicodeDecodeError) as raised:
        decode(body, name)
    assert raised.value.encoding == name


def test_every_charset_that_is_taken_is_one_that_python_knows_by_that_name() -> None:
    assert {name for name in TAKEN if codecs.lookup(name).name != name} == set()
