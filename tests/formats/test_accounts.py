"""Every tag and field of the real exports is in a column, in the notes, or ignored for a reason.

Fields are found line by line, by ways that share nothing with the readers. A field is there if nine tenths of
its words are in the record that starts at or above its line.
"""

from __future__ import annotations

import csv
import html
import io
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from cireview.errors import ExportError
from cireview.formats import Imported, dialects, read_export
from cireview.formats.columns import TABLE, find_header, plain_name
from cireview.formats.decoding import find_encoding
from cireview.formats.entries import Dialect
from cireview.formats.noting import drop_references
from cireview.formats.structured import STRUCTURED

EXPORTS = Path(__file__).parents[3] / "shared" / "data" / "exports"
real = pytest.mark.skipif(not EXPORTS.exists(), reason="the real export files are not here")

IGNORED = {
    "ris TY": "a type that the document type says in other words",
    "ris ER": "the end of a record",
    "wos FN": "names the file's program",
    "wos VR": "names the format's version",
    "nbib AU": "the short form of FAU, whose families stand in the authors",
    "wos AU": "the short form of AF",
    "endnote_xml ref-type": "a number that the type's name says in words",
}
# File and field: why a value is not in its record as it stands.
EXPLAINED = {
    "nasty/zotero_bibtex_18.bib bibtex author": "an abbreviation, which its text replaces",
    "nasty/zotero_bibtex_18.bib bibtex url": "an abbreviation, which its text replaces",
    "nasty/zotero_bibtex_19.bib bibtex author": "abbreviations, which their texts replace",
    "nasty/zotero_bibtex_19.bib bibtex publisher": "a subscript inside a word",
    "nasty/refmanager_badFormat.bib bibtex encoding": "stands above the first entry",
    "refworks/cff_refworks.ris ris M1": "the type, which the document type says in other words",
    "springer csv Authors": "names without anything between them, which are parted",
}
# Column: the tags of each format whose values belong into it.
OWN = {
    "ris": {"authors": "AU A1", "title": "TI T1", "year": "PY", "doi": "DO", "abstract": "AB"},
    "nbib": {"authors": "FAU", "title": "TI", "year": "DP", "abstract": "AB"},
    "wos": {"authors": "AF", "title": "TI", "year": "PY", "doi": "DI", "abstract": "AB"},
    "enw": {"authors": "%A", "title": "%T", "year": "%D", "doi": "%R", "abstract": "%X"},
    "refworks": {"authors": "A1", "title": "T1", "year": "YR", "doi": "DO", "abstract": "AB"},
    "bibtex": {
        column: name
        for name in ("author", "title", "year", "doi", "abstract")
        for column in ["authors" if name == "author" else name]
    },
    "endnote_xml": {
        "authors": "author",
        "title": "title",
        "year": "year",
        "abstract": "abstract",
        "doi": "electronic-resource-num",
    },
    "csv": {
        "authors": "Authors Author Author(s)",
        "title": "Title",
        "year": "Year PY",
        "doi": "DOI",
        "abstract": "Abstract",
    },
}
COLUMNS = {f"{kind} {tag}": c for kind, own in OWN.items() for c, tags in own.items() for tag in tags.split()}
LETTERS = {
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "l": "ł",
    "L": "Ł",
    "o": "ø",
    "O": "Ø",
    "ss": "ß",
    "i": "i",
    "j": "j",
    "aa": "å",
    "AA": "Å",
}
# Words that join names, or only name the identifier beside them.
LABELS = {"and", "others", "doi", "pubmed", "pmid", "issn", "eissn", "isbn", "http", "https", "dx", "org"}


def _words(text: str, kind: str) -> list[str]:
    if kind == "bibtex":
        text = re.sub(r"\\([a-zA-Z]+)\s*(?:\{\})?", lambda found: LETTERS.get(found[1], ""), text)
        text = re.sub(r"[\\{}^'`~\"=.$]", "", text)
    text = html.unescape(html.unescape(text)) if "&" in text else text
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [word for word in re.findall(r"[^\W_]+", text.casefold()) if word not in LABELS]


Field = tuple[int, str, str]


def _cells(text: str) -> Iterator[Field]:
    _, delimiter, names = find_header(text[:60_000]) or (0, ",", [])
    quoting = csv.QUOTE_NONE if {"au", "ut"} <= set(names) else csv.QUOTE_MINIMAL
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=quoting)
    head: list[str] = []
    start = 1
    for row in rows:
        if head:
            yield from ((start, name, value) for name, value in zip(head, row, strict=False))
        elif [plain_name(cell) for cell in row] == names:
            head = row
        start = rows.line_num + 1


def _elements(text: str) -> Iterator[Field]:
    text, line, place = re.sub(r"</?style[^>]*>", lambda tag: "\n" * tag[0].count("\n"), text), 1, 0
    for found in re.finditer(r"<([\w-]+)[^>]*>([^<]+)<", text):
        line, place = line + text.count("\n", place, found.start()), found.start()
        yield line, found[1], found[2]


