"""The searches as an appendix of the paper, and as search-query keeps them (PRISMA-S, items 8, 13, 15)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cireview.errors import QueryError
from cireview.query import find_database, is_native, read_strategy
from cireview.sources.outcome import NOT_STATED
from cireview.tables.markdown import escape_markdown, fence_text

HISTORY = "_search_history.json"
"""How the name of a file of search-query ends."""

_FACTS = (
    ("platform", "Platform"),
    ("coverage", "Coverage"),
    ("searched_on", "Searched on"),
    ("limits", "Limits set beside the query"),
    ("found", "Records found"),
    ("imported", "Records read"),
    ("complete", "Complete"),
    ("query_from", "How the query is known"),
    ("found_from", "How the number found is known"),
    ("file", "File"),
    ("sha256", "SHA-256 of the file"),
    ("sealed", "Sealed in data/sealed/ as"),
    ("changed_since", "The protocol differs today"),
    ("losses", "Parts of the query that were lost"),
)
"""Columns of SEARCH_LOG that the appendix has, in its order."""
_NOTHING = ("", "-1", "<NA>", "nan")
_OURS = "This is the protocol's query as written for this database:"


@dataclass(frozen=True)
class DescribedSearch:
    """One search as an appendix has it, whatever the format.

    Parameters
    ----------
    search_id, name
        Its id and the name of its source.
    facts
        What is known of it, as pairs of a name and a value.
    remark
        What has to be said of the query; empty for nothing.
    query
        The query as it was run; empty for none.
    lines
        Number, text and hits of each numbered line; empty for one query.
    """

    search_id: str
    name: str
    facts: tuple[tuple[str, str], ...]
    remark: str
    query: str
    lines: tuple[tuple[str, str, str], ...]


def describe_searches(searches: pd.DataFrame) -> list[DescribedSearch]:
    """Return all searches of a log, in its order.

    Parameters
    ----------
    searches
        The log of all searches (SEARCH_LOG).
    """
    described = []
    for row in searches.astype("str").to_dict("records"):
        facts = tuple((name, row[column]) for column, name in _FACTS if row[column] not in _NOTHING)
        is_ours = row["query_from"] == NOT_STATED and row["query"] != ""
        described.append(
            DescribedSearch(
                row["search_id"], row["source"], facts, _OURS * is_ours, row["query"], _cut(row["query"])
            )
        )
    return described


def write_appendix(searches: pd.DataFrame) -> str:
    """Return all searches as Markdown: what is known of each, who knows it, and the query as it was run.

    Parameters
    ----------
    searches
        The log of all searches (SEARCH_LOG).
    """
    lines = ["# Searches", ""]
    for search in describe_searches(searches):
        lines += [f"## {escape_markdown(search.name)}", ""]
        lines += [f"- {name}: {escape_markdown(value)}" for name, value in search.facts]
        lines += ["", search.remark] if search.remark else []
        lines += ["", *lay_out_query(search)]
    return "\n".join(lines)


def write_history(row: Mapping[Any, Any]) -> str:
    """Return one search as search-query keeps it (version 0.15, ``_search_history.json``).

    Parameters
    ----------
    row
        A row of SEARCH_LOG. What search-query has no key for stands under ``cireview``.
    """
    known = {name: row[name] for name, _ in _FACTS if row[name] not in ("", "-1")}
    history = {
        "record_info": {},
        "authors": [],
        "date": {"search_conducted": row["searched_on"]},
        "platform": _name_platform(f"{row['source']} {row['platform']}"),
        "database": [row["source"]],
        "search_string": row["query"],
        "cireview": known,
    }
    return json.dumps(history, ensure_ascii=False, indent=1) + "\n"


def lay_out_query(search: DescribedSearch) -> Iterator[str]:
    """Yield, in Markdown, a query in a box, or the lines of a strategy as a table with their hits."""
    if not search.query:
        yield from ("No query.", "")
    elif not search.lines:
        yield from fence_text(search.query)
    else:
        yield from ("| line | query | hits |", "| --- | --- | --- |")
        for number, text, hits in search.lines:
            yield f"| {number} | {escape_markdown(text)} | {hits} |"
        yield ""


def _cut(text: str) -> tuple[tuple[str, str, str], ...]:
    """Return the lines of a strategy; none of a single query or of one that cannot be read."""
    try:
        lines = read_strategy(text).lines if is_native(text) else ()
    except QueryError:
        lines = ()
    hits = ["not stated" if line.hits is None else f"{line.hits:,}" for line in lines]
    cut = tuple((str(line.number), line.text, hit) for line, hit in zip(lines, hits, strict=True))
    return cut if len(cut) > 1 else ()


# The platforms whose syntax search-query reads.
_PLATFORMS = {"web of science": "wos", "pubmed": "pubmed", "ebsco": "ebscohost"}


def _name_platform(names: str) -> str:
    for word, name in _PLATFORMS.items():
        if word in names.lower():
            return name
    try:
        return find_database(names).key
    except QueryError:
        return "unknown"
