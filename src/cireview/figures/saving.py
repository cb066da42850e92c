"""Write a figure to files: one style, the same bytes each time, and a title for readers who cannot see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.figure import Figure

from cireview.figures.tagging import tag_pdf

STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8.0,
    "axes.titlesize": 8.0,
    "axes.labelsize": 8.0,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.5,
    "lines.linewidth": 1.3,
    "lines.markersize": 3.0,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.dpi": 300.0,
    # TrueType, which journals take; matplotlib's own choice is Type 3.
    "pdf.fonttype": 42,
    # Type 3 in EPS: as TrueType a font with Chinese signs takes a minute to measure.
    "ps.fonttype": 3,
    # Text stays text: it can be found, read aloud and edited.
    "svg.fonttype": "none",
    # Ids in an SVG are random without it, and the same figure has to give the same bytes.
    "svg.hashsalt": "cireview",
    # A dollar sign in a title is no formula.
    "text.parse_math": False,
}
DPI = 300
# A reader without DejaVu Sans gets Verdana, which is as wide, or another font, which is narrower.
_FALLBACK = "'DejaVu Sans', Verdana, Arial, sans-serif"
_NO_DATES: dict[str, dict[str, Any]] = {
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "pdf": {"metadata": {"CreationDate": None, "Creator": None, "Producer": None}},
    "png": {"metadata": {"Software": None}},
    "eps": {"metadata": {"Creator": ""}},
    "tiff": {"pil_kwargs": {"compression": "tiff_lzw"}},
}
_ENDINGS = {kind: kind for kind in _NO_DATES} | {"tif": "tiff"}
_PLACING = ("BASE", "GDEF", "GPOS", "GSUB", "kern")
_EPS_DATE = re.compile(rb"%%CreationDate: .*\n")


def use_style() -> AbstractContextManager[None]:
    """Return a context in which matplotlib draws in our style, whatever a person's matplotlibrc says."""
    defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if key != "backend"}
    return matplotlib.rc_context({**defaults, **STYLE})


def save_figure(
    figure: Figure,
    paths: Iterable[str | Path],
    *,
    title: str,
    description: str = "",
    language: str = "en",
    dpi: int = DPI,
) -> None:
    """Write `figure` by the ending of each path: .svg, .pdf, .eps, .png or .tiff; same figure, same bytes.

    PDF embeds its fonts as TrueType, EPS as Type 3. PDF and SVG carry `title` and `description` for those who
    do not see the figure; text of an SVG stays text, so that it can be found, read aloud and edited.

    Parameters
    ----------
    dpi
        Dots per inch of PNG and TIFF.

    Raises
    ------
    ValueError
        If a path ends otherwise.
    """
    for path in map(Path, paths):
        kind = _ENDINGS.get(path.suffix.removeprefix(".").lower(), "")
        if not kind:
            raise ValueError(f"{path.name}: a figure can be .svg, .pdf, .eps, .png or .tiff")
        with use_style(), _embed_glyphs_only() if kind == "pdf" else nullcontext(), BytesIO() as stream:
            figure.savefig(stream, format=kind, dpi=dpi, **_NO_DATES[kind])
            content = stream.getvalue()
        if kind == "svg":
            content = _describe(content, title, description)
        elif kind == "pdf":
            content = tag_pdf(content, title=title, description=description, language=language)
        elif kind == "eps":
            content = _EPS_DATE.sub(b"", content)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@contextmanager
def _embed_glyphs_only() -> Iterator[None]:
    """Let matplotlib embed fonts without the tables that place glyphs, because it has placed them already.

    fontTools needs a large part of a PDF's time for these tables, and PDF readers do not use them.
    """
    from fontTools.subset import Options  # matplotlib imports it for a PDF alone

    # matplotlib makes its own options, so only the default can add to them; without it all tables stay.
    before = getattr(Options, "_drop_tables_default", [])
    Options._drop_tables_default = [*before, *_PLACING]
    try:
        yield
    finally:
        Options._drop_tables_default = before


def _describe(svg: bytes, title: str, description: str) -> bytes:
    head, body = svg.decode().replace("'DejaVu Sans'", _FALLBACK).split("<svg ", 1)
    attributes, content = body.split(">", 1)
    words = f"\n <title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
    return f'{head}<svg role="img" {attributes}>{words}{content}'.encode()
