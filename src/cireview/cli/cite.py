"""`cireview cite`: what articles cite and what cites them, as a file of records with its log beside it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.cli.options import ARCHIVE, SearchDate
from cireview.places import place

if TYPE_CHECKING:
    import pandas as pd

    from cireview.citations import CitationOutcome


class Direction(StrEnum):
    """What the articles cite, or what cites them."""

    backward = "backward"
    forward = "forward"


class Service(StrEnum):
    """Who is asked for citations."""

    openalex = "openalex"
    crossref = "crossref"
    semantic_scholar = "semantic_scholar"
    lens = "lens"


def cite(
    seeds: Annotated[Path, typer.Argument(help="Export file of the articles to start from (the seeds).")],
    date: SearchDate,
    output: Annotated[Path, typer.Option("-o", "--output", help="RIS, BibTeX, NBIB, CSV or XML file.")],
    direction: Annotated[
        list[Direction] | None, typer.Option(help="Direction of the search; can be repeated. Default: both.")
    ] = None,
    service: Annotated[
        list[Service] | None,
        typer.Option(
            help="Service to ask; can be repeated. Default: all except the Lens, which needs a token."
        ),
    ] = None,
    found: Annotated[
        list[Path] | None,
        typer.Option(
            help="Export file of records found before; can be repeated. Records of a review here count too."
        ),
    ] = None,
    archive: Annotated[Path, typer.Option(help="Folder of the archives.")] = ARCHIVE,
    offline: Annotated[
        bool, typer.Option("--offline", help="Read only the archive, and never use the network.")
    ] = False,
) -> None:
    """Search citations backward and forward in OpenAlex, Crossref, Semantic Scholar and the Lens."""
    from cireview.citations import (
        BACKWARD,
        CITATION,
        CITATION_LOG,
        FALL_BACK,
        FORWARD,
        SERVICES,
        search_citations,
    )
    from cireview.cli.convert import format_of
    from cireview.cli.inputs import read_inputs
    from cireview.formats import write_export
    from cireview.tables import write_table
    from cireview.web import Access, Session

    format_ = format_of(output)
    records = read_inputs([seeds], output=output)[0].records
    with Session() as session:
        access = Access(archive, date, None if offline else session)
        asked = [one for one in (*SERVICES, FALL_BACK) if one.key in service] if service else SERVICES
        outcome = search_citations(
            records, access, directions=direction or (BACKWARD, FORWARD), sources=asked
        )
    for problem in outcome.problems:
        print(f"error: {problem}", file=sys.stderr)
    if outcome.records.empty and outcome.problems:  # an earlier file may be there
        print(f"{output}: not written, because no records were received")
        raise typer.Exit(1)
    write_export(outcome.records, output, format=format_)
    write_table(outcome.citations, output.with_suffix(".citations.csv"), CITATION)
    write_table(outcome.log, output.with_suffix(".log.csv"), CITATION_LOG)
    print(f"{output}: {_tell(outcome, len(records))}")
    _compare(outcome, records, found or [], output)
    if outcome.problems:
        raise typer.Exit(1)


def _compare(outcome: CitationOutcome, seeds: pd.DataFrame, files: Sequence[Path], output: Path) -> None:
    """Write the hits in the order of the articles that lead to them, and say which are new."""
    from cireview.citations import HIT, rank_hits
    from cireview.search.known import find_known
    from cireview.tables import write_table

    before, beside = _read_found(seeds, files, output), output.with_suffix(".hits.csv")
    hits = rank_hits(outcome.records, outcome.citations, find_known(outcome.records, before).tolist())
    write_table(hits, beside, HIT)
    print(f"{beside}: {_tell_new(hits, len(before), len(seeds))}")


def _read_found(seeds: pd.DataFrame, files: Sequence[Path], output: Path) -> pd.DataFrame:
    """Return the seeds, the records of these files, and those of the review in this folder, if it is one."""
    import pandas as pd

    from cireview.cli.inputs import read_inputs
    from cireview.places import find_made
    from cireview.tables import RECORD, read_table

    readings = read_inputs(files, output=output) if files else []
    made = find_made(Path(), ["records"]) if Path(place("protocol")).is_file() else {}
    own = [read_table(path, RECORD) for path in made.values()]
    return pd.concat([seeds, *(reading.records for reading in readings), *own], ignore_index=True)


def _tell_new(hits: pd.DataFrame, before: int, seeds: int) -> str:
    new = hits[hits["known_as"] == ""]
    against = f"the {before} records already found" if before > seeds else "the articles themselves"
    several = int((new["seeds"] > 1).sum())
    return (
        f"{len(new)} of {len(hits)} are new compared with {against}; "
        f"{several} of them come from several articles"
    )


def _tell(outcome: CitationOutcome, seeds: int) -> str:
    short, unknown = int(outcome.log["shortfall"].sum()), int(outcome.log["announced"].isna().sum())
    lists = f"; {unknown} of {len(outcome.log)} lists of citations are missing" if unknown else ""
    return f"{len(outcome.records)} records from {seeds} articles; {short} citations have no record{lists}"
