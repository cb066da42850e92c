"""Find sheets that people filled inside `results/`, and move them to `data/labels/`."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Container, Iterable, Mapping
from itertools import chain, count
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import pandas as pd

from cireview.errors import Problem, SheetError
from cireview.places import ALL_SHEETS, place, sheets_folder
from cireview.provenance import digest_file
from cireview.sheets.batches import (
    BatchPlan,
    divide_sheets,
    find_open_batches,
    leave_to_holders,
    name_beside,
    next_batches,
)
from cireview.sheets.cells import digest_rows, read_rows
from cireview.sheets.filled import DIGESTS, HANDED_OUT, find_touched, find_unknown, read_handed_out
from cireview.sheets.strays import check_strays, find_strays, is_unknown
from cireview.tables import whole_file, write_table
from cireview.tables.spreadsheets import write_sheet
from cireview.tables.workbook import Choices

FOLDERS = {
    PurePath(sheets_folder(kind)).relative_to(place("results")).as_posix(): kind for kind in ALL_SHEETS
}
"""Folders of sheets under `results/`, and the folder of `data/labels/` where their filled copies belong."""


def write_handouts(
    sheets: dict[str, pd.DataFrame],
    folder: str | Path,
    *,
    choices: Choices,
    prompts: Mapping[str, str] | None = None,
    legend: pd.DataFrame | None = None,
    still_out: Iterable[Path] = (),
    rows: Mapping[str, int] | None = None,
) -> None:
    """Write each sheet as CSV and XLSX into `folder`, and the digests by which a later run knows them.

    A sheet that was handed out before and is not any more is removed: a reviewer left, a batch is answered.
    A file that the digests do not list is nobody's of ours and stays.

    Parameters
    ----------
    sheets
        Tables by file name without suffix.
    folder
        A folder of `FOLDERS` under `results/`.
    choices
        What the drop-downs offer.
    prompts
        What a column asks, shown beside the cells of such a column.
    legend
        What explains the values that may be written.
    still_out
        Sheets in `folder` that stay as they were handed out.
    rows
        How many rows the XLSX of a sheet has at most, by the sheet's name; the CSV has all.

    Raises
    ------
    SheetError
        If a sheet in `folder` was filled while the run lasted: it is kept under another name.
    """
    folder = Path(folder)
    _keep_filled(folder)
    folder.mkdir(parents=True, exist_ok=True)
    before = read_handed_out(folder)
    # A batch is known as it was handed out, also where a spreadsheet has saved it again.
    listed = before[before["file"].isin([path.name for path in still_out])]
    unlisted = [path for path in still_out if path.name not in set(listed["file"])]
    long = {name: most for name, most in (rows or {}).items() if len(sheets[name]) > most}
    cut = {name: sheets[name].head(most) for name, most in long.items()}
    with TemporaryDirectory() as workshop:
        new = [Path(workshop, f"{name}{suffix}") for name in sorted(sheets) for suffix in (".csv", ".xlsx")]
        for file in new:
            sheet = cut.get(file.stem, sheets[file.stem]) if file.suffix == ".xlsx" else sheets[file.stem]
            write_sheet(sheet, file, choices=choices, prompts=prompts, legend=legend)
        described = _describe([*new, *unlisted], cut)
        # Both remain if the run is killed now: neither may count as a sheet that a person filled.
        write_table(pd.concat([before, described]), folder / DIGESTS)
        for file in new:
            with whole_file(folder / file.name) as partial:
                shutil.copyfile(file, partial)
    table = pd.concat([listed, described]).drop_duplicates("file", keep="last")
    for name in sorted(set(before["file"]) - set(table["file"])):
        (folder / name).unlink(missing_ok=True)
    write_table(table.sort_values("file"), folder / DIGESTS)


def _describe(files: Iterable[Path], cut: Container[str]) -> pd.DataFrame:
    """Return the digests of sheets (HANDED_OUT); the XLSX of those in `cut` has fewer rows than the CSV."""
    files = list(files)
    # An XLSX holds the cells of its CSV, which is read quickly.
    whole = [file for file in files if file.suffix == ".csv" and file.stem not in cut]
    cells = {file.stem: digest_rows(read_rows(file)) for file in whole}
    rows = [
        (file.name, digest_file(file), cells.get(file.stem) or digest_rows(read_rows(file))) for file in files
    ]
    return HANDED_OUT.conform(pd.DataFrame(rows, columns=list(HANDED_OUT.columns)))


def hand_out_abstracts(
    sheets: dict[str, pd.DataFrame],
    folder: str | Path,
    *,
    choices: Choices,
    prompts: Mapping[str, str],
    awaiting: pd.DataFrame,
    purposes: Mapping[str, str],
    unread: Iterable[str],
    batch: BatchPlan | None,
    reopened: Collection[str] = (),
) -> None:
    """Write the sheets of abstracts: everything for each person, or the numbered batches that are due.

    What was drawn at random has sheets of its own, as long as some of it awaits, under names that no sheet
    in `data/labels/` has: whoever saves what was left beside what was filled replaces nothing.

    Parameters
    ----------
    sheets, folder, choices, prompts
        As in `write_handouts`.
    awaiting, purposes
        As in `cireview.sheets.batches.divide_sheets`.
    unread
        Records that nobody labelled.
    batch
        How batches are made up; None for all at once.
    reopened
        Records that an amendment of the protocol opened again.
    """
    due, drawn = divide_sheets(sheets, awaiting=awaiting, purposes=purposes)
    folder, home = Path(folder), _home_of(Path(folder))
    still_out: list[Path] = []
    if batch is not None:
        still_out = find_open_batches(sheets, drawn, samples=purposes, folder=folder, home=home)
        left = leave_to_holders(due, unread, [folder, home])
        due = next_batches(left, [folder, home], batch, reopened=reopened)
    drawn = {name_beside(name, home): sheet for name, sheet in drawn.items()}
    write_handouts({**due, **drawn}, folder, choices=choices, prompts=prompts, still_out=still_out)


def find_filled(results: str | Path, labels: str | Path) -> list[tuple[Path, Path]]:
    """Return each sheet under `results` with answers that `labels` lacks, and the folder where it belongs.

    A sheet counts in which a person wrote anything, in a column of ours or of their own. One whose every such
    cell also stands in `labels` was copied there, and may be overwritten.
    """
    homes = {Path(results, folder): Path(labels, kind) for folder, kind in FOLDERS.items()}
    return [
        (path, home)
        for folder, home in homes.items()
        for path in find_unknown(find_touched(folder), beside=folder, home=home)
    ]


def _keep_filled(folder: Path) -> None:
    """Copy sheets that were filled since the run began to names that nothing overwrites, and raise.

    The copy is needed: Snakemake restores the old files when a job fails.
    """
    if not (touched := find_touched(folder)):
        return
    problems = []
    for path in find_unknown(touched, beside=folder, home=_home_of(folder)):
        # A second run before anybody collected must not overwrite the first copy.
        copy = _free_name(path.with_stem(f"{path.stem}_filled"))
        shutil.copyfile(path, copy)
        remedy = f"A copy is kept as {copy.name}. Run 'cireview collect', then run again"
        problems.append(
            Problem("somebody filled in this sheet during the run", path.as_posix(), remedy=remedy)
        )
    if problems:
        raise SheetError(problems)


def _home_of(folder: Path) -> Path:
    """Return the folder where the filled copies of the sheets in `folder` belong."""
    kind = FOLDERS[folder.relative_to(folder.parents[1]).as_posix()]
    return folder.parents[2] / place("label_sheets", kind=kind)


def check_handouts(results: str | Path, labels: str | Path) -> None:
    """Raise a SheetError for sheets filled where a run would overwrite them, or would not read them."""
    collect = "Run 'cireview collect' to move it to {}, then run again"
    overwritten = "this sheet was filled in inside results/, where a run would overwrite it"
    problems = [
        Problem(overwritten, path.as_posix(), remedy=collect.format(home.as_posix()))
        for path, home in find_filled(results, labels)
    ]
    if problems := problems + check_strays(Path(results).parent):
        raise SheetError(problems)


def collect_handouts(results: str | Path, labels: str | Path) -> list[tuple[Path, Path]]:
    """Move every filled sheet into its folder of `labels` under a name that is free; return from and to.

    So is a sheet that was saved anywhere else in the review, also in the folder of another stage, if its
    columns tell what it is.
    """
    filled, root = find_filled(results, labels), Path(results).parent
    filled += [
        (stray.path, Path(labels, stray.kind))
        for stray in find_strays(root)
        if stray.kind and is_unknown(stray, root)
    ]
    moved = []
    for path, home in filled:
        home.mkdir(parents=True, exist_ok=True)
        target = _free_name(home / path.name)
        shutil.move(path, target)
        moved.append((path, target))
    return moved


def _free_name(path: Path) -> Path:
    """Return `path`, or, if it exists, the first of ``path_2``, ``path_3`` … that is free."""
    others = (path.with_stem(f"{path.stem}_{number}") for number in count(2))
    return next(candidate for candidate in chain([path], others) if not candidate.exists())
