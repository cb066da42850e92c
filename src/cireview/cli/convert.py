"""`cireview convert`: export files into another format, a review into a project of ASReview, and back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = {".ris": "ris", ".bib": "bibtex", ".nbib": "nbib", ".csv": "csv", ".xml": "endnote_xml"}
_PROJECT = ".asreview"


def convert(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="IN…",
            help="Export files of any format; or one project of ASReview; or the folder of one review.",
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write.")],
    to: Annotated[
        str,
        typer.Option(
            help="ris, bibtex, nbib, csv or endnote_xml. By default the ending of the output decides."
        ),
    ] = "",
    source: Annotated[str, typer.Option(help="Name of the database. Default: the name of each file.")] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of the files. By default it is detected.")] = "",
    reviewer: Annotated[
        str,
        typer.Option(
            help="Whose labels to write. A project needs it; a review gives the decisions of all by default."
        ),
    ] = "",
    labels: Annotated[
        Path | None, typer.Option(help="Sheet to write the labels of a project of ASReview to.")
    ] = None,
) -> None:
    """Convert export files to one RIS, BibTeX, NBIB, CSV or EndNote XML file; duplicates stay in it.

    A name that ends in .asreview is a project of ASReview 3, with labels where there are any.
    """
    from cireview.errors import ExportError, Problem
    from cireview.formats import write_export

    if str(output) == "-":
        raise ExportError(Problem("'-' is not a file", remedy="For standard output write -o /dev/stdout"))
    is_project = output.suffix.lower() == _PROJECT and not to
    format_ = "" if is_project else to or format_of(output, remedy=", or name the format with --to")
    if any(output.resolve() == path.resolve() for path in inputs):
        raise ExportError(
            Problem("the output is one of the inputs", str(output), remedy="Choose another file")
        )
    _refuse_options(inputs, is_project=is_project, reviewer=reviewer, labels=labels)
    reading = {"output": output, "source": source, "encoding": encoding}
    given = _read(inputs, is_project=is_project, reviewer=reviewer, **reading)
    if is_project:
        _write_project(given, output)
    else:
        write_export(given.records, output, format=format_)
    print(*given.told, f"{output}: {len(given.records)} records written", sep="\n", file=sys.stderr)
    if labels:
        _write_sheet(given.decisions, labels, reviewer)


def _refuse_options(inputs: list[Path], *, is_project: bool, reviewer: str, labels: Path | None) -> None:
    from cireview.errors import ExportError, Problem

    projects = [path for path in inputs if path.suffix.lower() == _PROJECT]
    is_review = is_project and inputs[0].is_dir()
    problems = []
    if (projects or is_review) and len(inputs) > 1:
        alone = str(inputs[0] if is_review else projects[0])
        problems.append(
            Problem("this input cannot be combined with others", alone, remedy="Give it as the only input")
        )
    if labels and not (projects and reviewer):
        remedy = "Give a project of ASReview with both --labels SHEET and --reviewer NAME"
        problems.append(
            Problem("--labels needs a project of ASReview and a reviewer", column="--labels", remedy=remedy)
        )
    if labels and labels.exists():
        remedy = "Give the name of a new file: cireview never overwrites people's answers"
        problems.append(Problem("this sheet exists already", str(labels), column="--labels", remedy=remedy))
    if reviewer and not (is_review or labels):
        remedy = "Remove --reviewer, or give the folder of a review, or a project with --labels SHEET"
        problems.append(Problem("these inputs have no reviewers", column="--reviewer", remedy=remedy))
    if problems:
        raise ExportError(problems)


class _Labelled(NamedTuple):
    """Records (RECORD), what was decided on them, and lines for who converts."""

    records: pd.DataFrame
    decisions: pd.DataFrame
    told: list[str]


def _read(inputs: list[Path], *, is_project: bool, reviewer: str, **reading: Any) -> _Labelled:
    if is_project and inputs[0].is_dir():
        from cireview.review.labelled import gather_labelled

        return _Labelled(*gather_labelled(inputs[0], reviewer=reviewer), [])
    if inputs[0].suffix.lower() == _PROJECT:
        return _read_project(inputs[0], reading["source"])
    return _read_exports(inputs, **reading)


def _read_project(path: Path, source: str) -> _Labelled:
    from cireview.screening.projects import read_project
    from cireview.tables import RECORD
    from cireview.tables.ids import identify_records

    project = read_project(path)
    given = {"source": source or path.stem, "search_id": path.stem}
    named = project.assign(**{name: text for name, text in given.items() if name not in project})
    records = RECORD.conform(named.reindex(columns=list(RECORD.columns), fill_value=""))
    if "record_id" not in project:
        records = records.assign(record_id=identify_records(records))
    decisions = project[["decision", "reason", "decided_on", "note"]].assign(record_id=records["record_id"])
    return _Labelled(
        records, decisions, [f"{path}: {(project['decision'] != '').sum()} of {len(project)} have a label"]
    )


def _read_exports(inputs: list[Path], *, output: Path, source: str, encoding: str) -> _Labelled:
    import pandas as pd

    from cireview.cli.inputs import read_inputs
    from cireview.tables.ids import identify_records

    readings = read_inputs(inputs, output=output, source=source, encoding=encoding or None)
    records = pd.concat([reading.records for reading in readings], ignore_index=True)
    told = [
        f"{path}: {reading.format}, {len(reading.records)} records read, {len(reading.rejected)} rejected"
        for path, reading in zip(inputs, readings, strict=True)
    ]
    decisions = pd.DataFrame(columns=["record_id", "decision", "reason", "decided_on", "note"], dtype="str")
    return _Labelled(records.assign(record_id=identify_records(records)), decisions, told)


def _write_project(given: _Labelled, output: Path) -> None:
    import time

    from cireview.screening.projects import write_project

    write_project(given.records, given.decisions, output, name=output.stem, now=int(time.time()))
    counts = given.decisions["decision"].value_counts()
    shown = ", ".join(f"{number} {decision}" for decision, number in counts.items())
    given.told.append(f"{output}: {shown or 'no labels'}")
    if "unsure" in counts:
        given.told.append(f"{output}: ASReview has no label 'unsure', so these records are unread there")


def _write_sheet(decisions: pd.DataFrame, path: Path, reviewer: str) -> None:
    from cireview.tables import write_table

    made = decisions[decisions["decision"] != ""].assign(reviewer=reviewer)
    columns = ["record_id", "decision", "reason", "reviewer", "decided_on", "note"]
    write_table(made[columns].reset_index(drop=True), path)
    print(f"{path}: {len(made)} labels written", file=sys.stderr)


def format_of(output: Path, *, remedy: str = "") -> str:
    """Return the format that the ending of a file names; raise an ExportError if it names none."""
    from cireview.errors import ExportError, Problem

    if output.suffix.lower() not in SUFFIXES:
        endings = f"Use an ending such as {', '.join(SUFFIXES)}{remedy}"
        raise ExportError(Problem("the ending of the file stands for no format", str(output), remedy=endings))
    return SUFFIXES[output.suffix.lower()]
