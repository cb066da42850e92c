"""`cireview collect`: bring home the sheets that were filled where they lie."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def collect(folder: Annotated[Path, typer.Argument(help="Folder of the review.")] = Path()) -> None:
    """Move sheets that were filled under results/ to data/labels/, where they belong."""
    from cireview.handouts import collect_handouts

    moved = collect_handouts(folder / "results", folder / "data/labels")
    for path, target in moved:
        print(f"moved {path} to {target}")
    if not moved:
        print("No sheet under results/ holds anything that data/labels/ lacks.")
