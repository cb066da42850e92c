"""Small RECORD tables for the tests of deduplication."""

from __future__ import annotations

import pandas as pd

from cireview.tables import RECORD

ARTICLE = {
    "title": "Effects of caffeine on sleep quality in shift workers: a randomised trial",
    "authors": "Müller, Jana; Okafor, Chidi; Lindqvist, Per",
    "year": "2015",
    "journal": "Journal of Occupational Sleep",
    "volume": "12",
    "issue": "3",
    "pages": "201-210",
}


def make_records(*rows: dict[str, str]) -> pd.DataFrame:
    """Return a RECORD table; ids are r0, r1, … unless a row names its own."""
    table = pd.DataFrame([{"record_id": f"r{number}", **row} for number, row in enumerate(rows)])
    return RECORD.conform(table.reindex(columns=list(RECORD.columns)))


def groups_of(matches: pd.DataFrame) -> set[frozenset[str]]:
    return {frozenset(group) for _, group in matches.groupby("report_id")["record_id"]}
