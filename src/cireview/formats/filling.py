"""Fill the columns of a record from the fields of an entry, by the tables of a dialect."""

from __future__ import annotations

import re
from collections.abc import Callable

from cireview.formats.entries import Dialect, Entry, Fields
from cireview.formats.identifiers import find_accession, find_doi, find_pmid, holds_doi, looks_like_doi
from cireview.formats.names import arrange_name
from cireview.tables.ids import MANAGERS_KEY

COLUMNS = (
    "accession",
    "title",
    "abstract",
    "authors",
    "affiliations",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "issn",
    "language",
    "document_type",
    "keywords",
    "url",
    "notes",
)

HOLLOW = "the record has no title, author, abstract, journal, identifier or address"
_TELLING = [
    COLUMNS.index(column)
    for column in ("title", "authors", "abstract", "journal", "doi", "pmid", "accession", "url")
]

_COPYRIGHT = re.compile(
    r"copyright|all rights reserved|\(c\)|©|\[abstract from|may be abridged|journal abstract", re.IGNORECASE
)
# Each format's word for a type of reference that is not known.
_NO_TYPE = frozenset({"GEN", "misc", "Generic"})
_YEAR = re.compile(r"\d{4}")


def is_hollow(values: list[str]) -> bool:
    """Say whether a record's values, in the order of `COLUMNS`, hold nothing to know it by."""
    return not any(values[place] for place in _TELLING)


def join_parts(values: list[str]) -> str:
    """Return the parts of a list joined by '; ', without blanks round them and without empty ones.

    Examples
    --------
    >>> join_parts(["Leeds, UK ; York, UK;  ", "Hull"])
    'Leeds, UK; York, UK; Hull'
    """
    parts = (part.strip() for part in "; ".join(values).split("; "))
    return "; ".join(part for part in parts if part)


def join_abstracts(values: list[str]) -> tuple[str, list[str]]:
    """Return one abstract of several, and what is only a publisher's statement of rights (for the notes).

    EBSCO writes such a statement as a second abstract; other databases repeat the tag for parts or languages.
    """
    if len(values) < 2:
        return "".join(values), []
    texts = list(dict.fromkeys(values))
    rights = [text for text in texts[1:] if _COPYRIGHT.search(text[:400])]
    return " ".join(text for text in texts if text not in rights), rights


def join_pages(first: str, last: str) -> str:
    """Return 'first-last'; `first` alone when it is a range already, or when there is no other last page."""
    if not last or last == first or first.endswith(f"-{last}"):
        return first
    return f"{first}-{last}" if first else last


def _values(fields: Fields, tags: tuple[str, ...]) -> list[str]:
    """Return the values of the first of `tags` that has any."""
    for tag in tags:
        if tag in fields:
            return fields[tag]
    return []


def _all_values(fields: Fields, tags: tuple[str, ...]) -> list[str]:
    """Return the values of all of `tags`."""
    return [value for tag in tags if tag in fields for value in fields[tag]]


def _group(fields: Fields, groups: tuple[tuple[str, ...], ...]) -> list[str]:
    """Return all values of the first group of tags that has any."""
    for group in groups:
        if values := _all_values(fields, group):
            return values
    return []


def _find_year(fields: Fields, tags: tuple[str, ...]) -> list[str]:
    """Return the values of the first tag that names a year: DA may hold 'Mar 16' beside a PY of 2011."""
    for tag in tags:
        if tag in fields and any(map(_YEAR.search, fields[tag])):
            return sorted(dict.fromkeys(fields[tag]), key=lambda value: _YEAR.search(value) is None)
    return _values(fields, tags)


def fill_record(dialect: Dialect) -> Callable[[Entry], list[str]]:
    """Return the function that gives an entry's values in the order of `COLUMNS`.

    Values stay as the source gave them. A second, different value of a tag that makes a column of one value
    goes to the notes; statements of rights in the abstract go there too.
    """
    plain = [
        (c, t) for c, t in dialect.first.items() if c not in ("abstract", "year", "document_type", "doi")
    ]
    joined = [(c, g) for c, g in dialect.joined.items() if c not in ("authors", "notes")]
    first, authors = dialect.first, dialect.joined.get("authors")

    def fill(entry: Entry) -> list[str]:
        for quirk in dialect.quirks:
            quirk(entry.fields)
        fields = {tag: kept for tag, values in entry.fields.items() if (kept := [v for v in values if v])}
        filled: dict[str, str] = {}
        notes = _group(fields, dialect.joined.get("notes", ())).copy()
        for column, tags in plain:
            if values := _values(fields, tags):
                filled[column] = values[0]
                if len(values) > 1:
                    notes += [value for value in dict.fromkeys(values) if value != values[0]]
        for column, groups in joined:
            filled[column] = join_parts(_group(fields, groups))
        abstract, rights = join_abstracts(_all_values(fields, first["abstract"]))
        filled["abstract"] = abstract
        years = _find_year(fields, first["year"])
        filled["year"] = years[0] if years else ""
        _complete(filled, fields, dialect)
        if authors:
            filled["authors"] = "; ".join([arrange_name(name) for name in _group(fields, authors)])
        filled["notes"] = join_parts([*notes, *rights, *years[1:]])
        return [filled.get(column, "") for column in COLUMNS]

    return fill


def _find_managers_key(fields: Fields) -> str:
    """Return the key that Zotero gave the item, or ""; other tables name other things ``key``."""
    key = next(iter(fields.get("key", [])), "") if "item type" in fields else ""
    return f"{MANAGERS_KEY}{key}" if key else ""


def _complete(filled: dict[str, str], fields: Fields, dialect: Dialect) -> None:
    """Fill pages, type, DOI, PubMed id and accession, each of which may stand in several places."""
    if not filled.get("pages"):
        pages = join_pages(filled.get("first_page", ""), filled.get("last_page", ""))
        filled["pages"] = pages or filled.get("article_number", "")
    if not filled.get("document_type"):
        kinds = _all_values(fields, dialect.first["document_type"])
        named = (kind for kind in kinds if kind not in _NO_TYPE and not looks_like_doi(kind))
        filled["document_type"] = next(named, "")
    dois = _values(fields, dialect.first["doi"])
    filled["doi"] = next((value for value in dois if holds_doi(value)), "") or (
        find_doi(_all_values(fields, dialect.doi)) or "".join(dois[:1])
    )
    if not filled.get("accession") or looks_like_doi(filled["accession"]):
        places = [*_all_values(fields, dialect.identified), filled.get("url", "")]
        filled["accession"] = find_accession(places) or _find_managers_key(fields)
    if not re.fullmatch(r"\d{1,8}", filled.get("pmid", "")):
        candidates = [filled.get("pmid", ""), *_all_values(fields, dialect.pubmed)]
        filled["pmid"] = next(filter(None, map(find_pmid, candidates)), "")
