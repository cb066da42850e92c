"""Check before any job that answers belong to their records, and that sources are still the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import pandas as pd

from cireview.errors import Problem, ReviewError
from cireview.formats import read_export
from cireview.identity import (
    find_former,
    keep_ids,
    list_parts,
    read_register,
    tell_lost_parts,
)
from cireview.identity.former import ASKED, CONFIRMED, REFUSED, link_former
from cireview.identity.match import list_marks
from cireview.labels import check_rows, find_unknown_ids, list_parted, read_answered_ids, read_rows
from cireview.places import SHEET_KINDS, place
from cireview.protocol import Source
from cireview.review.changes import recall_run
from cireview.review.folder import Review
from cireview.tables import MATCH, RECORD, read_table
from cireview.tables.ids import find_source

# Share of a source's registered records that another name has to bring again to be taken for the same source.
_SAME_SOURCE = 0.5
_NAMED = 3  # ids that a message names
# What a spreadsheet makes of a long number.
_SHORT = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)


def check_answered_rows(review: Review) -> None:
    """Check that no answer is beside the title or first author of another known record.

    Raises
    ------
    ReviewError
        With one problem a sheet.
    """
    report_of = _report_of(review)
    rows = read_rows(_sheets(review, *SHEET_KINDS), root=review.root) if report_of else pd.DataFrame()
    # Before the first run nobody knows which records share a report, and a sheet shows the title of one of
    # them.
    if rows.empty:
        return
    columns = ["record_id", "title", "authors"]
    register = review.root / place("register")
    known = [read_register(register, columns=columns)]
    if (records := review.root / place("records")).is_file():
        known.append(read_table(records, columns=columns))
    parted = list_parted(review.duplicate_answers)
    check_rows(rows, pd.concat(known, ignore_index=True), report_of=report_of, parted=parted)


def doubt_ids(review: Review) -> list[Problem]:
    """Return a problem for each sheet with answers on ids that no current record has."""
    kinds = [kind for kind in SHEET_KINDS if kind != "duplicates"]
    rows = read_rows(_sheets(review, *kinds), root=review.root)
    pairs = read_pairs(review)
    entries = read_register(review.root / place("register"))
    records = _read_records(review, entries) if len(rows) or len(pairs) else RECORD.empty()
    if records.empty:  # before the first export came, all answers are on ids of no record
        return []
    former = find_former(rows, records, entries=entries, answers=review.duplicate_answers)
    known = set(records["record_id"])
    known |= _former_ids_in_use(review, known, former)
    return tell_former_ids(former) + find_unknown_ids(pairs, sorted(known))


def read_pairs(review: Review) -> pd.DataFrame:
    """Return ``record_id``, ``file``, ``row`` of both records of each answered pair."""
    return read_answered_ids(map(Path, _sheets(review, "duplicates")), root=review.root)


def count_unused_pairs(review: Review, record_ids: Iterable[str], former: pd.DataFrame) -> dict[str, int]:
    """Return how many answers on pairs have an id that no record has, by sheet.

    Parameters
    ----------
    review
        The review.
    record_ids
        Ids of all records.
    former
        FORMER.
    """
    pairs, known = read_pairs(review), set(record_ids)
    lost = pairs[~pairs["record_id"].isin(known)]
    if len(lost):  # only then the register has to be read
        lost = lost[~lost["record_id"].isin(_former_ids_in_use(review, known, former))]
    return {str(file): rows["row"].nunique() for file, rows in lost.groupby("file", sort=True)}


def _former_ids_in_use(review: Review, record_ids: Collection[str], former: pd.DataFrame) -> set[str]:
    """Return the ids of no record that answers on pairs may name: people are asked about or linked them."""
    linked = link_former(review.duplicate_answers, record_ids)
    registered = read_register(review.root / place("register"), columns=["record_id"])
    return set(former["record_id"]) | (linked.keys() & set(registered["record_id"]))


def _read_records(review: Review, entries: pd.DataFrame) -> pd.DataFrame:
    """Return the records of today's exports with their ids, and what the last run got from services."""
    tables = [RECORD.empty()]
    for source in review.protocol.sources:
        imported = review.root / place("imported_records", source=source.key)
        if file := review.exports.get(source.key):
            path = review.root / file
            ids = {"search_id": source.key, "source_id": source.key}
            reading = read_export(path, source=source.name, encoding=source.encoding, **ids)
            tables.append(reading.records)
        elif not source.export and imported.is_file():
            tables.append(read_table(imported, RECORD))
    return keep_ids(pd.concat(tables, ignore_index=True), entries).records


