"""Read the authors' judgements (a matrix and a summary of findings), and report all their problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.labels.people import nearest
from cireview.tables.heads import miss_column
from cireview.tables.homes import find_misplaced
from cireview.tables.spreadsheets import ROW, read_sheets

_FINDING = "finding"


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
        if _FINDING in sheet:
            continue
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
            yield Problem("two rows fill the same cell", name, cells[ROW], "value", "Delete one row")


def read_findings(
    files: Iterable[str | Path],
    *,
    findings: Mapping[str, str],
    components: Sequence[str],
    concerns: Mapping[str, str],
    confidence: Mapping[str, str],
    root: str | Path = ".",
) -> pd.DataFrame:
    """Read the summary of findings: sheets with ``finding``, a column for each component, and ``confidence``.

    Parameters
    ----------
    files
        Sheets of the authors' judgements; those without a column ``finding`` are passed over.
    findings
        Words of each finding, by id.
    components
        Ids of what the confidence rests on.
    concerns, confidence
        Labels of what may be judged of a component, and of a finding, by id; a cell may hold either.
    root
        The review's folder, which file names in problems are relative to.

    Returns
    -------
    pandas.DataFrame
        ``finding``, ``words``, ``studies``, the components, ``confidence`` and ``explanation``: a row for
        each finding, with ids of judgements, "" where nobody judged yet.

    Raises
    ------
    LabelError
        With every unknown finding or judgement, and every finding that appears twice.
    """
    problems: list[Problem] = []
    allowed = {**dict.fromkeys(components, concerns), "confidence": confidence}
    given: dict[str, dict[str, str]] = {}
    for name, sheet in read_sheets(map(Path, files), problems, root=root):
        for cells in sheet.to_dict("records") if _FINDING in sheet else ():
            row = {
                column: str(cells.get(column.lower(), "")) for column in ("studies", *allowed, "explanation")
            }
            if not any(row.values()):
                continue
            finding, place = str(cells[_FINDING]), (name, int(cells[ROW]))
            if finding not in findings:
                message, remedy = (
                    f"{finding!r} is not a finding in the codebook",
                    nearest(finding, list(findings)),
                )
                problems.append(Problem(message, *place, _FINDING, remedy))
            if finding in given:
                problems.append(Problem(f"{finding} appears twice", *place, _FINDING, "Delete one row"))
            problems += _read_judgements(row, allowed, place)
            given[finding] = row
    if problems:
        raise LabelError(problems)
    rows = [{_FINDING: name, "words": words, **given.get(name, {})} for name, words in findings.items()]
    columns = [_FINDING, "words", "studies", *allowed, "explanation"]
    return pd.DataFrame(rows, columns=columns).astype(object).fillna("").astype("str")


def _read_judgements(
    row: dict[str, str], allowed: Mapping[str, Mapping[str, str]], place: tuple[str, int]
) -> Iterator[Problem]:
    """Put ids in the place of labels, and yield the cells that are no judgement."""
    for column, labels in allowed.items():
        ids = {label.lower(): one for one, label in labels.items()} | {one.lower(): one for one in labels}
        cell = row[column]
        row[column] = ids.get(cell.strip().lower(), cell)
        if cell and row[column] not in labels:
            message = f"{cell!r} is not a judgement that {column} takes"
            yield Problem(message, *place, column.lower(), nearest(cell, list(labels)))
