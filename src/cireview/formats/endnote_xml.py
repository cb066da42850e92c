"""Read EndNote XML, as EndNote, Zotero and others write it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from cireview.errors import ExportError, Problem
from cireview.formats.entries import Dialect, Entry, join_lines
from cireview.formats.names import mark_name
from cireview.limits import NESTING

ENDNOTE_XML = Dialect(
    first={
        "accession": ("accession-num",),
        "title": ("titles/title", "titles/short-title"),
        "abstract": ("abstract",),
        "year": ("dates/year", "dates/pub-dates/date"),
        "journal": (
            "periodical/full-title",
            "titles/secondary-title",
            "alt-periodical/full-title",
            "titles/alt-title",
            "periodical/abbr-1",
        ),
        "volume": ("volume",),
        "issue": ("number", "issue"),
        "pages": ("pages",),
        "article_number": ("custom7",),
        "doi": ("electronic-resource-num",),
        "document_type": ("work-type", "ref-type"),
        "pmid": ("PMID",),
        "url": ("urls/related-urls/url", "urls/web-urls/url", "urls/url"),
    },
    joined={
        "authors": (("contributors/authors/author",), ("contributors/secondary-authors/author",)),
        "affiliations": (("auth-address",),),
        "issn": (("isbn", "issn"),),
        "language": (("language",),),
        "keywords": (("keywords/keyword",),),
        "notes": (("notes", "research-notes"),),
    },
    identified=("urls/related-urls/url", "urls/web-urls/url", "accession-num"),
    doi=("urls/related-urls/url", "urls/web-urls/url"),
    pubmed=("custom2",),
)

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f]..|fff[ef])|0*(?:[0-8]|1[124-9]|2\d|3[01]));",
    re.IGNORECASE,
)
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)")
_LISTS = frozenset({"auth-address", "isbn"})


def _add_fields(element: Element, path: str, entry: Entry) -> None:
    """Add the text of every element that has no elements but ``style``, under its path."""
    children = [child for child in element if child.tag != "style"]
    name = f"{path}/{element.tag}" if path else element.tag
    if children:
        if own := join_lines(element.text or ""):
            entry.fields.setdefault(name, []).append(own)
        for child in children:
            _add_fields(child, name, entry)
        return
    text = "".join(element.itertext())
    values = re.split(r"[\r\n]+", text) if element.tag in _LISTS else [text]
    kept = [flat for value in values if (flat := join_lines(value))]
    if element.tag == "ref-type":
        kept = [element.get("name") or text]
    if kept:
        entry.fields.setdefault(name, []).extend(kept)


def _take_pmid(entry: Entry) -> None:
    """Take 'PMID: 123' out of the notes, where we write what EndNote has no element for."""
    notes = entry.fields.get("notes", [""])
    if label := re.match(r"PMID: (\d+)(?:; |$)", notes[0]):
        entry.fields["PMID"] = [label[1]]
        entry.fields["notes"] = [notes[0][label.end() :], *notes[1:]]


def _find_lines(text: str) -> list[int]:
    """Return the line at which each record starts."""
    lines, line, counted = [], 1, 0
    for opening in re.finditer(r"<record[\s>]", text):
        line, counted = line + text.count("\n", counted, opening.start()), opening.start()
        lines.append(line)
    return lines


def read_endnote_xml(text: str) -> Iterator[Entry]:
    """Yield the records of an EndNote XML file.

    The declared encoding is not believed, characters that XML forbids are left out, and what follows a
    place that cannot be parsed is one problem.

    Parameters
    ----------
    text
        The whole file, decoded.

    Yields
    ------
    Entry
        Fields by the path of their elements below ``record``; its line is that of the record's number in
        the file, since the parser tells no lines.

    Raises
    ------
    ExportError
        If elements stand deeper inside one another than `cireview.limits.NESTING`.
    """
    text = _BARE_AMPERSAND.sub("&amp;", _ILLEGAL.sub("", _DECLARATION.sub("", text)))
    starts = _find_lines(text)
    read = depth = 0
    try:
        for event, element in iterparse(io.BytesIO(text.encode("utf-8", "replace")), events=("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > NESTING:
                message = f"its elements stand more than {NESTING} deep inside one another"
                raise ExportError(Problem(message, remedy="Export the records again"))
            if event == "start" or element.tag != "record":
                continue
            entry = Entry(starts[read] if read < len(starts) else 0)
            for child in element:
                _add_fields(child, "", entry)
            _take_pmid(entry)
            read += 1
            yield entry
            element.clear()
    except (ParseError, DefusedXmlException) as error:
        for line in starts[read:]:
            yield Entry(line, problem=f"the XML cannot be parsed: {error}")


_REF_TYPES = {
    "Journal Article": 17,
    "Book": 6,
    "Book Section": 5,
    "Conference Paper": 47,
    "Thesis": 32,
    "Report": 27,
    "Unpublished Work": 34,
    "Generic": 13,
}

_ELEMENTS = {
    "titles/title": "title",
    "titles/secondary-title": "journal",
    "periodical/full-title": "journal",
    "pages": "pages",
    "volume": "volume",
    "number": "issue",
    "dates/year": "year",
    "accession-num": "accession",
    "electronic-resource-num": "doi",
    "abstract": "abstract",
    "urls/related-urls/url": "url",
    "language": "language",
}


def write_endnote_record(values: dict[str, str], *, ref_type: str, lists: dict[str, list[str]]) -> str:
    """Return one record as EndNote XML.

    Parameters
    ----------
    values
        The record's columns.
    ref_type
        EndNote's name of the type of reference.
    lists
        The columns taken apart at '; '.
    """
    record = Element("record")
    SubElement(record, "ref-type", name=ref_type).text = str(_REF_TYPES.get(ref_type, 13))
    notes = [f"PMID: {values['pmid']}"] * bool(values["pmid"]) + [values["notes"]] * bool(values["notes"])
    texts = {path: [values[column]] for path, column in _ELEMENTS.items()} | {
        "contributors/authors/author": [mark_name(name) for name in lists["authors"]],
        "auth-address": ["\n".join(lists["affiliations"])],
        "isbn": ["\n".join(lists["issn"])],
        "keywords/keyword": lists["keywords"],
        "notes": ["; ".join(notes)],
        "work-type": [values["document_type"] if values["document_type"] != ref_type else ""],
    }
    for path, parts in texts.items():
        for part in filter(None, parts):
            *above, name = path.split("/")
            parent = record
            for step in above:
                child = parent.find(step)
                parent = SubElement(parent, step) if child is None else child
            SubElement(parent, name).text = _ILLEGAL.sub("", part)
    return tostring(record, encoding="unicode")
