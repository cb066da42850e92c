"""Read a workbook of Excel (.xlsx)."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any


def read_xlsx(content: bytes) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Return the title and the rows of each worksheet."""
    from openpyxl import load_workbook

    worksheets = []
    for sheet in load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets:
        sheet.reset_dimensions()  # some programs write a wrong one, beyond which nothing would be read
        cells = enumerate(sheet.iter_rows(values_only=True), 1)
        worksheets.append(
            (sheet.title, [(row, [_as_text(cell) for cell in values]) for row, values in cells])
        )
    return worksheets


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
