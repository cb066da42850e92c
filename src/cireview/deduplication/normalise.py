"""Normalise: bring every record into one form that can be compared."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from cireview.deduplication.bodies import is_corporate, read_body
from cireview.deduplication.columns import Texts, turn_rows
from cireview.deduplication.document_types import read_type
from cireview.deduplication.encodings import read_skeleton, read_wholeness, repair
from cireview.deduplication.people import Authors, read_all_authors
from cireview.deduplication.places import (
    is_extent,
    read_address,
    read_doi,
    read_issue_number,
    read_journal,
    read_pages,
    read_script,
    read_supplement,
    read_volume,
    read_words,
    read_year,
)
from cireview.deduplication.registrations import read_registrations, read_trial
from cireview.deduplication.text import fold
from cireview.deduplication.titles import Title, read_titles
from cireview.deduplication.worth import find_unused, forget, name_unused
from cireview.errors import Problem, TableError
from cireview.tables import RECORD

ABSTRACT_LENGTH = 300
# A script without spaces may follow a server's name, so only Latin letters make it another word.
_SERVER = re.compile(
    r"\b(?:arxiv|corr|biorxiv|medrxiv|psyarxiv|socarxiv|chemrxiv|ssrn|preprints?|research square|osf)\b",
    re.ASCII,
)
_PREPRINT_TYPE = re.compile("preprint|posted content")
_NOT_DIGIT = re.compile("[^0-9]+")
_LETTERS = re.compile(r"([a-z]*)\d*(?!\d)([a-z]{2,}|[^\w.-]+)?$")
_SUFFIX = re.compile("(?<=[0-9])[a-z]$")
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
_TITLE_KINDS = dict.fromkeys((*Title._fields, "spelled", "squeezed"), "str") | {"standing": "bool"}


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
    records = _check(records).sort_values("record_id", kind="stable", ignore_index=True)
    column = {name: Texts(records[name]).drop_empty() for name in _READ}
    for name in ("title", "authors", "journal"):
        column[name].change(repair)
    fields = {"record_id": records["record_id"], **_read_texts(column), **_read_place(column)}
    forms = pd.DataFrame(fields).assign(source=records["source"])
    unused = find_unused(forms)
    source = forms["source"]
    forms = forget(forms, unused)
    # Two databases that hold one record are no reason to tell it from its copy; their numbers are their own.
    numbered = (source + "\t" + forms["accession"]).where(forms["accession"] != "", "")
    derived = _derive(forms.assign(accession=numbered).drop(columns="source"))
    return derived.assign(source=source, unused=name_unused(source, unused))


def _read_texts(column: dict[str, Texts]) -> dict[str, pd.Series]:
    """Read what a record says of its text and authors, and under which numbers it is known."""
    return {
        "year": column["year"].read(read_year),
        "doi": _read_all(read_doi, column["doi"], column["url"]),
        "pmid": column["pmid"].read(lambda text: "".join(filter(str.isdigit, text))),
        "abstract": column["abstract"].read(lambda text: fold(text[:ABSTRACT_LENGTH])),
        "type": column["document_type"].read(fold),
        "kind_of_text": column["document_type"].read(read_type),
        "script": column["authors"].read(read_script),
        "corporate": column["authors"].read(is_corporate, "bool"),
        "body": column["authors"].read(read_body),
        "address": column["url"].read(read_address),
        "accession": column["accession"].read(fold),
        # The entry's own number; one that an abstract names may be that of another trial.
        "registered": _read_all(
            read_registrations, column["url"], column["accession"], column["journal"], column["title"]
        ),
        "trial": column["abstract"].read(read_trial),
        "skeleton": column["title"].read(read_skeleton),
        "wholeness": column["title"].read(read_wholeness),
        **column["title"].read_fields(read_titles, _TITLE_KINDS),
        **column["authors"].read_fields(read_all_authors, dict.fromkeys(Authors._fields, "str")),
    }


def _read_place(column: dict[str, Texts]) -> dict[str, pd.Series]:
    """Read where a record was published."""
    return {
        "journal_script": column["journal"].read(read_script),
        "journal_in_full": column["journal"].read(fold),
        **_read_two(column["journal"], read_journal, "journal", "initials"),
        "volume": column["volume"].read(read_volume),
        "issue_number": _read_all(read_issue_number, column["issue"], column["volume"]),
        "supplement": _read_all(read_supplement, column["issue"], column["volume"]),
        "volume_words": column["volume"].read(read_words),
        "issue_words": column["issue"].read(read_words),
        "extent": column["pages"].read(lambda text: "extent" if is_extent(text) else ""),
        **_read_two(column["pages"], read_pages, "page", "last_page"),
    }


def _read_all(read: Callable[..., str], *columns: Texts) -> pd.Series:
    """Read several columns as one, each distinct combination once."""
    remembered = functools.cache(read)
    return pd.Series(list(map(remembered, *(column.list_all() for column in columns))), dtype="str")


def _read_two(texts: Texts, read: Callable[[str], tuple[str, str]], *fields: str) -> dict[str, pd.Series]:
    kinds = dict.fromkeys(fields, "str")
    return texts.read_fields(lambda distinct: turn_rows(map(read, distinct), len(kinds)), kinds)


def _derive(forms: pd.DataFrame) -> pd.DataFrame:
    """Add what follows from the fields read."""
    # A volume that is the year is the year once more, and contradicts nothing.
    volume = forms["volume"].where(forms["volume"] != forms["year"], "")
    spelled, squeezed = forms.pop("spelled"), forms.pop("squeezed")
    registrant = Texts(forms["doi"]).read(lambda doi: doi.partition("/")[0])
    forms = forms.assign(volume=volume, registrant=registrant)
    published = (forms["journal"] != "") | (forms["doi"] != "")
    page_from, page_to = (Texts(forms[name]).read(_read_count, "int64") for name in ("page", "last_page"))
    forms = forms.assign(
        stage=np.where(_is_preprint(forms), "preprint", np.where(published, "published", "")),
        issue=forms["issue_number"] + forms["supplement"],
        spelled=spelled,
        squeezed=squeezed,
        placed=np.where((volume != "") | (forms["page"] != ""), "placed", "loose"),
        journal_words=Texts(forms["journal"]).read(lambda name: name.count(" ") + 1, "int64"),
        page_letters=Texts(forms["page"]).read(_read_letters),
        page_suffix=Texts(forms["page"]).read(_read_suffix),
        page_coded=Texts(forms["page"]).read(lambda page: "." in page or "-" in page, "bool"),
        page_from=page_from,
        page_to=page_to.where(forms["last_page"] != "", page_from),
    )
    # A title with its accents and one without are copies.
    said = forms.drop(columns=["record_id", "skeleton", "wholeness"])
    content = pd.util.hash_pandas_object(said, index=False)
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
    posted = forms["registrant"].isin(_PREPRINT_REGISTRANTS) | _holds(forms["type"], _PREPRINT_TYPE)
    posted |= _holds(forms["address"], _SERVER)
    return _holds(forms["journal"], _SERVER) | (unnamed & posted)


def _holds(column: pd.Series, pattern: re.Pattern[str]) -> pd.Series:
    return Texts(column).read(lambda text: bool(pattern.search(text)), "bool")


def _read_count(text: str) -> int:
    """Return the number in a text, -1 for none."""
    return int(_NOT_DIGIT.sub("", text)[:15] or -1)


def _read_letters(page: str) -> str:
    """Return what makes a page another than its number: letters before it, a word or mark behind it."""
    found = _LETTERS.match(page)
    return "".join(found.groups("")) if found else ""


def _read_suffix(page: str) -> str:
    """Return the letter behind the number of a page."""
    suffix = _SUFFIX.search(page)
    return suffix.group() if suffix else ""


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
