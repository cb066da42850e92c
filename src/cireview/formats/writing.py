"""Write records as RIS, BibTeX, MEDLINE (NBIB), CSV or EndNote XML, such that reading gives them back."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from cireview.errors import ExportError, Problem
from cireview.formats.endnote_xml import write_endnote_record
from cireview.formats.filling import COLUMNS
from cireview.formats.latex import encode_latex
from cireview.formats.names import mark_name
from cireview.formats.reference_types import TYPES, name_type
from cireview.tables import RECORD, whole_file

_RIS_CODE = re.compile(r"[A-Z]{3,6}")


class _Record(NamedTuple):
    """One record, as a row of the table has it."""

    record_id: str
    source: str
    values: dict[str, str]


def _split(text: str) -> list[str]:
    """Return the parts of a column that joins several values."""
    return [part for part in text.split("; ") if part]


def _write_ris(record: _Record) -> Iterator[str]:
    """Yield the lines of one record; DB tells the source, C2 the PubMed id, M3 the document type in full."""
    values = record.values
    kind = values["document_type"]
    code = kind if _RIS_CODE.fullmatch(kind) else name_type(kind)[0]
    first, _, last = values["pages"].partition("-")
    ranged = re.fullmatch(r"[^\s-]+-[^\s-]+", values["pages"]) and first != last
    lines = [("TY", code)]
    lines += [("AU", mark_name(name)) for name in _split(values["authors"])]
    lines += [(tag, values[column]) for tag, column in (("TI", "title"), ("T2", "journal"), ("PY", "year"))]
    lines += [("VL", values["volume"]), ("IS", values["issue"])]
    lines += [("SP", first), ("EP", last)] if ranged else [("SP", values["pages"])]
    lines += [("SN", issn) for issn in _split(values["issn"])]
    lines += [("DO", values["doi"]), ("UR", values["url"]), ("AN", values["accession"])]
    lines += [("C2", f"PMID: {values['pmid']}" if values["pmid"] else "")]
    lines += [("M3", kind if kind != code else ""), ("DB", record.source)]
    for tag, column in (("LA", "language"), ("AD", "affiliations"), ("KW", "keywords")):
        lines += [(tag, value) for value in _split(values[column])]
    # Notes are one line: a part of them that is a DOI alone would be read as the record's.
    lines += [("N1", values["notes"]), ("AB", values["abstract"])]
    yield from (f"{tag}  - {value}" for tag, value in lines if value)
    yield from ("ER  - ", "")


def _write_nbib(record: _Record) -> Iterator[str]:
    """Yield the lines of one record; what MEDLINE has no tag for is a labelled general note (GN)."""
    values = record.values
    lines = [("PMID", values["pmid"]), ("OWN", record.source or "NA")]
    lines += [("IS", issn) for issn in _split(values["issn"])]
    lines += [
        ("VI", values["volume"]),
        ("IP", values["issue"]),
        ("DP", values["year"]),
        ("TI", values["title"]),
    ]
    lines += [("PG", values["pages"]), ("LID", f"{values['doi']} [doi]" if values["doi"] else "")]
    lines += [("AB", values["abstract"])]
    lines += [("FAU", mark_name(name)) for name in _split(values["authors"])]
    for tag, column in (
        ("AD", "affiliations"),
        ("LA", "language"),
        ("PT", "document_type"),
        ("OT", "keywords"),
    ):
        lines += [(tag, value) for value in _split(values[column])]
    lines += [("JT", values["journal"])]
    lines += [("GN", values["notes"])]
    lines += [("GN", f"URL: {values['url']}" if values["url"] else "")]
    if values["accession"] != values["pmid"]:
        lines += [("GN", f"Accession: {values['accession']}".strip())]
    yield from (f"{tag:<4}- {value}" for tag, value in lines if value)
    yield ""


def _write_bibtex(record: _Record) -> Iterator[str]:
    """Yield the lines of one record; the fields ``accession`` and ``affiliation`` are not BibTeX's own."""
    values = record.values
    kind = values["document_type"]
    entry_type = kind if re.fullmatch(r"[a-z]+", kind) else name_type(kind)[1]
    names = [
        encode_latex(name) if ", " in name and " and " not in name else f"{{{encode_latex(name)}}}"
        for name in _split(values["authors"])
    ]
    fields = {"author": " and ".join(names)}
    fields |= {
        field: encode_latex(values[column])
        for field, column in (
            ("title", "title"),
            ("journal", "journal"),
            ("year", "year"),
            ("volume", "volume"),
            ("number", "issue"),
            ("pages", "pages"),
            ("issn", "issn"),
            ("pmid", "pmid"),
            ("language", "language"),
            ("keywords", "keywords"),
            ("affiliation", "affiliations"),
            ("abstract", "abstract"),
            ("note", "notes"),
        )
    }
    fields |= {"doi": values["doi"], "url": values["url"], "accession": values["accession"]}
    fields["type"] = encode_latex(kind) if kind != entry_type else ""
    yield f"@{entry_type}{{{re.sub(r'[^A-Za-z0-9:._-]', '', record.record_id)},"
    yield from (f"  {field} = {{{value}}}," for field, value in fields.items() if value)
    yield from ("}", "")


