"""`cireview collect`: move filled sheets to the folders where they belong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cireview.errors import Problem, ReviewError
from cireview.places import place


def collect(folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path()) -> None:
    """Move filled sheets that are in other folders of the review to data/labels/, where they belong."""
    from cireview.sheets.handouts import check_handouts, collect_handouts

    if not (folder / place("protocol")).is_file():
        remedy = "Give the folder that holds config/, data/ and results/"
        raise ReviewError(Problem("this folder holds no review", str(folder), remedy=remedy))
    moved = collect_handouts(folder / place("results"), folder / place("all_labels"))
    for path, target in moved:
        print(f"moved {path} to {target}")
    check_handouts(folder / place("results"), folder / place("all_labels"))
    if not moved:
        print("Nothing to move: data/labels/ already has the answers of all sheets.")
