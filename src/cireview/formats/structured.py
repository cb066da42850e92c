"""The formats that are read as a whole, ours and those of other packages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from cireview.formats.bibtex import BIBTEX, read_bibtex
from cireview.formats.csl_json import CROSSREF, CSL, read_crossref, read_csl
from cireview.formats.endnote_xml import ENDNOTE_XML, read_endnote_record
from cireview.formats.entries import Dialect, Entry, Fields
from cireview.formats.filling import COLUMNS
from cireview.formats.json_objects import read_objects
from cireview.formats.mods import MODS, read_mods
from cireview.formats.openalex_work import OPENALEX, read_work
from cireview.formats.pubmed_article import PUBMED_XML, read_article
from cireview.formats.registers import (
    CTGOV_JSON,
    CTGOV_XML,
    ICTRP,
    ISRCTN,
    read_ctgov,
    read_ctgov_xml,
    read_ictrp,
    read_isrctn,
)
from cireview.formats.xml_elements import read_elements
from cireview.formats.zotero_rdf import ZOTERO_RDF, read_zotero_rdf

_LISTS = ("authors", "affiliations", "keywords", "notes")
RECORDS = Dialect(
    first={column: (column,) for column in COLUMNS if column not in _LISTS},
    joined={column: ((column,),) for column in _LISTS},
)
"""The dialect of entries whose fields are the columns of a record."""


@dataclass(frozen=True)
class Format:
    """A format that is read as a whole.

    Parameters
    ----------
    read
        Gives the entries of a file, whose text it gets.
    dialect
        Which field of an entry is which column of a record; by default each has the column's name.
    recognises
        Whether a file is of this format, by its first 64 KB; asked of files that no format of ours is.
    count
        How many records a text should hold, counted in another way than `read` reads them.
    binary
        Whether `read` and `count` get the bytes of the file and not its text.
    """

    read: Callable[[Any], Iterable[Entry]]
    dialect: Dialect = RECORDS
    recognises: Callable[[bytes], bool] = lambda head: False  # ours are, by `cireview.formats.sniffing`
    count: Callable[[Any], int] | None = None
    binary: bool = False


def _elements(fill: Callable[[Element], Fields], *names: str) -> Callable[[str], Iterator[Entry]]:
    """Return the reader of a file whose records are elements called `names`."""

    def read(text: str, names: Collection[str] = names) -> Iterator[Entry]:
        return read_elements(text, names, fill)

    return read


STRUCTURED: dict[str, Format] = {
    "bibtex": Format(read_bibtex, BIBTEX),
    "endnote_xml": Format(_elements(read_endnote_record, "record"), ENDNOTE_XML),
    "pubmed_xml": Format(_elements(read_article, "PubmedArticle", "PubmedBookArticle"), PUBMED_XML),
    "zotero_rdf": Format(read_zotero_rdf, ZOTERO_RDF),
    "mods": Format(_elements(read_mods, "mods"), MODS),
    "ictrp_xml": Format(_elements(read_ictrp, "Trial"), ICTRP),
    "ctgov_xml": Format(_elements(read_ctgov_xml, "clinical_study"), CTGOV_XML),
    "isrctn_xml": Format(_elements(read_isrctn, "fullTrial"), ISRCTN),
    "ctgov_json": Format(partial(read_objects, fill=read_ctgov), CTGOV_JSON),
    "openalex_json": Format(partial(read_objects, fill=read_work), OPENALEX),
    "crossref_json": Format(partial(read_objects, fill=read_crossref), CROSSREF),
    "csl_json": Format(partial(read_objects, fill=read_csl), CSL),
}
"""Formats of ours by the name that `sniff_format` gives them."""
