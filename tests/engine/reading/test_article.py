"""A page's main text, and what is done with pages that have little or none."""

import logging

import pytest

from service.engine.reading.article import declared_charset, main_text

PAGE = """<!doctype html>
<html><head><title>Bridge to close | The Springfield Echo</title><style>p { color: red }</style></head>
<body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article>
<h1>Bridge to close until May</h1>
<p>The city council voted on Tuesday to close the old <a href="/bridge">bridge</a> over the river, which was built in 1911.</p>
<p>“We had no choice,” said <b>Maria Lopez</b>, the mayor&nbsp;of Springfield. “None at&#32;all.”</p>
<blockquote>“It is a sad day for those who live on the other bank,” she said.</blockquote>
</article>
<script>track("Bridge")</script>
<footer>© The Springfield Echo. All rights reserved.</footer>
</body></html>"""


def test_a_page_gives_its_article_a_line_for_each_paragraph() -> None:
    lines = main_text(PAGE).splitlines()
    assert lines[-3:] == [
        "The city council voted on Tuesday to close the old bridge over the river, which was built in 1911.",
        "“We had no choice,” said Maria Lopez, the mayor of Springfield. “None at all.”",
        "“It is a sad day for those who live on the other bank,” she said.",
    ]
    assert "track" not in main_text(PAGE)
    assert "Sport" not in main_text(PAGE)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>“No,” said <b>Ann</b> Lee.</p>", "“No,” said Ann Lee."),
        ("<p>“No,”<br>said Ann Lee.</p>", "“No,”\nsaid Ann Lee."),
        ("<p>“No,” said\n   Ann Lee.</p>\n\n<p>“Yes,”  said Bob.", "“No,” said Ann Lee.\n“Yes,” said Bob."),
        ("<div>“No.”<script>x()</script></div>", "“No.”"),
        ("<body>“No.”<!-- a comment --> Ann Lee said.</body>", "“No.” Ann Lee said."),
        ("<p>caf&eacute; &#8220;No&#8221; &#128512;</p>", "café “No” 😀"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><p>café</p>', "café"),
        ("“No,” said Ann Lee.\r\n\r\n“Yes,” said Bob &amp; Al.\n", "“No,” said Ann Lee.\r\n\r\n“Yes,” said Bob & Al."),
        ("3 < 4 & 5 > 4", "3 < 4 & 5 > 4"),
    ],
)
def test_fragments_and_plain_text_are_taken_as_they_stand(page: str, text: str) -> None:
    assert main_text(page) == text


@pytest.mark.parametrize(
    "page",
    [
        "",
        " \n",
        "<html></html>",
        "<p></p>",
        "<script>x()</script>",
        "<!-- <p>No.</p> -->",
        "<img src=x>",
        "<",
        "<a",
        "</p>",
        "<?xml?>",
    ],
)
def test_pages_without_text(page: str) -> None:
    assert main_text(page) in {"", page.strip()}


@pytest.mark.parametrize(
    "page",
    [
        "<p>\x00\x01 No.</p>",
        "<p>&#xD800; No.</p>",
        "<p>\ud800 No.</p>",
        "<div>" * 20_000 + "No.",
        "<b>" * 5_000 + "No." + "</b>" * 5_000,
        "<p " + "x=1 " * 20_000 + ">No.</p>",
        "<![CDATA[ No. ]]><p>No.",
        "<table>" * 2_000,
        "<svg><p>No.</svg>",
        "<frameset><frame></frameset>",
    ],
    ids=range(10),
)
def test_no_page_breaks_it_and_every_text_can_be_encoded(page: str) -> None:
    assert main_text(page).encode("utf-8") is not None


def test_nothing_of_a_page_is_logged() -> None:
    logged: list[str] = []
    handler = logging.Handler(logging.INFO)
    handler.emit = lambda record: logged.append(record.name)  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        main_text("<p>“No,” said Ann Lee.</p>")
        main_text("<html></html>")
    finally:
        logging.getLogger().removeHandler(handler)
    assert logged == []


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        (b"<meta charset=utf-8>", "utf-8"),
        (b"<META CHARSET = 'Windows-1252'/>", "Windows-1252"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">', "iso-8859-1"),
        (b'<?xml version="1.0" encoding="UTF-8"?><html>', "UTF-8"),
        (b"<!-- <meta charset=big5> --><meta charset=utf-8>", "utf-8"),
        (b"<p>charset=utf-8</p>", None),
        (b"<metal charset=utf-8>", None),
        (b" " * 2_000 + b"<meta charset=utf-8>", None),
        (b"", None),
    ],
)
def test_the_charset_that_a_page_declares(page: bytes, charset: str | None) -> None:
    assert declared_charset(page) == charset
