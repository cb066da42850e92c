"""Count the PRISMA 2020 flow: every record has one fate, and every number is a count of fates.

Page MJ et al., *The PRISMA 2020 statement*, BMJ 2021;372:n71 (doi 10.1136/bmj.n71). No drawing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.tables import EXCLUDE, INCLUDE, Schema

FATE = Schema(
    "fate",
    {
        "record_id": "a record",
        "report_id": "its report",
        "source": "database or register that gave it",
        "fate": "where it ended, or where it awaits: one of FATES",
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

Counts = dict[str, Any]
NO_REASON = "Reason not given"


def assign_fates(
    records: pd.DataFrame,
    matches: pd.DataFrame,
    rules: pd.DataFrame,
    screening: pd.DataFrame,
    eligibility: pd.DataFrame,
    retrieved: pd.DataFrame,
) -> pd.DataFrame:
    """Give every record its one fate.

    Parameters
    ----------
    records, matches
        All records (RECORD) and their reports (MATCH).
    rules, screening, eligibility
        Decisions of the stages (DECISION), by report.
    retrieved
        ``record_id`` of a report and ``retrieved``: yes or no.

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
    kept = table["record_id"] == table["report_id"]
    table.loc[~kept, ["fate", "decided_by"]] = ["duplicate", "deduplication"]
    screened = table["report_id"].isin(screening.loc[screening["decision"] == INCLUDE, "record_id"])
    for decisions, decision, fate, reached in (
        (rules, EXCLUDE, "ineligible", kept),
        (screening, EXCLUDE, "excluded_screening", kept),
        (eligibility, EXCLUDE, "excluded_eligibility", kept & screened),
        (eligibility, INCLUDE, "included", kept & screened),
    ):
        found = decisions[decisions["decision"] == decision].set_index("record_id")
        ends = reached & (table["fate"] == "") & table["report_id"].isin(found.index)
        of = table.loc[ends, "report_id"]
        table.loc[ends, "fate"] = fate
        table.loc[ends, "reason"] = of.map(found["reason"])
        table.loc[ends, "decided_by"] = of.map(found["decided_by"])
    told = dict(zip(retrieved["record_id"], retrieved["retrieved"], strict=True))
    waits = {"": "awaiting_retrieval", "no": "not_retrieved", "yes": "awaiting_assessment"}
    waiting = pd.Series([waits[told.get(report, "")] for report in table["report_id"]], dtype="str")
    rest = table["fate"] == ""
    return FATE.conform(
        table.assign(fate=table["fate"].mask(rest, waiting.where(screened, "awaiting_screening")))
    )


def count_flow(fates: pd.DataFrame, *, kinds: Mapping[str, str], reasons: Mapping[str, str]) -> Counts:
    """Count the boxes of the figure from the fates, under the keys of `cireview.flow_table`.

    Parameters
    ----------
    fates
        FATE.
    kinds
        ``database`` or ``register`` by name of source; sources without records are counted as 0.
    reasons
        Words for the eligibility criteria, by id, in the order of the figure.

    Returns
    -------
    dict
        Counts, and for ``database_specific_results``, ``register_specific_results`` and ``dbr_excluded``
        counts by name.

    Raises
    ------
    TableError
        If an identity of the flow does not hold.
    """
    number = fates["fate"].value_counts()
    n = {fate: int(number.get(fate, 0)) for fate in FATES}
    found = fates["source"].value_counts()
    automation = (fates["fate"] == "excluded_screening") & fates["decided_by"].str.startswith("model")
    why = fates.loc[fates["fate"] == "excluded_eligibility", "reason"]
    order = [*reasons.values(), NO_REASON]
    excluded = why.map(lambda one: reasons.get(one, one) or NO_REASON).value_counts()
    assessed = n["excluded_eligibility"] + n["included"]
    sought = n["not_retrieved"] + n["awaiting_retrieval"] + n["awaiting_assessment"] + assessed
    counts: Counts = {}
    for kind in ("database", "register"):
        by_name = {name: int(found.get(name, 0)) for name, of in kinds.items() if of == kind}
        if by_name or kind == "database":
            counts |= {f"{kind}_results": sum(by_name.values()), f"{kind}_specific_results": by_name}
    counts |= {
        "duplicates": n["duplicate"],
        "excluded_automatic": n["ineligible"],
        "excluded_other": 0,
        "records_screened": n["excluded_screening"] + sought,
        "records_excluded": n["excluded_screening"],
        "records_excluded_human": n["excluded_screening"] - int(automation.sum()),
        "records_excluded_automation": int(automation.sum()),
        "dbr_sought_reports": sought,
        "dbr_notretrieved_reports": n["not_retrieved"],
        "dbr_assessed": assessed,
        "dbr_excluded": {name: int(excluded[name]) for name in order if name in excluded},
        "new_studies": n["included"],
        "new_reports": n["included"],
        "awaiting_screening": n["awaiting_screening"],
        "awaiting_retrieval": n["awaiting_retrieval"],
        "awaiting_assessment": n["awaiting_assessment"],
    }
    check_flow(counts, records=len(fates))
    return counts


def check_flow(counts: Mapping[str, Any], *, records: int) -> None:
    """Raise a TableError unless the identities of the flow hold and no record is lost."""
    of = counts
    identified = of["database_results"] + of.get("register_results", 0)
    removed = of["duplicates"] + of["excluded_automatic"] + of["excluded_other"]
    excluded = sum(of["dbr_excluded"].values())
    identities = {
        "identified = records": (identified, records),
        "identified = removed + screened + awaiting": (
            identified,
            removed + of["records_screened"] + of["awaiting_screening"],
        ),
        "screened = excluded + sought": (
            of["records_screened"],
            of["records_excluded"] + of["dbr_sought_reports"],
        ),
        "sought = not retrieved + assessed + awaiting": (
            of["dbr_sought_reports"],
            of["dbr_notretrieved_reports"]
            + of["dbr_assessed"]
            + of["awaiting_retrieval"]
            + of["awaiting_assessment"],
        ),
        "assessed = excluded + included": (of["dbr_assessed"], excluded + of["new_reports"]),
    }
    wrong = [
        Problem(f"the flow does not add up: {name}, but {left} is not {right}")
        for name, (left, right) in identities.items()
        if left != right
    ]
    if wrong:
        raise TableError(wrong)


def _check_once(records: pd.DataFrame, matches: pd.DataFrame, *stages: pd.DataFrame) -> None:
    problems = []
    if sorted(records["record_id"]) != sorted(matches["record_id"]):
        problems.append(Problem("not every record has exactly one report"))
    if not set(matches["report_id"]) <= set(records["record_id"]):
        problems.append(Problem("a report is not named after one of its records"))
    for stage in stages:
        twice = stage.loc[stage["record_id"].duplicated(), "record_id"]
        problems += [
            Problem(f"the report {one} was decided twice in one stage") for one in sorted(set(twice))
        ]
    if problems:
        raise TableError(problems)
