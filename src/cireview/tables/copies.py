"""Find copies of sheets by people or synchronising programs, and files that are not synchronised yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cireview.tables.damage import ANSWER_COLUMNS
from cireview.tables.schema import ASKED
from cireview.tables.spreadsheets import ID_COLUMNS, ROW

_COPY = "copy|kopie|copie|kopio|kopia|kopi|copia|cópia"
_IN_CONFLICT = (
    "conflicted copy|in konflikt stehende kopie|copie en conflit|copia en conflicto|cópia em conflito"
    "|copia in conflitto|conflicterende kopie|konfliktkopia|ristiriitainen kopio"
)
_OF = "copy of|kopie von|copie de|kopio tiedostosta|kopio kohteesta|kopia av|kopi av|kopie van|copia de"
# The name without its ending. Those that end in a number stand before the number of a browser, "x (1)".
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(.+)\.sync-conflict-\d{8}-\d{6}(?:-\w+)?",  # Syncthing
        r"(.+?)_conflict(?:_\w+)?-\d{8}-\d{6}",  # older ownCloud
        rf"(.+?) ?\([^()]*(?:{_IN_CONFLICT})[^()]*(?:\(\d+\))?[^()]*\)",  # Dropbox, Nextcloud
        rf"(.+?) [-–] (?:{_COPY})(?: \(\d+\))?",  # Windows
        rf"(.+?) (?:{_COPY})(?: \d+)?",  # macOS
        rf"(.+?) \((?:another |\d+(?:st|nd|rd|th) |\d+\. )?(?:{_COPY})\)",  # Linux
        r"(.+?) ?\(\d{1,2}\)",  # browsers; a year in brackets is no number of a copy
        rf"(?:{_OF}) (.+)",  # Google Drive
    )
]
_AWAITED = (".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", ".!ut")
_PLACEHOLDER = re.compile(r"\.(.+)\.icloud", re.IGNORECASE)
_KEYS = (*ID_COLUMNS, "record_id_1", "record_id_2", "dimension", "row", "column")
_PEOPLE = ("reviewer", "decided_by", "coder")


@dataclass(frozen=True)
class Difference:
    """How many rows of a copy differ from its original, and the first: its row and what both hold."""

    count: int
    row: int
    here: str
    there: str


def find_original_name(name: str) -> str:
    """Return the name of the file of which one of this name is a copy, or "" if it is called like none.

    Examples
    --------
    >>> find_original_name("anna (Anna's conflicted copy 2026-03-01).xlsx")
    'anna.xlsx'
    """
    path = Path(name)
    matches = (pattern.fullmatch(path.stem) for pattern in _PATTERNS)
    return next((f"{match[1]}{path.suffix}" for match in matches if match), "")


def is_awaited(name: str) -> bool:
    """Return whether the name is that of a placeholder for a file that is not synchronised yet."""
    is_hidden = name.startswith(".")  # such as our own partial files
    return bool(_PLACEHOLDER.fullmatch(name)) or (not is_hidden and name.lower().endswith(_AWAITED))


def is_temporary(name: str) -> bool:
    """Say whether a file of this name is hidden, or kept by Excel or LibreOffice beside an open one."""
    return name.startswith((".", "~$", "~WR")) or name.lower().endswith(".tmp")


def find_copies(paths: Iterable[Path]) -> list[tuple[Path, Path]]:
    """Return each file whose name is that of a copy of another file beside it, with that other file."""
    paths = list(paths)
    by_name = {(path.parent, path.name.casefold()): path for path in paths}
    named = ((path, find_original_name(path.name)) for path in paths)
    found = ((path, by_name.get((path.parent, name.casefold()))) for path, name in named if name)
    return [(path, original) for path, original in found if original]


def compare_answers(copy: pd.DataFrame, original: pd.DataFrame) -> Difference | None:
    """Compare the answers in two sheets, as `cireview.tables.spreadsheets.read_sheet` reads them.

    Returns
    -------
    Difference or None
        None where the sheets have no row in common, and so are no copies of each other. A row that only one
        of them has, or answers, differs.
    """
    here, there = _answers_of(copy), _answers_of(original)
    if not here.keys() & there.keys():
        return None
    rows = [key for key in here.keys() | there.keys() if _text(here, key) != _text(there, key)]
    if not rows:
        return Difference(0, 0, "", "")
    # A row that only the original has is in no row of the copy, so it comes last.
    first = min(rows, key=lambda key: (here.get(key, (10**9, ""))[0], key))
    row, answer = here.get(first, (0, ""))
    return Difference(len(rows), row, answer, there.get(first, (0, ""))[1])


def compare_lines(copy: bytes, original: bytes) -> Difference:
    """Compare two files of text line by line, in any order."""
    lines, others = (Counter(content.splitlines()) for content in (copy, original))
    count = max((lines - others).total(), (others - lines).total())
    return Difference(count or int(copy != original), 0, "", "")


def _answers_of(sheet: pd.DataFrame) -> dict[tuple[str, ...], tuple[int, str]]:
    """Return row and answers by what they are of."""
    keys = [column for column in (*_KEYS, *_PEOPLE) if column in sheet]
    meets = sorted(column for column in map(str, sheet) if column.startswith(ASKED))
    answers = [column for column in (*ANSWER_COLUMNS, "reason", *meets) if column in sheet]
    found: dict[tuple[str, ...], tuple[int, str]] = {}
    for cells in sheet.to_dict("records") if keys else ():
        key = tuple(f"{column} {cells[column]}" for column in keys)
        answer = "; ".join(cells[column] for column in answers if cells[column])
        row, before = found.get(key, (int(cells[ROW]), ""))
        found[key] = row, "; ".join(filter(None, [before, answer]))
    return found


def _text(answers: dict[tuple[str, ...], tuple[int, str]], key: tuple[str, ...]) -> str:
    return answers.get(key, (0, ""))[1].casefold()
