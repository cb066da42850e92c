"""Make the XLSX of a sheet for people: wrapped text, a frozen head, drop-downs, yellow cells to fill."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from cireview.tables.files import guard_formula
from cireview.tables.schema import ASKED, EVIDENCE

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

# The earliest time that ZIP can hold: the same table has to give the same bytes on any day.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# Characters that Excel takes in a cell.
_CELL_LIMIT = 32_767
# Characters that Excel takes in the note of a drop-down.
_PROMPT_LIMIT = 255
_LIST_LIMIT = 255  # of a list that stands in the rule of a drop-down itself
_LISTS = "lists"  # hidden sheet of the longer ones
_BY_ROW = "values"  # hidden sheet of those that differ from row to row
_LEGEND = "legend"  # sheet beside the first that explains what may be written
BESIDE = (_LISTS, _BY_ROW, _LEGEND)
"""Titles of the worksheets beside the one to fill: entries of drop-downs, and the legend."""
_WIDTHS = {
    "record_id": 22,
    "purpose": 24,
    "title": 40,
    "abstract": 80,
    "criteria_words": 40,
    "sentence_for": 50,
    "sentence_against": 50,
    "criteria_evidence": 60,
    "said": 40,
    "question": 30,
    "values": 30,
    "suggestion_evidence": 50,
    "struck_suggestion": 40,
    "evidence": 50,
    "page": 8,
    "asked": 20,
    "year": 8,
    "definition": 60,
    "example": 60,
}
# Of a sheet with many rows to look over: narrow abstracts would leave three rows on a screen.
_MERGE_WIDTHS = {
    **dict.fromkeys(("title_1", "title_2"), 40),
    **dict.fromkeys(("abstract_1", "abstract_2"), 80),
    **dict.fromkeys(("agreed", "file_1", "file_2"), 30),
    **dict.fromkeys(("different?", "score", "records", "line_1", "line_2"), 10),
}
_NARROW = 18
_TO_FILL = (
    "decision",
    "different?",
    "retrieved",
    "reason",
    "value",
    "evidence",
    "page",
    "note",
    "decided_on",
)
_ADDRESSES = ("url", "free_url", "free_pdf")
_YELLOW = "FFF6DC"
_LINE_HEIGHT, _TALLEST = 15.0, 409.0  # points; Excel allows no taller row


@dataclass(frozen=True)
class ByRow:
    """A drop-down that offers in each row what goes with another cell of that row.

    Parameters
    ----------
    column
        The column of the other cell.
    lists
        What is offered, by what stands in that cell.
    """

    column: str
    lists: Mapping[str, Sequence[str]]


Choices = Mapping[str, Sequence[str] | ByRow]
"""What the drop-downs of a sheet offer, by column."""


def make_workbook(
    frame: pd.DataFrame,
    *,
    choices: Choices,
    prompts: Mapping[str, str],
    legend: pd.DataFrame | None = None,
) -> bytes:
    """Return the content of an XLSX file: same table, same bytes.

    Parameters
    ----------
    frame
        The sheet; text from records is made harmless (see `guard_formula`).
    choices
        What the drop-downs offer.
    prompts
        What a column asks, shown beside its cells.
    legend
        What explains the values that may be written, on a worksheet of its own.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.writer.excel import ExcelWriter

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(list(frame.columns))
    known = _WIDTHS | (_MERGE_WIDTHS if "different?" in frame else {})
    widths = [known.get(str(column), _width_of(str(column))) for column in frame.columns]
    # An address is not wrapped: one line, however long.
    wrapped = [
        _CELL_LIMIT if column in _ADDRESSES else width for column, width in zip(frame, widths, strict=True)
    ]
    for number, row in enumerate(frame.itertuples(index=False), 2):
        sheet.append([_for_workbook(cell) for cell in row])
        sheet.row_dimensions[number].height = _height(row, wrapped)
    _set_up_view(sheet)
    for index, column in enumerate(map(str, frame.columns), 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = widths[index - 1]
        if column in _ADDRESSES:
            _link(sheet, letter)
        _style(sheet, letter, to_fill=column in _TO_FILL or column.startswith((*ASKED, EVIDENCE)))
        if (column in choices or prompts.get(column)) and len(frame):
            listed = choices.get(column)
            source = _list_entries(workbook, listed, list(map(str, frame.columns))) if listed else ""
            rule = _drop_down(source, prompts.get(column, ""))
            rule.add(f"{letter}2:{letter}{len(frame) + 1}")
            sheet.add_data_validation(rule)
    if legend is not None and len(legend):
        _add_legend(workbook, legend)
    stream = io.BytesIO()
    # Not yet compressed, for it is written once more.
    ExcelWriter(workbook, zipfile.ZipFile(stream, "w")).save()
    return _without_clock(stream.getvalue())


def _add_legend(workbook: Any, legend: pd.DataFrame) -> None:
    from openpyxl.utils import get_column_letter

    sheet = workbook.create_sheet(_LEGEND)
    for row in ([*legend.columns], *legend.itertuples(index=False)):
        sheet.append([_for_workbook(cell) for cell in row])
    sheet.freeze_panes = "A2"
    for index, column in enumerate(map(str, legend.columns), 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column, 30)
        _style(sheet, letter, to_fill=False)


def _width_of(column: str) -> int:
    return _WIDTHS["evidence"] if column.startswith((EVIDENCE, "suggestion_")) else _NARROW


def _set_up_view(sheet: Worksheet) -> None:
    """Freeze head and ids; print on pages as wide as the sheet, each with the head."""
    from openpyxl.worksheet.properties import PageSetupProperties

    # The id stays in sight beside whatever is read on the right.
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _link(sheet: Worksheet, letter: str) -> None:
    for cell in sheet[letter]:
        if re.match(r"https?://.{,2000}$", str(cell.value)):
            cell.hyperlink, cell.style = str(cell.value), "Hyperlink"


def _style(sheet: Worksheet, letter: str, *, to_fill: bool) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    yellow, grey = PatternFill("solid", start_color=_YELLOW), Side("thin", "C0C0C0")
    made: dict[tuple[int, ...], Any] = {}
    for cell in sheet[letter]:
        before = tuple(cell._style or ())  # of an address it is that of a link
        # openpyxl compares a style with all others whenever one is set: once for each kind is enough.
        if before not in made:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if to_fill:
                cell.fill, cell.border = yellow, Border(grey, grey, grey, grey)
            made[before] = cell._style
        cell._style = copy(made[before])
    sheet[f"{letter}1"].font = Font(bold=True)


def _list_entries(workbook: Any, offered: Sequence[str] | ByRow, columns: Sequence[str]) -> str:
    """Return the formula that gives what a drop-down offers; what is too long for it is on a hidden sheet."""
    if isinstance(offered, ByRow):
        return _list_by_row(workbook, offered, columns)
    source = f'"{",".join(offered)}"'
    if len(source) - 2 > _LIST_LIMIT:
        lists = _hidden_sheet(workbook, _LISTS)
        place = lists.max_column + (lists["A1"].value is not None)
        cells = [lists.cell(row, place, entry) for row, entry in enumerate(offered, 1)]
        letter = cells[0].column_letter
        source = f"{_LISTS}!${letter}$1:${letter}${len(cells)}"
    return source


def _list_by_row(workbook: Any, offered: ByRow, columns: Sequence[str]) -> str:
    """Return a formula that looks at the row: a list fixed in each cell would stay when rows are sorted."""
    from openpyxl.utils import get_column_letter

    lists = _hidden_sheet(workbook, _BY_ROW)
    entries = [(key, entry) for key, listed in offered.lists.items() for entry in listed]
    first = lists.max_column + 1 if lists["A1"].value is not None else 1
    for row, (key, entry) in enumerate(entries, 1):
        lists.cell(row, first, key)
        lists.cell(row, first + 1, entry)
    named, listed = get_column_letter(first), get_column_letter(first + 1)
    keys = f"{_BY_ROW}!${named}$1:${named}${max(1, len(entries))}"
    cell = f"${get_column_letter(columns.index(offered.column) + 1)}2"
    return f"OFFSET({_BY_ROW}!${listed}$1,MATCH({cell},{keys},0)-1,0,COUNTIF({keys},{cell}),1)"


def _hidden_sheet(workbook: Any, title: str) -> Any:
    if title not in workbook.sheetnames:
        workbook.create_sheet(title).sheet_state = "hidden"
    return workbook[title]


def _drop_down(source: str, prompt: str) -> DataValidation:
    """Return the rule of a drop-down, or without a source of a cell that only says what it is for."""
    from openpyxl.worksheet.datavalidation import DataValidation

    # No error is shown for other words: the reader of sheets knows many, and reports unknown ones; and
    # where a question takes several values, they stand in one cell.
    kind: Literal["list"] | None = "list" if source else None
    rule = DataValidation(type=kind, formula1=source or None, allow_blank=True, showErrorMessage=False)
    rule.prompt, rule.showInputMessage = prompt[:_PROMPT_LIMIT] or None, True
    return rule


def _height(row: Iterable[Any], widths: Sequence[int]) -> float:
    """Return the height that shows the whole row: not every spreadsheet finds it by itself."""
    lines = (
        sum(1 + len(line) // width for line in str(cell).split("\n"))
        for cell, width in zip(row, widths, strict=True)
    )
    return min(_TALLEST, _LINE_HEIGHT * max(lines, default=1))


def _for_workbook(cell: Any) -> Any:
    return str(guard_formula(cell))[:_CELL_LIMIT] if isinstance(cell, str) else cell


def _without_clock(workbook: bytes) -> bytes:
    """Return the workbook without the times of its making."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
