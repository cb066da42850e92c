"""The figures of a review, drawn in one sober style that is legible in grey: no counting.

Figures are matplotlib objects without pyplot, so drawing opens no window and leaves no state behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, PercentFormatter

from cireview.figures.saving import use_style
from cireview.flow.typesetting import LINE_HEIGHT, MM_PER_POINT, clean_text, measure_text, wrap_text

FULL_WIDTH, HALF_WIDTH = 174.0, 85.0  # mm, two columns and one of most journals
SIZE = 7.5  # points, of labels
LINE = SIZE * MM_PER_POINT * LINE_HEIGHT  # mm from one line of labels to the next
FEW = 20  # points of a curve; fewer are marked
# Told apart by lightness and pattern as well as by colour.
FILLS = (("#2b5c8a", ""), ("#d3e0ec", "////"), ("#8eb1d1", ""), ("#f0f0f0", "...."))
OUTLINE: dict[str, Any] = {"edgecolor": "black", "linewidth": 0.5}
STROKES = (
    ("#000000", "-"),
    ("#0072b2", (0, (5, 2))),
    ("#d55e00", (0, (1, 1.5))),
    ("#777777", (0, (5, 2, 1, 2))),
)


def bars(
    frame: pd.DataFrame,
    *,
    label: str,
    values: Sequence[str],
    axis: str,
    note: str = "",
    width: float = FULL_WIDTH,
) -> Figure:
    """Draw one horizontal bar a row, its values side by side and its total at the end.

    Parameters
    ----------
    frame
        One row a bar, the first on top.
    label
        Column with the name of the bar; long names wrap.
    values
        Columns with the numbers (at most four); their names are the legend where there are several.
    axis
        What is counted.
    note
        What else has to be known, such as of how many nothing is; it stands under the axis.
    width
        Width of the figure in mm.
    """
    names, left, rows = _row_names(frame[label], width * 0.4)
    noted = wrap_text(clean_text(note), width - 4, SIZE) if note else []
    edges = [0.0, *accumulate(rows or [5.0])]
    middles = [(above + below) / 2 for above, below in pairwise(edges)][: len(frame)]
    totals = [f"{total:,.10g}" for total in frame[[*values]].sum(axis=1)]
    right = 3 + max((measure_text(total, 8.0) for total in totals), default=0.0)
    with use_style():
        top = 6.0 if len(values) > 1 else 2.0
        bottom = 10 + (len(noted) * LINE + 2 if noted else 0)
        figure, axes = _framed(width, edges[-1], left=left, right=right, top=top, bottom=bottom)
        figure.text(2 / width, 1.5 / (edges[-1] + top + bottom), "\n".join(noted), fontsize=SIZE, va="bottom")
        start = pd.Series(0.0, index=frame.index)
        for column, (color, hatch) in zip(values, FILLS[: len(values)], strict=True):
            axes.barh(middles, frame[column], 3.2, start, color=color, hatch=hatch, label=column, **OUTLINE)
            start = start + frame[column]
        for middle, end, total in zip(middles, start, totals, strict=True):
            axes.annotate(total, (end, middle), (3, 0), textcoords="offset points", va="center")
        axes.set_yticks(middles, names)
        axes.set(xlabel=axis, ylim=(edges[-1], 0), xlim=(0, max([1.0, *start])))
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=max(2, int((width - left) / 15)), integer=True))
        _legend(axes, len(values))
    return figure


def sentence(text: str, *, width: float = HALF_WIDTH) -> Figure:
    """Draw words in place of a chart that would have nothing to show."""
    lines = wrap_text(clean_text(text), width - 4, SIZE)
    height = len(lines) * LINE + 4
    with use_style():
        figure = Figure(figsize=(width / 25.4, height / 25.4))
        figure.text(2 / width, 0.5, "\n".join(lines), fontsize=SIZE, va="center")
    return figure


def columns(frame: pd.DataFrame, *, label: str, value: str, axis: str, width: float = HALF_WIDTH) -> Figure:
    """Draw one vertical bar for each row, for ordered values such as years, with its number on top."""
    with use_style():
        figure, axes = _framed(width, 45, left=12, right=2, top=4, bottom=10)
        axes.bar(range(len(frame)), frame[value], color=FILLS[0][0], width=0.7)
        for position, number in enumerate(frame[value]):
            text = f"{number:,.10g}" if number else ""
            axes.annotate(text, (position, number), (0, 2), textcoords="offset points", ha="center")
        step = max(1, round(len(frame) * 9 / (width - 14)))  # a year of four figures needs 9 mm
        axes.set_xticks(range(0, len(frame), step), [clean_text(str(name)) for name in frame[label][::step]])
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.set(ylabel=axis, ylim=(0, max([1.0, *frame[value]]) * 1.12))
    return figure


def matrix(
    frame: pd.DataFrame, *, shades: Mapping[str, float] | None = None, width: float = FULL_WIDTH
) -> Figure:
    """Draw a table whose cells are shaded; each cell also says its value, so grey loses nothing.

    Parameters
    ----------
    frame
        Index and columns name the rows and columns; cells hold numbers, or words with `shades`.
    shades
        Darkness of each word, 0 (white) to 1; without it, numbers are shaded in proportion to the largest.
    width
        Width of the figure in mm.
    """
    names, left, rows = _row_names(frame.index, width * 0.42)
    edges = [0.0, *accumulate(rows or [5.0])]
    cell = (width - left - 1) / max(1, len(frame.columns))
    heads = [wrap_text(clean_text(str(name)), cell - 1, SIZE) for name in frame.columns]
    top = 2 + LINE * max(map(len, heads), default=1)
    largest = max((abs(n) for n in frame.to_numpy().ravel()), default=0) if shades is None else 1
    with use_style():
        figure, axes = _framed(width, edges[-1], left=left, right=1, top=top, bottom=1)
        for row, values in enumerate(frame.itertuples(index=False)):
            for column, value in enumerate(values):
                share = shades[value] if shades else value / (largest or 1)
                _shade(axes, (column, edges[row], rows[row]), value, share)
        axes.set(xlim=(0, max(1, len(heads))), ylim=(edges[-1], 0))
        axes.xaxis.tick_top()
        axes.set_xticks([i + 0.5 for i in range(len(heads))], ["\n".join(lines) for lines in heads])
        axes.set_yticks([(above + below) / 2 for above, below in pairwise(edges)][: len(names)], names)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    return figure


def curve(
    frame: pd.DataFrame,
    *,
    x: str,
    lines: Sequence[str],
    axes_labels: tuple[str, str],
    diagonal: bool = False,
    marks: Mapping[str, float] | None = None,
    width: float = HALF_WIDTH,
) -> Figure:
    """Draw lines over a common x: recall over records screened, reliability, a stopping estimate.

    Parameters
    ----------
    frame
        Column `x` and one column for each of `lines` (at most four); the points of a short table are marked.
    x, lines, axes_labels
        Column names, and what x and y are.
    diagonal
        Whether to draw the line on which y is x in share: chance in a recall curve, truth in reliability.
    marks, width
        Upright lines by name, such as where screening stopped; width of the figure in mm.
    """
    marker = "o" if len(frame) <= FEW else ""
    with use_style():
        figure, axes = _framed(width, width * 0.62, left=16, right=6, top=7, bottom=11)
        for column, (color, dashes) in zip(lines, STROKES[: len(lines)], strict=True):
            axes.plot(frame[x], frame[column], color=color, ls=dashes, marker=marker, label=column)
        end = max([1.0, *frame[x]])
        if diagonal:
            axes.plot((0, end), (0, 1), color="#999999", linewidth=0.6, zorder=0)
        for name, position in (marks or {}).items():
            _mark(axes, name, position, left=position > end * 0.6)
        axes.set(xlabel=axes_labels[0], ylabel=axes_labels[1], xlim=(0, end), ylim=(0, 1.02))
        for axis in (axes.yaxis, axes.xaxis) if end == 1 else (axes.yaxis,):
            axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        _legend(axes, len(lines))
    return figure


def _framed(
    width: float, body: float, *, left: float, right: float, top: float, bottom: float
) -> tuple[Figure, Axes]:
    """Return a figure whose axes are `body` mm high, with these margins in mm round them."""
    height = body + top + bottom
    figure = Figure(figsize=(width / 25.4, height / 25.4))
    place = (left / width, bottom / height, (width - left - right) / width, body / height)
    return figure, figure.add_axes(place)


def _row_names(names: Iterable[object], width: float) -> tuple[list[str], float, list[float]]:
    """Return names wrapped to `width` mm, the margin that they need, and the height of each row in mm."""
    wrapped = [wrap_text(clean_text(str(name)), width, SIZE) for name in names]
    left = 3 + max((measure_text(line, SIZE) for lines in wrapped for line in lines), default=0.0)
    heights = [len(lines) * LINE + 2.5 for lines in wrapped]
    return ["\n".join(lines) for lines in wrapped], left, heights


def _legend(axes: Axes, entries: int) -> None:
    """Say above the axes, where nothing is drawn, what several bars or lines are."""
    if entries > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=entries, borderaxespad=0.2)


def _mark(axes: Axes, name: str, position: float, *, left: bool) -> None:
    """Draw an upright line with its name at its foot."""
    axes.axvline(position, color="black", linewidth=0.6, linestyle=(0, (2, 2)))
    shift, side = (-2, "right") if left else (2, "left")
    foot = ("data", "axes fraction")
    axes.annotate(name, (position, 0.03), (shift, 0), textcoords="offset points", xycoords=foot, ha=side)


def _shade(axes: Axes, place: tuple[float, float, float], value: object, share: float) -> None:
    """Draw one cell between white and dark blue, its text in the colour that can be read on it."""
    column, y, height = place
    color = tuple(1 - share * (1 - channel) for channel in (0.17, 0.36, 0.54))
    axes.add_patch(Rectangle((column, y), 1, height, facecolor=color, **OUTLINE))
    # Black can be read on lighter cells, also when they are printed in grey.
    ink = "white" if share > 0.7 else "black"
    axes.text(column + 0.5, y + height / 2, clean_text(str(value)), color=ink, ha="center", va="center")
