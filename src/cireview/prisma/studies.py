"""Reports and studies: which reports may be one study, and how many studies reports are.

PRISMA 2020 counts both: a report is a document, a study an investigation that may have several (Page et al.
2021, doi 10.1136/bmj.n71, box 1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

_REGISTRATION = re.compile(
    r"\b(?:NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|DRKS\d{8}|CRD\d{11}|EUCTR\d{4}-\d{6}-\d{2})\b"
)
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
    rows = reports.sort_values(["year", "record_id"]).to_dict("records")
    suggested: dict[str, tuple[str, str]] = {}
    for place, later in enumerate(rows):
        for earlier in rows[:place]:
            if why := _join(earlier, later):
                name = why if "author" not in why else _name(earlier)
                group = suggested.setdefault(earlier["record_id"], (name, why))
                suggested.setdefault(later["record_id"], (group[0], why))
    table = [(record, name, why) for record, (name, why) in suggested.items()]
    return pd.DataFrame(table, columns=["record_id", "suggested_study", "why"], dtype="str")


def _join(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> str:
    """Return why two reports may be of one study: a registration, or a number of authors; "" for nothing."""
    if numbers := sorted(_registrations(one) & _registrations(other)):
        return numbers[0]
    people, others = _people(one), _people(other)
    shared, fewest = len(people & others), min(len(people), len(others))
    years = [int(row["year"]) for row in (one, other) if re.fullmatch(r"\d{4}", row["year"])]
    near = len(years) == 2 and abs(years[0] - years[1]) <= _APART
    if near and fewest > 1 and shared >= min(_SHARED, fewest):
        return f"{shared} authors in common"
    return ""


def _registrations(row: Mapping[Any, Any]) -> set[str]:
    text = f"{row['title']} {row['abstract']} {row.get('registration', '')}".upper()
    return set(_REGISTRATION.findall(text))


def _people(row: Mapping[Any, Any]) -> set[str]:
    """Return family name and first initial of each author."""
    return {
        re.sub(r"[^\w,]", "", name.casefold()).partition(",")[0]
        + re.sub(r"[^\w]", "", name.partition(",")[2].casefold())[:1]
        for name in row["authors"].split(";")
        if name.strip()
    }


def _name(row: Mapping[Any, Any]) -> str:
    first = row["authors"].split(";")[0].partition(",")[0].strip()
    return " ".join(filter(None, [first or row["record_id"], row["year"]]))
