"""Whether a registered version is what an earlier reader of exports made of the same lines.

A reader that learns to read more changes what a record says though its file stays: a subtitle comes to the
title, fields come from the entry that a cross-reference names, a text of several names is parted, and what
has no column comes to the notes. All else is the same to the letter, which tells it from a new version.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping

import pandas as pd

from cireview.tables.ids import main_title

Row = Mapping[Hashable, str]

_COPIES = 100  # of one record in one export, at most, are compared
_SAME = ("accession", "abstract", "pages", "pmid")
_INHERITED = re.compile(r"(?:^|; )(?:crossref|xdata): ")
_PLAIN = ("accession", "abstract", "year", "volume", "issue", "pages", "doi", "pmid", "document_type", "url")
# Separators of names, and marks for names that are left out.
_BETWEEN = frozenset({"and", "und", "et", "al", "y", "others", "with"})
# A field that an earlier reader read as the end of the one before.
_GLUED = re.compile(r"\W*[^\s=]+\s*=")


def find_earlier_readings(records: pd.DataFrame, entries: pd.DataFrame) -> dict[Hashable, str]:
    """Return the registered id of each record of which an earlier reading is registered, by its index.

    Copies of a record in one export say the same but for their notes: each takes the entry that has most of
    its notes.

    Parameters
    ----------
    records
        RECORD of one source, without those whose id is known.
    entries
        REGISTERED of this source, without ids that are taken; the latest version of each id counts.
    """
    known: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for entry in entries.drop_duplicates("record_id", keep="last").to_dict("records"):
        known[_key(entry)].append(entry)
    pairs = [
        (-len(entry["notes"]), index, str(entry["record_id"]))
        for index, row in records.to_dict("index").items()
        for entry in known.get(_key(row), ())[:_COPIES]
        if is_earlier_reading(row, entry)
    ]
    found: dict[Hashable, str] = {}
    taken: set[str] = set()
    for _, index, record in sorted(pairs, key=lambda pair: (pair[0], pair[2])):
        if index not in found and record not in taken:
            found[index] = record
            taken.add(record)
    return found


def _key(row: Row) -> tuple[str, ...]:
    """Return what no better reading changes; only rows that share it are compared."""
    return (main_title(row["title"], row["notes"]), *(row[column] for column in _SAME))


def is_earlier_reading(record: Row, entry: Row) -> bool:
    """Say whether `entry` is what an earlier reader made of the lines of `record`.

    Parameters
    ----------
    record
        A record as it is read now.
    entry
        A registered version.
    """
    inherits = bool(_INHERITED.search(record["notes"]))

    def agree(column: str, now: str) -> bool:
        then = entry[column]
        is_glued = bool(now) and then.startswith(now) and bool(_GLUED.match(then[len(now) :]))
        return now == then or (inherits and not then) or is_glued

    titles = all(
        agree(column, record[column]) or agree(column, main_title(record[column], record["notes"]))
        for column in ("title", "journal")
    )
    notes = set(entry["notes"].split("; ")) - {""} <= set(record["notes"].split("; "))
    return (
        titles
        and notes
        and all(agree(column, record[column]) for column in _PLAIN)
        and _same_people(record, entry, inherits=inherits)
    )


def _same_people(record: Row, entry: Row, *, inherits: bool) -> bool:
    """Say whether the authors are the same but for what stands between them, or in the notes now."""
    now, then = _words(record["authors"]), _words(entry["authors"])
    if inherits and not then:
        return True
    return now <= then and then - now <= _BETWEEN | _words(record["notes"])


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
