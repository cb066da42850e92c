"""Europe PMC (https://europepmc.org/RestfulWebService): full records, cursor marks, long queries posted."""

from __future__ import annotations

from typing import Any

from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import as_count, find_path, read_json, require, require_entries, strip_markup
from cireview.web import Request, Service

SERVICE = Service("Europe PMC", "https://www.ebi.ac.uk/europepmc/webservices/rest", interval=0.2)
_LONG = 1500


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for the page behind a cursor mark; the end is a mark that does not change, or that all came."""
    if at.pages and (not at.cursor or at.received >= at.total):
        return None
    params = (
        *(("query", search.text), *search.limits, ("resultType", "core"), ("format", "json")),
        *(("pageSize", "1000"), ("cursorMark", at.cursor or "*"), ("synonym", "false")),
    )
    return Request("/searchPOST", form=params) if len(search.text) > _LONG else Request("/search", params)


def read(body: bytes) -> Page:
    """Read a list of results; the mark that the answer repeats is the last one."""
    answer = read_json(body)
    items = require_entries(answer, "resultList", "result")
    mark, asked = answer.get("nextCursorMark") or "", (answer.get("request") or {}).get("cursorMark")
    return Page(as_count(require(answer, "hitCount")), items, "" if mark == asked else mark)


def _authors(item: dict[str, Any]) -> list[str]:
    authors = find_path(item, "authorList.author")
    names = [", ".join(filter(None, (author.get("lastName"), author.get("firstName")))) for author in authors]
    affiliated = [
        name or author.get("collectiveName") or author.get("fullName")
        for name, author in zip(names, authors, strict=True)
    ]
    return affiliated or [name.strip(" .") for name in (item.get("authorString") or "").split(",")]


def _accession(item: dict[str, Any]) -> str:
    return f"{item['source']}:{item['id']}" if item.get("source") and item.get("id") else ""


def _address(item: dict[str, Any]) -> str:
    accession = _accession(item)
    return f"https://europepmc.org/article/{accession.replace(':', '/', 1)}" if accession else ""


API = Api(
    key="europe_pmc",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("pageSize", "1"),
    fields={
        "accession": _accession,
        "title": strip_markup("title"),
        "abstract": strip_markup("abstractText"),
        "authors": _authors,
        "affiliations": (
            "authorList.author.authorAffiliationDetailsList.authorAffiliation.affiliation",
            "affiliation",
        ),
        "year": "pubYear",
        "journal": ("journalInfo.journal.title", "journalTitle", "bookOrReportDetails.publisher"),
        "volume": ("journalInfo.volume", "journalVolume"),
        "issue": ("journalInfo.issue", "issue"),
        "pages": "pageInfo",
        "doi": "doi",
        "pmid": "pmid",
        "issn": lambda item: (
            find_path(item, "journalInfo.journal.issn") + find_path(item, "journalInfo.journal.essn")
            or find_path(item, "journalIssn")
        ),
        "language": "language",
        "document_type": ("pubTypeList.pubType", "pubType"),
        "keywords": "keywordList.keyword",
        "url": _address,
    },
)
