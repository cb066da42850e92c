"""Search one source: query, pages, archive, records. Resume interrupted searches, read finished ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from cireview.errors import Problem, SearchError
from cireview.query import NO_LIMITS, Query, SearchLimits
from cireview.search.plan import Plan, plan_search
from cireview.sources import Api, ApiSearch, ask_total, find_api
from cireview.sources.dividing import Part
from cireview.sources.outcome import SEARCH_LOG, SearchOutcome, tell_outcome
from cireview.tables.dates import check_search_date
from cireview.web import Access, Archive, Get, Session, open_archive

__all__ = ["SEARCH_LOG", "SearchOutcome", "read_archive", "run_search"]

DERIVED = ("native_query", "limits", "limited_by", "left_to_screen", "losses")
"""What this software works out of a search that is described for its archive."""


def run_search(
    source: Api, query: Query, access: Access, limits: SearchLimits = NO_LIMITS, *, name: str = ""
) -> SearchOutcome:
    """Run a search, go on with one that was interrupted, or read one that has ended.

    Parameters
    ----------
    source, query
        As `find_api` and `parse_query` give them; or `read_verbatim`, for a query that is sent as it stands
        and that no limit is added to.
    access
        Its archive of the search lies in ``<name>/<date>``, for good once the search has ended; its session
        is not used after that.
    limits
        What the search is limited to.
    name
        Folder of its archives (see `find_folder`); by default the key of the source.

    Returns
    -------
    SearchOutcome
        Also for a search that the source refused or that broke off: its `problems` tell why.

    Raises
    ------
    QueryError, SearchError
        If the query cannot be written for the source; if the archive is damaged or of another search, or the
        date is none.
    """
    plan = plan_search(source, query, limits, check_search_date(access.date))
    folder = Path(access.archive_folder) / (name or source.key) / access.date
    archive = open_archive(folder, plan.describe(query), derived=DERIVED)
    if archive.totals is not None:
        return tell_outcome(source, archive)
    kept = len(archive.lines)
    try:
        archive.finish(_collect(plan, Part(query), _getter(archive, access.session, source)))
    except SearchError as error:
        stuck = 0 < kept == len(archive.lines)
        return tell_outcome(source, archive, [_advise(problem, stuck) for problem in error.problems])
    return tell_outcome(source, archive)


def read_archive(folder: str | Path) -> SearchOutcome:
    """Read the outcome of an archived search, finished or not, without a key and the network.

    Raises
    ------
    SearchError
        If there is no archive in `folder` or it was changed.
    """
    archive = open_archive(folder)
    if "source" not in archive.search:
        raise archive.changed()
    return tell_outcome(find_api(str(archive.search["source"])), archive)


def _collect(plan: Plan, whole: Part, get: Get) -> dict[str, Any]:
    """Search every part, dividing those that are too large, and return what ``complete.json`` says."""
    source, waiting, done = plan.source, [whole], list[dict[str, Any]]()
    total, notes = -1, list[str]()
    while waiting:
        part = waiting.pop(0)
        search = plan.search(part)
        halves = None
        if plan.is_too_long(search):
            halves = plan.halve(part)
        elif source.ceiling:
            announced = ask_total(source, search, get)
            total = announced if part is whole else total
            halves = plan.divide(part) if announced > source.ceiling else None
        if halves:
            waiting = [*halves, *waiting]
            continue
        tally, remarks = _search_part(source, search, get)
        done.append(tally)
        notes += remarks
        total = tally["found"] if part is whole else total
    announced = sum(tally["found"] for tally in done)
    if total >= 0 and len(done) > 1:
        notes.append(f"divided into {len(done)} parts, which announce {announced} records; the whole {total}")
    return {
        "found": total if total >= 0 else announced,
        "is_whole": total >= 0,
        "ranked": bool(source.first),
        "parts": done,
        "notes": list(dict.fromkeys(notes)),
    }


def _search_part(source: Api, search: ApiSearch, get: Get) -> tuple[dict[str, Any], list[str]]:
    received, ids, nameless, totals, notes = 0, set[str](), 0, list[int](), list[str]()
    for page in source.pages(source, search, get):
        totals.append(page.total)
        notes += page.notes
        received += len(page.items)
        names = [source.accession(item) for item in page.items]
        ids |= {name for name in names if name}
        nameless += names.count("")
    if len(set(totals)) > 1:
        notes.append(
            f"the total that {source.name} announced changed on the way: {min(totals)} to {max(totals)}"
        )
    tally = {
        "query": search.text,
        "days": [day.isoformat() for day in search.days] if search.days else None,
        "found": totals[-1] if totals else 0,
        "received": received,
        "different": len(ids) + nameless,
    }
    return tally, notes


def _getter(archive: Archive, session: Session | None, source: Api) -> Get:
    def get(request: Any, read: Callable[[bytes], Any], /) -> Any:
        return archive.get(session, source.service, request, read)

    return get


def _advise(problem: Problem, stuck: bool) -> Problem:
    """Add what helps when a service no longer knows where an interrupted search was."""
    again = "; if it no longer remembers the search, start a new one with another search.date"
    return replace(problem, remedy=problem.remedy + again) if stuck else problem
