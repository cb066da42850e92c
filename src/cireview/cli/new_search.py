"""`cireview new-search`: a later search of a source, beside the one before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cireview.cli.protocol_text import read_protocol, write_protocol
from cireview.places import place


def new_search(
    source: Annotated[str, typer.Argument(help="The source, as the protocol names it.")],
    export: Annotated[str, typer.Argument(help="Its new export file in data/exports/, if it has one.")] = "",
    on: Annotated[str, typer.Option(help="Date of the search; today by default.")] = "",
    folder: Annotated[Path, typer.Option(help="Folder of the review.")] = Path(),
) -> None:
    """Add a later search of a source to the protocol; the one before stays, and only new records are read."""
    from datetime import date

    from cireview.errors import Problem, ReviewError
    from cireview.protocol.entries import add_search
    from cireview.tables.dates import check_search_date

    text = read_protocol(folder)
    day, file = check_search_date(on or str(date.today())), Path(export).name
    if export and not (folder / place("exports") / file).is_file():
        message = "the export file is not there"
        raise ReviewError(Problem(message, f"{place('exports')}/{file}", remedy="Save it there first"))
    changed, key = add_search(text, source, on=day, export=file or None)
    write_protocol(folder, changed)
    print(f"{place('protocol')}: {source} was searched again on {day}; its records are named {key}")
    print("The searches before stay as they are. 'cireview run' finds what is new.")
