"""Check that each answered row of a sheet has the title and the first author of its id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz

from cireview.deduplication.text import fold
from cireview.errors import LabelError, Problem
from cireview.identity.versions import differ_in_numbers, read_names
from cireview.labels.read import DECISION_COLUMNS
from cireview.tables import ASKED, Schema
from cireview.tables.spreadsheets import ID_COLUMNS, ROW, read_sheets

_SHOWN = ("title", "authors", "year", "journal", "doi")
_ANSWERS = (*DECISION_COLUMNS, "retrieved", "value", "different?", "study")

ANSWERED = Schema(
    "answered row",
    {
        "record_id": "id in the row",
        **dict.fromkeys(_SHOWN, "as written in the row"),
        "file": "sheet",
        "row": "row of the sheet",
    },
    frozenset({"row"}),
)

CHECKED = Schema(
    "sheet that was checked",
    {
        "file": "sheet",
        "answered": "rows with an answer",
        "compared": "rows whose title or authors were compared with the record",
    },
    frozenset({"answered", "compared"}),
)

# Likeness of titles, 0 to 100, above which a row's title is a spelling of its record's: a correction, a cut
# cell, a title with and without its subtitle. Titles of two articles are rarely this like, and if they are,
# it is refused if another record has it.
_LIKE = 85


def read_rows(files: Iterable[str | Path], *, root: str | Path = ".") -> pd.DataFrame:
    """Return the answered rows of sheets (ANSWERED); a row of a pair of records gives two.

    Sheets that cannot be read are passed over: whoever reads their answers tells what is wrong with them.
    """
    tables = [ANSWERED.empty()]
    for name, sheet in read_sheets(map(Path, files), [], root=root):
        columns = [column for column in map(str, sheet) if column in _ANSWERS or column.startswith(ASKED)]
        answered = sheet[(sheet[columns] != "").any(axis=1)] if columns else sheet.iloc[:0]
        for suffix in ("", "_1", "_2"):
            ids = next((f"{column}{suffix}" for column in ID_COLUMNS if f"{column}{suffix}" in sheet), "")
            if ids:
                shown = {column: answered.get(f"{column}{suffix}", "") for column in _SHOWN}
                rows = pd.DataFrame({"record_id": answered[ids], **shown, "file": name, "row": answered[ROW]})
                tables.append(rows[rows["record_id"] != ""])
    return ANSWERED.conform(pd.concat(tables, ignore_index=True).astype({"row": "int64"}))


class _Known:
    """Titles and authors of the reports that rows are of, by report; and who else has a title.

    Parameters
    ----------
    records, report_of
        As in `check_rows`.
    wanted
        Ids in the rows.
    """

    def __init__(self, records: pd.DataFrame, report_of: Mapping[str, str], wanted: Iterable[str]) -> None:
        self.today = report_of.keys()
        self._records, self._report_of = records, report_of
        self.titles: dict[str, set[str]] = defaultdict(set)
        self.authors: dict[str, set[str]] = defaultdict(set)
        reports = {self.report(record) for record in wanted}
        mine = records[records["record_id"].map(self.report).isin(reports)]
        for record, title, authors in zip(mine["record_id"], mine["title"], mine["authors"], strict=True):
            self.titles[self.report(record)] |= {fold(title)} - {""}
            self.authors[self.report(record)] |= read_names(authors)

    def report(self, record: str) -> str:
        """Return the report of a record, or the id itself."""
        return self._report_of.get(record, record)

    @cached_property
    def owners(self) -> dict[str, set[str]]:
        """Ids of all records by title; asked for only if a row has a title that is not its record's."""
        owners: dict[str, set[str]] = defaultdict(set)
        for record, title in zip(self._records["record_id"], self._records["title"], strict=True):
            owners[fold(title)].add(record)
        return owners


