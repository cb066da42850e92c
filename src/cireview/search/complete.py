"""Complete records: missing DOI, abstract, year, language and type from services that know the same work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cireview.errors import Problem
from cireview.sources.fields import read_fields
from cireview.sources.lookup import LOOKUPS, Library, bare_id, compare_titles
from cireview.tables import RECORD, Schema
from cireview.web import Access

COMPLETED = ("doi", "abstract", "year", "language", "document_type")
DOUBTFUL_TITLE = 60.0
"""Likeness below which the work of an identifier is taken for another one: the identifier may be wrong."""

COMPLETION = Schema(
    "completion",
    {
        "record_id": "record that had a gap",
        "column": "column that was empty",
        "value": "value that was found",
        "source": "service that gave the value",
        "by": "how the work was found: doi, pmid, title, or an identifier found by title",
        "key": "the identifier or title",
        "likeness": "similarity of the two titles, 0 to 100",
    },
    frozenset({"likeness"}),
)
UNCOMPLETED = Schema(
    "value that is still missing",
    {"record_id": "record", "column": "column that is still empty", "reason": "why"},
)


@dataclass(frozen=True)
class Completion:
    """What was found, what is still missing and why, and which services failed.

    Parameters
    ----------
    filled
        Table COMPLETION.
    missing
        Table UNCOMPLETED.
    problems
        Services that could not be asked, and what to do.
    """

    filled: pd.DataFrame
    missing: pd.DataFrame
    problems: tuple[Problem, ...]


def find_missing_values(
    records: pd.DataFrame, access: Access, *, columns: Sequence[str] = COMPLETED
) -> Completion:
    """Look up missing values of records, by identifier, or by title with a check that it is the same work.

    Parameters
    ----------
    records
        A RECORD table.
    access
        Its archive; answers are kept in ``completion/<date>``.
    columns
        Columns to complete.
    """
    library = Library(access, purpose="completion")
    lacking = records[(records[list(columns)] == "").any(axis=1)]
    rows = [dict(zip(lacking.columns, row, strict=True)) for row in lacking.itertuples(index=False)]
    by_title = {
        row["record_id"]: _Found(work[0], "title", row["title"], work[1])
        for row in rows
        if row["title"] and not row["doi"] and not row["pmid"] and (work := library.find_by_title(row))
    }
    candidates = _find_by_identifier(library, rows, by_title)
    filled, missing = [], []
    for row in rows:
        silent = _tell_silent(library, row, by_title)
        for column in [column for column in columns if not row[column]]:
            value, reason = _choose(row, column, candidates[row["record_id"]], silent)
            if value is not None:
                filled.append(value)
            else:
                missing.append({"record_id": row["record_id"], "column": column, "reason": reason})
    return Completion(
        COMPLETION.conform(pd.DataFrame(filled, columns=list(COMPLETION.columns))),
        UNCOMPLETED.conform(pd.DataFrame(missing, columns=list(UNCOMPLETED.columns))),
        tuple(library.problems),
    )


def fill_missing_values(records: pd.DataFrame, filled: pd.DataFrame) -> pd.DataFrame:
    """Return `records` with empty cells filled from a COMPLETION table; no other cell is touched."""
    records = records.copy()
    for column, part in filled.groupby("column", sort=True):
        values = records["record_id"].map(dict(zip(part["record_id"], part["value"], strict=True)))
        name = str(column)
        records[name] = records[name].where((records[name] != "") | values.isna(), values)
    return RECORD.conform(records)


@dataclass(frozen=True)
class _Found:
    source: str
    by: str
    key: str
    values: Mapping[str, str]


def _find_by_identifier(
    library: Library, rows: Sequence[Mapping[str, str]], by_title: Mapping[str, _Found]
) -> dict[str, list[_Found]]:
    """Return what each service knows under the identifiers of records, those found by title included."""
    works = {
        row["record_id"]: [by_title[row["record_id"]]] if row["record_id"] in by_title else [] for row in rows
    }
    for lookup in LOOKUPS:
        if lookup.column == "accession":
            continue
        keys = {row["record_id"]: _identifier(row, lookup.column, by_title) for row in rows}
        items = library.find(lookup, [key for key in keys.values() if key])
        for record_id, key in keys.items():
            if bare_id(key) in items:
                values = read_fields(items[bare_id(key)], lookup.source.fields)
                by = f"title, then {lookup.column}" if record_id in by_title else lookup.column
                works[record_id].append(_Found(lookup.source.name, by, key, values))
    return works


def _tell_silent(library: Library, row: Mapping[str, str], by_title: Mapping[str, _Found]) -> str:
    """Return which services gave no answer about a record, or that there was nothing to ask by."""
    asked = [row["title"], *(_identifier(row, column, by_title) for column in ("doi", "pmid"))]
    return (
        library.tell_unanswered(asked) if any(asked) else "it has no DOI, PubMed id or title to look it up by"
    )


def _identifier(row: Mapping[str, str], column: str, by_title: Mapping[str, _Found]) -> str:
    match = by_title.get(row["record_id"])
    return row[column] or (match.values[column] if match else "")


def _choose(
    row: Mapping[str, str], column: str, candidates: Sequence[_Found], silent: str
) -> tuple[dict[str, Any] | None, str]:
    """Return the first value of a work that is the record's, or why there is none.

    `silent` tells which services gave no answer about the record.
    """
    reason = "no service that knows the work has the value" if candidates else "no service knows the work"
    for candidate in candidates:
        likeness = compare_titles(row["title"], candidate.values["title"]) if row["title"] else 100.0
        if likeness < DOUBTFUL_TITLE:
            title = candidate.values["title"]
            reason = f"{candidate.source} has another title under {candidate.by} {candidate.key}: {title}"
        elif candidate.values[column]:
            filled = {"record_id": row["record_id"], "column": column, "value": candidate.values[column]}
            how = {"source": candidate.source, "by": candidate.by, "key": candidate.key}
            return {**filled, **how, "likeness": round(likeness, 1)}, ""
    if silent:
        return None, f"{reason}; {silent}" if candidates else silent
    return None, reason
