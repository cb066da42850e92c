"""Documents for Word, by python-docx, which is an extra: the searches as an appendix, and any document."""

from __future__ import annotations

import importlib.util
import io
import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from cireview.errors import Problem, ReviewError
from cireview.paper.document import Block, Grid, Heading, Paragraph
from cireview.paper.latex import share_widths
from cireview.search.appendix import DescribedSearch, describe_searches

_WIDTHS = (1.4, 11.6, 2.6)
"""Of number, query and hits, in cm."""
_REMEDY = "Install it: pip install 'cireview[docx]'. Or write a .tex or .md file"
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check_word() -> None:
    """Raise a ReviewError if no Word document can be written here."""
    if importlib.util.find_spec("docx") is None:
        message = "writing Word files needs python-docx, which is not installed"
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
    document = _begin(title, f"Searches: {title}")
    for search in describe_searches(searches):
        _describe(document, search)
    return _close(document)


def write_word(title: str, blocks: Sequence[Block], *, landscape: bool = False) -> bytes:
    """Return a document as a .docx; heads of tables are repeated on each page, pictures have their text.

    Raises
    ------
    ReviewError
        If python-docx is not installed.
    """
    document = _begin(title, title)
    room = _lay_page(document, landscape=landscape)
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(clean_xml(block.text), block.level)
        elif isinstance(block, Paragraph):
            document.add_paragraph().add_run(clean_xml(block.text)).bold = block.warns
        elif isinstance(block, Grid):
            document.add_paragraph(clean_xml(block.caption), style="Caption")
            shares = block.widths or share_widths(block.frame)
            widths = [room * share / math.fsum(shares) for share in shares]
            tabulate(document, [*map(str, block.frame.columns)], block.frame.to_numpy().tolist(), widths)
            document.add_paragraph()
        else:
            _picture(document, block, room)
    return _close(document)


def _picture(document: Any, block: Any, room: float) -> None:
    from docx.shared import Cm

    shape = document.add_picture(str(block.file), width=Cm(min(block.width / 10, room)))
    shape._inline.docPr.set("descr", clean_xml(block.text))
    document.add_paragraph(clean_xml(block.caption), style="Caption")


def _begin(name: str, title: str) -> Any:
    check_word()
    import docx
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.title = clean_xml(name)
    document.core_properties.author = ""
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(clean_xml(title), 0)
    return document


def _lay_page(document: Any, *, landscape: bool) -> float:
    """Make the page an A4, and return the width of its text in cm."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    long, short, margin = 29.7, 21.0, 2.0
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    width, height = (long, short) if landscape else (short, long)
    section.page_width, section.page_height = Cm(width), Cm(height)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(margin))
    return width - 2 * margin


def _close(document: Any) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _describe(document: Any, search: DescribedSearch) -> None:
    document.add_heading(clean_xml(search.name), 1)
    for name, value in search.facts:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(clean_xml(value))
    if search.remark:
        document.add_paragraph(search.remark)
    if not search.lines:
        # No style of the template has one width for all letters; a run can.
        run = document.add_paragraph().add_run(clean_xml(search.query) or "No query.")
        run.font.name = "Courier New" if search.query else None
        return
    tabulate(document, ("Line", "Query", "Hits"), search.lines, _WIDTHS)


def tabulate(
    document: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[float]
) -> None:
    """Add a table; widths in cm."""
    from docx.shared import Cm, Pt

    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    _mark_head(table.rows[0], heads)
    for values in rows:
        row = table.add_row()
        _mark(row, "w:cantSplit")
        for cell, value in zip(row.cells, values, strict=True):
            cell.paragraphs[0].add_run(clean_xml(str(value))).font.size = Pt(8.5)
    for number, width in enumerate(widths):
        # Word reads the widths of cells, LibreOffice those of columns.
        for place in (table.columns[number], *table.columns[number].cells):
            place.width = Cm(width)


def _mark_head(row: Any, names: Sequence[str]) -> None:
    """Write the head of a table, which Word repeats on each page."""
    for cell, name in zip(row.cells, names, strict=True):
        cell.paragraphs[0].add_run(clean_xml(name)).bold = True
    _mark(row, "w:tblHeader")


def _mark(row: Any, property_name: str) -> None:
    """Set a property of a row that python-docx has no name for (ECMA-376, part 1, 17.4)."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(property_name))


def clean_xml(text: str) -> str:
    """Return a text without the characters that XML has no place for."""
    return _NOT_IN_XML.sub("", text)
