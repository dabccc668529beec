"""A page's main text: the article without menus, advertisements and scripts.

trafilatura (Barbaresi, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and Extraction", ACL 2021)
finds it. What it refuses because there is too little to judge by (a paragraph pasted from a page, plain text sent as a page) is
taken as it stands, block by block.
"""

import logging
import re
from collections.abc import Iterator
from html import unescape

import trafilatura
from lxml import etree, html

# What trafilatura has to say of a page that it refuses is no concern of the service's log, which holds no word of an article.
logging.getLogger("trafilatura").propagate = False

_TAG = re.compile(r"<[a-zA-Z!/?]")
_UNSEEN = ("head", "script", "style", "noscript", "template", "svg", "iframe", "object", "nav", "footer", "button", "select")
_INLINE = re.compile(
    r"a|abbr|acronym|b|bd[io]|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|su[bp]|"
    r"time|tt|u|var|wbr"
)

_PRESCAN = 1024  # bytes; as browsers do
_COMMENT = re.compile(rb"<!--(?:[^-]|-(?!->))*+(?:-->)?")
_DECLARATION = re.compile(
    rb"""<meta\s[^>]*?charset\s*+=\s*+(?:["']\s*+)?([^\s"'/>;]+)|<\?xml\s[^>]*?encoding\s*+=\s*+["']([^"']+)""", re.IGNORECASE
)


def main_text(page: str) -> str:
    """Return the main text of an HTML page or fragment, a line for each paragraph; empty where it has none."""
    if not _TAG.search(page):
        return unescape(page).strip()
    text = trafilatura.extract(page, include_comments=False) or "\n".join(_blocks(page))
    return text.strip()


def declared_charset(page: bytes) -> str | None:
    """Return the charset that a page declares of itself, in a meta element or an XML declaration; None where it does not."""
    found = _DECLARATION.search(_COMMENT.sub(b"", page[:_PRESCAN]))
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _blocks(page: str) -> Iterator[str]:
    """Yield the text of each block that a reader would see."""
    try:
        # As bytes: lxml refuses a string that declares an encoding.
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *_UNSEEN, with_tail=False)
    block: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not _INLINE.fullmatch(element.tag):
            yield from _line(block)
            block = []
        block.append((element.text if event == "start" else element.tail) or "")
    yield from _line(block)


def _line(pieces: list[str]) -> Iterator[str]:
    line = " ".join("".join(pieces).split())
    if line:
        yield line
