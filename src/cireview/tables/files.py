"""Read and write our tables: Parquet for machines, CSV for people."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.tables.schema import Schema

# With apostrophes before it, so that guarding a guarded cell adds one and unguarding takes one away.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
# A spreadsheet shows these unchanged: negative numbers and a lone hyphen are not formulas.
_HARMLESS = re.compile(r"-|[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Yield a path to write to; it takes the place of `path` once all is written, and is removed otherwise.

    So nobody finds half a file, and an older one stays as it was. What is no file, such as ``/dev/stdout``,
    is written to as it is.
    """
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        yield target
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder: only within one file system does the new file take the old one's place at once.
    partial = target.with_name(f".{target.name}.partial")
    try:
        yield partial
        partial.replace(target)
    except OSError as error:
        if str(error.filename) == str(partial):
            error.filename = str(path)  # as the person knows it
        raise
    finally:
        # A read-only disk refuses even to remove what is not there, and would hide the error above.
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def guard_formula(cell: Any) -> Any:
    """Return `cell` such that no spreadsheet runs it as a formula; `unguard_formula` is the inverse.

    A text that starts with ``=``, ``+``, ``-``, ``@``, tab or carriage return gets a leading apostrophe
    (OWASP, *CSV Injection*). Numbers are left alone, also those that are text, and so is a lone ``-``.
    """
    is_formula = isinstance(cell, str) and _DANGEROUS.match(cell) and not _HARMLESS.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def unguard_formula(cell: Any) -> Any:
    """Return `cell` as it was before `guard_formula`."""
    return cell[1:] if isinstance(cell, str) and _GUARDED.match(cell) else cell


def write_table(
    frame: pd.DataFrame,
    path: str | Path,
    schema: Schema | None = None,
    *,
    bom: bool = True,
    guard: bool = True,
) -> None:
    """Write `frame` as Parquet or CSV, by the ending of `path`; same table, same bytes.

    Parameters
    ----------
    frame
        Any table; with `schema`, its columns are checked and put first.
    path
        ``.parquet`` or ``.csv`` (UTF-8, LF).
    schema
        The kind of table.
    bom
        Whether a CSV starts with a byte order mark, which Excel needs; R's ``read.csv`` does not expect one.
    guard
        Whether a CSV is made harmless for spreadsheets; not for programs that must find every id as it is.

    Raises
    ------
    TableError
        If a column of the schema is missing.
    """
    frame = frame.reset_index(drop=True) if schema is None else schema.conform(frame)
    with whole_file(path) as partial:
        if Path(path).suffix == ".parquet":
            frame.to_parquet(partial, index=False, compression="zstd")
            return
        guarded = {
            column: frame[column].map(guard_formula)
            for column in frame.columns
            if guard and not pd.api.types.is_numeric_dtype(frame[column])
        }
        frame.assign(**guarded).to_csv(
            partial,
            index=False,
            encoding="utf-8-sig" if bom else "utf-8",
            lineterminator="\n",
            float_format="%.6g",
            quoting=csv.QUOTE_MINIMAL,
        )


def _read_csv(path: Path) -> pd.DataFrame:
    # As text: pandas would read NA as missing and make numbers of ids. As an iterator of one piece: else it
    # reads large files with a pool of threads, and when a run writes its last words no pool can begin.
    with pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", iterator=True) as reader:
        return reader.read()


def read_table(
    path: str | Path, schema: Schema | None = None, *, columns: list[str] | None = None
) -> pd.DataFrame:
    """Read a table that `write_table` wrote.

    Parameters
    ----------
    path
        ``.parquet`` or ``.csv``.
    schema
        The kind of table.
    columns
        The only columns to read of a Parquet, which saves memory; all if None.

    Returns
    -------
    pandas.DataFrame
        Text columns as str with "" for missing; the schema's number columns as numbers.

    Raises
    ------
    TableError
        If the file does not exist or lacks a column of the schema.
    """
    path = Path(path)
    if not path.exists():
        raise TableError(
            Problem("the table does not exist", str(path), remedy="Run 'cireview run' to make it")
        )
    if path.suffix == ".parquet":
        frame = pd.read_parquet(path, columns=columns)
    else:
        frame = _read_csv(path)
        frame = frame.apply(lambda column: column.map(unguard_formula)) if len(frame) else frame
        for column in schema.numbers if schema else ():
            if column in frame.columns:
                frame[column] = pd.to_numeric(frame[column])
    try:
        return frame if schema is None else schema.conform(frame)
    except TableError as error:
        raise TableError([replace(problem, file=str(path)) for problem in error.problems]) from None
