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

    from cireview.deduplication import Choices
    from cireview.deduplication.evidence import Preprints

# Columns in which ASReview, bib-dedupe and Zotero keep a table's own ids.
_ID_COLUMNS = ("record id", "id", "key")

_Inputs = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="Export files or tables, also compressed.")
]
_Output = Annotated[Path, typer.Option("-o", "--output", help="One record per report: CSV, RIS, BibTeX, …")]
_Groups = Annotated[Path | None, typer.Option(help="CSV of record_id, report_id, rule, score.")]
_Possible = Annotated[Path | None, typer.Option(help="Sheet of the pairs that a person should judge.")]
_Answers = Annotated[list[Path] | None, typer.Option(exists=True, help="Sheets of pairs that people judged.")]
_Earlier = Annotated[
    Path | None, typer.Option(exists=True, help="Groups of an earlier run; its reports keep their ids.")
]
_Preprints = Annotated[str, typer.Option(help="A preprint and its article: separate or merge.")]
_Caution = Annotated[
    str,
    typer.Option(
        help="bold, balanced or cautious; or how many missed duplicates weigh as much as a lost study."
    ),
]
_Weights = Annotated[Path | None, typer.Option(help="Weights that were fitted to your own labelled sets.")]
_Workers = Annotated[int, typer.Option(help="Threads that compare; -1 for all cores.")]


def dedupe(
    inputs: _Inputs,
    output: _Output,
    groups: _Groups = None,
    possible: _Possible = None,
    answers: _Answers = None,
    earlier: _Earlier = None,
    preprints: _Preprints = "separate",
    caution: _Caution = "balanced",
    weights: _Weights = None,
    workers: _Workers = 1,
) -> None:
    """Find which records are the same report, say why, and ask where it is not sure."""
    from cireview.cli.convert import format_of
    from cireview.deduplication import deduplicate
    from cireview.formats import write_export
    from cireview.labels import read_answers
    from cireview.sheets.duplicates import side_by_side
    from cireview.tables import MATCH, RECORD, read_table, write_table

    format_, choices = format_of(output), _read_choices(preprints, caution, weights)
    _check_workers(workers)
    records = _read_files(inputs, output)
    with _show_progress() as progress:
        found = deduplicate(
            records,
            answers=read_answers(answers) if answers else None,
            earlier=read_table(earlier, MATCH) if earlier else None,
            choices=choices,
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
    removed = len(records) - len(found.reports)
    counts = f"{len(records)} records, {removed} duplicates, {len(found.reports)} reports"
    for source, field, why in found.unused.itertuples(index=False):
        print(f"{source}: the field {field} was not compared: {why}", file=sys.stderr)
    left_out = f", {len(found.left_out)} less likely ones not asked" if len(found.left_out) else ""
    print(f"{counts}; {len(found.possible)} pairs to judge{left_out}", file=sys.stderr)


def _read_choices(preprints: str, caution: str, weights: Path | None) -> Choices:
    from cireview.deduplication import Choices
    from cireview.deduplication.decide import CAUTION
    from cireview.errors import Problem, ReviewError

    problems = []
    if preprints not in ("separate", "merge"):
        problems.append(Problem(f"--preprints is 'separate' or 'merge', not {preprints!r}"))
    is_number = caution.replace(".", "", 1).isdigit() and float(caution) >= 1
    if caution not in CAUTION and not is_number:
        words = ", ".join(map(repr, CAUTION))
        problems.append(Problem(f"--caution is {words} or a number from 1 on, not {caution!r}"))
    if problems:
        raise ReviewError(problems)
    treated: Preprints = "merge" if preprints == "merge" else "separate"
    return Choices.read(treated, float(caution) if is_number else caution, weights)


def _check_workers(workers: int) -> None:
    from cireview.errors import Problem, ReviewError

    if workers < 1 and workers != -1:
        remedy = "Give a number from 1 on, or -1 for all cores"
        raise ReviewError(Problem(f"{workers} threads cannot compare", column="--workers", remedy=remedy))


def _read_files(paths: list[Path], output: Path) -> pd.DataFrame:
    """Return the records of all files, by the ids of the files where these tell records apart."""
    import pandas as pd

    from cireview.cli.inputs import read_inputs
    from cireview.tables.ids import identify_records

    readings = read_inputs(paths, output=output, id_columns=_ID_COLUMNS)
    records = pd.concat([reading.records for reading in readings], ignore_index=True)
    own = records["accession"]
    usable = (own != "") & ~own.duplicated(keep=False)
    if usable.all():
        return records.assign(record_id=own)
    return records.assign(record_id=identify_records(records).where(~usable, own))


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
