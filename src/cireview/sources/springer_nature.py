"""Springer Nature (https://dev.springernature.com): Meta API; 25 records a page; its numbers are texts."""

from __future__ import annotations

from typing import Any

from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import as_count, find_path, join_pages, read_json, require_entries
from cireview.web import Key, Request, Service, UnreadableError

SERVICE = Service(
    name="Springer Nature",
    base_url="https://api.springernature.com/meta/v2",
    interval=0.7,
    keys=(
        Key(
            "SPRINGER_NATURE_API_KEY",
            "https://dev.springernature.com/",
            parameter="api_key",
            required=True,
        ),
    ),
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for what follows the records received; the first record is number 1."""
    if at.pages and at.received >= at.total:
        return None
    return Request("/json", (("q", search.text), *search.limits, ("s", str(at.received + 1)), ("p", "25")))


def read(body: bytes) -> Page:
    """Read a list of records."""
    answer = read_json(body)
    totals = find_path(answer, "result.total")
    if not totals:
        raise UnreadableError("its answer lacks result.total")
    return Page(as_count(totals[0]), require_entries(answer, "records"))


def _abstract(item: dict[str, Any]) -> str:
    abstract = item.get("abstract") or ""
    if isinstance(abstract, dict):  # newer answers give paragraphs
        abstract = " ".join(str(paragraph) for paragraph in find_path(abstract, "p"))
    return str(abstract)


API = Api(
    key="springer_nature",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("p", "1"),
    fields={
        "accession": ("identifier", "doi"),
        "title": "title",
        "abstract": _abstract,
        "authors": "creators.creator",
        "year": ("publicationDate", "coverDate", "onlineDate"),
        "journal": "publicationName",
        "volume": "volume",
        "issue": "number",
        "pages": join_pages("startingPage", "endingPage"),
        "doi": "doi",
        "issn": lambda item: [item.get("issn"), item.get("eIssn")],
        "language": "language",
        "document_type": ("contentType", "publicationType"),
        "keywords": ("keyword", "subjects"),
        "url": "url.value",
    },
    cautions=("Springer Nature permits limits by year to paying users only on some plans",),
)
