"""Options that several verbs take, checked before any work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cireview.places import place

ARCHIVE = Path(place("archive"))
"""Folder of the archives of searches, unless another is given."""


def _check_search_date(date: str) -> str:
    from cireview.tables.dates import check_search_date  # the room of tables loads pandas

    return check_search_date(date)


SearchDate = Annotated[
    str,
    typer.Option(
        help="Date of the search, such as 2020-03-31; the archive is named after it.",
        callback=_check_search_date,
    ),
]
OptionalSearchDate = Annotated[
    str | None,
    typer.Option(
        help="Date of the search, such as 2020-03-31; the archive is named after it.",
        callback=lambda date: _check_search_date(date) if date is not None else None,
    ),
]
Fields = Annotated[str, typer.Option(help="Fields for terms that name no field.")]
Years = Annotated[str, typer.Option(help="First and last year of publication, such as 2000-2020.")]
Languages = Annotated[list[str] | None, typer.Option(help="Language; can be repeated.")]
DocumentTypes = Annotated[
    list[str] | None, typer.Option("--type", help="Document type, such as 'journal article'.")
]
