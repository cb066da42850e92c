"""`cireview convert`: one or more export files into one file of another format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

SUFFIXES = {".ris": "ris", ".bib": "bibtex", ".nbib": "nbib", ".csv": "csv", ".xml": "endnote_xml"}


def convert(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="IN…", help="Export files; told by what they hold.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write.")],
    to: Annotated[str, typer.Option(help="ris, bibtex, nbib, csv or endnote_xml; else by its ending.")] = "",
    source: Annotated[str, typer.Option(help="Name of the database; else each file's name.")] = "",
    encoding: Annotated[str, typer.Option(help="Encoding of the files; else told from them.")] = "",
) -> None:
    """Turn export files into one RIS, BibTeX, NBIB, CSV or EndNote XML file; duplicates are kept."""
    import pandas as pd

    from cireview.cli.inputs import read_inputs
    from cireview.errors import ExportError, Problem
    from cireview.formats import write_export
    from cireview.tables.ids import identify_records

    if str(output) == "-":
        raise ExportError(Problem("'-' is no file", remedy="For standard output write -o /dev/stdout"))
    format_ = to or format_of(output, remedy=", or name the format with --to")
    if any(output.resolve() == path.resolve() for path in inputs):
        raise ExportError(Problem("the output is one of the inputs", str(output), remedy="Name another file"))
    readings = read_inputs(inputs, output=output, source=source, encoding=encoding or None)
    records = pd.concat([reading.records for reading in readings], ignore_index=True)
    write_export(records.assign(record_id=identify_records(records)), output, format=format_)
    for path, reading in zip(inputs, readings, strict=True):
        counts = f"{len(reading.records)} records read, {len(reading.rejected)} rejected"
        print(f"{path}: {reading.format}, {counts}", file=sys.stderr)
    print(f"{output}: {len(records)} records written", file=sys.stderr)


def format_of(output: Path, *, remedy: str = "") -> str:
    """Return the format that the ending of a file names; raise an ExportError if it names none."""
    from cireview.errors import ExportError, Problem

    if output.suffix.lower() not in SUFFIXES:
        endings = f"End it in {', '.join(SUFFIXES)}{remedy}"
        raise ExportError(Problem("the ending names no format", str(output), remedy=endings))
    return SUFFIXES[output.suffix.lower()]