def _fields(text: str, kind: str) -> Iterator[Field]:
    """Yield line, name and value of what looks like a field."""
    if kind in ("csv", "endnote_xml"):
        yield from _cells(text) if kind == "csv" else _elements(text)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if kind in ("ris", "nbib") and line[:2].isupper() and "-" in line[2:6]:
            tag, value = line.split("-", 1)
            yield number, tag.strip(), value
        elif kind in ("wos", "refworks") and re.match(r"[A-Z][A-Z0-9]( |$)", line):
            yield number, line[:2], line[3:]
        elif kind == "enw" and line.startswith("%"):
            yield number, line[:2], line[2:]
        elif kind == "bibtex" and (found := re.match(r"\s*([\w-]+)\s*=\s*(.*)", line)):
            yield number, found[1].lower(), found[2]


def _held(reading: Imported) -> tuple[list[int], Callable[[int], dict[str, set[str]]]]:
    """Return where records and rejected parts start, and the words of those that start at a line."""
    found = list(zip(reading.lines["line"], reading.records.to_dict("records"), strict=True))
    found += [
        (line, {"text": text})
        for line, text in zip(reading.rejected["line"], reading.rejected["text"], strict=True)
    ]
    found.sort(key=lambda pair: pair[0])
    grouped = [(line, [part for _, part in parts]) for line, parts in groupby(found, lambda pair: pair[0])]

    @cache
    def words(place: int) -> dict[str, set[str]]:
        held: dict[str, set[str]] = {}
        for part in grouped[place][1]:
            for column, text in part.items():
                held.setdefault(column, set()).update(_words(text, reading.format) if text else ())
        return held | {"": set().union(*held.values())}

    return [line for line, _ in grouped], words


@dataclass
class Account:
    """How many fields there are and which are lost: of all, and of those with a column of their own."""

    fields: Counter[str] = field(default_factory=Counter)
    lost: list[tuple[str, ...]] = field(default_factory=list)
    owned: Counter[str] = field(default_factory=Counter)
    elsewhere: list[tuple[str, ...]] = field(default_factory=list)


def _missing(words: list[str], held: set[str]) -> bool:
    return sum(word in held for word in words) < 0.9 * len(words)


def _add(path: Path, reading: Imported, account: Account) -> None:
    kind, folder = reading.format, path.parent.name
    starts, held_at = _held(reading)
    with find_encoding(path).open(path) as file:
        text = file.read()
    for line, tag, value in _fields(text, kind):
        name, words = f"{kind} {tag}", _words(value, kind)
        if not words or name in IGNORED:
            continue
        place = bisect_right(starts, line) - 1
        held = held_at(place) if place >= 0 else {"": set()}
        where = (f"{folder}/{path.name} {name}", f"{folder} {name}", str(line), value[:100])
        account.fields[name] += 1
        if _missing(words, held[""]):
            account.lost.append(where)
        if (column := COLUMNS.get(name, "")) in held and column:
            account.owned[name] += 1
            if _missing(words, held[column]):
                account.elsewhere.append(where)


@pytest.fixture(scope="module")
def account() -> Account:
    made = Account()
    for path in sorted(EXPORTS.rglob("*.*")):
        try:
            reading = read_export(path, source="x")
        except ExportError:
            continue
        if reading.format not in ("xlsx", "xls"):
            _add(path, reading, made)
    return made


@real
def test_every_field_of_the_real_exports_is_in_its_record_or_lost_for_a_reason(account: Account) -> None:
    assert account.fields.total() > 190_000
    assert [where for where in account.lost if not {*where[:2]} & EXPLAINED.keys()] == []
    assert len(account.lost) <= 0.001 * account.fields.total()


@real
def test_no_reason_is_given_for_what_is_not_lost(account: Account) -> None:
    assert EXPLAINED.keys() - {name for where in account.lost for name in where[:2]} == set()


@real
def test_author_title_year_doi_and_abstract_are_in_their_own_columns(account: Account) -> None:
    """What is not: EBSCO's statements of rights, a second date, *et al.*; they are in the notes."""
    assert account.owned.total() > 50_000
    assert len(account.elsewhere) <= 0.01 * account.owned.total(), account.elsewhere[:20]


def test_each_tag_under_which_a_dialect_lists_cited_works_is_dropped_with_them() -> None:
    spoken = [value for value in vars(dialects).values() if isinstance(value, Dialect)]
    spoken += [TABLE, *(one.dialect for one in STRUCTURED.values())]
    tags = {f"{dialect.prefix}{tag}" for dialect in spoken for tag in dialect.references}
    assert {drop_references(f"PB: Wiley; {tag}: Roe A, 2001") for tag in tags} == {"PB: Wiley"}
