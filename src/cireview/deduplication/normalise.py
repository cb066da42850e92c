"""Normalise: bring every record into one form that can be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from cireview.deduplication.people import Authors, read_authors
from cireview.deduplication.places import (
    is_extent,
    read_address,
    read_doi,
    read_issue,
    read_journal,
    read_pages,
    read_script,
    read_volume,
    read_year,
)
from cireview.deduplication.registrations import read_registrations
from cireview.deduplication.text import fold
from cireview.deduplication.titles import Title, read_title, spell_titles, squeeze_title, strip_mark
from cireview.deduplication.worth import find_unused, forget, name_unused
from cireview.errors import Problem, TableError
from cireview.tables import RECORD

ABSTRACT_LENGTH = 300
_SERVER = r"\b(?:arxiv|biorxiv|medrxiv|psyarxiv|socarxiv|chemrxiv|ssrn|preprints?|research square|osf)\b"
_PREPRINT_TYPE = "preprint|posted content"
_PREPRINT_REGISTRANTS = (
    "10.1101",  # bioRxiv, medRxiv
    "10.48550",  # arXiv
    "10.2139",  # SSRN
    "10.21203",  # Research Square
    "10.31219",  # OSF
    "10.31234",  # PsyArXiv
    "10.31235",  # SocArXiv
    "10.20944",  # Preprints.org
    "10.26434",  # ChemRxiv
    "10.7287",  # PeerJ Preprints
    "10.22541",  # Authorea
    "10.36227",  # TechRxiv
)
_EMPTY = frozenset({"", "unknown", "na", "n/a", "nan", "none", "null", "-", "not available", "no title"})


def normalise(records: pd.DataFrame) -> pd.DataFrame:
    """Return the forms of `records`, sorted by ``record_id``: text columns, "" for missing.

    Parameters
    ----------
    records
        A RECORD table.

    Returns
    -------
    pandas.DataFrame
        One row per record; the row's number is the record's position in every later step.

    Raises
    ------
    TableError
        If a column is missing, or a record id is empty or occurs twice.
    """
    records = _check(records).sort_values("record_id", kind="stable")
    column = {name: _present(records[name]) for name in _READ}
    titles = _tabulate(_each(column["title"], read_title), Title._fields)
    authors = _tabulate(_each(column["authors"], read_authors), Authors._fields)
    journals = _tabulate(_each(column["journal"], read_journal), ("journal", "initials"))
    issues = _tabulate(_each(column["issue"], read_issue), ("issue_number", "supplement"))
    pages = _tabulate(_each(column["pages"], read_pages), ("page", "last_page"))
    forms = pd.DataFrame(
        {
            "record_id": records["record_id"].tolist(),
            "year": _each(column["year"], read_year),
            "volume": _each(column["volume"], read_volume),
            "doi": [read_doi(*pair) for pair in zip(column["doi"], column["url"], strict=True)],
            "pmid": ["".join(filter(str.isdigit, text)) for text in column["pmid"]],
            "abstract": [fold(text[:ABSTRACT_LENGTH]) for text in column["abstract"]],
            "type": _each(column["document_type"], fold),
            "extent": ["extent" if is_extent(text) else "" for text in column["pages"]],
            "script": _each(column["authors"], read_script),
            "journal_script": _each(column["journal"], read_script),
            "address": _each(column["url"], read_address),
            "accession": _each(column["accession"], fold),
            # The entry's own number; one that an abstract names may be that of another trial.
            "registered": [
                read_registrations(*pair) for pair in zip(column["url"], column["accession"], strict=True)
            ],
        },
        dtype="str",
    )
    forms = pd.concat([forms, titles, authors, journals, issues, pages], axis=1)
    # Two databases that hold one record are no reason to tell it from its copy.
    source = pd.Series(records["source"].tolist(), dtype="str")
    unused = find_unused(forms.assign(source=source))
    return _derive(forget(forms.assign(source=source), unused).drop(columns="source")).assign(
        source=source, unused=name_unused(source, unused)
    )


def _derive(forms: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the fields read."""
    # A volume that is the year is the year once more, and contradicts nothing.
    volume = forms["volume"].where(forms["volume"] != forms["year"], "")
    registrant = forms["doi"].str.extract(r"^([^/]*)", expand=False)
    forms = forms.assign(volume=volume, registrant=registrant)
    spelled = pd.Series(spell_titles(forms["text"].tolist()), index=forms.index, dtype="str")
    published = (forms["journal"] != "") | (forms["doi"] != "")
    forms = forms.assign(
        stage=np.where(_is_preprint(forms), "preprint", np.where(published, "published", "")),
        issue=forms["issue_number"] + forms["supplement"],
        spelled=spelled.map(strip_mark),
        squeezed=pd.Series([squeeze_title(title) for title in spelled], index=forms.index, dtype="str"),
        placed=np.where((volume != "") | (forms["page"] != ""), "placed", "loose"),
        journal_words=forms["journal"].str.count(" ") + 1,
        page_letters=forms["page"].str.extract(r"^([a-z]*)", expand=False),
        page_from=_count(forms["page"]),
        page_to=_count(forms["last_page"]).where(forms["last_page"] != "", _count(forms["page"])),
    )
    content = pd.util.hash_pandas_object(forms.drop(columns="record_id"), index=False)
    return forms.assign(content=content.to_numpy())


def _check(records: pd.DataFrame) -> pd.DataFrame:
    records = RECORD.conform(records)
    ids = records["record_id"]
    if (ids == "").any():
        raise TableError(Problem(f"{(ids == '').sum()} records have no record_id", column="record_id"))
    if twice := sorted(set(ids[ids.duplicated()])):
        shown = ", ".join(twice[:5]) + (" …" if len(twice) > 5 else "")
        raise TableError(
            Problem(
                f"{len(twice)} record ids occur more than once: {shown}",
                column="record_id",
                remedy="Give every record its own id",
            )
        )
    return records


def _is_preprint(forms: pd.DataFrame) -> pd.Series:
    """Tell preprints: what stands on a server; a DOI or type speaks only where no journal is named."""
    unnamed = forms["journal"] == ""
    posted = forms["registrant"].isin(_PREPRINT_REGISTRANTS) | forms["type"].str.contains(_PREPRINT_TYPE)
    return forms["journal"].str.contains(_SERVER) | (unnamed & posted)


def _count(column: pd.Series) -> pd.Series:
    """Return the number in each text, -1 for none."""
    digits = column.str.replace(r"\D", "", regex=True).str[:15]
    return pd.to_numeric(digits, errors="coerce").fillna(-1).astype("int64")


_READ = (
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "url",
    "pmid",
    "abstract",
    "document_type",
    "accession",
)


def _tabulate(rows: list[Any], fields: Iterable[str]) -> pd.DataFrame:
    """Return text columns, also of no rows."""
    table = pd.DataFrame(rows, columns=list(fields))
    return table.astype({field: bool if field == "standing" else "str" for field in fields})


def _present(column: pd.Series) -> list[str]:
    return ["" if text.strip().lower() in _EMPTY else text for text in column.tolist()]


def _each(texts: list[str], read: Callable[[str], Any]) -> list[Any]:
    """Read every distinct text once: years, journals and whole records repeat."""
    seen = {text: read(text) for text in dict.fromkeys(texts)}
    return [seen[text] for text in texts]
