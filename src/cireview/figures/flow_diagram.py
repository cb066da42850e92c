"""Draw the PRISMA 2020 flow diagram as SVG, PDF and PNG (Page et al. 2021, doi 10.1136/bmj.n71)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Polygon

from cireview.figures.charts import save_figure, use_style
from cireview.figures.flow_boxes import Box
from cireview.figures.flow_layout import Arrow, Flow, layout_flow
from cireview.figures.typesetting import font
from cireview.prisma.table import Counts

__all__ = ["draw_flow", "layout_flow"]

LOOKS: dict[str, dict[str, Any]] = {
    "count": {"facecolor": "white", "edgecolor": "black", "linewidth": 0.7},
    "header": {"facecolor": "#f3e2ae", "edgecolor": "black", "linewidth": 0.7},
    "stage": {"facecolor": "#c8dcec", "edgecolor": "black", "linewidth": 0.7},
    "awaiting": {"facecolor": "#f0f0f0", "edgecolor": "#444444", "linewidth": 0.7, "linestyle": (0, (3, 2))},
}
ROUNDED = {"header": 1.2, "stage": 1.2}  # radius in mm
HEAD_LENGTH, HEAD_WIDTH = 1.9, 1.5  # mm
MM_PER_INCH = 25.4


def draw_flow(
    counts: Counts,
    paths: Iterable[str | Path],
    *,
    template: str = "",
    width: float = 174.0,
    notes: Sequence[str] = (),
    title: str = "PRISMA 2020 flow diagram",
) -> None:
    """Draw the flow of a review into files; same counts, same bytes.

    Parameters
    ----------
    counts
        As `flow_table` takes them. Registers, removals and other sources that are not given are left out.
    paths
        Files ending in .svg, .pdf or .png (300 dpi).
    template
        One of new_databases (v1), new_other (v2), updated_databases, updated_other; "" for the one that
        shows all counts.
    width
        Width of the figure in mm; 174 is two columns of most journals.
    notes
        Sentences to be printed below the diagram, after PRISMA's footnotes.
    title
        Title for those who do not see the SVG; its description holds the text of all boxes.

    Raises
    ------
    TableError
        If the template is unknown, a count that it needs is missing, or the width
        is too narrow for its columns.
    ValueError
        If a path ends otherwise.
    """
    flow = layout_flow(counts, template=template, width=width, notes=notes)
    description = " ".join(
        " ".join(line.text for line in box.lines) + ("" if box.kind == "note" else ".")
        for box in flow.boxes.values()
        if box.kind != "stage"
    )
    save_figure(flow_figure(flow), paths, title=title, description=description)


def flow_figure(flow: Flow) -> Figure:
    """Return `flow` as a figure of its size."""
    with use_style():
        figure = Figure(figsize=(flow.width / MM_PER_INCH, flow.height / MM_PER_INCH))
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, flow.width), ylim=(flow.height, 0))
        axes.set_axis_off()
        # Before the boxes, so that no line crosses an edge.
        for arrow in flow.arrows:
            _draw_arrow(axes, arrow)
        for box in flow.boxes.values():
            _draw_box(axes, box, flow.size)
    return figure


def _draw_box(axes: Axes, box: Box, size: float) -> None:
    if box.kind in LOOKS:
        radius = ROUNDED.get(box.kind, 0.0)
        style = f"round,pad=0,rounding_size={radius}" if radius else "square,pad=0"
        patch = FancyBboxPatch((box.x, box.y), box.width, box.height, boxstyle=style, **LOOKS[box.kind])
        patch.set_gid(box.name)
        axes.add_patch(patch)
    for line in box.lines:
        axes.text(
            line.x,
            line.y,
            line.text,
            fontproperties=font(bold=line.bold, size=size),
            rotation=90 if box.kind == "stage" else 0,
            rotation_mode="anchor",
            horizontalalignment="left",
            verticalalignment="baseline",
        )


def _draw_arrow(axes: Axes, arrow: Arrow) -> None:
    (before_x, before_y), (x, y) = arrow.points[-2:]
    color = "#444444" if arrow.dashed else "black"
    points = [*arrow.points[1:]] if arrow.dashed else [*arrow.points]  # a branch starts on the arrow above it
    if not arrow.dashed:
        right, down = (x > before_x) - (x < before_x), (y > before_y) - (y < before_y)
        back_x, back_y = x - HEAD_LENGTH * right, y - HEAD_LENGTH * down
        across_x, across_y = HEAD_WIDTH / 2 * down, HEAD_WIDTH / 2 * right
        corners = [(x, y), (back_x + across_x, back_y + across_y), (back_x - across_x, back_y - across_y)]
        axes.add_patch(Polygon(corners, facecolor=color, linewidth=0))
        points[-1] = (back_x, back_y)
    style = (0, (3, 2)) if arrow.dashed else "-"
    axes.add_line(Line2D(*zip(*points, strict=True), color=color, linewidth=0.8, linestyle=style))
