"""Where every box, line of text and arrow of a PRISMA 2020 flow diagram lies, in mm: no drawing.

The origin is the upper left corner; y grows downwards. A box is as tall as its wrapped text; rows are as tall
as their tallest column. Text widths come from the font that ships with matplotlib, so a layout is the same on
every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from cireview.errors import Problem, TableError
from cireview.figures.flow_boxes import PAD, Box, Line, fit_box
from cireview.figures.flow_texts import Entries, Entry, box_entries, choose_template, footnotes
from cireview.figures.typesetting import MM_PER_POINT, clean_text, measure_text
from cireview.prisma.table import Counts

SIZES = (8.0, 7.5, 7.0)  # points; journals ask for at least 7
MAX_HEIGHT = 225.0  # mm that an A4 page leaves for a figure and its caption
MARGIN, LABEL, MIN_COLUMN = 0.5, 6.0, 24.0
ROW_GAP, STACK_GAP, HEADER_GAP, NOTE_GAP = 5.0, 1.8, 3.0, 2.5

# Boxes of each column by row, in the order in which they are stacked.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "previous": {"identified": ("previous",)},
    "main": {row: (row,) for row in ("identified", "screened", "sought", "assessed", "included", "total")},
    "side": {
        "identified": ("removed",),
        "screened": ("excluded", "awaiting_screening"),
        "sought": ("not_retrieved", "awaiting_retrieval"),
        "assessed": ("reports_excluded", "awaiting_assessment"),
    },
    "other": {
        "identified": ("other_identified",),
        "sought": ("other_sought",),
        "assessed": ("other_assessed",),
    },
    "other_side": {
        "identified": ("other_removed", "other_awaiting_screening"),
        "sought": ("other_not_retrieved",),
        "assessed": ("other_reports_excluded", "other_awaiting"),
    },
}
STAGES = {
    "Identification": ("identified",),
    "Screening": ("screened", "sought", "assessed"),
    "Included": ("included", "total"),
}
HEADERS = {
    "previous_header": ("previous",),
    "databases_header": ("main", "side"),
    "other_header": ("other", "other_side"),
}
DOWN = [
    *pairwise(COLUMNS["main"]),
    ("other_identified", "other_sought"),
    ("other_sought", "other_assessed"),
]
ACROSS = (("main", "side"), ("other", "other_side"))
# Columns shown by template, each with its share of the width; the gap to its left in mm.
WIDTHS = {
    "new_databases": {"main": (0.4, 2.5), "side": (0.6, 9.0)},
    "new_other": {"main": (0.25, 2.5), "side": (0.26, 5.5), "other": (0.24, 5.0), "other_side": (0.25, 5.5)},
    "updated_databases": {"previous": (0.24, 2.5), "main": (0.34, 6.0), "side": (0.42, 7.0)},
    "updated_other": {
        "previous": (0.18, 2.0),
        "main": (0.2, 4.0),
        "side": (0.22, 4.5),
        "other": (0.2, 4.0),
        "other_side": (0.2, 4.5),
    },
}


@dataclass(frozen=True)
class Arrow:
    """A line of right angles from the edge of one box to the edge of another; no head when dashed."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    dashed: bool = False


@dataclass(frozen=True)
class Flow:
    """A flow diagram in mm; the font size in points."""

    width: float
    height: float
    size: float
    boxes: dict[str, Box]
    arrows: tuple[Arrow, ...]


def layout_flow(
    counts: Counts, *, template: str = "", width: float = 174.0, notes: Sequence[str] = ()
) -> Flow:
    """Return the boxes and arrows of a flow diagram.

    Parameters
    ----------
    counts
        As `flow_table` takes them.
    template
        One of new_databases (v1), new_other (v2), updated_databases, updated_other; "" for the one that
        shows all counts.
    width
        Width of the figure in mm; 174 is two columns of most journals.
    notes
        Sentences to be printed below the diagram, after PRISMA's footnotes.

    Returns
    -------
    Flow
        At 8 pt, or at 7.5 or 7 pt where the figure would be taller than a page.

    Raises
    ------
    TableError
        If the template is unknown, a count that it needs is missing, or the width
        leaves a column too narrow for numbers of seven digits.
    """
    template = template or choose_template(counts)
    entries = box_entries(counts, template)
    below = [*footnotes(counts, template), *(clean_text(note) for note in notes)]
    for size in SIZES:
        flow = _lay_out(entries, below, template, width, size)
        if flow.height <= MAX_HEIGHT:
            break
    return flow


