"""Identify records: an id that depends on the record alone, never on its row or its neighbours."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pandas as pd

_HASHED = (
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "abstract",
    "document_type",
)


def source_key(name: str) -> str:
    """Return the key of a database's name, as used in record ids and file names.

    Examples
    --------
    >>> source_key("Web of Science")
    'web_of_science'
    """
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
        ``source:accession``, else ``source:h-`` and 12 hex digits of a SHA-256 of the bibliographic
        columns. When one source gives the same id to several rows, the later ones in the order of their
        content get ``~2``, ``~3``, so that the order of rows changes nothing.
    """
    content = zip(*(records[column] for column in _HASHED), strict=True)
    digests = [hashlib.sha256("\x1f".join(row).encode("utf-8", "replace")).hexdigest() for row in content]
    digest = pd.Series(digests, index=records.index, dtype="str")
    accession = records["accession"].str.strip().str.replace(r"\s+", "_", regex=True)
    local = accession.where(accession != "", "h-" + digest.str[:12])
    ids = records["source"].map(source_key).astype("str") + ":" + local
    order = pd.DataFrame({"id": ids, "digest": digest}).sort_values(["id", "digest"], kind="stable")
    repeat = order.groupby("id", sort=False).cumcount().reindex(ids.index)
    ids = ids.where(repeat == 0, ids + "~" + (repeat + 1).astype("str"))
    return ids.rename("record_id")
