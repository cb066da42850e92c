"""Find what stops a run, whatever the content of the review: links, dates, permissions, lost metadata."""

from __future__ import annotations

import os
import re
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from cireview.errors import Problem, ReviewError
from cireview.places import MADE, OPTIONAL, PEOPLES, place
from cireview.review.running import type_again

AHEAD = 2
"""Seconds by which a file may be later than now: some file systems keep times to two seconds only."""

ROOM = 20_000_000
"""Bytes that must be free: several times what a run of the demonstration writes."""

_MEMORY = (".snakemake/metadata", ".snakemake/incomplete")
_ALL_AGAIN = {"--forceall", "-F", "--touch", "-t", "--drop-metadata"}


def check_folder(root: str | Path, files: Iterable[str], *, now: datetime, arguments: Sequence[str]) -> None:
    """Check that a run can read and write what it has to, and will notice what changed.

    Parameters
    ----------
    root
        The review's folder.
    files
        What people own in it, as `Review.files` has it.
    now
        The clock.
    arguments
        ``sys.argv``, from which commands are made that go on.

    Raises
    ------
    ReviewError
        With all that a person has to mend.
    """
    root = Path(root)
    problems = [
        *_find_dead_links(root),
        *_find_dates_to_come(root, files, now),
        *_find_closed_folders(root),
        *_find_full_disks(root),
        *_find_lost_memory(root, arguments),
    ]
    if problems:
        raise ReviewError(problems)


def check_names(root: str | Path, files: Iterable[str]) -> None:
    """Check that Snakemake takes the names of the review's folder `root` and of people's files as they are.

    Raises
    ------
    ReviewError
        With every name that holds words in braces, which Snakemake would fill in.
    """
    folder = Path(root).resolve()
    message = "Snakemake cannot read a name that contains words in braces"
    own = [Problem(message, folder.as_posix(), remedy="Rename this folder")] if _has_braces(folder) else []
    remedy = "Rename the file without braces; if it is an export file, change its name in the protocol too"
    problems = own + [Problem(message, file, remedy=remedy) for file in files if _has_braces(file)]
    if problems:
        raise ReviewError(problems)


def settle_dates(root: str | Path, now: datetime) -> None:
    """Give files in ``results/`` that are dated in the future the time `now`.

    A clock that was set back leaves them so. Snakemake refuses what it makes of such a file, for the new one
    would be the older one.
    """
    latest = now.timestamp()
    for path in _walk(Path(root, place("results"))):
        if path.is_file() and path.stat().st_mtime > latest + AHEAD:
            os.utime(path, (latest, latest))


def _find_dead_links(root: Path) -> list[Problem]:
    """Return links that lead nowhere: what they led to would be taken for absent, and answers be lost."""
    tops = sorted({Path(path).parts[0] for path in (*PEOPLES.values(), place("results"))})
    paths = [path for top in tops for path in (root / top, *_walk(root / top))]
    remedy = "Connect the drive or folder that it points to, or replace the link with the file"
    return [
        Problem(
            f"this link points to {path.readlink()}, which does not exist",
            path.relative_to(root).as_posix(),
            remedy=remedy,
        )
        for path in paths
        if path.is_symlink() and not path.exists()
    ]


def _find_dates_to_come(root: Path, files: Iterable[str], now: datetime) -> list[Problem]:
    dates = {file: (root / file).stat().st_mtime for file in files}
    late = [file for file, date in dates.items() if date > now.timestamp() + AHEAD]
    if not late:
        return []
    others = f" (and that of {len(late) - 1} other files)" if late[1:] else ""
    date = f"{datetime.fromtimestamp(dates[late[0]]):%Y-%m-%d %H:%M}"
    message = f"its date, {date}{others}, is later than the clock of this computer, {now:%Y-%m-%d %H:%M}"
    remedy = "Set the clock. If the clock is right, open each such file and save it again"
    return [Problem(message, late[0], remedy=remedy)]


def _find_closed_folders(root: Path) -> list[Problem]:
    """Return that nothing can be written in a folder of the software; all are named by the first."""
    results = root / place("results")
    steps = sorted(path for path in results.iterdir() if path.is_dir()) if results.is_dir() else []
    folders = [folder.relative_to(root).as_posix() for folder in (results, *steps) if folder.is_dir()]
    closed = [folder for folder in folders if not os.access(root / folder, os.W_OK | os.X_OK)]
    others = f" (nor in {len(closed) - 1} others)" if closed[1:] else ""
    remedy = "Get permission to write there, or copy the review to your own disk"
    return [
        Problem(f"you have no permission to write in this folder{others}", f"{folder}/", remedy=remedy)
        for folder in closed[:1]
    ]


def _find_full_disks(root: Path) -> list[Problem]:
    """Return the disk, of the review or of what it makes, that a run would fill."""
    folders = [folder for folder in (root, root / place("results")) if folder.exists()]
    room = min(shutil.disk_usage(folder).free for folder in folders)
    remedy = "Free space on it, and run the same command again. Nothing is lost"
    message = f"the disk of the review has only {room / 1e6:.1f} MB free, and a run needs {ROOM / 1e6:.0f} MB"
    return [Problem(message, remedy=remedy)] if room < ROOM else []


def _find_lost_memory(root: Path, arguments: Sequence[str]) -> list[Problem]:
    """Return that Snakemake forgot how tables were made, and with that the digests of what they hold."""
    always = [path for name, path in MADE.items() if "{" not in path and name not in OPTIONAL]
    forgotten = [path for path in always if (root / path).is_file() and not _is_remembered(root, path)]
    if not forgotten or _ALL_AGAIN & set(arguments):
        return []
    message = "Snakemake no longer knows what this table was made from, and would not notice a changed file"
    remedy = f"Nothing is lost. Run: {type_again(arguments, '--forceall')}"
    return [Problem(message, forgotten[0], remedy=remedy)]


def _is_remembered(root: Path, path: str) -> bool:
    """Return whether Snakemake has a record of an output, or knows that a run was killed while making it."""
    name = urlsafe_b64encode(path.encode()).decode()
    return any((root / folder / name).exists() for folder in _MEMORY)


def _has_braces(path: str | Path) -> bool:
    return bool(re.search(r"\{.+\}", str(path)))


def _walk(folder: Path) -> Iterator[Path]:
    """Yield all files and links in a folder, and follow no link to another folder."""
    for base, folders, files in os.walk(folder):
        links = (name for name in folders if Path(base, name).is_symlink())
        yield from (Path(base, name) for name in sorted([*files, *links]))
