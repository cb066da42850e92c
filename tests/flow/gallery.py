"""Draw the flow in every layout, width, style and language: `python tests/flow/gallery.py DIR`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from flow.flows import BY_OTHER_METHODS, FINISHED

from cireview.flow.entries import TEMPLATES, Shown
from cireview.flow.layout import layout_flow
from cireview.flow.styles import list_styles, load_style
from cireview.flow.svg import write_svg
from cireview.flow.words import list_languages, load_words

WIDTHS = (80, 120, 174)
REASON = "A reason for exclusion that is written out at some length, as authors do"
EXTREMES = {
    "28 databases": {"database_specific_results": {f"Database number {i}": i for i in range(28)}},
    "300 reasons": {"dbr_excluded": {f"{REASON}, {i}": i for i in range(300)}},
    "a reason of 400 characters": {"dbr_excluded": {(REASON + " ") * 6: 19}},
    "a word of 90 letters": {"dbr_excluded": {"Pneumonoultramicroscopicsilicovolcanoconiosis" * 2: 19}},
    "seven digits": {key: 9_999_999 for key, value in FINISHED.items() if isinstance(value, int)},
    "markup": {"dbr_excluded": {"<b>bold</b> & $x_1$ \\textbf{y}": 19}},
    "Chinese, Arabic and Hebrew": {"dbr_excluded": {"不相关的人群": 9, "ليست ذات صلة": 6, "לא רלוונטי": 4}},
    "unfinished": {"awaiting_screening": 1200, "awaiting_retrieval": 3, "awaiting_assessment": 40},
    "synthesis": {"synthesis_studies": 30, "total_studies_ma": 20, "total_reports_ma": 21},
}


def draw_gallery() -> Iterator[tuple[str, str]]:
    """Yield the name of each flow and its SVG."""
    for template, width, style, code in product(TEMPLATES, WIDTHS, list_styles(), list_languages()):
        shown = Shown(template=template, words=load_words(code))
        flow = layout_flow(FINISHED | BY_OTHER_METHODS, width=width, shown=shown)
        name = f"{template}, {width} mm, {style}, {code}"
        yield name, write_svg(flow, style=load_style(style), language=code, title=name)
    for (extreme, changed), template, width in product(EXTREMES.items(), TEMPLATES[:2], WIDTHS):
        flow = layout_flow(FINISHED | changed, width=width, shown=Shown(template=template))
        name = f"{extreme}, {template}, {width} mm"
        yield name, write_svg(flow, title=name)


def write_gallery(folder: Path, script: str = "") -> Path:
    """Write all flows on one page, with `script` at its end."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = [
        f"<figure><figcaption>{name}</figcaption>{svg.split('?>', 1)[1]}</figure>"
        for name, svg in draw_gallery()
    ]
    page = folder / "gallery.html"
    body = "\n".join(figures)
    text = f'<!DOCTYPE html><meta charset="utf-8"><title>Gallery</title>{body}<script>{script}</script>'
    page.write_text(text, encoding="utf-8")
    return page


if __name__ == "__main__":
    write_gallery(Path(sys.argv[1]))
