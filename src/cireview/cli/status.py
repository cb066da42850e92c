"""`cireview status`: the status of the review, and what each person has to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cireview.errors import Problem, ReviewError


def status(
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
    as_json: Annotated[
        bool, typer.Option("--json", help="Print everything as JSON, for programs; see docs/running.md.")
    ] = False,
) -> None:
    """List what each person has to do next, and in which sheet, as of the last run."""
    import json

    from cireview.places import place
    from cireview.review.standing import look_at_review, tell_standing

    if not (folder / place("protocol")).is_file():
        remedy = "Give the folder that holds config/, data/ and results/"
        raise ReviewError(Problem("this folder holds no review", str(folder), remedy=remedy))
    standing = look_at_review(folder, today=f"{date.today()}")
    if as_json:
        print(json.dumps(standing, indent=1))
        return
    if not standing["was_run"]:
        results = (folder / place("results")).as_posix()
        raise ReviewError(Problem("the review has not been run yet", results, remedy="Run: cireview run"))
    print(*tell_standing(standing), sep="\n")
