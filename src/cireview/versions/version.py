"""Frozen versions of a review: what was decided, counted and read on one day, written once.

A version lies in ``data/versions/NAME/``: copies of the protocol and of the tables that say where each
record ended, and a list of digests of these and of every file that the run had read. The list has its own
digest in its name, so that a version that was cut or changed is known as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from cireview.errors import Problem, VersionError
from cireview.places import place
from cireview.prisma import FATE
from cireview.provenance import digest_file
from cireview.tables import RECORD, Schema, read_table, whole_file, write_table

TABLES = (
    "records",
    "fates",
    "flow",
    "searches",
    "screening_decisions",
    "eligibility_decisions",
    "codes",
    "notices",
)
"""Tables of a run that a version keeps, by their names in `cireview.places`."""

NOTHING = "nothing"
"""What a protocol writes instead of a version's name where the review updates none."""

DIGEST = Schema("file of a version", {"file": "path in the review's folder", "sha256": "SHA-256 of it"})

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_LIST = re.compile(r"digests_([0-9a-f]{12})\.csv")
_ABOUT = "about.json"
_WAY_BACK = "Restore the folder from a copy. A version is written once and never changed"


@dataclass(frozen=True)
class Version:
    """A version of the review.

    Parameters
    ----------
    folder
        Its folder.
    name
        Its name.
    frozen_on
        Date and time at which it was frozen, as ISO 8601.
    finished
        Whether nothing awaited anybody then.
    """

    folder: Path
    name: str
    frozen_on: str
    finished: bool

    @cached_property
    def records(self) -> pd.DataFrame:
        """All records (RECORD)."""
        return read_table(self._file("records"), RECORD)

    @cached_property
    def fates(self) -> pd.DataFrame:
        """What became of each (FATE)."""
        return read_table(self._file("fates"), FATE)

    @cached_property
    def searches(self) -> pd.DataFrame:
        """The log of the searches."""
        return read_table(self._file("searches"))

    @cached_property
    def inputs(self) -> dict[str, str]:
        """SHA-256 of each file of people that it was made from, by its path in the review's folder."""
        digests = _read_digests(self.folder)
        own = f"{place('versions')}/{self.name}/"
        return {file: digest for file, digest in digests.items() if not file.startswith(own)}

    @cached_property
    def notices(self) -> pd.DataFrame:
        """Retractions and corrections that were known (`cireview.search.notices.NOTICE`)."""
        return read_table(self._file("notices"))

    @property
    def standing(self) -> list[str]:
        """Ids of the records that represented their reports."""
        return self.fates.loc[self.fates["fate"] != "duplicate", "record_id"].tolist()

    def searched_since(self, searches: pd.DataFrame) -> list[str]:
        """Return the names of the sources that a log has a search of which this version lacks."""
        had = _list_searches(self.searches)
        pairs = zip(searches["search_id"], searches["searched_on"], searches["source"], strict=True)
        return list(dict.fromkeys(source for key, day, source in pairs if (key, day) not in had))

    def _file(self, table: str) -> Path:
        return self.folder / f"{table}{Path(place(table)).suffix}"


def version_files(folder: str | Path) -> list[Path]:
    """Return every file of every version, sorted."""
    return sorted(path for path in Path(folder).glob("*/*") if path.is_file() and path.name[0] != ".")


def read_versions(folder: str | Path) -> list[Version]:
    """Return the versions in `folder`, the earliest first.

    Raises
    ------
    VersionError
        With a problem for each version that is cut or was changed.
    """
    versions, problems = [], list[Problem]()
    for path in sorted(path for path in Path(folder).glob("*") if path.is_dir() and path.name[0] != "."):
        try:
            versions.append(_read_version(path))
        except VersionError as error:
            problems += error.problems
    if problems:
        raise VersionError(problems)
    return sorted(versions, key=lambda version: (version.frozen_on, version.name))


def find_base(
    versions: Sequence[Version], searches: pd.DataFrame, records: Iterable[str], *, update_of: str | None
) -> Version | None:
    """Return the version that this review updates, None for a first review.

    Parameters
    ----------
    versions
        As `read_versions` returns them.
    searches
        Log of today's searches (``search_id``, ``searched_on``, ``complete``).
    records
        Ids of today's records.
    update_of
        Name of the version, or `NOTHING`; None takes the last finished one that lacks a search or a record of
        today. So freezing a version changes no figure.

    Raises
    ------
    VersionError
        If no version has this name.
    """
    if update_of == NOTHING:
        return None
    if update_of:
        return find_version(versions, update_of)
    today, ids = _list_searches(searches), set(records)
    for version in reversed([version for version in versions if version.finished]):
        is_new = not today <= _list_searches(version.searches)
        if is_new or not ids <= set(version.fates["record_id"]):
            return version
    return None


