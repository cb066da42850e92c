"""Where every box, line of text and arrow of a PRISMA 2020 flow diagram lies, in mm: no drawing.

The origin is the upper left corner; y grows downwards. A box is as tall as its wrapped text; rows are as tall
as their tallest column. Text widths come from the font that ships with matplotlib, so a layout is the same on
every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from cireview.errors import Problem, TableError
from cireview.flow.arrows import Arrow, draw_arrows
from cireview.flow.boxes import PAD, Box, Line, fit_box
from cireview.flow.columns import (
    COLUMNS,
    LABEL,
    MARGIN,
    Section,
    Spans,
    find_spans,
    is_stacked,
    one_below_another,
    room_of,
    side_by_side,
)
from cireview.flow.entries import Entries, Entry, Shown, box_entries, choose_template, footnotes
from cireview.flow.interchange import NAMED, Counts, check_keys
from cireview.flow.typesetting import MM_PER_POINT, measure_text

SIZES = (8.0, 7.5, 7.0)  # points; journals ask for at least 7
SMALL = (6.5, 6.0)  # points; where folding does not make it fit, the least that is still read
MAX_HEIGHT = 225.0  # mm that an A4 page leaves for a figure and its caption
WIDTHS = (80.0, 180.0)  # mm; one column of a narrow journal, and the text of an A4 page


@dataclass(frozen=True)
class Spacing:
    """Distances in mm: between rows, boxes of a row, headers, notes and sections, and within a box."""

    row: float = 5.0
    stack: float = 1.8
    header: float = 3.0
    note: float = 2.5
    section: float = 4.0
    pad: float = PAD


WIDE = Spacing()
TIGHT = Spacing(row=3.4, stack=1.2, header=1.6, note=1.6, section=2.4, pad=1.1)
"""Where a figure would be taller than a page; an arrow between rows still has a shaft."""


@dataclass(frozen=True)
class Flow:
    """A flow diagram in mm; the font size in points; `folded` says that lists are cut."""

    width: float
    height: float
    size: float
    boxes: dict[str, Box]
    arrows: tuple[Arrow, ...]
    folded: bool = False
    rtl: bool = False


def layout_flow(counts: Counts, *, width: float = 174.0, shown: Shown | None = None) -> Flow:
    """Return the boxes and arrows of a flow diagram.

    Parameters
    ----------
    counts
        As `cireview.flow.interchange.flow_rows` takes them.
    width
        Width of the figure in mm, 80 to 180; 174 is two columns of most journals, 85 one.
    shown
        What is shown, and in which words.

    Returns
    -------
    Flow
        At 8 pt, or at 7.5 or 7 pt where the figure would be taller than a page. Where that is not enough,
        the tails of lists are folded into one line each.

    Raises
    ------
    TableError
        If the template or a key is unknown, a number is negative, a count that the template needs is
        missing, or the width is out of its range.
    """
    if not WIDTHS[0] <= width <= WIDTHS[1]:
        message = f"the width must be {WIDTHS[0]:g} to {WIDTHS[1]:g} mm, not {width:g} mm"
        raise TableError(Problem(message, remedy="Choose 85 for one column of most journals, or 174 for two"))
    check_keys(counts)
    shown = shown or Shown()
    flow = _fit(counts, width, shown) or _fold(counts, width, shown)
    return _mirror(flow) if shown.words.direction == "rtl" else flow


_TRIED = (*((size, WIDE) for size in SIZES), (SIZES[-1], TIGHT))


def _fit(
    counts: Counts, width: float, shown: Shown, tried: Sequence[tuple[float, Spacing]] = _TRIED
) -> Flow | None:
    """Return the flow in the first of the sizes and distances at which it fits the page, if at any."""
    template = shown.template or choose_template(counts)
    below = footnotes(counts, shown)
    for size, spacing in tried:
        entries = box_entries(counts, replace(shown, compact=spacing is TIGHT))
        for arrange in (side_by_side, one_below_another):
            page = _Page(entries, below, width, size, shown, spacing)
            flow = page.lay_out(arrange(template))
            if flow and flow.height <= MAX_HEIGHT:
                return flow
    return None


def _fold(counts: Counts, width: float, shown: Shown) -> Flow:
    """Return the flow with as many of each list as the page takes, the rest folded into a line."""
    longest = max((len(value) for key in NAMED if isinstance(value := counts.get(key), dict)), default=0)
    least, most, best = 0, longest, None
    while least < most:
        keep = (least + most) // 2
        flow = _fit(counts, width, replace(shown, keep=keep), _TRIED[-1:])
        best, least, most = (flow, keep + 1, most) if flow else (best, least, keep)
    if best is None:
        tried = [(size, TIGHT) for size in SMALL]
        best = _fit(counts, width, shown, tried) or _fit(counts, width, replace(shown, keep=0), tried)
    if best is None:
        message = f"at {width:g} mm the flow diagram is taller than a page ({MAX_HEIGHT:g} mm)"
        raise TableError(Problem(message, remedy="Draw it wider, or shorten its words and notes"))
    return replace(best, folded=True)


@dataclass
class _Page:
    """Lays out one arrangement at one size."""

    entries: dict[str, Entries]
    below: list[str]
    width: float
    size: float
    shown: Shown
    spacing: Spacing

    def __post_init__(self) -> None:
        self._heights: dict[tuple[str, float], float] = {}

    def lay_out(self, sections: Sequence[Section]) -> Flow | None:
        """Return the flow; None where its columns do not fit the width."""
        edges, y = room_of(sections, self.width), MARGIN
        boxes: dict[str, Box] = {}
        for number, section in enumerate(sections):
            spans = find_spans(section, edges, partial(self.height_of, section))
            if spans is None:
                return None
            if number and not section.headers:  # what is included is as wide as the figure
                spans = {"main": (edges[0], edges[1] - edges[0])}
            placed, y = self.place(section, spans, y, number)
            boxes |= placed
            y += self.spacing.section if number < len(sections) - 1 else 0.0
        if self.below:
            boxes["note"] = self.note(y)
            y = boxes["note"].bottom
        arrows = tuple(draw_arrows(boxes, stacked=is_stacked(sections)))
        return Flow(self.width, y + MARGIN, self.size, boxes, arrows)

    def note(self, y: float) -> Box:
        entries = [Entry(line) for line in self.below]
        return fit_box(
            "note", entries, MARGIN, y + self.spacing.note, self.width - 2 * MARGIN, self.size, "note", 0.0
        )

    def place(self, section: Section, spans: Spans, y: float, number: int) -> tuple[dict[str, Box], float]:
        """Return the boxes of a section whose upper edge is `y`, and its lower edge."""
        headers = self.headers(section, spans, y)
        boxes = {box.name: box for box in headers}
        y = headers[0].bottom + self.spacing.header if headers else y
        for stage, rows in section.stages.items():
            top = y
            for row in rows:
                placed = [self.stack(COLUMNS[name].get(row, ()), span, y) for name, span in spans.items()]
                if bottoms := [stack[-1].bottom for stack in placed if stack]:
                    boxes |= {box.name: box for stack in placed for box in stack}
                    y = max(bottoms) + self.spacing.row
            label = self.stage(stage, top, y - self.spacing.row - top, number)
            boxes[label.name] = label
            y = label.bottom + self.spacing.row
        return boxes, y - self.spacing.row

    def headers(self, section: Section, spans: Spans, y: float) -> list[Box]:
        """Return one header over each group of columns, all of the same height."""
        boxes = []
        for name, columns in section.headers.items():
            if name in self.entries:
                x, right = spans[columns[0]][0], math.fsum(spans[columns[-1]])
                kind = "header" if name == "databases_header" else "other_header"
                boxes.append(
                    fit_box(name, self.entries[name], x, y, right - x, self.size, kind, self.spacing.pad)
                )
        height = max((box.height for box in boxes), default=0.0)
        return [replace(box, height=height, lines=_lowered(box, height - box.height)) for box in boxes]

    def stage(self, stage: str, y: float, height: float, number: int) -> Box:
        """Return the label of a stage, read from below, at least as tall as its word is long."""
        word = self.shown.words.say(stage)
        length = measure_text(word, self.size, bold=True)
        height = max(height, length + 2 * self.spacing.pad)
        em = self.size * MM_PER_POINT
        line = Line(word, MARGIN + LABEL / 2 + 0.36 * em, y + (height + length) / 2, bold=True)
        # Stages stand once in each section of a stacked flow.
        name = f"stage_{stage}" + (f"_{number + 1}" if number and stage != "included" else "")
        return Box(name, MARGIN, y, LABEL, height, "stage", (line,))

    def stack(self, names: Sequence[str], span: tuple[float, float], y: float) -> list[Box]:
        """Return the boxes of one row of a column, one below the other."""
        boxes: list[Box] = []
        for name in names:
            if name in self.entries:
                kind = "awaiting" if "awaiting" in name else "count"
                boxes.append(
                    fit_box(
                        name, self.entries[name], *(span[0], y), span[1], self.size, kind, self.spacing.pad
                    )
                )
                y = boxes[-1].bottom + self.spacing.stack
        return boxes

    def height_of(self, section: Section, spans: Spans) -> float:
        """Return the height of a section's rows in mm, by the widths of its columns."""
        heights = [self._row_height(row, spans) for rows in section.stages.values() for row in rows]
        return math.fsum(height + self.spacing.row for height in heights if height)

    def _row_height(self, row: str, spans: Spans) -> float:
        stacks = [
            [self._box_height(name, width) for name in COLUMNS[column].get(row, ()) if name in self.entries]
            for column, (_, width) in spans.items()
        ]
        return max(
            (sum(stack) + self.spacing.stack * (len(stack) - 1) for stack in stacks if stack), default=0.0
        )

    def _box_height(self, name: str, width: float) -> float:
        if (name, width) not in self._heights:
            box = fit_box(name, self.entries[name], 0, 0, width, self.size, "count", self.spacing.pad)
            self._heights[name, width] = box.height
        return self._heights[name, width]


def _lowered(box: Box, more: float) -> tuple[Line, ...]:
    return tuple(replace(line, y=line.y + more / 2) for line in box.lines)


def _mirror(flow: Flow) -> Flow:
    """Return a flow that is read from the right: left and right change places, text ends at the right."""
    boxes = {}
    for name, box in flow.boxes.items():
        lines = (
            tuple(replace(line, x=flow.width - MARGIN - LABEL + line.x - MARGIN) for line in box.lines)
            if box.kind == "stage"
            else tuple(replace(line, x=flow.width - line.x, rtl=True) for line in box.lines)
        )
        boxes[name] = replace(box, x=flow.width - box.right, lines=lines)
    arrows = [
        replace(arrow, points=tuple((flow.width - x, y) for x, y in arrow.points)) for arrow in flow.arrows
    ]
    return replace(flow, boxes=boxes, arrows=tuple(arrows), rtl=True)


def describe(flow: Flow) -> str:
    """Return the text of all boxes, for those who do not see the figure."""
    shown = (box for box in flow.boxes.values() if box.kind != "stage")
    return " ".join(box.text if box.kind == "note" else f"{box.text}." for box in shown)
