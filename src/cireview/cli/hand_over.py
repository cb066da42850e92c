"""`cireview hand-over`: somebody leaves or pauses, and another takes what they were to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.cli.add_reviewer import Stage, choose_stages, name_stage
from cireview.cli.protocol_text import read_protocol, write_protocol
from cireview.places import place

if TYPE_CHECKING:
    import pandas as pd


def hand_over(
    giver: Annotated[str, typer.Argument(help="Person who leaves or pauses.")],
    taker: Annotated[str, typer.Argument(help="Person who takes over; can be new to the review.")],
    stages: Stage = "abstracts",
    pause: Annotated[
        bool, typer.Option("--pause", help="The first person pauses and will come back.")
    ] = False,
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
) -> None:
    """Give one person's open work to another; what the first person decided still counts."""
    from cireview.protocol import edit

    text, chosen = read_protocol(folder), choose_stages(stages)
    unknown = edit.warn_of_name(text, taker)
    for stage in chosen:
        text = edit.hand_over(text, stage, giver, taker, pause=pause)
    counts = {stage: _count(folder, stage, giver) for stage in chosen}
    write_protocol(folder, text)
    for stage, (decided, awaiting) in counts.items():
        leaves = "pauses" if pause else "left"
        print(f"{place('protocol')}: {giver} {leaves}, {taker} takes over, {name_stage(stage)}")
        print(f"    articles that {giver} answered: {decided}; these count. Articles handed over: {awaiting}")
    for warning in [*unknown, *edit.warn_of_team(text, chosen, giver)]:
        print(f"note: {warning}")
    print("'cireview run' writes the sheets. A sheet that the first person has begun can still be saved.")


def _count(folder: Path, stage: str, giver: str) -> tuple[int, int]:
    """Return how many answers somebody gave, and how many awaited them at the last run."""
    from cireview.review import load_review
    from cireview.tables import read_table

    review = load_review(folder)
    answers: dict[str, tuple[pd.DataFrame, str, str]] = {
        "abstracts": (review.screening_labels, "decided_by", "screening_awaiting"),
        "full_texts": (review.eligibility_labels, "decided_by", "eligibility_awaiting"),
        "coding": (review.coding, "coder", "coding_awaiting"),
    }
    table, column, waiting = answers[stage]
    path = review.root / place(waiting)
    awaiting = int((read_table(path)["awaits"] == giver).sum()) if path.is_file() else 0
    return int(table.loc[table[column] == giver, "record_id"].nunique()), awaiting
