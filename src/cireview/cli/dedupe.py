"""`cireview dedupe`: which records of any files are the same report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from cireview.deduplication.evidence import Preprints

# Columns in which ASReview, bib-dedupe and Zotero keep a table's own ids.
_ID_COLUMNS = ("record id", "id", "key")

_Inputs = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="Export files or tables, also compressed.")
]
_Output = Annotated[Path, typer.Option("-o", "--output", help="One record per report: CSV, RIS, BibTeX, …")]
_Groups = Annotated[Path | None, typer.Option(help="CSV of record_id, report_id, rule, score.")]
_Possible = Annotated[Path | None, typer.Option(help="Sheet of the pairs that a person should judge.")]
_Overlap = Annotated[
    Path | None,
    typer.Option(help="Which files found the same reports: a table (CSV) or an UpSet plot (SVG, PDF, PNG)."),
]
_Answers = Annotated[list[Path] | None, typer.Option(exists=True, help="Sheets of pairs that people judged.")]
_Earlier = Annotated[
    Path | None, typer.Option(exists=True, help="Groups of an earlier run; its reports keep their ids.")
]
_Preprints = Annotated[str, typer.Option(help="A preprint and its article: separate or merge.")]
_Workers = Annotated[int, typer.Option(help="Threads that compare; -1 for all cores.")]


def dedupe(
    inputs: _Inputs,
    output: _Output,
    groups: _Groups = None,
    possible: _Possible = None,
    overlap: _Overlap = None,
    answers: _Answers = None,
    earlier: _Earlier = None,
    preprints: _Preprints = "separate",
    workers: _Workers = 1,
) -> None:
    """Find which records are the same report, say why, and ask where it is not sure."""
    from cireview.cli.convert import format_of
    from cireview.cli.overlap import check_ending, name_files, write_overlap
    from cireview.deduplication import deduplicate
    from cireview.formats import write_export
    from cireview.labels import read_answers
    from cireview.sheets.duplicates import side_by_side
    from cireview.tables import MATCH, RECORD, read_table, write_table

    format_, preprints_are = format_of(output), _check_preprints(preprints)
    _check_workers(workers)
    check_ending(overlap)
    records, files = _read_files(inputs, output)
    with _show_progress() as progress:
        found = deduplicate(
            records,
            answers=read_answers(answers) if answers else None,
            earlier=read_table(earlier, MATCH) if earlier else None,
            preprints=preprints_are,
            workers=workers,
            progress=progress,
        )
    if format_ != "csv":
        write_export(found.reports, output, format=format_)
    else:
        write_table(found.reports, output, RECORD)
    if groups:
        # For other programs: ids exactly as the input has them, no byte order mark, nothing guarded.
        write_table(found.matches, groups, bom=False, guard=False)
    if possible:
        write_table(side_by_side(records, found.possible), possible)
    if overlap:
        write_overlap(overlap, records.assign(file=files), found.matches, name_files(inputs))
    removed = len(records) - len(found.reports)
    counts = f"{len(records)} records, {removed} duplicates, {len(found.reports)} reports"
    print(f"{counts}; {len(found.possible)} pairs to judge", file=sys.stderr)


def _check_preprints(choice: str) -> Preprints:
    from cireview.errors import Problem, ReviewError

    if choice == "separate":
        return "separate"
    if choice == "merge":
        return "merge"
    raise ReviewError(Problem(f"--preprints is 'separate' or 'merge', not {choice!r}"))


def _check_workers(workers: int) -> None:
    from cireview.errors import Problem, ReviewError

    if workers < 1 and workers != -1:
        remedy = "Give a number from 1 on, or -1 for all cores"
        raise ReviewError(Problem(f"{workers} threads cannot compare", column="--workers", remedy=remedy))


def _read_files(paths: list[Path], output: Path) -> tuple[pd.DataFrame, list[str]]:
    """Return all records, by the ids of the files where these tell them apart, and the file of each."""
    import pandas as pd

    from cireview.cli.inputs import read_inputs
    from cireview.cli.overlap import name_files
    from cireview.tables.ids import identify_records

    readings = read_inputs(paths, output=output, id_columns=_ID_COLUMNS)
    records = pd.concat([reading.records for reading in readings], ignore_index=True)
    names = zip(name_files(paths), readings, strict=True)
    files = [name for name, reading in names for _ in range(len(reading.records))]
    own = records["accession"]
    usable = (own != "") & ~own.duplicated(keep=False)
    if usable.all():
        return records.assign(record_id=own), files
    return records.assign(record_id=identify_records(records).where(~usable, own)), files


@contextmanager
def _show_progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show a progress bar where someone looks, nothing in a log."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("comparing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
