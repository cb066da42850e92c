"""Choose which of a person's answers counts: the latest one, if dates say which it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class _Word:
    """One answer: what it says, of which record, and when and where it was written."""

    place: int
    value: str
    record: str
    report: str
    day: str
    file: str
    row: int


def keep_first(rows: pd.DataFrame, key: Sequence[str], value: str) -> pd.DataFrame:
    """Return each person's first answers: agreement is measured before anybody changes their mind.

    Parameters
    ----------
    rows
        A row for each thing that was said, with ``decided_on``; a row without a date is before all others.
    key
        Columns that name thing and person.
    value
        Column of what was said. Whoever said two things at first is left out.

    Returns
    -------
    pandas.DataFrame
        One row for each `key`, in the order of `rows`.
    """
    first = rows[rows["decided_on"] == rows.groupby(list(key))["decided_on"].transform("min")]
    clear = first.groupby(list(key))[value].transform("nunique") == 1
    return first[clear].drop_duplicates(list(key))


def keep_last(rows: pd.DataFrame, key: Sequence[str], value: str) -> pd.DataFrame:
    """Return the answers of each person that count; where they differ, no date settles which is meant.

    Parameters
    ----------
    rows
        A row for each answer: ``record_id`` as it stands in the sheet, ``report``, ``decided_on``, ``file``,
        ``row``, and the columns of `key` and `value`.
    key
        Columns that name thing and person.
    value
        Column of what was answered.

    Returns
    -------
    pandas.DataFrame
        Rows of `rows`, in their order. Those of one key hold one value, or are a contradiction.

    Notes
    -----
    A later date is a changed mind. Three things are no such date:

    - **One day**: two answers of the latest date differ.
    - **No date**: an answer without a date differs from the latest with one. It is earlier only where it
      stands above it in the same sheet, or in a sheet of the same name with a lower number. Below it, or in
      any other sheet, nobody can say which is the later.
    - **Two reports that became one**: the person judged two records when they were two, and the last answers
      on the two differ. That one is later says nothing of the other.

    An answer settles a contradiction when it is dated after all others, so that it was given with all of them
    there. With one id that is an answer of the latest date, if the earlier ones contradicted each other
    already and no answer without a date follows it. With several ids it is an answer on the report's
    own id by a person who had answered that id before: sheets ask under the report's own id, so whoever
    answers it again was asked again. The first answer on that id may be as old as the record, and settles
    nothing.
    """
    if rows.empty:
        return rows
    groups = rows.groupby(list(key), sort=False)
    differ = (groups[value].transform("nunique") > 1).to_numpy()
    kept = (rows["decided_on"] == groups["decided_on"].transform("max")).to_numpy() & ~differ
    doubtful: dict[tuple[Any, ...], list[_Word]] = {}
    columns = [value, "record_id", "report", "decided_on", "file", "row"]
    unclear = rows[differ]
    names = zip(*(unclear[column] for column in key), strict=True)
    cells = zip(*(unclear[column] for column in columns), strict=True)
    for place, name, word in zip(differ.nonzero()[0], names, cells, strict=True):
        doubtful.setdefault(name, []).append(_Word(int(place), *word))
    kept[[word.place for words in doubtful.values() for word in _find_open(words)]] = True
    return rows[kept]


def name_answers(rows: Iterable[Any], word: Callable[[Any], str]) -> str:
    """Describe each answer: its word, its record if there are several, its date, file and row."""
    ordered = sorted(rows, key=lambda row: (not row.decided_on, row.decided_on, row.file, row.row))
    several = len({row.record_id for row in ordered}) > 1
    return " and ".join(
        f"{word(row)}{f' of {row.record_id}' if several else ''} "
        f"{f'on {row.decided_on}' if row.decided_on else 'without a date'} ({row.file}, row {row.row})"
        for row in ordered
    )


def _find_open(words: Sequence[_Word]) -> list[_Word]:
    """Return the answers on one report that count; see `keep_last`."""
    records = sorted({word.record for word in words})
    parts = [_find_open_of_record([word for word in words if word.record == record]) for record in records]
    left = [word for part in parts for word in part]
    latest = [word for word in words if word.day == max(word.day for word in words)]
    if _agree(left):
        return [word for word in left if word.day == latest[0].day]
    return latest if len(records) > 1 and _is_judged_again(latest, words) else left


def _find_open_of_record(words: Sequence[_Word]) -> list[_Word]:
    day = max(word.day for word in words)
    latest = [word for word in words if word.day == day]
    earlier = [word for word in words if word.day != day]
    maybe_later = _find_maybe_later(latest, earlier)
    # A person who had contradicted themselves was asked again.
    is_asked_again = bool(earlier) and not _agree(_find_open_of_record(earlier))
    is_settled = is_asked_again and not _are_later(maybe_later, latest)
    return latest if is_settled else [*latest, *maybe_later]


def _find_maybe_later(latest: Sequence[_Word], earlier: Sequence[_Word]) -> list[_Word]:
    """Return the answers without a date that say something else than `latest` and may be later."""
    values = {word.value for word in latest}
    undated = [word for word in earlier if not word.day and word.value not in values]
    return [word for word in undated if not any(_precedes(word, last) for last in latest)]


def _are_later(maybe_later: Sequence[_Word], latest: Sequence[_Word]) -> bool:
    """Say whether an answer that may be later than the latest with a date surely is."""
    return any(_precedes(last, word) for last in latest for word in maybe_later)


def _precedes(word: _Word, other: _Word) -> bool:
    """Say whether an answer stands above another, or in a sheet that was handed out before the other's."""
    if word.file == other.file:
        return word.row <= other.row
    (series, number), (other_series, other_number) = map(_find_series, (word.file, other.file))
    return series == other_series and number < other_number


@cache
def _find_series(file: str) -> tuple[str, int]:
    """Return of which series of sheets a file is, and its number in it.

    A record comes in a second batch, or in a second sheet of one name (``x``, then ``x_2``), only when it was
    asked again. Batches have three digits; how a sheet without a number lies to them nobody can say.
    """
    path = PurePath(file.lower()).with_suffix("")
    batch = re.fullmatch(r"(.*)_(\d{3,})", path.as_posix())
    again = re.fullmatch(r"(.+)_([2-9]|[1-9][0-9])", path.as_posix())
    if batch:
        return f"batches of {batch[1]}", int(batch[2])
    return (again[1], int(again[2])) if again else (path.as_posix(), 1)


def _is_judged_again(latest: Sequence[_Word], words: Sequence[_Word]) -> bool:
    """Say whether the latest answers, on the report's own id, were given with all others there."""
    earlier = [word for word in words if word.day != latest[0].day]
    had_answered = any(word.record == word.report for word in earlier)
    on_own_id = all(word.record == word.report for word in latest)
    if not (had_answered and on_own_id):
        return False
    maybe_later = _find_maybe_later(latest, earlier)
    is_asked_again = not _agree(_find_open(earlier)) and not _are_later(maybe_later, latest)
    return not maybe_later or is_asked_again


def _agree(words: Iterable[_Word]) -> bool:
    return len({word.value for word in words}) == 1
