"""Turn the labels of full texts into the tables that later stages read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from cireview.labels.agreement import measure_agreement
from cireview.labels.latest import keep_last, name_answers
from cireview.labels.readers import assign_readers, gather_spoken
from cireview.labels.reopen import Reopening, set_aside
from cireview.labels.settle import find_first_words, map_reports, settle
from cireview.labels.team import VACANT, Team
from cireview.tables import INCLUDE


def settle_eligibility(
    labels: pd.DataFrame,
    *,
    matches: pd.DataFrame,
    screening: pd.DataFrame,
    team: Team,
    at_hand: Collection[str] = (),
    reopenings: Sequence[Reopening] = (),
) -> dict[str, pd.DataFrame]:
    """Settle the decisions on full texts of the reports that the screening of abstracts let through.

    Parameters are as of `cireview.stopping.settle_screening`; `screening` holds the decisions on abstracts
    (DECISION) and `at_hand` the reports whose text lies in ``data/fulltext/``.

    Returns
    -------
    dict
        ``reopened`` (the answers that amendments set aside, REOPENED), and
        ``decisions``, ``conflicts``, ``awaiting``, ``agreement`` and ``retrieved``: ``record_id`` and
        ``retrieved`` (yes or no) of every report that was sought. A report that was judged was retrieved,
        and so was one that is at hand; one that only some reviewers could not get is still sought. Whoever
        says both yes and no, and no date settles it, contradicts themselves: it awaits that person.
    """
    reports = sorted(screening.loc[screening["decision"] == INCLUDE, "record_id"])
    report_of = map_reports(matches)

    def read(answers: pd.DataFrame) -> dict[str, pd.DataFrame]:
        return _settle(answers, reports=reports, report_of=report_of, team=team, at_hand=at_hand)

    kept, reopened = set_aside(
        labels, reopenings, report_of=report_of, decide=lambda part: read(part)["decisions"]
    )
    return {**read(kept), "reopened": reopened}


def _settle(
    labels: pd.DataFrame,
    *,
    reports: Sequence[str],
    report_of: Mapping[str, str],
    team: Team,
    at_hand: Collection[str],
) -> dict[str, pd.DataFrame]:
    heard, unclear = _hear_retrieval(labels, report_of, at_hand)
    spoken = gather_spoken(zip(heard["report"], heard["decided_by"], strict=True), team.everyone)
    readers = assign_readers(reports, team=team, spoken=spoken)
    answers = _retrieved(heard, readers) | dict.fromkeys(at_hand, "yes")
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
        readers=readers,
        team=team,
        stage="eligibility",
        unclear=unclear,
    )
    retrieved = retrieved[retrieved["retrieved"] != ""].reset_index(drop=True)
    return {
        "decisions": settled.decisions,
        "conflicts": settled.conflicts,
        "awaiting": settled.awaiting,
        "agreement": measure_agreement(
            find_first_words(labels, report_of, team.everyone), unsure=team.unsure
        ),
        "retrieved": retrieved,
    }


def _hear_retrieval(
    labels: pd.DataFrame, report_of: Mapping[str, str], at_hand: Collection[str]
) -> tuple[pd.DataFrame, dict[str, dict[str, str]]]:
    """Return what each person answers of each text, and by report and person what that person contradicts.

    A person who decides has read the text. Two records of one report have separate texts, so it is no
    contradiction if only one of them was retrieved.
    """
    matched = labels[labels["record_id"].isin(list(report_of))]
    answers = matched.assign(
        report=matched["record_id"].map(report_of),
        answer=matched["retrieved"].where(matched["decision"] == "", "yes"),
    )
    key = ["report", "record_id", "decided_by"]
    last = keep_last(answers[answers["answer"] != ""], key, "answer")
    clear = last.groupby(key)["answer"].transform("nunique") == 1
    unclear: dict[str, dict[str, str]] = {}
    for (report, _, person), rows in last[~clear & ~last["report"].isin(list(at_hand))].groupby(key):
        text = f"{person}: {name_answers(rows.itertuples(), _name_answer)}"
        unclear.setdefault(str(report), {}).setdefault(str(person), text)
    return last[clear], unclear


def _name_answer(row: Any) -> str:
    return str(row.decision or f"retrieved {row.retrieved}")


def _retrieved(answers: pd.DataFrame, readers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return yes for each report that somebody got hold of, no for each that every reader did not."""
    retrieved = {}
    for report, rows in answers.groupby("report", sort=True):
        if "yes" in set(rows["answer"]):
            retrieved[str(report)] = "yes"
        # Somebody who has said nothing yet may still get it.
        elif set(readers.get(str(report), [VACANT])) <= set(rows["decided_by"]):
            retrieved[str(report)] = "no"
    return retrieved
