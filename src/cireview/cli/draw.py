"""`cireview draw`: draw abstracts at random, for a pilot round, an estimate or a certified stop."""

from __future__ import annotations

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
    kind: Annotated[str, typer.Argument(help="Kind of the sample: pilot, sample or certification.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Date of the draw. Default: today.")
    ] = None,
    size: Annotated[int, typer.Option(min=1, help="Number of abstracts in a pilot or a sample.")] = 50,
    expected: Annotated[
        int,
        typer.Option(
            min=0, help="Relevant abstracts that a certification sample may contain; more makes it larger."
        ),
    ] = 0,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    cancel: Annotated[
        str | None, typer.Option(help="Name of a sample to cancel, such as certification_1; give the reason.")
    ] = None,
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
) -> None:
    """Draw a random sample of unread abstracts and write it to data/samples/, where it never changes."""
    from cireview.review import check_review, load_review
    from cireview.stopping import Request, draw_next
    from cireview.stopping.samples import CERTIFICATION, SAMPLE
    from cireview.stopping.stops import find_stop
    from cireview.tables import write_table

    review = load_review(folder)
    check_review(review, today=f"{datetime.now():%Y-%m-%d}")
    day = f"{on or datetime.now():%Y-%m-%d}"
    reading = _read(review)
    stop = review.protocol.practical_screen.stopped
    if stop and not find_stop(reading.stops, stop):
        message = (
            f"the protocol stops reading on {stop['on']}, but no run has recorded yet what that stop covers"
        )
        remedy = "Run 'cireview run' first, or remove practical_screen.stop"
        raise ReviewError(Problem(message, place("protocol"), remedy=remedy))
    if cancel is not None:
        _cancel(review, reading, kind, reason=cancel, day=day)
        return
    held, untouched = _part_batches(review, reading)
    if kind == CERTIFICATION and not yes:
        _print_costs(review, reading, len(held))
    name, table = draw_next(
        reading,
        Request(kind, drawn_on=day, size=size, expected=expected),
        seed=_find_seed(review, kind),
        plan=review.plan,
        searched_on=review.protocol.search.date,
        held=held,
        drawn=review.samples(),
        readers=review.protocol.practical_screen.reviewers,
    )
    file = f"{place('sample_tables')}/{name}.csv"
    write_table(table, folder / file, SAMPLE)
    for batch in untouched:
        batch.unlink()
    drawn, left = (table["place"] > 0).sum(), len(set(reading.unread) - held)
    print(f"drew {drawn} of {left} unread abstracts: {file}")
    if untouched:
        print(f"removed {len(untouched)} file(s) of batches that nobody had begun")
    print("Do not change that file. 'cireview run' writes the sheets.")


def _read(review: Review) -> Reading:
    """Return where the reading stands now."""
    from cireview.identity import follow_ids
    from cireview.labels import Team
    from cireview.stopping import read_abstracts
    from cireview.stopping.stops import read_stops
    from cireview.tables import DECISION, MATCH, read_table

    screen = review.protocol.practical_screen
    return read_abstracts(
        review.screening_labels,
        matches=follow_ids(read_table(review.root / place("duplicates"), MATCH), review.duplicate_answers),
        rules=read_table(review.root / place("rules"), DECISION),
        team=Team(**screen.team),
        samples=review.samples(),
        stops=read_stops(review.root / place("stops"), screen.stopped),
    )


def _part_batches(review: Review, reading: Reading) -> tuple[set[str], list[Path]]:
    """Return the unread reports on batches that somebody has begun, and the files of all others."""
    from cireview.sheets.batches import find_outstanding, list_ids
    from cireview.sheets.filled import find_touched

    if not review.config.screening.batch:
        return set(), []
    written = review.root / sheets_folder("screening")
    home = review.root / place("label_sheets", kind="screening")
    out = find_outstanding([written, home], review.protocol.practical_screen.recipients, reading.unread)
    touched, spoken = set(find_touched(written)), {report for report, _ in reading.spoken}
    begun = {
        path for path in out
        if path.parent == home or path in touched or spoken & set(list_ids(path))
    }  # fmt: skip
    # A person's batch exists as CSV and as XLSX, and perhaps also as a saved copy.
    begun |= {path for path in out if path.stem.lower() in {one.stem.lower() for one in begun}}
    held = {record for path in begun for record in list_ids(path)} & set(reading.unread)
    return held, sorted(set(out) - begun)


