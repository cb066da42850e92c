"""The searches as an appendix of the paper, and as search-query keeps them (PRISMA-S, items 8, 13, 15)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
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
    ("changed_since", "The protocol says otherwise today"),
    ("losses", "Not kept of the query"),
)
"""Columns of SEARCH_LOG that the appendix has, in its order."""


def write_appendix(searches: pd.DataFrame) -> str:
    """Return all searches as Markdown: what is known of each, who knows it, and the query as it was run.

    Parameters
    ----------
    searches
        The log of all searches (SEARCH_LOG).
    """
    lines = ["# Searches", ""]
    for row in searches.to_dict("records"):
        lines += [f"## {escape_markdown(row['source'])}", ""]
        for column, name in _FACTS:
            if row[column] not in ("", "-1"):
                lines.append(f"- {name}: {escape_markdown(row[column])}")
        if row["query_from"] == NOT_STATED and row["query"]:
            lines += ["", "This is the protocol's query as written for this database:"]
        lines += ["", *_lay_out_query(row["query"])]
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


def _lay_out_query(text: str) -> Iterator[str]:
    """Yield a query in a box, or the lines of a strategy as a table with their hits."""
    try:
        lines = read_strategy(text).lines if is_native(text) else ()
    except QueryError:
        lines = ()
    if not text:
        yield from ("No query.", "")
    elif len(lines) < 2:
        yield from fence_text(text)
    else:
        yield from ("| line | query | hits |", "| --- | --- | --- |")
        for line in lines:
            hits = "not stated" if line.hits is None else f"{line.hits:,}"
            yield f"| {line.number} | {escape_markdown(line.text)} | {hits} |"
        yield ""


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
