"""arXiv (https://info.arxiv.org/help/api): Atom feeds, one request in 3 seconds, 30,000 records a search."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from cireview.formats.names import invert_name
from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import as_count, read_xml
from cireview.web import Request, Service, UnreadableError

SERVICE = Service("arXiv", "https://export.arxiv.org/api", interval=3.0)
_ATOM, _ARXIV = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for the next slice, oldest first, so that new submissions do not shift it."""
    if at.pages and at.received >= at.total:
        return None
    order = (("sortBy", "submittedDate"), ("sortOrder", "ascending"))
    places = (("start", str(at.received)), ("max_results", "1000"))
    return Request("/query", (("search_query", search.text), *search.limits, *order, *places))


def read(body: bytes) -> Page:
    """Read a feed; an entry that is called 'Error' is one."""
    feed = read_xml(body, "feed")
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if "/api/errors" in (entry.findtext(f"{_ATOM}id") or ""):
            raise UnreadableError(f"it reports an error: {entry.findtext(f'{_ATOM}summary')}")
    total = feed.findtext("{http://a9.com/-/spec/opensearch/1.1/}totalResults")
    return Page(as_count(total), tuple(entries))


def _text(path: str) -> Callable[[Element], str]:
    return lambda entry: entry.findtext(path) or ""


def _accession(entry: Element) -> str:
    address = entry.findtext(f"{_ATOM}id") or ""
    return re.sub(r"v\d+$", "", address.partition("/abs/")[2])


def _doi(entry: Element) -> str:
    own = f"10.48550/arXiv.{_accession(entry)}" if _accession(entry) else ""
    return entry.findtext(f"{_ARXIV}doi") or own


API = Api(
    key="arxiv",
    service=SERVICE,
    ask=ask,
    read=read,
    fields={
        "accession": _accession,
        "title": _text(f"{_ATOM}title"),
        "abstract": _text(f"{_ATOM}summary"),
        "authors": lambda entry: [
            invert_name(element.text or "") for element in entry.findall(f"{_ATOM}author/{_ATOM}name")
        ],
        "affiliations": lambda entry: [element.text for element in entry.iter(f"{_ARXIV}affiliation")],
        "year": lambda entry: (entry.findtext(f"{_ATOM}published") or "")[:4],
        "journal": _text(f"{_ARXIV}journal_ref"),
        "doi": _doi,
        "document_type": lambda _: "preprint",
        "keywords": lambda entry: [element.get("term") for element in entry.findall(f"{_ATOM}category")],
        "url": _text(f"{_ATOM}id"),
        "notes": _text(f"{_ARXIV}comment"),
    },
    ceiling=30000,
    smallest=("max_results", "1"),
    divides_by="years",
    cautions=("arXiv names no languages",),
)
