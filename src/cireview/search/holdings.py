"""Known items by database: found, indexed but missed, or not indexed; and recall on what is indexed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from cireview.shares import bound_share
from cireview.sources.indexed import INDEXED, NOT_INDEXED, NOT_KNOWN

FOUND, MISSED = "found", "indexed but missed"
BY_SEARCH, BY_COUNT, BY_QUERY = "its search", "asked today", "the query offline"
"""How it is known what was found: the records of the review's search, the database today, or their texts."""


def judge_holdings(
    items: pd.DataFrame, looked_up: pd.DataFrame, found: Mapping[str, tuple[str, Mapping[str, bool]]]
) -> pd.DataFrame:
    """Return the state of each known item in each database.

    Parameters
    ----------
    items
        ``record_id`` and ``title``.
    looked_up
        Rows of `cireview.sources.indexed.look_up`, of all databases.
    found
        By name of the source: how it is known what it found, and whether it found each item; items of which
        that is not known are absent.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``title``, ``source``, ``state`` (found, indexed but missed, not indexed or not known),
        ``found_by`` and ``reason``, a row for each item of each database.
    """
    titles = dict(zip(items["record_id"], items["title"], strict=True))
    rows = []
    for row in looked_up.to_dict("records"):
        by, judged = found[row["source"]]
        is_found = judged.get(row["record_id"])
        # A database indexes what it found; a work that the query finds in a text may be in no database.
        is_proof = is_found and by != BY_QUERY
        state, reason = _settle(INDEXED if is_proof else row["state"], row["reason"], is_found)
        rows.append((row["record_id"], titles[row["record_id"]], row["source"], state, by, reason))
    columns = ["record_id", "title", "source", "state", "found_by", "reason"]
    return pd.DataFrame(rows, columns=columns)


def _settle(state: str, reason: str, is_found: bool | None) -> tuple[str, str]:
    if state != INDEXED:
        return state, reason
    if is_found is None:
        return NOT_KNOWN, "it is indexed, but it is not known whether the query finds it"
    return (FOUND if is_found else MISSED), ""


def count_recall(holdings: pd.DataFrame) -> pd.DataFrame:
    """Return the relative recall in each database, of the known items that it is known to index.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``found``, ``missed``, ``not_indexed``, ``not_known``, and ``recall`` with its 95 %
        interval ``low`` to ``high``, empty where nothing is indexed; only found and missed items count in it.
    """
    rows = []
    for source, own in holdings.groupby("source", sort=False):
        counts = [int((own["state"] == state).sum()) for state in (FOUND, MISSED, NOT_INDEXED, NOT_KNOWN)]
        indexed = counts[0] + counts[1]
        low, high = bound_share(counts[0], indexed)
        recall = [f"{value:.3f}" if indexed else "" for value in (counts[0] / max(1, indexed), low, high)]
        rows.append((source, *counts, *recall))
    columns = ["source", "found", "missed", "not_indexed", "not_known", "recall", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def tell_recall(recall: pd.DataFrame) -> list[str]:
    """Return a line for each database (see `count_recall`)."""
    lines = []
    for row in recall.to_dict("records"):
        indexed = row["found"] + row["missed"]
        share = f": relative recall {row['recall']} (95 % interval {row['low']} to {row['high']})"
        left = [
            f"{row[column]} {state}"
            for column, state in (("not_indexed", NOT_INDEXED), ("not_known", NOT_KNOWN))
            if row[column]
        ]
        many = "does" if row["not_indexed"] + row["not_known"] == 1 else "do"
        aside = f"; {' and '.join(left)} {many} not count" if left else ""
        lines.append(
            f"{row['source']} finds {row['found']} of {indexed} indexed{share if indexed else ''}{aside}"
        )
    return lines


def all_judged(ids: Collection[str], found: Collection[str]) -> dict[str, bool]:
    """Return for each item whether it is among those found."""
    return {one: one in found for one in ids}
