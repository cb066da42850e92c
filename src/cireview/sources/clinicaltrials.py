"""ClinicalTrials.gov (https://clinicaltrials.gov/data-api/api, version 2): registered studies, page tokens.

Only the first page of a search tells the total. Fields that tables of results fill are not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cireview.sources.api import Api, ApiSearch, Page, Position, walk
from cireview.sources.fields import address_of, as_count, find_path, read_json, require_entries
from cireview.web import Get, Request, Service

SERVICE = Service("ClinicalTrials.gov", "https://clinicaltrials.gov/api/v2", interval=1.2)
_UNKNOWN = -1
_PROTOCOL = "protocolSection."


def ask(search: ApiSearch, at: Position) -> Request | None:
    """Ask for the page of a token; the last page has none."""
    if at.pages and not at.cursor:
        return None
    token = (("pageToken", at.cursor),) * bool(at.cursor)
    size = (("fields", "protocolSection"), ("countTotal", "true"), ("pageSize", "500"))
    return Request("/studies", (("query.term", search.text), *search.limits, *size, *token))


def read(body: bytes) -> Page:
    """Read a list of studies; its total is -1 where the answer tells none."""
    answer = read_json(body)
    studies = require_entries(answer, "studies")
    total = answer.get("totalCount")
    return Page(_UNKNOWN if total is None else as_count(total), studies, answer.get("nextPageToken") or "")


def pages(source: Api, search: ApiSearch, get: Get) -> Iterator[Page]:
    """Yield page after page, each with the total that the first one told."""
    total = _UNKNOWN
    for page in walk(source, search, get):
        total = max(total, page.total)
        yield replace(page, total=total)


def _keywords(study: dict[str, Any]) -> list[Any]:
    paths = ("conditionsModule.conditions", "armsInterventionsModule.interventions.name")
    return [
        word for path in (*paths, "conditionsModule.keywords") for word in find_path(study, _PROTOCOL + path)
    ]


API = Api(
    key="clinicaltrials",
    service=SERVICE,
    ask=ask,
    read=read,
    smallest=("pageSize", "1"),
    pages=pages,
    fields={
        "accession": f"{_PROTOCOL}identificationModule.nctId",
        "title": (
            f"{_PROTOCOL}identificationModule.briefTitle",
            f"{_PROTOCOL}identificationModule.officialTitle",
        ),
        "abstract": f"{_PROTOCOL}descriptionModule.briefSummary",
        "authors": f"{_PROTOCOL}sponsorCollaboratorsModule.leadSponsor.name",
        "year": (
            f"{_PROTOCOL}statusModule.studyFirstPostDateStruct.date",
            f"{_PROTOCOL}statusModule.studyFirstSubmitDate",
            f"{_PROTOCOL}statusModule.startDateStruct.date",
        ),
        "document_type": f"{_PROTOCOL}designModule.studyType",
        "keywords": _keywords,
        "url": address_of("https://clinicaltrials.gov/study/", f"{_PROTOCOL}identificationModule.nctId"),
    },
    cautions=("ClinicalTrials.gov names no authors: the sponsor stands in their place",),
)
