"""Identify records: an id that depends on the record alone, never on its row or its neighbours."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

import pandas as pd

# Without authors and abstract: these are what a better reader or a later export changes most.
_NAMING = ("title", "year", "journal", "volume", "issue", "pages", "doi")
_SUBTITLE = re.compile(r"(?:^|; )(?:book|journal)?(?:sub)?title(?:addon)?: (.+?)(?=; \w+: |$)")

# Only to order rows that share an id.
_ORDERING = ("authors", "abstract", "keywords", "document_type", "url", "notes")

MANAGERS_KEY = "zotero:"
"""How an accession begins that a reference manager gave, and no database."""


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


def find_source(name: str, sources: Iterable[str]) -> str:
    """Return the one of `sources` that a person calls `name`, whatever its capitals and signs, or ""."""
    wanted, sources = name.strip(), list(sources)
    exact = (source for source in sources if source.casefold() == wanted.casefold())
    # Names without a Latin letter or digit share one key.
    alike = (source for source in sources if wanted.isascii() and source_key(source) == source_key(wanted))
    return next(exact, "") or next(alike, "")


def identify_records(
    records: pd.DataFrame, *, source: str | None = None, taken: Collection[str] = ()
) -> pd.Series:
    """Give every record the id that it has by itself, when nothing is known of it from earlier.

    Parameters
    ----------
    records
        Columns ``source`` and ``accession``, and the bibliographic columns of a record, all text.
    source
        Id of the source of all records; by default the key of each record's ``source``.
    taken
        Ids that other records have or had.

    Returns
    -------
    pandas.Series
        ``source:accession``, else ``source:h-`` and 12 hex digits of a SHA-256 of letters and digits of
        title, year, journal, volume, issue, pages and DOI: few and plain, so that an id outlives small
        changes of an export. When one source gives the same id to several rows, the later ones in the order
        of their content get ``~2``, ``~3``, so that the order of rows changes nothing.
    """
    names = {name: source_key(name) if source is None else source for name in sorted(set(records["source"]))}
    keys = records["source"].map(names).astype("str")
    # The key that a reference manager gave says who a record is, but came late to be read: the ids of reviews
    # that began before are made of content.
    accession = records["accession"].where(~records["accession"].str.startswith(MANAGERS_KEY), "")
    accession = accession.str.strip().str.replace(r"\s+", "_", regex=True)
    ids = keys + ":" + accession
    nameless = accession == ""
    named = records[nameless]
    titles = [main_title(*row) for row in zip(named["title"], named["notes"], strict=True)]
    named = named.assign(title=pd.Series(titles, index=named.index, dtype="str"))
    ids = ids.where(~nameless, ids + "h-" + _digest(named, _NAMING).str[:12].reindex(ids.index))
    again = ids.duplicated(keep=False) | ids.isin(taken)
    content = _digest(records[again], _NAMING + _ORDERING)
    order = pd.DataFrame({"id": ids[again], "content": content}).sort_values(["id", "content"], kind="stable")
    return (
        ids.where(~again, _number(order["id"], set(taken)).reindex(ids.index))
        .astype("str")
        .rename("record_id")
    )


def only_letters(text: str) -> str:
    """Return the letters and digits of a text, whatever their capitals."""
    return re.sub(r"[\W_]+", "", text).casefold()


def main_title(title: str, notes: str) -> str:
    """Return a title without the subtitle that its file kept in a field of its own, by its notes.

    Examples
    --------
    >>> main_title("Shared measurement: a study", "subtitle: a study")
    'Shared measurement'
    """
    if "title" in notes:
        for part in reversed(_SUBTITLE.findall(notes)):
            if title.endswith(f" {part}"):
                title = title.removesuffix(part).rstrip(" :")
    return title


def _number(ids: pd.Series, taken: set[str]) -> pd.Series:
    """Return ids with ``~2``, ``~3`` … after those that are taken, in the order in which they come."""
    numbered = {}
    tried: dict[str, int] = {}  # numbers only grow: a thousand copies would try a thousand each
    for index, record in ids.items():
        number = tried.get(record, 0)
        choice = record
        while not number or choice in taken:
            number += 1
            choice = record if number == 1 else f"{record}~{number}"
        tried[record] = number
        numbered[index] = choice
        taken.add(choice)
    return pd.Series(numbered, dtype="str")


def _digest(records: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return the SHA-256 of letters and digits of `columns` of each record, by its index."""
    rows = zip(*(records[column] for column in columns), strict=True)
    # A separator between cells: "ab" and "c" must not pass for "a" and "bc".
    texts = ("\x1f".join(map(only_letters, row)) for row in rows)
    digests = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
    return pd.Series(digests, index=records.index, dtype="str")
