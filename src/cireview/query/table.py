"""The queries of a review as a table and as a page: what to paste where, and what each could not keep."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from cireview.errors import Problem, QueryError
from cireview.query.catalogue import find_database
from cireview.query.database import Database
from cireview.query.tree import FIELDS, Query
from cireview.query.write import write_query

COLUMNS = ("database", "query", "fields", "limits", "losses", "export_format", "how")


def render_queries(
    query: Query,
    *,
    databases: Sequence[str],
    fields: Sequence[str] = FIELDS,
    years: tuple[int, int] | None = None,
    languages: Sequence[str] = (),
    document_types: Sequence[str] = (),
) -> pd.DataFrame:
    """Return one row per database: its query and how to run it.

    Parameters
    ----------
    query
        As `parse_query` gives it.
    databases
        Keys or names of databases, in the order of the rows.
    fields, years, languages, document_types
        As in `write_query`.

    Returns
    -------
    pandas.DataFrame
        Columns database (name), query, fields, limits (set beside the query), losses, export_format and
        how; all text. A query that cannot be written is empty and its losses say why.

    Raises
    ------
    QueryError
        With every database that is not known.
    """
    known: list[Database] = []
    problems: list[Problem] = []
    for name in databases:
        try:
            known.append(find_database(name))
        except QueryError as error:
            problems += error.problems
    if problems:
        raise QueryError(problems)
    rows = []
    for database in known:
        try:
            native = write_query(
                query,
                database=database.key,
                fields=fields,
                years=years,
                languages=languages,
                document_types=document_types,
            )
            text, limits, losses = native.text, native.limits, native.losses
        except QueryError as error:
            text, limits, losses = "", (), tuple(f"not written: {problem}" for problem in error.problems)
        beside = "; ".join(f"{where}: {value}" for where, value in limits)
        told = "".join(f"{loss}. " for loss in losses).strip()
        how = f"{database.address}: {database.how}" if database.how else database.address
        rows.append((database.name, text, ", ".join(fields), beside, told, database.export_format, how))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def write_queries_page(queries: pd.DataFrame) -> str:
    """Return the table of `render_queries` as Markdown, one section per database.

    Queries stand in code blocks, so that they can be copied as they are; all other text is escaped.
    """
    parts = ["# Search queries"]
    for row in queries.to_dict("records"):
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", row["query"])), default=0))
        lines = [f"## {_escape(row['database'])}", ""]
        if row["query"]:
            lines += [fence + "text", row["query"], fence, ""]
        lines += [
            f"- {label}: {_escape(row[column])}"
            for label, column in (
                ("Fields", "fields"),
                ("Set beside the query", "limits"),
                ("Not kept", "losses"),
                ("Export format", "export_format"),
                ("Where and how", "how"),
            )
            if row[column]
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _escape(text: str) -> str:
    escaped = re.sub(r"([\\`*_{}\[\]|#])", r"\\\1", " ".join(text.split()))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
