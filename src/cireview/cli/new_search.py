"""`cireview new-search`: a later search of a source, beside the one before."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cireview.cli.protocol_text import read_protocol, write_protocol
from cireview.places import place


def new_search(
    source: Annotated[str, typer.Argument(help="Name of the source, as in the protocol.")],
    export: Annotated[str, typer.Argument(help="New export file in data/exports/, if there is one.")] = "",
    on: Annotated[str, typer.Option(help="Date of the search. Default: today.")] = "",
    folder: Annotated[Path, typer.Option(help="Folder of the review.")] = Path(),
) -> None:
    """Add a later search of a source to the protocol. Earlier searches stay; you read only new records."""
    from datetime import date

    from cireview.errors import Problem, ReviewError
    from cireview.protocol.entries import add_search
    from cireview.tables.dates import check_search_date

    text = read_protocol(folder)
    day, file = check_search_date(on or str(date.today())), Path(export).name
    if export and not (folder / place("exports") / file).is_file():
        message = "the export file does not exist"
        raise ReviewError(
            Problem(message, f"{place('exports')}/{file}", remedy="Save it there first, then run this again")
        )
    changed, key = add_search(text, source, on=day, export=file or None)
    write_protocol(folder, changed)
    print(
        f"{place('protocol')}: added the search of {source} on {day}; the ids of its records begin with {key}"
    )
    print("Earlier searches stay unchanged. 'cireview run' finds what is new.")
