"""`cireview query`: one Boolean query in the syntax of any database."""

from __future__ import annotations

import difflib
import re
import sys
from typing import Annotated

import typer

from cireview.errors import Problem, QueryError


def query(
    text: Annotated[str, typer.Argument(metavar="QUERY", help="Boolean query, in single quotes.")],
    database: Annotated[
        list[str], typer.Option("--for", help="Database such as pubmed, or all; may be given again.")
    ],
    fields: Annotated[str, typer.Option(help="Fields of terms that name none.")] = "title,abstract,keywords",
    years: Annotated[str, typer.Option(help="First and last year, such as 2000-2020.")] = "",
    language: Annotated[list[str] | None, typer.Option(help="Language; may be given again.")] = None,
    document_type: Annotated[
        list[str] | None, typer.Option("--type", help="Document type, such as 'journal article'.")
    ] = None,
) -> None:
    """Write a Boolean query for a database; what it cannot keep is told on standard error."""
    from cireview.query import databases, find_database, parse_query, render_queries

    tree = parse_query(text)
    known = (
        [one.key for one in databases()] if "all" in database else [find_database(n).key for n in database]
    )
    table = render_queries(
        tree,
        databases=known,
        fields=[name.strip().lower() for name in fields.split(",")],
        years=read_years(years),
        languages=read_languages(language or []),
        document_types=check_types(document_type or []),
    )
    for row in table.to_dict("records"):
        heading = f"# {row['database']}\n" if len(table) > 1 else ""
        if row["query"]:
            print(heading + row["query"] + "\n" * (len(table) > 1))
        for label, column in (("set beside it", "limits"), ("not kept", "losses")):
            if row[column]:
                print(f"{row['database']}, {label}: {row[column]}", file=sys.stderr)
    if not table["query"].all():
        raise typer.Exit(2)


def read_years(text: str) -> tuple[int, int] | None:
    """Return first and last year of a span such as 2000-2020, or None of an empty text."""
    if not text:
        return None
    span = re.fullmatch(r"(\d{4})(?:\s*[-–]\s*(\d{4}))?", text.strip())
    first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
    if first > last:
        raise QueryError(
            Problem(f"{text!r} is not a span of years", column="--years", remedy="Write 2000-2020")
        )
    return first, last


def read_languages(languages: list[str]) -> list[str]:
    """Return English names of languages, given in words or as codes; raise a QueryError for unknown ones."""
    from cireview.practical_screen import LANGUAGES, languages_of

    unknown = [name for name in languages if not languages_of(name)]
    _refuse(unknown, "language", "--language", LANGUAGES)
    names = [[name] if name.lower() in LANGUAGES else sorted(languages_of(name)) for name in languages]
    return [name for part in names for name in part]


def check_types(document_types: list[str]) -> list[str]:
    """Return document types; raise a QueryError for unknown ones."""
    from cireview.practical_screen import DOCUMENT_TYPES, document_type_of

    unknown = [name for name in document_types if not document_type_of(name)]
    _refuse(unknown, "document type", "--type", DOCUMENT_TYPES)
    return document_types


def _refuse(unknown: list[str], what: str, option: str, known: tuple[str, ...]) -> None:
    problems = []
    for name in unknown:
        near = difflib.get_close_matches(name.lower(), known, 1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Known are {', '.join(known)}"
        problems.append(Problem(f"the {what} {name!r} is not known", column=option, remedy=remedy))
    if problems:
        raise QueryError(problems)
