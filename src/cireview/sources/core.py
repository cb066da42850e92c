"""CORE (https://api.core.ac.uk/docs/v3): works of repositories, by offset."""

from __future__ import annotations

from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import address_of, as_count, read_json, require, require_entries
from cireview.web import Key, Request, Service

SERVICE = Service(
    name="CORE",
    base_url="https://api.core.ac.uk/v3",
    interval=2.0,
    keys=(
        Key(
            "CORE_API_KEY",
            "https://core.ac.uk/services/api",
            header="Authorization",
            prefix="Bearer ",
            required=True,
        ),
    ),
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for what follows the works received; more than 100 a page end in a timeout."""
    if at.pages and at.received >= at.total:
        return None
    places = (("limit", "100"), ("offset", str(at.received)))
    return Request("/search/works/", (("q", search.text), *search.limits, *places))


def read(body: bytes) -> Page:
    """Read a list of works."""
    answer = read_json(body)
    return Page(as_count(require(answer, "totalHits")), require_entries(answer, "results"))


API = Api(
    key="core",
    service=SERVICE,
    ask=ask,
    read=read,
    fields={
        "accession": "id",
        "title": "title",
        "abstract": "abstract",
        "authors": "authors.name",
        "year": ("yearPublished", "publishedDate"),
        "journal": "journals.title",
        "doi": "doi",
        "pmid": "pubmedId",
        "issn": "journals.identifiers",
        "language": "language.name",
        "document_type": "documentType",
        "url": address_of("https://core.ac.uk/works/", "id"),
    },
    ceiling=10000,  # ASSUME: the window of the search engine behind it; CORE states none
    smallest=("limit", "1"),
    divides_by="years",
)
