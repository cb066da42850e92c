"""Read which reports are one study, as people wrote it (PRISMA 2020: a study may have several reports)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.tables.heads import miss_column
from cireview.tables.homes import find_misplaced
from cireview.tables.schema import Schema
from cireview.tables.spreadsheets import ROW, read_sheets

STUDY = Schema(
    "study of a report",
    {
        "record_id": "report, or a record of it",
        "study": "name of its study, as people wrote it",
        "file": "sheet that contains it",
        "row": "row of the sheet",
    },
    frozenset({"row"}),
)


def read_studies(files: Iterable[str | Path], *, root: str | Path = ".") -> pd.DataFrame:
    """Read sheets that say of which study a report is.

    Returns
    -------
    pandas.DataFrame
        STUDY, one row a record that somebody gave a study.

    Raises
    ------
    LabelError
        With every missing column, and every record that is given two studies.
    """
    problems: list[Problem] = []
    tables = [STUDY.empty()]
    for name, sheet in read_sheets(map(Path, files), problems, root=root):
        misplaced = find_misplaced(sheet.columns, name, "studies")
        missing = [column for column in ("record_id", "study") if column not in sheet]
        remedy = "Keep the columns of the sheet that was handed out"
        problems += misplaced or [
            miss_column(sheet, "the column is missing", name, one, remedy) for one in missing
        ]
        if not missing:
            given = sheet[sheet["study"].str.strip() != ""]
            studies = given["study"].str.split().str.join(" ")
            table = given[["record_id"]].assign(study=studies, file=name, row=given[ROW])
            tables.append(STUDY.conform(table))
    said = pd.concat(tables, ignore_index=True).astype({"row": "int64"})
    problems += _find_two(said)
    if problems:
        raise LabelError(problems)
    return STUDY.conform(said.drop_duplicates("record_id"))


def _find_two(said: pd.DataFrame) -> list[Problem]:
    """Return a problem for each record that is given two studies; capitals make no other study."""
    problems = []
    for record, rows in said.groupby("record_id", sort=True):
        first, *others = rows.to_dict("records")
        for other in others:
            if other["study"].casefold() != first["study"].casefold():
                message = (
                    f"{record} belongs to the study '{first['study']}' in {first['file']}, row {first['row']}"
                )
                message += f", but here to '{other['study']}'"
                problems.append(Problem(message, other["file"], other["row"], "study", "Keep one of them"))
    return problems


def name_studies(said: pd.DataFrame, records: pd.DataFrame) -> dict[str, str]:
    """Return the study of each report that people gave one, by the report.

    Parameters
    ----------
    said
        STUDY.
    records
        ``record_id`` and ``report_id`` of all records. An id that is none of today's is passed over.
    """
    report_of = dict(zip(records["record_id"], records["report_id"], strict=True))
    named = zip(said["record_id"], said["study"], strict=True)
    return {report_of[record]: study.casefold() for record, study in named if record in report_of}
