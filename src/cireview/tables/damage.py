"""Find damage that hides rows of a sheet, and refuse each kind with instructions for repair."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from cireview.errors import LabelError, Problem
from cireview.tables.schema import ASKED

Rows = Sequence[tuple[int, Sequence[str]]]
"""Rows of a sheet: the number that an editor or spreadsheet shows, and the cells as text."""

ANSWER_COLUMNS = (
    *("decision", "label", "included", "label_included", "vote", "value", "retrieved", "different?", "study"),
)
"""Names of the columns that a person fills; others begin as `ASKED` says."""
LOST_LETTER = "\ufffd"
"""Replacement of a letter that cannot be decoded."""
_PAIR = ("record_id_1", "record_id_2")
_MATRIX = ("row", "column")
TITLE_ROWS = 20
"""Rows in which headers are looked for: people write a title above a table, and rarely more."""
_RECORD_ID = re.compile(r"[^\s:]+:\S+")
_AROUND = re.compile(r'^[\s\ufeff"]+|[\s\ufeff"]+$')
_WORD = re.compile(r"\S*[^\s:]")
# git writes seven signs, and a blank or the end of the line after them; a quoted cell may begin so too.
_SIDE = re.compile(r'"?(<{7}|>{7}|\|{7})(?=[\s",;]|$)')
_MIDDLE = re.compile(r'"?={7}(?=[\s",;]|$)')
_MERGE_REMEDY = (
    "Keep the right row of each pair, delete the marks (<<<<<<<, =======, >>>>>>>), and save the file"
)
_CUT_REMEDY = (
    "Copy or download the sheet again. If the row is complete, add a line break at the end of the file"
)


@lru_cache(maxsize=1000)  # every sheet has the same few, and many cells are asked whether they are one
def name_column(cell: str) -> str:
    """Return the name of a column as all code knows it: lower case, with ``_`` for blanks.

    LibreOffice reads the mark of UTF-8 and the quotation marks after it as parts of the first header.
    """
    return re.sub(r"[\s_]+", "_", _AROUND.sub("", cell).lower()).strip("_")


def split_lines(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text with their numbers, as editors count them."""
    return list(enumerate(re.split(r"\r\n|\r|\n", text), 1))


def refuse_marks(lines: Iterable[tuple[int, str]], name: str, *, whole_rows: bool = False) -> None:
    """Refuse a sheet in which git left the marks of a merge.

    Parameters
    ----------
    lines
        Lines with their numbers.
    name
        The file as problems name it.
    whole_rows
        Whether each line is a row with nothing beside it. Only then is ``=======`` alone a mark: in the
        middle of an abstract it underlines a heading.

    Raises
    ------
    LabelError
        With the row of the first mark and the number of marks.
    """
    lines = list(lines)
    sides = [number for number, line in lines if _SIDE.match(line)]
    middles = [number for number, line in lines if _MIDDLE.match(line)] if sides or whole_rows else []
    if marks := sorted(sides + middles):
        message = (
            f"git left {len(marks)} mark{'s' * (len(marks) > 1)} of a merge conflict, the first in this row"
        )
        raise LabelError(Problem(message, name, marks[0], remedy=_MERGE_REMEDY))


def refuse_cut(rows: Rows, name: str, *, end: str) -> None:
    """Refuse a text file that ends in the middle of a row.

    Programs that leave out the empty cells at the end of a row do so in every row, or end the row with a
    new line; the last row of a file that was cut is shorter than the others and has none.

    Parameters
    ----------
    rows
        All rows, the header first.
    name
        The file as problems name it.
    end
        The last character of the file.

    Raises
    ------
    LabelError
        With the row.
    """
    filled = [(row, cells) for row, cells in rows if any(cell.strip() for cell in cells)]
    if end in ("\n", "\r") or not filled or filled[-1] != rows[-1]:
        return
    (_, header), *body = filled
    last, cells = filled[-1]
    others = body[:-1]
    all_are_short = bool(others) and all(len(other) < len(header) for _, other in others)
    is_short = bool(body) and len(cells) < len(header) and not all_are_short
    if is_short or end == LOST_LETTER:
        raise LabelError(Problem("the file ends in the middle of this row", name, last, remedy=_CUT_REMEDY))


