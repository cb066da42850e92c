"""Hand out abstracts in numbered batches; a batch never changes once it is written.

The batches that lie where they were written and where people saved them are the memory of what was handed
out: a record is never handed out twice to one reviewer, and the next batch follows once the last is labelled.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

import pandas as pd

from cireview.tables.spreadsheets import ID_COLUMNS, find_sheets, read_sheet

AnyPath = TypeVar("AnyPath", bound=PurePath)

CHOSEN = "chosen"
"""Column that says how a record came into a batch: ``ranking`` or ``random``; or the name of its sample."""
BY_RANKING, BY_CHANCE = BY_BATCH = ("ranking", "random")


@dataclass(frozen=True)
class BatchPlan:
    """How batches are made up.

    Parameters
    ----------
    size
        Records in a batch.
    random_share
        Share of a batch that is drawn at random from all that awaits: a look past the ranking. No estimate
        rests on it, for what awaited when each batch was drawn is not kept and differs by reader; a sample
        does (see `cireview.stopping.samples`).
    seed
        Seed of that draw. Lots are the same for all people: reviewers who read the same abstracts in the same
        order get the same batch.
    """

    size: int
    random_share: float
    seed: int


def next_batches(
    sheets: dict[str, pd.DataFrame],
    folders: Sequence[Path],
    plan: BatchPlan,
    *,
    reopened: Collection[str] = (),
) -> dict[str, pd.DataFrame]:
    """Return the batches that are due: one for each person who has labelled all that was handed out.

    Parameters
    ----------
    sheets
        What awaits each person, most likely relevant first, by name of the sheet (see
        `cireview.sheets.content.abstract_sheets`).
    folders
        Where earlier batches lie: those that were written, and those that people saved.
    plan
        How batches are made up.
    reopened
        Records that an amendment opened again: a batch on which they were answered does not hold them.

    Returns
    -------
    dict
        Batches by name ``<sheet>_<number>``, with the column ``chosen``.
    """
    due = {}
    for name, sheet in sheets.items():
        earlier = find_batches(folders, name)
        handed_out = {record for batch in earlier for record in list_ids(batch, but_answered=reopened)}
        # One open record holds the next batch back, so that no two batches of a person are out.
        if len(sheet) and not set(sheet["record_id"]) & handed_out:
            number = max(earlier.values(), default=0) + 1
            # Three digits: folders list the batches in their order.
            due[f"{name}_{number:03}"] = _draw(sheet, plan, number)
    return due


def leave_to_holders(
    sheets: Mapping[str, pd.DataFrame], unread: Iterable[str], folders: Sequence[Path]
) -> dict[str, pd.DataFrame]:
    """Leave records to the people who have them on a batch from before a change of the team.

    Parameters
    ----------
    sheets
        What awaits each person, by name of the sheet.
    unread
        Records that nobody labelled: of these alone it is sure that whoever has them out has not answered.
    folders
        As of `next_batches`.

    Returns
    -------
    dict
        The sheets without records of which as many others have a copy as people would be asked too many.
    """
    out = {
        name: {record for batch in find_batches(folders, name) for record in list_ids(batch)}
        for name in sheets
    }
    awaited = {name: set(sheet["record_id"]) for name, sheet in sheets.items()}
    left: dict[str, set[str]] = {name: set() for name in sheets}
    for record in set(unread) & set().union(*out.values()):
        holders = sum(record in out[name] and record not in awaited[name] for name in sheets)
        free = sorted(name for name in sheets if record in awaited[name] and record not in out[name])
        for name in free[max(0, len(free) - holders) :]:
            left[name].add(record)
    return {
        name: sheet[~sheet["record_id"].isin(left[name])].reset_index(drop=True)
        for name, sheet in sheets.items()
    }


def divide_sheets(
    sheets: Mapping[str, pd.DataFrame], *, awaiting: pd.DataFrame, purposes: Mapping[str, str]
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Separate abstracts that were drawn at random from those read by the ranking.

    Parameters
    ----------
    sheets
        What awaits each person, by name of the sheet.
    awaiting
        ``record_id``, ``round`` and ``place`` (see `cireview.stopping.rounds.place_awaiting`).
    purposes
        What each sample is for, in words for who labels it, by the sample's name.

    Returns
    -------
    ranked : dict
        The sheets without what was drawn, and without what is paused.
    drawn : dict
        A sheet for each person and sample by name ``<sheet>_<sample>``, in the order of the lots; the column
        ``purpose`` stands second, ``chosen`` last. There is none for whom nothing of the sample awaits.
    """
    placed = awaiting.drop_duplicates("record_id").set_index("record_id")
    ranked, drawn = {}, {}
    for name, sheet in sheets.items():
        rounds = placed["round"].reindex(sheet["record_id"]).to_numpy()
        places = pd.to_numeric(placed["place"]).reindex(sheet["record_id"]).to_numpy()
        ranked[name] = sheet[rounds == ""].reset_index(drop=True)
        for sample, purpose in purposes.items():
            part = sheet.assign(_place=places)[rounds == sample].sort_values("_place", ignore_index=True)
            part = part.drop(columns="_place").assign(**{CHOSEN: sample})
            part.insert(1, "purpose", purpose)
            if len(part):
                drawn[f"{name}_{sample}"] = part
    return ranked, drawn


