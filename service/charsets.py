"""Charsets: what a label or a page's declaration means, and bytes to text by it, as browsers do it.

See https://encoding.spec.whatwg.org.
"""

import codecs
import re

# What texts are found in: no more of Python's codecs, some of which are no charsets, or unsafe to decode with.
TAKEN = frozenset(
    "ascii utf-8 utf-16 utf-16-le utf-16-be iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
    "iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 "
    "cp1256 cp1257 cp1258 mac-roman koi8-r koi8-u gb2312 gbk gb18030 big5 euc_jp shift_jis euc_kr".split()
)
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}")
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def codec(label: str) -> str | None:
    """Return Python's name for a charset, None for one that is not taken."""
    if not _LABEL.fullmatch(label):
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return name if name in TAKEN else None


def page_codec(declared: str | None) -> str:
    """Return the codec for the charset that a page declares of itself, else UTF-8.

    A label that nobody knows counts as none, and a page whose ASCII can be read is not in UTF-16.
    """
    name = codec(declared or "utf-8") or "utf-8"
    return "utf-8" if name.startswith("utf-16") else name


def decode(body: bytes, name: str = "utf-8") -> str:
    """Return the text without its byte order mark, which tells the charset surer than any label.

    What calls itself ISO 8859-1 is Windows-1252: the former has no quotation marks. Raises UnicodeDecodeError, which names the
    charset that was tried.
    """
    for mark, sure in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            body, name = body[len(mark) :], sure
            break
    else:
        name = {"iso8859-1": "cp1252", "utf-16": "utf-16-le"}.get(name, name)
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        error.encoding = name  # Python calls every charset of one byte a character "charmap"
        raise
