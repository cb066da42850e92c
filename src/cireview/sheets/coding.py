"""The sheets that coders fill: a row for each question or each article, and one for each row of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from cireview.sheets.content import Recipients, awaits, show_reports, tell_conflicts
from cireview.tables import CELL, CODED, EVIDENCE
from cireview.tables.questions import LISTED, TABLE, Question
from cireview.tables.workbook import ByRow, Choices

_KEY = ["record_id", "dimension"]
_LONG = [
    *("record_id", "title", "said", "dimension", "question", "values", "value", "suggestion"),
    *("suggestion_evidence", "struck_suggestion", "evidence", "page", "note", "decided_on"),
    *("authors", "year", "coder"),
]


def coding_sheets(
    reports: pd.DataFrame,
    *,
    suggestions: pd.DataFrame | None,
    recipients: Recipients,
    questions: Sequence[Question],
    wide: bool = False,
) -> dict[str, pd.DataFrame]:
    """Return the coding sheet of each coder, with all that the coder still has to code.

    Parameters
    ----------
    reports
        RECORD, one row a report.
    suggestions
        CODE of coder ``suggestion``, shown with its evidence; the cells to fill stay empty. If there is a
        column ``struck``, what a cue strikes stands with cue and sentence in ``struck_suggestion``. None if
        coders are not to see them.
    recipients
        Who gets a sheet, under the name ``coding_<coder>``; ``awaiting`` and ``conflicts`` have a
        ``dimension`` too.
    questions
        Of the codebook. A table has a sheet of its own, ``coding_<coder>_<dimension>``, with a row for each
        article, below which coders add rows.
    wide
        Whether a row is an article, with the columns ``code_<dimension>`` and ``evidence_<dimension>``; else
        it is an article and a question.
    """
    by_id = {question.id: question for question in questions}
    about = show_reports(reports, ["record_id", "title", "authors", "year"])
    table = recipients.awaiting.merge(about, on="record_id")
    shown = [] if suggestions is None else ["suggestion", "suggestion_evidence", "struck_suggestion"]
    if suggestions is not None:
        table = table.merge(_join_suggestions(suggestions).reset_index(), on=_KEY, how="left")
    table = _describe(table, by_id).fillna("")
    said = recipients.conflicts.drop_duplicates(_KEY).set_index(_KEY)["codes"]
    sheets = {}
    for person in recipients.people:
        mine = table[awaits(table["coder"], person)]
        pairs = zip(mine["record_id"], mine["dimension"], strict=True)
        mine = tell_conflicts(mine, [said.get(pair, "") for pair in pairs], person, recipients)
        of_table = mine["dimension"].map({one.id: one.kind == TABLE for one in questions}).astype(bool)
        plain = mine[~of_table]
        sheets[f"coding_{person}"] = _widen(plain, questions, shown) if wide else _lengthen(plain, shown)
        for dimension, rows in mine[of_table].groupby("dimension", sort=False):
            sheets[f"coding_{person}_{dimension}"] = _table_sheet(rows, by_id[str(dimension)])
    return sheets


def coding_choices(questions: Sequence[Question]) -> dict[str, Any]:
    """Return the entries of the drop-downs of coding sheets, by column, for all layouts."""
    tables = [question for question in questions if question.kind == TABLE]
    choices: Choices = {"value": ByRow("dimension", {one.id: list(one.values) for one in questions})}
    by_column = {CODED + one.id: list(one.values) for one in questions if one.values and one.kind != TABLE}
    columns = {column.id for table in tables for column in table.columns if column.values}
    cells = {
        CELL + name: ByRow(
            "dimension", {table.id: _values_of(table, name) for table in tables if _values_of(table, name)}
        )
        for name in sorted(columns)
    }
    return {**choices, **by_column, **cells}


def coding_prompts(questions: Sequence[Question]) -> dict[str, str]:
    """Return the question of each column of a sheet with one column for each dimension."""
    plain = {CODED + one.id: _ask(one) for one in questions if one.kind != TABLE}
    tables = [question for question in questions if question.kind == TABLE]
    parts = {CELL + one.id: _ask(one) for table in tables for one in table.columns}
    return {column: text for column, text in (plain | parts).items() if text}


def _ask(question: Question) -> str:
    expected = "" if question.kind in LISTED else f"({question.allowed})"
    several = "(several with ; between)" if question.kind == "multiple" else ""
    words = (question.asks or question.label, question.condition, expected, several)
    return " ".join(filter(None, words))


def _values_of(table: Question, column: str) -> list[str]:
    return [value for one in table.columns if one.id == column for value in one.values]


def _describe(table: pd.DataFrame, by_id: Mapping[str, Question]) -> pd.DataFrame:
    """Return what awaits people with question and values of each dimension, and cells to fill."""
    asks = {one.id: " ".join(filter(None, [one.asks, one.condition])) for one in by_id.values()}
    table = table.assign(
        question=table["dimension"].map(asks),
        values=table["dimension"].map({one.id: one.allowed for one in by_id.values()}),
    )
    cells = dict.fromkeys(("value", "evidence", "page", "note", "decided_on"), "")
    return table.rename(columns={"awaits": "coder"}).assign(**cells)


def _lengthen(mine: pd.DataFrame, shown: Sequence[str]) -> pd.DataFrame:
    """Return the sheet with a row for each article and question."""
    hidden = {"suggestion", "suggestion_evidence", "struck_suggestion"} - set(shown)
    hidden |= set() if (mine["said"] != "").any() else {"said"}
    columns = [column for column in _LONG if column not in hidden]
    return mine[columns].astype("str").reset_index(drop=True)


def _widen(mine: pd.DataFrame, questions: Sequence[Question], shown: Sequence[str]) -> pd.DataFrame:
    """Return the sheet with a row for each article; settled dimensions have no columns."""
    waiting = [one.id for one in questions if (mine["dimension"] == one.id).any()]
    rows = []
    for _, part in mine.groupby(["record_id", "coder"], sort=False):
        by_dimension = {str(row["dimension"]): row for row in part.to_dict("records")}
        first = next(iter(by_dimension.values()))
        row = {"record_id": first["record_id"], "title": first["title"]}
        told = [f"{name}: {one['said']}" for name, one in by_dimension.items() if one["said"]]
        row |= {"said": "\n".join(told), "asked": "; ".join(by_dimension)}
        for name in waiting:
            row |= {CODED + name: "", EVIDENCE + name: ""}
            row["suggestion_" + name] = _tell_suggestion(by_dimension.get(name, {}) if shown else {})
        empty = {"note": "", "decided_on": ""}
        rows.append(row | empty | {name: first[name] for name in ("authors", "year", "coder")})
    columns = [column for name in waiting for column in (CODED + name, EVIDENCE + name, "suggestion_" + name)]
    order = [
        "record_id",
        "title",
        "said",
        "asked",
        *columns,
        "note",
        "decided_on",
        "authors",
        "year",
        "coder",
    ]
    table = pd.DataFrame(rows, columns=order)
    optional = ["said", *("suggestion_" + name for name in waiting)]
    return table.drop(columns=[one for one in optional if not table[one].any()]).astype("str")


def _tell_suggestion(row: Mapping[Any, Any]) -> str:
    """Return what is suggested for a cell with its sentences, and below it what a cue strikes."""
    stands = f"{row['suggestion']}: {row['suggestion_evidence']}" if row.get("suggestion") else ""
    beaten = f"struck: {row['struck_suggestion']}" if row.get("struck_suggestion") else ""
    return "\n".join(filter(None, [stands, beaten]))


def _table_sheet(mine: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Return the sheet of a table: a row for each article, below which coders add rows."""
    parts = [CELL + column.id for column in question.columns]
    order = ["record_id", "title", *(["said"] if (mine["said"] != "").any() else []), "dimension", "question"]
    order += [*(["value"] if question.values else []), *parts, "evidence", "page", "note", "decided_on"]
    filled = mine.assign(**dict.fromkeys(parts, ""))
    return filled[[*order, "authors", "year", "coder"]].astype("str").reset_index(drop=True)


def _join_suggestions(suggestions: pd.DataFrame) -> pd.DataFrame:
    """Return what is suggested by report and dimension, and apart from it what a cue strikes."""
    blank = pd.Series("", index=suggestions.index, dtype="str")
    struck, pages = suggestions.get("struck", blank), suggestions.get("page", blank)
    evidence = suggestions["evidence"] + pages.map(lambda page: f" [page {page}]" if page else "")
    suggestions = suggestions.assign(evidence=evidence)
    stands = (
        suggestions[struck == ""]
        .groupby(_KEY)
        .agg(
            suggestion=("value", "; ".join),
            suggestion_evidence=("evidence", lambda sentences: " / ".join(dict.fromkeys(sentences))),
        )
    )
    words = suggestions["value"] + " (" + struck + "): " + suggestions["evidence"]
    beaten = suggestions.assign(struck_suggestion=words)[struck != ""]
    return stands.join(beaten.groupby(_KEY).agg({"struck_suggestion": "\n".join}), how="outer")
