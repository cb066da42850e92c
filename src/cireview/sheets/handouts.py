"""Sheets handed out under `results/`: find those that people filled where they lie, and bring them home."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from itertools import chain, count
from pathlib import Path, PurePath

import pandas as pd

from cireview.errors import LabelError, Problem, SheetError
from cireview.places import SHEET_KINDS, place, sheets_folder
from cireview.provenance import digest_file
from cireview.sheets.batches import BatchPlan, divide_sheets, find_drawn, name_beside, next_batches
from cireview.tables import MEETS, read_table, write_table
from cireview.tables.spreadsheets import find_sheets, read_sheet, write_sheet

DIGESTS = PurePath(place("screening_handed_out")).name
"""Table beside the sheets: ``file`` and its SHA-256 as it was handed out."""

FOLDERS = {
    PurePath(sheets_folder(kind)).relative_to(place("results")).as_posix(): kind for kind in SHEET_KINDS
}
"""Folders of sheets under `results/`, and the folder of `data/labels/` where their filled copies belong."""

# Columns by which a sheet of each kind is known, the most telling first.
_COLUMNS = {
    "duplicates": {"record_id_1", "record_id_2", "decision"},
    "coding": {"record_id", "dimension", "value"},
    "eligibility": {"record_id", "retrieved", "decision"},
    "screening": {"record_id", "decision"},
}
_ANSWERS = ("decision", "retrieved", "reason", "value", "evidence", "note")
_KEYS = (
    *("record_id", "record_id_1", "record_id_2", "dimension"),
    *("reviewer", "coder", "decided_on"),  # else one person's answers would pass for those of another
    *_ANSWERS,
)


def write_handouts(
    sheets: dict[str, pd.DataFrame],
    folder: str | Path,
    *,
    choices: dict[str, list[str]],
    prompts: Mapping[str, str] | None = None,
) -> None:
    """Write each sheet as CSV and XLSX into `folder`, and the digests by which a later run knows them.

    Parameters
    ----------
    sheets
        Tables by file name without suffix.
    folder
        A folder of `FOLDERS` under `results/`.
    choices
        Allowed values by column, for drop-downs.
    prompts
        What a column asks, shown beside the cells of such a column.

    Raises
    ------
    SheetError
        If a sheet in `folder` was filled while the run lasted: it is kept under another name.
    """
    folder = Path(folder)
    _keep_filled(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}{suffix}" for name in sorted(sheets) for suffix in (".csv", ".xlsx")]
    for file in files:
        write_sheet(sheets[file.stem], file, choices=choices, prompts=prompts)
    # Batches of earlier runs lie there too: the table says of every sheet how it left us.
    files = [path for path in find_sheets(folder) if path.name != DIGESTS]
    digests = pd.DataFrame(
        {"file": [file.name for file in files], "sha256": [digest_file(file) for file in files]}, dtype="str"
    )
    write_table(digests, folder / DIGESTS)


def hand_out_abstracts(
    sheets: dict[str, pd.DataFrame],
    folder: str | Path,
    *,
    choices: dict[str, list[str]],
    prompts: Mapping[str, str],
    awaiting: pd.DataFrame,
    purposes: Mapping[str, str],
    batch: BatchPlan | None,
) -> None:
    """Write the sheets of abstracts: all that awaits each person, or the numbered batches that are due.

    What was drawn at random has sheets of its own, as long as some of it awaits, under names that no sheet
    in `data/labels/` has: whoever saves what was left beside what was filled replaces nothing.

    Parameters
    ----------
    sheets, folder, choices, prompts
        As in `write_handouts`.
    awaiting, purposes
        As in `cireview.sheets.batches.divide_sheets`.
    batch
        How batches are made up; None for all at once.
    """
    due, drawn = divide_sheets(sheets, awaiting=awaiting, purposes=purposes)
    folder, home = Path(folder), _home_of(Path(folder))
    if batch is not None:
        due = next_batches(due, [folder, home], batch)
    drawn = {name_beside(name, home): sheet for name, sheet in drawn.items()}
    _keep_filled(folder)  # before any sheet is removed: it raises if one holds answers of its own
    for path in find_drawn(folder, sheets, purposes):
        if path.stem not in drawn:
            path.unlink()
    write_handouts({**due, **drawn}, folder, choices=choices, prompts=prompts)


def find_filled(results: str | Path, labels: str | Path) -> list[tuple[Path, Path]]:
    """Return each sheet under `results` with answers that `labels` lacks, and the folder where it belongs.

    A sheet whose every answer also stands in `labels` was copied there, and may be overwritten.
    """
    homes = {Path(results, folder): Path(labels, kind) for folder, kind in FOLDERS.items()}
    return [(path, home) for folder, home in homes.items() for path in _unknown(_touched(folder), home)]


def _unknown(sheets: Sequence[Path], home: Path) -> list[Path]:
    """Return those of the sheets that hold answers which no sheet in `home` holds."""
    answered = _answers(find_sheets(home)) if sheets else set()
    return [path for path in sheets if not _answers([path]) <= answered]


def _keep_filled(folder: Path) -> None:
    """Copy sheets that were filled since the run began to names that nothing overwrites, and raise.

    The copy is needed: Snakemake puts back what lay there before a job that fails.
    """
    if not (touched := _touched(folder)):
        return
    problems = []
    for path in _unknown(touched, _home_of(folder)):
        # A second run before anybody collected must not overwrite the first copy.
        copy = _free_name(path.with_stem(f"{path.stem}_filled"))
        shutil.copyfile(path, copy)
        remedy = f"It is kept as {copy.name}: run 'cireview collect', then run again"
        problems.append(Problem("this sheet was filled while the run lasted", path.as_posix(), remedy=remedy))
    if problems:
        raise SheetError(problems)


def _home_of(folder: Path) -> Path:
    """Return the folder where the filled copies of the sheets in `folder` belong."""
    kind = FOLDERS[folder.relative_to(folder.parents[1]).as_posix()]
    return folder.parents[2] / place("label_sheets", kind=kind)


def check_handouts(results: str | Path, labels: str | Path) -> None:
    """Raise a SheetError for sheets filled where a run would overwrite them, or would not read them."""
    collect = "Run 'cireview collect', which moves it to {}, then run again"
    overwritten = "this sheet was filled where it lies, and a run would overwrite it"
    problems = [
        Problem(overwritten, path.as_posix(), remedy=collect.format(home.as_posix()))
        for path, home in find_filled(results, labels)
    ]
    for path in _find_strays(Path(results)):
        kind = _kind_of(path)
        remedy = f"Move it to the folder of {Path(labels).as_posix()} that it belongs to, or away"
        if kind and _unknown([path], Path(labels, kind)):
            remedy = collect.format(Path(labels, kind).as_posix())
        problems.append(Problem("no run reads a sheet that lies here", path.as_posix(), remedy=remedy))
    if problems:
        raise SheetError(problems)


def collect_handouts(results: str | Path, labels: str | Path) -> list[tuple[Path, Path]]:
    """Move every filled sheet into its folder of `labels` under a name that is free; return from and to.

    A workbook saved elsewhere in `results` or beside it is moved too, if its columns tell what it is.
    """
    filled = find_filled(results, labels)
    for path in _find_strays(Path(results)):
        home = Path(labels, kind) if (kind := _kind_of(path)) else None
        filled += [(path, home)] if home and _unknown([path], home) else []
    moved = []
    for path, home in filled:
        home.mkdir(parents=True, exist_ok=True)
        target = _free_name(home / path.name)
        shutil.move(path, target)
        moved.append((path, target))
    return moved


def _find_strays(results: Path) -> list[Path]:
    """Return workbooks in results/ or beside it; we write such files in folders of sheets only."""
    ours = {results / folder for folder in FOLDERS}
    below = [path for path in sorted(results.rglob("*")) if path.parent not in ours]
    beside = sorted(results.parent.iterdir()) if results.parent.is_dir() else []
    return [path for path in [*beside, *below] if path.suffix.lower() in (".xlsx", ".ods", ".xls")]


def _kind_of(path: Path) -> str:
    """Return the folder of labels in which a sheet with these columns belongs, or ""."""
    try:
        columns = set(read_sheet(path).columns)
    except LabelError:
        return ""
    return next((kind for kind, needed in _COLUMNS.items() if needed <= columns), "")


def _free_name(path: Path) -> Path:
    """Return `path`, or where something lies there, the first of ``path_2``, ``path_3`` … that is free."""
    others = (path.with_stem(f"{path.stem}_{number}") for number in count(2))
    return next(candidate for candidate in chain([path], others) if not candidate.exists())


def _touched(folder: Path) -> list[Path]:
    """Return the sheets in `folder` that are not byte for byte as they were handed out."""
    if not folder.is_dir():
        return []
    handed_out: dict[str, str] = {}
    if (folder / DIGESTS).is_file():
        digests = read_table(folder / DIGESTS)
        handed_out = dict(zip(digests["file"], digests["sha256"], strict=True))
    sheets = [path for path in find_sheets(folder) if path.name != DIGESTS]
    return [path for path in sheets if handed_out.get(path.name) != digest_file(path)]


def _answers(paths: Sequence[Path]) -> set[tuple[str, ...]]:
    """Return what was answered, row by row: ids and answers as they stand in the cells."""
    answers: set[tuple[str, ...]] = set()
    for path in paths:
        if not path.read_bytes().strip():
            continue
        sheet = read_sheet(path)
        # Sorted: people move columns, and the same answers must stay the same.
        criteria = sorted(name for name in map(str, sheet) if name.startswith(MEETS))
        answer_columns = [*(column for column in _ANSWERS if column in sheet), *criteria]
        rows = sheet[(sheet[answer_columns] != "").any(axis=1)] if answer_columns else sheet.iloc[:0]
        met = [str({name: cell for name, cell in zip(criteria, cells, strict=True) if cell})
                for cells in rows[criteria].itertuples(index=False, name=None)]  # fmt: skip
        rows = rows.reindex(columns=list(_KEYS), fill_value="").assign(criteria=met)
        answers |= set(rows.itertuples(index=False, name=None))
    return answers
