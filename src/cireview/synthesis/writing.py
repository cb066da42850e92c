"""A page of the synthesis as Markdown, LaTeX and a part of an HTML page."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from markupsafe import escape

from cireview.paper.latex import LINE, escape_latex, latex_table, name_engine, part_columns
from cireview.synthesis.page import Page, Printed
from cireview.tables.markdown import escape_markdown

LANDSCAPE = 118
"""Letters that a line of a page holds that lies on its side, in the size of footnotes."""
_MANY = 12  # rows of a table that the report folds
_NEEDS = r"% Needs \usepackage{array,booktabs,longtable,pdflscape} and \usepackage[T1]{fontenc}"


def write_markdown(page: Page) -> str:
    """Return a page as Markdown."""
    lines = [f"**{escape_markdown(page.caption)}**", ""]
    for printed in page.tables:
        lines += [f"*{escape_markdown(printed.title)}*", ""] if printed.title else []
        lines += [*_mark_rows(printed.frame), ""]
    for head, text in page.paragraphs:
        lines += [f"**{escape_markdown(head)}.** {escape_markdown(text)}", ""]
    return "\n".join([*lines, *([escape_markdown(page.note), ""] if page.note else [])])


def write_html(page: Page) -> str:
    """Return a page as a part of the report, escaped; a table is folded that is long or drawn."""
    lines = [f"<h3>{escape(page.caption)}</h3>"]
    for printed in page.tables:
        folded = page.figure is not None or len(printed.frame) > _MANY
        lines += _fold(printed, page.caption, folded=folded)
    for head, text in page.paragraphs:
        lines.append(f"<p><strong>{escape(head)}.</strong> {escape(text)}</p>")
    lines += [f'<p class="none">{escape(page.note)}</p>'] if page.note else []
    return "\n".join([*lines, ""])


def write_latex(page: Page) -> str:
    r"""Return a page for a paper's ``\input``: a wide table on its side, and in parts if it must be.

    Labels are ``tab:`` with the name of the page, and a number from the second table on.
    """
    pieces = [piece for printed in page.tables for piece in _part(printed)]
    lines: list[str] = []
    for number, (frame, words, wide) in enumerate(pieces, 1):
        label = f"tab:{page.name}" + (f"-{number}" if number > 1 else "")
        caption = ". ".join([page.caption.removesuffix("."), *([words] if words else [])])
        line = LANDSCAPE if wide else LINE
        table = latex_table(frame, caption=caption, label=label, line=line)
        ends = _close(page.note if number == len(pieces) else "")
        opening = [r"\begin{landscape}\footnotesize"] if wide else [r"{\small"]
        lines += [*opening, table.rstrip(), *ends, r"\end{landscape}" if wide else "}"]
    for head, text in page.paragraphs:
        lines.append(rf"\paragraph{{{escape_latex(head)}}} {escape_latex(text)}")
    lines += _close(page.note) if page.paragraphs else []
    return "\n".join([*name_engine("".join(lines)), _NEEDS, *lines, ""])


def _close(note: str) -> list[str]:
    return [rf"\par\noindent{{\footnotesize {escape_latex(note)}\par}}"] if note else []


def _part(printed: Printed) -> Iterator[tuple[pd.DataFrame, str, bool]]:
    """Yield the parts of a table with their words, and whether they lie on their side."""
    upright = part_columns(printed.frame, keys=printed.keys, line=LINE)
    wide = len(upright) > 1
    parts = part_columns(printed.frame, keys=printed.keys, line=LANDSCAPE) if wide else upright
    for number, part in enumerate(parts, 1):
        words = [printed.title] if printed.title else []
        words += [f"Part {number} of {len(parts)}"] if len(parts) > 1 else []
        yield part, ". ".join(words), wide


def _mark_rows(frame: pd.DataFrame) -> Iterator[str]:
    yield f"| {' | '.join(escape_markdown(str(name)) for name in frame.columns)} |"
    yield f"|{' --- |' * frame.shape[1]}"
    for row in frame.itertuples(index=False, name=None):
        yield f"| {' | '.join(escape_markdown(str(cell)) for cell in row)} |"


def _fold(printed: Printed, caption: str, *, folded: bool) -> Iterator[str]:
    frame = printed.frame
    words = printed.title or "The table"
    if folded:
        yield f"<details open><summary>{escape(words)}: {len(frame)} rows</summary>"
    elif printed.title:
        yield f'<p class="none">{escape(printed.title)}</p>'
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    # A part that scrolls needs a name and the keyboard, as the tables of the report have them.
    named = escape(f"{caption}: {words}")
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{named}"><table>'
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for row in frame.itertuples(index=False, name=None):
        yield f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>"
    yield "</tbody></table></div>"
    if folded:
        yield "</details>"
