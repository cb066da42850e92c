"""Draw which sources found the same reports, as an UpSet plot: drawing only, no counting.

Lex A, Gehlenborg N, Strobelt H, Vuillemot R, Pfister H, *UpSet: Visualization of Intersecting Sets*, IEEE
Transactions on Visualization and Computer Graphics 2014;20(12):1983-1992 (doi 10.1109/TVCG.2014.2346248).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, Rectangle

from cireview.figures.charts import FILLS, FULL_WIDTH, OUTLINE, SIZE
from cireview.figures.saving import use_style
from cireview.flow.typesetting import LINE_HEIGHT, MM_PER_POINT, clean_text, measure_text, wrap_text
from cireview.prisma.overlap import MOST_INTERSECTIONS, MOST_SOURCES, Intersection, Overlap

_LINE = SIZE * MM_PER_POINT * LINE_HEIGHT  # mm
_NARROWEST, _WIDEST = 3.1, 9.0  # mm of one intersection: a number turned upright has to fit
_BARS = 32.0  # mm, the longest upright bar
_GAP, _DOT = 1.5, 1.9  # mm
_NAME_LINES = 3  # of a name; more are cut, with an ellipsis
_INCLUDED, _OTHER = FILLS[0][0], FILLS[2][0]


@dataclass(frozen=True)
class _Layout:
    """Where things lie, in mm from the lower left corner."""

    width: float
    height: float
    size_end: float  # foot of the bars of sources, which grow to the left
    size_length: float
    left: float  # of the intersections
    right: float
    cell: float
    rows: Sequence[tuple[float, float]]  # lower edge and height of each source
    foot: float  # of the upright bars
    names: Sequence[Sequence[str]]
    note: Sequence[str]


def draw_overlap(overlap: Overlap, *, width: float = FULL_WIDTH) -> Figure:
    """Draw the reports of each source on the left, and those of each set of sources above its dots.

    Parameters
    ----------
    overlap
        See `cireview.prisma.overlap.count_overlap`.
    width
        Width of the figure in mm. A narrow figure draws fewer intersections.

    Notes
    -----
    At most `MOST_SOURCES` sources and `MOST_INTERSECTIONS` intersections are drawn, the largest; a line below
    counts the rest. Where fewer than two sources found a report, the figure says so and draws nothing.
    """
    largest = overlap.sources.head(MOST_SOURCES)
    sources, sizes = largest["source"].tolist(), largest[["reports", "included"]].to_numpy().tolist()
    if (overlap.sources["reports"] > 0).sum() < 2:
        return _say_nothing(overlap, width)
    drawable = [part for part in overlap.intersections if set(sources).issuperset(part.sources)]
    layout, drawn = _lay_out(overlap, sources, drawable, width)
    with use_style():
        figure, axes = _page(width, layout.height)
        _draw_sources(axes, layout, sizes)
        _draw_intersections(axes, layout, sources, drawn)
        _draw_words(axes, layout, legend=any(included for _, included in sizes))
    return figure


def describe_overlap(overlap: Overlap) -> str:
    """Describe the figure in words, for readers who cannot see it."""
    if (overlap.sources["reports"] > 0).sum() < 2:
        return _nothing(overlap)
    parts = [
        f"{clean_text(str(row.source))}: {row.reports:,}, {row.alone:,} of them found by no other source"
        for row in overlap.sources.itertuples()
    ]
    return f"{_number(overlap.reports, 'report')}. By source: {'; '.join(parts)}."


def _lay_out(
    overlap: Overlap, sources: list[str], drawable: Sequence[Intersection], width: float
) -> tuple[_Layout, Sequence[Intersection]]:
    """Return where things lie, and the intersections for which there is room."""
    names = [_cut(wrap_text(clean_text(name), width * 0.27, SIZE)) for name in sources]
    widest = max(measure_text(line, SIZE) for lines in names for line in lines)
    number = max(measure_text(f"{size:,}", SIZE) for size in overlap.sources["reports"])
    size_length = width * 0.13
    size_end = 1 + number + _GAP + size_length
    left = size_end + 2 * _GAP + widest
    room = width - left - 2
    drawn = drawable[: min(MOST_INTERSECTIONS, int(room / _NARROWEST))]
    cell = min(_WIDEST, room / max(1, len(drawn)))
    note = (
        wrap_text(_rest(overlap, drawn), width - 2, SIZE) if len(drawn) < len(overlap.intersections) else []
    )
    heights = [max(4.4, len(lines) * _LINE + 1.2) for lines in names]
    below = 1 + len(note) * _LINE + _GAP
    foot = below + math.fsum(heights) + _GAP
    tops = [foot - _GAP - depth for depth in accumulate(heights)]
    label = max((measure_text(f"{part.reports:,}", SIZE) for part in drawn), default=0.0)
    height = foot + _BARS + (label if label > cell - 0.6 else _LINE) + 3 * _LINE
    rows = list(zip(tops, heights, strict=True))
    right = left + len(drawn) * cell
    return _Layout(width, height, size_end, size_length, left, right, cell, rows, foot, names, note), drawn


def _draw_sources(axes: Axes, layout: _Layout, sizes: Sequence[Sequence[int]]) -> None:
    """Draw a bar to the left for each source, its number before it and its name after it."""
    scale = layout.size_length / max(reports for reports, _ in sizes)
    for place, ((low, high), (reports, included)) in enumerate(zip(layout.rows, sizes, strict=True)):
        middle = low + high / 2
        if place % 2 == 0:
            length = layout.right - layout.size_end
            axes.add_patch(Rectangle((layout.size_end, low), length, high, color="#f2f2f2", linewidth=0))
        end = layout.size_end - reports * scale
        _bar(axes, (end, middle - 1.4), (reports * scale, 2.8), _fill(sizes))
        _bar(axes, (layout.size_end - included * scale, middle - 1.4), (included * scale, 2.8), _INCLUDED)
        _write(axes, end - 0.8, middle, f"{reports:,}", ha="right")
        _write(axes, layout.size_end + _GAP, middle, "\n".join(layout.names[place]))


def _draw_intersections(
    axes: Axes, layout: _Layout, sources: Sequence[str], drawn: Sequence[Intersection]
) -> None:
    """Draw an upright bar for each intersection, and below it a dot for each of its sources."""
    scale = _BARS / max((part.reports for part in drawn), default=1)
    fill = _fill([(part.reports, part.included) for part in drawn])
    middles = [low + high / 2 for low, high in layout.rows]
    thick = min(4.0, layout.cell * 0.62)
    upright = any(measure_text(f"{part.reports:,}", SIZE) > layout.cell - 0.6 for part in drawn)
    turn: dict[str, Any] = {"rotation": 90 if upright else 0}
    for place, part in enumerate(drawn):
        x = layout.left + (place + 0.5) * layout.cell
        _bar(axes, (x - thick / 2, layout.foot), (thick, part.reports * scale), fill)
        _bar(axes, (x - thick / 2, layout.foot), (thick, part.included * scale), _INCLUDED)
        top = layout.foot + part.reports * scale + 0.7
        _write(axes, x, top, f"{part.reports:,}", ha="center", va="bottom", **turn)
        members = [y for name, y in zip(sources, middles, strict=True) if name in part.sources]
        axes.add_line(Line2D([x, x], [min(members), max(members)], color="black", linewidth=1.2))
        for y in middles:
            # Members are larger as well as darker, for a print in grey.
            size, color = (_DOT, "black") if y in members else (_DOT * 0.6, "#c4c4c4")
            axes.add_patch(Ellipse((x, y), size, size, facecolor=color, linewidth=0, zorder=3))


def _draw_words(axes: Axes, layout: _Layout, *, legend: bool) -> None:
    """Write what the bars count, what their shades mean, and what is not drawn."""
    top = layout.height - 1
    _write(axes, 1, top, "Reports found by exactly the sources marked below", va="top")
    _write(axes, 1, layout.foot, "Reports by source", va="bottom")
    for place, line in enumerate(layout.note):
        _write(axes, 1, layout.rows[-1][0] - _GAP - place * _LINE, line, va="top")
    for place, (color, word) in enumerate([(_INCLUDED, "Included"), (_OTHER, "Others")] if legend else []):
        low = top - (place + 2.3) * _LINE
        _bar(axes, (1, low - 1.1), (3.4, 2.2), color)
        _write(axes, 5.6, low, word)


def _rest(overlap: Overlap, drawn: Sequence[Intersection]) -> str:
    """Say what is not drawn."""
    reports = overlap.reports - sum(part.reports for part in drawn)
    more = _number(len(overlap.intersections) - len(drawn), "more intersection")
    hidden = len(overlap.sources) - MOST_SOURCES
    smaller = f"; {_number(hidden, 'smaller source')} not drawn" if hidden > 0 else ""
    return f"and {more} of {_number(reports, 'report')}{smaller}"


def _say_nothing(overlap: Overlap, width: float) -> Figure:
    lines = [line for text in _nothing(overlap).split("\n") for line in wrap_text(text, width - 4, SIZE)]
    height = len(lines) * _LINE + 6
    with use_style():
        figure, axes = _page(width, height)
        _write(axes, 2, height / 2, "\n".join(lines))
    return figure


def _nothing(overlap: Overlap) -> str:
    found = overlap.sources.loc[overlap.sources["reports"] > 0, "source"]
    if found.empty:
        return "No source found a report yet: there is nothing to compare."
    name = " ".join(_cut(wrap_text(clean_text(str(found.iloc[0])), 80.0, SIZE)))
    return f"Only {name} found reports ({overlap.reports:,}): there is nothing to compare."


def _page(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure, and axes over all of it whose unit is 1 mm."""
    figure = Figure(figsize=(width / 25.4, height / 25.4))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    axes.set_axis_off()
    return figure, axes


def _fill(sizes: Sequence[Sequence[int]]) -> str:
    """Return the colour of what is not included, or of all where nothing is."""
    return _OTHER if any(included for _, included in sizes) else _INCLUDED


def _bar(axes: Axes, corner: tuple[float, float], size: tuple[float, float], color: str) -> None:
    if min(size) > 0:
        axes.add_patch(Rectangle(corner, *size, facecolor=color, **OUTLINE))


def _write(axes: Axes, x: float, y: float, text: str, **how: Any) -> None:
    axes.text(x, y, text, **{"va": "center", "size": SIZE, "linespacing": LINE_HEIGHT, **how})


def _cut(lines: list[str]) -> list[str]:
    """Return the first lines of a name that is too long for its row."""
    return (
        lines if len(lines) <= _NAME_LINES else [*lines[: _NAME_LINES - 1], f"{lines[_NAME_LINES - 1][:-2]}…"]
    )


def _number(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