def check_rows(
    rows: pd.DataFrame,
    records: pd.DataFrame,
    *,
    report_of: Mapping[str, str],
    parted: Collection[frozenset[str]] = (),
) -> pd.DataFrame:
    """Count the answered rows that were compared with their records.

    Parameters
    ----------
    rows
        ANSWERED.
    records
        ``record_id``, ``title``, ``authors`` of every record that there is or was; several rows an id.
    report_of
        Report of every record of today: a sheet shows the title of any record of the report.
    parted
        Pairs of records that people called different, though they may have been one report before.

    Returns
    -------
    pandas.DataFrame
        CHECKED, one row a sheet.

    Raises
    ------
    LabelError
        With one problem for each sheet that has rows whose title or first author is not that of their id.
    """
    known = _Known(records, report_of, rows["record_id"])
    wrong, compared = [], []
    for row in rows.to_dict("records"):
        record, title = str(row["record_id"]), fold(row["title"])
        compared.append(bool(known.titles.get(known.report(record)) and (title or row["authors"])))
        if compared[-1] and not _stands_by(title, row["authors"], known.report(record), known):
            owners = known.owners.get(title, set()) - {record}
            was_one = any(frozenset((record, owner)) in parted for owner in owners)
            wrong.append(row | {"owner": min(owners, default=""), "was_one": was_one})
    if wrong:
        raise LabelError(_tell_moved(pd.DataFrame(wrong), records))
    counts = rows.assign(answered=1, compared=[int(each) for each in compared])
    return CHECKED.conform(counts.groupby("file", sort=True)[["answered", "compared"]].sum().reset_index())


def _stands_by(title: str, authors: str, report: str, known: _Known) -> bool:
    """Say whether a folded title and first author may be those of the report."""
    first, own = read_names(authors.split(";")[0]), known.authors[report]
    # Any name of the first author among those of the record: exports turn, cut and reorder names.
    if first and own and not first & own:
        return False
    if not title or title in known.titles[report]:
        return True
    # It is another record's title to the letter, however like the two titles are. A record that is gone may
    # have been of this report, whose title the sheet then showed: there likeness decides.
    if not known.owners.get(title, set()).isdisjoint(known.today):
        return False
    return any(_are_alike(title, own) for own in known.titles[report])


def _are_alike(title: str, own: str) -> bool:
    """Say whether one folded title is a spelling or a shorter form of the other, with no other numbers."""
    is_shorter = title.startswith(own) or own.startswith(title)
    return is_shorter or (fuzz.ratio(title, own) >= _LIKE and not differ_in_numbers(title, own))


def _tell_moved(wrong: pd.DataFrame, records: pd.DataFrame) -> list[Problem]:
    """Return one problem a sheet: how many rows, the first of them with both titles, and the likely cause."""
    title_of = dict(zip(records["record_id"], records["title"], strict=True))
    problems = []
    for file, rows in wrong.groupby("file", sort=True):
        first = rows.iloc[0]
        theirs, ours = _short(first["title"]), _short(title_of.get(first["record_id"], ""))
        by = f" by {first['authors'].split(';')[0]}" if first["authors"] else ""
        message = (
            f"{_count(len(rows))} a title or first author that does not match the record: "
            f"{_rows(rows['row'].tolist())}. Row {first['row']} says {theirs!r}{by}, and "
            f"{first['record_id']} is {ours!r}. These answers are not used"
        )
        problems.append(Problem(message, str(file), int(first["row"]), "record_id", _cause(rows)))
    return problems


def _cause(rows: pd.DataFrame) -> str:
    if rows["was_one"].all():
        return (
            "The title belongs to a record that was merged with this one, until somebody answered different. "
            "Write the id of the record that you judged, or empty the title; then judge the other one too"
        )
    strangers = int((rows["owner"] != "").sum())
    if strangers > 1 and strangers == len(rows):
        return (
            "Each title belongs to another record: probably one column was sorted alone, or ids were pasted. "
            "Restore the sheet from a copy, or sort all its columns together"
        )
    return "Correct the id or the title of each row. If you rewrote a title, empty its cell"


def _count(number: int) -> str:
    return "1 answered row has" if number == 1 else f"{number} answered rows have"


def _rows(numbers: Sequence[int]) -> str:
    listed = ", ".join(str(number) for number in list(numbers)[:10])
    return f"row{'s' if len(numbers) > 1 else ''} {listed}{' …' if len(numbers) > 10 else ''}"


def _short(title: str) -> str:
    return title if len(title) <= 80 else f"{title[:79]}…"
