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
    from cireview.places import OPTIONAL, STANDING, find_made, place
    from cireview.review import find_label_files, load_review
    from cireview.review.status import (
        doubt_stop,
        list_awaiting,
        list_gaps,
        list_rounds,
        list_unanswered,
        list_unknown_ids,
    )

    if not find_made(folder, ["fates"]):
        results = (folder / place("results")).as_posix()
        raise ReviewError(Problem("the review was not run yet", results, remedy="Run snakemake --cores 2"))
    paths = find_made(folder, [*STANDING, *OPTIONAL])
    for gap in list_gaps(paths):
        print(gap)
    with suppress(ReviewError):  # `check` says what is wrong with the protocol
        asked = load_review(folder).optional_tables
        for unanswered in list_unanswered({name: path for name, path in paths.items() if name in asked}):
            print(unanswered)
    awaiting = list_awaiting(paths, find_label_files(folder))
    for row in awaiting.to_dict("records"):
        print(f"{row['step']}: {row['what']} by {row['who']}: {row['n']}")
        print(f"    fill {row['sheet']}, save it in {row['save_in']}")
    for unknown in list_unknown_ids(paths):
        print(f"note: {unknown}")
    if doubt := doubt_stop(paths):
        print(f"Practical screen: {doubt}")
    for problem in warn_of_files(read_full_texts([paths["full_texts"]] if "full_texts" in paths else [])):
        print(f"note: {problem}")
    rounds = list_rounds(paths)
    for row in rounds[rounds["note"] != ""].to_dict("records"):
        print(f"{row['source']}: {row['note']}")
    if awaiting.empty and DUE not in set(rounds["state"]):
        print("Nothing awaits anybody.")
