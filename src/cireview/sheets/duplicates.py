"""The sheets on which people say whether two records are the same report: asked about, or merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from cireview.deduplication.places import read_doi, read_issue, read_pages, read_volume, read_year
from cireview.deduplication.text import fold
from cireview.sheets.display import clean_column

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

CHOICES = {"decision": ["same", "different"], "different?": ["yes", "no"]}
"""What may be written on the sheets of possible duplicates and of merges, by column."""
MERGE_ROWS = 5_000
"""Rows of an XLSX of merges, at most: a longer one takes minutes to write and to open. The CSV has all."""
# What says the same in two spellings; of all other fields the folded text is compared.
_READERS: Mapping[str, Callable[[str], str | tuple[str, str]]] = {
    "year": read_year,
    "volume": read_volume,
    "issue": read_issue,
    "pages": read_pages,
    "doi": read_doi,
}


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
    sheet = ordered[["record_id_1", "record_id_2"]].assign(decision="", note="")
    sheet = sheet.assign(**{name: ordered[name] for name in ("score", "rule", "doubt")})
    shown = _show_both(records, ordered)
    return sheet.assign(differences=_compare(shown)[1], **_cut(shown))


def list_merges(records: pd.DataFrame, matches: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Put every record that was removed as a duplicate next to the record that its report keeps.

    Parameters
    ----------
    records
        A RECORD table.
    matches
        A MATCH table of the same records.
    lines
        A LINE table; records that came from no file are not in it.

    Returns
    -------
    pandas.DataFrame
        A row a removed record, those least sure first. ``record_id_1`` is kept and ``record_id_2`` removed;
        ``different?`` and ``note`` are empty for the person; ``score`` and ``rule`` as in `matches`;
        ``records``, how many the report holds; ``agreed`` and ``differences``, the fields that both records
        have, by whether they differ in more than spelling; then of each record the fields in `SHOWN`,
        ``source``, ``file`` and ``line``, as ``<field>_1`` and ``<field>_2``.
    """
    sizes = matches["report_id"].map(matches["report_id"].value_counts())
    removed = matches.assign(records=sizes)[matches["record_id"] != matches["report_id"]]
    removed = removed.rename(columns={"report_id": "record_id_1", "record_id": "record_id_2"})
    removed = removed.sort_values(["score", "record_id_1", "record_id_2"], ignore_index=True)
    sheet = removed[["record_id_1", "record_id_2"]].assign(**{"different?": "", "note": ""})
    sheet = sheet.join(removed[["score", "rule", "records"]])
    shown = _show_both(records, removed)
    agreed, differences = _compare(shown)
    sheet = sheet.assign(agreed=agreed, differences=differences, **_cut(shown))
    by_id = lines.drop_duplicates("record_id").set_index("record_id")
    for side in (1, 2):
        ids = removed[f"record_id_{side}"]
        sheet[f"source_{side}"] = _look_up(records, "source", ids)
        sheet[f"file_{side}"] = by_id["file"].reindex(ids).fillna("").to_numpy()
        # Text, so that a record from no file has an empty cell and no 0.
        line = by_id["line"].reindex(ids).astype("Int64").astype("str").fillna("").to_numpy()
        sheet[f"line_{side}"] = line
    return sheet


def tell_cut(merges: pd.DataFrame) -> list[str]:
    """Return the sentence that an XLSX does not hold all merges, if so."""
    held = f"the XLSX holds the {MERGE_ROWS} least certain merges; the CSV holds all {len(merges)}"
    return [held] if len(merges) > MERGE_ROWS else []


def _show_both(records: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, tuple[pd.Series, pd.Series]]:
    """Return what both records of each pair say, by field."""
    sides = [pairs[f"record_id_{side}"] for side in (1, 2)]
    found = records[records["record_id"].isin(pd.concat(sides))]
    both = ((field, [_look_up(found, field, ids) for ids in sides]) for field in SHOWN)
    return {field: (clean_column(field, one), clean_column(field, other)) for field, (one, other) in both}


def _look_up(table: pd.DataFrame, column: str, ids: pd.Series) -> pd.Series:
    """Return the values of a column for the records with these ids, "" for one that is not there."""
    by_id = pd.Series(table[column].to_numpy(), index=table["record_id"].to_numpy())
    by_id = by_id[~by_id.index.duplicated()]
    return pd.Series(by_id.reindex(ids).to_numpy(), dtype="str").fillna("")


def _cut(shown: Mapping[str, tuple[pd.Series, pd.Series]]) -> dict[str, pd.Series]:
    """Return the columns ``<field>_1`` and ``<field>_2``, abstracts by their beginning."""
    return {
        f"{field}_{side}": values.str[:_ABSTRACT_LENGTH] if field == "abstract" else values
        for field, sides in shown.items()
        for side, values in enumerate(sides, 1)
    }


def _compare(shown: Mapping[str, tuple[pd.Series, pd.Series]]) -> tuple[pd.Series, pd.Series]:
    """Return the names of the fields that both records have and that agree, and of those that differ."""
    agreed, differences = (pd.Series("", index=next(iter(shown.values()))[0].index) for _ in range(2))
    for field, (one, other) in shown.items():
        both, same = (one != "") & (other != ""), (one == other).astype(bool)
        # Many texts are alike to the letter: only the others are read.
        unlike = both & ~same
        pairs = zip(one[unlike], other[unlike], strict=True)
        same[unlike] = np.fromiter((_read(field, a) == _read(field, b) for a, b in pairs), dtype=bool)
        agreed += pd.Series(f"{field}; ", index=agreed.index).where(both & same, "")
        differences += pd.Series(f"{field}; ", index=agreed.index).where(both & ~same, "")
    return agreed.str.removesuffix("; "), differences.str.removesuffix("; ")


def _read(field: str, text: str) -> str | tuple[str, str]:
    """Return what a field says, whatever its spelling."""
    read = _READERS.get(field)
    said = read(text) if read else ""
    return said if any(said) else fold(text)
