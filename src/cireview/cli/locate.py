"""`cireview locate`: a table of free versions of articles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cireview.cli.options import ARCHIVE, SearchDate


def locate(
    file: Annotated[Path, typer.Argument(help="Export file of the articles.")],
    date: SearchDate,
    output: Annotated[Path, typer.Option("-o", "--output", help="CSV or Parquet file.")],
    archive: Annotated[Path, typer.Option(help="Folder of the archives.")] = ARCHIVE,
    offline: Annotated[
        bool, typer.Option("--offline", help="Read only the archive, and never use the network.")
    ] = False,
) -> None:
    """Look up free versions of articles in OpenAlex and Unpaywall; nothing is downloaded."""
    from cireview.cli.inputs import read_inputs
    from cireview.errors import Problem, ReviewError
    from cireview.sources.open_access import OPEN_ACCESS, find_open_access
    from cireview.tables import write_table
    from cireview.web import Access, Session

    if output.suffix not in (".csv", ".parquet"):
        raise ReviewError(
            Problem(
                "the ending of the file stands for no table format",
                str(output),
                remedy="Use .csv or .parquet as the ending",
            )
        )
    records = read_inputs([file], output=output)[0].records
    with Session() as session:
        free_versions = find_open_access(records, Access(archive, date, None if offline else session))
    write_table(free_versions.places, output, OPEN_ACCESS)
    for problem in free_versions.problems:
        print(f"error: {problem}", file=sys.stderr)
    free = int((free_versions.places["reason"] == "").sum())
    unsure = "; some services did not answer: run again" if free_versions.problems else ""
    print(f"{output}: {free} of {len(records)} articles have a free version{unsure}")
    if free_versions.problems:
        raise typer.Exit(1)