def name_beside(name: str, home: Path) -> str:
    """Return a name for a sheet that is not yet used in `home`, so that no saved sheet is replaced."""
    numbers = list(find_batches([home], name).values())
    numbers += [1 for path in find_sheets(home) if path.stem.lower() == name.lower()]
    return f"{name}_{max(numbers) + 1:03}" if numbers else name


def find_open_batches(
    sheets: Mapping[str, pd.DataFrame],
    drawn: Mapping[str, pd.DataFrame],
    *,
    samples: Iterable[str],
    folder: Path,
    home: Path,
) -> list[Path]:
    """Return the batches in `folder` that somebody still has to fill there.

    Parameters
    ----------
    sheets
        What awaits each person, by name of the sheet, also what is paused as long as a sample is open.
    drawn, samples
        What of it is handed out on the sheets of samples (see `divide_sheets`), and the samples' names.
    folder, home
        Where batches are handed out, and where people save them: one that was saved is filled on there.
    """
    still_open, samples = [], list(samples)
    for name, sheet in sheets.items():
        awaited = set(sheet["record_id"])
        for key in (f"{name}_{sample}" for sample in samples):
            awaited -= set(drawn[key]["record_id"]) if key in drawn else set()
        for path in find_batches([home], name):
            awaited -= set(list_ids(path))
        still_open += [path for path in find_batches([folder], name) if awaited & set(list_ids(path))]
    return still_open


def find_outstanding(
    folders: Sequence[Path], people: Iterable[str], unread: Iterable[str]
) -> dict[Path, str]:
    """Return the batches of abstracts that hold some that nobody has labelled, each with whose it is."""
    left = set(unread)
    batches = ((path, person) for person in people for path in find_batches(folders, f"screening_{person}"))
    return {path: person for path, person in batches if left & set(list_ids(path))}


def _draw(sheet: pd.DataFrame, plan: BatchPlan, number: int) -> pd.DataFrame:
    # Rounded up: a small share of a small batch still looks past the ranking.
    by_chance = math.ceil(min(plan.size, len(sheet)) * plan.random_share)
    salt = f"{plan.seed}:{number}"
    lots = sheet["record_id"].map(
        lambda record: hashlib.sha256(f"{salt}:{record}".encode("utf-8", "replace")).hexdigest()
    )
    drawn = lots.sort_values(kind="stable").index[:by_chance]
    ranked = [row for row in sheet.index if row not in set(drawn)][: plan.size - by_chance]
    # In the order of the ranking, so that the place of a row does not show how it was chosen.
    batch = sheet.loc[sorted([*drawn, *ranked])]
    chosen = batch.index.isin(drawn)
    return batch.assign(**{CHOSEN: [BY_CHANCE if lot else BY_RANKING for lot in chosen]}).reset_index(
        drop=True
    )


def find_batches(folders: Iterable[Path], name: str) -> dict[Path, int]:
    """Return the files of all batches of a sheet, by folder, with their numbers."""
    return number_batches((path for folder in folders for path in find_sheets(folder)), name)


def number_batches(files: Iterable[AnyPath], name: str) -> dict[AnyPath, int]:
    """Return those of `files` that are batches of a sheet, with their numbers."""
    pattern = re.compile(rf"{re.escape(name)}_(\d{{3,}})", re.IGNORECASE)
    numbered = [(path, pattern.fullmatch(path.stem)) for path in files]
    return {path: int(number[1]) for path, number in numbered if number}


def find_number(file: str) -> int | None:
    """Return the number of a batch by the name of its file; None if that is no batch's."""
    number = re.fullmatch(r".*_(\d{3,})", PurePath(file).stem)
    return int(number[1]) if number else None


def list_ids(batch: Path, *, but_answered: Collection[str] = ()) -> list[str]:
    """Return the record ids on a batch, without those of `but_answered` that have a decision there."""
    sheet = read_sheet(batch)
    column = next((column for column in ID_COLUMNS if column in sheet), None)
    if not column:
        return []
    answered = sheet.get("decision", pd.Series("", index=sheet.index)) != ""
    return sheet.loc[~(answered & sheet[column].isin(list(but_answered))), column].tolist()
