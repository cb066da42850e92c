"""PubMed through the E-utilities (NLM, NBK25499): esearch with the history server, then efetch in batches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from cireview.formats.pubmed_article import FIELDS
from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import as_count, find_path, read_json, read_xml, require
from cireview.web import Get, Key, Request, Service, UnreadableError

BATCH = 200
SERVICE = Service(
    name="PubMed",
    base_url="https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
    interval=0.34,
    interval_with_key=0.11,
    keys=(
        Key("NCBI_API_KEY", "https://account.ncbi.nlm.nih.gov/settings/", parameter="api_key"),
        Key("CIREVIEW_EMAIL", "your own address, so that the service can warn you", parameter="email"),
    ),
)


class _HistoryLostError(Exception):
    """The history server no longer has the search, or not as it was; it keeps searches for some hours."""


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for the ids of all records, and that the server keeps them."""
    if at.pages:
        return None
    days: tuple[tuple[str, str], ...] = ()
    if search.days:
        first, last = (day.strftime("%Y/%m/%d") for day in search.days)
        days = (("datetype", "pdat"), ("mindate", first), ("maxdate", last))
    form = (
        *(("db", "pubmed"), ("term", search.text), *search.limits, *days),
        *(("retmode", "json"), ("retmax", "9999"), ("usehistory", "y"), ("tool", "cireview")),
    )
    return Request("/esearch.fcgi", form=form, holds_records=False)


def read_search(body: bytes) -> dict[str, Any]:
    """Return the result of an esearch."""
    result = require(read_json(body), "esearchresult")
    if "ERROR" in result:
        raise UnreadableError(f"it could not search: {result['ERROR']}")
    require(result, "count")
    require(result, "idlist")
    return dict(result)


def read(body: bytes) -> Page:
    """Read the articles of an efetch, or the total and the remarks of an esearch."""
    if body.lstrip()[:1] == b"{":
        result = read_search(body)
        return Page(as_count(result["count"]), (), notes=_remarks(result))
    root = read_xml(body, "PubmedArticleSet", "PubmedArticle", "PubmedBookArticle")
    items = [root] if root.tag != "PubmedArticleSet" else [*root]
    articles = [item for item in items if item.tag in ("PubmedArticle", "PubmedBookArticle")]
    return Page(len(articles), tuple(articles))


def pages(source: Api, search: ApiSearch, get: Get) -> Iterator[Page]:
    """Yield what esearch says, then the articles in batches: by the history server, else by their ids."""
    request = source.ask(search, Position())
    assert request is not None
    result = get(request, read_search)
    total, ids = as_count(result["count"]), [str(pmid) for pmid in result["idlist"]]
    yield Page(total, (), notes=_remarks(result))
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        try:
            page = get(_fetch_history(result, start, batch), partial(_read_batch, batch))
        except _HistoryLostError:
            page = get(fetch_ids(batch), read)
        yield Page(total, page.items)


def _fetch_history(result: dict[str, Any], start: int, batch: list[str]) -> Request:
    history = (("query_key", str(result.get("querykey", ""))), ("WebEnv", str(result.get("webenv", ""))))
    places = (("retstart", str(start)), ("retmax", str(len(batch))))
    form = (("db", "pubmed"), *history, *places, ("retmode", "xml"), ("tool", "cireview"))
    return Request("/efetch.fcgi", form=form, reads=(400,))


def fetch_ids(ids: list[str]) -> Request:
    """Ask for articles by their ids, posted because a long URL is refused."""
    form = (("db", "pubmed"), ("id", ",".join(ids)), ("retmode", "xml"), ("tool", "cireview"))
    return Request("/efetch.fcgi", form=form)


def _read_batch(batch: list[str], body: bytes) -> Page:
    """Read a batch; one that is not of the ids that the search gave shows that the server forgot it."""
    if re.search(rb"<ERROR>|Unable to obtain query|Cannot retrieve (query|history)", body[:2000]):
        raise _HistoryLostError
    page = read(body)
    if {FIELDS["accession"](item) for item in page.items} != set(batch):
        raise _HistoryLostError
    return page


def _remarks(result: dict[str, Any]) -> tuple[str, ...]:
    """Return what PubMed left out or translated: a dropped phrase widens a search."""
    remarks = []
    for kind, names in (
        ("errorlist", ("phrasesnotfound", "fieldsnotfound")),
        ("warninglist", ("phrasesignored", "quotedphrasesnotfound", "outputmessages")),
    ):
        for name in names:
            values = find_path(result, f"{kind}.{name}")
            remarks += [f"PubMed, {name}: {', '.join(map(str, values))}"] * bool(values)
    if result.get("querytranslation"):
        remarks.append(f"PubMed searched: {result['querytranslation']}")
    return tuple(remarks)


API = Api(
    key="pubmed",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("retmax", "1"),
    fields=FIELDS,
    pages=pages,
    ceiling=9999,
    counts_lines=True,
    divides_by="days",
)
