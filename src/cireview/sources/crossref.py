"""Crossref (https://api.crossref.org): it only ranks, so that the first of its hits are taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import (
    Field,
    as_count,
    find_path,
    read_json,
    require,
    require_entries,
    strip_markup,
)
from cireview.web import Key, Request, Service

FIRST = 1000
ROWS = 500
SERVICE = Service(
    name="Crossref",
    base_url="https://api.crossref.org",
    # Lists: 1 a second for the public, 3 with an address; single works may be asked for faster, and are not.
    interval=1.0,
    interval_with_key=0.34,
    keys=(
        Key("CIREVIEW_EMAIL", "your own address, for faster service", parameter="mailto"),
        Key(
            "CROSSREF_PLUS_TOKEN",
            "https://www.crossref.org/documentation/metadata-plus/",
            header="Crossref-Plus-API-Token",
            prefix="Bearer ",
        ),
    ),
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask by offset: unlike Crossref's cursors, which live 5 minutes, it can be gone on from any day."""
    if at.pages and at.received >= at.total:
        return None
    places = (("rows", str(ROWS)), ("offset", str(at.received)))
    return Request("/works", (("query.bibliographic", search.text), *search.limits, *places))


def read(body: bytes) -> Page:
    """Read a list of works."""
    message = require(read_json(body), "message")
    return Page(as_count(require(message, "total-results")), require_entries(message, "items"))


def _authors(item: dict[str, Any]) -> list[str]:
    authors = find_path(item, "author")
    return [
        ", ".join(filter(None, (author.get("family"), author.get("given")))) or author.get("name", "")
        for author in authors
    ]


def _year(item: dict[str, Any]) -> str:
    for name in ("published", "issued", "published-print", "published-online", "posted", "created"):
        parts = (item.get(name) or {}).get("date-parts") or [[None]]
        if parts[0] and parts[0][0]:
            return str(parts[0][0])
    return ""


FIELDS: Mapping[str, Field] = {
    "accession": "DOI",
    "title": strip_markup("title"),
    "abstract": strip_markup("abstract"),
    "authors": _authors,
    "affiliations": "author.affiliation.name",
    "year": _year,
    "journal": ("container-title", "institution.name", "publisher"),
    "volume": "volume",
    "issue": "issue",
    "pages": ("page", "article-number"),
    "doi": "DOI",
    "issn": "ISSN",
    "language": "language",
    "document_type": "type",
    "keywords": "subject",
    "url": "URL",
}
API = Api(
    key="crossref",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("rows", "1"),
    fields=FIELDS,
    first=FIRST,
    cautions=("most works of Crossref have no abstract",),
)
