"""Read coding sheets and the matrix of the authors' judgements, and tell all that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.labels.people import check_person, name_person, nearest, person_in
from cireview.tables import CODE, Schema
from cireview.tables.dates import is_date, order_date, refuse_date
from cireview.tables.heads import miss_column
from cireview.tables.homes import find_misplaced
from cireview.tables.spreadsheets import ROW, read_sheets

CODING = Schema(
    "coding",
    {
        **CODE.columns,
        "decided_on": "date as the coder wrote it, ISO 8601",
        "note": "what the coder added",
        "file": "sheet it stands in",
        "row": "row of the sheet",
    },
    CODE.numbers | {"row"},
)


def read_coding(
    files: Iterable[str | Path],
    *,
    values: Mapping[str, Mapping[str, str]],
    single: Sequence[str],
    coders: Sequence[str],
    empty: Mapping[str, Collection[str]] | None = None,
    root: str | Path = ".",
) -> pd.DataFrame:
    """Read all coding sheets: ``record_id``, ``dimension``, ``value``, ``evidence``, ``coder``, ``note``.

    Parameters
    ----------
    files
        Filled sheets, as CSV or XLSX; there may be none.
    values
        Labels of the codebook's values, by id, by dimension; a cell may hold id or label.
    single
        Dimensions that take one value; others take several, joined by `;`.
    coders
        Coders of the protocol.
    empty
        Values that say that nothing was found, by dimension: none of them stands beside another value.
    root
        The review's folder, which file names in problems are relative to.

    Returns
    -------
    pandas.DataFrame
        CODING, one row a value; rows with no value are left out.

    Raises
    ------
    LabelError
        With every missing column, unknown dimension, value or coder, and every two rows of one coder that
        code the same dimension of a report differently.
    """
    problems: list[Problem] = []
    tables = [CODING.empty()]
    for name, sheet in read_sheets(map(Path, files), problems, root=root):
        try:
            tables.append(_codes_of(sheet, name, values, coders))
        except LabelError as error:
            problems += error.problems
            continue
        problems += _bad_codes(tables[-1], values, single, coders)
        several = {dimension: kinds for dimension, kinds in (empty or {}).items() if dimension not in single}
        problems += _mixed_codes(tables[-1], several)
    if problems:
        raise LabelError(problems)
    table = pd.concat(tables, ignore_index=True)
    return CODING.conform(table.astype({"row": "int64", "start": "int64", "end": "int64"}))


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


def _codes_of(
    sheet: pd.DataFrame, name: str, values: Mapping[str, Mapping[str, str]], coders: Sequence[str]
) -> pd.DataFrame:
    if misplaced := find_misplaced(sheet.columns, name, "coding"):
        raise LabelError(misplaced)
    needed = ("record_id", "dimension", "value")
    missing = [column for column in needed if column not in sheet]
    if missing:
        remedy = "Keep the columns of the sheet that was handed out"
        message = "the column is missing"
        raise LabelError([miss_column(sheet, message, name, column, remedy) for column in missing])
    blank = pd.Series("", index=sheet.index, dtype="str")
    owner = person_in(name, coders)
    table = pd.DataFrame(
        {
            "record_id": sheet["record_id"],
            "dimension": sheet["dimension"],
            "value": sheet["value"].str.split(";"),
            "evidence": sheet.get("evidence", blank),
            "start": -1,
            "end": -1,
            "coder": sheet.get("coder", blank).map(lambda cell: name_person(cell or owner, coders)),
            "decided_on": sheet.get("decided_on", blank).map(order_date),
            "note": sheet.get("note", blank),
            "file": name,
            "row": sheet[ROW],
        }
    )
    table = table.explode("value", ignore_index=True)
    table["value"] = table["value"].fillna("").str.strip()
    ids = {dimension: _ids_by_words(values[dimension]) for dimension in values}
    pairs = zip(table["dimension"], table["value"], strict=True)
    table["value"] = [ids.get(dimension, {}).get(value.lower(), value) for dimension, value in pairs]
    return CODING.conform(table[table["value"] != ""])


def _ids_by_words(labels: Mapping[str, str]) -> dict[str, str]:
    return {label.lower(): value for value, label in labels.items()} | {
        value.lower(): value for value in labels
    }


def _mixed_codes(table: pd.DataFrame, empty: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Yield the rows that say both that something and that nothing was found."""
    for (file, row), answer in table.groupby(["file", "row"], sort=False):
        values = dict.fromkeys(answer["value"])
        silent = [value for value in values if value in empty.get(answer["dimension"].iloc[0], ())]
        if silent and len(values) > 1:
            message = f"{silent[0]} says that nothing was found, and stands beside another value"
            yield Problem(message, str(file), int(str(row)), "value", "Keep one of them")


def _bad_codes(
    table: pd.DataFrame, values: Mapping[str, Mapping[str, str]], single: Sequence[str], coders: Sequence[str]
) -> Iterator[Problem]:
    for cells in table.to_dict("records"):
        place = cells["file"], cells["row"]
        allowed = values.get(cells["dimension"])
        if not cells["record_id"]:
            yield Problem("a code without a record id", *place, "record_id", "Restore the id of the row")
        if allowed is None:
            message = f"{cells['dimension']!r} is no dimension of the codebook"
            yield Problem(message, *place, "dimension", nearest(cells["dimension"], list(values)))
        elif cells["value"] not in allowed:
            message = f"{cells['value']!r} is no value of {cells['dimension']}"
            yield Problem(message, *place, "value", nearest(cells["value"], list(allowed)))
        column, who, advice = check_person(cells["coder"], cells["decided_on"], coders, file=cells["file"])
        if who:
            column, who = column.replace("reviewer", "coder"), who.replace("reviewer", "coder")
            yield Problem(who, *place, column, advice.replace("reviewers", "coders"))
        if cells["decided_on"] and not is_date(cells["decided_on"]):
            message, remedy = refuse_date(cells["decided_on"])
            yield Problem(message, *place, "decided_on", remedy)
    # Another date is a changed mind.
    key = ["record_id", "dimension", "coder", "decided_on"]
    ordered = table.sort_values("value", kind="stable").drop_duplicates([*key, "row", "value"])
    answers = ordered.groupby([*key, "row"], sort=True)["value"].agg(tuple).reset_index()
    sizes = answers["value"].map(len)
    doubtful = answers[
        (answers.groupby(key)["value"].transform("nunique") > 1)
        | ((sizes > 1) & answers["dimension"].isin(list(single)))
    ]
    for (record, dimension, coder, day), given in doubtful.groupby(key, sort=True):
        here = (table[key] == [record, dimension, coder, day]).all(axis=1)
        file, last = str(table.loc[here, "file"].iloc[0]), int(given["row"].max())
        if given["value"].nunique() > 1:
            rows = ", ".join(map(str, given["row"]))
            message = f"{coder} codes {dimension} of {record} in two ways (rows {rows})"
            yield Problem(message, file, last, "value", "Delete one row, or date both in a column decided_on")
        else:
            yield Problem(f"{dimension} takes one value", file, last, "value", "Keep one of them")
