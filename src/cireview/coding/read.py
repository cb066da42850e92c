"""Read coding sheets, and report all their problems."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from cireview.coding.answers import read_answer
from cireview.coding.layouts import Cell, list_cells
from cireview.errors import LabelError, Problem
from cireview.labels.people import check_person, nearest
from cireview.tables import CELL, CODE, Schema
from cireview.tables.dates import is_date, refuse_date
from cireview.tables.questions import TABLE, Question
from cireview.tables.spreadsheets import read_sheets

CODING = Schema(
    "coding",
    {
        **CODE.columns,
        "decided_on": "date as the coder wrote it, ISO 8601",
        "note": "the coder's note",
        "file": "sheet that contains it",
        "row": "row of the sheet; of a table, its first",
        "page": "page of the evidence",
        "column": "column of the sheet",
    },
    CODE.numbers | {"row"},
)


def read_coding(
    files: Iterable[str | Path],
    *,
    questions: Sequence[Question],
    coders: Sequence[str],
    root: str | Path = ".",
) -> pd.DataFrame:
    """Read all coding sheets, long, wide and of tables.

    Parameters
    ----------
    files
        Filled sheets, as CSV or XLSX; there may be none.
    questions
        Of the codebook; a cell may hold id or label of a value, or several joined by `;`.
    coders
        Coders of the protocol.
    root
        The review's folder, which file names in problems are relative to.

    Returns
    -------
    pandas.DataFrame
        CODING, one row a value; cells without an answer are left out. A row of a table is a value, in JSON.

    Raises
    ------
    LabelError
        With every missing column, unknown dimension, value or coder, and every two cells of one coder that
        code the same dimension of a report differently.
    """
    problems: list[Problem] = []
    rows: list[dict[str, object]] = []
    by_id = {question.id: question for question in questions}
    for name, sheet in read_sheets(map(Path, files), problems, root=root):
        cells, wrong = list_cells(sheet, name, questions, coders)
        problems += [*wrong, *_check_rows(cells, coders)]
        of_sheet: list[dict[str, object]] = []
        for cell in cells:
            values, bad = _read_cell(cell, by_id)
            problems += bad
            of_sheet += [_describe(cell, value) for value in values]
        problems += _find_two_ways(_table(of_sheet), by_id)
        rows += of_sheet
    if problems:
        raise LabelError(problems)
    return _table(_join_tables(rows, by_id))


def _table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(CODING.columns))
    return CODING.conform(table.astype({"row": "int64", "start": "int64", "end": "int64"}))


def _describe(cell: Cell, value: str) -> dict[str, object]:
    shared = ("record_id", "dimension", "evidence", "coder", "decided_on", "note", "file", "row", "page")
    described = {name: getattr(cell, name) for name in (*shared, "column")}
    return described | {"value": value, "start": -1, "end": -1}


def _read_cell(cell: Cell, by_id: Mapping[str, Question]) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the values of a cell, and what is wrong with it."""
    question = by_id.get(cell.dimension)
    if question is None:
        message = f"{cell.dimension!r} is not a dimension in the codebook"
        remedy = nearest(cell.dimension, list(by_id))
        return (cell.text or "?",), [Problem(message, cell.file, cell.row, "dimension", remedy)]
    if cell.parts:
        return _read_parts(cell, question)
    if question.kind == TABLE and cell.text.strip().lower() not in _words(question):
        message = f"{question.id} is a table, with columns such as {CELL}{question.columns[0].id}"
        remedy = "Write its rows on the sheet of that table"
        return (cell.text,), [Problem(message, cell.file, cell.row, cell.column, remedy)]
    answer = read_answer(cell.text, question)
    return answer.values, [
        Problem(message, cell.file, cell.row, cell.column, remedy) for message, remedy in answer.problems
    ]


def _words(question: Question) -> set[str]:
    return {word.lower() for pair in question.values.items() for word in pair}


