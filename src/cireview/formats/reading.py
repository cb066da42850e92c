"""Read an export file into records, and account for everything that it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from cireview.errors import ExportError, Problem, ReviewError
from cireview.formats.arrow import ColumnBuilder
from cireview.formats.checking import explain_format, is_codec
from cireview.formats.columns import find_header
from cireview.formats.counting import count_rows, count_starts
from cireview.formats.decoding import HEAD, Encoding, decode_head, find_encoding
from cireview.formats.delimited import is_wos_header
from cireview.formats.dialects import COCHRANE, ENW, NBIB, OVID, OVID_TEXT, PROQUEST_TEXT, REFWORKS, RIS, WOS
from cireview.formats.entries import Dialect, Entry
from cireview.formats.filling import COLUMNS, HOLLOW, fill_record, is_hollow
from cireview.formats.mangled import Damage
from cireview.formats.packing import most_records, open_bytes
from cireview.formats.plugged import read_whole, recognise
from cireview.formats.registers_of_europe import EUCTR, EUCTR_DETAILS
from cireview.formats.sniffing import READABLE, sniff_format, sniff_text
from cireview.formats.structured import STRUCTURED, Format
from cireview.formats.tabular import (
    OURS_NAMES,
    choose_sheet,
    read_csv,
    read_rows,
    read_sheets,
    require_header,
    table_dialect,
)
from cireview.formats.tagged import GRAMMARS, read_tagged, straighten
from cireview.tables import LINE, RECORD, REJECTED
from cireview.tables.ids import identify_records

_DIALECTS = {
    "ris": RIS,
    "nbib": NBIB,
    "wos": WOS,
    "enw": ENW,
    "refworks": REFWORKS,
    "ovid": OVID,
    "ovid_text": OVID_TEXT,
    "proquest_text": PROQUEST_TEXT,
    "euctr_text": EUCTR,
    "euctr_details": EUCTR_DETAILS,
    "cochrane_text": COCHRANE,
}
_SHOWN = 500


@dataclass(frozen=True)
class Imported:
    """The content of an export file.

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
    lines
        Where each record starts in the file (`cireview.tables.LINE`), in the order of `records`.
    """

    records: pd.DataFrame
    rejected: pd.DataFrame
    format: str
    encoding: str
    expected: int
    warnings: tuple[str, ...]
    lines: pd.DataFrame


@dataclass(frozen=True)
class _Origin:
    """A file's entries with the dialect that they speak, how many there should be, and how it is encoded."""

    entries: Iterator[Entry]
    dialect: Dialect
    count: Callable[[], int]
    encoding: str = ""
    warning: str = ""
    damage: Damage | None = None


def read_export(
    path: str | Path,
    *,
    source: str,
    search_id: str = "",
    source_id: str = "",
    encoding: str | None = None,
    id_columns: Sequence[str] = (),
) -> Imported:
    """Read a file that a bibliographic database or a reference manager exported.

    Parameters
    ----------
    path
        The file. What it holds gives its format. It may be compressed: gzip, or a ZIP of one file.
    source, search_id
        Name of the database, as the review calls it, and the search that the file is the answer to.
    source_id
        What record ids begin with; the key of the database's name by default. Two searches of one database
        have ids of their own.
    encoding
        Encoding to use; None tells it from the file (byte order mark, UTF-8, else Windows-1252).
    id_columns
        Columns of a table that hold the accession where no column of a known database does. None by default:
        a column ``id`` often only counts the rows, and changes from export to export.

    Returns
    -------
    Imported
        Records with their ids, rejected parts with line and reason, and warnings. If records and rejected
        parts together are not as many as was counted, a warning says so.

    Raises
    ------
    ExportError
        If the file does not exist, is empty, is of no format that can be read, or holds far more than its
        size lets expect (`cireview.limits`).
    """
    path = Path(path)
    try:
        file_format, head, plugged = _tell_format(path, encoding)
        opened = _open_file(path, head, plugged or file_format, encoding, id_columns)
        builder, lines, rejected, remarks = _collect(opened, source, most_records(path))
        expected = opened.count()
    except ReviewError as error:
        problems = [replace(problem, file=problem.file or str(path)) for problem in error.problems]
        raise ExportError(problems) from error
    records = _identify(builder, source, search_id, source_id)
    warnings = [opened.warning] if opened.warning else []
    warnings += remarks + _compare(expected, len(records), len(rejected))
    table = pd.DataFrame(
        [(search_id, path.name, entry.line, entry.problem, entry.text[:_SHOWN]) for entry in rejected],
        columns=list(REJECTED.columns),
    )
    starts = LINE.conform(records[["record_id"]].assign(file=path.as_posix(), line=lines))
    return Imported(
        *(records, REJECTED.conform(table), file_format, opened.encoding, expected, tuple(warnings)), starts
    )


def _compare(expected: int, read: int, rejected: int) -> list[str]:
    """Return the warning that not all that was counted was read or rejected, if so."""
    if read + rejected == expected:
        return []
    outcome = f"{read} were read and {rejected} parts rejected"
    return [f"{expected} records were counted in the file, but {outcome}"]


