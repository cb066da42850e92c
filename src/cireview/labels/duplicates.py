"""Read what people answered about possible duplicates and about merges."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.identity import follow_ids
from cireview.tables import MATCH, read_table
from cireview.tables.heads import miss_column
from cireview.tables.homes import find_misplaced
from cireview.tables.spreadsheets import ROW, read_sheets

SAME, DIFFERENT = "same", "different"
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
_IDS = ("record_id_1", "record_id_2")
_MERGED = "different?"
# "yes" says the same in the one column and different in the other.
_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "decision": {SAME: (SAME, "duplicate", *_YES), DIFFERENT: (DIFFERENT, "not a duplicate", *_NO)},
    _MERGED: {SAME: (SAME, "duplicate", *_NO), DIFFERENT: (DIFFERENT, "not a duplicate", "x", *_YES)},
}
_ANSWER_OF = {
    column: {word: answer for answer, words in answers.items() for word in words}
    for column, answers in _WORDS.items()
}
_REMEDIES = {"decision": "Write same or different", _MERGED: "Write yes, or no, or leave it empty"}
_COLUMNS = (*_IDS, "decision", "leaves", "file", "row")


@dataclass(frozen=True)
class _Answer:
    """What a person wrote in one row about two records, the smaller id first."""

    pair: tuple[str, str]
    decision: str
    leaves: str
    file: str
    row: int
    column: str

    @property
    def place(self) -> str:
        return f"{self.file}, row {self.row}"


def read_answers(files: Iterable[str | Path], *, root: str | Path = ".") -> pd.DataFrame:
    """Read sheets of possible duplicates and of merges that people filled.

    Returns
    -------
    pandas.DataFrame
        ``record_id_1``, ``record_id_2``, ``decision`` (same or different); one row a pair, ordered, the
        smaller id first. ``leaves`` is the record that was merged and is to leave its report, "" for an
        answer on a possible duplicate. ``file`` and ``row`` are where the pair was answered first.

    Raises
    ------
    LabelError
        With every missing column, every answer that is neither, every pair answered in two ways, and every
        chain of answers that contradicts another answer.
    """
    problems: list[Problem] = []
    answers: dict[tuple[str, str], _Answer] = {}
    in_two_ways = set()
    for name, sheet in read_sheets(map(Path, files), problems, root=root):
        problems += find_misplaced(sheet.columns, name, "duplicates") or _bad_rows(sheet, name)
        for answer in _list_answers(sheet, name):
            before = answers.setdefault(answer.pair, answer)
            if answer.leaves and not before.leaves and before.decision == answer.decision:
                answers[answer.pair] = answer
            if before.decision != answer.decision:
                problems.append(_tell_two_ways(before, answer))
                in_two_ways.add(answer.pair)
    consistent = [answers[pair] for pair in sorted(answers) if pair not in in_two_ways]
    problems += _find_contradictions(consistent)
    if problems:
        raise LabelError(problems)
    rows = [(*each.pair, each.decision, each.leaves, each.file, each.row) for each in consistent]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(
        {**dict.fromkeys(_COLUMNS, "str"), "row": "int64"}
    )


def _list_answers(sheet: pd.DataFrame, name: str) -> Iterator[_Answer]:
    for column in _answer_columns(sheet):
        for cells in sheet[sheet[column] != ""].to_dict("records"):
            first, second = sorted(cells[side] for side in _IDS)
            decision = _ANSWER_OF[column].get(cells[column].lower(), "")
            leaves = cells["record_id_2"] if column == _MERGED and decision == DIFFERENT else ""
            if decision and first and first != second:
                yield _Answer((first, second), decision, leaves, name, cells[ROW], column)


def _answer_columns(sheet: pd.DataFrame) -> list[str]:
    return [column for column in _WORDS if {column, *_IDS} <= set(sheet)]


def _tell_two_ways(before: _Answer, answer: _Answer) -> Problem:
    one, other = sorted([before, answer], key=lambda each: each.decision == DIFFERENT)
    message = (
        f"{' and '.join(answer.pair)} are answered both same and different: same in {one.place}; "
        f"different in {other.place}"
    )
    return Problem(message, answer.file, answer.row, answer.column, "Delete one of the two answers")


def _find_contradictions(answers: Iterable[_Answer]) -> Iterator[Problem]:
    """Yield a problem for each pair answered different that a chain of answers makes the same."""
    answers = list(answers)
    neighbours: dict[str, list[_Answer]] = {}
    for answer in answers:
        for record in answer.pair if answer.decision == SAME else ():
            neighbours.setdefault(record, []).append(answer)
    for answer in answers:
        chain = _find_chain(*answer.pair, neighbours) if answer.decision == DIFFERENT else []
        if chain:
            links = [f"{' and '.join(link.pair)} are the same ({link.place})" for link in chain]
            message = (
                f"the answers contradict each other: {', '.join(links)}, "
                f"but {' and '.join(answer.pair)} are different ({answer.place})"
            )
            yield Problem(message, answer.file, answer.row, answer.column, "Correct or delete one of them")


def _find_chain(start: str, end: str, neighbours: dict[str, list[_Answer]]) -> list[_Answer]:
    """Return the fewest answers by which two records are the same, in order; none if they are not."""
    came_by: dict[str, tuple[str, _Answer] | None] = {start: None}
    waiting = deque([start] if start in neighbours and end in neighbours else [])
    while waiting and end not in came_by:
        record = waiting.popleft()
        for answer in neighbours[record]:
            other = answer.pair[answer.pair[0] == record]
            if other not in came_by:
                came_by[other] = record, answer
                waiting.append(other)
    chain, step = [], came_by.get(end)
    while step:
        record, answer = step
        chain.append(answer)
        step = came_by[record]
    return chain[::-1]


def read_answered_ids(files: Iterable[str | Path], *, root: str | Path = ".") -> pd.DataFrame:
    """Read which records people answered; sheets are as in `read_answers`, which refuses mistakes.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``file``, ``row``: two rows for each answered row of a sheet.
    """
    rows = [
        (cells[side], name, cells[ROW])
        for name, sheet in read_sheets(map(Path, files), [], root=root)
        for column in _answer_columns(sheet)
        for cells in sheet[sheet[column] != ""].to_dict("records")
        for side in _IDS
    ]
    return pd.DataFrame(rows, columns=["record_id", "file", "row"])


def _bad_rows(sheet: pd.DataFrame, name: str) -> Iterator[Problem]:
    columns = [column for column in _WORDS if column in sheet] or ["decision"]
    missing = [column for column in (*_IDS, *columns) if column not in sheet]
    for column in missing:
        remedy = "Keep the columns of the sheet handed out"
        yield miss_column(sheet, "the column is missing", name, column, remedy)
    for column in () if missing else columns:
        for cells in sheet[sheet[column] != ""].to_dict("records"):
            if cells[column].lower() not in _ANSWER_OF[column]:
                message = f"{cells[column]!r} is neither same nor different"
                yield Problem(message, name, cells[ROW], column, _REMEDIES[column])
            for side in _IDS:
                if not cells[side]:
                    yield Problem(
                        "the record id is missing beside an answer", name, cells[ROW], side, "Restore the id"
                    )
            if cells["record_id_1"] == cells["record_id_2"] != "":
                message = "both record ids are the same"
                yield Problem(message, name, cells[ROW], "record_id_2", "Restore the ids")


def list_parted(answers: pd.DataFrame) -> set[frozenset[str]]:
    """Return the pairs of records that people called different; see `read_answers`."""
    different = answers[answers["decision"] == DIFFERENT]
    return set(map(frozenset, zip(*(different[side] for side in _IDS), strict=True)))


def read_matches(matches: str | Path, answers: Iterable[str | Path]) -> pd.DataFrame:
    """Return MATCH as labels need it (see `cireview.identity.follow_ids`), read from files."""
    return follow_ids(read_table(matches, MATCH), read_answers(answers))
