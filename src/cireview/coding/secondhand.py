"""What coders who read a published review, and not the articles, leave open."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from cireview.coding.read import CODING

_SILENT = {"evidence": "", "start": -1, "end": -1, "note": "", "page": ""}


def fill_unreported(
    coding: pd.DataFrame,
    *,
    report_of: Mapping[str, str],
    coders: Collection[str],
    values: Mapping[str, str],
) -> pd.DataFrame:
    """Return codes with *not reported* for all that such coders leave open of the articles that they code.

    A dimension that somebody coded from the article itself stays as it is.

    Parameters
    ----------
    coding
        CODING.
    report_of
        Report of every record; rows of other ids stay as they are.
    coders
        Coders who read a published review and not the articles.
    values
        Value that says *not reported*, by dimension; other dimensions are not filled.

    Returns
    -------
    pandas.DataFrame
        CODING with the added rows last, each with file and row of the coder's first code of the article.
    """
    reports = coding["record_id"].map(report_of)
    secondhand = coding["coder"].isin(list(coders)) & reports.notna()
    table = coding.assign(report=reports)
    read = {(row.report, row.dimension) for row in table[~secondhand].itertuples()}
    coded = {(row.report, row.dimension, row.coder) for row in table[secondhand].itertuples()}
    first = table[secondhand].sort_values(["file", "row"], kind="stable").drop_duplicates(["report", "coder"])
    added = [
        {**row, **_SILENT, "dimension": dimension, "value": value}
        for row in first.to_dict("records")
        for dimension, value in values.items()
        if (row["report"], dimension) not in read and (row["report"], dimension, row["coder"]) not in coded
    ]
    if not added:
        return coding
    filled = pd.concat([coding, pd.DataFrame(added)[list(CODING.columns)]], ignore_index=True)
    return CODING.conform(filled)
