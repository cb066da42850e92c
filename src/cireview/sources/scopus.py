"""Scopus (https://dev.elsevier.com): full records for subscribers, else no abstracts; 5,000 a search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cireview.sources.api import Api, ApiSearch, Page, Position, walk
from cireview.sources.fields import address_of, as_count, find_path, read_json, require
from cireview.web import Get, Key, Request, Service

SERVICE = Service(
    name="Scopus API",
    base_url="https://api.elsevier.com",
    interval=0.5,
    keys=(
        Key("SCOPUS_API_KEY", "https://dev.elsevier.com/apikey/manage", header="X-ELS-APIKey", required=True),
        Key("SCOPUS_INSTTOKEN", "your library, by way of Elsevier", header="X-ELS-Insttoken"),
    ),
)


COMPLETE = ("view", "COMPLETE")


class _NotEntitledError(Exception):
    """The key or the network from which it is used does not permit full records."""


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for what follows the entries received: cursors are for subscribers only."""
    if at.pages and at.received >= at.total:
        return None
    places = (("start", str(at.received)), ("count", "25"), ("httpAccept", "application/json"))
    reads = (401, 403) if COMPLETE in search.limits else ()
    return Request("/content/search/scopus", (("query", search.text), *search.limits, *places), reads=reads)


def read(body: bytes) -> Page:
    """Read a list of entries; an empty search has one that says so, a single hit may stand alone."""
    answer = read_json(body)
    if "service-error" in answer:
        raise _NotEntitledError
    results = require(answer, "search-results")
    entries = results.get("entry") or []
    entries = [entries] if isinstance(entries, dict) else entries
    entries = [entry for entry in entries if entry.get("error") != "Result set was empty"]
    return Page(as_count(require(results, "opensearch:totalResults")), tuple(entries))


def pages(source: Api, search: ApiSearch, get: Get) -> Iterator[Page]:
    """Yield full records where the user is entitled to them, else the standard ones."""
    full = walk(source, replace(search, limits=(*search.limits, COMPLETE)), get)
    try:
        first = next(full)
    except _NotEntitledError:
        yield from walk(source, search, get)
        return
    yield first
    yield from full


def _authors(entry: dict[str, Any]) -> list[str]:
    names = (
        find_path(entry, "author.authname")
        or find_path(entry, "dc:creator.$")
        or find_path(entry, "dc:creator")
    )
    return [", ".join(str(name).split(" ", 1)) if "," not in str(name) else str(name) for name in names]


def _affiliations(entry: dict[str, Any]) -> list[str]:
    parts = ("affilname", "affiliation-city", "affiliation-country")
    return [
        ", ".join(filter(None, map(affiliation.get, parts)))
        for affiliation in find_path(entry, "affiliation")
    ]


API = Api(
    key="scopus_api",
    service=SERVICE,
    ask=ask,
    read=read,
    fields={
        "accession": ("eid", "dc:identifier"),
        "title": "dc:title",
        "abstract": "dc:description",
        "authors": _authors,
        "affiliations": _affiliations,
        "year": "prism:coverDate",
        "journal": "prism:publicationName",
        "volume": "prism:volume",
        "issue": "prism:issueIdentifier",
        "pages": ("prism:pageRange", "article-number"),
        "doi": "prism:doi",
        "pmid": "pubmed-id",
        "issn": lambda entry: find_path(entry, "prism:issn") + find_path(entry, "prism:eIssn"),
        "document_type": "subtypeDescription",
        "keywords": lambda entry: (entry.get("authkeywords") or "").split(" | "),
        "url": address_of("https://www.scopus.com/record/display.uri?eid=", "eid"),
    },
    pages=pages,
    ceiling=5000,
    smallest=("count", "1"),
    divides_by="years",
    cautions=(
        "Without a subscription Scopus gives the first author only, and neither abstracts nor keywords: "
        "export the records by hand and use the API for counts",
        "Scopus does not tell languages in its answers",
    ),
)
