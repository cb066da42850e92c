"""The sheets that people fill, as tables: what each of them sees, and which cells are theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cireview.places import CONFLICTS
from cireview.sheets.display import clean_column
from cireview.sheets.hints import Hints, order_with_hints

_SHOWN = ["record_id", "title", "authors", "year", "journal", "doi"]
_DECIDE = ["decision", "reason", "note"]
AGAIN = "You gave two different answers. Answer again, and write the date in decided_on."
"""What a sheet says to a person who contradicted themselves; the page has words of its own."""
# Columns for deciding are beside the cells to fill in.
_FIRST = ("record_id", "title", "abstract", "said", "criteria_so_far")


@dataclass(frozen=True)
class Recipients:
    """Who gets a sheet of a stage, and what each of them has to do.

    Parameters
    ----------
    people, adjudicator
        All who get a sheet, and which of them decides where the others differ; `CONFLICTS` in place of those
        who are to settle conflicts together.
    awaiting
        ``record_id``, ``awaits``, ``conflict``.
    conflicts
        CONFLICT, or CODE_CONFLICT. What the others said, only who settles it sees.
    """

    people: Sequence[str]
    adjudicator: str | None
    awaiting: pd.DataFrame
    conflicts: pd.DataFrame


def abstract_sheets(
    reports: pd.DataFrame,
    *,
    hints: Hints,
    recipients: Recipients,
    answers: pd.DataFrame,
    asked: Sequence[str],
) -> dict[str, pd.DataFrame]:
    """Return a sheet of abstracts for each person: those still to read, the most likely relevant first.

    Parameters
    ----------
    reports
        RECORD, one row a report.
    hints
        What the software says of the abstracts; its ranking gives the order.
    recipients
        Who gets a sheet, under the name ``screening_<person>``.
    answers
        CRITERION_LABEL, shown to who gave it and to the adjudicator in the column ``criteria_so_far``.
    asked
        Columns in which reviewers answer for criteria one by one.
    """
    table = order_with_hints(show_reports(reports, [*_SHOWN, "abstract", "keywords"]), hints)
    sheets = {}
    for person in recipients.people:
        recalled = _recall(table, answers, person, judge=person == recipients.adjudicator)
        sheets[f"screening_{person}"] = _for_person(recalled, person, recipients, [*asked, *_DECIDE])
    return sheets


def _recall(table: pd.DataFrame, answers: pd.DataFrame, person: str, *, judge: bool) -> pd.DataFrame:
    """Return `table` with what `person` answered for criteria so far; for a judge, what each person did."""
    if answers.empty:
        return table
    mine = answers if judge else answers[answers["decided_by"] == person]
    whose = mine["decided_by"] + ": " if judge else ""
    answered = (whose + mine["criterion"] + " " + mine["met"]).groupby(mine["record_id"]).agg("; ".join)
    return table.assign(criteria_so_far=[answered.get(report, "") for report in table["record_id"]])


def full_text_sheets(
    reports: pd.DataFrame,
    *,
    names: Mapping[str, str],
    full_texts: pd.DataFrame,
    criteria: pd.DataFrame,
    places: pd.DataFrame | None,
    retrieved: pd.DataFrame,
    recipients: Recipients,
) -> dict[str, pd.DataFrame]:
    """Return a sheet of full texts for each person, under the name ``eligibility_<person>``.

    Parameters are as of `abstract_sheets`, and

    names
        Name, without suffix, under which the full text of each report is to be saved.
    full_texts
        ``file``, ``report_id`` and ``status`` of the files in ``data/fulltext/``.
    criteria
        CODE, a row for each criterion that a sentence speaks for: shown in ``criteria_evidence``.
    places
        OPEN_ACCESS, if free versions were looked up: the sheets show address, PDF and kind of each.
    retrieved
        ``record_id`` and ``retrieved``; what is already known stands in the column ``retrieved_so_far``.
    """
    table = show_reports(reports, [*_SHOWN, "url"])
    so_far = retrieved.set_index("record_id")["retrieved"]
    table["retrieved_so_far"] = [so_far.get(report, "") for report in table["record_id"]]
    files = full_texts["file"] + full_texts["status"].map(
        lambda status: "" if status == "read" else f" ({status})"
    )
    files = files.groupby(full_texts["report_id"]).agg("; ".join)
    table["full_text"] = [files.get(report, "") for report in table["record_id"]]
    table["save_as"] = [f"{names[report]}.pdf" for report in table["record_id"]]
    evidence = (criteria["value"] + ": " + criteria["evidence"]).groupby(criteria["record_id"]).agg("\n".join)
    table["criteria_evidence"] = [evidence.get(report, "") for report in table["record_id"]]
    table = table if places is None else table.merge(_free_versions(places), on="record_id", how="left")
    table = table.fillna("")
    cells = ["retrieved", *_DECIDE]
    return {
        f"eligibility_{person}": _for_person(table, person, recipients, cells) for person in recipients.people
    }


def _free_versions(places: pd.DataFrame) -> pd.DataFrame:
    details = places[["version", "license", "host", "source", "reason"]]
    return pd.DataFrame(
        {
            "record_id": places["record_id"],
            "free_url": places["url"],
            "free_pdf": places["pdf_url"],
            "free_version": ["; ".join(filter(None, row)) for row in details.itertuples(index=False)],
        }
    )


def show_reports(reports: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return these columns of reports (RECORD) as people read them."""
    shown = reports[list(columns)].reset_index(drop=True)
    return shown.apply(lambda cells: clean_column(str(cells.name), cells))


def _for_person(
    table: pd.DataFrame, person: str, recipients: Recipients, cells: Sequence[str]
) -> pd.DataFrame:
    awaiting, conflicts = recipients.awaiting, recipients.conflicts
    awaited = awaiting[awaits(awaiting["awaits"], person)].drop_duplicates("record_id")
    mine = table.merge(awaited[["record_id", "awaits", "conflict"]], on="record_id")
    # These two kinds are not differences between assigned readers.
    differ = ~conflicts["kind"].isin(["unknown id", "not assigned"])
    said = conflicts[differ].drop_duplicates("record_id").set_index("record_id")["decisions"]
    mine = tell_conflicts(mine, [said.get(report, "") for report in mine["record_id"]], person, recipients)
    if person != recipients.adjudicator and (mine["said"] == "").all():
        mine = mine.drop(columns="said")
    mine = mine.rename(columns={"awaits": "reviewer"}).drop(columns="conflict")
    mine = mine.assign(**dict.fromkeys(cells, ""), decided_on="").reset_index(drop=True)
    first = [column for column in (*_FIRST, *cells) if column in mine]
    return mine[[*first, *(column for column in mine if column not in first)]]


def awaits(names: pd.Series, person: str) -> pd.Series:
    """Return the rows that a person has to answer, or, for `CONFLICTS`, several people together."""
    together = names.str.contains(";", regex=False)
    return together if person == CONFLICTS else names == person


def tell_conflicts(
    mine: pd.DataFrame, said: Sequence[str], person: str, recipients: Recipients
) -> pd.DataFrame:
    """Add ``said``: all answers for the person who settles, and a note on one's own contradiction."""
    settles = person in (recipients.adjudicator, CONFLICTS)
    own = [AGAIN if kind == "contradiction" else "" for kind in mine["conflict"]]
    return mine.assign(said=pd.Series(said if settles else own, index=mine.index, dtype="str"))
