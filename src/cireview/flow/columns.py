"""Which boxes stand in which column and row, beside or below each other, and how wide each column is.

On a wide page the ways into a review stand side by side, as in the official templates. On a narrow one they
stand below each other, each with its own stages.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

# A number of seven digits, "(n = 1,000,000)", is 22.5 mm wide at 8 pt.
MARGIN, LABEL, GUTTER, MIN_COLUMN = 0.5, 6.0, 2.5, 26.0
"""In mm: round the figure, the labels of stages, beside them for lines, and the least of a column."""

# Boxes of each column by row, in the order in which they are stacked.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "previous": {"identified": ("previous",)},
    "main": {
        row: (row,)
        for row in ("identified", "screened", "sought", "assessed", "included", "total", "synthesis")
    },
    "side": {
        "identified": ("removed",),
        "screened": ("excluded", "awaiting_screening"),
        "sought": ("not_retrieved", "awaiting_retrieval"),
        "assessed": ("reports_excluded", "awaiting_assessment"),
    },
    "other": {
        "identified": ("other_identified",),
        "screened": ("other_screened",),
        "sought": ("other_sought",),
        "assessed": ("other_assessed",),
    },
    "other_side": {
        "identified": ("other_removed", "other_awaiting_screening"),
        "screened": ("other_excluded",),
        "sought": ("other_not_retrieved",),
        "assessed": ("other_reports_excluded", "other_awaiting"),
    },
}
STAGES = {
    "identification": ("identified",),
    "screening": ("screened", "sought", "assessed"),
    "included": ("included", "total", "synthesis"),
}
HEADERS = {
    "previous_header": ("previous",),
    "databases_header": ("main", "side"),
    "other_header": ("other", "other_side"),
}
_IN_TEMPLATE = {
    "new_databases": ("main", "side"),
    "new_other": ("main", "side", "other", "other_side"),
    "updated_databases": ("previous", "main", "side"),
    "updated_other": ("previous", "main", "side", "other", "other_side"),
}
# Share of the width with which the search for shares begins, and mm to the left of a column.
_USUAL = {"previous": (0.8, 2.0), "main": (0.9, 4.0), "side": (1.0, 4.5), "other": (0.9, 4.0)}
_USUAL["other_side"] = (0.9, 4.5)
_STEP = 2.0
_STEPS = (48.0, 32.0, 16.0, 8.0, 4.0, _STEP)  # mm by which columns exchange width while shares are looked for
_PREFER = 0.05  # mm of height that a mm away from the usual shares has to save


@dataclass(frozen=True)
class Section:
    """A part of the figure: the headers on top of it, its columns, and its stages with their rows."""

    columns: tuple[str, ...]
    stages: Mapping[str, tuple[str, ...]]

    @property
    def headers(self) -> dict[str, tuple[str, ...]]:
        """Headers of its columns."""
        return {
            name: columns
            for name, columns in HEADERS.items()
            if set(columns) <= set(self.columns) and "identification" in self.stages
        }


Spans = dict[str, tuple[float, float]]
"""Left edge and width in mm of each column."""


def side_by_side(template: str) -> tuple[Section, ...]:
    """Return the official arrangement: one section with all columns."""
    return (Section(_IN_TEMPLATE[template], STAGES),)


def one_below_another(template: str) -> tuple[Section, ...]:
    """Return a section for each way into the review, and one for what is included."""
    columns = _IN_TEMPLATE[template]
    ways = {name: STAGES[name] for name in ("identification", "screening")}
    sections = [Section(("previous",), {"identification": STAGES["identification"]})]
    sections += [Section(("main", "side"), ways), Section(("other", "other_side"), ways)]
    last = Section(("main",), {"included": STAGES["included"]})
    return (*(section for section in sections if set(section.columns) <= set(columns)), last)


def is_stacked(sections: Sequence[Section]) -> bool:
    """Tell whether the ways stand below each other."""
    return len(sections) > 1


def room_of(sections: Sequence[Section], width: float) -> tuple[float, float]:
    """Return the left and right edge of the columns in mm; lines of a stacked flow pass beside them."""
    previous = any("previous" in section.columns for section in sections)
    right = GUTTER if is_stacked(sections) and previous else 0.0
    return MARGIN + LABEL + GUTTER, width - MARGIN - right


def find_spans(
    section: Section, edges: tuple[float, float], height_of: Callable[[Spans], float]
) -> Spans | None:
    """Return the widths of a section's columns that make it least tall; None where they do not fit.

    Parameters
    ----------
    edges
        Left and right edge of all columns in mm.
    height_of
        Height in mm of the section by the widths of its columns.

    Notes
    -----
    Columns give each other width by `_STEPS` as long as that saves height: coordinate descent from the usual
    shares, which it leaves only where that saves more than `_PREFER`.
    """
    gaps = [_USUAL[column][1] for column in section.columns[1:]]
    room = edges[1] - edges[0] - math.fsum(gaps)
    if room / len(section.columns) < MIN_COLUMN:
        return None
    total = sum(_USUAL[column][0] for column in section.columns)
    usual = [_even(room * _USUAL[column][0] / total) for column in section.columns]
    usual[-1] = room - math.fsum(usual[:-1])
    usual = _widened(usual)

    def cost(widths: list[float]) -> float:
        away = math.fsum(abs(one - other) for one, other in zip(widths, usual, strict=True))
        return height_of(_place(section.columns, widths, gaps, edges[0])) + _PREFER * away

    best, least = usual, cost(usual)
    for step in _STEPS:  # a wide step first: a narrow one often saves no line
        improved = True
        while improved:
            improved = False
            for giver, taker in permutations(range(len(best)), 2):
                tried = [*best]
                tried[giver] -= step
                tried[taker] += step
                if tried[giver] >= MIN_COLUMN and (costs := cost(tried)) < least - 1e-9:
                    best, least, improved = tried, costs, True
    return _place(section.columns, best, gaps, edges[0])


def _even(width: float) -> float:
    return _STEP * round(width / _STEP)


def _widened(widths: list[float]) -> list[float]:
    """Return the widths with the narrow ones widened to the least, at the cost of the widest."""
    widths = [*widths]
    while (narrow := min(widths)) < MIN_COLUMN - 1e-9:
        moved = MIN_COLUMN - narrow
        widths[widths.index(narrow)] += moved
        widths[widths.index(max(widths))] -= moved
    return widths


def _place(columns: Sequence[str], widths: Sequence[float], gaps: Sequence[float], left: float) -> Spans:
    spans, x = {}, left
    for column, width, gap in zip(columns, widths, [*gaps, 0.0], strict=True):
        spans[column] = (x, width)
        x += width + gap
    return spans
