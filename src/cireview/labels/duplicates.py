"""Read what people answered about possible duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.identity import follow_ids
from cireview.tables import MATCH, read_table
from cireview.tables.spreadsheets import ROW, read_sheets

SAME, DIFFERENT = "same", "different"
_WORDS = {
    SAME: ("same", "duplicate", "yes", "y", "true", "1"),
    DIFFERENT: ("different", "not a duplicate", "no", "n", "false", "0"),
}
_ANSWER_OF = {word: answer for answer, words in _WORDS.items() for word in words}
_COLUMNS = ("record_id_1", "record_id_2", "decision")


def read_answers(files: Iterable[str | Path], *, root: str | Path = ".") -> pd.DataFrame:
    """Read sheets of possible duplicates that people filled.

    Returns
    -------
    pandas.DataFrame
        ``record_id_1``, ``record_id_2``, ``decision`` (same or different); one row a pair, ordered, the
        smaller id first.

    Raises
    ------
    LabelError
        With every missing column, every answer that is neither, and every pair answered in two ways.
    """
    problems: list[Problem] = []
    answers: dict[tuple[str, str], str] = {}
    for name, sheet in read_sheets(map(Path, files), problems, root=root):
        problems += _bad_rows(sheet, name)
        for cells in sheet.to_dict("records") if set(_COLUMNS) <= set(sheet) else ():
            first, second = sorted((cells["record_id_1"], cells["record_id_2"]))
            answer = _ANSWER_OF.get(cells["decision"].lower(), "")
            if answer and answers.setdefault((first, second), answer) != answer:
                message = f"{first} and {second} are said to be both same and different"
                problems.append(
                    Problem(message, name, cells[ROW], "decision", "Delete one of the two answers")
                )
    if problems:
        raise LabelError(problems)
    rows = [(first, second, answers[first, second]) for first, second in sorted(answers)]
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype="str")


def read_answered_ids(files: Iterable[str | Path], *, root: str | Path = ".") -> pd.DataFrame:
    """Read of which records people answered; sheets are as of `read_answers`, which refuses what is wrong.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``file``, ``row``: two rows for each answered row of a sheet.
    """
    rows = [
        (cells[column], name, cells[ROW])
        for name, sheet in read_sheets(map(Path, files), [], root=root)
        if set(_COLUMNS) <= set(sheet)
        for cells in sheet[sheet["decision"] != ""].to_dict("records")
        for column in _COLUMNS[:2]
    ]
    return pd.DataFrame(rows, columns=["record_id", "file", "row"])


def _bad_rows(sheet: pd.DataFrame, name: str) -> Iterator[Problem]:
    missing = [column for column in _COLUMNS if column not in sheet]
    for column in missing:
        yield Problem("the column is missing", name, 1, column, "Keep the columns of the sheet handed out")
    for cells in () if missing else sheet[sheet["decision"] != ""].to_dict("records"):
        if cells["decision"].lower() not in _ANSWER_OF:
            message = f"{cells['decision']!r} is neither same nor different"
            yield Problem(message, name, cells[ROW], "decision", "Write same or different")
        for column in _COLUMNS[:2]:
            if not cells[column]:
                yield Problem("an answer without a record id", name, cells[ROW], column, "Restore the id")


def read_matches(matches: str | Path, answers: Iterable[str | Path]) -> pd.DataFrame:
    """Return MATCH as labels need it (see `cireview.identity.follow_ids`), read from files."""
    return follow_ids(read_table(matches, MATCH), read_answers(answers))
