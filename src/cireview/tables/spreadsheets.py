"""Sheets that people fill in: written for Excel, and read back from any spreadsheet program."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Literal

import pandas as pd

from cireview.errors import LabelError, Problem, ReviewError
from cireview.tables.damage import (
    LOST_LETTER,
    name_column,
    refuse_cut,
    refuse_long_rows,
    refuse_marks,
    refuse_more_answers,
    split_lines,
)
from cireview.tables.files import unguard_formula, whole_file, write_table
from cireview.tables.heads import choose_table, find_delimiter, find_heads, holds_columns, keep_head
from cireview.tables.journals import drop_torn_line, keep_standing, list_faults
from cireview.tables.ods import read_ods
from cireview.tables.workbook import BESIDE, Choices, make_workbook
from cireview.tables.xlsx import read_xlsx

ROW = "_row"
"""Column of `read_sheet` that holds the 1-based row of the file, as an editor or spreadsheet shows it."""

SHEET_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".ods")
ID_COLUMNS = ("record_id", "id", "recordid", "report_id")
"""Names under which a sheet may have its column of record ids."""
_ZIP = b"PK\x03\x04"
_OTHERS = (b"%PDF", b"\xd0\xcf\x11\xe0")  # PDF and the old XLS
# The first worksheet of what Numbers exports, and ours beside the one to fill.
_NO_TABLES = ("Export Summary", *BESIDE)
# Where Windows-1252 leaves a byte undefined, programs keep its number as the character.
_BYTES = {chr(byte): byte for byte in range(256)}
_BYTES |= {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(128, 160)}
# UTF-8's mark as it looks in a file that was opened as Windows-1252 and saved again.
_MISREAD_MARK = "\ufeff".encode().decode("cp1252")
# Characters that XML, and so XLSX, cannot hold.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def find_sheets(folder: str | Path) -> list[Path]:
    """Return the sheets in `folder` and below it, sorted by name; hidden and lock files are not sheets."""
    return [
        path
        for path in sorted(Path(folder).rglob("*"))
        if path.suffix.lower() in SHEET_SUFFIXES and not path.name.startswith((".", "~$")) and path.is_file()
    ]


def read_sheets(
    paths: Iterable[Path], problems: list[Problem], *, root: str | Path
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield name (relative to `root`, if it is inside) and content of each readable sheet.

    What is wrong with the others is added to `problems`, so that all of it can be told at once. Of journals
    only what stands is yielded (see `cireview.tables.journals`).
    """
    yield from keep_standing(_read_all(paths, problems, root=root))


def _read_all(
    paths: Iterable[Path], problems: list[Problem], *, root: str | Path
) -> Iterator[tuple[str, pd.DataFrame]]:
    for path in paths:
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        try:
            sheet = read_sheet(path, name=name)
        except LabelError as error:
            problems += error.problems
            continue
        problems += list_faults(sheet, name)
        yield name, sheet


def read_sheet(path: str | Path, *, name: str = "") -> pd.DataFrame:
    """Read a sheet that a person saved: XLSX, ODS, or CSV with `,` `;` or tab in UTF-8, UTF-16 or cp1252.

    Parameters
    ----------
    path
        The file.
    name
        The file as problems name it.

    Returns
    -------
    pandas.DataFrame
        All cells as text, stripped, "" where empty; column names in lower case with `_` for blanks; the
        column `_row` holds the row in the file. Rows without any text are left out.

    Raises
    ------
    LabelError
        If the file is empty or no sheet at all, a column name appears twice, or it is damaged (see
        `cireview.tables.damage`).
    """
    return parse_sheet(Path(path).read_bytes(), name=name or Path(path).name)


