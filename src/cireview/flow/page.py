"""The flow as a self-contained page: the figure, and its numbers as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from cireview.flow.layout import Flow

_PAGE = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: sans-serif; margin: 1.5rem auto; max-width: 60rem; padding: 0 1rem; color: #111 }}
svg {{ max-width: 100%; height: auto }}
table {{ border-collapse: collapse; margin-top: 1.5rem }}
td, th {{ border: 1px solid #767676; padding: .2rem .6rem; text-align: start; vertical-align: top }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<figure>
{drawn}</figure>
<table>
<tbody>
{rows}
</tbody>
</table>
</main>
</body>
</html>
"""
_NUMBER = re.compile(r"\(n = ([^)]*)\):?")


def write_page(flow: Flow, svg: str, *, title: str, language: str) -> str:
    """Return a page of HTML with the figure and, for those who do not see it, each box and its words.

    Parameters
    ----------
    svg
        The flow as `cireview.flow.svg.write_svg` returns it.
    """
    return _PAGE.format(
        language=escape(language),
        direction="rtl" if flow.rtl else "ltr",
        title=escape(title),
        drawn=svg.split("?>\n", 1)[-1],
        rows="\n".join(_rows(flow)),
    )


def _rows(flow: Flow) -> Iterator[str]:
    """Yield one row for each box: its words, one line an entry."""
    for box in flow.boxes.values():
        if box.kind in {"header", "other_header"}:
            yield f'<tr><th scope="colgroup">{escape(box.text)}</th></tr>'
        elif box.kind in {"count", "awaiting", "note"}:
            words = _NUMBER.sub(lambda found: f"<b>{found[0]}</b>", escape(box.text))
            yield f"<tr><td>{words}</td></tr>"