def _read_parts(cell: Cell, question: Question) -> tuple[tuple[str, ...], list[Problem]]:
    """Return a row of a table as one value, and what is wrong with each of its cells."""
    columns = {column.id: column for column in question.columns}
    problems, row = [], {}
    for name, text in cell.parts.items():
        where = cell.file, cell.row, CELL + name.lower()
        if name not in columns:
            remedy = f"{question.id} has {', '.join(CELL + column for column in columns) or 'no columns'}"
            problems.append(Problem(f"{question.id} has no column {name!r}", *where, remedy))
            continue
        answer = read_answer(text, columns[name]) if text else None
        problems += [Problem(said, *where, do) for said, do in (answer.problems if answer else ())]
        row[name] = "; ".join(answer.values) if answer else ""
    first = next(iter(columns), "")
    if first and not row.get(first):
        where = cell.file, cell.row, CELL + first.lower()
        problems.append(
            Problem(f"a row of {question.id} without {first}", *where, "Write it, or empty the row")
        )
    problems += [
        Problem(f"{events} events in {total} people", cell.file, cell.row, CELL + f"events_{arm}", "Mend one")
        for arm in (1, 2)
        if question.design == "binary" and not problems
        for events, total in [(row.get(f"events_{arm}", ""), row.get(f"n_{arm}", ""))]
        if events and total and float(events) > float(total)
    ]
    return (json.dumps({name: row.get(name, "") for name in columns}, ensure_ascii=False),), problems


def _join_tables(rows: Sequence[dict[str, object]], by_id: Mapping[str, Question]) -> list[dict[str, object]]:
    """Return the values with all rows of one table as one answer: each has the number of the first."""
    first: dict[tuple[object, ...], object] = {}
    joined = []
    for row in rows:
        if by_id[str(row["dimension"])].kind == TABLE:
            whose = tuple(row[key] for key in ("file", "record_id", "dimension", "coder", "decided_on"))
            row = row | {"row": first.setdefault(whose, row["row"])}
        joined.append(row)
    return joined


def _check_rows(cells: Sequence[Cell], coders: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with id, coder and date of each row."""
    for cell in {cell.row: cell for cell in reversed(cells)}.values():
        place = cell.file, cell.row
        if not cell.record_id:
            yield Problem(
                "the record id is missing beside an answer", *place, "record_id", "Restore the id of the row"
            )
        column, who, advice = check_person(cell.coder, cell.decided_on, coders, file=cell.file, role="coder")
        yield from [Problem(who, *place, column, advice)] if who else []
        if cell.decided_on and not is_date(cell.decided_on):
            message, remedy = refuse_date(cell.decided_on)
            yield Problem(message, *place, "decided_on", remedy)


def _find_two_ways(table: pd.DataFrame, by_id: Mapping[str, Question]) -> Iterator[Problem]:
    """Yield the answers of one coder of one day that differ; another date is a changed mind."""
    tables = [question.id for question in by_id.values() if question.kind == TABLE]
    table = table[~table["dimension"].isin(tables)]
    key = ["record_id", "dimension", "coder", "decided_on"]
    ordered = table.sort_values("value", kind="stable").drop_duplicates([*key, "row", "column", "value"])
    grouped = ordered.groupby([*key, "row", "column"], sort=True)["value"].agg(tuple)
    answers = grouped.reset_index()
    doubtful = answers[answers.groupby(key)["value"].transform("nunique") > 1]
    for (record, dimension, coder, _), given in doubtful.groupby(key, sort=True):
        last = given.iloc[-1]
        file = str(table["file"].iloc[0])
        rows = ", ".join(map(str, given["row"]))
        message = f"{coder} gives two different codes for {dimension} of {record} (rows {rows})"
        remedy = "Delete one row, or write the dates of both in a column decided_on"
        yield Problem(message, file, int(last["row"]), str(last["column"]), remedy)
