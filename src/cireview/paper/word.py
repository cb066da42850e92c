"""The appendix of searches as a Word document, by python-docx, which is an extra."""

from __future__ import annotations

import importlib.util
import io
import re
from typing import Any

import pandas as pd

from cireview.errors import Problem, ReviewError
from cireview.search.appendix import DescribedSearch, describe_searches

_WIDTHS = (1.4, 11.6, 2.6)
"""Of number, query and hits, in cm."""
_REMEDY = "Install it: pip install cireview[docx]. Or write a .tex or .md file"
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check_word() -> None:
    """Raise a ReviewError if no Word document can be written here."""
    if importlib.util.find_spec("docx") is None:
        message = "Word files are written by python-docx, which is not installed"
        raise ReviewError(Problem(message, remedy=_REMEDY))


def write_word_appendix(searches: pd.DataFrame, *, title: str) -> bytes:
    """Return all searches as a .docx: what is known of each, and its lines with their hits as a table.

    Parameters
    ----------
    searches
        The log of all searches (SEARCH_LOG).
    title
        Title of the review.

    Raises
    ------
    ReviewError
        If python-docx is not installed.
    """
    check_word()
    import docx
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.title = _clean(title)
    document.core_properties.author = ""
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(_clean(f"Searches: {title}"), 0)
    for search in describe_searches(searches):
        _describe(document, search)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _describe(document: Any, search: DescribedSearch) -> None:
    from docx.shared import Cm

    document.add_heading(_clean(search.name), 1)
    for name, value in search.facts:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(_clean(value))
    if search.remark:
        document.add_paragraph(search.remark)
    if not search.lines:
        # No style of the template has one width for all letters; a run can.
        run = document.add_paragraph().add_run(_clean(search.query) or "No query.")
        run.font.name = "Courier New" if search.query else None
        return
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    table.autofit = False
    _mark_head(table.rows[0], ("Line", "Query", "Hits"))
    for cells in search.lines:
        row = table.add_row()
        _mark(row, "w:cantSplit")
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = _clean(text)
    for number, width in enumerate(_WIDTHS):
        # Word reads the widths of cells, LibreOffice those of columns.
        for place in (table.columns[number], *table.columns[number].cells):
            place.width = Cm(width)


def _mark_head(row: Any, names: tuple[str, ...]) -> None:
    """Write the head of a table, which Word repeats on each page."""
    for cell, name in zip(row.cells, names, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    _mark(row, "w:tblHeader")


def _mark(row: Any, property_name: str) -> None:
    """Set a property of a row that python-docx has no name for (ECMA-376, part 1, 17.4)."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(property_name))


def _clean(text: str) -> str:
    """Return a text without the characters that XML has no place for."""
    return _NOT_IN_XML.sub("", text)
