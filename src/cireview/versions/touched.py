"""Find the decisions that a change of the protocol affects, before it is applied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cireview.practical_screen import apply_rules
from cireview.tables import EXCLUDE, INCLUDE

RuleValues = Mapping[str, Any]


def tell_criterion(decisions: pd.DataFrame, criterion: str, *, is_new: bool, is_gone: bool) -> str:
    """Return the decisions of a stage that a new, removed or reworded criterion affects.

    Parameters
    ----------
    decisions
        Decisions of the stage (DECISION).
    criterion
        Id of the criterion.
    is_new, is_gone
        Whether it was not there before, and is not there any more.
    """
    included = int((decisions["decision"] == INCLUDE).sum())
    failed = int(((decisions["decision"] == EXCLUDE) & (decisions["reason"] == criterion)).sum())
    if is_new:
        return f"{included} that were included were not judged by it"
    if is_gone:
        return f"{failed} were excluded for it"
    return f"{failed} were excluded for it and {included} included by its former words"


def tell_rules(reports: pd.DataFrame, screening: pd.DataFrame, *, before: RuleValues, now: RuleValues) -> str:
    """Return the reports that the rules now exclude, and those that they now let through.

    Parameters
    ----------
    reports
        RECORD, one row a report.
    screening
        Decisions on abstracts (DECISION).
    before, now
        ``years`` (first and last, or None), ``languages`` and ``document_types``.
    """
    passed = [_let_through(reports, values) for values in (before, now)]
    lost, gained = passed[0] - passed[1], passed[1] - passed[0]
    said = dict(zip(screening["record_id"], screening["decision"], strict=True))
    counts = {
        decision: sum(said.get(report) == decision for report in lost) for decision in (INCLUDE, EXCLUDE)
    }
    decided = f" ({counts[INCLUDE]} of them included by abstract, {counts[EXCLUDE]} excluded)" if lost else ""
    return (
        f"the rules leave out {len(lost)} reports more{decided}, and let {len(gained)} through that they "
        "left out"
    )


def _let_through(reports: pd.DataFrame, values: RuleValues) -> set[str]:
    matches = pd.DataFrame({"record_id": reports["record_id"], "report_id": reports["record_id"]})
    years: Sequence[int] | None = values["years"]
    decisions = apply_rules(
        reports,
        matches,
        years=(years[0], years[1]) if years else None,
        languages=values["languages"],
        document_types=values["document_types"],
    )
    return set(decisions.loc[decisions["decision"] == INCLUDE, "record_id"])
