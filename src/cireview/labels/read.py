"""Read the sheets with people's decisions, and report all their problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.labels.people import check_person, name_person, nearest, person_in
from cireview.tables import DECISION, EXCLUDE, INCLUDE, MEETS, UNSURE, Schema
from cireview.tables.dates import is_date, order_date, refuse_date
from cireview.tables.heads import head_row, miss_column
from cireview.tables.homes import find_misplaced
from cireview.tables.spreadsheets import ID_COLUMNS, ROW, read_sheets

# Ours first: of several in a sheet the first counts.
DECISION_COLUMNS = ("decision", "label", "included", "label_included", "vote")
PERSON_COLUMNS = ("reviewer", "decided_by")
_WORDS = {
    INCLUDE: (
        "include",
        "included",
        "yes",
        "y",
        "true",
        "1",
        "1.0",
        "1,0",
        "in",
        "relevant",
        "kyllä",
        "ja",
        "tosi",
        "wahr",
        "x",
    ),
    EXCLUDE: (
        "exclude",
        "excluded",
        "no",
        "n",
        "false",
        "0",
        "0.0",
        "0,0",
        "out",
        "irrelevant",
        "ei",
        "nein",
        "nej",
        "epätosi",
        "falsch",
    ),
    UNSURE: ("unsure", "maybe", "unclear", "undecided", "ehkä", "?"),
}
_DECISION_OF = {word: decision for decision, words in _WORDS.items() for word in words}


def read_decision(text: str) -> str:
    """Return *include*, *exclude* or *unsure* for a word that people write for it, else ""."""
    return _DECISION_OF.get(text.strip().lower(), "")


_RETRIEVED_OF = dict.fromkeys(_WORDS[INCLUDE], "yes") | dict.fromkeys(_WORDS[EXCLUDE], "no")
_MET_OF = _RETRIEVED_OF | dict.fromkeys(_WORDS[UNSURE], UNSURE)

LABEL = Schema(
    "label",
    {
        **DECISION.columns,
        "retrieved": "yes, no or empty",
        "chosen": "how the row came into its batch",
        "file": "sheet that contains it",
        "row": "row of the sheet",
    },
    frozenset({"row"}),
)

_WHOSE = ["record_id", "decided_by", "decided_on"]  # of one day a person says one thing of a record


def read_labels(
    files: Iterable[str | Path],
    *,
    stage: str,
    people: Sequence[str],
    reasons: Mapping[str, str],
    criteria: Sequence[str] = (),
    root: str | Path = ".",
) -> pd.DataFrame:
    """Read all filled sheets of one stage.

    Parameters
    ----------
    files
        Filled sheets, as CSV or XLSX; there may be none.
    stage
        ``screening`` or ``eligibility``.
    people
        Reviewers and adjudicator, as the protocol names them.
    reasons
        Criterion ids with the words that may stand for them in a sheet.
    criteria
        Ids of the criteria that a sheet may have a column ``meets_<id>`` for, whatever its capitals.
    root
        The review's folder, which file names in problems are relative to.

    Returns
    -------
    pandas.DataFrame
        LABEL and a column ``meets_<id>`` for each of `criteria` (yes, no, unsure or ""); a row for each row
        of a sheet that holds a decision, says whether a text was retrieved, or answers for a criterion.

    Raises
    ------
    LabelError
        With every missing column, bad decision or answer, unknown criterion or reviewer, and every two rows
        of one sheet in which one person says two things of one record on the same day.
    """
    problems: list[Problem] = []
    tables = [LABEL.empty().assign(**{MEETS + criterion: pd.Series(dtype="str") for criterion in criteria})]
    for name, sheet in read_sheets(map(Path, files), problems, root=root):
        table, wrong = _labels_of(sheet, name, stage, people, reasons, criteria)
        problems += wrong
        tables.append(table)
    if problems:
        raise LabelError(problems)
    return LABEL.conform(pd.concat(tables, ignore_index=True).astype({"row": "int64"}))


def _labels_of(
    sheet: pd.DataFrame,
    name: str,
    stage: str,
    people: Sequence[str],
    reasons: Mapping[str, str],
    criteria: Sequence[str],
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the labels of one sheet, and what is wrong with it."""
    if problems := find_misplaced(sheet.columns, name, stage) or _missing_columns(sheet, name):
        return LABEL.empty(), problems
    blank = pd.Series("", index=sheet.index, dtype="str")
    by, decision = _first_of(PERSON_COLUMNS, sheet), _first_of(DECISION_COLUMNS, sheet)
    owner = person_in(name, people)
    cells = {column: sheet.get(column, blank) for column in ("reason", "decided_on", "retrieved")}
    table = pd.DataFrame(
        {
            "record_id": sheet[_first_of(ID_COLUMNS, sheet)],
            "stage": stage,
            "decision": _translate(sheet[decision], _DECISION_OF),
            "reason": cells["reason"].map(lambda cell: _reason(cell, reasons)),
            "decided_by": (sheet[by] if by else blank).map(lambda cell: name_person(cell or owner, people)),
            "decided_on": cells["decided_on"].map(order_date),
            "note": sheet.get("note", blank),
            "retrieved": _translate(cells["retrieved"], _RETRIEVED_OF),
            "chosen": sheet.get("chosen", blank),
            "file": name,
            "row": sheet[ROW],
            **_answers(sheet, criteria),
        }
    )
    asked = ["decision", *(MEETS + criterion for criterion in criteria)]
    table = table[(table[[*asked, "retrieved"]] != "").any(axis=1)]
    problems = [*_bad_cells(table, decision, people, reasons), *_bad_answers(sheet, name, criteria)]
    # In nearly every sheet each person has one row of a record.
    answers = [*asked, "retrieved"] if table.duplicated(_WHOSE).any() else []
    return table, problems + [problem for column in answers for problem in _contradictions(table, column)]


