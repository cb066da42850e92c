"""Define a source: its requests, the reading of its pages, and its fields."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Literal
from xml.etree.ElementTree import Element

from cireview.query.database import Database
from cireview.sources.fields import Field, read_field, read_fields
from cireview.web import Answer, Get, Request, Service, UnreadableError, understand


@dataclass(frozen=True)
class ApiSearch:
    """What a source is to search.

    Parameters
    ----------
    text
        The query in the source's own syntax.
    limits
        What is set beside it, as (request parameter, value).
    days
        First and last day of publication, for sources that are divided by days.
    """

    text: str
    limits: tuple[tuple[str, str], ...] = ()
    days: tuple[date, date] | None = None


@dataclass(frozen=True)
class Position:
    """Progress of a search: entries and pages received, total entries, and the cursor for the next page."""

    received: int = 0
    pages: int = 0
    total: int = -1
    cursor: str = ""


@dataclass(frozen=True)
class Page:
    """One page of a source.

    Parameters
    ----------
    total
        Records that the source says it found.
    items
        Its entries as the source gave them.
    cursor
        Where the next page is; empty for the last page and for sources that count.
    notes
        What the source itself remarks on the query.

    Raises
    ------
    UnreadableError
        If an entry is a single value, or the cursor no text.
    """

    total: int
    items: tuple[Any, ...]
    cursor: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(isinstance(item, Mapping | Element) for item in self.items):
            raise UnreadableError("its page contains single values instead of records")
        if not isinstance(self.cursor, str):
            raise UnreadableError("the address of its next page is not a text")


@dataclass(frozen=True)
class Api:
    """One bibliographic API.

    Parameters
    ----------
    key
        Key of the source, which is also its key in `cireview.query.databases()`.
    service
        Where it is, how fast it may be asked, and its keys.
    ask
        Gives the request for what follows a position; None when nothing follows.
    read
        Reads one answer; raises UnreadableError if it is not what was asked for.
    fields
        Where the columns of a record are in an entry.
    pages
        Asks for page after page; `walk` unless the source needs more than one request a page.
    ceiling
        Records that one search gives at most; 0 for no ceiling. A larger search is divided.
    smallest
        Parameter of the URL, the form or the posted JSON, and its value, with which an answer is smallest, so
        that a total is available without its records.
    tell_cost
        Says from such an answer what the whole search costs; None where a search costs nothing.
    counts_lines
        Whether each line of a strategy may be counted as a query of its own.
    divides_by
        What a search can be divided by: years, days or nothing.
    max_url
        Bytes that a URL may have; 0 for no limit.
    first
        For a source that only ranks: how many of the best are taken; 0 for all.
    cautions
        What a person has to know of its answers, as sentences without a final full stop.
    syntax
        How a query is written for it; None where `cireview.query.databases()` has its key.
    origin
        Package and version that bring it; empty for those of ours.
    """

    key: str
    service: Service
    ask: Callable[[ApiSearch, Position], Request | None]
    read: Callable[[bytes], Page]
    fields: Mapping[str, Field]
    pages: Callable[[Api, ApiSearch, Get], Iterator[Page]] = field(default_factory=lambda: walk)
    ceiling: int = 0
    smallest: tuple[str, str] = ("", "")
    tell_cost: Callable[[Answer], str] | None = None
    counts_lines: bool = False
    divides_by: Literal["years", "days", ""] = ""
    max_url: int = 0
    first: int = 0
    cautions: tuple[str, ...] = ()
    syntax: Database | None = None
    origin: str = ""

    @property
    def name(self) -> str:
        """Its name, as people know it."""
        return self.service.name

    def records(self, page: Page) -> list[dict[str, str]]:
        """Return the columns of a record for every entry of a page."""
        return [self.record(item) for item in page.items]

    def record(self, item: Any) -> dict[str, str]:
        """Return the columns of a record; raise an UnreadableError if the entry is of another shape."""
        return {**understand(partial(read_fields, fields=self.fields), item), "source": self.name}

    def accession(self, item: Any) -> str:
        """Return the source's own id of an entry."""
        return read_field(item, self.fields["accession"])

    def at(self, base_url: str) -> Api:
        """Return the same source at another address."""
        return replace(self, service=replace(self.service, base_url=base_url))


def walk(source: Api, search: ApiSearch, get: Get) -> Iterator[Page]:
    """Yield page after page; accept none that is empty before the end, seen before, or leads in a circle."""
    at, seen, asked = Position(), set[str](), set[Request]()
    while (request := source.ask(search, at)) is not None:
        asked.add(request)
        page = get(request, partial(_accept, source, search, at, seen, asked))
        seen |= {source.accession(item) for item in page.items}
        yield page
        at = _advance(source, at, page)


def _accept(
    source: Api, search: ApiSearch, at: Position, seen: set[str], asked: set[Request], body: bytes
) -> Page:
    page = source.read(body)
    follower = source.ask(search, _advance(source, at, page))
    ids = {source.accession(item) for item in page.items} - {""}
    if not page.items and follower is not None:
        raise UnreadableError(f"it sent an empty page after {at.received} of {page.total} records")
    if follower in asked:
        raise UnreadableError(f"page {at.pages + 1} leads back to a page before it")
    if ids and ids <= seen:
        raise UnreadableError(f"page {at.pages + 1} repeats records of the pages before it")
    return page


def _advance(source: Api, at: Position, page: Page) -> Position:
    reachable = min(page.total, source.ceiling or page.total, source.first or page.total)
    return Position(at.received + len(page.items), at.pages + 1, reachable, page.cursor)


def ask_total(source: Api, search: ApiSearch, get: Get) -> int:
    """Return how many records a search has, by a request whose answer does not count as a page of records."""
    request = source.ask(search, Position())
    assert request is not None
    return get(shrink(source, request) if request.holds_records else request, source.read).total


def shrink(source: Api, request: Request) -> Request:
    """Return a request whose answer is as small as can be, and does not count as a page of records."""
    parameter, value = source.smallest
    params, form = (
        tuple((name, value if name == parameter else given) for name, given in pairs)
        for pairs in (request.params, request.form)
    )
    posted = request.posted_json
    if posted and parameter:
        posted = json.dumps({**json.loads(posted), parameter: int(value)})
    return replace(request, params=params, form=form, posted_json=posted, holds_records=False)