def refuse_long_rows(header: Sequence[str], rows: Rows, name: str) -> None:
    """Refuse text to the right of the last column that has a name: cells have moved, or a remark is lost.

    Raises
    ------
    LabelError
        With the first such row and the number of rows.
    """
    width = max((place for place, cell in enumerate(header, 1) if cell), default=0)
    long_rows = [(row, cells) for row, cells in rows if any(cells[width:])]
    if not long_rows:
        return
    row, cells = long_rows[0]
    place, cell = next((place, cell) for place, cell in enumerate(cells, 1) if place > width and cell)
    count = "1 row holds" if len(long_rows) == 1 else f"{len(long_rows)} rows hold"
    shown = cell if len(cell) <= 40 else f"{cell[:40]} …"
    message = f"{count} text to the right of the last column, first {shown!r} in cell {place}"
    remedy = "Put cells that contain the delimiter in quotation marks; move remarks to the column note"
    raise LabelError(Problem(message, name, row, remedy=remedy))


def refuse_more_answers(
    worksheets: Sequence[tuple[str, Rows]], read: int, head: int, name: str, *, ids: Collection[str]
) -> None:
    """Refuse a workbook with answers in other worksheets than the one that is read.

    Answers are filled cells of a column such as ``decision`` beside an id. Rows that were moved without
    their header are found by the columns of the worksheet that is read. Notes, lists of a drop-down and
    summaries hold none.

    Parameters
    ----------
    worksheets
        Title and rows of each.
    read, head
        Place of the one that is read, and of the headers in its rows.
    name
        The file as problems name it.
    ids
        Names of columns of ids.

    Raises
    ------
    LabelError
        With each such worksheet and the number of its answers.
    """
    title, main_rows = worksheets[read]
    main_columns = find_columns(main_rows[head][1], ids) if main_rows else None
    problems = []
    for place, (other, rows) in enumerate(worksheets):
        answers = [] if place == read else list(_find_answers(rows, ids, main_columns))
        if answers:
            count = f"{len(answers)} answer{'s' * (len(answers) > 1)}"
            message = f"the worksheet {other!r} also holds {count}, first in row {answers[0]}"
            remedy = f"Move its rows to {title!r}, or delete the worksheet"
            problems.append(Problem(f"{message}, and only {title!r} is read", name, remedy=remedy))
    if problems:
        raise LabelError(problems)


def find_columns(cells: Sequence[str], ids: Collection[str]) -> tuple[list[int], list[int]] | None:
    """Return the places of the ids and of the answers in a row of headers, or None if it is none."""
    names = [name_column(cell) for cell in cells]
    keys = next((key for key in (_PAIR, _MATRIX) if set(key) <= set(names)), None)
    key = keys or next(((name,) for name in ids if name in names), ())
    answers = [
        place
        for place, name in enumerate(names)
        if (name in ANSWER_COLUMNS or name.startswith(ASKED)) and name not in key
    ]
    return ([names.index(name) for name in key], answers) if key and answers else None


def holds_answer(cells: Sequence[str], columns: tuple[list[int], list[int]], *, strict: bool = False) -> bool:
    """Say whether a row above headers, or without any, holds an answer beside an id.

    Parameters
    ----------
    cells, columns
        The row, and the places of ids and answers (see `find_columns`).
    strict
        Whether an id has to look like one of ours; else any word is one, but for a label such as "Date:".
    """
    keys, answers = columns
    values = [cells[place].strip() if place < len(cells) else "" for place in keys]
    pattern = _RECORD_ID if strict else _WORD
    is_record = all(map(pattern.fullmatch, values))
    return is_record and any(cells[place].strip() for place in answers if place < len(cells))


def _find_answers(
    rows: Rows, ids: Collection[str], main_columns: tuple[list[int], list[int]] | None
) -> Iterator[int]:
    """Yield the number of each row with an id and an answer."""
    filled = [(row, cells) for row, cells in rows if any(cell.strip() for cell in cells)]
    headers = ((place, find_columns(cells, ids)) for place, (_, cells) in enumerate(filled[:TITLE_ROWS]))
    start, columns = next(((place + 1, found) for place, found in headers if found), (0, main_columns))
    if columns is None:
        return
    keys, answers = columns
    for place, (row, cells) in enumerate(filled):
        # Without a header, only text that looks like an id counts as one: it may be a list of words.
        if place < start or start == 0:
            if holds_answer(cells, columns, strict=True):
                yield row
        elif all(cells[key].strip() if key < len(cells) else "" for key in keys) and any(
            cells[answer].strip() for answer in answers if answer < len(cells)
        ):
            yield row
