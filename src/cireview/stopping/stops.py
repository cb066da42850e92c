"""What a stop covers: recorded when a run first sees the stop, and never changed.

Reports that come later are not covered. They are read separately.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.places import place
from cireview.provenance import digest_file
from cireview.stopping.samples import CERTIFICATION, Sample
from cireview.tables import Schema, write_table
from cireview.tables.dates import is_before, order_date
from cireview.tables.spreadsheets import read_sheets

STOP = Schema(
    "stop",
    {
        "record_id": "report that was there when reading was stopped",
        "read": "yes, or no if nobody had read it",
        "rule": "rule that the stop rests on",
        "stopped_on": "date of the stop",
    },
)


@dataclass(frozen=True)
class Stop:
    """A decision to stop reading, with the reports that it is about.

    Parameters
    ----------
    rule, on
        As in the protocol.
    read, unread
        Reports that somebody had read, and those that nobody had: these it excludes.
    """

    rule: str
    on: str
    read: frozenset[str]
    unread: frozenset[str]

    @property
    def scope(self) -> frozenset[str]:
        """Return all reports that the stop is about."""
        return self.read | self.unread


def read_stops(folder: str | Path, stop: Mapping[str, str] | None) -> list[Stop]:
    """Return the recorded stops up to the one in the protocol; none if the protocol has none.

    Parameters
    ----------
    folder
        Where they are kept, a table a stop.
    stop
        ``rule`` and ``on`` of the protocol's stop.
    """
    if not stop:
        return []
    kept = _read_kept(Path(folder))
    this = find_stop(kept, stop)
    later = [one for one in kept if not is_before(one.on, stop["on"])]
    if this is None and later:
        # The date or the rule of a stop was corrected; it still covers the same reports.
        this = replace(later[0], rule=stop["rule"], on=stop["on"])
    before = [one for one in kept if is_before(one.on, stop["on"]) and one is not this]
    return [*before, *([this] if this else [])]


def check_stop(
    folder: str | Path, stop: Mapping[str, str] | None, *, searched_on: Iterable[str]
) -> list[Problem]:
    """Return a problem for a stop that no run has kept and that is dated before a search.

    What that search found was not there on the day of the stop, and the stop would exclude it unread.

    Parameters
    ----------
    folder
        Where stops are kept.
    stop
        ``rule`` and ``on`` of the protocol's stop.
    searched_on
        Dates of the searches.

    Raises
    ------
    LabelError
        For tables of stops that cannot be read.
    """
    if not stop or find_stop(read_stops(folder, stop), stop):
        return []
    later = [day for day in searched_on if is_before(stop["on"], day)]
    if not later:
        return []
    kept = [one.on for one in _read_kept(Path(folder))]
    again = f", or write {kept[-1]} again, the date of the earlier stop" if kept else ""
    message = f"the stop of {stop['on']} is earlier than the search of {max(later)} and cannot cover it"
    remedy = f"Write the date on which you stopped reading the records of that search{again}"
    return [Problem(message, place("protocol"), 0, "practical_screen.stop.on", remedy)]


def list_stop(stop: Stop | None) -> pd.DataFrame:
    """Return a stop as STOP, without rows for None."""
    if stop is None:
        return STOP.empty()
    ids = sorted(stop.scope)
    read = ["yes" if report in stop.read else "no" for report in ids]
    table = pd.DataFrame({"record_id": pd.Series(ids, dtype="str"), "read": pd.Series(read, dtype="str")})
    return STOP.conform(table.assign(rule=stop.rule, stopped_on=stop.on))


def keep_stop(folder: str | Path, stop: pd.DataFrame) -> None:
    """Record what a stop covers (STOP), if this was not done before."""
    if stop.empty:
        return
    path = Path(folder) / f"{stop['stopped_on'].iloc[0]}_{stop['rule'].iloc[0]}.csv"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_table(stop, path, STOP)


def digest_stops(folder: str | Path) -> dict[str, str]:
    """Return the SHA-256 of each table of a stop, by its name."""
    return {file.name: digest_file(file) for file in sorted(Path(folder).glob("*.csv"))}


def find_lost_stops(
    folder: str | Path, seen: Mapping[str, str], stop: Mapping[str, str] | None
) -> list[Problem]:
    """Return a problem for each table that the last run saw and that is gone or another now.

    Parameters
    ----------
    folder
        Where stops are kept.
    seen
        What `digest_stops` gave at the last run.
    stop
        ``rule`` and ``on`` of the protocol's stop: where none stands there, tables may go.
    """
    if not stop:
        return []
    now = digest_stops(folder)
    remedy = (
        "Restore it from a copy. If you have none, remove practical_screen.stop from the protocol, run, and "
        "write it again: it then covers the abstracts of that day"
    )
    return [
        Problem(
            f"this table of what a stop covers {'was changed' if name in now else 'is missing'}",
            f"{place('stops')}/{name}",
            remedy=remedy,
        )
        for name, digest in seen.items()
        if now.get(name) != digest
    ]


def find_stop(stops: Iterable[Stop], stop: Mapping[str, str] | None) -> Stop | None:
    """Return the record of the protocol's stop, or None."""
    return next((kept for kept in stops if stop and (kept.rule, kept.on) == (stop["rule"], stop["on"])), None)


