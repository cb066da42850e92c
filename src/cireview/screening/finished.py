"""Read finished reviews: tables of labelled abstracts, with columns as ASReview names them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.errors import Problem, TableError

#: Our names of columns, and the names that are read as such; of several in a file the first counts.
COLUMNS = {
    "title": ("title", "primary_title"),
    "abstract": ("abstract", "notes_abstract", "abstract note"),
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
_MISSING = ("", "-1", "-1.0", "nan")


def read_finished(path: str | Path) -> tuple[pd.DataFrame, int]:
    """Read a finished review.

    Parameters
    ----------
    path
        CSV in UTF-8, compressed if its name ends so (``.csv.gz``). Names of columns in any case; without
        ``record_id`` the rows are counted from 0.

    Returns
    -------
    labelled : pandas.DataFrame
        Text ``record_id``, ``title``, ``abstract``, ``keywords``, ``journal``; bool ``label_included``.
    left_out : int
        Number of rows whose label is empty or -1.

    Raises
    ------
    TableError
        If the file cannot be read, there is no label column, neither title nor abstract, a label that is
        neither yes nor no, or an id that occurs twice.
    """
    file = str(path)
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise TableError(
            Problem(f"the file cannot be read ({error})", file, remedy="Give a CSV file")
        ) from error
    table.columns = [str(name).strip().lower() for name in table.columns]
    found = {ours: next((name for name in names if name in table), "") for ours, names in COLUMNS.items()}
    if not found["label_included"] or not (found["title"] or found["abstract"]):
        remedy = "Name them title, abstract and label_included (1 or 0), as ASReview does"
        raise TableError(Problem("the labels or the texts are missing", file, remedy=remedy))
    texts = {ours: table[name] if name else "" for ours, name in found.items() if ours != "label_included"}
    ids = table["record_id"].str.strip() if "record_id" in table else table.index.astype("str")
    labels = table[found["label_included"]].str.strip().str.lower()
    _check(file, np.asarray(ids), np.asarray(labels), found["label_included"])
    known = labels.isin(list(_LABELS)).to_numpy()
    whole = pd.DataFrame({"record_id": ids, **texts}, index=table.index)
    whole = whole[known].assign(label_included=labels[known].map(_LABELS).astype(bool))
    return whole.reset_index(drop=True), int((~known).sum())


def _check(file: str, ids: NDArray[np.object_], labels: NDArray[np.object_], column: str) -> None:
    problems = [
        Problem(f"{label!r} is not a label", file, row, column, "Write 1 or 0")
        for row, label in enumerate(labels, start=2)
        if label not in _LABELS and label not in _MISSING
    ]
    seen: set[str] = set()
    for row, record in enumerate(ids, start=2):
        if record in seen:
            remedy = "Give each row an id of its own"
            problems.append(Problem(f"the id {record!r} occurs twice", file, row, "record_id", remedy))
        seen.add(record)
    if problems:
        raise TableError(problems)
