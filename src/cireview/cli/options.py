"""Options that several verbs take, checked before any work."""

from __future__ import annotations

from typing import Annotated

import typer

from cireview.dates import check_search_date

SearchDate = Annotated[
    str,
    typer.Option(
        help="Date of the search, such as 2020-03-31; it names the archive.", callback=check_search_date
    ),
]
