"""Read EndNote XML, as EndNote, Zotero and others write it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from cireview.formats.entries import Dialect, Fields, join_lines
from cireview.formats.names import mark_name
from cireview.formats.quirks import take_labelled_pmid
from cireview.formats.xml_elements import ILLEGAL

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
    quirks=(take_labelled_pmid,),
)

_LISTS = frozenset({"auth-address", "isbn"})


def read_endnote_record(record: Element) -> Fields:
    """Return the fields of a record by the path of their elements below ``record``."""
    fields: Fields = {}
    for child in record:
        _add_fields(child, "", fields)
    return fields


def _add_fields(element: Element, path: str, fields: Fields) -> None:
    """Add the text of every element that has no elements but ``style``, under its path."""
    children = [child for child in element if child.tag != "style"]
    name = f"{path}/{element.tag}" if path else element.tag
    if children:
        if own := join_lines(element.text or ""):
            fields.setdefault(name, []).append(own)
        for child in children:
            _add_fields(child, name, fields)
        return
    text = "".join(element.itertext())
    values = re.split(r"[\r\n]+", text) if element.tag in _LISTS else [text]
    kept = [flat for value in values if (flat := join_lines(value))]
    if element.tag == "ref-type":
        kept = [element.get("name") or text]
    if kept:
        fields.setdefault(name, []).extend(kept)


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
            SubElement(parent, name).text = ILLEGAL.sub("", part)
    return tostring(record, encoding="unicode")
