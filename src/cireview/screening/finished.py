"""Read finished reviews: tables of labelled abstracts, with columns as ASReview names them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.formats.packing import open_bytes
from cireview.tables.spreadsheets import ROW, parse_sheet

#: Our names of columns, and the names that are read as such; of several in a file the first counts.
COLUMNS = {
    "title": ("title", "primary_title"),
    "abstract": ("abstract", "notes_abstract", "abstract_note"),
    "keywords": ("keywords",),
    "journal": ("journal",),
    "label_included": (
        "asreview_label",
        "included",
        "label",
        "final_included",
        "label_included",
        "included_label",
        "included_final",
        "included_flag",
        "include",
    ),
}
_LABELS = {"1": 1, "1.0": 1, "true": 1, "yes": 1, "y": 1, "0": 0, "0.0": 0, "false": 0, "no": 0, "n": 0}
# ASReview writes -1 for a record without a label.
_MISSING = ("", "-1", "-1.0", "nan")


def read_finished(path: str | Path) -> tuple[pd.DataFrame, int]:
    """Read a finished review.

    Parameters
    ----------
    path
        Any table that `cireview.tables.spreadsheets.read_sheet` reads, also compressed. Names of columns in
        any case; without ``record_id`` the rows are counted from 0.

    Returns
    -------
    labelled : pandas.DataFrame
        Text ``record_id``, ``title``, ``abstract``, ``keywords``, ``journal``; bool ``label_included``.
    left_out : int
        Number of rows whose label is empty or -1.

    Raises
    ------
    TableError
        If there is no row, no label column, neither title nor abstract, a label that is neither yes nor no,
        an id that is missing, or one that occurs twice.
    ExportError, LabelError
        If the file cannot be unpacked, or is no table.
    """
    file = str(path)
    with open_bytes(Path(path)) as opened:
        content = opened.read()
    table = parse_sheet(content, name=file) if content.strip() else pd.DataFrame()
    if table.empty:
        remedy = "Give the table of a finished review, with a row for each record"
        raise TableError(Problem("the file contains no rows", file, remedy=remedy))
    column_of = {ours: next((name for name in names if name in table), "") for ours, names in COLUMNS.items()}
    if not column_of["label_included"] or not (column_of["title"] or column_of["abstract"]):
        remedy = "Name them title, abstract and label_included (1 or 0), as ASReview does"
        raise TableError(Problem("the labels or the texts are missing", file, remedy=remedy))
    texts = {
        ours: table[name] if name else "" for ours, name in column_of.items() if ours != "label_included"
    }
    ids = table["record_id"] if "record_id" in table else table.index.astype("str")
    labels = table[column_of["label_included"]].str.lower()
    _check(file, table[ROW].tolist(), list(ids), list(labels), column_of["label_included"])
    is_labelled = labels.isin(list(_LABELS)).to_numpy()
    whole = pd.DataFrame({"record_id": ids, **texts}, index=table.index)
    whole = whole[is_labelled].assign(label_included=labels[is_labelled].map(_LABELS).astype(bool))
    return whole.reset_index(drop=True), int((~is_labelled).sum())


def _check(file: str, rows: list[int], ids: list[str], labels: list[str], column: str) -> None:
    problems = [
        Problem(f"{label!r} is not a label", file, row, column, "Write 1 or 0")
        for row, label in zip(rows, labels, strict=True)
        if label not in _LABELS and label not in _MISSING
    ]
    seen: set[str] = set()
    for row, record in zip(rows, ids, strict=True):
        if not record or record in seen:
            message = f"the id {record!r} occurs twice" if record else "the id is missing"
            problems.append(Problem(message, file, row, "record_id", "Give each row its own id"))
        seen.add(record)
    if problems:
        raise TableError(problems)
