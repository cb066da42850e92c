"""`cireview complete`: fill missing DOIs, abstracts, years, languages and types, and name the sources."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cireview.cli.options import ARCHIVE, SearchDate


def complete(
    file: Annotated[Path, typer.Argument(help="Export file whose records have gaps.")],
    date: SearchDate,
    output: Annotated[Path, typer.Option("-o", "--output", help="RIS, BibTeX, NBIB, CSV or XML file.")],
    archive: Annotated[Path, typer.Option(help="Folder of the archives.")] = ARCHIVE,
    offline: Annotated[
        bool, typer.Option("--offline", help="Read only the archive, and never use the network.")
    ] = False,
) -> None:
    """Fill gaps in records from PubMed, OpenAlex and Crossref; existing values are never replaced."""
    from cireview.cli.convert import format_of
    from cireview.cli.inputs import read_inputs
    from cireview.formats import write_export
    from cireview.search.complete import COMPLETION, UNCOMPLETED, fill_missing_values, find_missing_values
    from cireview.tables import write_table
    from cireview.web import Access, Session

    format_ = format_of(output)
    records = read_inputs([file], output=output)[0].records
    with Session() as session:
        completion = find_missing_values(records, Access(archive, date, None if offline else session))
    write_export(fill_missing_values(records, completion.filled), output, format=format_)
    write_table(completion.filled, output.with_suffix(".filled.csv"), COMPLETION)
    write_table(completion.missing, output.with_suffix(".missing.csv"), UNCOMPLETED)
    for problem in completion.problems:
        print(f"error: {problem}", file=sys.stderr)
    unsure = "; some services did not answer: run again" if completion.problems else ""
    print(
        f"{output}: {len(completion.filled)} values filled, {len(completion.missing)} still missing{unsure}"
    )
    if completion.problems:
        raise typer.Exit(1)
