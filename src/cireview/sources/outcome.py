"""The outcome of a search: its records, its rejected entries, and its row of the search log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cireview.errors import Problem
from cireview.query import find_database
from cireview.sources.api import Api, Page
from cireview.tables import RECORD, REJECTED, Schema
from cireview.tables.ids import identify_records
from cireview.web import Archive, UnreadableError, understand

SEARCH_LOG = Schema(
    "search",
    {
        "search_id": "key of the search",
        "source": "database or register",
        "platform": "platform on which it was searched",
        "searched_on": "date of the search as the protocol states it",
        "retrieved": "times of the first and the last answer, UTC",
        "query": "query as run; or, if that is not stated, as cireview writes it for the database",
        "query_from": "how it is known: sent by the run; stated by a person; not stated",
        "limits": "limits set beside the query; for an export file, those that a person stated",
        "limited_by": "which of years, languages and document types the query limits to",
        "left_to_screen": "which of them it cannot limit to, so that the practical screen applied them",
        "losses": "parts of the query that the source could not express",
        "coverage": "what the database covered, as a person stated it",
        "file": "folder of the archive, or export file",
        "sha256": "digest of the export file; empty for an API",
        "sealed": "file in data/sealed/ with the description of the search at the first reading of "
        "the export",
        "changed_since": "what the protocol says differently since then; the row keeps the sealed text",
        "format": "API, for a search that the run made itself; of another package, with its name",
        "encoding": "empty for an API",
        "found": "number of records that the service announced, or that a person stated for the "
        "database; for a "
        "citation search, the different records received; -1 if not known",
        "found_from": "how it is known: announced by the service; stated by a person; not stated",
        "received": "records received, including repetitions",
        "imported": "different records received",
        "rejected": "entries that are no records",
        "parts": "number of parts into which the search was divided",
        "complete": "yes; no, with the reason; or not known: the number of records found is not stated",
        "warnings": "warnings of the source and of cireview",
    },
    frozenset({"found", "received", "imported", "rejected", "parts"}),
)
SENT, ANNOUNCED = "sent by the run", "announced by the service"
STATED, NOT_STATED = "stated by a person", "not stated"
_SHOWN = 500


@dataclass(frozen=True)
class SearchOutcome:
    """What a search gave.

    Parameters
    ----------
    records
        The different records (`cireview.tables.RECORD`), in the order in which they came.
    rejected
        Entries that are no records (`cireview.tables.REJECTED`).
    log
        One row of SEARCH_LOG.
    has_ended
        Whether the archive is frozen, so that running the search again changes nothing; a search can end
        and yet lack records that the source announced.
    problems
        What kept the search from its end, and what to do.
    """

    records: pd.DataFrame
    rejected: pd.DataFrame
    log: pd.DataFrame
    has_ended: bool
    problems: tuple[Problem, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether everything that the source announced was received."""
        return bool(self.log["complete"].iloc[0] == "yes")


def tell_outcome(source: Api, archive: Archive, problems: Sequence[Problem] = ()) -> SearchOutcome:
    """Read the outcome of a search so far from its archive, finished or not.

    Raises
    ------
    SearchError
        If an archived answer, what was asked or the totals were changed or cannot be read.
    """
    try:
        return understand(lambda told: _tell(source, told, problems), archive)
    except UnreadableError:
        raise archive.changed() from None


def _tell(source: Api, archive: Archive, problems: Sequence[Problem]) -> SearchOutcome:
    search_id = f"{source.key}_{archive.search['date']}"
    rows: list[dict[str, str]] = []
    rejected: list[dict[str, Any]] = []
    received = 0
    for line, page in _read_pages(source, archive):
        received += len(page.items)
        for place, item in enumerate(page.items, 1):
            row, reason = read_record(source, item)
            if row:
                rows.append({**row, "search_id": search_id})
            else:
                where = {"search_id": search_id, "file": line["file"], "line": place}
                rejected.append({**where, "reason": reason, "text": str(item)[:_SHOWN]})
    records = unite(rows)
    log = _row(source, archive, problems, search_id, received, len(records), len(rejected))
    return SearchOutcome(
        records,
        REJECTED.conform(pd.DataFrame(rejected, columns=list(REJECTED.columns))),
        SEARCH_LOG.conform(pd.DataFrame([log])),
        archive.totals is not None,
        tuple(problems),
    )


