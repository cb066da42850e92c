"""Find filled sheets in folders of a review where no run reads them."""

from __future__ import annotations

import fnmatch
import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cireview.errors import LabelError, Problem
from cireview.places import ALL_SHEETS, BESIDE, MADE, SHEET_KINDS, place, sheets_folder
from cireview.sheets.filled import find_unknown
from cireview.tables.homes import COLLECT, STAGES, choose_kind, find_kinds, tell_misplaced
from cireview.tables.spreadsheets import SHEET_SUFFIXES, decode_text, read_sheet

_WORKBOOKS = (".xlsx", ".ods", ".xls")
_NOT_SEARCHED = ("archive", "register", "sample_tables", "stops", "cancelled")
# A filled sheet keeps the name of its person; our own tables of decisions and codes have other columns.
_FILLED_BY = {"screening": "reviewer", "eligibility": "reviewer", "coding": "coder", "duplicates": "note"}
_NAMES_RECORDS = re.compile(rb"record[\s_]*id", re.IGNORECASE)
_MADE = tuple(re.sub(r"\{\w+\}", "*", path) for path in (*MADE.values(), *BESIDE.values()))


@dataclass(frozen=True)
class Stray:
    """A sheet that no run reads.

    Parameters
    ----------
    path
        Where it lies.
    kind
        The folder of ``data/labels/`` where it belongs; "" if its columns do not say.
    in_labels
        Whether it lies in ``data/labels/``, in another folder than its own.
    problem
        What is wrong with it, if it cannot be read.
    """

    path: Path
    kind: str
    in_labels: bool
    problem: Problem | None = None


def find_strays(root: Path) -> list[Stray]:
    """Return sheets in other folders of a review than those for handing out and for filled sheets.

    A workbook in ``results/`` or beside it counts whatever it holds, since we write none there. Elsewhere a
    file counts whose columns are those of a sheet, also among exports and full texts. Folders of what the
    software keeps are not searched, nor are hidden ones and other reviews.
    """
    labels, results = root / place("all_labels"), root / place("results")
    strays = []
    for path in _walk(root):
        suspicious = path.parent == root or results in path.parents
        if labels in path.parents:
            kinds = _kinds_of(path)
            if kinds and path.relative_to(labels).parts[0] not in kinds:
                # A sheet that fits both stages stays: only its author knows.
                strays.append(Stray(path, choose_kind(kinds, path.name), in_labels=True))
        elif stray := _judge(path, suspicious=suspicious):
            strays.append(stray)
    return strays


def check_strays(root: Path) -> list[Problem]:
    """Return a problem for each sheet that no run reads.

    Those among labels, exports and full texts are named by who reads these.
    """
    labels = root / place("all_labels")
    read = {root / place("exports"), root / place("full_text_files")}
    problems = []
    for stray in find_strays(root):
        name = stray.path.as_posix()
        suspicious = stray.path.parent == root or (root / place("results")) in stray.path.parents
        if stray.in_labels or read & set(stray.path.parents):
            continue
        if stray.kind and is_unknown(stray, root):
            home = (labels / stray.kind).as_posix()
            message = f"no run reads sheets in this folder; this one is for {STAGES[stray.kind]}"
            problems.append(Problem(f"{message}, and belongs in {home}/", name, remedy=COLLECT))
        elif suspicious or stray.problem:
            why = f": {stray.problem.message}" if stray.problem else ""
            remedy = f"Move it to the right folder in {labels.as_posix()}, or away"
            problems.append(Problem(f"no run reads sheets in this folder{why}", name, remedy=remedy))
    return problems


def is_unknown(stray: Stray, root: Path) -> bool:
    """Return whether a sheet has answers that its right folder lacks; in a wrong folder it always counts."""
    if stray.in_labels or stray.kind not in SHEET_KINDS:
        return stray.in_labels
    home = root / place("label_sheets", kind=stray.kind)
    return bool(find_unknown([stray.path], beside=root / sheets_folder(stray.kind), home=home))


def name_home(path: Path, name: str) -> Problem | None:
    """Return the problem of a sheet outside the folders of stages, if its columns show its stage."""
    # A run does not treat a file with another ending as a sheet, whatever its content.
    kinds = _kinds_of(path) if path.suffix.lower() in SHEET_SUFFIXES else []
    return tell_misplaced(name, kinds) if choose_kind(kinds, name) else None


def name_sheet(path: Path, name: str) -> Problem | None:
    """Return the problem of a sheet among exports or full texts, if the file is a sheet."""
    if path.suffix.lower() not in SHEET_SUFFIXES:
        return None
    stray = _judge(path, suspicious=False)
    return tell_misplaced(name, [stray.kind]) if stray and stray.kind else None


def _walk(root: Path) -> Iterator[Path]:
    """Yield what may be a sheet in the order of paths, without following links."""
    closed = {root / place(name) for name in _NOT_SEARCHED} | {
        root / sheets_folder(kind) for kind in ALL_SHEETS
    }
    for folder, below, files in os.walk(root):
        here = Path(folder)
        below[:] = sorted(
            name
            for name in below
            if not name.startswith(".")
            and here / name not in closed
            and not (here / name / place("protocol")).is_file()
        )
        for name in sorted(files):
            suffix = Path(name).suffix.lower()
            if suffix in (*SHEET_SUFFIXES, ".xls") and not name.startswith((".", "~$")):
                path = here / name
                ours = path.relative_to(root).as_posix()
                if not any(fnmatch.fnmatch(ours, pattern) for pattern in _MADE):
                    yield path


def _judge(path: Path, *, suspicious: bool) -> Stray | None:
    """Return a file outside ``data/labels/`` as a stray, if it is one."""
    is_workbook = path.suffix.lower() in _WORKBOOKS
    try:
        columns = _columns_of(path)
    except LabelError as error:
        told = error.problems[0] if _may_hold_ids(path) and is_workbook else None
        return (
            Stray(path, "", in_labels=False, problem=told) if is_workbook and (told or suspicious) else None
        )
    kinds = [kind for kind in find_kinds(columns) if kind in SHEET_KINDS]
    # A text file is easily something else, such as a table of finished reviews.
    if kinds and (is_workbook or _FILLED_BY[kinds[0]] in columns) and "start" not in columns:
        return Stray(path, choose_kind(kinds, path.name) or kinds[0], in_labels=False)
    return Stray(path, "", in_labels=False) if is_workbook and suspicious else None


def _kinds_of(path: Path) -> list[str]:
    try:
        return find_kinds(_columns_of(path))
    except LabelError:  # which the reader of labels names
        return []


def _columns_of(path: Path) -> Sequence[str]:
    """Return the columns of a sheet; none of a file that names no records, which need not be parsed."""
    if path.suffix.lower() == ".xls":
        return []
    return [str(column) for column in read_sheet(path).columns] if _may_hold_ids(path) else []


def _may_hold_ids(path: Path) -> bool:
    content = path.read_bytes()
    if content[:4] != b"PK\x03\x04":
        return bool(_NAMES_RECORDS.search(decode_text(content[:100_000]).encode("utf-8", "replace")))
    try:
        with zipfile.ZipFile(path) as parts:
            names = [name for name in parts.namelist() if name.endswith(".xml")]
            return any(_NAMES_RECORDS.search(parts.read(name)) for name in names)
    except Exception:  # a broken archive raises what its part raises
        return False
