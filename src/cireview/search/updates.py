"""Compare a repeated search with the earlier one: hits then and now, and known items that it lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

COLUMNS = (
    *("source", "earlier", "later", "query", "hits_then", "hits_now"),
    *("known_then", "known_now", "no_longer_found"),
)


@dataclass(frozen=True)
class Made:
    """One search as it was made.

    Parameters
    ----------
    source, name
        Name of the source, and what tells this search from its others, such as its id and date.
    query
        What was asked; "" if nobody knows.
    hits
        Records that it found, or that were read where that is not known; -1 if neither is known.
    known
        Ids of the known items that it found.
    """

    source: str
    name: str
    query: str
    hits: int
    known: AbstractSet[str]


def list_made(searches: pd.DataFrame, known: Mapping[str, AbstractSet[str]], when: str = "") -> list[Made]:
    """Return the searches of a log (SEARCH_LOG) that were made, the oldest first.

    Parameters
    ----------
    searches
        The log of all searches.
    known
        Ids of the known items that each search found, by its id.
    when
        What its name says besides, such as the version that the log is of.
    """
    made = searches[searches["complete"] != "missing"].sort_values("searched_on", kind="stable")
    rows: list[Any] = made.to_dict("records")
    return [
        Made(
            row["source"],
            f"{row['search_id']} of {row['searched_on']}{f', {when}' if when else ''}",
            row["query"],
            _count(row),
            known.get(row["search_id"], frozenset()),
        )
        for row in rows
    ]


def compare_made(pairs: Sequence[tuple[Made, Made]]) -> pd.DataFrame:
    """Compare each later search with the one before (`COLUMNS`).

    Returns
    -------
    pandas.DataFrame
        ``query`` says whether the later one asked the same; hits are empty where they are not known;
        ``no_longer_found`` has the ids of known items that the earlier one found and the later one does not.
    """
    rows = []
    for then, now in pairs:
        asked = "not known" if not then.query or not now.query else "the same"
        asked = "changed" if asked == "the same" and then.query.split() != now.query.split() else asked
        lost = "; ".join(sorted(then.known - now.known))
        hits = ["" if one.hits < 0 else str(one.hits) for one in (then, now)]
        rows.append((now.source, then.name, now.name, asked, *hits, len(then.known), len(now.known), lost))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def pair_later(made: Sequence[Made]) -> list[tuple[Made, Made]]:
    """Return each search of a source with the one after it."""
    names = dict.fromkeys(one.source for one in made)
    return [pair for name in names for pair in pairwise([one for one in made if one.source == name])]


def pair_version(
    before: pd.DataFrame, today: pd.DataFrame, known: Sequence[Mapping[str, AbstractSet[str]]], version: str
) -> list[tuple[Made, Made]]:
    """Return the searches of a frozen version that are another today, by their id.

    Parameters
    ----------
    before, today
        The logs of the version and of today.
    known
        Ids of the known items that each search found, by its id: in the version, and today.
    version
        Its name.
    """
    then, now = ({row["search_id"]: row for row in log.to_dict("records")} for log in (before, today))
    same = [key for key in then if key in now and _tell_apart(then[key]) != _tell_apart(now[key])]
    logs = ((before, known[0], f"version {version}"), (today, known[1], ""))
    made = [
        {key: list_made(log[log["search_id"] == key], found, when) for key in same}
        for log, found, when in logs
    ]
    return [(made[0][key][0], made[1][key][0]) for key in same if made[0][key] and made[1][key]]


def tell_updates(updates: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    """Return a line for each later search, and one for each known item that it lost."""
    lines = []
    for row in updates.to_dict("records"):
        hits = " then, ".join(row[column] or "?" for column in ("hits_then", "hits_now"))
        asked = {"the same": "the same query", "changed": "another query"}.get(
            row["query"], "a query not known"
        )
        lines.append(f"{row['source']}, {row['earlier']} and {row['later']}: {hits} now, by {asked}")
        lines += tell_lost(row["no_longer_found"], titles)
    return lines


def tell_lost(ids: str, titles: Mapping[str, str]) -> list[str]:
    """Return a line for each known item in a cell ``no_longer_found``."""
    lost = [one for one in ids.split("; ") if one]
    return [f"No longer found: {one.removeprefix('known:')}: {titles.get(one, '')[:70]}" for one in lost]


def _tell_apart(row: Mapping[Any, Any]) -> tuple[str, ...]:
    return tuple(str(row[column]) for column in ("searched_on", "query", "sha256", "found", "imported"))


def _count(row: Mapping[str, Any]) -> int:
    """Return the hits of a row of SEARCH_LOG; the records that were read where nobody knows them."""
    found = pd.to_numeric(row["found"], errors="coerce")
    return int(found) if pd.notna(found) and found >= 0 else int(row["imported"])
