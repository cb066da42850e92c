"""`cireview cite`: what articles cite and what cites them, as a file of records with its log beside it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.cli.options import ARCHIVE, SearchDate

if TYPE_CHECKING:
    from cireview.citations import CitationOutcome


class Direction(StrEnum):
    """What the articles cite, or what cites them."""

    backward = "backward"
    forward = "forward"


def cite(
    seeds: Annotated[Path, typer.Argument(help="Export file of the articles to start from.")],
    date: SearchDate,
    output: Annotated[Path, typer.Option("-o", "--output", help="RIS, BibTeX, NBIB, CSV or XML file.")],
    direction: Annotated[
        list[Direction] | None, typer.Option(help="May be given again; both if none is given.")
    ] = None,
    archive: Annotated[Path, typer.Option(help="Folder of the archives.")] = ARCHIVE,
    offline: Annotated[bool, typer.Option("--offline", help="Use the archive alone.")] = False,
) -> None:
    """Search citations backward and forward in OpenAlex, Crossref and Semantic Scholar."""
    from cireview.citations import BACKWARD, CITATION, CITATION_LOG, FORWARD, search_citations
    from cireview.cli.convert import format_of
    from cireview.cli.inputs import read_inputs
    from cireview.formats import write_export
    from cireview.tables import write_table
    from cireview.web import Access, Session

    format_ = format_of(output)
    records = read_inputs([seeds], output=output)[0].records
    with Session() as session:
        access = Access(archive, date, None if offline else session)
        outcome = search_citations(records, access, directions=direction or (BACKWARD, FORWARD))
    for problem in outcome.problems:
        print(f"error: {problem}", file=sys.stderr)
    if outcome.records.empty and outcome.problems:  # an earlier file may be there
        print(f"{output}: not written, since nothing could be had")
        raise typer.Exit(1)
    write_export(outcome.records, output, format=format_)
    write_table(outcome.citations, output.with_suffix(".citations.csv"), CITATION)
    write_table(outcome.log, output.with_suffix(".log.csv"), CITATION_LOG)
    print(f"{output}: {_tell(outcome, len(records))}")
    if outcome.problems:
        raise typer.Exit(1)


def _tell(outcome: CitationOutcome, seeds: int) -> str:
    short, unknown = int(outcome.log["shortfall"].sum()), int(outcome.log["announced"].isna().sum())
    lists = f"; {unknown} of {len(outcome.log)} lists of citations could not be had" if unknown else ""
    return f"{len(outcome.records)} records from {seeds} articles; {short} citations lack one{lists}"
