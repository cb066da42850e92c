"""Name the file of a full text: record ids hold `:` and `/`, which the names of files cannot."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePath

import pandas as pd

SUFFIXES = (".pdf", ".txt")
_LONGEST = 80
"""Characters of a name: some file systems take 255 bytes, some programs a path of 260 characters."""
_MARK = 7  # a hyphen and six hex digits


def plain_name(record_id: str) -> str:
    """Return the name, without suffix, of the file of a record's full text.

    Whatever is neither letter, digit, ``_``, ``-`` nor ``.`` becomes ``_``; a name of more than 80
    characters is cut and marked with a digest of the id. `find_records` tells where two names are one.

    Examples
    --------
    >>> plain_name("web_of_science:WOS:1")
    'web_of_science_WOS_1'
    """
    # Composed first: macOS hands back names in parts, an accent behind its letter.
    name = re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFC", record_id))
    return name if len(name) <= _LONGEST else name[: _LONGEST - _MARK] + _mark(record_id)


def text_key(file: str) -> str:
    """Return the key of a file, by its own name and suffix; files with one key have the same name for us."""
    path = PurePath(file)
    return f"{plain_name(path.stem)}{path.suffix}".casefold()


def report_names(matches: pd.DataFrame) -> dict[str, str]:
    """Return for each report the name, without suffix, under which its full text is to be saved.

    It is the plain name of the report's id, marked with a digest of the id if that is also the name of a
    record of another report.

    Parameters
    ----------
    matches
        Report of every record (MATCH).
    """
    reports: defaultdict[str, set[str]] = defaultdict(set)
    for record, report in zip(matches["record_id"], matches["report_id"], strict=True):
        reports[plain_name(record).casefold()].add(report)
    names = {report: plain_name(report) for report in sorted(set(matches["report_id"]))}
    return {
        report: name if len(reports[name.casefold()]) <= 1 else name + _mark(report)
        for report, name in names.items()
    }


def find_records(files: Iterable[str], records: Iterable[str]) -> dict[str, list[str]]:
    """Return the records that the name of each file can mean, plain or marked, sorted.

    Capitals do not matter, nor how signs other than letters, digits, ``-`` and ``.`` are written.
    """
    keys = {file: plain_name(PurePath(file).stem).casefold() for file in files}
    wanted = set(keys.values())
    unmarked = {key[:-_MARK] for key in wanted if re.search(r"-[0-9a-f]{6}$", key)}
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        key = plain_name(record).casefold()
        if key in wanted:
            by_key[key].add(record)
        if key in unmarked and key + _mark(record) in wanted:
            by_key[key + _mark(record)].add(record)
    return {file: sorted(by_key[key]) for file, key in keys.items()}


def _mark(record_id: str) -> str:
    return "-" + hashlib.sha256(record_id.encode("utf-8", "replace")).hexdigest()[: _MARK - 1]
