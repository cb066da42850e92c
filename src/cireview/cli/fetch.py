"""`cireview fetch`: one Boolean query to bibliographic APIs, archived, and written as one file of records."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.cli.options import ARCHIVE, DocumentTypes, Fields, Languages, SearchDate, Years

if TYPE_CHECKING:
    from cireview.search.run import SearchOutcome


def fetch(
    text: Annotated[str, typer.Argument(metavar="QUERY", help="Boolean query, in single quotes.")],
    api: Annotated[list[str], typer.Option("--from", help="API such as pubmed; may be given again.")],
    date: SearchDate,
    output: Annotated[Path, typer.Option("-o", "--output", help="RIS, BibTeX, NBIB, CSV or XML file.")],
    archive: Annotated[Path, typer.Option(help="Folder of the archives.")] = ARCHIVE,
    offline: Annotated[bool, typer.Option("--offline", help="Use the archive alone.")] = False,
    fields: Fields = "title,abstract,keywords",
    years: Years = "",
    language: Languages = None,
    document_type: DocumentTypes = None,
) -> None:
    """Search APIs, go on with searches that broke off, and read those that have ended without the network."""
    import pandas as pd

    from cireview.cli.convert import format_of
    from cireview.cli.limits import read_limits
    from cireview.formats import write_export
    from cireview.query import parse_query
    from cireview.search.run import run_search
    from cireview.sources import find_api
    from cireview.web import Access, Session

    format_, query = format_of(output), parse_query(text)
    sources = {source.key: source for source in map(find_api, api)}
    limits = read_limits(fields, years, language or [], document_type or [])
    with Session() as session:
        access = Access(archive, date, None if offline else session)
        outcomes = [run_search(source, query, access, limits) for source in sources.values()]
    records = pd.concat([outcome.records for outcome in outcomes], ignore_index=True)
    for outcome in outcomes:
        _tell(outcome)
    if records.empty and any(outcome.problems for outcome in outcomes):  # an earlier file may be there
        print(f"{output}: not written, since nothing could be had")
        raise typer.Exit(1)
    write_export(records, output, format=format_)
    print(f"{output}: {len(records)} records written")
    raise typer.Exit(0 if all(outcome.is_complete for outcome in outcomes) else 1)


def _tell(outcome: SearchOutcome) -> None:
    row = outcome.log.iloc[0]
    found = row["found"] if row["found"] >= 0 else "an unknown number of"
    print(f"{row['source']}: {row['imported']} of {found} records; complete: {row['complete']}")
    for label, told in (("not kept", row["losses"]), ("warnings", row["warnings"])):
        if told:
            print(f"{row['source']}, {label}: {told}", file=sys.stderr)
    for problem in outcome.problems:
        print(f"error: {problem}", file=sys.stderr)
