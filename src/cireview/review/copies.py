"""Find copies of people's files with other content, and files that are not synchronised yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from cireview.errors import LabelError, Problem, ReviewError
from cireview.places import place
from cireview.tables.copies import Difference, compare_answers, compare_lines, find_copies, is_awaited
from cireview.tables.spreadsheets import read_sheet


def check_copies(root: Path, *, exports: Collection[str] = ()) -> None:
    """Check that no file waits to be synchronised, and that no copy of a file has other content.

    Parameters
    ----------
    root
        The review's folder.
    exports
        Export files that the protocol names. These are no copies: databases that give a thousand records at
        a time make ``savedrecs.txt``, ``savedrecs (1).txt``.

    Raises
    ------
    ReviewError
        With each file of ``data/labels/`` and ``data/exports/`` that is not here yet, and each copy in these
        folders and in ``data/samples/`` that differs from the original beside it.
    """
    problems = []
    for path in find_awaited(root):
        remedy = "Wait until it is synchronised or downloaded. If it never arrives, delete this file"
        message = "this is a placeholder; the file itself is not on this computer yet"
        problems.append(Problem(message, path.relative_to(root).as_posix(), remedy=remedy))
    for copy, original, difference in _compare(root, exports):
        if difference.count:
            problems.append(_name_difference(copy, original, difference, root))
    if problems:
        raise ReviewError(problems)


def find_same_copies(root: Path, *, exports: Collection[str] = ()) -> list[Problem]:
    """Return a note for each copy of a sheet with the same answers; see `check_copies`."""
    return [
        Problem(
            f"this is a copy of {original.name} with the same answers",
            copy.relative_to(root).as_posix(),
            remedy="Delete one of them, before somebody continues in the wrong one",
        )
        for copy, original, difference in _compare(root, exports)
        if not difference.count
    ]


def find_different_copies(root: Path, *, exports: Collection[str] = ()) -> list[Path]:
    """Return the copies whose content differs from the original beside them; see `check_copies`."""
    return [copy for copy, _, difference in _compare(root, exports) if difference.count]


def find_awaited(root: Path) -> list[Path]:
    """Return the placeholders in ``data/labels/`` and ``data/exports/`` of files that are not here yet.

    Safari downloads into a folder, which is named in the place of what lies in it.
    """
    folders = [root / place(name) for name in ("all_labels", "exports")]
    paths = sorted(path for folder in folders for path in folder.rglob("*"))
    return [path for path in paths if is_awaited(path.name)]


def _compare(root: Path, exports: Collection[str]) -> Iterator[tuple[Path, Path, Difference]]:
    for name in ("all_labels", "exports", "sample_tables"):
        paths = sorted(path for path in (root / place(name)).rglob("*") if path.is_file())
        for copy, original in find_copies(paths):
            # Before they are read: exports are large.
            if copy.relative_to(root).as_posix() in exports:
                continue
            difference = _compare_two(copy, original, sheets=name == "all_labels")
            if difference is not None:
                yield copy, original, difference


def _compare_two(copy: Path, original: Path, *, sheets: bool) -> Difference | None:
    if not sheets or copy.read_bytes() == original.read_bytes():
        return compare_lines(copy.read_bytes(), original.read_bytes())
    try:
        return compare_answers(read_sheet(copy), read_sheet(original))
    except LabelError:  # whoever reads the sheet names what is wrong with it
        return None


def _name_difference(copy: Path, original: Path, difference: Difference, root: Path) -> Problem:
    count = "1 row differs" if difference.count == 1 else f"{difference.count} rows differ"
    values = f" (the first: {difference.here or 'nothing'!r} here, {difference.there or 'nothing'!r} there)"
    shown = values if difference.here or difference.there else ""
    return Problem(
        f"the name says that this is a copy of {original.name} beside it, and {count}{shown}",
        copy.relative_to(root).as_posix(),
        difference.row,
        remedy="Keep one file: copy the right answers from the other into it, and delete the other",
    )
