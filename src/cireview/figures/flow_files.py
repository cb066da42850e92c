"""Write the PRISMA 2020 flow diagram into files, by their endings (Page et al. 2021, doi 10.1136/bmj.n71).

Matplotlib is loaded for PDF, EPS and pictures alone: it takes half a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cireview.flow.entries import Shown
from cireview.flow.interchange import Counts
from cireview.flow.layout import Flow, describe, layout_flow
from cireview.flow.page import write_page
from cireview.flow.styles import Style
from cireview.flow.svg import write_svg

TITLE = "PRISMA 2020 flow diagram"
ENDINGS = (".svg", ".html", ".pdf", ".eps", ".png", ".tiff", ".tif")


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
        Files ending in .svg, .html, .pdf, .eps, .png or .tiff (300 dpi).
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
    dpi: int = 300,
    tips: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    font: str = "",
) -> None:
    """Write a flow that is laid out into files, by their endings; see `draw_flow`.

    `tips` and `links` are for SVG and HTML, `dpi` for pictures, `font` for all but SVG and HTML.
    """
    svg = write_svg(flow, title=title, language=language, style=style, tips=tips, links=links)
    figures = []
    for path in map(Path, paths):
        ending = path.suffix.lower()
        if ending not in (".svg", ".html"):
            figures.append(path)
            continue
        text = svg if ending == ".svg" else write_page(flow, svg, title=title, language=language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if figures:
        _save_figures(flow, figures, title=title, language=language, style=style, dpi=dpi, font=font)


def _save_figures(
    flow: Flow, paths: list[Path], *, title: str, language: str, style: Style | None, dpi: int, font: str
) -> None:
    from cireview.figures.flow_diagram import flow_figure
    from cireview.figures.fonts import use_font
    from cireview.figures.saving import save_figure

    figure = flow_figure(flow, style=style)
    if font:
        use_font(figure, font)
    save_figure(figure, paths, title=title, description=describe(flow), language=language, dpi=dpi)
