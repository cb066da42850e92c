"""Distinguish sheets that people filled inside `results/` from sheets as they were handed out.

Three facts show what was handed out, and each may be missing: ``digests.csv`` has digests of each file and of
its cells; of the CSV and the XLSX of a sheet, usually one is still unchanged; and our sheets have only our
columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

import pandas as pd

from cireview.errors import LabelError
from cireview.places import place
from cireview.provenance import digest_file
from cireview.sheets.cells import TITLE, Pairs, digest_rows, read_rows
from cireview.tables import ASKED, EVIDENCE, Schema, read_table
from cireview.tables.spreadsheets import find_sheets

DIGESTS = PurePath(place("screening_handed_out")).name
"""Table beside the sheets of a kind: how each file was handed out (HANDED_OUT)."""

HANDED_OUT = Schema(
    "sheet that was handed out",
    {
        "file": "name of the sheet's file",
        "sha256": "digest of the file as it was handed out",
        "cells": "digest of its cells; it stays the same when a spreadsheet saves the file again",
    },
)

# Columns that identify a row, and the person who answered.
_KEYS = ("record_id", "record_id_1", "record_id_2", "dimension", "finding")
_WHOSE = ("reviewer", "coder", "decided_on")
_EMPTY = ("decision", "different?", "retrieved", "reason", "value", "evidence", "page", "note", "decided_on")
_SIDES = (
    *("title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "document_type", "abstract"),
)
OURS = frozenset(
    (
        *_KEYS,
        *("title", "authors", "year", "journal", "doi", "abstract", "keywords", "url"),
        *(
            "criteria_words",
            "suggested_reason",
            "perhaps_unmet",
            "text_note",
            "probability",
            "said",
            "criteria_so_far",
        ),
        *(
            "reviewer",
            "coder",
            "purpose",
            "chosen",
            "question",
            "values",
            "suggestion",
            "suggestion_evidence",
            "struck_suggestion",
        ),
        *("sentence_for", "sentence_against"),
        *("retrieved_so_far", "full_text", "save_as", "criteria_evidence"),
        *("free_url", "free_pdf", "free_version", "score", "rule", "doubt", "differences"),
        *("records", "agreed", "words"),
        *(f"{column}_{side}" for column in ("source", "file", "line") for side in (1, 2)),
        *(f"{field}_{side}" for field in _SIDES for side in (1, 2)),
    )
)
"""Columns in which our sheets show something: all others of a sheet are for people to fill."""
SUGGESTED = "suggestion_"
"""Columns of a sheet with a column for each dimension: what is suggested for it."""


def read_handed_out(folder: str | Path) -> pd.DataFrame:
    """Return how the sheets in `folder` were handed out (HANDED_OUT), with no cells by an earlier version.

    While sheets are written the table lists each as it was and as it will be: a run may be killed in between.
    """
    if not Path(folder, DIGESTS).is_file():
        return HANDED_OUT.empty()
    table = read_table(Path(folder, DIGESTS))
    return HANDED_OUT.conform(table if "cells" in table else table.assign(cells=""))


def find_touched(folder: Path) -> list[Path]:
    """Return the sheets in `folder` that are not byte for byte as they were handed out."""
    return [path for path, as_handed_out in _look(folder).items() if not as_handed_out]


def find_unknown(sheets: Sequence[Path], *, beside: Path, home: Path) -> list[Path]:
    """Return those of `sheets` in which a person wrote something that is in no sheet in `home`.

    Parameters
    ----------
    sheets
        Sheets that are not byte for byte as they were handed out.
    beside
        Folder in which sheets of this kind were handed out.
    home
        Folder of their filled copies.
    """
    if not sheets:
        return []
    listed = read_handed_out(beside)
    listed = listed[listed["cells"] != ""]
    handed_out = {path: read_rows(path) for path, untouched in _look(beside).items() if untouched}
    at_home: dict[Pairs, list[Pairs]] = {}
    for path in find_sheets(home):
        for row in _read_what_can_be_read(path):
            at_home.setdefault(_key(row), []).append(row)
    unknown = []
    for path in sheets:
        rows = read_rows(path)
        if digest_rows(rows) in set(listed["cells"]):
            continue
        before = _find_twin(path, rows, handed_out)
        # Listed, but changed: all of its content may be a person's.
        known = bool(before) or (path.parent == beside and path.name in set(listed["file"]))
        written = _find_written(rows, before) if known else _find_in_cells_to_fill(rows)
        if not all(any(cells <= row for row in at_home.get(key, ())) for key, cells in written):
            unknown.append(path)
    return unknown


def _look(folder: Path) -> dict[Path, bool]:
    """Return the sheets in `folder`, each with whether its bytes are those that were handed out."""
    if not folder.is_dir():
        return {}
    table = read_handed_out(folder)
    handed_out = set(zip(table["file"], table["sha256"], strict=True))
    sheets = [path for path in find_sheets(folder) if path.name != DIGESTS]
    return {path: (path.name, digest_file(path)) in handed_out for path in sheets}


def _find_twin(path: Path, rows: Sequence[Pairs], handed_out: dict[Path, list[Pairs]]) -> list[Pairs]:
    """Return the cells that a sheet had when it left us; nothing if no untouched sheet shares a row."""
    keys = {_key(row) for row in rows[1:]} - {frozenset()}
    # By name, or else the one with most of its rows: a copy has a name of its own.
    likeness = [
        (
            twin.stem.lower() == path.stem.lower(),
            len(set(rows) & set(table)),
            len(keys & set(map(_key, table))),
            table,
        )
        for twin, table in handed_out.items()
    ]
    named, _, shared, table = max(likeness, key=lambda one: one[:3], default=(False, 0, 0, []))
    return table if named or shared else []


def _find_written(rows: Sequence[Pairs], before: Sequence[Pairs]) -> Iterator[tuple[Pairs, Pairs]]:
    """Yield key and cells of each row in which a person wrote, with whose answer it is."""
    same, by_key = set(before), {_key(row): dict(row) for row in before}
    for row in rows:
        shown = by_key.get(_key(row), {})
        written = {(column, cell) for column, cell in row if not _is_same(shown.get(column, ""), cell)}
        if written and row not in same:
            yield _key(row), _with_whose(row, written)


def _find_in_cells_to_fill(rows: Sequence[Pairs]) -> Iterator[tuple[Pairs, Pairs]]:
    """Yield the same where nobody knows what was shown: what stands in columns that show nothing."""
    for row in rows:
        if written := {(column, cell) for column, cell in row if _is_for_people(column, cell)}:
            yield _key(row), _with_whose(row, written)


def _with_whose(row: Pairs, written: set[tuple[str, str]]) -> Pairs:
    return frozenset(written | {pair for pair in row if pair[0] in (*_KEYS, *_WHOSE)})


def _is_same(shown: str, cell: str) -> bool:
    """Say whether a cell is as it was shown; Excel's CSV has a question mark for letters that it lacks."""
    return cell in (shown, shown.encode("cp1252", "replace").decode("cp1252"))


def _is_for_people(column: str, cell: str) -> bool:
    name = cell if column == TITLE else column
    shown = name in OURS or name == "asked" or name.startswith(SUGGESTED)
    return not (shown or (column == TITLE and (name in _EMPTY or name.startswith((*ASKED, EVIDENCE)))))


def _key(row: Pairs) -> Pairs:
    """Return what makes a row the row that it is; heads have a key of their own, and a stray remark none."""
    if any(column == TITLE for column, _ in row):
        return frozenset({(TITLE, "")})
    return frozenset(pair for pair in row if pair[0] in _KEYS)


def _read_what_can_be_read(path: Path) -> Iterable[Pairs]:
    try:
        return read_rows(path)
    except LabelError:  # which the reader of labels tells, with what to do
        return []
