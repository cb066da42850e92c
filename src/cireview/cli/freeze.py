"""`cireview freeze`: keep the current review as a version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cireview.places import place


def freeze(
    name: Annotated[str, typer.Argument(help="Name of the version, such as 2026-11 or submitted.")],
    folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path(),
    unfinished: Annotated[
        bool,
        typer.Option(
            "--unfinished", help="Freeze an unfinished review. No update can count from this version."
        ),
    ] = False,
) -> None:
    """Keep the review of the last run as a fixed version; later runs report what changed since then."""
    from datetime import datetime

    from cireview import __version__
    from cireview.review import load_review
    from cireview.review.freezing import check_freezable
    from cireview.versions import freeze_version

    review = load_review(folder)
    now = datetime.now()
    files, awaited = check_freezable(review, unfinished=unfinished, today=f"{now:%Y-%m-%d}")
    version = freeze_version(
        folder,
        name,
        frozen_on=now.isoformat(timespec="seconds"),
        finished=not awaited,
        software=f"cireview {__version__}",
        files=files,
    )
    included = int((version.fates["fate"] == "included").sum())
    counts = f"{len(version.fates)} records, {included} included reports, {len(files)} files"
    print(f"{place('versions')}/{name}: {counts}")
    if awaited:
        print(f"It is marked as unfinished: {len(awaited)} tasks are open. No update can count from it.")
    print("Next: begin a later search with 'cireview new-search'. Keep the folder under version control.")
