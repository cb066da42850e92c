"""`cireview dedupe`: which records of any files are the same report."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from cireview.deduplication import Choices, Deduplication
    from cireview.deduplication.evidence import Preprints

# Columns in which ASReview, bib-dedupe and Zotero keep a table's own ids.
_ID_COLUMNS = ("record id", "id", "key")
_TABLES = frozenset(["csv", "xlsx", "xls"])

_Inputs = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="Export files or tables; they can be compressed.")
]
_Output = Annotated[Path, typer.Option("-o", "--output", help="One record per report: CSV, RIS, BibTeX, …")]
_Groups = Annotated[Path | None, typer.Option(help="CSV of record_id, report_id, rule, score.")]
_Possible = Annotated[Path | None, typer.Option(help="Sheet of the uncertain pairs, for a person to judge.")]
_Merges = Annotated[
    Path | None,
    typer.Option(help="Sheet (CSV or XLSX) of the merged records, in which a person can undo merges."),
]
_Overlap = Annotated[
    Path | None,
    typer.Option(help="Which files found the same reports: a table (CSV) or an UpSet plot (SVG, PDF, PNG)."),
]
_Answers = Annotated[
    list[Path] | None, typer.Option(exists=True, help="Sheets of pairs or merges that people have judged.")
]
_Earlier = Annotated[
    Path | None,
    typer.Option(exists=True, help="Groups file of an earlier run, whose reports keep their ids."),
]
_Preprints = Annotated[
    str, typer.Option(help="What to do with a preprint and its article: separate or merge.")
]
_Caution = Annotated[
    str,
    typer.Option(
        help="bold, balanced or cautious; or how many missed duplicates are as bad as one lost study."
    ),
]
_Weights = Annotated[
    Path | None, typer.Option(help="File of weights that you fitted to your own labelled sets.")
]
_Prefer = Annotated[
    str,
    typer.Option(
        help="Files (names without ending) whose fields a report takes first, such as scopus,pubmed."
    ),
]
_Workers = Annotated[int, typer.Option(help="Number of threads for comparing; -1 uses all cores.")]


def dedupe(
    inputs: _Inputs,
    output: _Output,
    groups: _Groups = None,
    possible: _Possible = None,
    merges: _Merges = None,
    overlap: _Overlap = None,
    answers: _Answers = None,
    earlier: _Earlier = None,
    preprints: _Preprints = "separate",
    caution: _Caution = "balanced",
    weights: _Weights = None,
    prefer: _Prefer = "",
    workers: _Workers = 1,
) -> None:
    """Find the records of the same report, give the reason, and list uncertain pairs for a person."""
    from cireview.cli.convert import format_of
    from cireview.cli.overlap import check_ending, name_files, write_overlap
    from cireview.deduplication import deduplicate
    from cireview.sheets.duplicates import list_merges
    from cireview.tables import MATCH, read_table

    format_, choices = format_of(output), _read_choices(preprints, caution, weights)
    _check_workers(workers)
    _check_merges(merges)
    check_ending(overlap)
    _check_places([output, groups, possible, merges, overlap], [*inputs, *(answers or []), earlier, weights])
    records, lines, files = _read_files(inputs, output)
    preferred = _check_prefer(prefer, records["source"])
    given = _read_answers(answers, records) if answers else None
    with _show_progress() as progress:
        found = deduplicate(
            records,
            answers=given,
            earlier=read_table(earlier, MATCH) if earlier else None,
            choices=choices,
            prefer=preferred,
            workers=workers,
            progress=progress,
        )
    _write_reports(found.reports, output, format_)
    _write_pairs(records, found, groups, possible)
    if merges:
        _write_merges(list_merges(records, found.matches, lines), merges)
    if overlap:
        write_overlap(overlap, records.assign(file=files), found.matches, name_files(inputs))
    _say_counts(records, found)


def _write_pairs(
    records: pd.DataFrame, found: Deduplication, groups: Path | None, possible: Path | None
) -> None:
    from cireview.sheets.duplicates import CHOICES, side_by_side
    from cireview.tables import write_table
    from cireview.tables.spreadsheets import write_sheet

    if groups:
        # For other programs: ids exactly as the input has them, no byte order mark, nothing guarded.
        write_table(found.matches, groups, bom=False, guard=False)
    if possible:
        write_sheet(side_by_side(records, found.possible), possible, choices=CHOICES)


def _say_counts(records: pd.DataFrame, found: Deduplication) -> None:
    removed = len(records) - len(found.reports)
    counts = f"{len(records)} records, {removed} duplicates, {len(found.reports)} reports"
    for source, field, why in found.unused.itertuples(index=False):
        print(f"{source}: the field {field} was not compared: {why}", file=sys.stderr)
    left_out = f", {len(found.left_out)} less likely ones not listed" if len(found.left_out) else ""
    print(f"{counts}; {len(found.possible)} pairs to judge{left_out}", file=sys.stderr)


def _write_reports(reports: pd.DataFrame, output: Path, format_: str) -> None:
    from cireview.formats import write_export
    from cireview.tables import RECORD, write_table

    if format_ != "csv":
        write_export(reports, output, format=format_)
    else:
        write_table(reports, output, RECORD)


def _read_choices(preprints: str, caution: str, weights: Path | None) -> Choices:
    from cireview.deduplication import Choices
    from cireview.deduplication.decide import CAUTION
    from cireview.errors import Problem, ReviewError

    problems, caution = [], caution.strip().lower()
    if preprints not in ("separate", "merge"):
        problems.append(Problem(f"--preprints is 'separate' or 'merge', not {preprints!r}"))
    # As many digits as the protocol allows: a larger number would ask for more than a probability can say.
    is_number = re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", caution) is not None and 1 <= float(caution) <= 100_000
    if caution not in CAUTION and not is_number:
        words = ", ".join(map(repr, CAUTION))
        problems.append(Problem(f"--caution is {words} or a number from 1 to 100,000, not {caution!r}"))
    if problems:
        raise ReviewError(problems)
    treated: Preprints = "merge" if preprints == "merge" else "separate"
    return Choices.read(treated, float(caution) if is_number else caution, weights)


def _check_prefer(names: str, sources: pd.Series) -> list[str]:
    """Return the sources that a list with commas names, whatever their capitals."""
    from cireview.errors import Problem, ReviewError
    from cireview.tables.ids import find_source

    known = sources.unique().tolist()
    found = {name.strip(): find_source(name, known) for name in names.split(",") if name.strip()}
    remedy = f"Write some of: {', '.join(known)}"
    problems = [
        Problem(f"{name!r} is not a source of these records", column="--prefer", remedy=remedy)
        for name, source in found.items()
        if not source
    ]
    if problems:
        raise ReviewError(problems)
    return list(found.values())


def _check_workers(workers: int) -> None:
    from cireview.errors import Problem, ReviewError

    if workers < 1 and workers != -1:
        remedy = "Give 1 or more, or -1 for all cores"
        raise ReviewError(Problem(f"the number of threads is {workers}", column="--workers", remedy=remedy))


def _check_places(written: list[Path | None], read: list[Path | None]) -> None:
    """Refuse to write over an input or a sheet that somebody filled, and one output over another."""
    from cireview.errors import Problem, ReviewError

    taken = {path.resolve(): "is read" for path in read if path}
    problems = []
    for path in written:
        if path and path.resolve() in taken:
            message = f"the file {taken[path.resolve()]} and would be overwritten"
            problems.append(Problem(message, str(path), remedy="Give this output another name"))
        elif path and path.name != "null":
            taken[path.resolve()] = "is another output"
    if problems:
        raise ReviewError(problems)


def _check_merges(path: Path | None) -> None:
    from cireview.errors import Problem, ReviewError

    if path and path.suffix.lower() not in (".csv", ".xlsx"):
        raise ReviewError(
            Problem(
                "the sheet of merges must be CSV or XLSX", str(path), remedy="Use .csv or .xlsx as the ending"
            )
        )


def _write_merges(merges: pd.DataFrame, path: Path) -> None:
    from cireview.sheets.duplicates import CHOICES, MERGE_ROWS
    from cireview.tables.spreadsheets import write_sheet

    cut = path.suffix.lower() == ".xlsx" and len(merges) > MERGE_ROWS
    write_sheet(merges.head(MERGE_ROWS) if cut else merges, path, choices=CHOICES)
    if cut:
        held = f"holds the {MERGE_ROWS} least certain of {len(merges)} merges"
        print(f"{path}: {held}; a .csv file holds all", file=sys.stderr)


def _read_answers(sheets: list[Path], records: pd.DataFrame) -> pd.DataFrame:
    """Return what people answered; say which answers speak of ids that are not there.

    A few such answers are of records that a new export lacks. Where none of a sheet can be used, the sheet
    belongs to other files or all ids have changed, and to go on would repeat the work of its writer.
    """
    from cireview.errors import LabelError, Problem
    from cireview.labels import check_rows, read_answers, read_rows

    answers, ids = read_answers(sheets), records["record_id"]
    check_rows(read_rows(sheets), records, report_of=dict(zip(ids, ids, strict=True)))
    sides = answers[["record_id_1", "record_id_2"]]
    lost = sides.where(~sides.isin(set(ids))).bfill(axis=1)["record_id_1"]
    problems = []
    for file, rows in answers.assign(lost=lost).groupby("file", sort=False):
        unused = rows[rows["lost"].notna()]
        if unused.empty:
            continue
        row, first = int(unused["row"].iloc[0]), unused["lost"].iloc[0]
        if len(unused) == len(rows):
            message = f"no answer matches two records of these files; the first unknown id is {first!r}"
            remedy = "Give the files that the sheet was made from, or remove the sheet"
            problems.append(Problem(message, str(file), row, "record_id", remedy))
        else:
            count = f"{len(unused)} of {len(rows)} answers have ids that no record has"
            print(
                f"{file}, row {row}: warning: {count}, first {first!r}; these answers are not used",
                file=sys.stderr,
            )
    if problems:
        raise LabelError(problems)
    return answers


def _read_files(paths: list[Path], output: Path) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Return all records, by the ids of the files where these tell them apart, LINE, and the file of each."""
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
    ids = own if usable.all() else identify_records(records).where(~usable, own)
    lines = pd.concat([reading.lines for reading in readings], ignore_index=True)
    # The id of a table's row is new for each copy of a record; that of a database is not.
    rows = [reading.format in _TABLES for reading in readings for _ in range(len(reading.records))]
    records = records.assign(record_id=ids, accession=own.mask(pd.Series(rows, dtype=bool), ""))
    return records, lines.assign(record_id=ids), files


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
