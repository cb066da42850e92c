"""The sheets that people fill, as tables: what each of them sees, and which cells are theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

_SHOWN = ["record_id", "title", "authors", "year", "journal", "doi"]
_DECIDE = ["decision", "reason", "note"]
# What one decides by stands beside the cells to fill.
_FIRST = ("record_id", "title", "abstract", "said", "criteria_so_far")


@dataclass(frozen=True)
class Recipients:
    """Who gets a sheet of a stage, and what awaits each of them.

    Parameters
    ----------
    people, adjudicator
        All who get a sheet, and which of them decides where the others differ.
    awaiting
        ``record_id``, ``awaits``.
    conflicts
        CONFLICT, of which only the adjudicator sees what the others said.
    """

    people: Sequence[str]
    adjudicator: str | None
    awaiting: pd.DataFrame
    conflicts: pd.DataFrame


@dataclass(frozen=True)
class Hints:
    """What the software says of abstracts that are still to be read.

    Parameters
    ----------
    ranking
        ``record_id``, ``probability``, ``rank`` of what nobody labelled.
    criteria
        ``record_id``, ``criterion``, ``score``, ``words``: what speaks for each criterion.
    reasons
        ``record_id``, ``suggested_reason``, never filled in.
    notes
        ``record_id``, ``note``: what is missing, cut or not English.
    show_score
        Whether reviewers see the model's probability and the score of each criterion.
    """

    ranking: pd.DataFrame
    criteria: pd.DataFrame
    reasons: pd.DataFrame
    notes: pd.DataFrame
    show_score: bool


def abstract_sheets(
    reports: pd.DataFrame,
    *,
    hints: Hints,
    recipients: Recipients,
    answers: pd.DataFrame,
    asked: Sequence[str],
) -> dict[str, pd.DataFrame]:
    """Return a sheet of abstracts for each person: what awaits that person, most likely relevant first.

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
    table = _add_hints(_reports(reports, [*_SHOWN, "abstract", "keywords"]), hints)
    table = _order(table, hints.ranking, show_score=hints.show_score)
    sheets = {}
    for person in recipients.people:
        recalled = _recall(table, answers, person, judge=person == recipients.adjudicator)
        sheets[f"screening_{person}"] = _for_person(recalled, person, recipients, [*asked, *_DECIDE])
    return sheets


def _order(table: pd.DataFrame, ranking: pd.DataFrame, *, show_score: bool) -> pd.DataFrame:
    """Return `table` in the order of the ranking, what it does not hold last; ``probability`` if asked."""
    table = table.merge(ranking[["record_id", "rank", "probability"]], on="record_id", how="left")
    table = table.assign(rank=pd.to_numeric(table["rank"]))
    # What was labelled by one reader and awaits another has no rank: it follows what nobody has read.
    table = table.sort_values(["rank", "record_id"], na_position="last", ignore_index=True)
    shown = pd.to_numeric(table["probability"]).map(lambda chance: "" if pd.isna(chance) else f"{chance:.2f}")
    table = table.assign(probability=shown) if show_score else table.drop(columns="probability")
    return table.drop(columns="rank")


def _score(criteria: pd.DataFrame) -> pd.DataFrame:
    """Return `criteria` with the score before its words."""
    scores = pd.to_numeric(criteria["score"])
    texts = [f"{score:.2f} {words}".strip() for score, words in zip(scores, criteria["words"], strict=True)]
    return criteria.assign(words=pd.Series(texts, index=criteria.index, dtype="str"))


def _recall(table: pd.DataFrame, answers: pd.DataFrame, person: str, *, judge: bool) -> pd.DataFrame:
    """Return `table` with what `person` answered for criteria so far; for a judge, what each person did."""
    if answers.empty:
        return table
    mine = answers if judge else answers[answers["decided_by"] == person]
    whose = mine["decided_by"] + ": " if judge else ""
    answered = (whose + mine["criterion"] + " " + mine["met"]).groupby(mine["record_id"]).agg("; ".join)
    return table.assign(criteria_so_far=[answered.get(report, "") for report in table["record_id"]])


def _add_hints(table: pd.DataFrame, hints: Hints) -> pd.DataFrame:
    criteria = _score(hints.criteria) if hints.show_score else hints.criteria
    words = criteria[criteria["words"] != ""]
    texts = {
        "criteria_words": (words["criterion"] + ": " + words["words"])
        .groupby(words["record_id"])
        .agg("\n".join),
        "suggested_reason": hints.reasons.set_index("record_id")["suggested_reason"],
        "text_note": hints.notes["note"].groupby(hints.notes["record_id"]).agg("; ".join),
    }
    columns = {name: [text.get(report, "") for report in table["record_id"]] for name, text in texts.items()}
    return table.assign(**columns)


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
    table = _reports(reports, [*_SHOWN, "url"])
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


def coding_sheets(
    reports: pd.DataFrame,
    *,
    suggestions: pd.DataFrame,
    awaiting: pd.DataFrame,
    coders: Sequence[str],
    questions: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
) -> dict[str, pd.DataFrame]:
    """Return a coding sheet for each coder: a row for each article and dimension that awaits that coder.

    Parameters
    ----------
    reports
        RECORD, one row a report.
    suggestions
        CODE of coder ``suggestion``, shown with its evidence; the cells to fill stay empty.
    awaiting
        ``record_id``, ``dimension``, ``awaits``.
    coders
        Who gets a sheet, under the name ``coding_<coder>``.
    questions
        Question of each dimension.
    values
        Labels of the values, by id, by dimension.
    """
    key = ["record_id", "dimension"]
    joined = suggestions.groupby(key).agg(
        suggestion=("value", "; ".join),
        suggestion_evidence=("evidence", lambda sentences: " / ".join(dict.fromkeys(sentences))),
    )
    table = awaiting.merge(_reports(reports, ["record_id", "title", "authors", "year"]), on="record_id")
    table = table.merge(joined.reset_index(), on=key, how="left")
    table["question"] = table["dimension"].map(questions)
    table["values"] = table["dimension"].map(
        {dimension: "; ".join(labels) for dimension, labels in values.items()}
    )
    table = table.rename(columns={"awaits": "coder"}).assign(value="", evidence="", note="").fillna("")
    order = ["record_id", "title", "dimension", "question", "values", "value", "suggestion",
             "suggestion_evidence", "evidence", "note", "authors", "year", "coder"]  # fmt: skip
    return {
        f"coding_{coder}": table.loc[table["coder"] == coder, order].astype("str").reset_index(drop=True)
        for coder in coders
    }


def _reports(reports: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    return reports[list(columns)].reset_index(drop=True)


def _for_person(
    table: pd.DataFrame, person: str, recipients: Recipients, cells: Sequence[str]
) -> pd.DataFrame:
    awaiting, conflicts = recipients.awaiting, recipients.conflicts
    mine = table[table["record_id"].isin(awaiting.loc[awaiting["awaits"] == person, "record_id"])]
    if person == recipients.adjudicator:
        # These two are no differences between those who were asked.
        differ = ~conflicts["kind"].isin(["unknown id", "not assigned"])
        decisions = conflicts[differ].set_index("record_id")["decisions"]
        mine = mine.assign(said=[decisions.get(report, "") for report in mine["record_id"]])
    mine = mine.assign(reviewer=person, **dict.fromkeys(cells, ""), decided_on="").reset_index(drop=True)
    first = [column for column in (*_FIRST, *cells) if column in mine]
    return mine[[*first, *(column for column in mine if column not in first)]]
