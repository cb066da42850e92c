"""ERIC (https://eric.ed.gov/?api): education research; pages by start, whatever number of rows is given."""

from __future__ import annotations

import re
from typing import Any

from cireview.formats.identifiers import find_doi
from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import (
    address_of,
    as_count,
    find_path,
    read_json,
    require,
    require_entries,
    strip_markup,
)
from cireview.web import Request, Service

SERVICE = Service("ERIC", "https://api.ies.ed.gov", interval=1.0)
_COLUMNS = (
    "id,title,author,source,publicationdateyear,description,subject,publicationtype,language,issn,isbn,"
    "publisher,url"
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for what follows the entries received."""
    if at.pages and at.received >= at.total:
        return None
    places = (("format", "json"), ("start", str(at.received)), ("rows", "200"), ("fields", _COLUMNS))
    return Request("/eric/", (("search", search.text), *search.limits, *places))


def read(body: bytes) -> Page:
    """Read a list of documents."""
    response = require(read_json(body), "response")
    return Page(as_count(require(response, "numFound")), require_entries(response, "docs"))


def _issn(item: dict[str, Any]) -> list[str]:
    return [re.sub(r"^E?ISSN-", "", str(issn)) for issn in find_path(item, "issn")]


API = Api(
    key="eric",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("rows", "1"),
    fields={
        "accession": "id",
        "title": strip_markup("title"),
        "abstract": strip_markup("description"),
        "authors": "author",
        "year": "publicationdateyear",
        "journal": "source",
        "doi": lambda item: find_doi([str(url) for url in find_path(item, "url")]),
        "issn": _issn,
        "language": "language",
        "document_type": "publicationtype",
        "keywords": "subject",
        "url": address_of("https://eric.ed.gov/?id=", "id"),
    },
    cautions=("ERIC gives neither volumes nor pages, and DOIs only in addresses",),
)
