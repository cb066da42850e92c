"""Draw a matrix of signs, such as articles by what they report; it can be read without colour."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from cireview.figures.charts import FULL_WIDTH, LINE, SIZE
from cireview.figures.heads import draw_heads, fit_heads, open_canvas, write_lines
from cireview.figures.saving import use_style
from cireview.flow.typesetting import clean_text, measure_text, wrap_text

_EDGE, _GAP, _ROW = 2.0, 3.0, 4.4  # mm
_YES, _EMPTY, _GRID = "#2b5c8a", "#eeeeee", "#d9d9d9"
_RADIUS, _WIDEST = 1.3, 24.0  # mm, of the sign for yes, and width of a column at most


def draw_signs(grid: pd.DataFrame, *, yes: str, no: str, note: str = "", width: float = FULL_WIDTH) -> Figure:
    """Draw a sign in each cell: a filled circle for yes, a dash for no, letters on grey for what is empty.

    Parameters
    ----------
    grid
        Signs; index and columns name rows and columns.
    yes, no
        The signs that mean yes and no; all others are letters that the note explains.
    note
        What the signs mean, and denominators; it stands under the matrix.
    width
        Width of the figure in mm, at most.
    """
    names = [clean_text(str(name)) for name in grid.index]
    left = _EDGE + 2 + max((measure_text(name, SIZE) for name in names), default=0.0)
    cell = min(_WIDEST, (width - left - _EDGE) / max(1, grid.shape[1]))
    heads = fit_heads(grid.columns, cell)
    top = _EDGE + heads.height + 1.5
    lines = wrap_text(clean_text(note), width - 2 * _EDGE, SIZE) if note else []
    bottom = top + _ROW * max(1, len(names))
    with use_style():
        figure, axes = open_canvas(width, bottom + _GAP + LINE * len(lines) + _EDGE)
        draw_heads(axes, heads, left=left, cell=cell, foot=top)
        for row, name in enumerate(names):
            y = top + _ROW * (row + 0.5)
            axes.text(left - 2, y, name, ha="right", va="center", size=SIZE)
            for number, sign in enumerate(grid.iloc[row]):
                _draw_sign(axes, (left + cell * number, y, cell), str(sign), yes, no)
            right = left + cell * grid.shape[1]
            axes.plot((left, right), (y + _ROW / 2,) * 2, color=_GRID, linewidth=0.4)
        write_lines(axes, lines, x=_EDGE, y=bottom + _GAP)
    return figure


def _draw_sign(axes: Axes, place: tuple[float, float, float], sign: str, yes: str, no: str) -> None:
    x, y, cell = place
    if sign == yes:
        axes.add_patch(Circle((x + cell / 2, y), _RADIUS, facecolor=_YES, edgecolor="black", linewidth=0.5))
        return
    if sign != no:
        axes.add_patch(Rectangle((x, y - _ROW / 2), cell, _ROW, facecolor=_EMPTY, edgecolor="none", zorder=0))
    axes.text(x + cell / 2, y, clean_text(sign), ha="center", va="center", size=SIZE)
