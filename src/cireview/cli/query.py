"""`cireview query`: a Boolean query, or a whole strategy of one database, in the syntax of any database."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.cli.exits import STATUS
from cireview.cli.options import DocumentTypes, Fields, Languages, Years

if TYPE_CHECKING:
    import pandas as pd

    from cireview.query import Strategy

OWN = "cireview"
"""What --from says of a query in the protocol's own language."""


def query(
    text: Annotated[
        str, typer.Argument(metavar="QUERY|FILE", help="Boolean query in single quotes, or a file with one.")
    ],
    database: Annotated[
        list[str],
        typer.Option("--for", "--to", help="Databases such as pubmed,scopus, or all; can be repeated."),
    ],
    origin: Annotated[
        str,
        typer.Option("--from", help="Database whose syntax the strategy uses; in a file it is recognised."),
    ] = "",
    lines: Annotated[bool, typer.Option("--lines", help="Write the strategy as numbered lines.")] = False,
    fields: Fields = "title,abstract,keywords",
    years: Years = "",
    language: Languages = None,
    document_type: DocumentTypes = None,
) -> None:
    """Translate a query or strategy for databases; standard error lists what a database cannot express."""
    content, file = read_text(text)
    keys = _find_keys(database)
    if is_strategy(content, file, origin):
        refuse_limits(years, language, document_type)
        table = _translate(content, file, "" if origin == OWN else origin, keys, lines=lines)
    else:
        from cireview.cli.limits import read_limits
        from cireview.query import parse_query, render_queries

        limits = read_limits(fields, years, language or [], document_type or [])
        table = render_queries(parse_query(content, file=file), databases=keys, **vars(limits))
    _print(table)


def read_text(text: str) -> tuple[str, str]:
    """Return the text of a query, and the name of its file if the argument was a file."""
    from cireview.errors import Problem, QueryError

    path = Path(text)
    try:
        if not path.is_file():
            return text, ""
        return path.read_text(encoding="utf-8-sig"), text
    except UnicodeDecodeError:
        problem = Problem(
            "the file is not UTF-8 text", text, remedy="Save it as plain text with the encoding UTF-8"
        )
        raise QueryError(problem) from None
    except OSError:  # a query is longer than any name of a file
        return text, ""


def _find_keys(names: list[str]) -> list[str]:
    from cireview.query import databases, find_database

    if "all" in names:
        return [entry.key for entry in databases()]
    return [find_database(name.strip()).key for part in names for name in part.split(",") if name.strip()]


def is_strategy(content: str, file: str, origin: str) -> bool:
    """Say whether a text is a strategy of a database, and not a query in the protocol's own language."""
    from cireview.query import is_native

    return origin != OWN and (bool(origin) or (bool(file) and is_native(content)))


def refuse_limits(years: str, language: list[str] | None, document_type: list[str] | None) -> None:
    """Raise a QueryError for limits beside a strategy."""
    from cireview.errors import Problem, QueryError

    if years or language or document_type:
        problem = Problem(
            "a strategy contains its own limits", remedy="Remove --years, --language and --type"
        )
        raise QueryError(problem)


def read_told(content: str, file: str, origin: str) -> Strategy:
    """Read a strategy, and print the notes on it on standard error."""
    from cireview.query import read_strategy

    strategy = read_strategy(content, database=origin, file=file)
    for note in strategy.notes:
        print(f"{file or 'the strategy'}: {note}", file=sys.stderr)
    return strategy


def _translate(content: str, file: str, origin: str, keys: list[str], *, lines: bool) -> pd.DataFrame:
    from cireview.query import render_strategy

    strategy = read_told(content, file, origin)
    return render_strategy(strategy, databases=keys, in_lines=lines)


def _print(table: pd.DataFrame) -> None:
    for row in table.to_dict("records"):
        heading = f"# {row['database']}\n" if len(table) > 1 else ""
        if row["query"]:
            print(heading + row["query"] + "\n" * (len(table) > 1))
        for label, column in (("set beside it", "limits"), ("not kept", "losses")):
            if row[column]:
                told = re.sub(r"(?<=[.?]) (?=line \d+: )", "\n  ", row[column])
                print(f"{row['database']}, {label}: {told}", file=sys.stderr)
    if not table["query"].all():
        raise typer.Exit(STATUS["to mend"])
