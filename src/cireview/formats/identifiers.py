"""Find DOIs and the databases' own ids in what a record's fields hold."""

from __future__ import annotations

import re

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+")
_DOI_ONLY = re.compile(r"(?:doi:? ?|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_DOI_IN_URL = re.compile(
    r"doi\.org/(10\.\d{4,9}/[^\s?#]+)|/doi/(?:\w+/)?(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE
)

# What a database's own id looks like inside an address: stable, and the same in every export.
_ID_IN_URL = re.compile(
    r"eid=(2-s2\.0-\d+)"
    r"|scopus\.com/pages/publications/(?P<scopus>\d+)"
    r"|\b(S\d{4}-\d{3}[\dX]\d{13})\b"
    r"|(WOS:[A-Z0-9]{10,})"
    r"|docview/(\d+)"
    r"|jstor\.org/stable/(?:pdf/)?([^\s?#]+)"
    r"|(?:ebscohost|ovid)\.com\S{0,999}?[?&]AN=([^&\s]+)"
    r"|embase\.com\S{0,999}?[?&]id=(L\d+)"
    r"|openalex\.org/(W\d+)"
    r"|lens\.org/(?:lens/scholar/article/)?(\d{3}(?:-\d{3}){3}-\d{2}[\dX])"
    r"|eric\.ed\.gov/\?id=(E[JD]\d+)"
    r"|(?:pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/)(\d+)"
    r"|dimensions\.ai/details/publication/(pub\.\d+)"
    r"|central/(CN-\d+)"
    r"|/pii/([A-Z]\d{4}[\dX()-]+)"
    r"|ieeexplore\.ieee\.org/(?:abstract/)?document/(\d+)"
)
# The same ids on their own, as some formats write them into fields that others use for numbers of their own.
_ID_ALONE = re.compile(
    r"CN-\d+|E[JD]\d{5,}|\d{4}-\d{5}-\d{3}|L\d{6,}|\d{3}(?:-\d{3}){3}-\d{2}[\dX]|pub\.\d+|2-s2\.0-\d+"
    r"|WOS:[A-Z0-9]{10,}|(?:lil|biblio|mdl|ibc|bde|psi|sus|scl)-\d{5,}"
)
_PMID = re.compile(
    r"(?:pubmed/|pubmed\.ncbi\.nlm\.nih\.gov/|\bPMID:? ?|\bPUBMED |MEDLINE:)(\d{1,8})\b"
    r"|(\d{5,8})(?: \[PMID\])?"
)


def looks_like_doi(text: str) -> bool:
    """Say whether `text` is a DOI and nothing else, bare, with a prefix or as a URL."""
    return "10." in text and _DOI_ONLY.fullmatch(text) is not None


def find_doi(values: list[str]) -> str:
    """Return the first DOI that is a whole value or in an address of doi.org or a publisher, else ''."""
    for value in values:
        if "10." not in value:
            continue
        if doi := _DOI_ONLY.fullmatch(value):
            return doi[1]
        if doi := _DOI_IN_URL.search(value):
            return doi[1] or doi[2]
    return ""


def holds_doi(text: str) -> bool:
    """Say whether a DOI is anywhere in `text`."""
    return _DOI.search(text) is not None


def find_accession(values: list[str]) -> str:
    """Return the database's own id that an address holds or that a value is, else ''."""
    for value in values:
        if _ID_ALONE.fullmatch(value):
            return value
        if match := _ID_IN_URL.search(value):
            return f"2-s2.0-{match['scopus']}" if match["scopus"] else str(match[match.lastindex or 0])
    return ""


def find_pmid(value: str) -> str:
    """Return the PubMed id that `value` is or names, else ''."""
    match = _PMID.fullmatch(value) or _PMID.search(value)
    if match is None or (match[2] and not _PMID.fullmatch(value)):
        return ""
    return match[1] or match[2]