def find_version(versions: Sequence[Version], name: str) -> Version:
    """Return the version that the protocol names as the one that it updates.

    Raises
    ------
    VersionError
        If there is none of this name.
    """
    named = [version for version in versions if version.name == name]
    if not named:
        there = ", ".join(version.name for version in versions) or "none was frozen"
        message, remedy = f"there is no version {name!r}", f"Versions: {there}"
        raise VersionError(Problem(message, place("protocol"), 0, "update_of", remedy))
    return named[0]


def freeze_version(
    root: str | Path, name: str, *, frozen_on: str, finished: bool, software: str, files: Iterable[str]
) -> Version:
    """Write a version of the review in `root`, from its last run.

    Parameters
    ----------
    root
        The review's folder.
    name
        Name of the version.
    frozen_on, finished
        As of `Version`.
    software
        Name and number of the program.
    files
        Files of people that the run read, relative to `root`.

    Raises
    ------
    VersionError
        If the name cannot be one or is taken, or the run lacks a table.
    """
    root = Path(root)
    folder = root / place("versions") / name
    _check_name(root / place("versions"), name)
    made = {table: root / place(table) for table in TABLES}
    if missing := [place(table) for table, path in made.items() if not path.is_file()]:
        message = "no run has finished yet, so there is nothing to freeze"
        raise VersionError(Problem(message, missing[0], remedy="Run 'cireview run', then freeze"))
    workshop = folder.with_name(f".{name}")
    workshop.mkdir(parents=True, exist_ok=True)
    about = {"name": name, "frozen_on": frozen_on, "finished": finished, "software": software}
    copies = {path.name: path for path in (root / place(one) for one in ("protocol", "codebook", "config"))}
    copies |= {f"{table}{path.suffix}": path for table, path in made.items()}
    for file, path in copies.items():
        if path.is_file():
            with whole_file(workshop / file) as partial:
                partial.write_bytes(path.read_bytes())
    with whole_file(workshop / _ABOUT) as partial:
        partial.write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
    own = f"{place('versions')}/{name}"
    digests = {f"{own}/{path.name}": digest_file(path) for path in workshop.glob("[!.]*")}
    digests |= {file: digest_file(root / file) for file in files}
    rows = pd.DataFrame(sorted(digests.items()), columns=list(DIGEST.columns), dtype="str")
    listed = workshop / ".digests.csv"
    write_table(rows, listed, DIGEST)
    listed.rename(workshop / f"digests_{digest_file(listed)[:12]}.csv")
    # The list is written last and at once, so that nobody finds half a version.
    workshop.rename(folder)
    return Version(folder, name, frozen_on, finished)


def _check_name(folder: Path, name: str) -> None:
    where = place("versions")
    if not _NAME.fullmatch(name) or name == NOTHING:
        message = f"{name!r} cannot be the name of a version"
        remedy = "Write letters, digits, '_', '-' and '.', such as 2026-11 or submitted"
        raise VersionError(Problem(message, where, remedy=remedy))
    taken = [path.name for path in folder.glob("*") if path.name.lower() == name.lower()]
    if taken:
        message = f"the version {taken[0]} exists already"
        raise VersionError(Problem(message, f"{where}/{taken[0]}", remedy="Choose another name"))


def _read_version(folder: Path) -> Version:
    where = f"{place('versions')}/{folder.name}"
    digests = _read_digests(folder)
    problems = []
    for file, digest in digests.items():
        path = folder / Path(file).name
        if not file.startswith(f"{where}/"):
            continue
        if not path.is_file():
            problems.append(Problem("this file of a frozen version is missing", file, remedy=_WAY_BACK))
        elif digest_file(path) != digest:
            problems.append(Problem("this file of a frozen version was changed", file, remedy=_WAY_BACK))
    if problems:
        raise VersionError(problems)
    about: Mapping[str, str] = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
    return Version(folder, folder.name, str(about["frozen_on"]), bool(about["finished"]))


def _read_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 that a version lists of each file."""
    where = f"{place('versions')}/{folder.name}"
    lists = [path for path in folder.glob("digests_*.csv") if _LIST.fullmatch(path.name)]
    if len(lists) != 1:
        message = "this frozen version is incomplete: it has no list of its files"
        raise VersionError(Problem(message, where, remedy=_WAY_BACK))
    match = _LIST.fullmatch(lists[0].name)
    if not match or not digest_file(lists[0]).startswith(match[1]):
        message = "the list of the files of this frozen version was changed"
        raise VersionError(Problem(message, f"{where}/{lists[0].name}", remedy=_WAY_BACK))
    table = read_table(lists[0], DIGEST)
    return dict(zip(table["file"], table["sha256"], strict=True))


def _list_searches(searches: pd.DataFrame) -> set[tuple[str, str]]:
    made = searches[searches["complete"] != "missing"]
    return set(zip(made["search_id"], made["searched_on"], strict=True))
