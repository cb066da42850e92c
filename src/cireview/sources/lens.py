"""The Lens (https://docs.api.lens.org): scholarly works, posted queries, 1,000 records a search by offset.

Its scrolls have no ceiling, but live for one minute: a search that broke off could never go on from one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

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
from cireview.web import Key, Request, Service

SIZE = 100
SERVICE = Service(
    name="The Lens",
    base_url="https://api.lens.org",
    interval=6.0,  # 10 requests a minute, as trial plans have; the answers tell the plan's own number
    keys=(
        Key(
            "LENS_API_TOKEN",
            "https://www.lens.org/lens/user/subscriptions",
            header="Authorization",
            prefix="Bearer ",
            required=True,
        ),
    ),
)
_INCLUDED = (
    *("lens_id", "title", "abstract", "authors", "year_published", "source", "volume", "issue"),
    *("start_page", "end_page", "external_ids", "languages", "publication_type", "keywords"),
)
_CITED = ("references", "references_count", "scholarly_citations", "scholarly_citations_count")


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for what follows the works received, in the order in which they came to the Lens."""
    if at.pages and at.received >= at.total:
        return None
    asked = {
        "query": search.text,
        "stemming": False,
        "include": list(_INCLUDED),
        "sort": [{"created": "asc"}],
    }
    return Request("/scholarly/search", posted_json=json.dumps({**asked, "from": at.received, "size": SIZE}))


def ask_ids(field: str) -> Callable[[Sequence[str]], Request]:
    """Return what asks for works by the values of a field, such as ``ids.doi`` or ``lens_id``.

    The fields are those of docs.api.lens.org/request-scholar.html.
    """

    def ask_for(values: Sequence[str]) -> Request:
        values = [value.upper() if field == "lens_id" else value for value in values]
        asked = {"query": {"terms": {field: values}}, "include": [*_INCLUDED, *_CITED], "size": SIZE}
        return Request("/scholarly/search", posted_json=json.dumps(asked))

    return ask_for


def read(body: bytes) -> Page:
    """Read a list of works."""
    answer = read_json(body)
    return Page(as_count(require(answer, "total")), require_entries(answer, "data"))


def _authors(work: dict[str, Any]) -> list[str]:
    return [
        ", ".join(filter(None, (author.get("last_name"), author.get("first_name") or author.get("initials"))))
        or str(author.get("collective_name") or author.get("display_name") or "")
        for author in find_path(work, "authors")
    ]


def _identifier(kind: str) -> Callable[[dict[str, Any]], list[str]]:
    def read(work: dict[str, Any]) -> list[str]:
        return [one.get("value") for one in find_path(work, "external_ids") if one.get("type") == kind]

    return read


API = Api(
    key="lens",
    service=SERVICE,
    ask=ask,
    read=read,
    fields={
        "accession": "lens_id",
        "title": strip_markup("title"),
        "abstract": strip_markup("abstract"),
        "authors": _authors,
        "affiliations": "authors.affiliations.name",
        "year": "year_published",
        "journal": "source.title",
        "volume": "volume",
        "issue": "issue",
        "pages": join_pages("start_page", "end_page"),
        "doi": _identifier("doi"),
        "pmid": _identifier("pmid"),
        "issn": "source.issn.value",
        "language": "languages",
        "document_type": "publication_type",
        "keywords": "keywords",
        "url": address_of("https://www.lens.org/lens/scholar/article/", "lens_id"),
    },
    ceiling=1000,
    smallest=("size", "1"),
    divides_by="years",
    cautions=("each record counts against the monthly allowance of your plan at the Lens",),
)
