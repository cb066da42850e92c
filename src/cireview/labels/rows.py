"""Check that each answered row of a sheet has the title and the first author of its id."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz

from cireview.deduplication.text import fold
from cireview.errors import LabelError, Problem
from cireview.labels.read import DECISION_COLUMNS
from cireview.tables import MEETS, Schema
from cireview.tables.spreadsheets import ID_COLUMNS, ROW, read_sheets

_SHOWN = ("title", "authors", "year", "journal", "doi")
_ANSWERS = (*DECISION_COLUMNS, "retrieved", "value")

ANSWERED = Schema(
    "answered row",
    {
        "record_id": "id in the row",
        **dict.fromkeys(_SHOWN, "as it stands in the row"),
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
        "compared": "those whose title or authors were compared with the record",
    },
    frozenset({"answered", "compared"}),
)

# Likeness of titles, 0 to 100, above which a row's title is a spelling of its record's: a correction, a cut
# cell, a title with and without its subtitle. Titles of two articles are rarely this like, and if they are,
# see _owner.
_LIKE = 85


def read_rows(files: Iterable[str | Path], *, root: str | Path = ".") -> pd.DataFrame:
    """Return the answered rows of sheets (ANSWERED); a row of a pair of records gives two.

    Sheets that cannot be read are passed over: whoever reads their answers tells what is wrong with them.
    """
    tables = [ANSWERED.empty()]
    for name, sheet in read_sheets(map(Path, files), [], root=root):
        columns = [column for column in map(str, sheet) if column in _ANSWERS or column.startswith(MEETS)]
        answered = sheet[(sheet[columns] != "").any(axis=1)] if columns else sheet.iloc[:0]
        for suffix in ("", "_1", "_2"):
            ids = next((f"{column}{suffix}" for column in ID_COLUMNS if f"{column}{suffix}" in sheet), "")
            if ids:
                shown = {column: answered.get(f"{column}{suffix}", "") for column in _SHOWN}
                rows = pd.DataFrame({"record_id": answered[ids], **shown, "file": name, "row": answered[ROW]})
                tables.append(rows[rows["record_id"] != ""])
    return ANSWERED.conform(pd.concat(tables, ignore_index=True).astype({"row": "int64"}))


@dataclass(frozen=True)
class _Known:
    """Titles and authors by id, the ids that have a title, and the ids of today."""

    titles: Mapping[str, frozenset[str]]
    authors: Mapping[str, frozenset[str]]
    owners: Mapping[str, frozenset[str]]
    today: Collection[str]


def check_rows(rows: pd.DataFrame, records: pd.DataFrame, *, report_of: Mapping[str, str]) -> pd.DataFrame:
    """Count the answered rows that were compared with their records.

    Parameters
    ----------
    rows
        ANSWERED.
    records
        ``record_id``, ``title``, ``authors`` of every record that there is or was; several rows an id.
    report_of
        Report of every record of today: a sheet shows the title of any record of the report.

    Returns
    -------
    pandas.DataFrame
        CHECKED, one row a sheet.

    Raises
    ------
    LabelError
        With one problem for each sheet that has rows whose title or first author is not that of their id.
    """
    known = _gather(records, report_of)
    wrong, compared = [], []
    for row in rows.to_dict("records"):
        record = str(row["record_id"])
        titles = known.titles.get(record, frozenset())
        compared.append(bool(titles and (row["title"] or row["authors"])))
        if compared[-1] and not _stands_by(row["title"], row["authors"], record, known):
            title = fold(row["title"])
            owner = min(known.owners.get(title, frozenset()) - {record}, default="")
            wrong.append(row | {"titles": titles, "owner": owner})
    if wrong:
        raise LabelError(_tell_moved(pd.DataFrame(wrong), records))
    counts = rows.assign(answered=1, compared=[int(each) for each in compared])
    return CHECKED.conform(counts.groupby("file", sort=True)[["answered", "compared"]].sum().reset_index())


def _gather(records: pd.DataFrame, report_of: Mapping[str, str]) -> _Known:
    titles: dict[str, set[str]] = {}
    authors: dict[str, set[str]] = {}
    members: dict[str, set[str]] = {}
    for row in records[["record_id", "title", "authors"]].itertuples(index=False):
        record = str(row.record_id)
        titles.setdefault(record, set()).add(fold(str(row.title)))
        authors.setdefault(record, set()).update(_names(str(row.authors)))
        members.setdefault(report_of.get(record, record), set()).add(record)
    mates = {record: members[report_of.get(record, record)] for record in titles}
    of_title: dict[str, set[str]] = {}
    for record, own in titles.items():
        for title in own:
            of_title.setdefault(title, set()).add(record)
    return _Known(
        {record: frozenset().union(*(titles[mate] for mate in mates[record])) - {""} for record in titles},
        {record: frozenset().union(*(authors[mate] for mate in mates[record])) for record in titles},
        {title: frozenset(owners) for title, owners in of_title.items()},
        report_of.keys(),
    )


def _names(authors: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", fold(authors)))


def _stands_by(title: str, authors: str, record: str, known: _Known) -> bool:
    """Say whether title and first author may be those of the record."""
    first, own = _names(authors.split(";")[0]), known.authors[record]
    # Any name of the first author among those of the record: exports turn, cut and reorder names.
    if first and own and not first & own:
        return False
    folded = fold(title)
    if not folded or folded in known.titles[record]:
        return True
    # It is another record's title to the letter, however like the two titles are. If that record is gone, it
    # may have been of this report, whose title the sheet then showed.
    if owners := known.owners.get(folded):
        return owners.isdisjoint(known.today)
    return any(
        fuzz.ratio(folded, own_title) >= _LIKE or folded.startswith(own_title) or own_title.startswith(folded)
        for own_title in known.titles[record]
    )


def _tell_moved(wrong: pd.DataFrame, records: pd.DataFrame) -> list[Problem]:
    """Return one problem a sheet: how many rows, the first of them with both titles, and the likely cause."""
    title_of = dict(zip(records["record_id"], records["title"], strict=True))
    problems = []
    for file, rows in wrong.groupby("file", sort=True):
        first = rows.iloc[0]
        theirs, ours = _short(first["title"]), _short(title_of.get(first["record_id"], ""))
        by = f" by {first['authors'].split(';')[0]}" if first["authors"] else ""
        message = (
            f"{_count(len(rows))} a title or first author that is not that of the record: "
            f"{_rows(rows['row'].tolist())}. Row {first['row']} says {theirs!r}{by}, and "
            f"{first['record_id']} is {ours!r}. These answers are not used"
        )
        problems.append(Problem(message, str(file), int(first["row"]), "record_id", _cause(rows)))
    return problems


def _cause(rows: pd.DataFrame) -> str:
    strangers = int((rows["owner"] != "").sum())
    if strangers > 1 and strangers == len(rows):
        return (
            "Each title is that of another record: likely one column was sorted alone, or ids were pasted. "
            "Restore the sheet from a copy, or sort all its columns together"
        )
    return "Correct the id or the title of each row; where a title was rewritten, empty its cell"


def _count(number: int) -> str:
    return "1 answered row has" if number == 1 else f"{number} answered rows have"


def _rows(numbers: Sequence[int]) -> str:
    listed = ", ".join(str(number) for number in list(numbers)[:10])
    return f"row{'s' if len(numbers) > 1 else ''} {listed}{' …' if len(numbers) > 10 else ''}"


def _short(title: str) -> str:
    return title if len(title) <= 80 else f"{title[:79]}…"
