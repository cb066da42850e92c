"""Remove from `results/` the files of earlier runs that no run makes any more.

A list of all that runs made, each with its SHA-256, says whether a file is still as a run wrote it. The list
may be lost: then nothing that runs made before is removed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from unicodedata import normalize

from cireview.places import ALL_SHEETS, BESIDE, place
from cireview.provenance import digest_file
from cireview.sheets.filled import read_handed_out
from cireview.tables import whole_file

_ATTEMPTS = tuple(place(name) for name in BESIDE if name.endswith("_attempts"))
_LOGS = PurePath(place("log")).parts[:2]
_README = "README.md"  # of whoever keeps a review, on what lies in results/


@dataclass(frozen=True)
class Made:
    """What a run makes and made.

    Parameters
    ----------
    files
        All outputs and logs of all jobs, also of those that needed no run; relative to the review's folder.
    written
        Those of the jobs that ran.
    whole
        Whether the whole review was asked for, and is there.
    complete
        Whether all that was asked for is there.
    """

    files: frozenset[str]
    written: frozenset[str]
    whole: bool
    complete: bool = True


@dataclass(frozen=True)
class Cleared:
    """What became of the files that the workflow does not make: their paths, sorted."""

    removed: list[str]
    strangers: list[str]


def settle_results(root: str | Path, made: Made) -> list[str]:
    """Record what a run made; after a run of the whole review, remove files that no run makes any more.

    Returns
    -------
    list
        Files under `results/` that no run made, or that somebody changed since; none after a run of a part.
    """
    root = Path(root)
    remembered = _read_made(root)
    logs = {
        file for file in made.files if PurePath(file).parts[:2] == _LOGS
    }  # also those of jobs that failed
    # An output of a job that did not run keeps its digest: somebody may have changed the file since.
    digests = {
        file: digest_file(root / file) for file in sorted(made.written | logs) if (root / file).is_file()
    }
    kept = {**remembered, **digests}
    strangers = clear_results(root, made.files, kept).strangers if made.whole else []
    kept = {file: kept[file] for file in sorted(kept) if (root / file).is_file()}
    if kept != remembered:
        with whole_file(root / place("made")) as partial:
            partial.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return strangers


def clear_results(root: str | Path, made_now: Collection[str], remembered: Mapping[str, str]) -> Cleared:
    """Remove files under `results/` that no run makes any more, and the folders that are then empty.

    Parameters
    ----------
    root
        The review's folder.
    made_now
        What the workflow makes, relative to `root`. Sheets that were handed out need not be named.
    remembered
        SHA-256 of each file as a run wrote it. A file of another digest stays, and so does one not named.
    """
    root = Path(root)
    made = {normalize("NFC", file) for file in [*made_now, *_list_sheets(root)]}
    folded = {file.casefold(): file for file in made}
    removed, strangers = [], []
    for file in _list_results(root):
        name = normalize("NFC", file)
        likest = root / folded.get(name.casefold(), name)
        # If the file system ignores capitals, the file of a renamed source may be the one made now.
        if name in made or (likest.name != PurePath(name).name and _is_same_file(root / file, likest)):
            continue
        if _is_as_written(root / file, remembered.get(file)):
            (root / file).unlink()
            _remove_empty(root, PurePath(file).parent)
            removed.append(file)
        elif not _is_left_alone(file):
            strangers.append(file)
    return Cleared(removed, strangers)


def _list_results(root: Path) -> list[str]:
    """Return all files under `results/`, relative to `root`, sorted; links to folders are not followed."""
    walk = os.walk(root / place("results"))
    files = [Path(folder, name) for folder, _, names in walk for name in names]
    return sorted(file.relative_to(root).as_posix() for file in files)


def _list_sheets(root: Path) -> list[str]:
    tables = [PurePath(place(table)) for table in ALL_SHEETS.values()]
    return [
        table.with_name(name).as_posix()
        for table in tables
        for name in read_handed_out(root / table.parent)["file"]
    ]


def _is_as_written(file: Path, digest: str | None) -> bool:
    return digest is not None and file.is_file() and not file.is_symlink() and digest_file(file) == digest


def _is_same_file(file: Path, other: Path) -> bool:
    return other.exists() and file.samefile(other)


def _is_left_alone(file: str) -> bool:
    """Say whether a file is nothing to speak of: of the system, of an open sheet, of a search, or a log."""
    path = PurePath(file)
    aside = any(path.is_relative_to(folder) for folder in _ATTEMPTS) or path.parts[:2] == _LOGS
    return aside or path.name.startswith((".", "~$")) or path == PurePath(place("results"), _README)


def _remove_empty(root: Path, folder: PurePath) -> None:
    while folder != PurePath(place("results")) and not any((root / folder).iterdir()):
        (root / folder).rmdir()
        folder = folder.parent


def _read_made(root: Path) -> dict[str, str]:
    """Return the list of what runs made; one that cannot be read is none, and nothing is removed for it."""
    try:
        made = json.loads((root / place("made")).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    is_list = isinstance(made, dict) and all(isinstance(digest, str) for digest in made.values())
    return made if is_list else {}
