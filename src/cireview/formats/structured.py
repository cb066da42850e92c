"""The formats that are read as a whole: the reader that takes one apart, and the dialect of its fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from xml.etree.ElementTree import Element

from cireview.formats.bibtex import BIBTEX, read_bibtex
from cireview.formats.csl_json import CROSSREF, CSL, read_crossref, read_csl
from cireview.formats.endnote_xml import ENDNOTE_XML, read_endnote_record
from cireview.formats.entries import Dialect, Entry, Fields
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

Reader = Callable[[str], Iterator[Entry]]


def _elements(fill: Callable[[Element], Fields], *names: str) -> Reader:
    """Return the reader of a file whose records are elements called `names`."""

    def read(text: str, names: Collection[str] = names) -> Iterator[Entry]:
        return read_elements(text, names, fill)

    return read


STRUCTURED: dict[str, tuple[Reader, Dialect]] = {
    "bibtex": (read_bibtex, BIBTEX),
    "endnote_xml": (_elements(read_endnote_record, "record"), ENDNOTE_XML),
    "pubmed_xml": (_elements(read_article, "PubmedArticle", "PubmedBookArticle"), PUBMED_XML),
    "zotero_rdf": (read_zotero_rdf, ZOTERO_RDF),
    "mods": (_elements(read_mods, "mods"), MODS),
    "ictrp_xml": (_elements(read_ictrp, "Trial"), ICTRP),
    "ctgov_xml": (_elements(read_ctgov_xml, "clinical_study"), CTGOV_XML),
    "isrctn_xml": (_elements(read_isrctn, "fullTrial"), ISRCTN),
    "ctgov_json": (partial(read_objects, fill=read_ctgov), CTGOV_JSON),
    "openalex_json": (partial(read_objects, fill=read_work), OPENALEX),
    "crossref_json": (partial(read_objects, fill=read_crossref), CROSSREF),
    "csl_json": (partial(read_objects, fill=read_csl), CSL),
}
"""Reader and dialect by the name that `sniff_format` gives the format."""
