"""`cireview status`: where the review stands, and what awaits whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cireview.errors import Problem, ReviewError


def status(
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print all that is known, for programs; see docs/running.md.")
    ] = False,
) -> None:
    """Tell what awaits whom, and in which sheet, as of the last run."""
    import json

    from cireview.places import place
    from cireview.review.standing import look_at_review, tell_standing

    if not (folder / place("protocol")).is_file():
        remedy = "Name the folder that holds config/, data/ and results/"
        raise ReviewError(Problem("this is not the folder of a review", str(folder), remedy=remedy))
    standing = look_at_review(folder, today=f"{date.today()}")
    if as_json:
        print(json.dumps(standing, indent=1))
        return
    if not standing["was_run"]:
        results = (folder / place("results")).as_posix()
        raise ReviewError(Problem("the review was not run yet", results, remedy="Run: cireview run"))
    print(*tell_standing(standing), sep="\n")
