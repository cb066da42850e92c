"""Read an export file into records, and account for everything that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cireview.errors import ExportError, Problem
from cireview.formats.arrow import ColumnBuilder
from cireview.formats.bibtex import BIBTEX, read_bibtex
from cireview.formats.checking import explain_format
from cireview.formats.columns import find_header
from cireview.formats.counting import count_rows, count_starts
from cireview.formats.decoding import HEAD, Encoding, decode_head, find_encoding
from cireview.formats.dialects import ENW, NBIB, OVID, OVID_TEXT, PROQUEST_TEXT, REFWORKS, RIS, WOS
from cireview.formats.endnote_xml import ENDNOTE_XML, read_endnote_xml
from cireview.formats.entries import Dialect, Entry
from cireview.formats.filling import COLUMNS, fill_record
from cireview.formats.sniffing import READABLE, sniff_format, sniff_text
from cireview.formats.tabular import (
    is_wos_header,
    read_csv,
    read_rows,
    read_xls_rows,
    read_xlsx_rows,
    table_dialect,
)
from cireview.formats.tagged import GRAMMARS, read_tagged
from cireview.records import identify_records
from cireview.tables import RECORD, REJECTED

_DIALECTS = {
    "ris": RIS,
    "nbib": NBIB,
    "wos": WOS,
    "enw": ENW,
    "refworks": REFWORKS,
    "ovid": OVID,
    "ovid_text": OVID_TEXT,
    "proquest_text": PROQUEST_TEXT,
    "bibtex": BIBTEX,
    "endnote_xml": ENDNOTE_XML,
}
_SHOWN = 500


@dataclass(frozen=True)
class Reading:
    """What an export file held.

    Parameters
    ----------
    records
        Table of records (`cireview.tables.RECORD`).
    rejected
        Table of rejected parts (`cireview.tables.REJECTED`).
    format
        The file's format, as `sniff_format` names it.
    encoding
        The file's encoding; empty for spreadsheets.
    expected
        Number of records by an independent count of what starts one.
    warnings
        What a person should know: doubtful encoding, records without an end, a count that differs.
    """

    records: pd.DataFrame
    rejected: pd.DataFrame
    format: str
    encoding: str
    expected: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Source:
    """A file's entries with the dialect that they speak, and how many there should be."""

    entries: Iterator[Entry]
    dialect: Dialect
    count: Callable[[], int]


def read_export(
    path: str | Path, *, source: str, search_id: str = "", encoding: str | None = None
) -> Reading:
    """Read a file that a bibliographic database or a reference manager exported.

    Parameters
    ----------
    path
        The file; its format is told by what it holds.
    source
        Name of the database, as the review calls it.
    search_id
        The search that the file is the answer to.
    encoding
        Encoding to use; None tells it from the file (byte order mark, UTF-8, else Windows-1252).

    Returns
    -------
    Reading
        Records with their ids, rejected parts with line and reason, and warnings. If records and rejected
        parts together are not as many as was counted, a warning says so.

    Raises
    ------
    ExportError
        If the file does not exist, is empty, or is of no format that can be read.
    """
    path = Path(path)
    if not path.is_file():
        raise ExportError(Problem("the file does not exist", str(path)))
    with path.open("rb") as file:
        head = file.read(HEAD)
    file_format = _checked_format(path, head, encoding)
    warnings: list[str] = []
    name = ""
    if file_format in ("xlsx", "xls"):
        opened = _open_spreadsheet(path, file_format)
    else:
        how = find_encoding(path, encoding)
        name = how.name
        warnings += [how.warning] if how.warning else []
        opened = _open_text(path, how, decode_head(head, how.codec), file_format)
    builder, rejected, remarks = _collect(opened)
    warnings += remarks
    records = _identify(builder, source, search_id)
    expected = opened.count()
    if len(records) + len(rejected) != expected:
        told = f"{len(records)} were read and {len(rejected)} parts rejected"
        warnings.append(f"{expected} records were counted in the file, but {told}")
    table = pd.DataFrame(
        [(search_id, path.name, entry.line, entry.problem, entry.text[:_SHOWN]) for entry in rejected],
        columns=list(REJECTED.columns),
    )
    return Reading(records, REJECTED.conform(table), file_format, name, expected, tuple(warnings))