def parse_sheet(content: bytes, *, name: str) -> pd.DataFrame:
    """Read the content of a sheet's file; see `read_sheet`."""
    is_text = content.strip() and not content.startswith((_ZIP, *_OTHERS))
    suffix = PurePath(name).suffix.lower()
    # Whoever renamed a sheet's CSV has it read: its columns show what it is.
    if suffix in (".xlsx", ".ods") and is_text and not holds_columns(decode_text(content), ID_COLUMNS):
        message = f"this is not a workbook, although its name ends in {suffix}"
        remedy = "Save the filled sheet again as XLSX or CSV, or move this file out of the folder"
        raise LabelError(Problem(message, name, remedy=remedy))
    try:
        return _parse(content).copy()
    except LabelError as error:
        raise LabelError([replace(problem, file=name) for problem in error.problems]) from error


# The checks before a run read each sheet for its answers, for its rows, for its columns and for copies of it,
# and not all of them call it by the same name.
@lru_cache(maxsize=128)
def _parse(content: bytes, name: str = "") -> pd.DataFrame:
    if not content.strip():
        raise LabelError(
            Problem("the file is empty", name, remedy="Delete it, or save the filled sheet again")
        )
    # By content, not by the ending: people rename what they save.
    if content.startswith(_ZIP):
        worksheets = _rows_of_workbook(content, name)
    elif content.startswith(_OTHERS):
        raise LabelError(
            Problem("this is not a readable sheet", name, remedy="Save it as CSV UTF-8 or as XLSX")
        )
    else:
        worksheets = [("", _rows_of_text(decode_text(content), name))]
    worksheets = [(title, _clean(rows)) for title, rows in worksheets]
    place, head = choose_table(worksheets, name, ids=ID_COLUMNS, passed_over=_NO_TABLES)
    refuse_more_answers(worksheets, place, head, name, ids=ID_COLUMNS)
    frame = _frame(worksheets[place][1], head, name)
    keep_head(frame, worksheets, place, head, passed_over=_NO_TABLES)
    return frame


def write_sheet(
    frame: pd.DataFrame,
    path: str | Path,
    *,
    choices: Choices | None = None,
    prompts: Mapping[str, str] | None = None,
    legend: pd.DataFrame | None = None,
) -> None:
    """Write a sheet for people to fill, as CSV or XLSX by the ending of `path`; same table, same bytes.

    Parameters
    ----------
    frame
        The sheet; text from records is made harmless (see `guard_formula`).
    path
        ``.csv`` or ``.xlsx``. The XLSX has wrapped text, a frozen header row and drop-downs, and the cells
        to fill are yellow.
    choices
        Allowed values by column, for the drop-downs of an XLSX.
    prompts
        What a column asks, shown beside its cells in an XLSX that has a drop-down there.
    legend
        What explains the values, on a worksheet of its own in an XLSX.
    """
    path = Path(path)
    frame = frame.map(lambda cell: _ILLEGAL.sub("", cell) if isinstance(cell, str) else cell)
    if path.suffix.lower() != ".xlsx":
        write_table(frame, path)
        return
    with whole_file(path) as partial:
        partial.write_bytes(make_workbook(frame, choices=choices or {}, prompts=prompts or {}, legend=legend))


