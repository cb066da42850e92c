"""OpenAlex (https://developers.openalex.org): filters with a search in title and abstract, and cursors."""

from __future__ import annotations

import re
from math import ceil
from typing import Any

from cireview.formats.names import invert_name
from cireview.formats.openalex_work import rebuild_abstract, short_id
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
from cireview.web import Answer, Key, Request, Service

SIZE = 100
_DEAR = 1000.0  # no price of a request
SERVICE = Service(
    name="OpenAlex",
    base_url="https://api.openalex.org",
    interval=0.25,  # more than 5 Boolean operators are throttled to 5 requests a second
    keys=(
        Key(
            "OPENALEX_API_KEY",
            "https://openalex.org/settings/api",
            header="Authorization",
            prefix="Bearer ",
        ),
    ),
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for the page behind a cursor; the end is a missing cursor, or that all were received."""
    if at.pages and (not at.cursor or at.received >= at.total):
        return None
    params = (("filter", search.text), *search.limits, ("per_page", str(SIZE)), ("cursor", at.cursor or "*"))
    return Request("/works", params)


def read(body: bytes) -> Page:
    """Read a list of works."""
    answer = read_json(body)
    meta, items = require(answer, "meta"), require_entries(answer, "results")
    return Page(as_count(require(meta, "count")), items, meta.get("next_cursor") or "")


def tell_cost(answer: Answer) -> str:
    """Return the cost of all pages of a search, from the price in the answer to a count."""
    meta = require(read_json(answer.body), "meta")
    pages = max(1, ceil(as_count(require(meta, "count")) / SIZE))
    price, left = meta.get("cost_usd"), answer.headers.get("x-ratelimit-remaining-usd", "")
    cost = f"${pages * price:,.4f}" if isinstance(price, int | float) and 0 <= price < _DEAR else ""
    allowance = f"; ${left} of today's allowance are left" if re.fullmatch(r"\d+(\.\d+)?", left) else ""
    return f"{cost or 'price unknown'} for pages of {SIZE} works: {pages:,}{allowance}"


def _authors(work: dict[str, Any]) -> list[str]:
    names = find_path(work, "authorships.author.display_name")
    return [invert_name(name) for name in names]


API = Api(
    key="openalex",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("per_page", "1"),
    tell_cost=tell_cost,
    fields={
        "accession": lambda work: short_id(
            next(iter(find_path(work, "id") + find_path(work, "ids.openalex")), "")
        ),
        "title": strip_markup(("title", "display_name")),
        "abstract": rebuild_abstract,
        "authors": _authors,
        "affiliations": ("authorships.raw_affiliation_strings", "authorships.institutions.display_name"),
        "year": "publication_year",
        "journal": "primary_location.source.display_name",
        "volume": "biblio.volume",
        "issue": "biblio.issue",
        "pages": join_pages("biblio.first_page", "biblio.last_page"),
        "doi": ("doi", "ids.doi"),
        "pmid": lambda work: short_id((work.get("ids") or {}).get("pmid") or ""),
        "issn": "primary_location.source.issn",
        "language": "language",
        "document_type": "type",
        "keywords": "keywords.display_name",
        "url": "id",
        "notes": lambda work: "retracted" if work.get("is_retracted") else "",
    },
    max_url=4094,
    cautions=("Lists of OpenAlex give the first 100 authors of a work",),
)