def begin_stop(
    stop: Mapping[str, str],
    *,
    reports: Iterable[str],
    unread: Iterable[str],
    samples: Sequence[Sample],
    stopped: Iterable[str] = (),
) -> Stop:
    """Return what a new stop covers.

    Parameters
    ----------
    stop
        ``rule`` and ``on``.
    reports, unread
        All reports, and those that nobody has read and no earlier stop covers.
    samples
        What was drawn. A certified stop covers what its samples were drawn from: of what came after the draw
        they say nothing.
    stopped
        Reports that nobody read and an earlier stop covers: they are no part of this one.
    """
    left, drawn = frozenset(unread), [sample for sample in samples if sample.kind == CERTIFICATION]
    read = frozenset(reports) - left - frozenset(stopped)
    if stop["rule"] == "certified" and drawn:
        left &= frozenset().union(*(sample.population for sample in drawn))
    return Stop(stop["rule"], stop["on"], read, left)


def follow_stops(stops: Iterable[Stop], report_of: Mapping[str, str]) -> list[Stop]:
    """Return the stops with today's reports; one that was read in part is read."""
    followed = []
    for stop in stops:
        read = frozenset(report_of.get(record, record) for record in stop.read)
        unread = frozenset(report_of.get(record, record) for record in stop.unread)
        followed.append(replace(stop, read=read, unread=unread - read))
    return followed


def _read_kept(folder: Path) -> list[Stop]:
    """Return all stops that were kept; a spreadsheet may have saved their tables in its own way."""
    files, problems = sorted(folder.glob("*.csv")), list[Problem]()
    kept = []
    for name, sheet in read_sheets(files, problems, root=folder.parents[1]):
        if missing := [column for column in STOP.columns if column not in sheet]:
            message = f"the table of a stop lacks the column(s) {', '.join(missing)}"
            problems.append(
                Problem(
                    message,
                    name,
                    remedy="Restore it from a copy: cireview wrote it, and people do not change it",
                )
            )
        else:
            kept.append(_read_stop(sheet))
    if problems:
        raise LabelError(problems)
    return kept


def _read_stop(table: pd.DataFrame) -> Stop:
    is_read = table["read"] == "yes"
    ids = table["record_id"]
    first = table.iloc[0] if len(table) else {"rule": "", "stopped_on": ""}
    day = order_date(str(first["stopped_on"]))
    return Stop(str(first["rule"]), day, frozenset(ids[is_read]), frozenset(ids[~is_read]))
