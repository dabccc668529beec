"""Who speaks: every mention of a source gathered into the people, groups, organizations and documents of the article."""

from collections.abc import Sequence

from .discourse import Discourse
from .language import Reading
from .result import Attribution, Identity
from .syntax import Syntax


def identify(reading: Reading, attributions: Sequence[Attribution], columns: Syntax | None = None) -> tuple[Identity, ...]:
    """Return the speakers of an article, in the order in which they first speak.

    ``columns`` are the reading's, where the caller has them already. An attribution that the article does not give to
    anybody is in no identity's ``quotations``.
    """
    discourse = Discourse(reading, attributions, columns)
    discourse.read()
    speaking = [figure for figure in discourse.figures if figure.quotations]
    return tuple(figure.identity() for figure in sorted(speaking, key=lambda f: min(f.quotations)))