def tell_former_ids(former: pd.DataFrame) -> list[Problem]:
    """Return a problem for each sheet with answers on ids that no record has, and that nobody linked yet."""
    problems = []
    # Once a person has said that an id is no current record, nothing is left to do.
    open_ids = former[~former["state"].isin([CONFIRMED, REFUSED])].drop_duplicates("record_id")
    for file, rows in open_ids.groupby("file", sort=True):
        asked = list(rows.loc[rows["state"] == ASKED, "record_id"])
        lost = list(rows.loc[rows["state"] != ASKED, "record_id"])
        first, answers = rows.iloc[0], int(rows["answers"].sum())
        count = "1 answer does" if answers == 1 else f"{answers} answers do"
        message = f"{count} not count: no record has the {_name_ids([*rows['record_id']])}"
        sheet = place("duplicates_sheet", suffix="xlsx")
        remedies = [f"Answer on {sheet} which current record had the {_name_ids(asked)}"] if asked else []
        remedy = ". ".join([*remedies, *_advise_lost(lost)])
        problems.append(Problem(message, str(file), int(first["row"]), "record_id", remedy))
    return problems


def _name_ids(ids: Sequence[str]) -> str:
    """Return the first of some ids, and how many others there are."""
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return f"id{'s' if ids[1:] else ''} {', '.join(map(repr, ids[:_NAMED]))}{more}"


def _advise_lost(ids: Sequence[str]) -> list[str]:
    """Return what to do about ids that are like no current record's."""
    changed = [one for one in ids if _SHORT.fullmatch(one)]
    others = [one for one in ids if one not in changed]
    copy = f"Excel may have changed the {_name_ids(changed)}. Copy each id from the sheet that you were given"
    correct = f"Correct the {_name_ids(others)}, or restore the export file"
    return [copy] * bool(changed) + [correct] * bool(others)


def preferred_sources(review: Review) -> list[str]:
    """Return the names of the sources that ``deduplication.prefer`` names by name or id, in its order.

    Raises
    ------
    ReviewError
        With a problem for each name that is no source of the review.
    """
    sources = review.protocol.sources
    names = {source.name: source.name for source in sources}
    name_of = {source.key: source.name for source in sources} | names
    wanted = review.config.deduplication.prefer
    found = {name: find_source(name, names) or find_source(name, name_of) for name in wanted}
    remedy = f"Write some of: {', '.join(names)}"
    where = place("config"), 0, "deduplication.prefer"
    problems = [
        Problem(f"{name!r} is not a source of this review", *where, remedy)
        for name in wanted
        if not found[name]
    ]
    if problems:
        raise ReviewError(problems)
    return list(dict.fromkeys(name_of[source] for source in found.values()))


def check_sources(review: Review) -> None:
    """Check that no source was renamed without an id: all ids of its records would change.

    Raises
    ------
    ReviewError
        With a problem for each source that may be a renamed one.
    """
    folder = review.root / place("register")
    seen_parts = (recall_run(review.root) or {}).get("register", [])
    if lost := tell_lost_parts(seen_parts, list_parts(folder)):
        raise ReviewError(lost)
    columns = ["source_id", "accession", "doi", "title"]
    entries = read_register(review.root / place("register"), columns=columns)
    seen = set(entries["source_id"])
    gone = sorted(seen - {source.key for source in review.protocol.sources})
    new = [
        (number, source)
        for number, source in enumerate(review.protocol.sources, 1)
        if not source.id and source.key not in seen
    ]
    problems = []
    for number, source in new if gone else ():
        for former in _recognise(review, source, entries[entries["source_id"].isin(gone)]):
            message = f"{source.name} is new, but has the records of the source {former!r}, which is gone"
            remedy = (
                f"If you renamed the source, write 'id: {former}' beside its name, and all "
                f"labels stay. If it is another source, write 'id: {source.key}'"
            )
            problems.append(Problem(message, place("protocol"), 0, f"sources.{number}", remedy))
    if problems:
        raise ReviewError(problems)


def _recognise(review: Review, source: Source, entries: pd.DataFrame) -> list[str]:
    """Return the ids of the sources that this one may have been; a service is not asked to find out."""
    if source.key not in review.exports:
        return [] if source.export else sorted(set(entries["source_id"]))
    path = review.root / review.exports[source.key]
    try:
        records = read_export(path, source=source.name, encoding=source.encoding).records
    except ReviewError:
        return []  # the check of exports says what is wrong with it
    brought = list_marks(records)
    same = {former: list_marks(rows) for former, rows in entries.groupby("source_id", sort=True)}
    return [
        str(former)
        for former, marks in same.items()
        if len(brought & marks) >= _SAME_SOURCE * min(len(brought), len(marks)) > 0
    ]


def _report_of(review: Review) -> dict[str, str]:
    table = review.root / place("duplicates")
    if not table.is_file():
        return {}
    matches = read_table(table, MATCH)
    return dict(zip(matches["record_id"], matches["report_id"], strict=True))


def _sheets(review: Review, *kinds: str) -> list[str]:
    return [str(review.root / file) for file in review.label_files(*kinds)]
