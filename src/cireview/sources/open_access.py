"""Find free versions of articles in OpenAlex and Unpaywall, which share their data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pandas as pd

from cireview.errors import Problem, SearchError
from cireview.sources import openalex
from cireview.sources.api import Api, Page
from cireview.sources.fields import find_path, read_json
from cireview.sources.lookup import Library, bare_id, lookups_of
from cireview.tables import Schema
from cireview.web import Access, Key, Request, Service, Session, UnreadableError

OPEN_ACCESS = Schema(
    "open-access location",
    {
        "record_id": "record that was looked up",
        "status": "gold, hybrid, bronze, green, diamond or closed; unknown if no service knows the work",
        "url": "address of the free version",
        "pdf_url": "its PDF",
        "version": "submittedVersion, acceptedVersion or publishedVersion",
        "license": "its licence",
        "host": "publisher or repository that holds it",
        "source": "service that knows the work",
        "reason": "why there is no address",
    },
)
UNASKED = "some services did not answer"
UNPAYWALL = Api(
    key="unpaywall",
    service=Service(
        name="Unpaywall",
        base_url="https://api.unpaywall.org/v2",
        interval=0.1,
        keys=(Key("CIREVIEW_EMAIL", "your own e-mail address", parameter="email", required=True),),
    ),
    ask=lambda search, at: None,
    read=lambda body: Page(1, (read_json(body),)),
    fields={"accession": "doi"},
)


@dataclass(frozen=True)
class OpenAccess:
    """Where articles can be read freely.

    Parameters
    ----------
    places
        Table OPEN_ACCESS.
    problems
        Services that could not be asked, and what to do.
    has_ended
        Whether asking again would change nothing as long as no key is given that was not.
    """

    places: pd.DataFrame
    problems: tuple[Problem, ...]
    has_ended: bool


def find_open_access(records: pd.DataFrame, access: Access) -> OpenAccess:
    """Look up free versions of records in OpenAlex and, by DOI, what it does not know in Unpaywall.

    Parameters
    ----------
    records
        A RECORD table.
    access
        Its archive; answers are kept in ``open_access/<date>`` and never asked for twice, so that the table
        of the same records stays the same when others are added.
    """
    library = Library(access, purpose="open_access")
    rows = [dict(zip(records.columns, row, strict=True)) for row in records.itertuples(index=False)]
    places: dict[str, dict[str, str]] = {}
    for lookup in lookups_of(openalex.API):
        if lookup.column in ("doi", "pmid"):
            items = library.find(lookup, [row[lookup.column] for row in rows])
            for row in rows:
                if work := items.get(bare_id(row[lookup.column])):
                    places.setdefault(row["record_id"], read_openalex_place(work))
    for row in rows:
        if row["record_id"] not in places and (place := _ask_unpaywall(library, row["doi"])):
            places[row["record_id"]] = place
    table = [_describe(row, places.get(row["record_id"]), library.problems) for row in rows]
    frame = pd.DataFrame(table, columns=list(OPEN_ACCESS.columns))
    missing = _missing_keys(access.session)
    has_ended = all(problem in missing for problem in library.problems)
    return OpenAccess(OPEN_ACCESS.conform(frame), tuple(library.problems), has_ended)


def _ask_unpaywall(library: Library, doi: str) -> dict[str, str]:
    if not re.fullmatch(r"10\.\d{4,9}/\S+", bare_id(doi)):
        return {}
    request = Request(f"/{quote(bare_id(doi))}", reads=(404,))
    answer = library.try_get(UNPAYWALL, request, _read_unpaywall, {})
    return read_unpaywall_place(answer) if "oa_status" in answer else {}


def _read_unpaywall(body: bytes) -> dict[str, Any]:
    """Read an answer about a work, or the one that there is none of this DOI."""
    answer = read_json(body)
    if not isinstance(answer, dict) or not ("oa_status" in answer or answer.get("error") is True):
        raise UnreadableError("its answer does not describe a work")
    return answer


def _missing_keys(session: Session | None) -> tuple[Problem, ...]:
    try:
        if session:
            session.check_keys(UNPAYWALL.service)
    except SearchError as error:
        return error.problems
    return ()


def _describe(
    row: Mapping[str, str], place: Mapping[str, str] | None, problems: list[Problem]
) -> dict[str, str]:
    """Return a row of OPEN_ACCESS: the place, or why there is none."""
    if place and (place["url"] or place["pdf_url"]):
        reason = ""
    elif place:
        reason = f"{place['source']} knows no free version"
    elif not (row["doi"] or row["pmid"]):
        reason = "it has neither DOI nor PubMed id to look it up by"
    elif problems:
        reason = f"{UNASKED}: {problems[0].message}"
    else:
        reason = "no service knows the work"
    return {"record_id": row["record_id"], "status": "unknown", **(place or {}), "reason": reason}


def _word(answer: Mapping[str, Any], *paths: str) -> str:
    """Return the first text at these paths; a service may send anything in its place."""
    found = [value for path in paths for value in find_path(answer, path)]
    return next((value for value in found if isinstance(value, str) and value), "")


def _safe(address: str) -> str:
    """Return an address that a person may click on; a service passes on what anybody wrote."""
    return address if re.match(r"https?://", address, re.IGNORECASE) else ""


def read_openalex_place(work: Mapping[str, Any]) -> dict[str, str]:
    """Return the best free version of a work of OpenAlex."""
    return {
        "status": _word(work, "open_access.oa_status") or "unknown",
        "url": _safe(_word(work, "best_oa_location.landing_page_url", "open_access.oa_url")),
        "pdf_url": _safe(_word(work, "best_oa_location.pdf_url")),
        "version": _word(work, "best_oa_location.version"),
        "license": _word(work, "best_oa_location.license"),
        "host": _word(work, "best_oa_location.source.display_name"),
        "source": "OpenAlex",
    }


def read_unpaywall_place(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the best free version in an answer of Unpaywall."""
    return {
        "status": _word(answer, "oa_status") or "unknown",
        "url": _safe(_word(answer, "best_oa_location.url_for_landing_page", "best_oa_location.url")),
        "pdf_url": _safe(_word(answer, "best_oa_location.url_for_pdf")),
        "version": _word(answer, "best_oa_location.version"),
        "license": _word(answer, "best_oa_location.license"),
        "host": _word(answer, "best_oa_location.repository_institution", "best_oa_location.host_type"),
        "source": "Unpaywall",
    }
