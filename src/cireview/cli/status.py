"""`cireview status`: where the review stands, and what awaits whom."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from cireview.errors import Problem, ReviewError


def status(folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path()) -> None:
    """Tell what awaits whom, and in which sheet, as of the last run."""
    from cireview.citations.seeds import DUE
    from cireview.full_texts import read_full_texts, warn_of_files
    from cireview.review import load_review
    from cireview.review.status import (
        doubt_stop,
        list_awaiting,
        list_gaps,
        list_rounds,
        list_unanswered,
        list_unknown_ids,
    )

    results = folder / "results"
    if not (results / "7_synthesis/fates.csv").is_file():
        raise ReviewError(
            Problem("the review was not run yet", results.as_posix(), remedy="Run snakemake --cores 2")
        )
    for gap in list_gaps(results):
        print(gap)
    with suppress(ReviewError):  # what is wrong with the protocol is told by `check`
        for unanswered in list_unanswered(results, **load_review(folder).look_ups):
            print(unanswered)
    awaiting = list_awaiting(results)
    for row in awaiting.to_dict("records"):
        print(f"{row['step']}: {row['what']} by {row['who']}: {row['n']}")
        print(f"    fill {row['sheet']}, save it in {row['save_in']}")
    for unknown in list_unknown_ids(results):
        print(f"note: {unknown}")
    if doubt := doubt_stop(results):
        print(f"Practical screen: {doubt}")
    full_texts = results / "5_methodological_screen/full_texts.csv"
    for problem in warn_of_files(read_full_texts([full_texts] if full_texts.is_file() else [])):
        print(f"note: {problem}")
    rounds = list_rounds(results)
    for row in rounds[rounds["note"] != ""].to_dict("records"):
        print(f"{row['source']}: {row['note']}")
    if awaiting.empty and DUE not in set(rounds["state"]):
        print("Nothing awaits anybody.")
