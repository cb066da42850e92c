"""The folder of a submission: empty, or written by cireview; people's changes are never overwritten."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from cireview.errors import Problem, ReviewError
from cireview.paper.crate import NAME, read_digests
from cireview.provenance import digest_file

_REMEDY = "Choose another folder"


def check_target(target: Path) -> dict[str, str]:
    """Return the digests of an earlier submission's files in `target`, by path; {} if it is new or empty.

    Raises
    ------
    ReviewError
        If it holds files of others, or files of ours that somebody changed since.
    """
    if target.is_file():
        raise ReviewError(Problem("there is a file with the name of the folder", str(target), remedy=_REMEDY))
    if not target.is_dir() or not any(target.iterdir()):
        return {}
    try:
        earlier = read_digests(json.loads((target / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        earlier = {}
    if not earlier:
        message = "the folder is not empty, and 'cireview submit' did not write it"
        raise ReviewError(Problem(message, str(target), remedy=_REMEDY))
    there = [path for path in earlier if (target / path).is_file()]
    if changed := [path for path in there if digest_file(target / path) != earlier[path]]:
        remedy = f"{_REMEDY}, or move this file away"
        raise ReviewError(
            [Problem("was changed since it was written", str(target / one), remedy=remedy) for one in changed]
        )
    return earlier


def put_in_place(made: Path, target: Path, earlier: Mapping[str, str]) -> int:
    """Put the files of a new submission in place of an earlier one's, and return their number.

    What others put into the folder stays.
    """
    for path in (*earlier, NAME):
        (target / path).unlink(missing_ok=True)
    files = [path for path in sorted(made.rglob("*")) if path.is_file()]
    for file in files:
        place = target / file.relative_to(made)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            raise ReviewError(Problem("there is a file of yours with this name", str(place), remedy=_REMEDY))
        shutil.copyfile(file, place)
    return len(files)
