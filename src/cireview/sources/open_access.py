"""Where included articles can be read freely, by OpenAlex and Unpaywall, which share their data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from cireview.errors import Problem
from cireview.sources import openalex
from cireview.sources.fields import find_path, read_json, require
from cireview.sources.lookup import Library, bare_id, lookups_of
from cireview.sources.source import Page, Source
from cireview.tables import Schema
from cireview.web import Key, Request, Service, Session

OPEN_ACCESS = Schema(
    "open-access location",
    {
        "record_id": "record that was looked up",
        "status": "gold, hybrid, bronze, green, diamond or closed; unknown if no service knows the work",
        "url": "page of the free version",
        "pdf_url": "its PDF",
        "version": "submittedVersion, acceptedVersion or publishedVersion",
        "license": "its licence",
        "host": "publisher or repository that holds it",
        "source": "service that knows it",
    },
)
UNPAYWALL = Source(
    key="unpaywall",
    service=Service(
        name="Unpaywall",
        base_url="https://api.unpaywall.org/v2",
        interval=0.1,
        keys=(
            Key(
                "CIREVIEW_EMAIL",
                "your own address, which Unpaywall asks for",
                parameter="email",
                required=True,
            ),
        ),
    ),
    ask=lambda search, at: None,
    read=lambda body: Page(1, (read_json(body),)),
    fields={"accession": "doi"},
)


def find_open_access(
    records: pd.DataFrame,
    *,
    archive_folder: str | Path,
    date: str,
    session: Session | None,
    unpaywall: bool = False,
    addresses: Mapping[str, str] | None = None,
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Look up free versions of records.

    Parameters
    ----------
    records
        A RECORD table.
    archive_folder, date, session, addresses
        As in `cireview.completion.find_missing_values`; answers are kept in ``open_access/<date>``.
    unpaywall
        Whether Unpaywall is asked for what OpenAlex does not know; it wants an e-mail address.

    Returns
    -------
    tuple
        OPEN_ACCESS table with one row a record, and the problems of services that could not be asked.
    """
    library = Library(archive_folder, purpose="open_access", date=date, session=session, addresses=addresses)
    rows = [dict(zip(records.columns, row, strict=True)) for row in records.itertuples(index=False)]
    places: dict[str, dict[str, str]] = {}
    for lookup in lookups_of(openalex.SOURCE):
        if lookup.column in ("doi", "pmid"):
            items = library.find(lookup, [row[lookup.column] for row in rows])
            for row in rows:
                if work := items.get(bare_id(row[lookup.column])):
                    places.setdefault(row["record_id"], read_openalex_place(work))
    for row in rows:
        if unpaywall and row["doi"] and row["record_id"] not in places:
            request = Request(f"/{quote(bare_id(row['doi']))}", reads=(404,))
            answer = library.try_get(UNPAYWALL, request, read_json, {})
            if "oa_status" in answer:
                places[row["record_id"]] = read_unpaywall_place(answer)
    table = [
        {"record_id": r["record_id"], "status": "unknown", **places.get(r["record_id"], {})} for r in rows
    ]
    frame = pd.DataFrame(table, columns=list(OPEN_ACCESS.columns))
    return OPEN_ACCESS.conform(frame), tuple(library.problems)


def read_openalex_place(work: Mapping[str, Any]) -> dict[str, str]:
    """Return the best free version of a work of OpenAlex."""
    best = work.get("best_oa_location") or {}
    access = work.get("open_access") or {}
    return {
        "status": access.get("oa_status") or "unknown",
        "url": best.get("landing_page_url") or access.get("oa_url") or "",
        "pdf_url": best.get("pdf_url") or "",
        "version": best.get("version") or "",
        "license": best.get("license") or "",
        "host": next(iter(find_path(best, "source.display_name")), ""),
        "source": "OpenAlex",
    }


def read_unpaywall_place(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the best free version in an answer of Unpaywall."""
    best = answer.get("best_oa_location") or {}
    return {
        "status": require(answer, "oa_status"),
        "url": best.get("url_for_landing_page") or best.get("url") or "",
        "pdf_url": best.get("url_for_pdf") or "",
        "version": best.get("version") or "",
        "license": best.get("license") or "",
        "host": best.get("repository_institution") or best.get("host_type") or "",
        "source": "Unpaywall",
    }
