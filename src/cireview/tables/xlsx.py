"""Read a workbook of Excel (.xlsx)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, Any

from cireview.limits import Cells, refuse_packed


def read_worksheets(file: IO[bytes]) -> list[tuple[str, list[list[Any]]]]:
    """Return title and rows of each worksheet; empty cells at the end of a row are left out.

    Raises
    ------
    ReviewError
        If the workbook is larger than `cireview.limits` allow.
    """
    from openpyxl import load_workbook

    refuse_packed(file)
    cells = Cells()
    worksheets = []
    for sheet in load_workbook(file, read_only=True, data_only=True).worksheets:
        if not hasattr(sheet, "iter_rows"):  # a sheet that holds a chart alone
            continue
        sheet.reset_dimensions()  # some programs write a wrong one, beyond which nothing would be read
        rows: list[list[Any]] = []
        for values in sheet.iter_rows(values_only=True):
            cells.add(len(values))
            rows.append(_trim(values))
        worksheets.append((str(sheet.title), rows))
    return worksheets


_EMPTY: list[Any] = []


def _trim(values: Sequence[Any]) -> list[Any]:
    """Return a row without the empty cells at its end; all empty rows are one list."""
    end = len(values)
    while end and values[end - 1] is None:
        end -= 1
    return list(values[:end]) if end else _EMPTY


def read_xlsx(content: bytes) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Return the title of each worksheet, and its rows with any cell, numbered from 1."""
    return [
        (title, [(row, [_as_text(cell) for cell in values]) for row, values in enumerate(rows, 1) if values])
        for title, rows in read_worksheets(io.BytesIO(content))
    ]


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
