"""DOAJ (https://doaj.org/api): articles of open-access journals; 1,000 records a search, divided by years."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from cireview.formats.names import invert_name
from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import (
    address_of,
    as_count,
    find_path,
    join_pages,
    read_json,
    require,
    require_entries,
    strip_markup,
)
from cireview.web import Request, Service

SIZE = 100
SERVICE = Service("DOAJ", "https://doaj.org/api", interval=0.5)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for the next page by its number; the query is part of the path."""
    if at.pages and at.pages * SIZE >= at.total:
        return None
    params = (*search.limits, ("page", str(at.pages + 1)), ("pageSize", str(SIZE)))
    return Request(f"/search/articles/{quote(search.text, safe='')}", params)


def read(body: bytes) -> Page:
    """Read a list of articles."""
    answer = read_json(body)
    return Page(as_count(require(answer, "total")), require_entries(answer, "results"))


def _identifier(*kinds: str) -> Callable[[dict[str, Any]], list[str]]:
    def read(item: dict[str, Any]) -> list[str]:
        identifiers = find_path(item, "bibjson.identifier")
        return [
            identifier.get("id", "")
            for identifier in identifiers
            if str(identifier.get("type", "")).lower() in kinds
        ]

    return read


API = Api(
    key="doaj",
    service=SERVICE,
    ask=ask,
    read=read,
    fields={
        "accession": "id",
        "title": strip_markup("bibjson.title"),
        "abstract": strip_markup("bibjson.abstract"),
        "authors": lambda item: [invert_name(name) for name in find_path(item, "bibjson.author.name")],
        "affiliations": "bibjson.author.affiliation",
        "year": "bibjson.year",
        "journal": "bibjson.journal.title",
        "volume": "bibjson.journal.volume",
        "issue": "bibjson.journal.number",
        "pages": join_pages("bibjson.start_page", "bibjson.end_page"),
        "doi": _identifier("doi"),
        "issn": _identifier("issn", "pissn", "eissn"),
        "language": "bibjson.journal.language",
        "keywords": "bibjson.keywords",
        "document_type": lambda _: "journal article",
        "url": address_of("https://doaj.org/article/", "id"),
    },
    ceiling=1000,
    smallest=("pageSize", "1"),
    divides_by="years",
    cautions=("the languages that DOAJ gives are those of the journal",),
)
