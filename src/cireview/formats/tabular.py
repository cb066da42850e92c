"""Read tables: CSV, TSV and spreadsheets of any program whose column names we know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cireview.errors import ExportError, Problem
from cireview.formats.cells import AUTHOR_COLUMNS, mend_cells, part_list
from cireview.formats.columns import TABLE, find_header, header_of_rows, plain_name
from cireview.formats.delimited import is_wos_header, part_rows
from cireview.formats.dialects import WOS
from cireview.formats.entries import Dialect, Entry, join_lines
from cireview.formats.filling import COLUMNS
from cireview.formats.packing import open_bytes
from cireview.formats.registers import dialect_of
from cireview.tables import RECORD
from cireview.tables.xlsx import read_worksheets

OURS_NAMES = frozenset(plain_name(column) for column in RECORD.columns)
# A table that we wrote: every cell is what it was.
OURS = Dialect(
    first={column: (plain_name(column),) for column in COLUMNS if column != "notes"},
    joined={"notes": (("notes",),)},
    silent=frozenset({"record id", "source", "search id"}),
)


def table_dialect(names: list[str], id_columns: Sequence[str] = ()) -> Dialect:
    """Return the dialect that a table with these column names speaks; `id_columns` as in `read_export`."""
    if set(names) >= OURS_NAMES:
        return OURS
    if is_wos_header(names):
        return WOS
    if (register := dialect_of(names)) is not None:
        return register
    accession = (*TABLE.first["accession"], *map(plain_name, id_columns))
    return replace(TABLE, first={**TABLE.first, "accession": accession})


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
    header = find_header(head)
    if header is None:
        raise ExportError(Problem("no column names that we know are in the first lines"))
    skipped, delimiter, names = header
    for row in part_rows(lines, skipped=skipped, delimiter=delimiter, names=names):
        if row.problem:
            yield Entry(row.line, problem=row.problem, text=delimiter.join(row.cells))
        else:
            yield from _row(row.line, row.cells, names)


def _row(line: int, cells: list[str], names: list[str]) -> Iterator[Entry]:
    """Yield the entry of a row, none for a row of empty cells."""
    if not any(cell.strip() for cell in cells):
        return
    entry = Entry(line)
    if any(cell.strip() for cell in cells[len(names) :]):
        entry.remark = "has more cells than there are column names; the surplus cells were left out"
    wos = is_wos_header(names)
    ours = set(names) >= OURS_NAMES or dialect_of(names) is not None
    for name, cell in zip(names, cells, strict=False):
        text = join_lines(cell)
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
    if not table:
        raise ExportError(Problem("the workbook has no worksheet that holds cells"))
    header = header_of_rows(table)
    if header is None:
        raise ExportError(Problem("no column names that we know are in the first rows"))
    start, names = header
    for number, cells in enumerate(table[start + 1 :], start + 2):
        yield from _row(number, cells, names)


Sheets = dict[str, list[list[str]]]


def read_xlsx_sheets(path: Path) -> Sheets:
    """Return the cells of every worksheet that has any, as text, by the sheet's name."""
    with open_bytes(path) as file:
        return _filled(dict(read_worksheets(file)))


def read_xls_sheets(path: Path) -> Sheets:
    """Return the cells of every worksheet of an old Excel file that has any, as text, by the sheet's name.

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
    with open_bytes(path) as file:
        book = xlrd.open_workbook(file_contents=file.read())
    return _filled({sheet.name: map(sheet.row_values, range(sheet.nrows)) for sheet in book.sheets()})


def choose_sheet(sheets: Sheets) -> tuple[list[list[str]], str]:
    """Return the rows of the first sheet with column names that we know, and a warning of the others."""
    chosen = next((name for name, rows in sheets.items() if header_of_rows(rows)), next(iter(sheets), ""))
    others = [f"{name!r} ({len(rows)} rows)" for name, rows in sheets.items() if name != chosen]
    warning = f"only the sheet {chosen!r} was read, not {', '.join(others)}: save each as a file of its own"
    return sheets.get(chosen, []), warning if others else ""


def _filled(sheets: Mapping[str, Iterable[Iterable[Any]]]) -> Sheets:
    texts = {name: [[_cell_text(cell) for cell in row] for row in rows] for name, rows in sheets.items()}
    return {name: rows for name, rows in texts.items() if any(any(row) for row in rows)}


def _cell_text(cell: Any) -> str:
    """Return a cell's value as a person reads it: 2014, not 2014.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
