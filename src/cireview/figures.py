"""The figures of a review, drawn in one sober style that is legible in grey: no counting.

Figures are matplotlib objects without pyplot, so drawing opens no window and leaves no state behind.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.figure import Figure

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
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.dpi": 300.0,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "cireview",
}
# A reader without DejaVu Sans gets Verdana, which is as wide, or another font, which is narrower.
_FALLBACK = "'DejaVu Sans', Verdana, Arial, sans-serif"
_NO_DATES = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}


def use_style() -> AbstractContextManager[None]:
    """Return a context in which matplotlib draws in our style, whatever a person's matplotlibrc says."""
    defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if key != "backend"}
    return matplotlib.rc_context({**defaults, **STYLE})


def save_figure(figure: Figure, paths: Iterable[str | Path], *, title: str, description: str = "") -> None:
    """Write `figure` as SVG, PDF or PNG (300 dpi), by the ending of each path; same figure, same bytes.

    PDF embeds its fonts as TrueType. SVG keeps text as text, so that it can be found, read aloud and edited,
    and carries `title` and `description` for those who do not see it.

    Raises
    ------
    ValueError
        If a path ends otherwise.
    """
    for path in map(Path, paths):
        kind = path.suffix.removeprefix(".").lower()
        if kind not in _NO_DATES:
            raise ValueError(f"{path.name}: a figure is written as .svg, .pdf or .png")
        with use_style(), BytesIO() as stream:
            figure.savefig(stream, format=kind, metadata=_NO_DATES[kind])
            content = stream.getvalue()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_describe(content, title, description) if kind == "svg" else content)


def _describe(svg: bytes, title: str, description: str) -> bytes:
    head, body = svg.decode().replace("'DejaVu Sans'", _FALLBACK).split("<svg ", 1)
    attributes, content = body.split(">", 1)
    words = f"\n <title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
    return f'{head}<svg role="img" {attributes}>{words}{content}'.encode()
