"""`cireview draw`: draw abstracts at random, for a pilot round, an estimate or a certified stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cireview.errors import Problem, ReviewError
from cireview.places import place, sheets_folder

if TYPE_CHECKING:
    from cireview.review import Review
    from cireview.stopping.rounds import Reading


def draw(
    kind: Annotated[str, typer.Argument(help="pilot, sample or certification.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Date of the draw, such as 2020-03-31.")],
    size: Annotated[int, typer.Option(min=1, help="Abstracts in a pilot round or a sample.")] = 50,
    expected: Annotated[
        int,
        typer.Option(min=0, help="Relevant ones that a certification sample may hold: it is larger then."),
    ] = 0,
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
) -> None:
    """Draw a sample of what nobody has read, and write it to data/samples/, where it stays as it is."""
    from cireview.review import check_review, load_review
    from cireview.stopping import Plan, Request, draw_next
    from cireview.stopping.samples import SAMPLE
    from cireview.tables import write_table

    review = load_review(folder)
    check_review(review)
    screen = review.protocol.practical_screen
    if screen.stop:
        remedy = "Take practical_screen.stop out to go on"
        raise ReviewError(Problem("reading was stopped", place("protocol"), remedy=remedy))
    reading = _read(review)
    if review.config.screening.batch:
        _refuse_outstanding(review.root, people=review.screening_people, unread=reading.unread)
    name, table = draw_next(
        reading,
        Request(kind, drawn_on=f"{on:%Y-%m-%d}", size=size, expected=expected),
        seed=review.config.seed,
        plan=Plan(**review.planned_certification),
        searched_on=review.protocol.search.date,
    )
    file = f"{place('sample_tables')}/{name}.csv"
    write_table(table, folder / file, SAMPLE)
    print(f"drew {(table['place'] > 0).sum()} of {len(table)} unread abstracts: {file}")
    print("Keep that file as it is. The next run of snakemake writes the sheets.")


def _read(review: Review) -> Reading:
    """Return where the reading stands now."""
    from cireview.identity import follow_ids
    from cireview.labels import Team
    from cireview.stopping import read_abstracts
    from cireview.tables import DECISION, MATCH, read_table

    screen = review.protocol.practical_screen
    return read_abstracts(
        review.screening_labels,
        matches=follow_ids(read_table(review.root / place("duplicates"), MATCH), review.duplicate_answers),
        rules=read_table(review.root / place("rules"), DECISION),
        team=Team(screen.reviewers, screen.adjudicator, screen.overlap),
        samples=review.samples(),
    )


def _refuse_outstanding(root: Path, *, people: Sequence[str], unread: Sequence[str]) -> None:
    """Raise a ReviewError for each batch that is out: what is drawn of it would be handed out twice."""
    from cireview.sheets.batches import find_outstanding

    home = place("label_sheets", kind="screening")
    folders = [root / sheets_folder("screening"), root / home]
    remedy = f"Have it labelled and saved in {home}/, or delete it if nobody has begun it"
    problems = [
        Problem(f"this batch of {person} is out, and a sample may hold its abstracts again",
                path.relative_to(root).as_posix(), remedy=remedy)
        for path, person in find_outstanding(folders, people, unread).items()
    ]  # fmt: skip
    if problems:
        raise ReviewError(problems)
