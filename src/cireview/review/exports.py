"""Check the export files: each can be read, and no other file lies in their folder."""

from __future__ import annotations

import difflib
from pathlib import Path

from cireview.errors import Problem, ReviewError
from cireview.formats import check_export, find_register
from cireview.places import place
from cireview.protocol import Source
from cireview.review.copies import find_different_copies
from cireview.review.folder import Review
from cireview.sheets.strays import name_sheet
from cireview.tables.copies import is_awaited, is_temporary

SYSTEMS = (".db", ".ini")
"""Endings of what Windows leaves in folders."""


def check_exports(review: Review) -> None:
    """Check that each export file can be read, and that no other file lies in its folder.

    Raises
    ------
    ReviewError
        With each file that is broken or that no source has; the likely right name where one is missing.
    """
    problems = []
    for source in review.protocol.sources:
        file = review.exports.get(source.key)
        if not file or name_sheet(review.root / file, file):
            continue
        found = check_export(review.root / file, encoding=source.encoding)
        for problem in found or _check_kind(source, review.root / file):
            problems.append(Problem(problem.message, file, problem.row, problem.column, problem.remedy))
    problems += _check_folder(review)
    if problems:
        raise ReviewError(problems)


def _check_folder(review: Review) -> list[Problem]:
    """Return a problem for each file in the folder of exports that is no export of a source."""
    problems = []
    expected = {source.export for source in review.protocol.sources if source.export}
    folder = review.root / place("exports")
    named_already = find_different_copies(review.root, exports=set(review.exports.values()))
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        there = path.relative_to(review.root).as_posix()
        if is_temporary(path.name) or stands_for_another(path) or path in named_already:
            continue
        if path.suffix.lower() in SYSTEMS:
            continue
        if sheet := name_sheet(path, there):
            # If it were named as a source, its answers would be counted as records.
            problems.append(sheet)
        elif path.parent != folder:
            remedy = f"Move it directly into {place('exports')}/, or out of that folder"
            problems.append(Problem("no run reads this file", there, remedy=remedy))
        elif path.name not in expected and path.name.lower() != "readme.md":  # a stick may change its case
            remedy = f"Name it in {place('protocol')} as the export of a source, or move it away"
            if meant := _find_meant(path.name, review):
                remedy = f"Rename it to {meant!r}, as {place('protocol')} has it, or change the name there"
            problems.append(Problem("no source in the protocol names this export file", there, remedy=remedy))
    return problems


def _check_kind(source: Source, path: Path) -> list[Problem]:
    """Return the problem that the export of a register counts as that of a database, and nobody wrote so."""
    if source.kind != "database" or "kind" in source.model_fields_set:
        return []
    if not (register := find_register(path, encoding=source.encoding)):
        return []
    message = (
        f"the file comes from {register}, which is a register, but {source.name!r} would count as a database"
    )
    remedy = (
        f"Write kind: register beside {source.name!r} in {place('protocol')}, or kind: database to keep it"
    )
    return [Problem(message, remedy=remedy)]


def _find_meant(name: str, review: Review) -> str:
    """Return the missing export file that one of this name is likely meant for, or ""."""
    named = [source.export for source in review.protocol.sources if source.key not in review.exports]
    missing = {file.lower(): file for file in named if file}
    stem = name.lower()
    # With an ending too many, as Windows hides it, or in another one; else misspelt.
    begun = [low for low in missing if stem.startswith(low) or Path(stem).stem == Path(low).stem]
    near = begun or difflib.get_close_matches(stem, missing, 1, 0.7)
    return missing[near[0]] if near else ""


def stands_for_another(path: Path) -> bool:
    """Say whether a file, or a folder in which Safari makes it, is not here yet."""
    return is_awaited(path.name) or is_awaited(path.parent.name)
