"""Read the export files of a command as one table, and report and keep all that was rejected."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cireview.formats import Imported


def read_inputs(
    paths: Sequence[Path],
    *,
    output: Path,
    source: str = "",
    encoding: str | None = None,
    id_columns: Sequence[str] = (),
) -> list[Imported]:
    """Read every file, and report on standard error what was doubtful or rejected.

    Parameters
    ----------
    paths
        Export files, also compressed.
    output
        File that the verb writes; what was rejected is kept beside it, with the ending ``.rejected.csv``,
        if it is a file and no device.
    source
        Name of the database; each file's name if empty.
    encoding, id_columns
        As in `cireview.formats.read_export`.

    Raises
    ------
    ExportError
        With the problems of all files that cannot be read.
    """
    from cireview.errors import ExportError, Problem
    from cireview.formats import read_export
    from cireview.formats.packing import plain_stem

    readings, problems = [], list[Problem]()
    for path in paths:
        stem = plain_stem(path)
        name = source or stem
        try:
            readings.append(
                read_export(path, source=name, search_id=stem, encoding=encoding, id_columns=id_columns)
            )
        except ExportError as error:
            problems += error.problems
    if problems:
        raise ExportError(problems)
    for path, reading in zip(paths, readings, strict=True):
        tell_reading(path, reading)
    _keep_rejected(readings, output)
    return readings


def tell_reading(path: Path, reading: Imported) -> None:
    """Report on standard error what in a file was doubtful or rejected."""
    for warning in reading.warnings:
        print(f"{path}: warning: {warning}", file=sys.stderr)
    for row in reading.rejected.to_dict("records"):
        print(f"{path}, line {row['line']}: rejected: {row['reason']}", file=sys.stderr)


def _keep_rejected(readings: Sequence[Imported], output: Path) -> None:
    import pandas as pd

    from cireview.tables import REJECTED, write_table

    rejected = pd.concat([reading.rejected for reading in readings], ignore_index=True)
    if len(rejected) and (output.is_file() or not output.exists()):
        beside = output.with_suffix(".rejected.csv")
        write_table(rejected, beside, REJECTED)
        print(f"{beside}: the rejected parts, each with line and reason", file=sys.stderr)
