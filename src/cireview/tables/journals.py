"""Read the journals of the reading page, and decide which of their lines count.

A journal is a CSV file with the columns of a sheet and three more. ``line`` is the id of the line,
``replaces`` the ids of the lines that it takes back, and ``action`` is ``answer`` or ``undo``. Nothing in it
is ever changed or deleted: who changes their mind, or takes an answer back, writes a further line.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from cireview.errors import Problem
from cireview.tables.files import guard_formula
from cireview.tables.heads import head_row

LINE, REPLACES, ACTION = "line", "replaces", "action"
ANSWER, UNDO = "answer", "undo"
HEAD = (ACTION, REPLACES, LINE)
"""The columns of a journal that no other sheet has; the id of the line stands last."""

_ROW = "_row"
_ID = r"[0-9a-f]{8}-\d+"
_OURS = {
    ACTION: re.compile(f"{ANSWER}|{UNDO}", re.IGNORECASE),
    REPLACES: re.compile(f"{_ID}( {_ID})*"),
    LINE: re.compile(_ID),
    "at": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}"),
}
"""What stands in the cells of the page, and hardly in a column of a person's own with the same name."""
_NAMED_BY_PAGE = re.compile(r"_page-\d{4}-\d\d-\d\d-\d{4}-[0-9a-f]{8}(?![0-9a-f])")
_COPY = "restore the file from a backup or an earlier version, and answer on the page"
_MARK = f'"{LINE}"'
_BREAKS = str.maketrans(dict.fromkeys("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " ") | {"\0": ""})


def write_line(cells: Sequence[str]) -> bytes:
    r"""Return a row of a journal: every cell in quotation marks, as no spreadsheet writes it.

    Examples
    --------
    >>> write_line(["a", "=1"])
    b'"a","\'=1"\r\n'
    """
    row = io.StringIO()
    safe = [guard_formula(cell.translate(_BREAKS)) for cell in cells]
    csv.writer(row, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(safe)
    return row.getvalue().encode("utf-8", "replace")


def drop_torn_line(text: str) -> str:
    """Return the text of a journal without a last line that a fault cut: it was never acknowledged.

    A file that a spreadsheet wrote stays as it is: it may leave out the end of its last line.
    """
    head, _, _ = text.removeprefix("\ufeff").partition("\n")
    is_ours = head.startswith('"') and head.rstrip().endswith(_MARK)
    return text[: text.rfind("\n") + 1] if is_ours and not text.endswith("\n") else text


def is_journal(sheet: pd.DataFrame) -> bool:
    """Say whether a sheet has the columns of a journal."""
    return set(HEAD) <= set(map(str, sheet.columns))


def list_faults(sheet: pd.DataFrame, name: str) -> list[Problem]:
    """Return the problems that prevent reading a journal.

    Without one of its columns an answer that was taken back would count again; so it would where a cell
    there is empty or holds another word. A row that a person wrote below has none of these cells.

    Parameters
    ----------
    sheet
        As `read_sheet` gives it.
    name
        The file as problems name it.
    """
    if not is_journal(sheet):
        return _miss_columns(sheet, name)
    problems = []
    for row, action, replaces, line in sheet[[_ROW, *HEAD]].itertuples(index=False):
        column, message, remedy = _judge(action.lower(), replaces, line)
        if message:
            problems.append(Problem(message, name, int(row), column, remedy))
    return problems


def _miss_columns(sheet: pd.DataFrame, name: str) -> list[Problem]:
    columns = set(map(str, sheet.columns))
    is_ours = bool(_NAMED_BY_PAGE.search(name)) or any(
        cell and pattern.fullmatch(cell)
        for column, pattern in _OURS.items()
        for cell in sheet.get(column, ())
    )
    message = "this file of the page lacks a column, so that answers that were taken back would count again"
    remedy = f"Put the column back: {_COPY}"
    missing = sorted(set(HEAD) - columns) if is_ours else []
    return [Problem(message, name, head_row(sheet), column, remedy) for column in missing]


def _judge(action: str, replaces: str, line: str) -> tuple[str, str, str]:
    """Return column, message and remedy where the cells of a row cannot be followed; else ""."""
    if action not in (ANSWER, UNDO) and (action or replaces or line):
        near = difflib.get_close_matches(action, (ANSWER, UNDO), 1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Write {ANSWER} or {UNDO}"
        return ACTION, f"{action!r} is not an action" if action else "the action is missing", remedy
    if action and not line:
        remedy = f"If you wrote this row yourself, empty its action; otherwise {_COPY}"
        return LINE, "the id of the line is missing, so that the answer cannot be taken back", remedy
    if action == UNDO and not replaces:
        return (
            REPLACES,
            "the ids of the lines that are taken back are missing",
            f"Write their ids, or {_COPY}",
        )
    return "", "", ""


def keep_standing(sheets: Iterable[tuple[str, pd.DataFrame]]) -> list[tuple[str, pd.DataFrame]]:
    """Return sheets, each with its name, and their journals without what was taken back.

    Parameters
    ----------
    sheets
        Name and content. A line may replace one of another journal: the page of a later day goes on where
        an earlier one ended.

    Returns
    -------
    list
        Of each journal the answers that no line of any of these journals replaces, each once: a line that
        stands in two files, since one was copied or a spreadsheet rewrote it, is one answer.
    """
    sheets = list(sheets)
    journals = [sheet for _, sheet in sheets if is_journal(sheet)]
    if not journals:
        return sheets
    replaced = {line for sheet in journals for cell in sheet[REPLACES] for line in cell.split()}
    seen: dict[str, str] = {}
    kept = []
    for name, sheet in sheets:
        kept.append((name, _keep(sheet, replaced, seen) if is_journal(sheet) else sheet))
    return kept


def _keep(sheet: pd.DataFrame, replaced: set[str], seen: dict[str, str]) -> pd.DataFrame:
    """Return the answers of a journal that stand and are not in `seen` word for word; note them there."""
    stands = []
    cells = [str(column) for column in sheet if not str(column).startswith("_")]
    for row in sheet.to_dict("records"):
        line, said = row[LINE], "\x1f".join(str(row[column]) for column in cells)
        counts = row[ACTION].lower() != UNDO and line not in replaced
        # A copy in which a person changed something is an answer of its own.
        stands.append(counts and not (line and seen.get(line) == said))
        if counts and line:
            seen[line] = said
    return sheet[pd.Series(stands, index=sheet.index, dtype=bool)]


def compose_row(columns: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """Return the cells of a row in the order of the columns, "" where there is no value."""
    return [values.get(column, "") for column in columns]
