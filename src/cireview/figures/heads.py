"""Heads of columns: side by side, or upright where there is no room; and a canvas measured in mm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cireview.figures.charts import LINE, SIZE
from cireview.flow.typesetting import clean_text, measure_text, wrap_text

_LONGEST = 38.0  # mm, of a line that stands upright


@dataclass(frozen=True)
class Heads:
    """The heads of columns as they fit.

    Parameters
    ----------
    lines
        Lines of each head.
    upright
        Whether they stand upright.
    height
        Room that they need, in mm.
    """

    lines: list[list[str]]
    upright: bool
    height: float


def fit_heads(names: Iterable[object], cell: float) -> Heads:
    """Return heads that fit over columns of `cell` mm: wrapped, or upright if a word is too wide."""
    labels = [clean_text(str(name)) for name in names]
    widest = max((measure_text(word, SIZE) for label in labels for word in label.split()), default=0.0)
    if widest < cell - 1:
        wrapped = [wrap_text(label, cell - 1, SIZE) for label in labels]
        return Heads(wrapped, upright=False, height=LINE * max(map(len, wrapped), default=1))
    # Upright lines stand beside each other, so there are as many as fit into the column.
    longest = _LONGEST
    beside = max(1, int(cell / LINE))
    while any(len(wrap_text(label, longest, SIZE)) > beside for label in labels):
        longest += 5.0
    stood = [wrap_text(label, longest, SIZE) for label in labels]
    height = max((measure_text(line, SIZE) for lines in stood for line in lines), default=LINE)
    return Heads(stood, upright=True, height=height)


def draw_heads(axes: Axes, heads: Heads, *, left: float, cell: float, foot: float) -> None:
    """Write heads above the line at `foot` mm, the first column beginning at `left` mm."""
    for number, lines in enumerate(heads.lines):
        middle = left + cell * (number + 0.5)
        text = axes.text(middle, foot - 1, "\n".join(lines), ha="center", va="bottom", size=SIZE)
        text.set_rotation(90.0 if heads.upright else 0.0)


def open_canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure whose axes are measured in mm, from the upper left corner."""
    figure = Figure(figsize=(width / 25.4, height / 25.4))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def write_lines(axes: Axes, lines: Iterable[str], *, x: float, y: float) -> None:
    """Write lines below each other, the upper edge of the first at `y` mm."""
    for number, line in enumerate(lines):
        axes.text(x, y + LINE * number, line, ha="left", va="top", size=SIZE)