def _tell_format(path: Path, encoding: str | None) -> tuple[str, bytes, Format | None]:
    """Return the format of a file that can be read, its start, and the format if another package reads it."""
    if path.is_dir():
        raise ExportError(Problem("this is a folder", str(path), remedy="Give the files in it"))
    if not path.is_file():
        raise ExportError(Problem("the file does not exist", str(path), remedy="Correct its name"))
    if encoding and not is_codec(encoding):
        remedy = "Give an encoding such as utf-8 or gbk"
        raise ExportError(Problem(f"there is no encoding {encoding!r}", str(path), remedy=remedy))
    with open_bytes(path) as file:
        head = file.read(HEAD)
    file_format = sniff_format(head, encoding)
    if file_format in READABLE:
        return file_format, head, None
    name, plugged = recognise(head) or (file_format, None)
    if plugged is None:
        raise ExportError(explain_format(file_format, str(path), head=head, encoding=encoding))
    return name, head, plugged


def _open_file(
    path: Path, head: bytes, file_format: str | Format, encoding: str | None, id_columns: Sequence[str]
) -> _Origin:
    """Return the entries of a file; those that another package reads come all at once."""
    if isinstance(file_format, Format):
        whole = read_whole(path, file_format, encoding)
        found = iter(whole.entries), file_format.dialect, lambda: whole.expected
        return _Origin(*found, whole.encoding, whole.warning)
    if file_format in ("xlsx", "xls"):
        return _open_spreadsheet(path, file_format, id_columns)
    how = find_encoding(path, encoding)
    text = decode_head(head, how.codec)
    if file_format == "csv":
        opened = _open_table(path, how, text, id_columns)
    elif file_format in STRUCTURED:
        opened = _open_structure(path, how, file_format)
    else:
        opened = _open_tags(path, how, text, file_format)
    return replace(opened, encoding=how.name, warning=how.warning)


def _open_table(path: Path, how: Encoding, head: str, id_columns: Sequence[str]) -> _Origin:
    """Return the rows of a delimited table."""
    skipped, _, names = find_header(head) or (0, ",", [])
    return _Origin(
        read_csv(_lines(path, how), head),
        table_dialect(names, id_columns),
        lambda: count_rows(_lines(path, how), skipped + 1, quoted=not is_wos_header(names)),
        damage=None if set(names) >= OURS_NAMES else Damage(),
    )


def _open_tags(path: Path, how: Encoding, head: str, file_format: str) -> _Origin:
    """Return the entries of tagged lines."""
    spoken, lines = sniff_text(head), _lines(path, how)
    loose = spoken == "ris_loose"
    entries = read_tagged(straighten(lines) if loose else lines, GRAMMARS["ris" if loose else spoken])
    if file_format == "proquest_text":
        entries = (entry for entry in entries if "ProQuest document ID" in entry.fields)
    return _Origin(entries, _DIALECTS[file_format], lambda: count_starts(how.blocks(path), file_format))


def _open_structure(path: Path, how: Encoding, file_format: str) -> _Origin:
    """Return the entries of BibTeX, XML or JSON, which are read as a whole."""
    of = STRUCTURED[file_format]
    entries = iter(of.read("".join(how.blocks(path))))
    return _Origin(entries, of.dialect, lambda: count_starts(how.blocks(path), file_format))


def _lines(path: Path, how: Encoding) -> Iterator[str]:
    with how.open(path) as file:
        # A byte order mark that an editor took for three letters.
        yield next(file, "").removeprefix("ï»¿")
        yield from file


def _open_spreadsheet(path: Path, file_format: str, id_columns: Sequence[str]) -> _Origin:
    """Return the entries of a spreadsheet's first sheet of records."""
    rows, warning = choose_sheet(read_sheets(path, file_format))
    start, names = require_header(rows)
    return _Origin(
        read_rows(rows, start, names),
        table_dialect(names, id_columns),
        lambda: sum(any(row) for row in rows[start + 1 :]),
        warning=warning,
        damage=Damage(),
    )


def _collect(
    opened: _Origin, source: str, most: float
) -> tuple[ColumnBuilder, list[int], list[Entry], list[str]]:
    """Fill the columns from all entries; return them with their lines, the rejected entries, and remarks."""
    fill = fill_record(opened.dialect, source)
    builder = ColumnBuilder(COLUMNS)
    lines: list[int] = []
    rejected: list[Entry] = []
    remarks: dict[str, list[int]] = {}
    for number, entry in enumerate(opened.entries, 1):
        if number > most:
            message = f"the compressed file holds more than {number - 1:,} records, too many for its size"
            raise ReviewError(Problem(message, remedy="Unpack it, and look at its content"))
        if opened.damage and not entry.problem:
            opened.damage.look(entry)
        values = [] if entry.problem else fill(entry)
        if values and is_hollow(values):
            entry.problem, entry.text = HOLLOW, entry.show()
        if entry.problem:
            rejected.append(entry)
            continue
        if entry.remark:
            remarks.setdefault(entry.remark, []).append(entry.line)
        builder.append(values)
        lines.append(entry.line)
    warnings = [_tell_remark(remark, places) for remark, places in remarks.items()]
    return builder, lines, rejected, [*warnings, *(opened.damage.tell() if opened.damage else ())]


def _tell_remark(remark: str, lines: list[int]) -> str:
    """Return the warning of a remark that records at `lines` have."""
    if len(lines) == 1:
        return f"the record at line {lines[0]} {remark}"
    return f"each of {len(lines)} records {remark}; the first is at line {lines[0]}"


def _identify(builder: ColumnBuilder, source: str, search_id: str, source_id: str) -> pd.DataFrame:
    """Return the table of records with source, search and ids."""
    records = builder.frame()
    records["source"] = pd.Series(source, index=records.index, dtype="str")
    records["search_id"] = pd.Series(search_id, index=records.index, dtype="str")
    records["record_id"] = identify_records(records, source=source_id or None).astype("str")
    return records[list(RECORD.columns)]
