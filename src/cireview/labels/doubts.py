"""What people answered and what is likely a mistake, though no run stops for it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cireview.errors import Problem
from cireview.labels.read import person_in


def find_unknown_ids(answers: pd.DataFrame, record_ids: Sequence[str]) -> list[Problem]:
    """Return a problem for each sheet with answers on ids that no record has.

    Parameters
    ----------
    answers
        ``record_id``, ``file``, ``row``, as of LABEL or CODING.
    record_ids
        Ids of all records.
    """
    meant = {record.lower(): record for record in record_ids}
    problems = []
    for file, rows in answers[~answers["record_id"].isin(record_ids)].groupby("file", sort=True):
        ids = rows.drop_duplicates("record_id")
        # Spreadsheets and people change capitals, while ids that differ in capitals are different ids.
        near = next((meant[record.lower()] for record in ids["record_id"] if record.lower() in meant), "")
        first = str(ids["record_id"].iloc[0])
        message = f"{len(ids)} ids are those of no record, the first is {first!r}; their answers do not count"
        remedy = (
            f"Capitals matter: did you mean {near!r}?" if near else "Restore them from the sheet handed out"
        )
        problems.append(Problem(message, str(file), int(ids["row"].iloc[0]), "record_id", remedy))
    return problems


def find_future_dates(labels: pd.DataFrame, *, today: str) -> list[Problem]:
    """Return a problem for each sheet (LABEL) with decisions dated after `today`, such as 2020-03-31."""
    problems = []
    for file, rows in labels[labels["decided_on"] > today].groupby("file", sort=True):
        day = rows["decided_on"].iloc[0]
        message = f"{len(rows)} decisions are dated after today, the first {day}, and stand above all others"
        place = str(file), int(rows["row"].iloc[0]), "decided_on"
        problems.append(Problem(message, *place, "Mend the date"))
    return problems


def find_others_sheets(labels: pd.DataFrame, people: Sequence[str]) -> list[Problem]:
    """Return a problem for each sheet (LABEL) that is named after somebody else than its column says."""
    problems = []
    for key, rows in labels.groupby(["file", "decided_by"], sort=True):
        file, person = map(str, key)
        owner = person_in(file, people)
        if owner and not person_in(file, [person]):
            message = f"its name says {owner}, and {len(rows)} rows say {person}, for whom they count"
            place = file, int(rows["row"].iloc[0]), "reviewer"
            problems.append(Problem(message, *place, "Mend the column, or rename the file"))
    return problems
