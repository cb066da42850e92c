"""Give every record its one fate."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.tables import EXCLUDE, INCLUDE, Schema

FATE = Schema(
    "fate",
    {
        "record_id": "a record",
        "report_id": "its report",
        "source": "database, register or other source that gave it",
        "fate": "where it ended or waits: one of FATES",
        "reason": "why it was excluded",
        "decided_by": "reviewer, rule or model",
    },
)

FATES = (
    "duplicate",
    "ineligible",
    "awaiting_screening",
    "excluded_screening",
    "awaiting_retrieval",
    "not_retrieved",
    "awaiting_assessment",
    "excluded_eligibility",
    "included",
)
"""All fates, in the order of the figure."""

_WAITS = {"": "awaiting_retrieval", "no": "not_retrieved", "yes": "awaiting_assessment"}


def assign_fates(
    records: pd.DataFrame,
    matches: pd.DataFrame,
    rules: pd.DataFrame,
    screening: pd.DataFrame,
    eligibility: pd.DataFrame,
    retrieved: pd.DataFrame,
    *,
    others: Collection[str] = (),
    earlier: Collection[str] = (),
) -> pd.DataFrame:
    """Give every record its one fate: one record stands for its report, the others are duplicates.

    Parameters
    ----------
    records, matches
        All records (RECORD) and their reports (MATCH).
    rules, screening, eligibility, retrieved
        Decisions of the stages (DECISION), by report, and whether its text was ``retrieved``: yes or no.
    others
        Names of the sources of other methods. A report with a record of a database or register is counted
        there: such a record stands for it, whichever record it is named after.
    earlier
        Ids of records that stood for their reports in the version that this review updates: they do so still.

    Returns
    -------
    pandas.DataFrame
        FATE, one row a record, ordered by record id.

    Raises
    ------
    TableError
        If a record has no report or several, or a stage decided a report twice.
    """
    _check_once(records, matches, rules, screening, eligibility, retrieved)
    table = records[["record_id", "source"]].merge(matches[["record_id", "report_id"]], on="record_id")
    table = table.sort_values("record_id", ignore_index=True).assign(fate="", reason="", decided_by="")
    stands = _stand_for_reports(table, others, earlier)
    table.loc[~stands, ["fate", "decided_by"]] = ["duplicate", "deduplication"]
    let_through = screening.loc[screening["decision"] == INCLUDE, "record_id"]
    screened = stands & table["report_id"].isin(let_through)
    # Earlier stages first: `_end` leaves a fate that was given, so that no later stage overrules an
    # exclusion.
    for decisions, decision, fate, reached in (
        (rules, EXCLUDE, "ineligible", stands),
        (screening, EXCLUDE, "excluded_screening", stands),
        (eligibility, EXCLUDE, "excluded_eligibility", screened),
        (eligibility, INCLUDE, "included", screened),
    ):
        _end(table, decisions[decisions["decision"] == decision].set_index("record_id"), fate, reached)
    retrieved_of = dict(zip(retrieved["record_id"], retrieved["retrieved"], strict=True))
    waits = pd.Series([_WAITS[retrieved_of.get(report, "")] for report in table["report_id"]], dtype="str")
    # A report that is not settled on its abstract waits there, whatever sheets of full texts say.
    waits = waits.where(screened, "awaiting_screening")
    return FATE.conform(table.assign(fate=table["fate"].mask(table["fate"] == "", waits)))


def _stand_for_reports(table: pd.DataFrame, others: Collection[str], earlier: Collection[str]) -> pd.Series:
    """Say of every record whether it stands for its report.

    That is the one that stood for it in an earlier version, else one of a database if there is any; of
    several, the one that the report is named after.
    """
    order = pd.DataFrame(
        {
            "report": table["report_id"],
            "later": ~table["record_id"].isin(list(earlier)),
            "other": table["source"].isin(list(others)),
            "nameless": table["record_id"] != table["report_id"],
            "record": table["record_id"],
        }
    ).sort_values(["report", "later", "other", "nameless", "record"])
    return ~order["report"].duplicated().reindex(table.index)


def _end(table: pd.DataFrame, decided: pd.DataFrame, fate: str, reached: pd.Series) -> None:
    """Give `fate` to the records of `table` that reached a stage, have none yet, and that it decided so."""
    ends = reached & (table["fate"] == "") & table["report_id"].isin(decided.index)
    reports = table.loc[ends, "report_id"]
    table.loc[ends, "fate"] = fate
    table.loc[ends, "reason"] = reports.map(decided["reason"])
    table.loc[ends, "decided_by"] = reports.map(decided["decided_by"])


def _check_once(records: pd.DataFrame, matches: pd.DataFrame, *stages: pd.DataFrame) -> None:
    problems = []
    if sorted(records["record_id"]) != sorted(matches["record_id"]):
        problems.append(Problem("not every record has exactly one report"))
    if not set(matches["report_id"]) <= set(records["record_id"]):
        problems.append(Problem("a report is not named after one of its records"))
    for stage in stages:
        twice = stage.loc[stage["record_id"].duplicated(), "record_id"]
        problems += [
            Problem(f"the report {report} has two decisions in one stage") for report in sorted(set(twice))
        ]
    if problems:
        raise TableError(problems)
