"""Web of Science Expanded (https://developer.clarivate.com): full records, 100,000 of a search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cireview.sources.api import Api, ApiSearch, Page, Position
from cireview.sources.fields import as_count, find_path, read_json, require
from cireview.web import Key, Request, Service

SERVICE = Service(
    name="Web of Science Expanded API",
    base_url="https://wos-api.clarivate.com/api",
    interval=0.5,
    keys=(
        Key(
            "WOS_EXPANDED_API_KEY",
            "https://developer.clarivate.com/apis/wos",
            header="X-ApiKey",
            required=True,
        ),
    ),
)


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for what follows the records received; the first record is number 1."""
    if at.pages and at.received >= at.total:
        return None
    places = (("count", "100"), ("firstRecord", str(at.received + 1)), ("optionView", "FR"))
    return Request("/wos", (("databaseId", "WOS"), ("usrQuery", search.text), *search.limits, *places))


def read(body: bytes) -> Page:
    """Read a list of records; without any, the member of the records is an empty text."""
    answer = read_json(body)
    total = as_count(require(answer, "QueryResult", "RecordsFound"))
    records = find_path(answer, "Data.Records.records.REC") if total else []
    items = [item for record in records for item in (record if isinstance(record, list) else [record])]
    return Page(total, tuple(items))


def _summary(path: str) -> str:
    return f"static_data.summary.{path}"


def _title(kind: str) -> Callable[[dict[str, Any]], list[str]]:
    def read(record: dict[str, Any]) -> list[str]:
        titles = find_path(record, _summary("titles.title"))
        return [entry.get("content", "") for entry in titles if entry.get("type") == kind]

    return read


def _identifier(*kinds: str) -> Callable[[dict[str, Any]], list[str]]:
    def read(record: dict[str, Any]) -> list[str]:
        identifiers = find_path(record, "dynamic_data.cluster_related.identifiers.identifier")
        return [entry.get("value", "") for entry in identifiers if entry.get("type") in kinds]

    return read


def _authors(record: dict[str, Any]) -> list[str]:
    names = find_path(record, _summary("names.name"))
    return [
        name.get("full_name") or name.get("display_name", "")
        for name in names
        if name.get("role") == "author"
    ]


API = Api(
    key="wos_expanded",
    service=SERVICE,
    ask=ask,
    read=read,
    fields={
        "accession": "UID",
        "title": _title("item"),
        "abstract": "static_data.fullrecord_metadata.abstracts.abstract.abstract_text.p",
        "authors": _authors,
        "affiliations": "static_data.fullrecord_metadata.addresses.address_name.address_spec.full_address",
        "year": _summary("pub_info.pubyear"),
        "journal": _title("source"),
        "volume": _summary("pub_info.vol"),
        "issue": _summary("pub_info.issue"),
        "pages": _summary("pub_info.page.content"),
        "doi": _identifier("doi", "xref_doi"),
        "pmid": lambda record: [
            str(entry or "").removeprefix("MEDLINE:") for entry in _identifier("pmid")(record)
        ],
        "issn": _identifier("issn", "eissn"),
        "language": "static_data.fullrecord_metadata.languages.language.content",
        "document_type": _summary("doctypes.doctype"),
        "keywords": "static_data.fullrecord_metadata.keywords.keyword",
    },
    ceiling=100000,
    smallest=("count", "1"),
    divides_by="years",
)
