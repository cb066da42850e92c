"""Identify records: an id that depends on the record alone, never on its row or its neighbours."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

import pandas as pd

# Without authors and abstract: these are what a better reader or a later export changes most.
_NAMING = ("title", "year", "journal", "volume", "issue", "pages", "doi")
# Only to order rows that have one id already.
_ORDERING = ("authors", "abstract", "keywords", "document_type", "url", "notes")


def source_key(name: str) -> str:
    """Return the key of a database's name, as used in record ids and file names.

    Examples
    --------
    >>> source_key("Web of Science")
    'web_of_science'
    """
    # ASCII alone: the key becomes part of file names.
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_") or "source"


def identify_records(records: pd.DataFrame) -> pd.Series:
    """Give every record its id.

    Parameters
    ----------
    records
        Columns ``source`` and ``accession``, and the bibliographic columns of a record, all text.

    Returns
    -------
    pandas.Series
        ``source:accession``, else ``source:h-`` and 12 hex digits of a SHA-256 of letters and digits of
        title, year, journal, volume, issue, pages and DOI: few and plain, so that an id outlives small
        changes of an export. When one source gives the same id to several rows, the later ones in the order
        of their content get ``~2``, ``~3``, so that the order of rows changes nothing.
    """
    accession = records["accession"].str.strip().str.replace(r"\s+", "_", regex=True)
    source = records["source"].map({name: source_key(name) for name in sorted(set(records["source"]))})
    ids = source.astype("str") + ":" + accession
    nameless = accession == ""
    ids = ids.where(~nameless, ids + "h-" + _digest(records[nameless], _NAMING).str[:12].reindex(ids.index))
    again = ids.duplicated(keep=False)
    content = _digest(records[again], _NAMING + _ORDERING)
    order = pd.DataFrame({"id": ids[again], "content": content}).sort_values(["id", "content"], kind="stable")
    repeat = order.groupby("id", sort=False).cumcount()
    repeat = repeat[repeat > 0]
    ids = ids.where(~ids.index.isin(repeat.index), ids + "~" + (repeat + 1).astype("str").reindex(ids.index))
    return ids.astype("str").rename("record_id")


def _digest(records: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return the SHA-256 of letters and digits of `columns` of each record, by its index."""
    rows = zip(*(records[column] for column in columns), strict=True)
    # A separator between cells: "ab" and "c" must not pass for "a" and "bc".
    texts = ("\x1f".join(re.sub(r"[\W_]+", "", cell).casefold() for cell in row) for row in rows)
    digests = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
    return pd.Series(digests, index=records.index, dtype="str")
