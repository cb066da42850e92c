"""Every tag and field of the real exports is in a column, in the notes, or ignored for a reason."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from cireview.errors import ExportError
from cireview.formats import dialects, read_export
from cireview.formats.columns import TABLE, find_header, plain_name
from cireview.formats.decoding import find_encoding
from cireview.formats.entries import Dialect
from cireview.formats.noting import drop_references
from cireview.formats.structured import STRUCTURED

EXPORTS = Path(__file__).parents[3] / "shared" / "data" / "exports"
pytestmark = pytest.mark.skipif(not EXPORTS.exists(), reason="the real export files are not here")

IGNORED = {
    "ris TY": "a type that the document type says in other words",
    "ris ER": "the end of a record",
    "wos FN": "names the file's program",
    "wos VR": "names the format's version",
    "nbib AU": "the short form of FAU, whose families stand in the authors",
    "wos AU": "the short form of AF",
    "endnote_xml ref-type": "a number that the type's name says in words",
    "ris U1": "the PubMed id with its label, which stands in its column",
    "ris L2": "the address of the DOI, which stands in its column",
    "csv Full Text Link": "the address of the DOI",
    "csv Link Attachments": "the address of the DOI",
    "csv External URL": "the address of the DOI",
    "csv Authors": "names that Springer writes without anything between them",
}
SHARE = 0.999


def _words(text: str) -> list[str]:
    plain = re.sub(r"\\[a-zA-Z]+|[{}\\^'`~\"]", "", text)
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKD", plain).casefold())


def _fields(text: str, kind: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of what looks like a field, line by line."""
    tag = ""
    if kind == "csv":
        _, delimiter, names = find_header(text[:60_000]) or (0, ",", [])
        quoting = csv.QUOTE_NONE if {"au", "ut"} <= set(names) else csv.QUOTE_MINIMAL
        rows = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=quoting)
        head: list[str] = []
        for row in rows:
            if head:
                yield from zip(head, row, strict=False)
            elif [plain_name(cell) for cell in row] == names:
                head = row
        return
    if kind == "endnote_xml":
        yield from re.findall(r"<([\w-]+)[^>]*>([^<]+)<", text)
        return
    for line in text.split("\n"):
        if kind in ("ris", "nbib") and line[:2].isupper() and "-" in line[2:6]:
            tag, value = line.split("-", 1)
            yield tag.strip(), value
        elif kind in ("wos", "refworks") and re.match(r"[A-Z][A-Z0-9]( |$)", line):
            yield line[:2], line[3:]
        elif kind == "enw" and line.startswith("%"):
            yield line[:2], line[2:]
        elif kind == "bibtex" and (field := re.match(r"\s*([\w-]+)\s*=\s*(.*)", line)):
            yield field[1].lower(), field[2]


def test_every_field_of_the_real_exports_is_accounted_for() -> None:
    counted, missing = Counter[str](), Counter[str]()
    for path in sorted(EXPORTS.rglob("*.*")):
        try:
            reading = read_export(path, source="x")
        except ExportError:
            continue
        if reading.format in ("xlsx", "xls"):
            continue
        held = {
            word for column in reading.records for text in reading.records[column] for word in _words(text)
        }
        held.update(word for text in reading.rejected["text"] for word in _words(text))
        with find_encoding(path).open(path) as file:
            text = file.read()
        for tag, value in _fields(text, reading.format):
            words, name = _words(value), f"{reading.format} {tag}"
            if words and name not in IGNORED:
                counted[name] += 1
                missing[name] += sum(word in held for word in words) < 0.9 * len(words)
    share = 1 - missing.total() / counted.total()
    assert counted.total() > 100_000
    assert share >= SHARE, missing.most_common(20)


def test_each_tag_under_which_a_dialect_lists_cited_works_is_dropped_with_them() -> None:
    spoken = [value for value in vars(dialects).values() if isinstance(value, Dialect)]
    spoken += [TABLE, *(dialect for _, dialect in STRUCTURED.values())]
    tags = {f"{dialect.prefix}{tag}" for dialect in spoken for tag in dialect.references}
    assert {drop_references(f"PB: Wiley; {tag}: Roe A, 2001") for tag in tags} == {"PB: Wiley"}
