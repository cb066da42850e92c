"""Draw a flow diagram as a figure of matplotlib, for PDF, EPS and pictures."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Polygon

from cireview.figures.fonts import font_for
from cireview.figures.saving import use_style
from cireview.flow.arrows import Arrow
from cireview.flow.boxes import Box
from cireview.flow.layout import Flow
from cireview.flow.styles import Style, load_style
from cireview.flow.svg import DASHES, ROUNDED, shaft_and_head

MM_PER_INCH = 25.4


def flow_figure(flow: Flow, *, style: Style | None = None) -> Figure:
    """Return `flow` as a figure of its size.

    Raises
    ------
    TableError
        If no font of the machine has some of its characters.
    """
    style = style or load_style()
    with use_style():
        figure = Figure(figsize=(flow.width / MM_PER_INCH, flow.height / MM_PER_INCH))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, flow.width), ylim=(flow.height, 0))
        axes.set_axis_off()
        for arrow in flow.arrows:
            _draw_arrow(axes, arrow, style)
        for box in flow.boxes.values():
            _draw_box(axes, box, flow.size, style)
    return figure


def _draw_box(axes: Axes, box: Box, size: float, style: Style) -> None:
    if box.kind != "note":
        radius = style.radius if box.kind in ROUNDED else 0.0
        shape = f"round,pad=0,rounding_size={radius}" if radius else "square,pad=0"
        looks: dict[str, Any] = {"facecolor": style.fills[box.kind], "edgecolor": style.line}
        looks |= {"linestyle": (0, DASHES)} if box.kind == "awaiting" else {}
        patch = FancyBboxPatch(
            (box.x, box.y), box.width, box.height, boxstyle=shape, linewidth=style.line_width, **looks
        )
        axes.add_patch(patch)
    for line in box.lines:
        axes.text(
            line.x,
            line.y,
            line.text,
            color=style.text,
            fontproperties=font_for(line.text, bold=line.bold, size=size),
            rotation=90 if box.kind == "stage" else 0,
            rotation_mode="anchor",
            horizontalalignment="right" if line.rtl else "left",
            verticalalignment="baseline",
        )


def _draw_arrow(axes: Axes, arrow: Arrow, style: Style) -> None:
    points, head = shaft_and_head(arrow)
    if head:
        axes.add_patch(Polygon(head, facecolor=style.line, linewidth=0))
    dashes = (0, DASHES) if arrow.dashed else "-"
    line = Line2D(*zip(*points, strict=True), color=style.line, linewidth=style.line_width, linestyle=dashes)
    axes.add_line(line)