_FRAMES = {
    "endnote_xml": (('<?xml version="1.0" encoding="UTF-8"?>', "<xml><records>"), ("</records></xml>",))
}


def write_export(records: pd.DataFrame, path: str | Path, *, format: str) -> None:  # noqa: A002 the file's word for it
    """Write records in a format that Zotero, EndNote, Rayyan, Covidence and ASReview read.

    A record read back by `read_export` is the same in every bibliographic column and has the same id, with
    these limits:

    - Only CSV holds ``record_id``, ``source`` and ``search_id``; RIS names the source in DB, NBIB in OWN.
    - Line breaks become blanks; control characters are left out. A name without ', ' is one without parts.
    - RIS: the PubMed id is C2, 'PMID: …'; the document type is M3 beside the nearest TY.
    - NBIB: a URL and an id of another database are notes, 'URL: …', 'Accession: …'.
    - BibTeX: ``type``, ``affiliation`` and ``accession`` are fields that other programs may ignore.
    - EndNote XML: the PubMed id is the first note, 'PMID: …'.
    - Where an id or a DOI is missing, reading may find it in the URL.

    Parameters
    ----------
    records
        Table of records.
    path
        File to write: UTF-8, lines ended by LF.
    format
        ``ris``, ``bibtex``, ``nbib``, ``csv`` (ASReview's column names) or ``endnote_xml``.

    Raises
    ------
    ExportError
        If the format is none of these.
    """
    if format not in WRITABLE:
        raise ExportError(
            Problem(f"cireview cannot write the format {format!r}", remedy=f"Use {', '.join(WRITABLE)}")
        )
    with (
        whole_file(path) as partial,
        partial.open("w", encoding="utf-8", errors="replace", newline="\n") as file,
    ):
        if format == "csv":
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(RECORD.columns)
            rows.writerows(_clean_rows(records, list(RECORD.columns)))
        else:
            file.writelines(f"{line}\n" for line in _write_lines(records, format))


def _write_lines(records: pd.DataFrame, name: str) -> Iterator[str]:
    """Yield the lines of a file of any format but CSV."""
    before, after = _FRAMES.get(name, ((), ()))
    yield from before
    for record_id, source, *values in _clean_rows(records, ["record_id", "source", *COLUMNS]):
        yield from _WRITERS[name](_Record(record_id, source, dict(zip(COLUMNS, values, strict=True))))
    yield from after


def _clean_rows(records: pd.DataFrame, columns: list[str]) -> Iterator[list[str]]:
    """Yield the rows with line breaks as blanks and without control characters."""
    breaks, control = re.compile(r"\s*[\r\n]+\s*"), re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
    for row in zip(*(records[column] for column in columns), strict=True):
        yield [control.sub("", breaks.sub(" ", value)) for value in row]


def _write_xml(record: _Record) -> Iterator[str]:
    """Yield the one element of one record."""
    kind = record.values["document_type"]
    name = kind if kind in {names[3] for names in TYPES} else name_type(kind)[2]
    yield write_endnote_record(
        record.values, ref_type=name, lists={c: _split(record.values[c]) for c in COLUMNS}
    )


_WRITERS: dict[str, Callable[[_Record], Iterator[str]]] = {
    "ris": _write_ris,
    "bibtex": _write_bibtex,
    "nbib": _write_nbib,
    "endnote_xml": _write_xml,
}
WRITABLE = (*_WRITERS, "csv")
