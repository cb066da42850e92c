"""Find the table of a sheet by its headers: people write titles and notes around it."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Sequence

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.tables.damage import ANSWER_COLUMNS, TITLE_ROWS, Rows, find_columns, holds_answer, name_column

Worksheets = Sequence[tuple[str, Rows]]
"""Title and rows of each worksheet; rows without text are left out. A text file has one without a title."""

_DELIMITERS = (",", ";", "\t")
_HEAD, _FOUND = "head", "found"
_ALIKE = 3  # names of columns that two tables share
_KNOWN = ("record_id_1", "record_id_2", "title", "reason", "reviewer", "dimension", "coder", "row", "column")
_FEWEST = 2  # of these names in a row of headers
_NAMED = 12  # columns that a message names of a row


def find_heads(rows: Rows, ids: Collection[str]) -> list[int]:
    """Return the places of those of the first rows that hold headers: ids and a column to fill."""
    return [place for place, (_, cells) in enumerate(rows[:TITLE_ROWS]) if find_columns(cells, ids)]


def find_delimiter(text: str, *, ids: Collection[str]) -> str:
    """Return the delimiter of a text: one that gives a row of headers, otherwise the most frequent one."""
    lines = [line for line in text.splitlines() if line.strip()][:TITLE_ROWS]
    for line in lines:
        for delimiter in _DELIMITERS:
            if find_columns(next(csv.reader([line], delimiter=delimiter), []), ids):
                return delimiter
    # Signs between quotation marks divide nothing.
    bare = re.sub(r'"[^"]*"', "", lines[0]) if lines else ""
    return max(_DELIMITERS, key=bare.count)


def holds_columns(text: str, ids: Collection[str]) -> bool:
    """Say whether one of the first lines of a text has the name of a column of our sheets."""
    known = {*ids, *ANSWER_COLUMNS, *_KNOWN}
    lines = [line for line in text.splitlines() if line.strip()][:TITLE_ROWS]
    cells = (cell for line in lines for cell in re.split(r"[,;\t]", line.replace('"', "")))
    return any(name_column(cell) in known for cell in cells)


def choose_table(
    worksheets: Worksheets, name: str, *, ids: Collection[str], passed_over: Collection[str]
) -> tuple[int, int]:
    """Return the place of the worksheet that holds the table, and the place of the headers in its rows.

    Where no row holds headers, it is the row with most names of columns, or else the first with text: whoever
    needs a column says that it is missing.

    Parameters
    ----------
    worksheets
        All worksheets of the file.
    name
        The file as problems name it.
    ids
        Names of columns of ids.
    passed_over
        Titles of worksheets that programs add, and that hold the table only if its headers stand there.

    Raises
    ------
    LabelError
        If there are headers twice on the worksheet, or answers above them: they would not be read.
    """
    heads = [find_heads(rows, ids) for _, rows in worksheets]
    chosen = next((place for place, found in enumerate(heads) if found), -1)
    if chosen < 0:
        return _guess_head(worksheets, ids, passed_over)
    rows = worksheets[chosen][1]
    if len(heads[chosen]) > 1:
        numbers = " and ".join(str(rows[place][0]) for place in heads[chosen])
        message = f"there are {len(heads[chosen])} rows of headers: rows {numbers}"
        remedy = "Keep only the first, with one table below it"
        raise LabelError(Problem(message, name, rows[heads[chosen][1]][0], remedy=remedy))
    _refuse_answers_above(rows, heads[chosen][0], name, ids)
    _refuse_likeness(worksheets, chosen, heads[chosen][0], name, ids)
    return chosen, heads[chosen][0]


def _guess_head(
    worksheets: Worksheets, ids: Collection[str], passed_over: Collection[str]
) -> tuple[int, int]:
    known = {*ids, *ANSWER_COLUMNS, *_KNOWN}
    rows = [
        (len(known & set(map(name_column, cells))), place, row)
        for place, (title, rows) in enumerate(worksheets)
        if title not in passed_over
        for row, (_, cells) in enumerate(rows[:TITLE_ROWS])
    ]
    # One name may be a word of a note. Of rows with as many the first counts.
    most = max((count for count, *_ in rows), default=0)
    return next((row[1:] for row in rows if row[0] == most or most < _FEWEST), (0, 0))


def keep_head(
    frame: pd.DataFrame, worksheets: Worksheets, place: int, head: int, *, passed_over: Collection[str]
) -> None:
    """Record the row of a sheet's headers, and what was read as headers, for `miss_column`."""
    frame.attrs[_HEAD] = worksheets[place][1][head][0]
    shown = {
        title: rows[head if number == place else 0]
        for number, (title, rows) in enumerate(worksheets)
        if rows and (number == place or title not in passed_over)
    }
    told = [_tell_head(title if len(shown) > 1 else "", *row) for title, row in shown.items()]
    frame.attrs[_FOUND] = "; ".join(told)


def miss_column(sheet: pd.DataFrame, message: str, name: str, column: str, remedy: str) -> Problem:
    """Return the problem of a column that a sheet lacks, with the row of its headers and what stands there.

    Parameters
    ----------
    sheet
        As `read_sheet` gives it.
    message, name, column, remedy
        As of `Problem`; `name` is the file.
    """
    found = f"{message} ({sheet.attrs[_FOUND]})" if _FOUND in sheet.attrs else message
    return Problem(found, name, head_row(sheet), column, remedy)


def head_row(sheet: pd.DataFrame) -> int:
    """Return the row of the file that contains the headers of a sheet."""
    return int(sheet.attrs.get(_HEAD, 1))


def _tell_head(title: str, row: int, cells: Sequence[str]) -> str:
    names = [column[:30] for column in map(name_column, cells) if column]
    listed = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    return f"worksheet {title!r}, row {row} has {listed}" if title else f"row {row} has {listed}"


def _refuse_likeness(worksheets: Worksheets, chosen: int, head: int, name: str, ids: Collection[str]) -> None:
    """Refuse a second worksheet with many of the columns: one that was renamed there would hide answers."""
    title, rows = worksheets[chosen]
    columns = {name_column(cell) for cell in rows[head][1]} - {""}
    for place, (other, others) in enumerate(worksheets):
        for row, cells in () if place == chosen else others[:TITLE_ROWS]:
            shared = columns & {name_column(cell) for cell in cells}
            is_head = find_columns(cells, ids) is not None  # its answers are counted
            if len(shared) >= _ALIKE and not is_head and others[-1][0] > row:
                found = f"{_tell_head(title, *rows[head])}; {_tell_head(other, row, cells)}"
                remedy = "Keep one of them, with the columns of the sheet that was handed out"
                raise LabelError(Problem(f"two worksheets could be the table ({found})", name, remedy=remedy))


def _refuse_answers_above(rows: Rows, head: int, name: str, ids: Collection[str]) -> None:
    """Refuse a table that was sorted with its headers: rows above them would be taken for notes."""
    columns = find_columns(rows[head][1], ids)
    above = [row for row, cells in rows[:head] if columns and holds_answer(cells, columns)]
    if above:
        count = "1 row holds" if len(above) == 1 else f"{len(above)} rows hold"
        message = f"{count} an answer above the headers in row {rows[head][0]}"
        remedy = "Move the row of headers above all answers. If this is a note, empty the cell beside it"
        raise LabelError(Problem(message, name, above[0], remedy=remedy))
