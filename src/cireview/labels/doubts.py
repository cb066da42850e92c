"""Find answers that are probably mistakes, although they stop no run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path

import pandas as pd

from cireview.errors import Problem
from cireview.labels.latest import keep_last, name_answers
from cireview.labels.people import person_in
from cireview.tables import INCLUDE, MEETS
from cireview.tables.xlsx import count_comments

_MOVED, _MOVED_SHARE = 3, 0.2


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
        message = f"{len(ids)} ids belong to no record, such as {first!r}; their answers do not count"
        remedy = (
            f"Capitals matter: did you mean {near!r}?"
            if near
            else "Restore the ids, or the export file that contained them"
        )
        problems.append(Problem(message, str(file), int(ids["row"].iloc[0]), "record_id", remedy))
    return problems


def find_future_dates(labels: pd.DataFrame, *, today: str) -> list[Problem]:
    """Return a problem for each sheet (LABEL) with decisions dated after `today`, such as 2020-03-31."""
    problems = []
    for file, rows in labels[labels["decided_on"] > today].groupby("file", sort=True):
        day = rows["decided_on"].iloc[0]
        message = f"{len(rows)} decisions have dates after today, such as {day}, and so replace all others"
        place = str(file), int(rows["row"].iloc[0]), "decided_on"
        problems.append(Problem(message, *place, "Correct the date"))
    return problems


def find_others_sheets(labels: pd.DataFrame, people: Sequence[str]) -> list[Problem]:
    """Return a problem for each sheet (LABEL) whose file name and column name different people."""
    problems = []
    for key, rows in labels.groupby(["file", "decided_by"], sort=True):
        file, person = map(str, key)
        owner = person_in(file, people)
        if owner and not person_in(file, [person]):
            message = f"the file name says {owner}, but {len(rows)} rows say {person}, and count for {person}"
            place = file, int(rows["row"].iloc[0]), "reviewer"
            problems.append(Problem(message, *place, "Correct the column, or rename the file"))
    return problems


def find_comments(files: Iterable[str], *, root: Path) -> list[Problem]:
    """Return a doubt for each workbook with comments beside its cells, which nobody reads."""
    doubts = []
    for file in files:
        path = root / file
        if path.suffix.lower() == ".xlsx" and (number := count_comments(path.read_bytes())):
            some = f"{number} comment{'s' if number > 1 else ''} on cells, which no run reads"
            doubts.append(Problem(some, file, remedy="Write into the column note what others need to know"))
    return doubts


def find_moved_reasons(labels: pd.DataFrame) -> list[Problem]:
    """Return a problem for each sheet (LABEL) in which many rows say include and give a reason to exclude.

    A spreadsheet that sorts one column alone moves each decision to another row and leaves its reason.
    """
    problems = []
    for file, rows in labels[labels["decision"] == INCLUDE].groupby("file", sort=True):
        reasoned = rows[rows["reason"] != ""]
        # A few are notes of a person who reconsidered; sorting would move most decisions.
        if len(reasoned) >= _MOVED and len(reasoned) >= _MOVED_SHARE * len(rows):
            count = f"{len(reasoned)} of {len(rows)} rows with include also give a reason to exclude"
            message = f"{count}, the first {reasoned['reason'].iloc[0]!r}"
            remedy = (
                "The column decision was probably sorted alone: compare the sheet with the one handed out"
            )
            place = str(file), int(reasoned["row"].iloc[0]), "reason"
            problems.append(Problem(message, *place, remedy))
    return problems


def find_contradictions(labels: pd.DataFrame, report_of: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each person who gave two answers of which no date says which is meant.

    Parameters
    ----------
    labels
        LABEL, with columns ``meets_<criterion>`` if there are any.
    report_of
        Report of every record; an id that is not in it stands for itself.
    """
    columns = ["decision", *(str(column) for column in labels if str(column).startswith(MEETS))]
    reports = [report_of.get(record, record) for record in labels["record_id"]]
    labels = labels.assign(report=pd.Series(reports, index=labels.index, dtype="str"))
    key, first_of = ["report", "decided_by"], dict[tuple[str, str], tuple[str, pd.DataFrame]]()
    for column in columns:
        last = keep_last(labels[labels[column] != ""], key, column)
        unclear = last[last.groupby(key)[column].transform("nunique") > 1]
        for (report, person), rows in unclear.groupby(key, sort=True):
            first_of.setdefault((str(person), str(report)), (column, rows))
    problems = []
    for person in sorted({person for person, _ in first_of}):
        reports = sorted(report for name, report in first_of if name == person)
        column, rows = first_of[person, reports[0]]
        answers = name_answers(rows.itertuples(), attrgetter(column))
        count = "1 record" if len(reports) == 1 else f"{len(reports)} records"
        link = ": " if len(reports) == 1 else ", such as "
        message = (
            f"{person} gives {count} two answers, and no date says which counts{link}{reports[0]}, {answers}"
        )
        place = str(rows["file"].iloc[-1]), int(rows["row"].iloc[-1]), column
        remedy = "Write the date of each answer in decided_on, or delete the one that no longer holds"
        problems.append(Problem(message, *place, remedy))
    return problems
