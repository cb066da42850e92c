"""Search an API in the workflow: a run resumes an interrupted search and never repeats a complete one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cireview import web
from cireview.places import place
from cireview.query import FIELDS, Query, SearchLimits, parse_query, read_verbatim
from cireview.search.complete import Completion, fill_missing_values, find_missing_values
from cireview.search.count import tell_cost
from cireview.search.plan import plan_search
from cireview.search.run import DERIVED, run_search
from cireview.sources import find_api
from cireview.sources.outcome import SearchOutcome
from cireview.tables.ids import identify_records
from cireview.web import Access, Session


def list_api_keys(api: str) -> list[str]:
    """Return the names of the environment variables that hold keys for `api`; never what they hold."""
    return web.given_keys(find_api(api).service)


def missing_key(search: PlannedSearch, *, archive_folder: str | Path) -> str:
    """Return what to do about a missing key of an API; "" if none is missing."""
    source = find_api(search.api)
    if web.has_ended(Path(archive_folder) / find_folder(search, archive_folder) / search.date):
        return ""
    variables = web.given_keys(source.service)
    lacking = [key for key in source.service.keys if key.required and key.variable not in variables]
    return "; ".join(f"Get a key at {key.where} and set {key.variable}" for key in lacking)


def complete_records(records: pd.DataFrame, access: Access) -> tuple[pd.DataFrame, Completion]:
    """Fill gaps in `records`, and return what was found where; see `completion`."""
    completion = find_missing_values(records, access)
    return fill_missing_values(records, completion.filled), completion


@dataclass(frozen=True)
class PlannedSearch:
    """The search of one source of the protocol.

    Parameters
    ----------
    api
        Key or name of the API.
    name, key
        Name and key of the source in the protocol.
    query
        Boolean query, as it is written there.
    own
        Query in the source's own syntax that is sent instead, as it stands; empty for none.
    beside
        APIs that the other sources of the protocol ask for the same date.
    date
        When it was searched, which names the archive.
    fields, years, languages, document_types
        What the search is limited to, as in `cireview.query.SearchLimits`.
    """

    api: str
    name: str
    key: str
    query: str
    date: str
    fields: Sequence[str] = FIELDS
    years: Sequence[int] | None = None
    languages: Sequence[str] = ()
    document_types: Sequence[str] = ()
    own: str = ""
    beside: Sequence[str] = ()

    @property
    def parsed(self) -> Query:
        """The query that is sent."""
        file = place("protocol")
        if self.own:
            return read_verbatim(self.own, database=self.api, file=file)
        return parse_query(self.query, file=file)

    @property
    def limits(self) -> SearchLimits:
        """What the search is limited to."""
        years = (self.years[0], self.years[1]) if self.years else None
        return SearchLimits(self.fields, years, self.languages, self.document_types)


def find_folder(search: PlannedSearch, archive_folder: str | Path) -> str:
    """Return the folder, below that of the archives, that holds those of a source.

    Archives of sources that share API and date lie apart, each below the key of its source. An API that one
    source alone asks for a date has its archive below its own key.
    """
    source, folder = find_api(search.api), Path(archive_folder)
    if web.is_begun(folder / search.key / search.date):
        return search.key
    if source.key not in {find_api(api).key for api in search.beside}:
        return source.key
    # The archive of one source stays in place if another source later shares its API and date.
    asked = plan_search(source, search.parsed, search.limits, search.date).describe(search.parsed)
    is_its_own = web.is_archive_of(folder / source.key / search.date, asked, derived=DERIVED)
    return source.key if is_its_own else search.key


def fetch_records(
    search: PlannedSearch,
    *,
    archive_folder: str | Path,
    session: Session | None,
    notify: Callable[[str], None] = lambda cost: None,
) -> SearchOutcome:
    """Run, resume or replay the search of one source; its tables and record ids are named after the source.

    Parameters
    ----------
    search
        What is searched, and under which name.
    archive_folder, session
        As in `cireview.web.Access`.
    notify
        Takes what a new search will cost, in words, before it begins.
    """
    access = Access(archive_folder, search.date, session)
    name = find_folder(search, archive_folder)
    source, query = find_api(search.api), search.parsed
    if session and not web.is_begun(Path(archive_folder) / name / search.date):
        notify(tell_cost(source, query, session, search.limits))
    outcome = run_search(source, query, access, search.limits, name=name)
    # An export of the same database may hold the same accession: ids follow the source of the protocol.
    records = outcome.records.assign(source=search.name, search_id=search.key)
    return replace(
        outcome,
        records=records.assign(record_id=identify_records(records, source=search.key)),
        rejected=outcome.rejected.assign(search_id=search.key),
        log=outcome.log.assign(source=search.name, search_id=search.key),
    )