def _first_of(columns: Sequence[str], sheet: pd.DataFrame) -> str:
    """Return the first of these columns that the sheet has, or ""."""
    return next((column for column in columns if column in sheet), "")


def _missing_columns(sheet: pd.DataFrame, name: str) -> list[Problem]:
    problems = []
    if not _first_of(ID_COLUMNS, sheet):
        remedy = "Keep the column record_id of the sheet that was handed out"
        message = "the column of record ids is missing"
        problems.append(miss_column(sheet, message, name, "record_id", remedy))
    if not _first_of(DECISION_COLUMNS, sheet):
        remedy = "Write include, exclude or unsure in a column named decision"
        problems.append(miss_column(sheet, "the column of decisions is missing", name, "decision", remedy))
    return problems


def _translate(cells: pd.Series, words: Mapping[str, str]) -> pd.Series:
    """Return what cells mean by words such as yes and kyllä; anything else as it stands."""
    return cells.map(lambda cell: words.get(cell.lower().strip(" .!"), cell))


def _answers(sheet: pd.DataFrame, criteria: Sequence[str]) -> dict[str, pd.Series]:
    """Return what stands in the sheet's column of each criterion, "" where it has none."""
    blank = pd.Series("", index=sheet.index, dtype="str")
    return {
        MEETS + criterion: _translate(sheet.get((MEETS + criterion).lower(), blank), _MET_OF)
        for criterion in criteria
    }


def _bad_answers(sheet: pd.DataFrame, name: str, criteria: Sequence[str]) -> Iterator[Problem]:
    columns = {(MEETS + criterion).lower() for criterion in criteria}
    asked = [str(column) for column in sheet if str(column).startswith(MEETS)] if criteria else []
    for column in asked:
        cells = sheet.loc[sheet[column] != "", [column, ROW]]
        if len(cells) and column not in columns:
            remedy = nearest(column, [MEETS + criterion for criterion in criteria])
            yield Problem("the protocol has no such criterion", name, head_row(sheet), column, remedy)
        for cell, row in zip(cells[column], cells[ROW], strict=True) if column in columns else ():
            if _MET_OF.get(cell.lower().strip(" .!")) is None:
                yield Problem(f"{cell!r} does not say whether the criterion is met", name, row, column,
                              "Write yes, no or unsure")  # fmt: skip


def _reason(cell: str, reasons: Mapping[str, str]) -> str:
    """Return the id of the criterion that a cell names by id or by its words; anything else as it stands."""
    first = re.split(r"[;,]", cell)[0].strip()
    by_words = {words.lower(): criterion for criterion, words in reasons.items()} | {
        criterion.lower(): criterion for criterion in reasons
    }
    return by_words.get(cell.strip().lower()) or by_words.get(first.lower(), cell)


def _bad_cells(
    table: pd.DataFrame, decision_column: str, people: Sequence[str], reasons: Mapping[str, str]
) -> Iterator[Problem]:
    for row in table.itertuples():
        place = str(row.file), int(str(row.row))
        if not row.record_id:
            yield Problem(
                "the record id is missing beside an answer", *place, "record_id", "Restore the id of the row"
            )
        if row.decision not in ("", INCLUDE, EXCLUDE, UNSURE):
            message = f"{row.decision!r} is not a decision"
            yield Problem(message, *place, decision_column, "Write include, exclude or unsure")
        if row.retrieved not in ("", "yes", "no"):
            yield Problem(f"{row.retrieved!r} is neither yes nor no", *place, "retrieved", "Write yes or no")
        if row.retrieved == "no" and row.decision:
            message = f"the text was not retrieved, but there is a decision: {row.decision!r}"
            remedy = "Empty the decision, or write yes under retrieved: a decision needs the text"
            yield Problem(message, *place, "retrieved", remedy)
        day = str(row.decided_on)
        if day and not is_date(day):
            message, remedy = refuse_date(day)
            yield Problem(message, *place, "decided_on", remedy)
        if row.reason and row.decision == EXCLUDE and row.reason not in reasons:
            message = f"{row.reason!r} is not a criterion in the protocol"
            yield Problem(message, *place, "reason", nearest(str(row.reason), list(reasons)))
        column, who, advice = check_person(str(row.decided_by), day, people, file=str(row.file))
        yield from [Problem(who, *place, column, advice)] if who else []


def _contradictions(table: pd.DataFrame, column: str) -> Iterator[Problem]:
    filled = table[table[column] != ""]
    differing = filled[filled.groupby(_WHOSE)[column].transform("nunique") > 1]
    for group, rows in differing.groupby(_WHOSE, sort=True):
        record, person, day = map(str, group)
        pairs = zip(rows["row"], rows[column], strict=True)
        stated = ", ".join(f"row {row}: {word}" for row, word in pairs)
        dated = f" on {day}" if day else ""
        message = f"{person} gives {record} two different answers{dated} ({stated})"
        remedy = "Delete one row, or write the dates of both in a column decided_on"
        yield Problem(message, str(rows["file"].iloc[0]), int(rows["row"].iloc[-1]), column, remedy)
