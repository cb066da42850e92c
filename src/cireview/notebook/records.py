"""Records from export files, or from any DataFrame with a title column."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.formats import read_export
from cireview.formats.columns import TABLE, plain_name
from cireview.tables import RECORD
from cireview.tables.ids import identify_records

SOURCE = "table"
"""Source of records that name none."""
_IDS = ("record_id", "id", "key")
_COLUMNS = {plain_name(name): column for column, names in TABLE.first.items() for name in names}
_COLUMNS |= {
    plain_name(name): column for column, groups in TABLE.joined.items() for group in groups for name in group
}
_COLUMNS |= {plain_name(column): column for column in RECORD.columns} | {"label abstract": "abstract"}


def read(paths: str | Path | Iterable[str | Path], *, source: str = "") -> pd.DataFrame:
    """Read export files of databases and reference managers as one table of records.

    Parameters
    ----------
    paths
        One or more files: RIS, BibTeX, NBIB, CSV, XLSX, EndNote XML and others, recognised by their content.
    source
        Name of the database; by default the name of each file.

    Returns
    -------
    pandas.DataFrame
        RECORD. ``attrs["rejected"]`` lists the reasons why parts were rejected; each is also a warning.

    Raises
    ------
    ExportError
        If a file cannot be read.
    """
    files = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    if not files:
        raise TableError(Problem("no file is given", remedy="Give one or more export files"))
    readings = [read_export(file, source=source or file.stem, search_id=file.stem) for file in files]
    records = pd.concat([one.records for one in readings], ignore_index=True)
    records["record_id"] = identify_records(records)
    reasons = [
        f"{file}, line {row['line']}: {row['reason']}"
        for file, one in zip(files, readings, strict=True)
        for row in one.rejected.to_dict("records")
    ]
    doubts = [f"{file}: {text}" for file, one in zip(files, readings, strict=True) for text in one.warnings]
    for text in [*doubts, *reasons]:
        warnings.warn(text, stacklevel=2)
    records.attrs["rejected"] = reasons
    return records


def as_records(frame: pd.DataFrame, *, source: str = SOURCE) -> pd.DataFrame:
    """Return a DataFrame as a table of records.

    Parameters
    ----------
    frame
        One row for each record. Columns can have any usual name, such as *Title*, *Publication Year* or
        *AB*. Missing columns are added, and unknown ones are left out. Ids come from a column ``record_id``
        or ``id`` if it has a different one in each row; otherwise they are made from the content.
    source
        Name of the database, if no column gives it.

    Returns
    -------
    pandas.DataFrame
        RECORD, in the order of `frame`, with an index from 0.

    Raises
    ------
    TableError
        If there are no rows or no titles, or if a column appears twice.
    """
    names = _name_columns(frame)
    cells = {column: [_text(cell) for cell in frame[name]] for column, name in names.items()}
    blank = [""] * len(frame)
    records = pd.DataFrame({column: cells.get(column, blank) for column in RECORD.columns}, dtype="str")
    records["source"] = records["source"].where(records["source"] != "", source)
    own = next((_ids(frame[name]) for name in map(_own_name(frame), _IDS) if name is not None), None)
    records["record_id"] = own if own else identify_records(records)
    return RECORD.conform(records)


def _name_columns(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the column of `frame` for each column of a record; the first one in the order of `frame`."""
    if not isinstance(frame, pd.DataFrame):
        message = f"a DataFrame is needed, but this is of type {type(frame).__name__}"
        raise TableError(Problem(message, remedy="Read export files with cireview.read(paths)"))
    twice = sorted({str(name) for name in frame.columns[frame.columns.duplicated()]})
    problems = [Problem("the column appears twice", column=name, remedy="Rename one") for name in twice]
    found: dict[str, Any] = {}
    for name in frame.columns:
        column = _COLUMNS.get(plain_name(str(name)))
        if column and column in RECORD.columns:
            found.setdefault(column, name)
    if "title" not in found:
        has = ", ".join(map(str, frame.columns)) or "none"
        problems.append(Problem(f"no column holds titles; the columns are: {has}", remedy="Name one 'title'"))
    if frame.empty and not problems:
        problems.append(Problem("the table has no rows", remedy="Give a table with one row for each record"))
    if problems:
        raise TableError(problems)
    return found


def _own_name(frame: pd.DataFrame) -> Any:
    """Return the function that finds a column by its plain name, whatever its capitals."""
    names = {plain_name(str(name)).replace(" ", "_"): name for name in frame.columns}
    return lambda wanted: names.get(wanted)


def _ids(column: pd.Series) -> list[str] | None:
    """Return a column as ids if it has a different one for each row."""
    ids = [_text(cell) for cell in column]
    return ids if all(ids) and len(set(ids)) == len(ids) else None


def _text(cell: Any) -> str:
    """Return a cell as text: lists joined, whole numbers without decimals, nothing for what is missing."""
    if isinstance(cell, list | tuple | set):
        return "; ".join(_parts(cell))
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _parts(cells: Iterable[Any]) -> Iterator[str]:
    yield from (text for cell in cells if (text := _text(cell)))
