"""The sheet on which people say whether two records are the same report."""

from __future__ import annotations

import pandas as pd

from cireview.deduplication.text import fold

# What a person needs to see to decide; both records' values stand next to each other.
SHOWN = (
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "document_type",
    "abstract",
)
_ABSTRACT_LENGTH = 400


def side_by_side(records: pd.DataFrame, possible: pd.DataFrame) -> pd.DataFrame:
    """Put the two records of every question next to each other, most likely first.

    Parameters
    ----------
    records
        A RECORD table.
    possible
        A POSSIBLE table of the same records.

    Returns
    -------
    pandas.DataFrame
        ``record_id_1``, ``record_id_2``; ``decision`` ("same" or "different") and ``note``, empty for the
        person; ``score``, ``rule``, ``doubt``; ``differences``, the fields that both records have and that
        differ in more than spelling; and ``<field>_1``, ``<field>_2`` of the fields in `SHOWN`.
    """
    ordered = possible.sort_values(
        # The ids break ties, so that the sheet is the same in each run.
        ["score", "record_id_1", "record_id_2"],
        ascending=[False, True, True],
        ignore_index=True,
    )
    by_id = records.set_index("record_id")
    sheet = ordered[["record_id_1", "record_id_2"]].assign(decision="", note="")
    sheet = sheet.assign(**{name: ordered[name] for name in ("score", "rule", "doubt")}, differences="")
    for field in SHOWN:
        sides = [by_id[field].reindex(ordered[f"record_id_{side}"]).fillna("").tolist() for side in (1, 2)]
        pairs = list(zip(*sides, strict=True))
        differs = pd.Series([bool(a and b) and fold(a) != fold(b) for a, b in pairs], dtype=bool)
        sheet["differences"] += pd.Series(f"{field}; ", index=sheet.index, dtype="str").where(differs, "")
        cut = _ABSTRACT_LENGTH if field == "abstract" else None
        sheet[f"{field}_1"] = pd.Series([text[:cut] for text in sides[0]], dtype="str")
        sheet[f"{field}_2"] = pd.Series([text[:cut] for text in sides[1]], dtype="str")
    return sheet.assign(differences=sheet["differences"].str.removesuffix("; "))
