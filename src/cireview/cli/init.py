"""`cireview init`: the folder of a new review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cireview.errors import Problem, ReviewError


def init(
    folder: Annotated[Path, typer.Argument(help="Folder of the new review; made if it does not exist.")],
) -> None:
    """Make the folder of a new review: protocol, codebook and folders for data, but no code."""
    template = Path(__file__).parents[1] / "templates" / "review"
    files = {
        path: folder / path.relative_to(template) for path in sorted(template.rglob("*")) if path.is_file()
    }
    there = [target for target in files.values() if target.exists()]
    if there:
        remedy = "Nothing was written. Name another folder, or delete the file"
        raise ReviewError(
            [Problem("the file exists already", target.as_posix(), remedy=remedy) for target in there]
        )
    for source, target in files.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    for kind in ("duplicates", "screening", "eligibility", "coding", "synthesis"):
        (folder / "data/labels" / kind).mkdir(parents=True, exist_ok=True)
    (folder / "data/fulltext").mkdir(parents=True, exist_ok=True)
    print(f"Made a new review in {folder}. Next:")
    print(f"  1. write {folder}/config/protocol.yaml and {folder}/config/codebook.yaml")
    print(f"  2. save the export files of your databases in {folder}/data/exports/")
    print(f"  3. cd {folder} && snakemake --cores 2")
