"""How time and memory grow with the text: ``python -m evaluation.growth [FAMILY …] [--largest 50000]``.

Work must grow linearly with the text for every input, not only for news. Each family of inputs here is what some careless loop,
regular expression or parser takes quadratic time for. The engine reads each at a quarter, a half and the whole of the largest
size; what is printed for each is the time of this process (seconds), the exponent of growth from half to whole (1 where it is
linear, 2 where it is quadratic), the time a code point at the whole, the most memory that was resident meanwhile, and what is
resident afterwards. The pages go to the extraction of a page's main text instead.

Ends with 1 where a family grows clearly faster than its text: an exponent above ``STEEP`` in the best of several runs.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from math import log2
from pathlib import Path

from service.engine import Engine
from service.engine.reading.article import main_text

STEEP = 1.4  # the exponent that fails: what is linear stays below, also where windows are not yet full and the machine is busy
STEEP_OVER_ALL = 1.2  # the same from the smallest size to the largest, where a constant part may hide the growth
SHORT = 0.4  # seconds below which no exponent is trusted
RUNS = 3  # at most, where the first ones look steep

Work = Callable[[str], object]


# Texts ----------------------------------------------------------------------------------------------------------------


def repeated(unit: str) -> Callable[[int], str]:
    """A text of a wanted number of code points that repeats one unit."""
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def numbered(make: Callable[[int], str]) -> Callable[[int], str]:
    """A text of a wanted number of code points, of units that are made from their numbers."""

    def text(size: int) -> str:
        return _filled(map(make, count()), size)

    return text


def _filled(units: Iterator[str], size: int) -> str:
    pieces: list[str] = []
    length = 0
    while length < size:
        pieces.append(next(units))
        length += len(pieces[-1])
    return "".join(pieces)[:size]


@cache
def word(number: int) -> str:
    """A word that nobody has written yet, the same for the same number."""
    made = random.Random(number)  # noqa: S311 - texts, not secrets
    return "".join(made.choice("bdfgklmnprstvz") + made.choice("aeiou") for _ in range(made.randint(2, 4)))


def name(number: int) -> str:
    """A first name and a surname, hardly ever those of another number."""
    return f"{word(2 * number).title()} {word(2 * number + 1).title()}"


def inside(opening: str, unit: str, closing: str) -> Callable[[int], str]:
    """A text of a wanted length that repeats ``unit`` between an opening and a closing."""
    return lambda size: opening + repeated(unit)(max(0, size - len(opening) - len(closing))) + closing


def halves(first: str, second: str, between: str = "") -> Callable[[int], str]:
    """A text of a wanted length that repeats one unit in its first half and another in its second."""
    return lambda size: repeated(first)(size // 2) + between + repeated(second)(max(0, size - size // 2 - len(between)))


def nested(opening: str, closing: str) -> Callable[[int], str]:
    """As many openings as closings, all openings first."""

    def text(size: int) -> str:
        depth = size // (len(opening) + len(closing))
        return opening * depth + closing * depth

    return text


def _news(number: int) -> str:
    who = name(number % 40)
    return (
        f"The {word(number)} council met on Tuesday to discuss the {word(number + 7)} bridge, which had been closed since May. "
        f"{who}, the mayor of {word(number % 40).title()}, said the cost was {number % 90} million dollars. "
        f"“We had no other {word(number + 3)},” said {who}. “It was never easy.”\n\n"
    )


_MARKS = {
    f"mark {mark}": repeated(mark)
    for mark in ("“", "”", '"', "'", "’", "‘", "`", "``", "''", "«", "»", "„", "‚", ",,", "´", "‹", '""', "””", "„“")
}
_SPACED_MARKS = {
    f"marks apart {mark}": repeated(mark + " ")
    for mark in ("“", "”", '"', "'", "’", "``", "''", "«", "„", "‘", "‹", "“ ”", "“ ” '", "“ ‘ ’", "6' 5\"")
}
_MARKED_WORDS = {
    f"marked words {left}w{right}": numbered(lambda n, left=left, right=right: f"{left}{word(n)}{right} ")  # type: ignore[misc]
    for left, right in (("“", ""), ("", "”"), ("“", "”"), ("'", ""), ("", "'"), ('"', ""), ("", '"'), ("‘", "’"), ("``", "''"))
}
TEXTS: Mapping[str, Callable[[int], str]] = {
    "news": numbered(_news),
    **_MARKS,
    **_SPACED_MARKS,
    **_MARKED_WORDS,
    "marks, all kinds": repeated("“„‟«»\"＂〝〞‘’‚‛'`´‹›”"),
    "marks, all kinds, apart": repeated("“ „ ‟ « » \" ＂ 〝 〞 ‘ ’ ‚ ‛ ' ` ´ ‹ › ” "),
    "quotation without end": inside("“We ", "had no other choice, they ", ""),
    "quotation without beginning": inside("", "we had no other choice, they ", "” she said."),
    "quotation over paragraphs": inside("“", "We had no choice.\n\n“", "”"),
    "quotations nested": numbered(lambda n: "“She said ‘" if n % 2 else "‘He said “"),
    "quotations only": repeated("“No.” "),
    "quotations of a letter": repeated("“a” "),
    "quotations of a word": numbered(lambda n: f"He said “{word(n % 50)}.” "),
    "quotations without speaker": numbered(lambda n: f"“We {word(n % 50)} had no other choice.”\n\n"),
    "quotations by he and she": numbered(lambda n: f"“No other choice,” {'he' if n % 3 else 'she'} said.\n"),
    "quotations, cut": repeated("“We – he said – had no – she said – choice, said the mayor, here – "),
    "quotations after blanks": halves(" ", "“No.” "),
    "quotations after stops": halves(". . ", "“No.” "),
    "quotations after a long word": halves("a", "“No.” "),
    "quotations after a name and blanks": halves(" ", "“No.” ", between="Ann Lopez said"),
    "quotations after blanks and a name": inside("Ann Lopez said:", " ", "“No.” “Yes.”"),
    "quotations after names": halves("Ann Lopez met Maria. ", "“No.” "),
    "quotations before blanks": halves("“No.” ", " "),
    "quotations before stops": halves("“No.” ", " . ."),
    "quotations before marks": halves("“No.” ", "”’ "),
    "quotations before names": halves("“No.” ", "Ann Lopez met Maria. "),
    "brackets (": repeated("("),
    "brackets apart": repeated("( "),
    "brackets nested": nested("(a ", ") "),
    "brackets square": repeated("[a] "),
    "dashes": repeated("-"),
    "dashes apart": repeated("- "),
    "dashes long": repeated("word — "),
    "dashes in words": repeated("well-"),
    "slashes": repeated("a/"),
    "underscores": repeated("_ "),
    "digits": repeated("0123456789"),
    "digits apart": repeated("5 10 "),
    "numbers": repeated("1,234.56 "),
    "commas": repeated(","),
    "commas apart": repeated(", "),
    "commas after words": numbered(lambda n: f"{word(n % 90)}, "),
    "stops": repeated("."),
    "stops apart": repeated(". "),
    "stops … !?": repeated("… !? "),
    "colons": repeated("Who: "),
    "one letter": repeated("a"),
    "letters apart": repeated("a "),
    "capitals apart": repeated("A "),
    "capitals, initials": repeated("J. R. "),
    "capitals only": numbered(lambda n: f"THE {word(n).upper()} SAID “{word(n + 1).upper()}.” "),
    "titled words": numbered(lambda n: f"{word(n).title()} "),
    "long words": numbered(lambda n: "".join(map(word, range(20 * n, 20 * n + 20))) + " "),
    "no spaces": numbered(word),
    "no full stop": numbered(lambda n: f"the {word(n % 300)} went to the {word(n % 77)} and "),
    "no comma": numbered(lambda n: f"{word(n % 300)} {word(n % 77)} "),
    "one paragraph": numbered(lambda n: _news(n).replace("\n", " ")),
    "line breaks": repeated("\n"),
    "line breaks apart": repeated("\n \n"),
    "carriage returns": repeated("\r\n"),
    "tabs": repeated("\t"),
    "tabs apart": repeated("a\t"),
    "blanks": repeated(" "),
    "blanks, no-break": repeated("\xa0"),
    "short lines": numbered(lambda n: f"{word(n % 200)}\n"),
    "short lines, titled": numbered(lambda n: f"{name(n)}\n\n"),
    "headline of all": numbered(lambda n: f"{word(n).title()} Says “{word(n + 1).title()}” To "),
    "names quoted": numbered(lambda n: f"“We had no other choice,” said {name(n)}. "),
    "names with roles": numbered(lambda n: f"“We had no choice,” said {name(n)}, the mayor of {word(n).title()}. "),
    "names, one": repeated("Maria Lopez said. "),
    "names, one, quoted": repeated("“No,” said Maria Lopez. Lopez left. "),
    "names, one surname": numbered(lambda n: f"{word(n % 3000).title()} Lopez met Lopez. “No,” Lopez said. "),
    "names, one first name": numbered(lambda n: f"Maria {word(n).title()} met Maria. “No,” Maria said. "),
    "names, near": numbered(lambda n: f"“No,” said Ann Lopez{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}. "),
    "names, one, many roles": numbered(
        lambda n: (
            f"“No,” said Ann Lopez, a {word(n)} mayor of {word(n + 1).title()}. The {word(n)} mayor left. “No,” she said. "
        )
    ),
    "names, one, many forms": numbered(lambda n: f"“No,” said Ann {word(n).title()} Lopez. "),
    "names of one party": numbered(
        lambda n: f"“No,” said {name(n)}, a Republican. The Republican candidate told the Democrats. "
    ),
    "names of one body": numbered(lambda n: f"“No,” said {name(n)} of the Acme Corporation. Acme's election is over. "),
    "names of one role": numbered(lambda n: f"“No,” said Mayor {name(n)}. The mayor left. "),
    "names in pairs": repeated("“No,” Ann Lopez and Ben Brown said. "),
    "names in a row": numbered(lambda n: f"{name(n)} and "),
    "names in a row, commas": numbered(lambda n: f"{name(n)}, "),
    "names, hyphens": numbered(lambda n: f"{word(n).title()}-"),
    "names with particles": numbered(lambda n: f"Ann van der {word(n).title()} de la "),
    "nicknames": numbered(lambda n: f'Ann "{word(n).title()}" Lopez ("{word(n + 1)}") said. '),
    "bodies": numbered(lambda n: f"“No,” the {word(n).title()} Ministry said. "),
    "acronyms": numbered(lambda n: f"The {word(n)[:4].upper()} said it. "),
    "pronouns": repeated("he she they it who I we "),
    "pronouns speaking": repeated("He said she said. “No,” they said. "),
    "who": repeated("who said that "),
    "descriptions": numbered(lambda n: f"The {word(n)} mayor said no. A {word(n)} spokesman said: “No.” "),
    "descriptions, one": repeated("The mayor said: “No.” A mayor said so. "),
    "said": repeated("said "),
    "said, commas": repeated(", said "),
    "according": repeated("according to "),
    "titles": repeated("Senator "),
    "titles of names": numbered(lambda n: f"Senator {word(n).title()}, Governor {word(n + 1).title()}, "),
    "titles in a row": repeated("Former US Vice President Foreign Minister "),
    "offices": repeated("the head of the office of the secretary of "),
    "appositives": numbered(lambda n: f", the {word(n % 500)}, a {word(n % 300)}"),
    "appositives of roles": repeated(", the mayor, the doctor, a lawyer"),
    "appositives joined": inside("“No,” said Ann Lopez, a doctor", " and a doctor", ". “No,” said Lopez."),
    "possessives": repeated("Lopez's mayor's "),
    "parties": numbered(lambda n: f"{name(n % 500)} (R-Ariz.) said “no.” "),
    "parties alone": repeated("(R-Ariz.) "),
    "dialogue": numbered(lambda n: f"{word(n % 9).upper()}: We had no choice, had we?\n"),
    "dialogue, names": numbered(lambda n: f"{name(n)}: “We had no choice.”\n"),
    "questions": repeated("Q: Why? A: No. "),
    "emoji": repeated("🙂"),
    "emoji apart": repeated("🙂 "),
    "emoji joined": repeated("👩\u200d👩\u200d👧"),
    "combining marks": repeated("e\u0301"),
    "combining marks, many": inside("a", "\u0301", ""),
    "invisible": repeated("\u200b"),
    "invisible apart": repeated("a\u200b"),
    "other scripts": repeated("字"),
    "other scripts, words": repeated("Привет мир "),
    "nulls": repeated("\x00"),
    "tags": repeated("<p class='a'>word</p>"),
    "tags alone": repeated("<"),
    "entities": repeated("&amp;"),
    "addresses": numbered(lambda n: f"https://www.{word(n)}.com/{word(n + 1)}?q={n} "),
    "address, one": inside("https://", "a.b/c?d=e&", ""),
    "mail": numbered(lambda n: f"{word(n)}@{word(n + 1)}.com "),
    "mail signs": repeated("a@"),
    "abbreviations": repeated("U.S. Sen. Dr. "),
    "elisions": repeated("don't 'tis "),
    "bullets": repeated("• word * "),
    "figures": repeated("$5 10% #7 "),
}


# Pages ----------------------------------------------------------------------------------------------------------------


def _page(body: Callable[[int], str]) -> Callable[[int], str]:
    return lambda size: "<html><body><article>" + body(size) + "</article></body></html>"


PAGES: Mapping[str, Callable[[int], str]] = {
    f"page, {name}": _page(body)
    for name, body in {
        "news": numbered(lambda n: f"<p>{_news(n).strip()}</p>"),
        "deep div": nested("<div>", "</div>"),
        "deep b": nested("<b>x", "</b>"),
        "deep lists": nested("<ul><li>x", "</li></ul>"),
        "deep tables": nested("<table><tr><td>x", "</td></tr></table>"),
        "deep quotations": nested("<blockquote>x", "</blockquote>"),
        "never closed": repeated("<div>word "),
        "never closed p": repeated("<p>We had no other choice, she said. "),
        "never closed font": repeated("<font><i><p>word "),
        "many tags": repeated("<b>a</b>"),
        "many br": repeated("word<br>"),
        "many links": numbered(lambda n: f"<a href='/{n}'>word {word(n)}</a> "),
        "many lists": repeated("<ul><li>word</li></ul>"),
        "many rows": repeated("<table><tr><td>word</td></tr></table>"),
        "one table": inside("<table>", "<tr><td>word</td></tr>", "</table>"),
        "one paragraph": inside("<p>", "We had no other choice, she said. ", "</p>"),
        "attribute": inside("<p class='", "word ", "'>We had no choice.</p>"),
        "attributes": inside("<p ", "a=b ", ">We had no choice.</p>"),
        "comment": inside("<!--", "word ", "-->"),
        "comments": repeated("<!-- word -->"),
        "comment openings": repeated("<!-- "),
        "script": inside("<script>", "if (a < b) {} ", "</script>"),
        "entities": repeated("&amp; "),
        "less-than": repeated("< "),
        "tag openings": repeated("<a "),
        "quotation marks": repeated("<q>word</q> "),
        "images": repeated("<img src='a.png' alt='word'>"),
        "json": inside('<script type="application/ld+json">', '{"a": [', "</script><p>We had no choice.</p>"),
    }.items()
}
FAMILIES: Mapping[str, Callable[[int], str]] = {**TEXTS, **PAGES}


# Measuring ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Growth:
    """What one family took: seconds at the sizes, in code points; memory in megabytes."""

    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    peak: float
    after: float

    @property
    def exponent(self) -> float:
        """Of the text's length, from the last but one size to the last; 1 where too little was measured to tell."""
        if self.seconds[-1] < SHORT:
            return 1.0
        return log2(self.seconds[-1] / max(self.seconds[-2], 1e-6)) / log2(self.sizes[-1] / self.sizes[-2])

    @property
    def steep(self) -> bool:
        """Whether the time grows clearly faster than the text: over the last step, and not as one slow moment makes it seem."""
        whole = log2(self.seconds[-1] / max(self.seconds[0], 1e-6)) / log2(self.sizes[-1] / self.sizes[0])
        return self.exponent > STEEP and whole > STEEP_OVER_ALL

    @property
    def each(self) -> float:
        """Microseconds a code point at the largest size."""
        return 1e6 * self.seconds[-1] / self.sizes[-1]


