"""Say what is wrong with an export file by its first and last pages alone; imports nothing heavy."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from cireview.errors import Problem, ReviewError
from cireview.formats.columns import find_header
from cireview.formats.counting import JSON_SIGN
from cireview.formats.decoding import HEAD, choose_codec, decode_head
from cireview.formats.delimited import Row, part_rows
from cireview.formats.packing import open_bytes
from cireview.formats.registers import register_of
from cireview.formats.sniffing import JSON_FORMATS, READABLE, XML_FORMATS, sniff_format

_EXPLAINED = {
    "empty": ("the file is empty", "Export the records again"),
    "html": ("the file is a web page, not an export", "Use the database's export button, not 'save page as'"),
    "pdf": ("the file is a PDF", "Export the records as RIS"),
    "zip": ("the file is a broken ZIP archive", "Download it again"),
    "gzip": ("the file is compressed twice", "Unpack it"),
    "image": ("the file is an image", "Export the records as RIS"),
    "xml": (
        "the file is XML, but of no program that cireview knows",
        "Export the records as RIS or EndNote XML",
    ),
    "json": ("the file is JSON, but of no program that cireview knows", "Export the records as RIS or CSV"),
    "binary": ("the file is not text", "Export the records as RIS"),
    "pubmed_text": (
        "the file has PubMed's format 'Abstract (text)', which programs cannot read",
        "Choose the format 'PubMed' (.nbib) when saving",
    ),
    "text": (
        "cireview recognises neither tags nor column names in this file",
        "Export the records as RIS; a table needs at least a column 'title'",
    ),
}
_AGAIN = "It seems to be cut off: export or download it again"


def explain_format(file_format: str, file: str, *, head: bytes = b"", encoding: str | None = None) -> Problem:
    """Return the problem of a file that cannot be read because of its format or the given encoding."""
    if encoding and sniff_format(head) in READABLE:
        return _explain_encoding(encoding, file)
    message, remedy = _EXPLAINED[file_format]
    return Problem(message, file, remedy=remedy)


def _explain_encoding(encoding: str, file: str) -> Problem:
    return Problem(f"the file is not {encoding}", file, remedy="Give the right encoding, or leave it out")


def check_export(path: str | Path, *, encoding: str | None = None) -> list[Problem]:
    """Look for problems of an export file at its start and its end only.

    Parameters
    ----------
    path, encoding
        The file, and the encoding that the review says it has; None to tell it from the file.

    Returns
    -------
    list of Problem
        A file that is missing, empty, of a wrong format, not decodable, or cut off: 64 KB at either end tell.
    """
    path, file = Path(path), str(path)
    if not path.is_file():
        return [Problem("the file does not exist", file, remedy="Put it there, or correct its name")]
    if encoding is not None and not is_codec(encoding):
        return [
            Problem(
                f"there is no encoding {encoding!r}", file, remedy="Give an encoding such as utf-8 or gbk"
            )
        ]
    try:
        head, tail, size = _read_ends(path)
    except ReviewError as error:
        return list(error.problems)
    file_format = sniff_format(head, encoding)
    if file_format not in READABLE:
        return _check_unknown(head, file_format, file, encoding)
    if file_format in ("xlsx", "xls"):
        with open_bytes(path) as opened:
            broken = file_format == "xlsx" and not zipfile.is_zipfile(opened)
        return [Problem("the spreadsheet has no end", file, remedy=_AGAIN)] if broken else []
    codec = choose_codec(head, encoding)
    problems = []
    if encoding and "\ufffd" in codecs.getincrementaldecoder(codec)("replace").decode(head):
        problems.append(_explain_encoding(encoding, file))
    end = decode_head(tail, {"utf-16": _byte_order(head), "utf-8-sig": "utf-8"}.get(codec, codec))
    check = _END_CHECKS.get(file_format)
    if check and (message := check(decode_head(head, codec), end, size <= HEAD)):
        problems.append(Problem(message, file, remedy=_AGAIN))
    return problems


def _check_unknown(head: bytes, file_format: str, file: str, encoding: str | None) -> list[Problem]:
    """Return the problem of a file of no format of ours, none if another package reads it."""
    from cireview.formats.plugged import recognise  # readers, which checking does without

    try:
        if recognise(head):
            return []
    except ReviewError as error:
        return [replace(problem, file=file) for problem in error.problems]
    kind = "binary" if file_format == "text" and _is_binary(head) else file_format
    return [explain_format(kind, file, head=head, encoding=encoding)]


def find_register(path: str | Path, *, encoding: str | None = None) -> str:
    """Return the register of studies whose export a file is, as its columns or elements tell; '' of others.

    Parameters
    ----------
    path, encoding
        As `check_export` has them; the file is one that it finds nothing wrong with.
    """
    with open_bytes(Path(path)) as opened:
        head = opened.read(HEAD)
    file_format = sniff_format(head, encoding)
    header = find_header(decode_head(head, choose_codec(head, encoding))) if file_format == "csv" else None
    return register_of(file_format, header[2] if header else [])


def _read_ends(path: Path) -> tuple[bytes, bytes, int]:
    """Return the first and the last 64 KB of a file, and its size; the last at a multiple of 4 bytes."""
    with open_bytes(path) as opened:
        head = opened.read(HEAD)
        size = opened.seek(0, 2)
        opened.seek(max(size - HEAD, 0) & ~3)
        return head, opened.read(), size


def is_codec(name: str) -> bool:
    """Say whether a text encoding of this name exists."""
    try:
        b"a".decode(name, "replace")
    except (LookupError, UnicodeError):
        return False
    return True


def _byte_order(head: bytes) -> str:
    """Return the codec of UTF-16 text that has no mark of its own, as in the middle of a file."""
    return "utf-16-be" if head.startswith(codecs.BOM_UTF16_BE) else "utf-16-le"


def _is_binary(head: bytes) -> bool:
    """Say whether more than a tenth of the bytes are control characters other than white space."""
    return sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) / 10


def _check_ended(end_tag: str, start_tag: str) -> Callable[[str, str, bool], str]:
    """Return the check that the last record has an end tag, as the first ones have."""
    ends, starts = re.compile(end_tag, re.MULTILINE), re.compile(start_tag, re.MULTILINE)

    def check(head: str, end: str, whole: bool) -> str:
        last_start = max((tag.start() for tag in starts.finditer(end)), default=-1)
        last_end = max((tag.start() for tag in ends.finditer(end)), default=-1)
        if last_start <= last_end or (last_end < 0 and not ends.search(head)):
            return ""
        return "the last record has no end tag, although others have one"

    return check


def _check_bibtex(head: str, end: str, whole: bool) -> str:
    """Check that the braces of the last entry come out even, when its start is in the tail."""
    starts = [
        opening.start() for opening in re.finditer(r"^[ \t\ufeff]*@\s*[A-Za-z]+\s*\{", end, re.MULTILINE)
    ]
    if not starts:
        return ""
    entry = re.sub(r"\\.", "", end[starts[-1] :])
    if entry.count("{") > entry.count("}") and not entry.rstrip().endswith("}"):
        return "the braces of the last entry are not closed"
    return ""


def _check_xml(head: str, end: str, whole: bool) -> str:
    """Check that the last thing in the file closes what the first one opened."""
    opened = re.match(r"(?:\s*<[?!][^>]*>)*\s*<([\w:.-]+)", head)
    closed = re.search(r"</([\w:.-]+)\s*>[\s\0]*\Z", end)
    return "" if opened and closed and opened[1] == closed[1] else "the XML is not closed"


def _check_json(head: str, end: str, whole: bool) -> str:
    """Check that the last sign closes what the first one opened, and of a short file that all are closed."""
    closing = {"{": "}", "[": "]"}.get(head.strip()[:1], "")
    signs = [sign for sign in JSON_SIGN.findall(head) if sign[0] != '"'] if whole else []
    depth = sum(1 if sign in "{[" else -1 for sign in signs)
    if end.strip("\0 \t\r\n").endswith(closing) and depth <= 0:
        return ""
    return "the JSON is not closed"


def _check_nbib(head: str, end: str, whole: bool) -> str:
    """Check that the last record has the tag SO, with which PubMed ends each but chapters of books (BTI)."""
    records = re.split(r"\n\s*\n(?=(?:PMID|OWN|PMC) *-)", head.strip())
    complete = records[:-1] or ([] if whole else records)
    if len(complete) < 3 or not all(
        re.search(r"^(?:SO |BTI) - ", record, re.MULTILINE) for record in complete
    ):
        return ""
    last = re.split(r"\n\s*\n(?=(?:PMID|OWN|PMC) *-)", end.strip())[-1]
    return (
        ""
        if re.search(r"^(?:SO |BTI) - ", last, re.MULTILINE)
        else "the last record has no SO, although others have one"
    )


def _check_table(head: str, end: str, whole: bool) -> str:
    """Check the last row: that of a long table only when the end is sure to have been parted into rows."""
    header = find_header(head)
    if header is None:
        return ""
    skipped, delimiter, names = header

    def part(text: str, skipped: int) -> list[Row]:
        lines = text.splitlines(keepends=True)
        return list(part_rows(lines, skipped=skipped, delimiter=delimiter, names=names))

    if whole:
        rows = part(head, skipped)
    else:  # the end may start within quotation marks or not
        rows = max(part(end, 0), part(f'"{end}', 0), key=lambda rows: _count_even(rows, len(names)))
        if len(rows) < 3 or _count_even(rows[:-1], len(names)) < len(rows) - 1:
            return ""
    return rows[-1].problem if rows else ""


def _count_even(rows: list[Row], width: int) -> int:
    """Return how many rows have as many cells as the header."""
    return sum(len(row.cells) == width for row in rows)


_END_CHECKS: dict[str, Callable[[str, str, bool], str]] = {
    "ris": _check_ended(r"^\s?ER {0,2}-", r"^\ufeff*\s?TY(?:  | ?\t| )-"),
    "wos": _check_ended(r"^ER\s*$", r"^\ufeff*PT [A-Z]\s*$"),
    "bibtex": _check_bibtex,
    **dict.fromkeys(XML_FORMATS, _check_xml),
    **dict.fromkeys(JSON_FORMATS, _check_json),
    "nbib": _check_nbib,
    "csv": _check_table,
}
