"""Signatures: names that stand alone behind a dash right behind a quotation, *“What a night!” — Jane Roe*.

Lists of readers' letters, comments and reviews sign every quotation in turn, so that the name before a quotation, which is as
near, is the previous writer's. The layout leaves nothing to weigh, and the training corpora have too few to learn it from.
"""

from service.engine.quotations.edges import only, right
from service.engine.result import Quotation, Span

DASHES = frozenset("-–—―~")
MARKS = frozenset("\"“”„'‘’«» \t\u00a0\u200b\u2009")
BLANK = frozenset(" \t\u00a0")
ENDS = frozenset("\n\r,(\"“„'‘«")  # what may follow a signature: its line ends, or an office, a place, the next quotation
LONGEST = 12  # code points of marks, blanks and dashes between a quotation and its signature


def signs(text: str, quotation: Quotation, mention: Span) -> bool:
    """Whether a mention is the signature of a quotation; ``text`` is the article's."""
    start, end = quotation.end, mention.start
    if not 0 < end - start <= LONGEST or not text[mention.start].isupper() or text[start - 1] not in ".!?…":
        return False
    dashes = [at for at in range(start, end) if text[at] in DASHES]
    if not dashes or not only(text, start, end, MARKS | DASHES | {"\n", "\r"}):
        return False
    if len(dashes) != dashes[-1] - dashes[0] + 1 or not only(text, dashes[-1] + 1, end, BLANK):
        return False
    after = right(text, mention.end, BLANK)
    return after == len(text) or text[after] in ENDS
