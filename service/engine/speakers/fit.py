"""How well a description fits a figure: by its head noun, its modifiers, its gender, and by who was spoken of lately."""

from functools import cache

from service.engine.lexicon import words

from .epithets import Description
from .figures import Figure
from .names import gender_of

FITS = 1.2  # from here on a description is taken to mean the figure
SALIENT = -3.0  # the same for the one figure that a pronoun would mean in its place
NEVER = -9.0

PAIRS = frozenset({"couple", "pair", "duo", "trio", "two", "brother", "sister", "twin"})


def fit(description: Description, figure: Figure, since: int | None, *, speaking: bool, anyway: bool = False) -> float:
    """Score a description for a figure named ``since`` sentences ago (None: not yet); ``speaking`` if it spoke last.

    Without a word in common only a definite description without an owner can fit, or any with ``anyway``. The weights were set
    by hand on the development part of the training articles.
    """
    if not _same_sort(description, figure) or (
        description.head not in figure.heads and _others(description.head) & figure.heads
    ):
        return NEVER
    score = 0.0
    if description.head in figure.heads:
        score += 3.0
    elif description.head in figure.words:
        score += 1.5
    elif not anyway and (description.possessor or not description.definite):
        return NEVER
    if description.possessor:
        score += (
            -2.5 if description.possessor.isdisjoint(figure.words) and description.possessor.isdisjoint(figure.folded) else 0.5
        )
    shared = sum(map(figure.alike, description.modifiers))
    score += min(2.0, shared) - 0.6 * min(3, len(description.modifiers) - shared)
    gender, shown = gender_of(description.head), figure.gender()
    if gender is not None and abs(shown) > 1:
        score += 1.0 if (shown > 0) == (gender == "m") else -5.0
    score -= 0.8 if since is None else 0.25 * min(8, since)
    return score + (1.0 if speaking else 0.0)


@cache
def _others(part: str) -> frozenset[str]:
    """The parts that nobody plays who plays this one: *judge*, *lawyer* and so on for *prosecutor*."""
    spheres = ([set(words_of.split()) for words_of in line.split("|")] for line in words("speakers_spheres"))
    return frozenset(
        word for sphere in spheres if any(part in own for own in sphere) for own in sphere if part not in own for word in own
    )


def _same_sort(description: Description, figure: Figure) -> bool:
    """Whether number and kind allow a description to mean a figure."""
    if description.plural or description.head in PAIRS:
        return figure.kind in ("group", "organization") or (description.plural and figure.plural)
    if description.kind == "unnamed":
        return figure.kind in ("person", "unnamed")
    if description.kind in ("organization", "group"):
        return figure.kind in ("organization", "group")
    return figure.kind == description.kind
