"""Web of Science Starter (https://developer.clarivate.com): counts and ids; no abstracts, no affiliations."""

from __future__ import annotations

from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import as_count, read_json, require, require_entries
from cireview.web import Key, Request, Service

SIZE = 50
SERVICE = Service(
    name="Web of Science Starter API",
    base_url="https://api.clarivate.com/apis/wos-starter/v1",
    interval=1.0,
    keys=(
        Key(
            "WOS_STARTER_API_KEY",
            "https://developer.clarivate.com/apis/wos-starter",
            header="X-ApiKey",
            required=True,
        ),
    ),
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for the next page by its number."""
    if at.pages and at.pages * SIZE >= at.total:
        return None
    places = (("db", "WOS"), ("limit", str(SIZE)), ("page", str(at.pages + 1)), ("sortField", "PY+A"))
    return Request("/documents", (("q", search.text), *search.limits, *places))


def read(body: bytes) -> Page:
    """Read a list of hits."""
    answer = read_json(body)
    return Page(as_count(require(answer, "metadata", "total")), require_entries(answer, "hits"))


API = Api(
    key="wos_starter",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("limit", "1"),
    fields={
        "accession": "uid",
        "title": "title",
        "authors": "names.authors.displayName",
        "year": "source.publishYear",
        "journal": "source.sourceTitle",
        "volume": "source.volume",
        "issue": "source.issue",
        "pages": "source.pages.range",
        "doi": "identifiers.doi",
        "pmid": "identifiers.pmid",
        "issn": ("identifiers.issn", "identifiers.eissn"),
        "document_type": "types",
        "keywords": "keywords.authorKeywords",
        "url": "links.record",
    },
)
