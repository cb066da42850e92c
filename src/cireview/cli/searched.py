"""Read the searches of a review from its folder, for `cireview validate`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cireview.errors import Problem, ReviewError
from cireview.places import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from cireview.cli.asking import Search
    from cireview.protocol.source import Source
    from cireview.review import Review
    from cireview.versions import Version


@dataclass(frozen=True)
class Searched:
    """What a review's folder knows: query, fields, what the last run found, and what can be asked again.

    `databases` has the key of each search's database, by the id of the search.
    """

    query: str = ""
    fields: Sequence[str] = ()
    records: pd.DataFrame | None = None
    source_of: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[str] = ()
    limits: Sequence[str] = ()
    log: pd.DataFrame | None = None
    version: Version | None = None
    databases: Mapping[str, str] = field(default_factory=dict)
    searches: Sequence[Search] = ()


def read_searched(folder: Path) -> Searched:
    """Read the searches of a folder; return an empty result if it holds no review."""
    from cireview.places import find_made
    from cireview.review import load_review
    from cireview.tables import RECORD, read_table
    from cireview.versions import read_versions

    if not (folder / place("protocol")).is_file():
        return Searched()
    review = load_review(folder)
    protocol = review.protocol
    made = find_made(folder, ["records", "searches"])
    whole = len(made) == 2
    records, log = (
        (read_table(made["records"], RECORD), read_table(made["searches"])) if whole else (None, None)
    )
    versions = read_versions(folder / place("versions"))
    queried = {source.key: _find_database(source) for source in protocol.sources if source.is_queried}
    databases = {key: database for key, database in queried.items() if database}
    source_of = dict(zip(records["record_id"], records["source"], strict=True)) if records is not None else {}
    names = list(dict.fromkeys(source.name for source in protocol.sources))
    screen = protocol.practical_screen
    years = [f"years {screen.years.first} to {screen.years.last}"] if screen.years else []
    limits = [*years, *screen.languages, *screen.document_types]
    return Searched(
        protocol.search.query,
        protocol.search.fields,
        records,
        source_of,
        names,
        limits,
        log,
        versions[-1] if versions else None,
        databases,
        _list_searches(review, databases, log),
    )


def read_included(folder: Path) -> pd.DataFrame:
    """Return the included reports of the last run, as known records.

    Raises
    ------
    ReviewError
        If there was no run, or nothing is included.
    """
    from cireview.places import find_made
    from cireview.prisma import FATE
    from cireview.tables import RECORD, read_table

    made = find_made(folder, ["records", "fates"])
    whole = len(made) == 2
    fates = read_table(made["fates"], FATE) if whole else FATE.empty()
    included = fates.loc[fates["fate"] == "included", "record_id"]
    if included.empty:
        remedy = "Give a file of known records, or try again once articles are included"
        raise ReviewError(Problem("the review has no included articles yet", place("fates"), remedy=remedy))
    records = read_table(made["records"], RECORD)
    own = records[records["record_id"].isin(included)].reset_index(drop=True)
    return own.assign(record_id="known:" + own["record_id"])


def _find_database(source: Source) -> str:
    """Return the key of the database of a source; "" if it is not known."""
    from cireview.errors import QueryError
    from cireview.query import find_database

    try:
        return find_database(source.query_for or source.api or source.name).key
    except QueryError:
        return ""


def _list_searches(review: Review, databases: Mapping[str, str], log: pd.DataFrame | None) -> list[Search]:
    """Return the searches that an API can be asked for again, with the hits that they had."""
    from cireview.cli.asking import Search
    from cireview.query import NO_LIMITS, read_strategy
    from cireview.search.online import NARROW
    from cireview.search.retry import PlannedSearch

    rows = [] if log is None else log.to_dict("records")
    hits = {row["search_id"]: int(row["found"] or -1) for row in rows}
    searches = []
    for key, database in databases.items():
        source = review.source(key)
        if not source.api and database not in NARROW:
            continue
        planned = replace(PlannedSearch(**review.fetch(key)), api=database)
        query, limits = (planned.parsed, planned.limits)
        if source.query and not source.api:
            query, limits = read_strategy(source.query, database=database).query, NO_LIMITS
        searches.append(Search(key, database, query, limits, hits.get(key, -1)))
    return searches