def seconds(work: Work, text: str) -> float:
    """The time of this process that ``work`` takes for a text."""
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


def growth(work: Work, make: Callable[[int], str], sizes: tuple[int, ...], runs: int = RUNS) -> Growth:
    """Measure a family; one that looks steep is measured again, and the best time of each size counts."""
    texts = [make(size) for size in sizes]
    _forget_peak()
    best = [seconds(work, text) for text in texts]
    found = Growth(sizes, tuple(best), memory("VmHWM"), memory("VmRSS"))
    for _ in range(runs - 1):
        if not found.steep:
            break
        best = [min(known, seconds(work, text)) for known, text in zip(best, texts, strict=True)]
        found = Growth(sizes, tuple(best), memory("VmHWM"), memory("VmRSS"))
    return found


def memory(line: str) -> float:
    """Megabytes of this process by a line of ``/proc/self/status``: ``VmRSS`` are resident, ``VmHWM`` were at most."""
    status = Path("/proc/self/status")
    if status.exists():
        for entry in status.read_text(encoding="ascii", errors="replace").splitlines():
            if entry.startswith(line + ":"):
                return int(entry.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # elsewhere than on Linux


def _forget_peak() -> None:
    """Let ``VmHWM`` begin anew, where the system knows how."""
    switch = Path("/proc/self/clear_refs")
    if switch.exists():
        switch.write_text("5", encoding="ascii")


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", help="parts of names; without any, all families")
    parser.add_argument("--largest", type=int, default=50_000, help="code points of the longest text of each family")
    parser.add_argument("--once", action="store_true", help="only the longest text: time and memory, no growth")
    args = parser.parse_args(arguments)
    chosen = [known for known in FAMILIES if not args.families or any(part in known for part in args.families)]
    sizes = (args.largest,) if args.once else (args.largest // 4, args.largest // 2, args.largest)
    engine = Engine()
    for _ in range(2):
        engine.attribute(FAMILIES["news"](5_000))
        main_text(PAGES["page, news"](5_000))
    head = chain((f"{size:>9,}" for size in sizes), ("exponent", "µs/char", "peak MB", "after MB"))
    print(f"{'family':32}", *(f"{title:>9}" for title in head))
    steep = []
    for known in chosen:
        found = growth(main_text if known in PAGES else engine.attribute, FAMILIES[known], sizes, 1 if args.once else RUNS)
        exponent = 1.0 if args.once else found.exponent
        if not args.once and found.steep:
            steep.append(known)
        times = " ".join(f"{value:9.2f}" for value in found.seconds)
        figures = f"{exponent:9.2f} {found.each:9.1f} {found.peak:9.0f} {found.after:9.0f}"
        print(f"{known:32} {times} {figures}{'  STEEP' if known in steep else ''}", flush=True)
    print(
        f"{len(chosen)} families, {len(steep)} of them grow faster than their text" + "".join(f"; {known}" for known in steep)
    )
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
