"""The queries of a review as a table and as a page: what to paste where, and what each could not keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from cireview.errors import Problem, QueryError
from cireview.query.catalogue import find_database
from cireview.query.database import Database
from cireview.query.strategy import Strategy
from cireview.query.translate import write_strategy
from cireview.query.tree import FIELDS, Query
from cireview.query.write import NativeQuery, check_fields, write_query
from cireview.tables.markdown import escape_markdown, fence_text

COLUMNS = (
    "database",
    "query",
    "fields",
    "limits",
    "limited_by",
    "left_to_screen",
    "losses",
    "export_format",
    "how",
)


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
        Columns database (name), query, fields, limits (set beside the query), limited_by and left_to_screen
        (which of years, languages and document types the database limits to, and which it cannot), losses,
        export_format and how; all text. A query that cannot be written is empty and its losses say why.

    Raises
    ------
    QueryError
        With every database and field that is not known.
    """
    entries = _check(databases, fields)
    limits = {"years": years, "languages": languages, "document_types": document_types}
    rows = [_row(query, database, fields, limits) for database in entries]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def _check(names: Sequence[str], fields: Sequence[str]) -> list[Database]:
    entries: list[Database] = []
    problems: list[Problem] = []
    for name in names:
        try:
            entries.append(find_database(name))
        except QueryError as error:
            problems += error.problems
    try:
        check_fields(fields)
    except QueryError as error:
        problems += error.problems
    if problems:
        raise QueryError(problems)
    return entries


def _row(query: Query, database: Database, fields: Sequence[str], limits: dict[str, Any]) -> tuple[str, ...]:
    def write() -> NativeQuery:
        return write_query(query, database=database.key, fields=fields, **limits)

    return _tell(write, database, fields)


def render_strategy(strategy: Strategy, *, databases: Sequence[str], in_lines: bool = False) -> pd.DataFrame:
    """Do the same as `render_queries` for a strategy from `read_strategy`.

    Parameters
    ----------
    strategy, databases
        The strategy, and keys or names of databases, in the order of the rows.
    in_lines
        Whether to keep numbered lines, where a database has them.

    Raises
    ------
    QueryError
        With every database that is not known.
    """
    entries = _check(databases, FIELDS)
    rows = [
        _tell(partial(write_strategy, strategy, database=entry.key, in_lines=in_lines), entry, FIELDS)
        for entry in entries
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def _tell(write: Callable[[], NativeQuery], database: Database, fields: Sequence[str]) -> tuple[str, ...]:
    try:
        native = write()
    except QueryError as error:
        told = tuple(f"not written: {problem}" for problem in error.problems)
        native = NativeQuery(database.key, "", told)
    beside = "; ".join(f"{where}: {value}" for where, value in native.limits)
    losses = " ".join(f"{loss}." for loss in native.losses)
    how = f"{database.address}: {database.how}" if database.how else database.address
    applied, left = ", ".join(native.applied), ", ".join(native.left)
    told = (native.text, ", ".join(fields), beside, applied, left, losses)
    return database.name, *told, database.export_format, how


def write_queries_page(queries: pd.DataFrame) -> str:
    """Return the table of `render_queries` as Markdown, one section per database.

    Where there is a column ``as_run``, the query that a person typed stands first. Queries
    stand in code blocks, so that they can be copied as they are; all other text is escaped.
    """
    parts = ["# Search queries"]
    for row in queries.to_dict("records"):
        lines = [f"## {escape_markdown(row['database'])}", ""]
        if row.get("as_run"):
            lines += ["As run there (this counts):", "", *fence_text(row["as_run"])]
            lines += ["As cireview would write it from the protocol:", ""]
        lines += fence_text(row["query"])
        lines += [
            f"- {label}: {escape_markdown(row[column])}"
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
