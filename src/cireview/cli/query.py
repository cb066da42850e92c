"""`cireview query`: one Boolean query in the syntax of any database."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cireview.cli.exits import STATUS
from cireview.cli.options import DocumentTypes, Fields, Languages, Years


def query(
    text: Annotated[str, typer.Argument(metavar="QUERY", help="Boolean query, in single quotes.")],
    database: Annotated[
        list[str], typer.Option("--for", help="Database such as pubmed, or all; may be given again.")
    ],
    fields: Fields = "title,abstract,keywords",
    years: Years = "",
    language: Languages = None,
    document_type: DocumentTypes = None,
) -> None:
    """Write a Boolean query for a database; what it cannot keep is told on standard error."""
    from cireview.cli.limits import read_limits
    from cireview.query import databases, find_database, parse_query, render_queries

    tree = parse_query(text)
    keys = (
        [entry.key for entry in databases()]
        if "all" in database
        else [find_database(n).key for n in database]
    )
    limits = read_limits(fields, years, language or [], document_type or [])
    table = render_queries(tree, databases=keys, **vars(limits))
    for row in table.to_dict("records"):
        heading = f"# {row['database']}\n" if len(table) > 1 else ""
        if row["query"]:
            print(heading + row["query"] + "\n" * (len(table) > 1))
        for label, column in (("set beside it", "limits"), ("not kept", "losses")):
            if row[column]:
                print(f"{row['database']}, {label}: {row[column]}", file=sys.stderr)
    if not table["query"].all():
        raise typer.Exit(STATUS["to mend"])
