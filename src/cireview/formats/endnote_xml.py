"""Read EndNote XML, as EndNote, Zotero and others write it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import iterparse

from cireview.formats.entries import Dialect, Entry

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
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f]..|fff[ef])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.IGNORECASE)
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)")
_LISTS = frozenset({"auth-address", "isbn"})


def _add_fields(element: Element, path: str, entry: Entry) -> None:
    """Add the text of every element that has no elements but ``style``, under its path."""
    children = [child for child in element if child.tag != "style"]
    name = f"{path}/{element.tag}" if path else element.tag
    if children:
        for child in children:
            _add_fields(child, name, entry)
        return
    text = "".join(element.itertext())
    values = re.split(r"[\r\n]+", text) if element.tag in _LISTS else [text]
    kept = [flat for value in values if (flat := re.sub(r"\s*[\r\n]+\s*", " ", value).strip())]
    if element.tag == "ref-type":
        kept = [element.get("name") or text]
    if kept:
        entry.fields.setdefault(name, []).extend(kept)


def _take_pmid(entry: Entry) -> None:
    """Take 'PMID: 123' out of the notes, where we write what EndNote has no element for."""
    notes = entry.fields.get("notes", [])
    told = [note for note in notes if re.fullmatch(r"PMID: \d+", note)]
    if told:
        entry.fields["PMID"] = [told[0].removeprefix("PMID: ")]
        entry.fields["notes"] = [note for note in notes if note not in told]


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
    """
    text = _BARE_AMPERSAND.sub("&amp;", _ILLEGAL.sub("", _DECLARATION.sub("", text)))
    starts = [text.count("\n", 0, found.start()) + 1 for found in re.finditer(r"<record[\s>]", text)]
    read = 0
    try:
        for _, element in iterparse(io.BytesIO(text.encode("utf-8", "replace")), events=("end",)):
            if element.tag != "record":
                continue
            entry = Entry(starts[read] if read < len(starts) else 0)
            for child in element:
                _add_fields(child, "", entry)
            _take_pmid(entry)
            read += 1
            yield entry
            element.clear()
    except ParseError as error:
        for line in starts[read:]:
            yield Entry(line, problem=f"the XML cannot be parsed: {error}")
