"""What was coded of the included articles, by article and by value: findings apart from what is empty."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from cireview.paper.tables import cite_reports, describe_articles

NOT_CODED = "Not coded"
NO_CODE, NOT_ASKED = "not_coded", "not_asked"
"""Kinds of emptiness beside those of `cireview.protocol.codebook.EMPTY`: no code, and ruled out."""
_WORDS_NOT_ASKED = "Not asked"
MARKS = {"not_stated": "n.s.", "not_reported": "n.r.", NO_CODE: "n.c.", NOT_ASKED: "n.a."}
"""What a cell of a narrow table shows where nothing was found, by kind of emptiness."""
MEANINGS = {
    "not_stated": "not stated in the article",
    "not_reported": "not reported by the published review, and nobody looked at the article",
    NO_CODE: "not coded",
    NOT_ASKED: "not asked",
}
"""What the marks mean."""


def list_included(
    reports: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    dimensions: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
    notes: Mapping[str, str] | None = None,
    not_asked: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Return the characteristics of the included articles (PRISMA 2020 item 17).

    Parameters
    ----------
    reports
        RECORD of the included reports.
    codes
        Agreed codes (CODE).
    dimensions
        Labels of the dimensions, by id.
    values
        Labels of the values, by id, by dimension.
    notes
        What reviewers noted of a report when they included it, by its id.
    not_asked
        Report and dimension of what a condition rules out.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``article``, ``title``, ``journal``, ``doi``, a column for each dimension, by its id,
        with the labels of its values, and ``note``; ordered by article.
    """
    cited = cite_reports(reports)
    table = describe_articles(reports).assign(article=cited.tolist())
    for dimension in dimensions:
        coded = codes[codes["dimension"] == dimension]
        labels = coded["value"].map(lambda value, known=values[dimension]: known.get(value, value))
        joined = labels.groupby(coded["record_id"]).agg("; ".join)
        table[dimension] = [
            joined.get(report, _WORDS_NOT_ASKED if (report, dimension) in not_asked else NOT_CODED)
            for report in table["record_id"]
        ]
    table["note"] = [(notes or {}).get(report, "") for report in table["record_id"]]
    order = ["record_id", "article", "title", "journal", "doi", *dimensions, "note"]
    return table[order].sort_values(["article", "record_id"], ignore_index=True)


def summarise_codes(
    reports: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    values: Mapping[str, Mapping[str, str]],
    empty: Mapping[str, Mapping[str, str]],
    free: Mapping[str, str] = MappingProxyType({}),
    not_asked: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Count included articles by dimension and value, and name them.

    Parameters
    ----------
    reports, codes, values
        As of `list_included`.
    empty
        Kinds of the values that are no findings, by id, by dimension.
    free
        What the answers come to that are none of the values, such as a median, by dimension.
    not_asked
        Report and dimension of what a condition rules out.

    Returns
    -------
    pandas.DataFrame
        ``dimension``, ``value``, ``label``, ``n``, ``coded``, ``included``, ``empty``, ``articles``; a row
        for each value of the codebook in its order, also those with 0, one for answers that are none of them
        (value ``answered``), and one each (value "") for articles that are not asked or not coded, if there
        are any. ``empty`` is "" for a finding. ``coded`` counts the articles with a finding in the dimension,
        of all ``included``.
    """
    cited = cite_reports(reports)
    rows: list[dict[str, Any]] = []
    for dimension, labels in values.items():
        here = codes[(codes["dimension"] == dimension) & codes["record_id"].isin(cited.index)]
        kinds = empty.get(dimension, {})
        found = here.loc[~here["value"].isin(list(kinds)), "record_id"].nunique()
        of = {"dimension": dimension, "coded": found, "included": len(cited)}
        for value, label in labels.items():
            having = cited[here.loc[here["value"] == value, "record_id"]]
            rows.append(of | _count(value, label, kinds.get(value, ""), having))
        if dimension in free:
            answered = cited[here.loc[~here["value"].isin(list(labels)), "record_id"].unique()]
            rows.append(of | _count("answered", free[dimension], "", answered))
        missing = cited.drop(here["record_id"].unique())
        ruled_out = pd.Series([(one, dimension) in not_asked for one in missing.index], missing.index, "bool")
        for words, kind, having in (
            (_WORDS_NOT_ASKED, NOT_ASKED, missing[ruled_out]),
            (NOT_CODED, NO_CODE, missing[~ruled_out]),
        ):
            if len(having):
                rows.append(of | _count("", words, kind, having))
    columns = ["dimension", "value", "label", "n", "coded", "included", "empty", "articles"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(["n", "coded", "included"], "int64"))


def tell_coded(counted: pd.DataFrame) -> str:
    """Return of how many articles something was found, and what is known of the others, in words.

    Parameters
    ----------
    counted
        Rows of `summarise_codes` of one dimension.

    Examples
    --------
    >>> rows = [("Discussed", 2, 2, 9, ""), ("Not stated", 4, 2, 9, "not_stated")]
    >>> tell_coded(pd.DataFrame(rows, columns=["label", "n", "coded", "included", "empty"]))
    '2 of 9 coded; not stated 4'
    """
    first = counted.iloc[0]
    silent = counted[(counted["empty"] != "") & (counted["n"] > 0)]
    parts = [
        f"{label[0].lower()}{label[1:]} {n}" for label, n in zip(silent["label"], silent["n"], strict=True)
    ]
    return "; ".join([f"{first['coded']} of {first['included']} coded", *parts])


def _count(value: str, label: str, empty: str, articles: pd.Series) -> dict[str, Any]:
    cited = sorted(set(articles))
    return {"value": value, "label": label, "empty": empty, "n": len(cited), "articles": "; ".join(cited)}
