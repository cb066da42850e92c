"""Tables that coders filled, a row an outcome, and their hand-off to programs for meta-analysis."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pandas as pd

from cireview.tables.questions import Question

# metafor's escalc: group 1 and group 2, or the two rows of a 2 × 2 table.
_METAFOR = {
    "continuous": {
        "n_1": "n1i",
        "mean_1": "m1i",
        "sd_1": "sd1i",
        "n_2": "n2i",
        "mean_2": "m2i",
        "sd_2": "sd2i",
    },
    "binary": {"events_1": "ai", "n_1": "n1i", "events_2": "ci", "n_2": "n2i"},
}
# Heads of RevMan's tables of data.
_REVMAN = {
    "continuous": {
        "mean_1": "Experimental mean",
        "sd_1": "Experimental SD",
        "n_1": "Experimental total",
        "mean_2": "Control mean",
        "sd_2": "Control SD",
        "n_2": "Control total",
    },
    "binary": {
        "events_1": "Experimental cases",
        "n_1": "Experimental total",
        "events_2": "Control cases",
        "n_2": "Control total",
    },
}


def list_outcomes(codes: pd.DataFrame, question: Question, cited: Mapping[str, str]) -> pd.DataFrame:
    """Return the settled rows of a table.

    Parameters
    ----------
    codes
        Settled codes (CODED_VALUE).
    question
        The table.
    cited
        Citation of each included report, by its id.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``article``, the columns of the table as text, ``evidence``, ``page`` and ``coder``;
        ordered by article, then as the rows were written. An article with an answer in words has no row.
    """
    mine = codes[(codes["dimension"] == question.id) & codes["record_id"].isin(list(cited))]
    rows = [
        {
            "record_id": row["record_id"],
            "article": cited[row["record_id"]],
            **json.loads(row["value"]),
            **{column: row[column] for column in ("evidence", "page", "coder")},
        }
        for row in mine.to_dict("records")
        if row["value"] not in question.values
    ]
    columns = ["record_id", "article", *(column.id for column in question.columns)]
    table = pd.DataFrame(rows, columns=[*columns, "evidence", "page", "coder"], dtype="str").fillna("")
    return table.sort_values("article", kind="stable", ignore_index=True)


def write_metafor(outcomes: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Return outcomes with the names of columns that `escalc` of the R package metafor takes.

    Parameters
    ----------
    outcomes
        Result of `list_outcomes` of a table with a design.
    question
        The table.

    Returns
    -------
    pandas.DataFrame
        ``study``, ``outcome``; ``n1i``, ``m1i``, ``sd1i`` and the same of group 2, or ``ai``, ``bi``,
        ``n1i``, ``ci``, ``di``, ``n2i``; then the codebook's own columns. What is not reported is empty.

    References
    ----------
    Viechtbauer 2010, doi 10.18637/jss.v036.i03.
    """
    names = _METAFOR[question.design]
    table = outcomes.rename(columns={"article": "study", **names})
    measures = list(names.values())
    if question.design == "binary":
        without = {"bi": ("n1i", "ai"), "di": ("n2i", "ci")}
        table = table.assign(**{name: _subtract(table, *pair) for name, pair in without.items()})
        measures = ["ai", "bi", "n1i", "ci", "di", "n2i"]
    return table[["study", "outcome", *measures, *_own_columns(question), "record_id"]]


def write_revman(outcomes: pd.DataFrame, question: Question, years: Mapping[str, str]) -> pd.DataFrame:
    """Return outcomes with the heads of RevMan's tables of data; `years` has the year of each report."""
    names = _REVMAN[question.design]
    table = outcomes.rename(columns={"article": "Study", "outcome": "Outcome", **names})
    table["Study year"] = [years.get(report, "") for report in outcomes["record_id"]]
    return table[["Study", "Study year", "Outcome", *names.values(), *_own_columns(question)]]


def _own_columns(question: Question) -> list[str]:
    return [one.id for one in question.columns if one.id not in ("outcome", *_METAFOR[question.design])]


def _subtract(table: pd.DataFrame, total: str, part: str) -> pd.Series:
    difference = pd.to_numeric(table[total]) - pd.to_numeric(table[part])
    return difference.map(lambda number: "" if pd.isna(number) else f"{number:.0f}").astype("str")
