"""IEEE Xplore (https://developer.ieee.org): metadata search, 200 records a page."""

from __future__ import annotations

from typing import Any

from cireview.formats.names import invert_name
from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import as_count, find_path, join_pages, read_json, require, require_entries
from cireview.web import Key, Request, Service

SERVICE = Service(
    name="IEEE Xplore",
    base_url="https://ieeexploreapi.ieee.org/api/v1",
    interval=0.5,
    keys=(Key("IEEE_API_KEY", "https://developer.ieee.org/", parameter="apikey", required=True),),
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for what follows the articles received; the first record is number 1."""
    if at.pages and at.received >= at.total:
        return None
    order = (("sort_field", "publication_year"), ("sort_order", "asc"))
    places = (("max_records", "200"), ("start_record", str(at.received + 1)))
    return Request("/search/articles", (("querytext", search.text), *search.limits, *order, *places))


def read(body: bytes) -> Page:
    """Read a list of articles; an empty search has no member 'articles'."""
    answer = read_json(body)
    total = as_count(require(answer, "total_records"))
    return Page(total, require_entries(answer, "articles") if total else ())


def _authors(item: dict[str, Any]) -> list[str]:
    return [invert_name(name) for name in find_path(item, "authors.authors.full_name")]


API = Api(
    key="ieee",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("max_records", "1"),
    fields={
        "accession": "article_number",
        "title": "title",
        "abstract": "abstract",
        "authors": _authors,
        "affiliations": "authors.authors.affiliation",
        "year": ("publication_year", "publication_date"),
        "journal": "publication_title",
        "volume": "volume",
        "issue": "issue",
        "pages": join_pages("start_page", "end_page"),
        "doi": "doi",
        "issn": "issn",
        "document_type": "content_type",
        "keywords": ("index_terms.author_terms.terms", "index_terms.ieee_terms.terms"),
        "url": ("html_url", "abstract_url"),
    },
    cautions=("IEEE Xplore names no languages",),
)
