"""Read the cells of a coding sheet in any layout: a row for each question, article or outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from cireview.errors import Problem
from cireview.labels.people import name_person, nearest, person_in
from cireview.tables.dates import order_date
from cireview.tables.heads import head_row, miss_column
from cireview.tables.homes import find_misplaced
from cireview.tables.questions import TABLE, Question
from cireview.tables.schema import CELL, CODED, EVIDENCE
from cireview.tables.spreadsheets import ROW

_PAGE = r"(?:pp?\.?|pages?)\s*([0-9]+(?:\s*[-–]\s*[0-9]+)?)"
_PAGE_FIRST = re.compile(rf"\(?{_PAGE}\)?\s*(?:[:,.;]|$)", re.IGNORECASE)
_PAGE_LAST = re.compile(rf"[(\[]{_PAGE}[)\]]\s*\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """One answer of a person, as written in a sheet.

    Parameters
    ----------
    record_id, dimension, coder, decided_on, note
        Of what, by whom, when, and what was added.
    text
        What stands in the cell.
    parts
        Of a row of a table: the text of each of its columns, by their ids.
    evidence, page
        What it rests on, and where.
    file, row, column
        Where it stands.
    """

    record_id: str
    coder: str
    decided_on: str
    note: str
    evidence: str
    page: str
    file: str
    row: int
    dimension: str = ""
    text: str = ""
    column: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


def list_cells(
    sheet: pd.DataFrame, name: str, questions: Sequence[Question], coders: Sequence[str]
) -> tuple[list[Cell], list[Problem]]:
    """Return the answers of a sheet in the order of its rows, and what is wrong with its columns.

    Parameters
    ----------
    sheet
        As `cireview.tables.spreadsheets.read_sheet` gives it: ``dimension`` and ``value``, or a column
        ``code_<dimension>`` with ``evidence_<dimension>`` for each dimension, or both; a row of a table has
        ``dimension`` and ``cell_<column>``.
    name
        The file as problems name it.
    questions, coders
        Of the codebook and the protocol.
    """
    if problems := find_misplaced(sheet.columns, name, "coding") or _miss_columns(sheet, name):
        return [], problems
    known = {CODED + one.id.lower(): one.id for one in questions}
    columns = {
        part: question for question in questions if question.kind == TABLE for part in _cells(question)
    }
    wide = [str(column) for column in sheet if str(column).startswith(CODED)]
    parts = [str(column) for column in sheet if str(column).startswith(CELL)]
    strange = _find_strange(sheet, name, wide, known) + _find_strange(sheet, name, parts, columns)
    owner, by_id = person_in(name, coders), {one.id: one for one in questions}
    cells: list[Cell] = []
    for given in sheet.to_dict("records"):
        row = {str(column): text for column, text in given.items()}
        whose = row.get("coder", "") or owner
        base = Cell(
            record_id=row.get("record_id", ""),
            coder=name_person(whose, coders),
            decided_on=order_date(row.get("decided_on", "")),
            note=row.get("note", ""),
            evidence=row.get("evidence", ""),
            page=row.get("page", "") or find_page(row.get("evidence", "")),
            file=name,
            row=int(row[ROW]),
        )
        cells += _long(row, base, by_id, parts)
        cells += _wide(row, base, known, wide)
    return cells, strange


def find_page(evidence: str) -> str:
    """Return the page that evidence begins or ends with, such as 12 of "p. 12: …" or "… (p. 12)"; or ""."""
    found = _PAGE_FIRST.match(evidence) or _PAGE_LAST.search(evidence)
    return re.sub(r"\s", "", found[1]).replace("–", "-") if found else ""


def _miss_columns(sheet: pd.DataFrame, name: str) -> list[Problem]:
    by_column = any(str(column).startswith(CODED) for column in sheet)
    of_table = any(str(column).startswith(CELL) for column in sheet)
    needed = ["record_id", *([] if by_column else ["dimension"])]
    needed += [] if by_column or of_table else ["value"]
    remedy = "Keep the columns of the sheet that was handed out"
    return [
        miss_column(sheet, "the column is missing", name, column, remedy)
        for column in needed
        if column not in sheet
    ]


def _cells(question: Question) -> list[str]:
    return [CELL + column.id.lower() for column in question.columns]


def _find_strange(
    sheet: pd.DataFrame, name: str, columns: Sequence[str], known: Mapping[str, object]
) -> list[Problem]:
    """Return a problem for each column with answers that the codebook does not have."""
    filled = [column for column in columns if column not in known and (sheet[column] != "").any()]
    message = "the codebook has no such dimension or column"
    remedy = {column: nearest(column, list(known)) if known else "Delete the column" for column in filled}
    return [Problem(message, name, head_row(sheet), column, remedy[column]) for column in filled]


def _long(
    row: Mapping[str, str], base: Cell, by_id: Mapping[str, Question], parts: Sequence[str]
) -> Iterator[Cell]:
    """Yield the answer of a row that names its dimension, if it gives one."""
    dimension, text = row.get("dimension", ""), row.get("value", "")
    if text:
        yield replace(base, dimension=dimension, text=text, column="value")
    elif any(row[part] for part in parts):
        question = by_id.get(dimension)
        ids = {column.id.lower(): column.id for column in (question.columns if question else ())}
        given = {part.removeprefix(CELL): row[part] for part in parts if row[part] or part in ids}
        # Whoever reads the parts refuses a column of another table.
        named = {ids.get(part, part): cell for part, cell in given.items()}
        yield replace(base, dimension=dimension, column="dimension", parts=named)


def _wide(
    row: Mapping[str, str], base: Cell, known: Mapping[str, str], wide: Sequence[str]
) -> Iterator[Cell]:
    """Yield the answers of a row that has a column for each dimension."""
    for column in wide:
        if row[column] and column in known:
            evidence = row.get(EVIDENCE + column.removeprefix(CODED), "") or base.evidence
            page = find_page(evidence) or base.page
            yield replace(
                base, dimension=known[column], text=row[column], column=column, evidence=evidence, page=page
            )
