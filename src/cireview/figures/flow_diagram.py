"""Draw the PRISMA 2020 flow diagram into files (Page et al. 2021, doi 10.1136/bmj.n71)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Polygon

from cireview.figures.fonts import font_for, use_font
from cireview.figures.saving import DPI, save_figure, use_style
from cireview.flow.arrows import Arrow
from cireview.flow.boxes import Box
from cireview.flow.entries import Shown
from cireview.flow.interchange import Counts
from cireview.flow.layout import Flow, describe, layout_flow
from cireview.flow.styles import Style, load_style
from cireview.flow.svg import DASHES, ROUNDED, shaft_and_head, write_svg

TITLE = "PRISMA 2020 flow diagram"
MM_PER_INCH = 25.4


def draw_flow(
    counts: Counts,
    paths: Iterable[str | Path],
    *,
    width: float = 174.0,
    shown: Shown | None = None,
    style: Style | None = None,
    title: str = TITLE,
) -> None:
    """Draw the flow of a review into files; same counts, same bytes.

    Parameters
    ----------
    counts
        As `cireview.flow.interchange.flow_rows` takes them. Registers, removals and other sources that are
        not given are left out.
    paths
        Files ending in .svg, .pdf, .eps, .png or .tiff (300 dpi).
    width
        Width of the figure in mm; 174 is two columns of most journals.
    shown
        What is shown, and in which words.
    style
        Colours and lines.
    title
        Title for those who do not see the figure; its description holds the text of all boxes.

    Raises
    ------
    TableError
        If the template is unknown, a count that it needs is missing, or the width is out of its range.
    ValueError
        If a path ends otherwise.
    """
    shown = shown or Shown()
    flow = layout_flow(counts, width=width, shown=shown)
    save_flow(flow, paths, title=title, language=shown.words.code, style=style)


def save_flow(
    flow: Flow,
    paths: Iterable[str | Path],
    *,
    title: str = TITLE,
    language: str = "en",
    style: Style | None = None,
    dpi: int = DPI,
    tips: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    font: str = "",
) -> None:
    """Write a flow that is laid out into files, by their endings; see `draw_flow`; `font` is not for SVG."""
    files = list(map(Path, paths))
    for path in (path for path in files if path.suffix.lower() == ".svg"):
        text = write_svg(flow, title=title, language=language, style=style, tips=tips, links=links)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if others := [path for path in files if path.suffix.lower() != ".svg"]:
        figure = flow_figure(flow, style=style)
        if font:
            use_font(figure, font)
        save_figure(figure, others, title=title, description=describe(flow), language=language, dpi=dpi)


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
