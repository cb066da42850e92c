"""All pages of the synthesis as one Word document, by python-docx, which is an extra."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cireview.paper.latex import LINE, part_columns, share_widths
from cireview.paper.word import check_word, clean_xml, tabulate
from cireview.synthesis.page import Page, Printed

_WIDTHS = {False: 17.0, True: 25.7}  # cm between the margins of A4, upright and on its side
_LETTERS = {False: LINE, True: 112}  # that fit into them
_MARGIN = 2.0  # cm
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_word(pages: Sequence[Page], *, title: str, drawings: Mapping[str, Path]) -> bytes:
    """Return all pages as a .docx, the same bytes for the same pages.

    A table that is wide lies on its side, and comes in parts where it is still too wide; its head is repeated
    on every page. Figures carry their numbers as alternative text.

    Parameters
    ----------
    pages
        The pages.
    title
        Title of the review.
    drawings
        PNG of each page that is drawn, by its name.

    Raises
    ------
    ReviewError
        If python-docx is not installed.
    """
    check_word()
    import docx
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.title = clean_xml(title)
    document.core_properties.author = ""
    document.styles["Normal"].font.size = Pt(9)
    _turn(document.sections[0], wide=False)
    document.add_heading(clean_xml(f"Tables and figures: {title}"), 0)
    for page in pages:
        _write_page(document, page, drawings.get(page.name))
    content = io.BytesIO()
    document.save(content)
    return _pack_again(content.getvalue())


def _write_page(document: Any, page: Page, drawing: Path | None) -> None:
    from docx.shared import Cm

    _lay(document, wide=drawing is None and any(_is_wide(printed) for printed in page.tables[:1]))
    document.add_heading(clean_xml(page.caption), 1)
    if drawing is not None:
        shape = document.add_picture(str(drawing))
        shape.width, shape.height = _fit(shape.width, shape.height, Cm(_WIDTHS[False]), Cm(22))
        shape._inline.docPr.set("descr", clean_xml(page.description))
        shape._inline.docPr.set("title", clean_xml(page.caption))
    for printed in page.tables:
        _write_table(document, printed)
    for head, text in page.paragraphs:
        paragraph = document.add_paragraph()
        paragraph.add_run(clean_xml(f"{head}. ")).bold = True
        paragraph.add_run(clean_xml(text))
    if page.note:
        document.add_paragraph(clean_xml(page.note)).runs[0].italic = True


def _write_table(document: Any, printed: Printed) -> None:
    wide = _is_wide(printed)
    _lay(document, wide=wide)
    parts = part_columns(printed.frame, keys=printed.keys, line=_LETTERS[wide])
    for number, part in enumerate(parts, 1):
        words = [printed.title] if printed.title else []
        words += [f"Part {number} of {len(parts)}"] if len(parts) > 1 else []
        if words:
            document.add_paragraph(clean_xml(". ".join(words))).paragraph_format.keep_with_next = True
        shares = share_widths(part, _LETTERS[wide])
        widths = [_WIDTHS[wide] * share / math.fsum(shares) for share in shares]
        tabulate(
            document, [str(name) for name in part.columns], part.itertuples(index=False, name=None), widths
        )
        document.add_paragraph()


def _is_wide(printed: Printed) -> bool:
    return len(part_columns(printed.frame, keys=printed.keys, line=_LETTERS[False])) > 1


def _lay(document: Any, *, wide: bool) -> None:
    """Go on upright or on its side: in a new section where the last one is the other way."""
    from docx.enum.section import WD_SECTION

    last = document.sections[-1]
    if (last.page_width > last.page_height) != wide:
        _turn(document.add_section(WD_SECTION.NEW_PAGE), wide=wide)


def _turn(section: Any, *, wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if wide else (Cm(21), Cm(29.7))
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(_MARGIN))


def _fit(width: int, height: int, widest: int, highest: int) -> tuple[int, int]:
    share = min(widest / width, highest / height, 1.0)
    return int(width * share), int(height * share)


def _pack_again(content: bytes) -> bytes:
    """Return a ZIP archive whose files have no date: the same pages give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(entry))
    return packed.getvalue()
