"""The texts of a report, field by field and section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from cireview.coding.terms import AFFILIATIONS
from cireview.full_texts.sections import FRONT, LEFT_OUT, split_sections

_COLUMNS = ["record_id", "field", "section", "offset", "text"]
_FIELDS = ("title", "abstract", "keywords", AFFILIATIONS)


def compose_texts(reports: pd.DataFrame, *, full_texts: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the texts of each report, a row each.

    Parameters
    ----------
    reports
        RECORD, one row a report.
    full_texts
        Texts of articles by report (see `cireview.full_texts.read_texts`). Title, abstract, keywords and
        affiliations of the record stay beside them.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``field`` (a field of the record, or ``text``), ``section`` of a full text, ``offset``
        of the row in it, and ``text``. Reference lists, acknowledgements and the like are left out, and so
        are addresses of authors at the head of a full text.
    """
    rows = [
        row
        for report in reports[["record_id", *_FIELDS]].astype("str").itertuples(index=False)
        for row in _rows_of(report, (full_texts or {}).get(str(report.record_id), ""))
    ]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"offset": "int64"})


def _rows_of(report: Any, full_text: str) -> Iterator[tuple[str, str, str, int, str]]:
    for field in _FIELDS:
        if text := getattr(report, field):
            yield report.record_id, field, "", 0, text
    for section in split_sections(full_text):
        if section.name not in LEFT_OUT and section.name != FRONT:
            text = full_text[section.start : section.end]
            yield report.record_id, "text", section.name, section.start, text
