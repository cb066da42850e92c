"""Semantic Scholar (https://api.semanticscholar.org): bulk search, 1,000 papers a page, tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cireview.formats.names import invert_name
from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import Field, as_count, find_path, read_json, require, require_entries
from cireview.web import Key, Request, Service

PAPER_FIELDS = (
    "paperId,externalIds,url,title,abstract,authors,year,venue,journal,publicationTypes,publicationVenue"
)
SERVICE = Service(
    name="Semantic Scholar",
    base_url="https://api.semanticscholar.org/graph/v1",
    interval=1.1,
    keys=(
        Key(
            "SEMANTIC_SCHOLAR_API_KEY",
            "https://www.semanticscholar.org/product/api#api-key-form",
            header="x-api-key",
        ),
    ),
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for the page of a token; the last page has none."""
    if at.pages and not at.cursor:
        return None
    token = (("token", at.cursor),) * bool(at.cursor)
    order = (("fields", PAPER_FIELDS), ("sort", "paperId:asc"))
    return Request("/paper/search/bulk", (("query", search.text), *search.limits, *order, *token))


def read(body: bytes) -> Page:
    """Read a list of papers; an empty search has no member 'data'."""
    answer = read_json(body)
    total = as_count(require(answer, "total"))
    papers = require_entries(answer, "data") if total else ()
    return Page(total, papers, answer.get("token") or "" if papers else "")


def _authors(paper: dict[str, Any]) -> list[str]:
    return [invert_name(name) for name in find_path(paper, "authors.name")]


FIELDS: Mapping[str, Field] = {
    "accession": "paperId",
    "title": "title",
    "abstract": "abstract",
    "authors": _authors,
    "year": "year",
    "journal": ("journal.name", "venue"),
    "volume": "journal.volume",
    "pages": "journal.pages",
    "doi": "externalIds.DOI",
    "pmid": "externalIds.PubMed",
    "issn": "publicationVenue.issn",
    "document_type": "publicationTypes",
    "url": "url",
}
API = Api(
    key="semantic_scholar",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("fields", "paperId"),  # a page of its bulk search has one size
    fields=FIELDS,
    cautions=(
        "Semantic Scholar gives no languages, and leaves out the abstracts of some publishers",
        "the totals of Semantic Scholar are estimates",
    ),
)
