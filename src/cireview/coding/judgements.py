"""Read the matrix of the authors' judgements, and tell all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.labels.people import nearest
from cireview.tables.heads import miss_column
from cireview.tables.homes import find_misplaced
from cireview.tables.spreadsheets import ROW, read_sheets


def read_matrix(
    files: Iterable[str | Path],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[str],
    root: str | Path = ".",
) -> pd.DataFrame:
    """Read the authors' judgements: sheets with ``row``, ``column`` and ``value``.

    Returns
    -------
    pandas.DataFrame
        ``row``, ``column``, ``value``, in the order of the codebook; cells nobody filled are left out.

    Raises
    ------
    LabelError
        With every unknown row, column or value, and every cell filled twice.
    """
    allowed = {"row": rows, "column": columns, "value": values}
    judgements: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    for name, sheet in read_sheets(map(Path, files), problems, root=root):
        missing = [column for column in allowed if column not in sheet]
        misplaced = find_misplaced(sheet.columns, name, "synthesis")
        problems += misplaced or [
            miss_column(sheet, "the column is missing", name, column, "Add it") for column in missing
        ]
        if not missing:
            problems += _take_cells(sheet[sheet["value"] != ""], name, allowed, judgements)
    if problems:
        raise LabelError(problems)
    cells = [(row, column) for row in rows for column in columns if (row, column) in judgements]
    judged = [(*cell, judgements[cell]) for cell in cells]
    return pd.DataFrame(judged, columns=["row", "column", "value"], dtype="str")


def _take_cells(
    sheet: pd.DataFrame,
    name: str,
    vocabulary: Mapping[str, Sequence[str]],
    judgements: dict[tuple[str, str], str],
) -> Iterator[Problem]:
    """Put the cells of a sheet into `judgements`, by row and column, and yield what is wrong with them."""
    for cells in sheet.to_dict("records"):
        for column, allowed in vocabulary.items():
            if cells[column] not in allowed:
                message, remedy = f"{cells[column]!r} is not in the codebook", nearest(cells[column], allowed)
                yield Problem(message, name, cells[ROW], column, remedy)
        if judgements.setdefault((cells["row"], cells["column"]), cells["value"]) != cells["value"]:
            yield Problem("the cell is filled twice", name, cells[ROW], "value", "Delete one row")