def decode_text(content: bytes) -> str:
    """Return the text of a sheet that a spreadsheet or an editor saved, in whatever encoding."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\x00" in content[:64]:  # UTF-16 without a mark: the zero bytes of Latin letters tell the order
        little = content[1:64:2].count(0) >= content[0:64:2].count(0)
        return content.decode("utf-16-le" if little else "utf-16-be", "replace")
    body = content.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        whole = body[: error.start]
        # Cut in the middle of a letter: its mark, or what stands before the cut, shows that it is UTF-8.
        is_utf8 = body != content or not whole.isascii()
        if is_utf8 and error.end == len(body) and error.reason == "unexpected end of data":
            return whole.decode() + LOST_LETTER
        return content.decode("cp1252", "replace")


def _rows_of_text(text: str, name: str) -> list[tuple[int, list[str]]]:
    # Python's limit of 131,072 characters is below what a cell can hold.
    csv.field_size_limit(10_000_000)
    text = drop_torn_line(text.replace("\0", ""))
    first = next((line for line in text.splitlines() if line.strip()), "")
    skip = bool(re.fullmatch(r"sep=.", first.strip(), re.IGNORECASE))  # Excel's own hint line
    delimiter = first.strip()[-1] if skip else find_delimiter(text, ids=ID_COLUMNS)
    # Before all else: the marks of a merge also tear quoted cells apart.
    refuse_marks(split_lines(text), name)
    rows, broken = _split(text, delimiter)
    if broken and delimiter == "\t":  # Google Sheets quotes nothing in a TSV
        plain, _ = _split(text, delimiter, quoting=csv.QUOTE_NONE)
        # Rows of one length show that the tabs divide rightly.
        if len({len(cells) for _, cells in plain if cells}) == 1:
            return plain[skip:]
    if broken:
        message = "a quotation mark that begins in this row is not closed, so that later rows are lost"
        raise LabelError(Problem(message, name, broken, remedy="Correct the row, or save the sheet again"))
    # A title above the headers has fewer cells than they.
    refuse_cut(rows[max([skip, *find_heads(rows, ID_COLUMNS)[:1]]) :], name, end=text[-1:])
    return rows[skip:]


def _split(
    text: str, delimiter: str, *, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
) -> tuple[list[tuple[int, list[str]]], int]:
    """Return the rows that can be read, each with its number, and the number of one that cannot, or 0.

    Rows are counted as spreadsheets do: a cell with line breaks does not make several of one.
    """
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, quoting=quoting, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, 1):
            rows.append((number, cells))
    except csv.Error:
        return rows, len(rows) + 1
    return rows, 0


def _rows_of_workbook(content: bytes, name: str) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            is_ods = "content.xml" in parts.namelist()
        return (read_ods(content) if is_ods else read_xlsx(content)) or [("", [])]
    except ReviewError as error:
        raise LabelError([replace(problem, file=name) for problem in error.problems]) from error
    except Exception as error:  # a broken file raises a dozen kinds
        raise LabelError(
            Problem(
                "this is not a workbook of Excel or LibreOffice", name, remedy="Save it again as XLSX or CSV"
            )
        ) from error


def _repair(cell: str) -> str:
    """Return UTF-8 that was opened as Windows-1252 as it was; what was typed since stays as it is."""
    try:
        return bytes(_BYTES[character] for character in cell).decode()
    except (KeyError, UnicodeDecodeError):
        return cell


def _clean(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Return the rows that hold any text, as it was before spreadsheets changed it."""
    if rows and rows[0][1] and rows[0][1][0].startswith(_MISREAD_MARK):
        rows = [(row, [_repair(cell) for cell in cells]) for row, cells in rows]
        rows[0][1][0] = rows[0][1][0].removeprefix("\ufeff")
    rows = [(row, [unguard_formula(cell.strip()) for cell in cells]) for row, cells in rows]
    return [(row, cells) for row, cells in rows if any(cells)]


def _frame(rows: list[tuple[int, list[str]]], head: int, name: str) -> pd.DataFrame:
    alone = ((row, cells[0]) for row, cells in rows if cells[0] and not any(cells[1:]))
    refuse_marks(alone, name, whole_rows=True)
    if not rows:
        raise LabelError(
            Problem("the sheet has no rows", name, remedy="Delete it, or save the filled sheet again")
        )
    rows = rows[head:]
    header = [name_column(cell) for cell in rows[0][1]]
    columns = [column for column in header if column]
    twice = sorted(column for column, number in Counter(columns).items() if number > 1)
    if twice:
        problems = [
            Problem("the column appears twice", name, rows[0][0], column, "Keep one of them")
            for column in twice
        ]
        raise LabelError(problems)
    refuse_long_rows(header, rows[1:], name)
    # Spreadsheets leave out empty cells at the end of a row.
    body = [[*cells, *[""] * (len(header) - len(cells))][: len(header)] for _, cells in rows[1:]]
    frame = pd.DataFrame(body, columns=header, dtype="str")[columns]
    return frame.assign(**{ROW: pd.Series([row for row, _ in rows[1:]], dtype="int64")})
