"""`cireview fetch`: one Boolean query to bibliographic APIs, counted, or archived and written as one file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.cli.options import ARCHIVE, DocumentTypes, Fields, Languages, OptionalSearchDate, Years
from cireview.errors import Problem, ReviewError

if TYPE_CHECKING:
    from cireview.query import Query, SearchLimits, Strategy
    from cireview.search.count import HitCount
    from cireview.search.run import SearchOutcome
    from cireview.sources import Api


def fetch(
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY|FILE", help="Boolean query in single quotes, or a file with a strategy."
        ),
    ],
    api: Annotated[list[str], typer.Option("--from", help="API to search, such as pubmed; can be repeated.")],
    date: OptionalSearchDate = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="RIS, BibTeX, NBIB, CSV or XML file.")
    ] = None,
    count: Annotated[
        bool, typer.Option("--count", help="Print only how many records each API finds.")
    ] = False,
    syntax: Annotated[
        str, typer.Option(help="Database whose syntax the strategy uses; in a file it is recognised.")
    ] = "",
    archive: Annotated[Path, typer.Option(help="Folder of the archives.")] = ARCHIVE,
    offline: Annotated[
        bool, typer.Option("--offline", help="Read only the archive, and never use the network.")
    ] = False,
    fields: Fields = "title,abstract,keywords",
    years: Years = "",
    language: Languages = None,
    document_type: DocumentTypes = None,
) -> None:
    """Search bibliographic APIs, resume interrupted searches, and read finished ones from the archive."""
    from cireview.cli.limits import read_limits
    from cireview.cli.query import refuse_limits
    from cireview.query import NO_LIMITS
    from cireview.sources import find_api

    query, strategy = _read(text, syntax)
    sources = list({source.key: source for source in map(find_api, api)}.values())
    limits = read_limits(fields, years, language or [], document_type or [])
    if strategy:
        refuse_limits(years, language, document_type)
        limits = NO_LIMITS
    if count:
        raise typer.Exit(0 if _count(sources, query, strategy, limits, offline) else 1)
    if date is None or output is None:
        raise ReviewError(_tell_needed(date, output))
    _fetch(sources, query, limits, date=date, output=output, archive=archive, offline=offline)


def _read(text: str, syntax: str) -> tuple[Query, Strategy | None]:
    """Return what is to be searched, and the strategy that it is the last line of, if it is one."""
    from cireview.cli.query import is_strategy, read_text, read_told
    from cireview.query import parse_query

    content, file = read_text(text)
    if not is_strategy(content, file, syntax):
        return parse_query(content, file=file), None
    strategy = read_told(content, file, syntax)
    return strategy.query, strategy


def _tell_needed(date: str | None, output: Path | None) -> list[Problem]:
    remedies = {
        "--date": "Give the date of the search, such as --date 2020-03-31; the archive is named after it",
        "--output": "Name the output file, such as -o found.ris, or use --count",
    }
    given = {"--date": date, "--output": output}
    return [
        Problem(f"a search needs {option}", remedy=remedies[option])
        for option, value in given.items()
        if value is None
    ]


def _count(
    sources: Sequence[Api], query: Query, strategy: Strategy | None, limits: SearchLimits, offline: bool
) -> bool:
    """Print how many records each source finds, line by line if it can; say whether all were counted."""
    from cireview.search.count import count_hits, count_strategy
    from cireview.web import Session

    if offline:
        raise ReviewError(
            Problem("--count needs the network, which --offline forbids", remedy="Remove one of the two")
        )
    answered = True
    with Session() as session:
        for source in sources:
            counts = count_strategy(source, strategy, session) if strategy else None
            for told in counts or [count_hits(source, query, session, limits)]:
                _tell_count(told)
                answered &= not told.problems
    return answered


def _tell_count(told: HitCount) -> None:
    name = f"{told.source}, line {told.line}" if told.line else told.source
    print(told.tell())
    for label, sentences in (("not kept", told.losses), ("warnings", told.notes)):
        if sentences:
            print(f"{name}, {label}: {'. '.join(sentences)}.", file=sys.stderr)
    for problem in told.problems:
        print(f"error: {name}: {problem}" if told.line else f"error: {problem}", file=sys.stderr)


def _fetch(
    sources: Sequence[Api],
    query: Query,
    limits: SearchLimits,
    *,
    date: str,
    output: Path,
    archive: Path,
    offline: bool,
) -> None:
    import pandas as pd

    from cireview.cli.convert import format_of
    from cireview.formats import write_export
    from cireview.search.count import tell_cost
    from cireview.search.run import run_search
    from cireview.web import Access, Session, is_begun

    format_ = format_of(output)
    outcomes = []
    with Session() as session:
        access = Access(archive, date, None if offline else session)
        for source in sources:
            is_new = not offline and not is_begun(archive / source.key / date)
            cost = tell_cost(source, query, session, limits) if is_new else ""
            print(cost, end="\n" * bool(cost), flush=True)
            outcomes.append(run_search(source, query, access, limits))
    records = pd.concat([outcome.records for outcome in outcomes], ignore_index=True)
    for outcome in outcomes:
        _tell(outcome)
    if records.empty and any(outcome.problems for outcome in outcomes):  # an earlier file may be there
        print(f"{output}: not written, because no records were received")
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
