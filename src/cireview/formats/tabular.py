"""Read tables: CSV, TSV and spreadsheets of any program whose column names we know."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cireview.errors import ExportError, Problem, ReviewError
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
# A table that cireview wrote: every cell is unchanged.
OURS = Dialect(
    first={column: (plain_name(column),) for column in COLUMNS if column != "notes"},
    joined={"notes": (("notes",),)},
    silent=frozenset({"record id", "source", "search id"}),
)


def table_dialect(names: list[str], id_columns: Sequence[str] = ()) -> Dialect:
    """Return the dialect of a table with these column names; `id_columns` as in `read_export`."""
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
        raise ExportError(Problem("cireview recognises no column names in the first lines"))
    skipped, delimiter, names = header
    read = _read_rows_of(names)
    for row in part_rows(lines, skipped=skipped, delimiter=delimiter, names=names):
        if row.problem:
            yield Entry(row.line, problem=row.problem, text=delimiter.join(row.cells))
        elif entry := read(row.line, row.cells):
            yield entry


def _read_rows_of(names: list[str]) -> Callable[[int, list[str]], Entry | None]:
    """Return the function that gives the entry of a row below these names, None for a row of empty cells."""
    known = frozenset(names)
    wos = is_wos_header(names)
    plain = not wos and not known >= OURS_NAMES and dialect_of(names) is None

    def read(line: int, cells: list[str]) -> Entry | None:
        if not any(cell.strip() for cell in cells):
            return None
        entry = Entry(line)
        if any(cell.strip() for cell in cells[len(names) :]):
            entry.remark = "has more cells than there are column names; the extra cells were left out"
        for name, cell in zip(names, cells, strict=False):
            text = join_lines(cell)
            if not text or not name:
                continue
            if wos:
                listed = name in ("au", "af", "be")
                entry.fields[name.upper()] = [part.strip() for part in text.split(";")] if listed else [text]
            else:
                parted = plain and name in AUTHOR_COLUMNS
                entry.fields.setdefault(name, []).extend(part_list(text, name) if parted else [text])
        if plain:
            mend_cells(entry.fields, known)
        return entry

    return read


def require_header(rows: list[list[str]]) -> tuple[int, list[str]]:
    """Return the 0-based number and the column names of a spreadsheet's header; raise if it has none."""
    if not rows:
        raise ExportError(Problem("the workbook has no worksheet with content"))
    header = header_of_rows(rows)
    if header is None:
        raise ExportError(Problem("cireview recognises no column names in the first rows"))
    return header


def read_rows(rows: list[list[str]], start: int, names: list[str]) -> Iterator[Entry]:
    """Yield the rows of a spreadsheet below the header, which `require_header` gives."""
    read = _read_rows_of(names)
    for number, cells in enumerate(rows[start + 1 :], start + 2):
        if entry := read(number, cells):
            yield entry


_Worksheets = Mapping[str, Iterable[Iterable[Any]]]
Sheets = dict[str, list[list[str]]]


def read_sheets(path: Path, file_format: str) -> Sheets:
    """Return the cells of every worksheet that has any, as text, by the sheet's name.

    Parameters
    ----------
    path, file_format
        The spreadsheet: ``xlsx``, or ``xls`` for an old one of Excel.

    Raises
    ------
    ExportError
        If it is broken, or needs xlrd, which is not installed.
    """
    try:
        return _filled(_read_xlsx(path) if file_format == "xlsx" else _read_xls(path))
    except ReviewError:
        raise
    except Exception as error:  # the parsers of broken spreadsheets raise whatever they stumble over
        remedy = "Open it, and save it as CSV"
        raise ExportError(Problem(f"the spreadsheet is broken: {error}", str(path), remedy=remedy)) from error


def _read_xlsx(path: Path) -> _Worksheets:
    with open_bytes(path) as file:
        return {sheet.title: sheet.rows for sheet in read_worksheets(file)}


def _read_xls(path: Path) -> _Worksheets:
    try:
        import xlrd
    except ImportError as error:
        remedy = "Save it as XLSX or CSV, or install the extra: pip install 'cireview[xls]'"
        raise ExportError(Problem("an old Excel file (.xls) needs xlrd", path.name, remedy=remedy)) from error
    with open_bytes(path) as file:
        content = file.read()
    # Rows are not filled up to the last column; what xlrd writes of broken files is not for people.
    book = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), ragged_rows=True)
    return {sheet.name: map(sheet.row_values, range(sheet.nrows)) for sheet in book.sheets()}


def choose_sheet(sheets: Sheets) -> tuple[list[list[str]], str]:
    """Return the rows of the first sheet with column names that we know, and a warning of the others."""
    chosen = next((name for name, rows in sheets.items() if header_of_rows(rows)), next(iter(sheets), ""))
    others = [f"{name!r} ({len(rows)} rows)" for name, rows in sheets.items() if name != chosen]
    warning = (
        f"only the sheet {chosen!r} was read, not {', '.join(others)}: save each of these as a separate file"
    )
    return sheets.get(chosen, []), warning if others else ""


def _filled(sheets: _Worksheets) -> Sheets:
    texts = {name: [[_cell_text(cell) for cell in row] for row in rows] for name, rows in sheets.items()}
    return {name: rows for name, rows in texts.items() if any(any(row) for row in rows)}


def _cell_text(cell: Any) -> str:
    """Return a cell's value as a person reads it: 2014, not 2014.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
