"""Set aside answers that an amendment of the protocol reopens: their reports have to be read again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cireview.tables import EXCLUDE, Schema
from cireview.tables.dates import is_before

REOPENED = Schema(
    "answer that an amendment set aside",
    {
        "record_id": "report that has to be decided again, or has been since",
        "decision": "the earlier decision",
        "reason": "id of the criterion that failed",
        "decided_by": "reviewer or adjudicator",
        "decided_on": "date as the person wrote it; empty where there is none",
        "file": "sheet that contains it",
        "row": "row of the sheet",
        "amended_on": "day of the amendment",
    },
    frozenset({"row"}),
)


@dataclass(frozen=True)
class Reopening:
    """What an amendment opens again.

    Parameters
    ----------
    on
        Day of the amendment: answers of that day and later were given under the new protocol.
    decisions
        ``include``, ``exclude``, and ids of criteria for which reports were excluded.
    """

    on: str
    decisions: Sequence[str]


def set_aside(
    labels: pd.DataFrame,
    reopenings: Sequence[Reopening],
    *,
    report_of: Mapping[str, str],
    decide: Callable[[pd.DataFrame], pd.DataFrame],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take away the answers that no longer count since the protocol was amended.

    Parameters
    ----------
    labels
        LABEL of one stage.
    reopenings
        What each amendment opens again.
    report_of
        Report of every record.
    decide
        Returns what answers come to (DECISION).

    Returns
    -------
    kept : pandas.DataFrame
        The answers that count; those that do not are empty in it.
    aside : pandas.DataFrame
        REOPENED. An answer without a date counts as one of before: nobody can tell.
    """
    parts = [REOPENED.empty()]
    for reopening in sorted(reopenings, key=lambda one: one.on):
        is_early = labels["decided_on"].map(lambda day, on=reopening.on: not day or is_before(day, on))
        of_before = is_early & (labels["decision"] != "")
        if not of_before.any() or not reopening.decisions:
            continue
        # Also by dated answers alone: a new one without a date would contradict the old one.
        dated = of_before & (labels["decided_on"] != "")
        asked = [decide(labels[part]) for part in (of_before, dated) if part.any()]
        reopened = set().union(*(_find_reopened(one, reopening.decisions) for one in asked))
        report = labels["record_id"].map(report_of)
        goes = of_before & report.isin(reopened)
        parts.append(labels[goes].assign(record_id=report[goes], amended_on=reopening.on))
        # A person who decided had the text, and this stays true.
        had_text = goes & (labels["stage"] == "eligibility")
        labels = labels.assign(
            decision=labels["decision"].mask(goes, ""),
            reason=labels["reason"].mask(goes, ""),
            retrieved=labels["retrieved"].mask(had_text, "yes"),
        )
    aside = REOPENED.conform(pd.concat(parts, ignore_index=True))[list(REOPENED.columns)]
    return labels, aside.astype({"row": "int64"})


def count_reopened(
    amendments: Sequence[Mapping[str, str]], reopened: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the amendments with the number of answers that each set aside.

    Parameters
    ----------
    amendments
        ``on``, ``change``, ``reason``, ``keys`` and ``reopens`` of each.
    reopened
        Answers that were set aside (REOPENED), by stage.

    Returns
    -------
    pandas.DataFrame
        The amendments, with ``set_aside`` and ``reports``: how many answers on how many reports.
    """
    aside = pd.concat([REOPENED.empty(), *reopened.values()], ignore_index=True)
    rows = []
    for one in amendments:
        part = aside[aside["amended_on"] == one["on"]]
        counts = {"set_aside": len(part), "reports": part["record_id"].nunique()}
        rows.append({**one, **counts})
    columns = ["on", "change", "reason", "keys", "reopens", "set_aside", "reports"]
    return pd.DataFrame(rows, columns=columns)


def _find_reopened(decisions: pd.DataFrame, wanted: Sequence[str]) -> set[str]:
    """Return the reports whose decision, or the reason of whose exclusion, is among those `wanted`."""
    why = decisions["reason"].where(decisions["decision"] == EXCLUDE, "")
    return set(decisions.loc[decisions["decision"].isin(wanted) | why.isin(wanted), "record_id"])