def _lay_out(entries: dict[str, Entries], below: list[str], template: str, width: float, size: float) -> Flow:
    spans = _column_spans(template, width)
    headers = _headers(entries, spans, size)
    boxes = {box.name: box for box in headers}
    y = headers[0].bottom + HEADER_GAP
    for stage, rows in STAGES.items():
        top = y
        for row in rows:
            placed = [
                _stack(COLUMNS[column].get(row, ()), entries, span, y, size) for column, span in spans.items()
            ]
            boxes |= {box.name: box for stack in placed for box in stack}
            bottom = max((stack[-1].bottom for stack in placed if stack), default=y - ROW_GAP)
            y = bottom + ROW_GAP
        label = _stage(stage, top, y - ROW_GAP - top, size)
        boxes[stage] = label
        y = label.bottom + ROW_GAP
    y -= ROW_GAP
    if below:
        note = fit_box(
            "note", [Entry(line) for line in below], MARGIN, y + NOTE_GAP, width - 2 * MARGIN, size, "note"
        )
        boxes["note"] = note
        y = note.bottom
    return Flow(width, y + MARGIN, size, boxes, tuple(_arrows(boxes)))


def _column_spans(template: str, width: float) -> dict[str, tuple[float, float]]:
    """Return left edge and width in mm of each column."""
    columns = WIDTHS[template]
    x = MARGIN + LABEL
    room = width - x - MARGIN - sum(gap for _, gap in columns.values())
    spans = {}
    for column, (share, gap) in columns.items():
        x += gap
        spans[column] = (x, room * share)
        x += room * share
    if min(column_width for _, column_width in spans.values()) < MIN_COLUMN:
        # The shares of the columns are fixed, and so is what lies between them.
        least = (width - room) + MIN_COLUMN / min(share for share, _ in columns.values())
        message = f"{width:g} mm is too narrow for the flow diagram '{template}'"
        raise TableError(Problem(message, remedy=f"Draw it {ceil(least)} mm wide or wider"))
    return spans


def _headers(entries: dict[str, Entries], spans: dict[str, tuple[float, float]], size: float) -> list[Box]:
    """Return one header over each group of columns, all of the same height."""
    boxes = []
    for name, columns in HEADERS.items():
        if name in entries:
            x, right = spans[columns[0]][0], sum(spans[columns[-1]])
            boxes.append(fit_box(name, entries[name], x, MARGIN, right - x, size, "header"))
    height = max(box.height for box in boxes)
    return [
        replace(
            box,
            height=height,
            lines=tuple(replace(line, y=line.y + (height - box.height) / 2) for line in box.lines),
        )
        for box in boxes
    ]


def _stage(stage: str, y: float, height: float, size: float) -> Box:
    """Return the label of a stage, read from below, at least as tall as its word is long."""
    length = measure_text(stage, size, bold=True)
    height = max(height, length + 2 * PAD)
    em = size * MM_PER_POINT
    line = Line(stage, MARGIN + LABEL / 2 + 0.36 * em, y + (height + length) / 2, bold=True)
    return Box(stage, MARGIN, y, LABEL, height, "stage", (line,))


def _stack(
    names: Sequence[str], entries: dict[str, Entries], span: tuple[float, float], y: float, size: float
) -> list[Box]:
    """Return the boxes of one row of a column, one below the other."""
    boxes: list[Box] = []
    for name in names:
        if name in entries:
            kind = "awaiting" if "awaiting" in name else "count"
            boxes.append(fit_box(name, entries[name], *(span[0], y), span[1], size, kind))
            y = boxes[-1].bottom + STACK_GAP
    return boxes


def _arrows(boxes: dict[str, Box]) -> Iterator[Arrow]:
    for source, target in DOWN:
        if source in boxes and target in boxes:
            x = boxes[source].x + boxes[source].width / 2
            yield Arrow(source, target, ((x, boxes[source].bottom), (x, boxes[target].y)))
    for left, right in ACROSS:
        for row, names in COLUMNS[right].items():
            targets = [boxes[name] for name in names if name in boxes]
            if targets:
                yield from _across(boxes[COLUMNS[left][row][0]], targets)
    for source, target in (("previous", "total"), ("other_assessed", "included")):
        if source in boxes:
            yield _around(boxes[source], boxes[target])


def _across(source: Box, targets: list[Box]) -> Iterator[Arrow]:
    """Yield the arrow to the first box on the right, and a dashed branch to the one that awaits below it."""
    first, *waiting = targets
    y = source.y + min(source.height, first.height) / 2
    yield Arrow(source.name, first.name, ((source.right, y), (first.x, y)))
    for target in waiting:
        middle, below = (source.right + target.x) / 2, target.y + target.height / 2
        points = ((source.right, y), (middle, y), (middle, below), (target.x, below))
        yield Arrow(source.name, target.name, points, dashed=True)


def _around(source: Box, target: Box) -> Arrow:
    """Return the arrow down from `source` and then sideways to `target`."""
    x, y = source.x + source.width / 2, target.y + target.height / 2
    edge = target.x if x < target.x else target.right
    return Arrow(source.name, target.name, ((x, source.bottom), (x, y), (edge, y)))
