"""Supplementary tables: what referees ask for, as text that needs no other file."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

_STAGES = {"screening": "titles and abstracts", "eligibility": "full texts", "coding": "codes"}


def list_conflicts(
    conflicts: Mapping[str, pd.DataFrame], decisions: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """List where people differed, and who settled it.

    Parameters
    ----------
    conflicts
        Conflicts by stage (screening, eligibility, coding): ``record_id``, ``kind``, ``awaits``, and what
        each said as ``decisions`` or ``codes``.
    decisions
        DECISION of screening and eligibility, by stage, and CODE of coding.

    Returns
    -------
    pandas.DataFrame
        ``stage``, ``record_id``, ``dimension`` (of a code), ``kind``, ``said``, ``settled`` (the decision or
        code), ``settled_by`` and ``awaits``; the last two say who settled it, or who has to.
    """
    columns = ["stage", "record_id", "dimension", "kind", "said", "settled", "settled_by", "awaits"]
    rows = []
    for stage, table in conflicts.items():
        settled = _settle(decisions[stage])
        for row in table.to_dict("records"):
            dimension = row.get("dimension", "")
            # The others' decision in an open conflict is in no table of settled decisions.
            what, who = (
                settled.get((row["record_id"], dimension), ("", "")) if not row["awaits"] else ("", "")
            )
            said = row.get("decisions", row.get("codes", ""))
            rows.append((stage, row["record_id"], dimension, row["kind"], said, what, who, row["awaits"]))
    return pd.DataFrame(rows, columns=columns, dtype="str")


def tell_answers(conflicts: pd.DataFrame, labels: pd.DataFrame, *, report_of: Mapping[str, str]) -> list[str]:
    """Return each person's answer on the record of each conflict, without notes.

    Parameters
    ----------
    conflicts
        With ``record_id``, which is a report's.
    labels
        ``record_id``, ``decided_by``, ``decision`` and ``reason`` of all answers.
    report_of
        Report of every record: people may have answered on any record of a report.
    """
    said: dict[str, list[str]] = {}
    reports = labels["record_id"].map(dict(report_of)).fillna(labels["record_id"])
    asked = reports.isin(conflicts["record_id"])
    for report, row in zip(reports[asked], labels[asked].to_dict("records"), strict=True):
        why = f" ({row['reason']})" if row["reason"] else ""
        said.setdefault(str(report), []).append(f"{row['decided_by']}: {row['decision']}{why}")
    return ["; ".join(sorted(said.get(record, []))) for record in conflicts["record_id"]]


def _settle(table: pd.DataFrame) -> dict[tuple[str, str], tuple[str, str]]:
    """Return what was decided, and by whom, by record and dimension."""
    value = "decision" if "decision" in table else "value"
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for row in table.to_dict("records"):
        key = (row["record_id"], row.get("dimension", ""))
        before = found.get(key, ("", ""))[0]
        who = row.get("decided_by", row.get("coder", ""))
        found[key] = ("; ".join(filter(None, [before, str(row[value])])), who)
    return found


def gather_agreement(agreements: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the agreement of people on their first decisions, of all stages in one table."""
    tables = [
        table.assign(stage=_STAGES[stage])[["stage", *table.columns]]
        for stage, table in agreements.items()
        if len(table)
    ]
    return (
        pd.concat(tables, ignore_index=True).fillna("")
        if tables
        else pd.DataFrame({"stage": []}, dtype="str")
    )


def count_deciders(fates: pd.DataFrame) -> pd.DataFrame:
    """Return the number of records by fate, and by who or what decided.

    Parameters
    ----------
    fates
        FATE.

    Returns
    -------
    pandas.DataFrame
        ``fate``, ``decided_by`` and ``records``; the last sum to all records.
    """
    counted = fates.groupby(["fate", "decided_by"], sort=True).size().rename("records")
    return counted.reset_index()


def add_keys(excluded: pd.DataFrame, keys: Mapping[str, str]) -> pd.DataFrame:
    """Return the excluded full texts with the key to cite each by, behind its id."""
    table = excluded.drop(columns="note", errors="ignore")
    table.insert(1, "key", table["record_id"].map(dict(keys)))
    return table
