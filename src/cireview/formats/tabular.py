"""Read tables: CSV, TSV and spreadsheets of any program whose column names we know."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from cireview.errors import ExportError, Problem
from cireview.formats.cells import AUTHOR_COLUMNS, mend_cells, part_list
from cireview.formats.columns import TABLE, find_header, header_of_rows, plain_name
from cireview.formats.dialects import WOS
from cireview.formats.entries import Dialect, Entry
from cireview.formats.filling import COLUMNS
from cireview.tables import RECORD


class _QuoteCounter:
    """Hands lines on and counts the quotation marks in them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.marks = 0
        self.ended = True

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.marks += line.count('"')
            self.ended = line.endswith(("\n", "\r"))
            yield line


def is_wos_header(names: list[str]) -> bool:
    """Say whether the columns are Web of Science's two-letter tags."""
    return {"au", "ti", "so"} <= set(names) and sum(len(name) == 2 for name in names) > 5


_BREAK = re.compile(r"\s*[\r\n]+\s*")
_OURS = frozenset(plain_name(column) for column in RECORD.columns)
# A table that we wrote: every cell is what it was.
OURS = Dialect(
    first={column: (plain_name(column),) for column in COLUMNS if column != "notes"},
    joined={"notes": (("notes",),)},
)


def table_dialect(names: list[str]) -> Dialect:
    """Return the dialect that a table with these column names speaks."""
    if set(names) >= _OURS:
        return OURS
    return WOS if is_wos_header(names) else TABLE


def read_csv(lines: Iterable[str], head: str) -> Iterator[Entry]:
    """Yield the rows of a delimited table.

    Parameters
    ----------
    lines
        Lines of the file.
    head
        Its first lines, in which the header is looked for.

    Yields
    ------
    Entry
        Cells by the plain names of their columns. A row with more filled cells than the header has is read
        with a remark. A last row in which a quotation mark is never closed, or that alone has too
        few cells, is a problem.
    """
    found = find_header(head)
    if found is None:
        raise ExportError(Problem("no column names that we know are in the first lines"))
    skipped, delimiter, names = found
    # Web of Science writes no quotation marks round its cells, so one that starts a cell is text.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if is_wos_header(names) else csv.QUOTE_MINIMAL
    csv.field_size_limit(sys.maxsize)
    counter = _QuoteCounter(lines)
    rows = csv.reader(counter, delimiter=delimiter, quoting=quoting, skipinitialspace=delimiter != "\t")
    held: tuple[int, list[str]] | None = None
    before, even, marks, of_row = 0, True, 0, 0
    for row in rows:
        line, before = before + 1, rows.line_num
        if line <= skipped + 1:
            continue
        if held is not None:
            even = even and len(held[1]) >= len(names)
            yield from _row(*held, names)
        held = line, row
        of_row, marks = counter.marks - marks, counter.marks
    if held is None:
        return
    spans = before > held[0]
    if quoting != csv.QUOTE_NONE and ((spans and counter.marks % 2) or (not counter.ended and of_row % 2)):
        reason = f"a quotation mark is not closed, up to the end of the file at line {before}"
    elif even and held[0] > skipped + 2 and 0 < len(held[1]) < len(names):
        reason = f"the last row has {len(held[1])} cells and all others {len(names)}: it looks cut off"
    else:
        yield from _row(*held, names)
        return
    yield Entry(held[0], problem=reason, text=delimiter.join(held[1]))


def _row(line: int, cells: list[str], names: list[str]) -> Iterator[Entry]:
    """Yield the entry of a row, none for a row of empty cells."""
    if not any(cell.strip() for cell in cells):
        return
    entry = Entry(line)
    if any(cell.strip() for cell in cells[len(names) :]):
        entry.remark = "has more cells than there are column names; the surplus cells were left out"
    wos, ours = is_wos_header(names), set(names) >= _OURS
    for name, cell in zip(names, cells, strict=False):
        text = _BREAK.sub(" ", cell).strip()
        if not text or not name:
            continue
        if wos:
            listed = name in ("au", "af", "be")
            entry.fields[name.upper()] = [part.strip() for part in text.split(";")] if listed else [text]
        else:
            parted = name in AUTHOR_COLUMNS and not ours
            entry.fields.setdefault(name, []).extend(part_list(text, name) if parted else [text])
    if not wos and not ours:
        mend_cells(entry.fields, names)
    yield entry


def read_rows(rows: Iterable[list[str]]) -> Iterator[Entry]:
    """Yield the rows of a spreadsheet, whose column names stand in one of its first rows."""
    table = list(rows)
    found = header_of_rows(table)
    if found is None:
        raise ExportError(Problem("no column names that we know are in the first rows"))
    start, names = found
    for number, cells in enumerate(table[start + 1 :], start + 2):
        yield from _row(number, cells, names)


def read_xlsx_rows(path: Path) -> list[list[str]]:
    """Return the cells of the first worksheet that has any, as text."""
    from openpyxl import load_workbook

    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [[_cell_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            if any(any(row) for row in rows):
                return rows
    return []


def read_xls_rows(path: Path) -> list[list[str]]:
    """Return the cells of the first worksheet of an old Excel file, as text.

    Raises
    ------
    ExportError
        If xlrd is not installed.
    """
    try:
        import xlrd
    except ImportError as error:
        remedy = "Save it as XLSX or CSV, or install the extra: pip install cireview[xls]"
        raise ExportError(Problem("an old Excel file (.xls) needs xlrd", path.name, remedy=remedy)) from error
    sheet = xlrd.open_workbook(path).sheet_by_index(0)
    return [[_cell_text(cell) for cell in sheet.row_values(row)] for row in range(sheet.nrows)]


def _cell_text(cell: Any) -> str:
    """Return a cell's value as a person reads it: 2014, not 2014.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
