"""The sheet on which people say which reports are one study."""

from __future__ import annotations

import pandas as pd

COLUMNS = [
    "record_id",
    "article",
    "title",
    "authors",
    "year",
    "study_so_far",
    "suggested_study",
    "why",
    "study",
]


def study_sheet(reports: pd.DataFrame, suggested: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Return the sheet of included reports, those that may be one study below each other.

    Parameters
    ----------
    reports
        RECORD of the included reports, with ``article``, its citation.
    suggested
        ``record_id``, ``suggested_study``, ``why``.
    said
        ``record_id``, ``study``: what people wrote already.

    Returns
    -------
    pandas.DataFrame
        `COLUMNS`; ``study`` is empty and to be filled. The same name on two rows makes one study.
    """
    table = reports.merge(suggested, on="record_id", how="left")
    so_far = said.rename(columns={"study": "study_so_far"})[["record_id", "study_so_far"]]
    table = table.merge(so_far, on="record_id", how="left").assign(study="").fillna("")
    # Reports with a suggestion come first; the others are separate studies unless somebody knows better.
    table = table.assign(alone=table["suggested_study"] == "")
    table = table.sort_values(["alone", "suggested_study", "year", "record_id"], ignore_index=True)
    return table[COLUMNS].astype("str")
