"""Fink step 4, first half: rules on year, language and document type (PRISMA: automation tools).

A rule removes a report only if it knows a value and every record of the report has one outside the
protocol; a value that is missing or not understood is evidence of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pandas as pd

from cireview.tables import DECISION, EXCLUDE, INCLUDE, Schema
from cireview.tables.vocabulary import document_type_named, document_type_of, languages_named, languages_of

RULES = {
    "year": "Year of publication outside the protocol",
    "language": "Language outside the protocol",
    "document_type": "Document type outside the protocol",
}
"""Rules in the order in which they are applied, with the words that figures print."""

RULES_BY_SOURCE = Schema(
    "source",
    {
        "source": "database, register or other source",
        "found": "records that the source announced",
        "imported": "different records received",
        "rejected": "entries that are no records",
        "limited_by": "which of years, languages and document types its query limits to",
        "left_to_screen": "which of them it cannot limit to",
        **{rule: f"records set aside for this: {reason.lower()}" for rule, reason in RULES.items()},
        "after_rules": "records left",
    },
    frozenset({"found", "imported", "rejected", *RULES, "after_rules"}),
)
"""What every source limited itself, and what the rules set aside of its records."""

Rule = tuple[str, Callable[[str], set[str]], Callable[[str], bool]]
"""A column, what a value of it means, and whether that is within the protocol."""


def apply_rules(
    records: pd.DataFrame,
    matches: pd.DataFrame,
    *,
    years: tuple[int, int] | None,
    languages: Sequence[str],
    document_types: Sequence[str],
) -> pd.DataFrame:
    """Decide every report by year, language and document type.

    Parameters
    ----------
    records
        All records (RECORD), also those of duplicates: each value of each of them counts.
    matches
        Report of every record (MATCH).
    years
        First and last year, both included; None for any.
    languages, document_types
        Those wanted, by name; empty for any.

    Returns
    -------
    pandas.DataFrame
        DECISION with stage ``rules``, one row a report, ordered by id; `reason` is the first of RULES that
        failed, `note` the values that made it fail, or those that were not understood.
    """
    wanted_languages = {language for text in languages for language in languages_named(text)}
    named_types = [document_type_named(text) for text in document_types]
    wanted_types = {document_type_of(kind) or kind for kind in named_types}
    rules: list[Rule] = []
    if years:
        rules.append(("year", _one(year_of), lambda year: years[0] <= int(year) <= years[1]))
    if languages:
        rules.append(("language", languages_of, lambda language: language in wanted_languages))
    if document_types:
        rules.append(("document_type", _one(document_type_of), lambda kind: kind in wanted_types))
    reports = records.merge(matches[["record_id", "report_id"]], on="record_id", validate="1:1")
    decisions = [
        _decide(str(report), group, rules) for report, group in reports.groupby("report_id", sort=True)
    ]
    return DECISION.conform(pd.DataFrame(decisions, columns=list(DECISION.columns)))


def keep_passed(reports: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the reports (RECORD) that the rules let through, by their `decisions` (DECISION)."""
    passed = decisions.loc[decisions["decision"] == INCLUDE, "record_id"]
    return reports[reports["record_id"].isin(passed)].reset_index(drop=True)


def count_rules_by_source(
    records: pd.DataFrame, matches: pd.DataFrame, decisions: pd.DataFrame, searches: pd.DataFrame
) -> pd.DataFrame:
    """Count the records of each source before and after the rules.

    Parameters
    ----------
    records, matches
        As in `apply_rules`.
    decisions
        Its result. A rule sets a report aside, and with it each record of that report.
    searches
        Log of all searches, one row a search; ``search_id`` is also that of its records.

    Returns
    -------
    pandas.DataFrame
        RULES_BY_SOURCE, in the order of `searches`; imported is the sum of the rules' columns and
        ``after_rules``.
    """
    reasons = decisions.set_index("record_id")["reason"]
    report_of = matches.set_index("record_id")["report_id"]
    reason = records["record_id"].map(report_of).map(reasons)
    counts = pd.crosstab(records["search_id"], reason).reindex(
        index=searches["search_id"], columns=[*RULES, ""], fill_value=0
    )
    table = searches.assign(**{name: counts[name].to_numpy() for name in RULES})
    table = table.assign(after_rules=counts[""].to_numpy())
    return RULES_BY_SOURCE.conform(table)[list(RULES_BY_SOURCE.columns)]


def _one(understand: Callable[[str], str]) -> Callable[[str], set[str]]:
    return lambda value: {understand(value)} - {""}


def _decide(report: str, group: pd.DataFrame, rules: Sequence[Rule]) -> dict[str, str]:
    unclear = []
    decision = {
        "record_id": report,
        "stage": "rules",
        "decision": INCLUDE,
        "reason": "",
        "decided_by": "rules",
    }
    for rule, understand, fits in rules:
        values = sorted(set(group[rule]) - {""})
        understood = {meant for value in values for meant in understand(value)}
        note = f"{rule.replace('_', ' ')} {'; '.join(values)}"
        if understood and not any(fits(value) for value in understood):
            excluded = {"decision": EXCLUDE, "reason": rule, "decided_by": f"rule: {rule}"}
            return {**decision, **excluded, "decided_on": "", "note": note}
        if values and not understood:
            unclear.append(f"not understood: {note}")
    return {**decision, "decided_on": "", "note": "; ".join(unclear)}


def year_of(value: str) -> str:
    """Return the first year of publication in `value` as four digits, or "" if it holds none."""
    year = re.search(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)", value)
    return year[0] if year else ""
