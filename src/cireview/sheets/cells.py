"""Read all cells of a sheet, to distinguish a filled sheet from one that was only saved again.

`cireview.tables.spreadsheets.read_sheet` reads a table, and leaves out what has no column. Here nothing that
a person typed is left out.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from cireview.tables.files import unguard_formula
from cireview.tables.spreadsheets import ROW, decode_text, read_sheet
from cireview.tables.xlsx import read_worksheets

Pairs = frozenset[tuple[str, str]]
"""A row: the name of the column and the text of each cell that is not empty."""

TITLE = "(title)"
"""Column of the pairs of the head: one for the name of each column of the sheet."""

# A spreadsheet shows no more digits of a number, and a CSV keeps what it shows.
_DIGITS = 10
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
# Below what Excel takes in a cell: our XLSX is cut there, and the CSV beside it is not.
_LONGEST = 32_000
_SUMMARY = "Export Summary"  # the first worksheet of what Numbers exports


def read_rows(path: str | Path) -> list[Pairs]:
    """Return the head and the rows of a sheet, in their order; rows without any text are left out.

    Parameters
    ----------
    path
        CSV, XLSX or ODS. Of a workbook all visible worksheets are read, and the comments on its cells; of an
        ODS the table alone.

    Returns
    -------
    list
        The head first. A cell under no title is in ``column 7``, one of a further worksheet in
        ``Sheet2 column 7``. Cells are as they stay when a spreadsheet saves the file again: blanks are one
        blank, numbers have ten digits.

    Raises
    ------
    LabelError
        If it is no sheet.
    """
    content = Path(path).read_bytes()
    if not content.strip():
        return []
    if content[:4] != b"PK\x03\x04":
        return _pair(_rows_of_text(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = parts.namelist()
            comments = [_text_in(parts.read(name)) for name in names if "comments" in name.lower()]
        worksheets = None if "content.xml" in names else list(_worksheets(content))
    except Exception:  # broken files raise a dozen kinds, of which the reader below tells
        worksheets, comments = None, []
    if worksheets is None:
        table = read_sheet(path).drop(columns=ROW)
        return _pair([list(table.columns), *table.to_numpy().tolist()])
    rows = _pair(worksheets[0][1]) if worksheets else []
    for title, cells in worksheets[1:]:
        rows += [_beside(row, title) for row in cells if any(row)]
    return rows + [frozenset({("comment", text)}) for text in comments if text]


def digest_rows(rows: Iterable[Pairs]) -> str:
    """Return a SHA-256 of all cells, whatever the order of rows and columns, in which people sort sheets."""
    ordered = sorted(sorted(row) for row in rows)
    return hashlib.sha256(json.dumps(ordered).encode()).hexdigest()


def simplify(cell: str) -> str:
    """Return a cell without the changes that a spreadsheet makes by itself."""
    text = str(unguard_formula(" ".join(cell.split())))
    return f"{float(text):.{_DIGITS}g}" if _NUMBER.fullmatch(text) else text[:_LONGEST]


def _pair(rows: Iterable[Sequence[str]]) -> list[Pairs]:
    filled = [[simplify(cell) for cell in row] for row in rows]
    filled = [row for row in filled if any(row)]
    if not filled:
        return []
    head = [re.sub(r"[\s_]+", "_", cell.lower()).strip("_") for cell in filled[0]]
    widest = max(map(len, filled))
    head += [""] * (widest - len(head))
    columns = [name or f"column {number}" for number, name in enumerate(head, 1)]
    body = [frozenset((columns[place], cell) for place, cell in enumerate(row) if cell) for row in filled[1:]]
    return [frozenset((TITLE, name) for name in head if name), *body]


def _beside(row: Sequence[str], title: str) -> Pairs:
    return frozenset(
        (f"{title} column {number}", simplify(cell)) for number, cell in enumerate(row, 1) if cell
    )


def _rows_of_text(content: bytes) -> list[list[str]]:
    text = decode_text(content).replace("\0", "")
    first, _, rest = text.partition("\n")
    if hint := re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE):  # Excel's own hint line
        text, delimiter = rest, hint[1]
    else:
        bare = re.sub(r'"[^"]*"', "", first)
        delimiter = max((",", ";", "\t"), key=bare.count)
    csv.field_size_limit(10_000_000)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _worksheets(content: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield title and cells of the worksheets that people see: ours keeps long drop-downs on a hidden one."""
    for sheet in read_worksheets(io.BytesIO(content)):
        if sheet.visible and sheet.title != _SUMMARY:
            yield sheet.title, [[_as_text(cell) for cell in row] for row in sheet.rows]


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell).upper() if isinstance(cell, bool) else str(cell)


def _text_in(xml: bytes) -> str:
    try:
        tree = ElementTree.fromstring(xml)  # noqa: S314 (a file of the reviewers)
    except ElementTree.ParseError:
        return ""
    return " ".join(" ".join(tree.itertext()).split())
