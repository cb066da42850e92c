"""Reports and studies: which reports may be one study, and how many studies reports are.

PRISMA 2020 counts both: a report is a document, a study an investigation that may have several (Page et al.
2021, doi 10.1136/bmj.n71, box 1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from cireview.deduplication.people import read_person, split_people
from cireview.deduplication.registrations import read_registrations

_SHARED = 3  # authors whom reports of one study share, at least, or all of the shorter list
_APART = 6  # years between the reports of one study that share no registration, at most


def choose_one_a_study(
    rows: pd.DataFrame, study_of: Mapping[str, str], *, beside: pd.DataFrame | None = None
) -> list[str]:
    """Return one record of each study, the first: as many as there are studies.

    Parameters
    ----------
    rows
        ``record_id`` and ``report_id``.
    study_of
        Study of each report that people gave one; every other report is a study of its own.
    beside
        Rows whose studies do not count.
    """
    known = {_name_study(report, study_of) for report in (() if beside is None else beside["report_id"])}
    first: dict[str, str] = {}
    for record, report in rows[["record_id", "report_id"]].itertuples(index=False):
        first.setdefault(_name_study(report, study_of), record)
    return [record for study, record in first.items() if study not in known]


def _name_study(report: str, study_of: Mapping[str, str]) -> str:
    return study_of.get(report) or f"\x1f{report}"


def suggest_studies(reports: pd.DataFrame) -> pd.DataFrame:
    """Suggest which reports are of one study: those with a registration number, or most authors, in common.

    Parameters
    ----------
    reports
        RECORD of the included reports.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``suggested_study`` (the registration, or the first author and year of the earliest)
        and ``why``; reports that nothing joins are left out. Nothing is decided here.
    """
    order = reports.sort_values(["year", "record_id"])
    rows = [_read(row) for row in order.to_dict("records")]
    suggested: dict[str, tuple[str, str]] = {}
    for place, later in enumerate(rows):
        for earlier in rows[:place]:
            if found := _join(earlier, later):
                name, _ = suggested.setdefault(earlier.record_id, found)
                suggested.setdefault(later.record_id, (name, found[1]))
    table = [(record, name, why) for record, (name, why) in suggested.items()]
    return pd.DataFrame(table, columns=["record_id", "suggested_study", "why"], dtype="str")


class _Report(NamedTuple):
    record_id: str
    registrations: frozenset[str]
    people: frozenset[str]
    year: int | None
    name: str


def _read(row: Mapping[Any, Any]) -> _Report:
    """Return what may join a report to another; each is read once, however many there are."""
    people = [person for text in split_people(row["authors"]) if (person := read_person(text)).family]
    year = int(row["year"]) if re.fullmatch(r"\d{4}", row["year"]) else None
    first = row["authors"].split(";")[0].partition(",")[0].strip()
    return _Report(
        row["record_id"],
        frozenset(read_registrations(row["title"], row["abstract"], row["notes"]).split()),
        frozenset(person.family + person.initial for person in people),
        year,
        " ".join(filter(None, [first or row["record_id"], row["year"]])),
    )


def _join(one: _Report, other: _Report) -> tuple[str, str] | None:
    """Return the name of the study that two reports may be of, and why; None for nothing."""
    if numbers := sorted(one.registrations & other.registrations):
        return numbers[0], numbers[0]
    shared, fewest = len(one.people & other.people), min(len(one.people), len(other.people))
    near = one.year is not None and other.year is not None and abs(one.year - other.year) <= _APART
    if near and fewest > 1 and shared >= min(_SHARED, fewest):
        return one.name, f"{shared} authors in common"
    return None
