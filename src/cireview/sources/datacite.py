"""DataCite (https://support.datacite.org/docs/api): theses, preprints, reports and data, by cursors."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from cireview.formats.names import invert_name
from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import (
    as_count,
    find_path,
    join_pages,
    read_json,
    require,
    require_entries,
    strip_markup,
)
from cireview.web import Key, Request, Service

SERVICE = Service(
    name="DataCite",
    base_url="https://api.datacite.org",
    interval=0.6,  # 500 requests in 5 minutes, and 1,000 with an address
    interval_with_key=0.3,
    keys=(Key("CIREVIEW_EMAIL", "your own address, for faster service", parameter="mailto"),),
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for the page behind a cursor, which has no ceiling as page numbers have."""
    if at.pages and (not at.cursor or at.received >= at.total):
        return None
    places = (("page[size]", "500"), ("page[cursor]", at.cursor or "1"))
    return Request("/dois", (("query", search.text), *search.limits, *places))


def read(body: bytes) -> Page:
    """Read a list of DOIs; the cursor stands in the address of the next page."""
    answer = read_json(body)
    total = as_count(require(answer, "meta", "total"))
    address = next(iter(find_path(answer, "links.next")), "")
    cursor = parse_qs(urlsplit(str(address)).query).get("page[cursor]", [""])[0]
    return Page(total, require_entries(answer, "data"), cursor)


def _title(item: dict[str, Any]) -> str:
    """Return the title proper: others, such as translations, have a type."""
    titles = find_path(item, "attributes.titles")
    proper = [title for title in titles if not title.get("titleType")] or titles
    return strip_markup("title")(proper[0]) if proper else ""


def _abstract(item: dict[str, Any]) -> str:
    parts = find_path(item, "attributes.descriptions")
    return " ".join(
        strip_markup("description")(part) for part in parts if part.get("descriptionType") == "Abstract"
    )


def _authors(item: dict[str, Any]) -> list[str]:
    return [_author(creator) for creator in find_path(item, "attributes.creators")]


def _author(creator: dict[str, Any]) -> str:
    family, given, whole = (str(creator.get(name) or "") for name in ("familyName", "givenName", "name"))
    if family:
        return ", ".join(filter(None, (family, given)))
    return whole if creator.get("nameType") == "Organizational" or "," in whole else invert_name(whole)


def _affiliations(item: dict[str, Any]) -> list[str]:
    """Return affiliations, which are texts or, if asked for, objects with a name."""
    found = find_path(item, "attributes.creators.affiliation")
    return [one if isinstance(one, str) else str(one.get("name") or "") for one in found]


def _publisher(item: dict[str, Any]) -> str:
    publishers = find_path(item, "attributes.container.title") or find_path(item, "attributes.publisher")
    first = next(iter(publishers), "")
    return str(first.get("name") or "") if isinstance(first, dict) else str(first)


API = Api(
    key="datacite",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("page[size]", "1"),
    fields={
        "accession": "id",
        "title": _title,
        "abstract": _abstract,
        "authors": _authors,
        "affiliations": _affiliations,
        "year": "attributes.publicationYear",
        "journal": _publisher,
        "volume": "attributes.container.volume",
        "issue": "attributes.container.issue",
        "pages": join_pages("attributes.container.firstPage", "attributes.container.lastPage"),
        "doi": ("attributes.doi", "id"),
        "language": "attributes.language",
        "document_type": ("attributes.types.resourceTypeGeneral", "attributes.types.resourceType"),
        "keywords": "attributes.subjects.subject",
        "url": "attributes.url",
    },
    cautions=("DataCite holds few articles of journals, and not every record has an abstract",),
)
