"""`cireview status`: where the review stands, and what awaits whom."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from cireview.errors import Problem, ReviewError


def status(folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path()) -> None:
    """Tell what awaits whom, and in which sheet, as of the last run."""
    from cireview.full_texts import read_full_texts, warn_of_files
    from cireview.places import OPTIONAL, STANDING, find_made, place
    from cireview.review import find_label_files, load_review
    from cireview.review.status import (
        announce_stop,
        doubt_stop,
        list_awaiting,
        list_gaps,
        list_rounds,
        list_unanswered,
        list_unused_answers,
    )

    if not find_made(folder, ["fates"]):
        results = (folder / place("results")).as_posix()
        raise ReviewError(Problem("the review was not run yet", results, remedy="Run snakemake --cores 2"))
    paths = find_made(folder, [*STANDING, *OPTIONAL])
    lines = list_gaps(paths)
    with suppress(ReviewError):  # `check` says what is wrong with the protocol
        asked = load_review(folder).optional_tables
        lines += list_unanswered({name: path for name, path in paths.items() if name in asked})
    for row in list_awaiting(paths, find_label_files(folder)).to_dict("records"):
        lines.append(f"{row['step']}: {row['what']} by {row['who']}: {row['n']}")
        lines += [f"    fill {row['sheet']}, save it in {row['save_in']}"] if row["sheet"] else []
    lines += [f"note: not used: {sentence}" for sentence in list_unused_answers(paths)]
    lines += [f"Practical screen: {said}" for said in (announce_stop(paths), doubt_stop(paths)) if said]
    texts = read_full_texts([paths["full_texts"]] if "full_texts" in paths else [])
    lines += [f"note: {problem}" for problem in warn_of_files(texts)]
    rounds = list_rounds(paths)
    lines += [f"{row['source']}: {row['note']}" for row in rounds[rounds["note"] != ""].to_dict("records")]
    for line in lines or ["Nothing awaits anybody."]:
        print(line)
