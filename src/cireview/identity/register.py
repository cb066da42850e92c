"""The register: every id that a record of this review ever had, and what identified the record.

It lies in ``data/register/`` as numbered parts, each a Parquet table named by its number and the digest of
what it holds. A part is written once and never changed. The register grows by a part when an export brings a
new record, or another version of a known one.
"""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from cireview.errors import Problem, RegisterError
from cireview.places import place
from cireview.provenance import digest_file
from cireview.tables import RECORD, Schema, read_table, write_table

_IDENTIFYING = (
    *("accession", "title", "abstract", "authors", "year", "journal", "volume", "issue", "pages"),
    *("doi", "pmid", "document_type", "url", "notes"),
)

REGISTERED = Schema(
    "registered version of a record",
    {
        "record_id": "id of the record",
        "source_id": "id of its source",
        **{column: RECORD.columns[column] for column in _IDENTIFYING},
    },
)

_DIGITS = 12
_PART = re.compile(rf"(\d{{4,}})_([0-9a-f]{{{_DIGITS}}})\.parquet")
_WAY_BACK = (
    "Restore it from a copy of the folder. If you have none, move data/register/ away and run again: ids are "
    "made again from exports and labels, and you are asked about those that cannot be"
)


@dataclass(frozen=True)
class Register:
    """The register, held by this process alone.

    Parameters
    ----------
    folder
        Its folder.
    entries
        REGISTERED, every version of every record in the order in which they were seen.
    """

    folder: Path
    entries: pd.DataFrame

    def add(self, versions: pd.DataFrame) -> None:
        """Write `versions` (REGISTERED) as the next part; nothing if there is none."""
        if versions.empty:
            return
        number = max((int(match[1]) for _, match in _find_parts(self.folder)), default=0) + 1
        table = REGISTERED.conform(versions)[list(REGISTERED.columns)]
        new = self.folder / ".new.parquet"
        write_table(table, new)
        new.rename(self.folder / f"{number:04}_{digest_file(new)[:_DIGITS]}.parquet")


@contextmanager
def open_register(folder: str | Path) -> Iterator[Register]:
    """Yield the register in `folder`; a second process waits until the first has written.

    Raises
    ------
    RegisterError
        If a part is gone or not as it was written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with _open_lock(folder / ".lock") as lock:
        with suppress(OSError):  # some network drives have no locks; two runs at once are refused before
            _wait_for(lock.fileno())
        yield Register(folder, read_register(folder))


def _open_lock(path: Path) -> BinaryIO:
    # A separate file, open for writing: Windows opens no folder, and a network drive locks no other file.
    try:
        return path.open("ab")
    except PermissionError:
        if not path.exists():
            raise
        return path.open("rb")  # another person made it in a shared folder


def _wait_for(lock: int) -> None:
    """Take a lock that the system drops when its holder ends or dies.

    Raises
    ------
    OSError
        If there are no locks where the file is.
    """
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX)
        return
    import msvcrt

    while True:
        try:
            msvcrt.locking(lock, msvcrt.LK_LOCK, 1)
            return
        except OSError as error:
            if error.errno != errno.EDEADLK:  # this one says that ten seconds were not enough
                raise


def read_register(folder: str | Path, *, columns: list[str] | None = None) -> pd.DataFrame:
    """Return all versions of all records (REGISTERED) in the order in which they were seen.

    Parameters
    ----------
    folder
        The register's folder; there may be none.
    columns
        The only columns to read, which saves time; all if None.

    Raises
    ------
    RegisterError
        If a part is gone or not as it was written.
    """
    parts = [path for path, _ in _find_parts(Path(folder))]
    if damage := find_damage({path: digest_file(path) for path in parts}, sorted(Path(folder).glob("*"))):
        raise RegisterError(damage)
    wanted = columns or list(REGISTERED.columns)
    tables = [REGISTERED.empty()[wanted], *(read_table(path, columns=wanted) for path in parts)]
    return pd.concat(tables, ignore_index=True).astype("str")


def find_damage(digests: Mapping[Path, str], files: list[Path]) -> list[Problem]:
    """Return what is wrong with the parts of a register.

    Parameters
    ----------
    digests
        SHA-256 by part.
    files
        All files in the folder.
    """
    folder, problems = place("register"), []
    numbers = set()
    for path in files:
        match = _PART.fullmatch(path.name)
        if match is None:
            if not path.name.startswith("."):
                remedy = "Move it elsewhere: only cireview writes in this folder"
                problems.append(
                    Problem("this file is not part of the register", f"{folder}/{path.name}", remedy=remedy)
                )
            continue
        numbers.add(int(match[1]))
        if not digests[path].startswith(match[2]):
            message = "this part of the register of ids is cut off or was changed"
            problems.append(Problem(message, f"{folder}/{path.name}", remedy=_WAY_BACK))
    # Two parts of one number are fine: two people ran the review in copies of their own, and brought them
    # together.
    for number in sorted(set(range(1, max(numbers, default=0) + 1)) - numbers):
        message = f"part {number:04} of the register of ids is missing"
        problems.append(Problem(message, folder, remedy=_WAY_BACK))
    return problems


def list_parts(folder: str | Path) -> list[str]:
    """Return the names of the register's parts, in their order."""
    return [path.name for path, _ in _find_parts(Path(folder))]


def tell_lost_parts(before: Iterable[str], now: Collection[str]) -> list[Problem]:
    """Return a problem for each part that an earlier run saw and that is gone, unless all are."""
    gone = sorted(set(before) - set(now)) if now else []
    where = place("register")
    return [
        Problem(f"the part {part} of the register of ids is missing", where, remedy=_WAY_BACK)
        for part in gone
    ]


def _find_parts(folder: Path) -> list[tuple[Path, re.Match[str]]]:
    """Return the parts in the order of their numbers."""
    matches = ((path, _PART.fullmatch(path.name)) for path in sorted(folder.glob("*.parquet")))
    parts = [(path, match) for path, match in matches if match]
    return sorted(parts, key=lambda part: (int(part[1][1]), part[0].name))
