"""Sheets that people fill: written for Excel, read back whatever a spreadsheet made of them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.tables.files import guard_formula, unguard_formula, whole_file, write_table
from cireview.tables.schema import MEETS

ROW = "_row"
"""Column of `read_sheet` that holds the 1-based row of the file, as an editor or spreadsheet shows it."""

SHEET_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CELL_LIMIT = 32_767
_PROMPT_LIMIT = 255
_WIDE = {
    "record_id": 22,
    "title": 40,
    "abstract": 80,
    "criteria_words": 40,
    "said": 40,
    "question": 30,
    "values": 30,
    "suggestion_evidence": 50,
    "evidence": 50,
}
_NARROW = 18
_TO_FILL = ("decision", "retrieved", "reason", "value", "evidence", "note", "decided_on")
_ADDRESSES = ("url", "free_url", "free_pdf")
_YELLOW = "FFF6DC"
_LINE_HEIGHT, _TALLEST = 15.0, 409.0  # points; Excel allows no taller row


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
    """Yield name (relative to `root`, where it lies there) and content of each sheet that can be read.

    What is wrong with the others is added to `problems`, so that all of it can be told at once.
    """
    for path in paths:
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        try:
            sheet = read_sheet(path, name=name)
        except LabelError as error:
            problems += error.problems
            continue
        yield name, sheet


def read_sheet(path: str | Path, *, name: str = "") -> pd.DataFrame:
    """Read a sheet that a person saved: CSV with `,` `;` or tab in UTF-8, UTF-16 or cp1252, or XLSX.

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
        If the file is empty or no sheet at all, or a column name stands twice.
    """
    return parse_sheet(Path(path).read_bytes(), name=name or Path(path).name)


def parse_sheet(content: bytes, *, name: str) -> pd.DataFrame:
    """Read what a sheet's file holds; see `read_sheet`."""
    if not content.strip():
        raise LabelError(
            Problem("the file is empty", name, remedy="Delete it, or save the filled sheet again")
        )
    if content[:4] == b"PK\x03\x04":
        rows = _rows_of_workbook(content, name)
    elif content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise LabelError(Problem("this is not a sheet", name, remedy="Save it as CSV UTF-8 or as XLSX"))
    else:
        rows = _rows_of_text(_decode(content), name)
    return _frame(rows, name)


def write_sheet(
    frame: pd.DataFrame,
    path: str | Path,
    *,
    choices: Mapping[str, Sequence[str]] | None = None,
    prompts: Mapping[str, str] | None = None,
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
    """
    path = Path(path)
    frame = frame.map(lambda cell: _ILLEGAL.sub("", cell) if isinstance(cell, str) else cell)
    if path.suffix != ".xlsx":
        write_table(frame, path)
        return
    with whole_file(path) as partial:
        partial.write_bytes(_without_clock(_workbook(frame, choices or {}, prompts or {})))


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\x00" in content[:64]:  # UTF-16 without a mark: the zero bytes of Latin letters tell the order
        little = content[1:64:2].count(0) >= content[0:64:2].count(0)
        return content.decode("utf-16-le" if little else "utf-16-be", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows_of_text(text: str, name: str) -> list[tuple[int, list[str]]]:
    header = next((line for line in text.splitlines() if line.strip()), "")
    skip = 0
    if re.fullmatch(r"sep=.", header.strip(), re.IGNORECASE):  # Excel's own hint line
        delimiter, skip = header.strip()[-1], 1
    else:
        bare = re.sub(r'"[^"]*"', "", header)
        delimiter = max((",", ";", "\t"), key=bare.count)
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter, strict=True)
    rows, line = [], 0
    csv.field_size_limit(10_000_000)
    try:
        for cells in reader:
            rows.append((line + 1, cells))
            line = reader.line_num
    except csv.Error as error:
        message = "a quotation mark is opened in this row and not closed rightly, so that later rows are lost"
        raise LabelError(
            Problem(message, name, line + 1, remedy="Mend the row, or save the sheet again")
        ) from error
    return rows[skip:]


def _rows_of_workbook(content: bytes, name: str) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises a dozen kinds for a broken file
        raise LabelError(
            Problem("this is not an XLSX workbook", name, remedy="Save it again as XLSX or CSV")
        ) from error
    sheet = workbook.worksheets[0]
    cells = sheet.iter_rows(values_only=True)
    return [(index, [_as_text(cell) for cell in row]) for index, row in enumerate(cells, 1)]


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)


def _frame(rows: list[tuple[int, list[str]]], name: str) -> pd.DataFrame:
    rows = [(row, [unguard_formula(cell.strip()) for cell in cells]) for row, cells in rows]
    rows = [(row, cells) for row, cells in rows if any(cells)]
    if not rows:
        raise LabelError(
            Problem("the sheet has no rows", name, remedy="Delete it, or save the filled sheet again")
        )
    header = [re.sub(r"[\s_]+", "_", cell.lower()).strip("_") for cell in rows[0][1]]
    named = [column for column in header if column]
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        problems = [
            Problem("the column stands twice", name, rows[0][0], column, "Keep one of them")
            for column in twice
        ]
        raise LabelError(problems)
    body = [[*cells, *[""] * (len(header) - len(cells))][: len(header)] for _, cells in rows[1:]]
    frame = pd.DataFrame(body, columns=header, dtype="str")[named]
    return frame.assign(**{ROW: pd.Series([row for row, _ in rows[1:]], dtype="int64")})


def _workbook(frame: pd.DataFrame, choices: Mapping[str, Sequence[str]], prompts: Mapping[str, str]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.freeze_panes = "B2"
    sheet.append(list(frame.columns))
    widths = [_WIDE.get(str(column), _NARROW) for column in frame.columns]
    for number, row in enumerate(frame.itertuples(index=False), 2):
        sheet.append([_for_workbook(cell) for cell in row])
        sheet.row_dimensions[number].height = _height(row, widths)
    yellow, grey = PatternFill("solid", start_color=_YELLOW), Side("thin", "C0C0C0")
    for index, column in enumerate(frame.columns, 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = widths[index - 1]
        for cell in sheet[letter]:
            if column in _ADDRESSES and re.match(r"https?://.{,2000}$", str(cell.value)):
                cell.hyperlink, cell.style = str(cell.value), "Hyperlink"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if column in _TO_FILL or str(column).startswith(MEETS):
                cell.fill, cell.border = yellow, Border(grey, grey, grey, grey)
        sheet[f"{letter}1"].font = Font(bold=True)
        if column in choices and len(frame):
            listed = ",".join(choices[str(column)])
            if len(listed) <= 255:  # Excel's limit for a list that stands in the rule itself
                rule = DataValidation(
                    type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False
                )
                rule.prompt, rule.showInputMessage = (
                    prompts.get(str(column), "")[:_PROMPT_LIMIT] or None,
                    True,
                )
                rule.add(f"{letter}2:{letter}{len(frame) + 1}")
                sheet.add_data_validation(rule)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


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
    """Return the workbook without the times of its making: same table, same bytes."""
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
