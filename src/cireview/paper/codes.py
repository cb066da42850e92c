"""The codes of the included articles, by article and by value, with findings and empty answers separate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from cireview.coding import find_not_asked
from cireview.paper.tables import cite_reports, describe_articles
from cireview.tables.questions import Question

NOT_CODED = "Not coded"
_DIFFER = ("disagreement", "contradiction")
NO_CODE, NOT_ASKED, NOT_SETTLED = "not_coded", "not_asked", "not_settled"
"""Kinds of emptiness beside those of `cireview.protocol.codebook.EMPTY`: no code, ruled out, a conflict."""
WORDS = {NOT_ASKED: "Not asked", NOT_SETTLED: "Not settled", NO_CODE: NOT_CODED}
"""Their words, in the order of tables."""
MARKS = {
    "not_stated": "n.s.",
    "not_reported": "n.r.",
    NOT_SETTLED: "diff.",
    NO_CODE: "n.c.",
    NOT_ASKED: "n.a.",
}
"""What a cell of a narrow table shows where nothing was found, by kind of emptiness."""
MEANINGS = {
    "not_stated": "not stated in the article",
    "not_reported": "not reported by the published review, and nobody looked at the article",
    NOT_SETTLED: "coders differ, and nobody has settled it",
    NO_CODE: "not coded",
    NOT_ASKED: "not asked",
}
"""What the marks mean."""

Lacking = Mapping[tuple[str, str], str]
"""`NOT_ASKED` or `NOT_SETTLED` by report and dimension; all else without a code is `NO_CODE`."""


def find_lacking(
    codes: pd.DataFrame, conflicts: pd.DataFrame, reports: Sequence[str], questions: Sequence[Question]
) -> Lacking:
    """Return the reason why a code is missing.

    Parameters
    ----------
    codes, conflicts
        Settled codes (CODE), and CODE_CONFLICT.
    reports
        Included reports.
    questions
        Of the codebook.
    """
    differ = conflicts[conflicts["kind"].isin(_DIFFER) & (conflicts["awaits"] != "")]
    kinds = dict.fromkeys(zip(differ["record_id"], differ["dimension"], strict=True), NOT_SETTLED)
    return kinds | dict.fromkeys(find_not_asked(codes, reports, questions), NOT_ASKED)


def list_included(
    reports: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    dimensions: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
    notes: Mapping[str, str] | None = None,
    lacking: Lacking = MappingProxyType({}),
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
    lacking
        Why what has no code has none (`find_lacking`).

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
            joined.get(report, WORDS[lacking.get((report, dimension), NO_CODE)])
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
    lacking: Lacking = MappingProxyType({}),
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
    lacking
        Why what has no code has none (`find_lacking`).

    Returns
    -------
    pandas.DataFrame
        ``dimension``, ``value``, ``label``, ``n``, ``coded``, ``included``, ``empty``, ``articles``; a row
        for each value of the codebook in its order, also those with 0, one for answers that are none of them
        (value ``answered``), and one each (value "") for articles that are not asked, not settled or not
        coded, if there are any. ``empty`` is "" for a finding. ``coded`` counts the articles with a finding
        in the dimension, of all ``included``.
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
        why = pd.Series(
            [lacking.get((one, dimension), NO_CODE) for one in missing.index], missing.index, "str"
        )
        rows += [
            of | _count("", words, kind, missing[why == kind])
            for kind, words in WORDS.items()
            if (why == kind).any()
        ]
    columns = ["dimension", "value", "label", "n", "coded", "included", "empty", "articles"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(["n", "coded", "included"], "int64"))


def tell_coded(counted: pd.DataFrame) -> str:
    """Describe for how many articles something was found, and what is known about the others.

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