def read_record(source: Api, item: Any) -> tuple[dict[str, str], str]:
    """Return the columns of an entry, or none and why it is no record."""
    try:
        row = source.record(item)
    except UnreadableError as error:
        return {}, f"the entry cannot be read: {error}"
    if row["title"] or row["accession"]:
        return row, ""
    return {}, "the entry has neither an id nor a title"


def unite(rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Return rows as a table of records, each accession of a source once, with their ids."""
    frame = pd.DataFrame(rows, columns=list(RECORD.columns)).fillna("")
    again = frame.duplicated(["source", "accession"]) & (frame["accession"] != "")
    frame = RECORD.conform(frame[~again])
    return frame.assign(record_id=identify_records(frame)) if len(frame) else frame


def _read_pages(source: Api, archive: Archive) -> Iterator[tuple[dict[str, Any], Page]]:
    for line in archive.lines:
        if line["holds_records"]:
            yield line, archive.read(line, source.read)


def _row(
    source: Api,
    archive: Archive,
    problems: Sequence[Problem],
    search_id: str,
    received: int,
    imported: int,
    rejected: int,
) -> dict[str, Any]:
    search, totals = archive.search, archive.totals or {}
    times = sorted(line["retrieved"] for line in archive.lines)
    announced = totals.get("found", _announced(source, archive))
    notes = [
        *totals.get("notes", ()),
        *(["records received twice are counted once"] * (received > imported + rejected)),
    ]
    return dict.fromkeys(SEARCH_LOG.columns, "") | {
        "search_id": search_id,
        "source": source.name,
        "platform": find_database(source.key).platform or source.name,
        "searched_on": search["date"],
        "retrieved": "/".join(dict.fromkeys([times[0], times[-1]])) if times else "",
        "query": search["native_query"],
        "query_from": SENT,
        "limits": "; ".join(f"{where}: {value}" for where, value in search["limits"]),
        "limited_by": ", ".join(search["limited_by"]),
        "left_to_screen": ", ".join(search["left_to_screen"]),
        "losses": " ".join(f"{loss}." for loss in search["losses"]),
        "file": f"{source.key}/{search['date']}",
        "format": f"API of {source.origin}" if source.origin else "API",
        "found": announced,
        "found_from": ANNOUNCED if announced >= 0 else "",
        "received": received,
        "imported": imported,
        "rejected": rejected,
        "parts": len(totals.get("parts", ())),
        "complete": _judge(archive, problems, announced, imported + rejected),
        "warnings": "; ".join(notes),
    }


def _announced(source: Api, archive: Archive) -> int:
    """Return the most that any answer of a search that has not ended announced."""
    return max((archive.read(line, source.read).total for line in archive.lines), default=-1)


def _judge(archive: Archive, problems: Sequence[Problem], found: int, got: int) -> str:
    totals = archive.totals
    if problems:
        return f"no: {problems[0]}"
    if totals is None:
        share = f"of {found}" if found >= 0 else "of an unknown number of"
        return f"no: interrupted after {got} {share} records; run again to continue"
    short = [part for part in totals["parts"] if part["different"] < part["found"]]
    if totals["ranked"] and short:
        return f"no: a ranked query, of which the first {got} of {found} records were taken"
    if totals["is_whole"] and got < found:
        return f"no: {got} of {found} records received"
    if short:
        lacking = sum(part["found"] - part["different"] for part in short)
        return (
            f"no: {lacking} record(s) lacking in {len(short)} of {len(totals['parts'])} parts of the search"
        )
    return "yes"
