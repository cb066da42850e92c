"""Decisions in the order of reading: the ranking learns from them, and the stopping rules count them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cireview.labels.latest import keep_last
from cireview.sheets.batches import find_number
from cireview.tables import EXCLUDE, INCLUDE

_LAST = 10**9  # in the place of a batch's number, after all batches


def find_labels_to_learn(
    decisions: pd.DataFrame, labels: pd.DataFrame, report_of: Mapping[str, str], reports: Sequence[str]
) -> pd.DataFrame:
    """Return people's decisions, and for other reports the answer if the last answers of all readers agree.

    Parameters
    ----------
    decisions
        DECISION of the stage.
    labels
        LABEL of the stage.
    report_of
        Report of every record.
    reports
        The reports of the stage.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``decision`` (include or exclude), ``reason``, ``chosen`` and ``file`` (of the label
        that was given first), in the order of reading. What is neither settled nor said alike is left out:
        so is *unsure*, and what one person contradicts.
    """
    spoken = labels[(labels["decision"] != "") & labels["record_id"].isin(list(report_of))]
    spoken = sort_by_reading(spoken.assign(report=spoken["record_id"].map(report_of)))
    last = keep_last(spoken, ["report", "decided_by"], "decision")
    last_decisions = last.groupby("report")["decision"].agg(lambda cells: sorted(set(cells)))
    alike = {report: cells[0] for report, cells in last_decisions.items() if cells in ([INCLUDE], [EXCLUDE])}
    # The model must not learn from what it excluded at a stop.
    by_people = decisions[~decisions["decided_by"].str.startswith("model")]
    final = dict(zip(by_people["record_id"], by_people["decision"], strict=True))
    why = dict(zip(by_people["record_id"], by_people["reason"], strict=True))
    spoken = spoken.assign(record_id=spoken["report"])
    table = spoken.drop_duplicates("record_id")[["record_id", "chosen", "file"]]
    table = table[table["record_id"].isin(reports)]
    decided = [final.get(report, alike.get(report, "")) for report in table["record_id"]]
    table = table.assign(decision=pd.Series(decided, index=table.index, dtype="str"))
    reasons = [why.get(report, "") for report in table["record_id"]]
    table = table.assign(reason=pd.Series(reasons, index=table.index, dtype="str"))
    columns = ["record_id", "decision", "reason", "chosen", "file"]
    return table.loc[table["decision"] != "", columns].reset_index(drop=True)


def sort_by_reading(labels: pd.DataFrame) -> pd.DataFrame:
    """Return labels by date, number of their batch and row, over all people; other sheets follow by name.

    Reviewers work on batches of one number at about the same time, whether or not they write dates.
    """
    numbers = [find_number(file) for file in labels["file"]]
    sheets = ["" if number else file for number, file in zip(numbers, labels["file"], strict=True)]
    placed = labels.assign(
        _batch=pd.Series([number or _LAST for number in numbers], index=labels.index, dtype="int64"),
        _sheet=pd.Series(sheets, index=labels.index, dtype="str"),
    )
    # Undated labels come first by their empty date, as in `keep_first`.
    placed = placed.sort_values(["decided_on", "_batch", "_sheet", "row", "file"])
    return placed.drop(columns=["_batch", "_sheet"])
