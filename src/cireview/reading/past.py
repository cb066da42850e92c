"""Show records that a person has answered and no longer has to read: their texts, without hints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from cireview.places import place
from cireview.reading.piles import Said
from cireview.reading.said import split_pair
from cireview.reading.stages import CODING, DUPLICATES
from cireview.sheets.content import show_reports
from cireview.sheets.duplicates import SHOWN
from cireview.tables import read_table

_TEXTS = ("title", "authors", "year", "journal", "doi", "url", "abstract", "keywords")


class Past:
    """The rows of answered records, by key; the table of records is read at first use.

    Parameters
    ----------
    root
        The review's folder.
    stage
        One of `cireview.reading.stages.STAGES`.
    recall
        Returns what the person answered of a key.
    kept
        Rows as they were shown when they were answered; they come before the texts of records.
    """

    def __init__(
        self,
        root: Path,
        stage: str,
        recall: Callable[[str], Said | None],
        kept: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._path = root / place("records" if stage == DUPLICATES else "reports")
        self._stage, self._recall, self._kept = stage, recall, kept
        self._records: pd.DataFrame | None = None
        self._place: dict[str, int] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._kept or self._has(key)

    def __getitem__(self, key: str) -> dict[str, str]:
        if key in self._kept:
            return dict(self._kept[key])
        if not self._has(key):
            raise KeyError(key)
        if self._stage == DUPLICATES:
            return self._show_pair(*split_pair(key))
        shown = self._show(key)
        said = self._recall(key) if self._stage == CODING else None
        coded = (
            [name.removesuffix(".value") for name in said.values if name.endswith(".value")] if said else []
        )
        return shown | {"record_id": key, "dimensions": " ".join(coded)}

    def find_title(self, key: str) -> str:
        """Return the title of a key, of a pair that of its first record; "" if it has none."""
        if key in self._kept:
            return self._kept[key].get("title") or self._kept[key].get("title_1", "")
        records = self._read()
        number = self._place.get(self._name(key)[0])
        return "" if records is None or number is None else str(records["title"].iloc[number])

    def _has(self, key: str) -> bool:
        return self._read() is not None and all(one in self._place for one in self._name(key))

    def _name(self, key: str) -> tuple[str, ...]:
        return split_pair(key) if self._stage == DUPLICATES else (key,)

    def _show(self, record: str) -> dict[str, str]:
        assert self._records is not None
        number = self._place[record]
        columns = [one for one in dict.fromkeys((*_TEXTS, *SHOWN)) if one in self._records]
        row = show_reports(self._records.iloc[[number]], columns).iloc[0]
        return {str(column): str(cell) for column, cell in row.items()}

    def _show_pair(self, first: str, second: str) -> dict[str, str]:
        pair = {"record_id_1": first, "record_id_2": second}
        for side, record in ((1, first), (2, second)):
            pair |= {f"{name}_{side}": cell for name, cell in self._show(record).items()}
        return pair

    def _read(self) -> pd.DataFrame | None:
        # A run may be writing the table, so look again for what is missing now.
        if self._records is None and self._path.is_file():
            records = read_table(self._path, columns=["record_id", *dict.fromkeys((*_TEXTS, *SHOWN))])
            self._place = {key: number for number, key in enumerate(records["record_id"])}
            self._records = records
        return self._records
