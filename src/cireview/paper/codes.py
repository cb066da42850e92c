"""What was coded of the included articles, by article and by value: findings apart from what is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cireview.paper.tables import cite_reports, describe_articles

NOT_CODED = "Not coded"
NO_CODE = "not_coded"
"""Kind of emptiness of what has no code, beside those of `cireview.protocol.codebook.EMPTY`."""


def list_included(
    reports: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    dimensions: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
    notes: Mapping[str, str] | None = None,
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
        labels = coded["value"].map(values[dimension])
        joined = labels.groupby(coded["record_id"]).agg("; ".join)
        table[dimension] = [joined.get(report, NOT_CODED) for report in table["record_id"]]
    table["note"] = [(notes or {}).get(report, "") for report in table["record_id"]]
    order = ["record_id", "article", "title", "journal", "doi", *dimensions, "note"]
    return table[order].sort_values(["article", "record_id"], ignore_index=True)


def summarise_codes(
    reports: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    values: Mapping[str, Mapping[str, str]],
    empty: Mapping[str, Mapping[str, str]],
) -> pd.DataFrame:
    """Count included articles by dimension and value, and name them.

    Parameters
    ----------
    reports, codes, values
        As of `list_included`.
    empty
        Kinds of the values that are no findings, by id, by dimension.

    Returns
    -------
    pandas.DataFrame
        ``dimension``, ``value``, ``label``, ``n``, ``coded``, ``included``, ``empty``, ``articles``; a row
        for each value of the codebook in its order, also those with 0, and one more (value "") for articles
        that are not coded, if there are any. ``empty`` is "" for a finding. ``coded`` counts the articles
        with a finding in the dimension, of all ``included``.
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
        missing = cited.drop(here["record_id"].unique())
        if len(missing):
            rows.append(of | _count("", NOT_CODED, NO_CODE, missing))
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
