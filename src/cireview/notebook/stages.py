"""Deduplicate, rank and measure agreement, of any DataFrame."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from cireview.deduplication import Deduplication
from cireview.deduplication import deduplicate as find_duplicates
from cireview.errors import LabelError, Problem
from cireview.labels import measure_agreement
from cireview.labels.read import DECISION_COLUMNS, read_decision
from cireview.notebook.records import as_records
from cireview.screening import rank as rank_records
from cireview.tables import DECISIONS, EXCLUDE, INCLUDE

Labels = Mapping[Any, Any] | pd.Series | pd.DataFrame
_DECISIONS = ("include", *DECISION_COLUMNS)
_SHOWN = 3  # ids that a message names


def deduplicate(frame: pd.DataFrame, *, workers: int = 1) -> Deduplication:
    """Find which records of a DataFrame are the same report.

    Parameters
    ----------
    frame
        Records as for `as_records`.
    workers
        Number of threads; -1 uses all cores.

    Returns
    -------
    Deduplication
        ``reports`` (one row for each report), ``matches`` (``record_id``, ``report_id``, rule and score)
        and ``possible`` (uncertain pairs, for a person to judge).

    Raises
    ------
    TableError
        If the table has no titles or no rows, or if a column appears twice.
    """
    return find_duplicates(as_records(frame), workers=workers)


def rank(
    frame: pd.DataFrame, labels: Labels, *, criteria: str = "", model: str = "default", seed: int = 1
) -> pd.DataFrame:
    """Rank the records of a DataFrame that have no label, the most probably relevant first.

    Parameters
    ----------
    frame
        Records as for `as_records`.
    labels
        Label by id: a dict, a Series, or a DataFrame with ``record_id`` and ``include``, ``label`` or
        ``decision``. A label is True or False, 1 or 0, *include* or *exclude*; missing ones are ignored.
    criteria
        Question and criteria as text. Without labels, the ranking uses only these.
    model, seed
        A preset or the import path of a scikit-learn classifier; the random seed.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``title``, ``probability``, ``rank``, ``words_for``, ``words_against``.

    Raises
    ------
    LabelError
        If a label belongs to no record, or is not one of those words.
    """
    records = as_records(frame)
    known = _read_labels(labels, set(records["record_id"]))
    ranked = rank_records(records, known, criteria=criteria, model=model, seed=seed)
    titles = records.set_index("record_id")["title"]
    ranked.insert(1, "title", ranked["record_id"].map(titles))
    return ranked


def agreement(labels: pd.DataFrame) -> pd.DataFrame:
    """Measure how far reviewers agree: percent, Cohen's kappa with its interval, PABAK, Krippendorff's alpha.

    Parameters
    ----------
    labels
        One row for each label, with ``record_id``, ``reviewer`` and ``decision``; or one row for each record
        and one column for each reviewer, with or without ``record_id``.

    Returns
    -------
    pandas.DataFrame
        One row for each pair of reviewers, then one row for all.

    Raises
    ------
    LabelError
        If there are fewer than two reviewers, or if a label is not valid.
    """
    table = labels.rename(columns={"decided_by": "reviewer"})
    if not {"reviewer", "decision"} <= set(table.columns):
        wide = table.set_index("record_id") if "record_id" in table else table
        wide = wide.rename_axis("record_id").rename_axis(None, axis=1)
        table = wide.reset_index().melt("record_id", var_name="reviewer", value_name="decision")
    table = table[table["decision"].notna() & (table["decision"].astype("str").str.strip() != "")]
    if table["reviewer"].nunique() < 2:
        remedy = "Give record_id, reviewer and decision, or one column for each reviewer"
        raise LabelError(Problem("agreement needs the labels of two reviewers or more", remedy=remedy))
    pairs = zip(table["record_id"], table["decision"], strict=True)
    said = [_decide(record, label, allowed=DECISIONS) for record, label in pairs]
    told = pd.DataFrame(
        {
            "record_id": table["record_id"].astype("str").tolist(),
            "decided_by": table["reviewer"].astype("str").tolist(),
            "decision": said,
        },
        dtype="str",
    )
    return measure_agreement(told)


def _read_labels(labels: Labels, known: set[str]) -> pd.Series:
    if isinstance(labels, pd.DataFrame):
        column = next((name for name in _DECISIONS if name in labels), "")
        if not column or "record_id" not in labels:
            remedy = "Give record_id and include, or a Series by id"
            raise LabelError(Problem("the labels lack record_id or include", remedy=remedy))
        labels = labels.set_index("record_id")[column]
    given = {_id(record): label for record, label in dict(labels).items() if not _is_missing(label)}
    if unknown := [record for record in given if record not in known]:
        some = ", ".join(unknown[:_SHOWN]) + (" …" if len(unknown) > _SHOWN else "")
        message = f"{len(unknown)} labels belong to no record of the table: {some}"
        remedy = "Use the record_id that cireview.as_records gives"
        raise LabelError(Problem(message, remedy=remedy))
    return pd.Series({one: _decide(one, label) == INCLUDE for one, label in given.items()}, dtype=bool)


def _id(record: Any) -> str:
    return str(int(record)) if isinstance(record, float) and record.is_integer() else str(record)


def _is_missing(label: Any) -> bool:
    return label is None or label is pd.NA or label != label or str(label).strip() == ""


def _decide(record: Any, label: Any, *, allowed: Collection[str] = (INCLUDE, EXCLUDE)) -> str:
    """Return the decision that a label is, in any of the words that sheets take."""
    decision = read_decision(str(label))
    if decision not in allowed:
        message = f"the label of {record} is {label!r}"
        raise LabelError(Problem(message, remedy="Write True or False, 1 or 0, include or exclude"))
    return decision
