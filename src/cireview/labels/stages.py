"""The two screens: what their labels come to, as the tables that later stages read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cireview.labels.settle import Settled, settle
from cireview.screening import measure_agreement
from cireview.tables import EXCLUDE, INCLUDE

Tables = dict[str, pd.DataFrame]


def settle_screening(
    labels: pd.DataFrame,
    *,
    matches: pd.DataFrame,
    rules: pd.DataFrame,
    reviewers: Sequence[str],
    adjudicator: str | None,
) -> Tables:
    """Settle the decisions on abstracts of the reports that the rules let through.

    Parameters
    ----------
    labels
        LABEL of the stage.
    matches
        Report of every record (MATCH).
    rules
        Decisions by rules (DECISION).
    reviewers, adjudicator
        See `cireview.labels.settle`.

    Returns
    -------
    dict
        ``decisions`` (DECISION), ``conflicts`` (CONFLICT), ``awaiting``, ``agreement`` (before
        adjudication) and ``labels``: ``record_id``, ``decision`` for the ranking to learn from.
    """
    reports = sorted(rules.loc[rules["decision"] == INCLUDE, "record_id"])
    of = _report_of(matches)
    settled = settle(
        labels, report_of=of, reports=reports, reviewers=reviewers, adjudicator=adjudicator, stage="screening"
    )
    return {
        **_tables(settled, labels, of, reviewers),
        "labels": _labels_to_learn(settled.decisions, labels, of, reports),
    }


def settle_eligibility(
    labels: pd.DataFrame,
    *,
    matches: pd.DataFrame,
    screening: pd.DataFrame,
    reviewers: Sequence[str],
    adjudicator: str | None,
) -> Tables:
    """Settle the decisions on full texts of the reports that the screening of abstracts let through.

    Parameters are as of `settle_screening`; `screening` holds the decisions on abstracts (DECISION).

    Returns
    -------
    dict
        ``decisions``, ``conflicts``, ``awaiting``, ``agreement`` and ``retrieved``: ``record_id`` and
        ``retrieved`` (yes or no) of every report that was sought. A report that was judged was retrieved.
    """
    reports = sorted(screening.loc[screening["decision"] == INCLUDE, "record_id"])
    of = _report_of(matches)
    known = labels[labels["record_id"].isin(list(of))].assign(report=labels["record_id"].map(of))
    answer = known["retrieved"].where(known["decision"] == "", "yes")
    told = answer[answer != ""].groupby(known["report"]).max()  # yes stands above no
    retrieved = pd.DataFrame({"record_id": reports}, dtype="str")
    retrieved["retrieved"] = retrieved["record_id"].map(told).fillna("").astype("str")
    given_up = set(retrieved.loc[retrieved["retrieved"] == "no", "record_id"])
    settled = settle(
        labels,
        report_of=of,
        reports=[report for report in reports if report not in given_up],
        reviewers=reviewers,
        adjudicator=adjudicator,
        stage="eligibility",
    )
    retrieved = retrieved[retrieved["retrieved"] != ""].reset_index(drop=True)
    return {**_tables(settled, labels, of, reviewers), "retrieved": retrieved}


def _report_of(matches: pd.DataFrame) -> dict[str, str]:
    return dict(zip(matches["record_id"], matches["report_id"], strict=True))


def _tables(
    settled: Settled, labels: pd.DataFrame, of: Mapping[str, str], reviewers: Sequence[str]
) -> Tables:
    mine = labels[
        labels["decided_by"].isin(reviewers) & labels["record_id"].isin(list(of)) & (labels["decision"] != "")
    ]
    mine = mine.assign(record_id=mine["record_id"].map(of)).sort_values("decided_on", kind="stable")
    latest = mine.drop_duplicates(["record_id", "decided_by"], keep="last")
    return {
        "decisions": settled.decisions,
        "conflicts": settled.conflicts,
        "awaiting": settled.awaiting,
        "agreement": measure_agreement(latest[["record_id", "decided_by", "decision"]]),
    }


def _labels_to_learn(
    decisions: pd.DataFrame, labels: pd.DataFrame, of: Mapping[str, str], reports: Sequence[str]
) -> pd.DataFrame:
    """Return settled decisions, and of the rest those on which all who spoke so far say the same."""
    spoken = labels[labels["decision"].isin([INCLUDE, EXCLUDE]) & labels["record_id"].isin(list(of))]
    said = spoken.groupby(spoken["record_id"].map(of))["decision"].agg(lambda cells: sorted(set(cells)))
    unanimous = {report: cells[0] for report, cells in said.items() if len(cells) == 1}
    final = dict(zip(decisions["record_id"], decisions["decision"], strict=True))
    known = {report: final.get(report, unanimous.get(report, "")) for report in reports}
    rows = [(report, decision) for report, decision in known.items() if decision]
    return pd.DataFrame(rows, columns=["record_id", "decision"], dtype="str")
