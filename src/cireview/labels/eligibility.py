"""The assessment of full texts: what its labels come to, as the tables that later stages read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from cireview.labels.agreement import measure_agreement
from cireview.labels.settle import assign_readers, find_first_words, map_reports, settle
from cireview.labels.team import Team
from cireview.tables import INCLUDE


def settle_eligibility(
    labels: pd.DataFrame,
    *,
    matches: pd.DataFrame,
    screening: pd.DataFrame,
    team: Team,
    at_hand: Collection[str] = (),
) -> dict[str, pd.DataFrame]:
    """Settle the decisions on full texts of the reports that the screening of abstracts let through.

    Parameters are as of `cireview.stopping.settle_screening`; `screening` holds the decisions on abstracts
    (DECISION) and `at_hand` the reports whose text lies in ``data/fulltext/``.

    Returns
    -------
    dict
        ``decisions``, ``conflicts``, ``awaiting``, ``agreement`` and ``retrieved``: ``record_id`` and
        ``retrieved`` (yes or no) of every report that was sought. A report that was judged was retrieved,
        and so was one that is at hand; one that only some reviewers could not get is still sought.
    """
    reports = sorted(screening.loc[screening["decision"] == INCLUDE, "record_id"])
    report_of = map_reports(matches)
    answers = _retrieved(labels, report_of, team.reviewers) | dict.fromkeys(at_hand, "yes")
    retrieved = pd.DataFrame(
        {"record_id": reports, "retrieved": [answers.get(report, "") for report in reports]}, dtype="str"
    )
    # A text is given up only when no reviewer could get it.
    given_up = set(retrieved.loc[retrieved["retrieved"] == "no", "record_id"])
    sought = [report for report in reports if report not in given_up]
    settled = settle(
        labels,
        report_of=report_of,
        reports=sought,
        readers=assign_readers(sought, reviewers=team.reviewers),
        adjudicator=team.adjudicator,
        stage="eligibility",
    )
    retrieved = retrieved[retrieved["retrieved"] != ""].reset_index(drop=True)
    return {
        "decisions": settled.decisions,
        "conflicts": settled.conflicts,
        "awaiting": settled.awaiting,
        "agreement": measure_agreement(
            find_first_words(labels, report_of, team.reviewers), unsure=team.unsure
        ),
        "retrieved": retrieved,
    }


def _retrieved(
    labels: pd.DataFrame, report_of: Mapping[str, str], reviewers: Sequence[str]
) -> dict[str, str]:
    """Return yes for each report that somebody got hold of, no for each that every reviewer did not."""
    matched = labels[labels["record_id"].isin(list(report_of))].sort_values("decided_on", kind="stable")
    answers = matched.assign(
        report=matched["record_id"].map(report_of),
        answer=matched["retrieved"].where(matched["decision"] == "", "yes"),
    )
    answers = answers[answers["answer"] != ""].drop_duplicates(["report", "decided_by"], keep="last")
    retrieved = {}
    for report, rows in answers.groupby("report", sort=True):
        if "yes" in set(rows["answer"]):
            retrieved[str(report)] = "yes"
        # Somebody who has said nothing yet may still get it.
        elif set(reviewers) <= set(rows["decided_by"]):
            retrieved[str(report)] = "no"
    return retrieved