def _checked_format(path: Path, head: bytes, encoding: str | None) -> str:
    """Return the format of a file that can be read; raise for any other."""
    file_format = sniff_format(decode_head(head, encoding) if encoding else head)
    if file_format not in READABLE:
        raise ExportError(explain_format(file_format, str(path)))
    return file_format


def _open_text(path: Path, how: Encoding, head: str, file_format: str) -> _Source:
    """Return the entries of a text file."""
    if file_format == "csv":
        found = find_header(head)
        names = found[2] if found else []
        skipped = found[0] + 1 if found else 0
        return _Source(
            _with_file(path, how, lambda lines: read_csv(lines, head)),
            table_dialect(names),
            lambda: count_rows(_lines(path, how), skipped, quoted=not is_wos_header(names)),
        )
    if file_format in ("bibtex", "endnote_xml"):
        reader = read_bibtex if file_format == "bibtex" else read_endnote_xml
        entries = reader("".join(how.blocks(path)))
    else:
        grammar = GRAMMARS[sniff_text(head)]
        entries = _with_file(path, how, lambda lines: read_tagged(lines, grammar))
    if file_format == "proquest_text":
        entries = (entry for entry in entries if "ProQuest document ID" in entry.fields)
    return _Source(entries, _DIALECTS[file_format], lambda: count_starts(how.blocks(path), file_format))


def _lines(path: Path, how: Encoding) -> Iterator[str]:
    with how.open(path) as file:
        yield from file


def _with_file(
    path: Path, how: Encoding, read: Callable[[Iterator[str]], Iterator[Entry]]
) -> Iterator[Entry]:
    return read(_lines(path, how))


def _open_spreadsheet(path: Path, file_format: str) -> _Source:
    """Return the entries of a spreadsheet's first filled sheet."""
    try:
        rows = (read_xlsx_rows if file_format == "xlsx" else read_xls_rows)(path)
    except ExportError:
        raise
    except Exception as error:  # the parsers of broken spreadsheets raise whatever they stumble over
        remedy = "Open it, and save it as CSV"
        raise ExportError(Problem(f"the spreadsheet is broken: {error}", str(path), remedy=remedy)) from error
    entries = list(read_rows(rows))
    filled = sum(any(row) for row in rows)
    dialect = table_dialect(list(entries[0].fields) if entries else [])
    before = next((number for number, row in enumerate(rows, 1) if entries and number == entries[0].line), 1)
    return _Source(iter(entries), dialect, lambda: filled - sum(any(row) for row in rows[: before - 1]))


def _collect(opened: _Source) -> tuple[ColumnBuilder, list[Entry], list[str]]:
    """Fill the columns from all entries; return them, the rejected entries, and the remarks summed up."""
    fill = fill_record(opened.dialect)
    builder = ColumnBuilder(COLUMNS)
    rejected: list[Entry] = []
    remarks: dict[str, list[int]] = {}
    for entry in opened.entries:
        if entry.problem:
            rejected.append(entry)
            continue
        if entry.remark:
            remarks.setdefault(entry.remark, []).append(entry.line)
        builder.append(fill(entry))
    told = [
        f"the record at line {lines[0]} {remark}"
        if len(lines) == 1
        else f"each of {len(lines)} records {remark}; the first is at line {lines[0]}"
        for remark, lines in remarks.items()
    ]
    return builder, rejected, told


def _identify(builder: ColumnBuilder, source: str, search_id: str) -> pd.DataFrame:
    """Return the table of records with source, search and ids."""
    records = builder.frame()
    records["source"] = pd.Series(source, index=records.index, dtype="str")
    records["search_id"] = pd.Series(search_id, index=records.index, dtype="str")
    records["record_id"] = identify_records(records).astype("str")
    return records[list(RECORD.columns)]