def _find_seed(review: Review, kind: str) -> int:
    """Return the seed of the lots; a cancelled draw keeps its own, so that nobody draws till it pleases."""
    from cireview.tables import read_table

    cancelled = sorted((review.root / place("cancelled")).glob(f"{kind}_*.csv"))
    return int(read_table(cancelled[0])["seed"].iloc[0]) if cancelled else review.config.seed


def _print_costs(review: Review, reading: Reading, held: int) -> None:
    """Print what samples of several sizes would certify, and ask where relevant ones were found of late."""
    from cireview.stopping.draw import find_begun, list_costs
    from cireview.stopping.rules import DRY_LEAST, DRY_SHARE, count_consecutive
    from cireview.tables import INCLUDE, read_table

    screen, left = review.protocol.practical_screen, len(reading.unread) - held
    if not left:
        return
    readers = 1 + screen.overlap * (screen.readers - 1)
    print(f"{'':16}recall certified", "sample  labels  if none relevant  if 1 % relevant", sep="\n")
    found = find_begun(reading, reading.unread).found
    for size, recall, with_hits in list_costs(left, found, review.plan).itertuples(index=False):
        print(f"{size:6}  {size * readers:6.0f}  {recall:16.3f}  {with_hits:15.3f}")
    if not (review.root / place("labels")).exists():
        return
    labels = read_table(review.root / place("labels"))
    dry = count_consecutive((labels["decision"] == INCLUDE).to_numpy(bool))
    wanted = max(DRY_LEAST, round(DRY_SHARE * len(reading.readers)))
    if dry < wanted:
        asked = f"Only {dry} abstracts were read since the last relevant one; {wanted} are advised. Draw now?"
        typer.confirm(asked, abort=True)


def _cancel(review: Review, reading: Reading, name: str, *, reason: str, day: str) -> None:
    """Take a sample back that nobody has begun; its table and the reason are kept in the folder beside."""
    from cireview.sheets.filled import find_touched
    from cireview.tables import write_table
    from cireview.tables.spreadsheets import read_sheet

    if not reason.strip():
        raise ReviewError(
            Problem("the reason is missing", column="--cancel", remedy="Give the reason in quotation marks")
        )
    samples = {sample.name: sample for sample in reading.samples}
    if name not in samples:
        known = ", ".join(samples) or "none"
        raise ReviewError(Problem(f"there is no sample {name!r}", remedy=f"Samples drawn: {known}"))
    kind = samples[name].kind
    if name != [one for one in samples if samples[one].kind == kind][-1]:
        raise ReviewError(Problem(f"{name} is not the last {kind}", remedy="Cancel the later ones first"))
    spoken = {report for report, _ in reading.spoken}
    if begun := sum(report in spoken for report in samples[name].members):
        message = f"{begun} of {len(samples[name].members)} abstracts of {name} are labelled"
        raise ReviewError(
            Problem(message, remedy="It cannot be cancelled: people have already read part of it")
        )
    sheets = [path for path in find_touched(review.root / sheets_folder("screening")) if name in path.stem]
    if sheets:
        remedy = "Label all of it, or empty the sheet"
        raise ReviewError(Problem(f"somebody has begun to read {name}", str(sheets[0]), remedy=remedy))
    folder = review.root / place("cancelled")
    folder.mkdir(parents=True, exist_ok=True)
    path = next(review.root / file for file in review.sample_files if Path(file).stem == name)
    kept = f"{name}_{len(list(folder.glob(f'{name}_*'))) + 1}.csv"
    write_table(read_sheet(path).assign(cancelled_on=day, reason=reason), folder / kept)
    path.unlink()
    print(f"cancelled {name}: {place('cancelled')}/{kept}")
