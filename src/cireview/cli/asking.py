"""What `cireview validate` asks databases today: whether they hold known records, and what searches find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cireview.errors import Problem, ReviewError

if TYPE_CHECKING:
    import pandas as pd

    from cireview.cli.searched import Searched
    from cireview.query import Query, SearchLimits
    from cireview.query.validation import Validation
    from cireview.sources.lookup import Library
    from cireview.web import Session


@dataclass(frozen=True)
class Search:
    """A search that can be asked again.

    Parameters
    ----------
    name, api
        What it is called, and the key of the API that is asked.
    query, limits
        What is asked.
    hits
        Records that it found when it was made; -1 if nobody knows.
    known
        Ids of the known records that it found then.
    """

    name: str
    api: str
    query: Query
    limits: SearchLimits
    hits: int = -1
    known: frozenset[str] = frozenset()


def find_apis(names: Sequence[str], databases: Sequence[str]) -> list[str]:
    """Return the keys of the APIs that look works up for databases, named by people.

    Parameters
    ----------
    names
        Names of databases, some perhaps with commas between; ``all`` for `databases`.
    databases
        Keys of the databases of the review; without any, ``all`` means those that ask for no key.

    Raises
    ------
    ReviewError
        With a problem for each name that no API knows.
    """
    from cireview.errors import QueryError
    from cireview.query import find_database
    from cireview.sources.indexed import WAYS, api_that_looks_up

    keys, problems = list[str](), list[Problem]()
    for name in (part.strip() for text in names for part in text.split(",") if part.strip()):
        if name == "all":
            free = [
                way.source.key for way in WAYS if not any(key.required for key in way.source.service.keys)
            ]
            keys += [api_that_looks_up(key) for key in databases] or free
            continue
        try:
            api = api_that_looks_up(find_database(name).key)
        except QueryError as error:
            problems += error.problems
            continue
        if not api:
            remedy = f"Choose among {', '.join(dict.fromkeys(way.source.name for way in WAYS))}"
            problems.append(
                Problem(f"no API says which records {name} holds", column="--look-up", remedy=remedy)
            )
        keys.append(api)
    if problems:
        raise ReviewError(problems)
    return [key for key in dict.fromkeys(keys) if key]


def ask_again(
    searches: Sequence[Search], items: pd.DataFrame, library: Library, session: Session | None
) -> tuple[pd.DataFrame, dict[str, dict[str, bool]]]:
    """Ask what each search finds today.

    Returns
    -------
    counts, found
        A row for each search: ``search``, ``hits_then``, ``hits_now``, ``known_then``, ``known_now`` and
        ``no_longer_found``, empty where it is not known; and by the key of each API whether its searches find
        each known record, by id.
    """
    import pandas as pd

    from cireview.search.count import count_hits
    from cireview.search.online import NARROW, find_online
    from cireview.sources import find_api

    rows, found = [], dict[str, dict[str, bool]]()
    for search in searches:
        source = find_api(search.api)
        judged: dict[str, bool] = {}
        if source.key in NARROW:
            judged = find_online(source, search.query, items, library, search.limits)
            own = found.setdefault(source.key, {})
            own |= {item: is_found or own.get(item, False) for item, is_found in judged.items()}
        told = count_hits(source, search.query, session, search.limits) if session else None
        if told:
            library.problems += [one for one in told.problems if one not in library.problems]
        hits = [str(hit) if hit >= 0 else "" for hit in (search.hits, told.hits if told else -1)]
        lost = sorted(item for item in search.known if judged.get(item) is False)
        now = sum(judged.values()) if judged else ""
        rows.append((search.name, *hits, len(search.known), now, "; ".join(lost)))
    columns = ["search", "hits_then", "hits_now", "known_then", "known_now", "no_longer_found"]
    return pd.DataFrame(rows, columns=columns).astype("str"), found


def look_up_all(
    apis: Sequence[str],
    items: pd.DataFrame,
    library: Library,
    *,
    today: Mapping[str, Mapping[str, bool]],
    searched: Mapping[str, frozenset[str]],
    offline: Mapping[str, bool],
) -> dict[str, pd.DataFrame]:
    """Return what each database holds of the known records, and the recall on that.

    Parameters
    ----------
    apis
        Keys of the APIs that are asked.
    items
        Known records.
    library
        Where answers are kept.
    today
        What searches find today, by key of the API, as `ask_again` gives it.
    searched
        Ids of known records that the review's searches found, by key of the API of their database.
    offline
        What the query finds in the texts of the records.

    Returns
    -------
    dict
        ``holdings`` and ``recall``, as `cireview.search.holdings` makes them.
    """
    import pandas as pd

    from cireview.search.holdings import (
        BY_COUNT,
        BY_QUERY,
        BY_SEARCH,
        all_judged,
        count_recall,
        judge_holdings,
    )
    from cireview.sources import find_api
    from cireview.sources.indexed import look_up

    tables, found = [], dict[str, tuple[str, Mapping[str, bool]]]()
    for source in map(find_api, apis):
        tables.append(look_up(items, source, library))
        if today.get(source.key):
            found[source.name] = BY_COUNT, today[source.key]
        elif source.key in searched:
            found[source.name] = BY_SEARCH, all_judged(items["record_id"].tolist(), searched[source.key])
        else:
            found[source.name] = BY_QUERY, offline
    holdings = judge_holdings(items, pd.concat(tables, ignore_index=True), found)
    return {"holdings": holdings, "recall": count_recall(holdings)}


@dataclass(frozen=True)
class Archives:
    """Where answers of databases are kept, the date of their folder, and whether to use these alone."""

    archive: Path
    date: str | None
    offline: bool


def ask_databases(
    apis: Sequence[str],
    tree: Query,
    limits: SearchLimits,
    items: pd.DataFrame,
    done: Validation,
    review: Searched,
    access: Archives,
    *,
    count: bool,
) -> tuple[dict[str, pd.DataFrame], Sequence[Problem]]:
    """Ask databases what they hold of the known records, and what searches find today."""
    from datetime import date

    from cireview.sources.lookup import Library
    from cireview.web import Access, Session

    tables, today = dict[str, "pd.DataFrame"](), dict[str, dict[str, bool]]()
    known = _find_known_by_search(items, review)
    searches = [replace(one, known=known.get(one.name, frozenset())) for one in review.searches]
    if count and not searches:
        searches = [Search(api, api, tree, limits) for api in apis]
        if not searches:
            remedy = (
                "Give the folder of a review whose sources have an API, or name a database with --look-up"
            )
            raise ReviewError(Problem("--count needs a source with an API", remedy=remedy))
    with Session() as session:
        network = None if access.offline else session
        day = access.date or str(date.today())
        library = Library(Access(access.archive, day, network), purpose="known_items")
        if count:
            tables["counts"], today = ask_again(searches, items, library, network)
        if apis:
            offline = dict(zip(done.items["record_id"], done.items["found"] == "yes", strict=True))
            by_api = _join_by_api(known, review)
            tables |= look_up_all(apis, items, library, today=today, searched=by_api, offline=offline)
    return tables, library.problems


def _find_known_by_search(items: pd.DataFrame, review: Searched) -> dict[str, frozenset[str]]:
    """Return the ids of the known records that each search of a review found, by its id."""
    from cireview.search.known import find_by_search, find_known

    if review.records is None:
        return {}
    return find_by_search(items, find_known(items, review.records), review.records)


def _join_by_api(known: Mapping[str, frozenset[str]], review: Searched) -> dict[str, frozenset[str]]:
    """Return what the searches of each database found, by the key of the API that looks works up there."""
    from cireview.sources.indexed import api_that_looks_up

    joined = dict[str, frozenset[str]]()
    for search, ids in known.items():
        if api := api_that_looks_up(review.databases.get(search, "")):
            joined[api] = joined.get(api, frozenset()) | ids
    return joined


def tell_counts(counts: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    """Return a line for each search that was asked again, and one for each known record that it lost."""
    from cireview.search.updates import tell_lost

    lines = []
    for row in counts.to_dict("records"):
        then, now = (f"{int(row[column]):,}" if row[column] else "?" for column in ("hits_then", "hits_now"))
        known = f"; {row['known_now']} known records now" if row["known_now"] else ""
        lines.append(f"{row['search']}, searched again: {then} hits then, {now} now{known}")
        lines += tell_lost(row["no_longer_found"], titles)
    return lines
