"""Whether ``confidence`` is the chance it says: answers in ten bins by it, each with the share that was right.

The bins are those of the expected calibration error in ``score.py``, so the plot shows what that figure adds up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

BINS = 10

# The plot, in pixels: a square of chances, and below it what the axes mean.
SIDE, LEFT, TOP, WIDTH, HEIGHT = 400, 64, 44, 488, 512
LARGEST = 16  # radius of the point of the largest bin
SMALLEST = 2.5  # radius below which a point is hard to see

# The plot brings its own ground, so that it can be read on a page of either colour, also where page and reader disagree.
STYLE = """
svg { --ground: #ffffff; --ink: #24292f; --faint: #d0d7de; --mark: #0969da; }
@media (prefers-color-scheme: dark) { svg { --ground: #0d1117; --ink: #e6edf3; --faint: #3d444d; --mark: #58a6ff; } }
text { font: 12px sans-serif; fill: var(--ink); }
.title { font-size: 14px; font-weight: bold; }
.ground { fill: var(--ground); }
.grid { stroke: var(--faint); }
.even { stroke: var(--ink); stroke-dasharray: 5 4; }
.gap { stroke: var(--mark); stroke-width: 1.5; }
.bin { fill: var(--mark); fill-opacity: 0.7; stroke: var(--mark); }
"""


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence is from ``low`` up to ``high``: how many, mean chance said, share right (both 0 to 1)."""

    low: float
    high: float
    count: int
    said: float
    right: float


def bins(answers: Iterable[tuple[float, bool]]) -> list[Bin]:
    """The bins that are not empty, in order, of answers given as confidence and whether they were right; 1.0 is in the last."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in answers:
        groups.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((confidence, right))
    return [
        Bin(
            low=number / BINS,
            high=(number + 1) / BINS,
            count=len(group),
            said=sum(confidence for confidence, _ in group) / len(group),
            right=sum(right for _, right in group) / len(group),
        )
        for number, group in sorted(groups.items())
    ]


def svg(found: Iterable[Bin], title: str) -> str:
    """The reliability plot: chance said to the right, share right upwards; the area of a point is the size of its bin."""
    found = list(found)
    largest = max((one.count for one in found), default=1)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>',
        _text(WIDTH / 2, 24, title, "middle", "title"),
        *_axes(),
        *(line for one in found for line in _point(one, largest)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _axes() -> list[str]:
    lines = []
    for percent in range(0, 101, 20):
        x, y = _place(percent / 100, percent / 100)
        lines += [
            _line(x, TOP, x, TOP + SIDE, "grid"),
            _line(LEFT, y, LEFT + SIDE, y, "grid"),
            _text(x, TOP + SIDE + 18, str(percent), "middle"),
            _text(LEFT - 8, y + 4, str(percent), "end"),
        ]
    middle = TOP + SIDE / 2
    return [
        *lines,
        _line(*_place(0, 0), *_place(1, 1), "even"),
        _text(LEFT + SIDE / 2, TOP + SIDE + 38, "confidence said, in percent", "middle"),
        _text(LEFT + SIDE / 2, TOP + SIDE + 56, "number and area of a point: how many answers", "middle"),
        f'<g transform="rotate(-90 20 {middle:g})">{_text(20, middle, "right, in percent", "middle")}</g>',
    ]


def _point(one: Bin, largest: int) -> list[str]:
    x, y = _place(one.said, one.right)
    radius = max(SMALLEST, LARGEST * (one.count / largest) ** 0.5)
    left = one.said > 0.9 or one.right > one.said  # where the number meets neither the border nor the dashed line
    return [
        _line(x, y, x, _place(0, one.said)[1], "gap"),
        f'<circle class="bin" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>',
        _text(x - radius - 4 if left else x + radius + 4, y + 4, str(one.count), "end" if left else "start"),
    ]


def _place(said: float, right: float) -> tuple[float, float]:
    return LEFT + SIDE * said, TOP + SIDE * (1 - right)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, words: str, anchor: str, kind: str = "label") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
