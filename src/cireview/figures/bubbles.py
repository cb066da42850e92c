"""Draw an evidence map: a bubble with its number for each cell, an empty circle or a cross for each gap."""

from __future__ import annotations

from itertools import accumulate
from math import sqrt

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from cireview.figures.charts import FULL_WIDTH, LINE, OUTLINE, SIZE
from cireview.figures.heads import draw_heads, fit_heads, open_canvas, write_lines
from cireview.figures.saving import use_style
from cireview.flow.typesetting import clean_text, measure_text, wrap_text

_EDGE, _GAP = 2.0, 3.0  # mm
_FILL, _GRID = "#8eb1d1", "#d9d9d9"
_LARGEST, _SMALLEST = 5.0, 1.9  # mm, radius of the largest bubble, and of one that holds a number
_SIGN = 0.9  # mm, radius of the signs of gaps
_LEGEND = "Number and area of a bubble: articles. The smallest bubbles are larger, to fit their number."
_GAPS = {False: "no article", True: "no article found; some articles with unknown values may belong there"}


def draw_bubbles(
    counts: pd.DataFrame, may: pd.DataFrame, *, note: str = "", width: float = FULL_WIDTH
) -> Figure:
    """Draw an evidence map.

    Parameters
    ----------
    counts
        Articles in each cell; index and columns name rows and columns.
    may
        Articles that may belong to each cell as well, for what they lack is not known: a cell without an
        article is then a cross, else an empty circle.
    note
        What else has to be known, such as denominators; it stands under the map.
    width
        Width of the figure in mm.
    """
    names = [wrap_text(clean_text(str(name)), width * 0.3, SIZE) for name in counts.index]
    left = _EDGE + 2 + max((measure_text(line, SIZE) for name in names for line in name), default=0.0)
    cell = (width - left - _EDGE) / max(1, counts.shape[1])
    largest = min(_LARGEST, cell / 2 - 0.3)
    heads = fit_heads(counts.columns, cell)
    top = _EDGE + 1 + heads.height
    heights = [max(2 * largest + 1, LINE * len(name) + 1.5) for name in names]
    edges = list(accumulate(heights, initial=top))
    lines = [line for text in (_LEGEND, note) for line in wrap_text(clean_text(text), width - 4, SIZE)]
    most = max(1, int(counts.to_numpy().max())) if counts.size else 1
    with use_style():
        figure, axes = open_canvas(width, edges[-1] + _GAP + LINE * (len(lines) + 1) + 1 + _EDGE)
        draw_heads(axes, heads, left=left, cell=cell, foot=top)
        for row, name in enumerate(names):
            y = (edges[row] + edges[row + 1]) / 2
            axes.text(left - 2, y, "\n".join(name), ha="right", va="center", size=SIZE)
            axes.plot((left, width - _EDGE), (y, y), color=_GRID, linewidth=0.4, zorder=0)
            unknown = may.iloc[row].tolist()
            for column, n in enumerate(counts.iloc[row].tolist()):
                middle = (left + cell * (column + 0.5), y)
                _draw_cell(axes, middle, n, largest * sqrt(n / most), unknown=bool(unknown[column]))
        unclear = (may > 0).to_numpy()[(counts == 0).to_numpy()]
        _explain(axes, lines, edges[-1] + _GAP, gaps=[one for one in _GAPS if (unclear == one).any()])
    return figure


def _draw_cell(axes: Axes, middle: tuple[float, float], n: int, radius: float, *, unknown: bool) -> None:
    """Draw a bubble, or the sign of a gap."""
    if n:
        axes.add_patch(Circle(middle, max(radius, _SMALLEST), facecolor=_FILL, **OUTLINE))
        axes.text(*middle, f"{n:,}", ha="center", va="center_baseline", size=SIZE)
    else:
        _draw_gap(axes, middle, unknown=unknown)


def _draw_gap(axes: Axes, middle: tuple[float, float], *, unknown: bool) -> None:
    x, y = middle
    if unknown:
        for way in (1, -1):
            axes.plot(
                (x - _SIGN, x + _SIGN), (y - way * _SIGN, y + way * _SIGN), color="black", linewidth=0.8
            )
    else:
        axes.add_patch(Circle(middle, _SIGN, facecolor="white", **OUTLINE))


def _explain(axes: Axes, lines: list[str], y: float, *, gaps: list[bool]) -> None:
    """Say below the map what the signs of its gaps are, then the other lines."""
    x = _EDGE
    for unknown in gaps:
        words = _GAPS[unknown]
        _draw_gap(axes, (x + _SIGN, y + LINE / 2), unknown=unknown)
        axes.text(x + 2.5 * _SIGN + 0.5, y + LINE / 2, words, ha="left", va="center", size=SIZE)
        x += 2.5 * _SIGN + 5 + measure_text(words, SIZE)
    write_lines(axes, lines, x=_EDGE, y=y + LINE + 1)
