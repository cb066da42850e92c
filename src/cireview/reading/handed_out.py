"""The sheets that a run handed out, as piles to read: page and sheet have one order and one set of hints."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem, TableError
from cireview.labels.team import is_together
from cireview.places import CONFLICTS, place, sheets_folder
from cireview.reading.past import Past
from cireview.reading.piles import RANKING, Pile, digest_order
from cireview.sheets.batches import CHOSEN, find_batches, number_batches
from cireview.sheets.filled import read_handed_out
from cireview.tables import read_table
from cireview.tables.spreadsheets import read_sheet

_RUN_FIRST = "Run the review first ('cireview run'), then start reading"


class Shown:
    """The rows of sheets, by key; the texts of a hundred thousand records are kept once, and small.

    Parameters
    ----------
    rows
        A row for each key.
    keys
        In the order of the rows; of two rows of one key the first counts.
    """

    def __init__(self, rows: pd.DataFrame, keys: Sequence[str]) -> None:
        self._rows = rows
        self.past: Past | None = None
        self._place = {key: number for number, key in reversed(list(enumerate(keys)))}

    def __contains__(self, key: str) -> bool:
        return key in self._place or (self.past is not None and key in self.past)

    def __getitem__(self, key: str) -> dict[str, str]:
        if key not in self._place and self.past is not None:
            return self.past[key]
        row = self._rows.iloc[self._place[key]]
        return {str(column): str(cell) for column, cell in row.items()}

    def find_title(self, key: str) -> str:
        """Return the title of a key, "" if it has none or is not known."""
        if key in self._place:
            return self[key].get("title") or self[key].get("title_1", "")
        return self.past.find_title(key) if self.past else ""


def list_samples(root: Path, person: str, samples: Iterable[str]) -> list[str]:
    """Return those samples of abstracts of which something is handed out to a person."""
    folder, stem = root / sheets_folder("screening"), f"screening_{name_recipient(person)}"
    listed = [folder / file for file in read_handed_out(folder)["file"]]
    plain = {file.stem for file in listed}
    return [
        sample
        for sample in samples
        if f"{stem}_{sample}" in plain or number_batches(listed, f"{stem}_{sample}")
    ]


def name_recipient(person: str) -> str:
    """Return the name on a person's sheet; people who settle conflicts together share one."""
    return CONFLICTS if is_together(person) else person


def find_abstracts(
    root: Path, person: str, *, samples: Collection[str], is_by_batch: bool
) -> list[tuple[Path, str]]:
    """Return the sheets of abstracts that a person still has to fill, each with its sample, or "".

    What was drawn at random comes first. A batch that the person saved with open rows is gone on with.
    """
    folder = root / sheets_folder("screening")
    home = root / place("label_sheets", kind="screening")
    stem = f"screening_{name_recipient(person)}"
    files = []
    for sample in sorted(samples):
        own = [folder / f"{stem}_{sample}.csv", *find_batches([folder], f"{stem}_{sample}")]
        files += [(file, sample) for file in own if file.suffix == ".csv" and file.is_file()]
    if is_by_batch:
        batches = find_batches([home, folder], stem)
        latest = {number: file for file, number in batches.items() if file.suffix == ".csv"}
        # For a saved batch, the saved file counts.
        latest |= {number: file for file, number in batches.items() if file.is_relative_to(home)}
        files += [(latest[number], "") for number in sorted(latest)]
    elif (folder / f"{stem}.csv").is_file():
        files.append((folder / f"{stem}.csv", ""))
    return files


def refuse_unrun(root: Path, kind: str) -> None:
    """Raise a LabelError if a run never handed out sheets of this kind."""
    folder = root / sheets_folder(kind)
    if not (folder / "digests.csv").is_file():
        message = "nothing has been handed out yet"
        raise LabelError(Problem(message, sheets_folder(kind), remedy=_RUN_FIRST))


def read_handed_out_sheet(path: Path) -> pd.DataFrame:
    """Read a sheet as it was handed out, quickly; one that a spreadsheet saved again by its own reader.

    Raises
    ------
    LabelError
        If it cannot be read.
    """
    try:
        table = read_table(path)
        if {"record_id"} & set(table) or "record_id_1" in table:
            return table
    except (TableError, ValueError, UnicodeDecodeError):
        pass
    return read_sheet(path)


def pile_up(
    files: Iterable[tuple[Path, str]], *, person: str, awaited: Collection[str], is_by_batch: bool
) -> tuple[list[Pile], Shown]:
    """Return the piles of sheets of abstracts, and their content.

    Parameters
    ----------
    files
        See `find_abstracts`.
    person
        Several people together get the rows that name them.
    awaited
        Records that await the person: what else stands on a batch was answered.
    is_by_batch
        Whether the order is that of numbered batches.
    """
    piles, tables, keys = [], [], list[str]()
    for file, sample in files:
        sheet = read_handed_out_sheet(file)
        mine = sheet[sheet["record_id"].isin(list(awaited))]
        if is_together(person) and "reviewer" in mine:
            mine = mine[mine["reviewer"] == person]
        ids = tuple(mine["record_id"])
        came = mine[CHOSEN] if CHOSEN in mine else pd.Series(RANKING, index=mine.index)
        chosen = {} if sample else {key: way for key, way in zip(ids, came, strict=True) if way != RANKING}
        purpose = str(mine["purpose"].iloc[0]) if "purpose" in mine and len(mine) else ""
        moves = not sample and not is_by_batch
        piles.append(Pile(file.stem, ids, chosen, sample or RANKING, moves, purpose, digest_order(ids)))
        tables.append(mine)
        keys += ids
    rows = pd.concat(tables, ignore_index=True).fillna("") if tables else pd.DataFrame({"record_id": []})
    return piles, Shown(rows, keys)


def read_awaited(
    root: Path, table: str, person: str, reopened: Path | None
) -> tuple[set[str], set[str], str]:
    """Return what a person has to read, what has to be read again, and the time of the run."""
    path = root / place(table)
    awaiting = read_table(path)
    mine = awaiting[awaiting["awaits"] == person]
    again = set(mine.loc[mine["conflict"] != "", "record_id"])
    if reopened and reopened.is_file():
        again |= set(read_table(reopened)["record_id"])
    since = f"{datetime.fromtimestamp(path.stat().st_mtime):%Y-%m-%dT%H:%M:%S}"
    return set(mine["record_id"]), again, since


def map_reports(root: Path) -> Mapping[str, str]:
    """Return the report of each record that stands for none itself."""
    path = root / place("duplicates")
    if not path.is_file():
        return {}
    matches = read_table(path)
    merged = matches[matches["record_id"] != matches["report_id"]]
    return dict(zip(merged["record_id"], merged["report_id"], strict=True))
