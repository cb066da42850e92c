"""What RIS, BibTeX and EndNote call a type of document."""

from __future__ import annotations

import re

# Word in a document type to the type of reference in RIS, BibTeX and EndNote; the first that fits.
TYPES = (
    (r"chapter|book section", "CHAP", "incollection", "Book Section"),
    (r"conference|proceeding|meeting", "CONF", "inproceedings", "Conference Paper"),
    (r"thesis|dissertation", "THES", "phdthesis", "Thesis"),
    (r"report|government", "RPRT", "techreport", "Report"),
    (r"preprint|unpublished", "UNPB", "unpublished", "Unpublished Work"),
    (r"book|monograph", "BOOK", "book", "Book"),
    (r".", "JOUR", "article", "Journal Article"),
)
UNTYPED = ("GEN", "misc", "Generic")
_PATTERNS = [(re.compile(pattern, re.IGNORECASE), (ris, bib, end)) for pattern, ris, bib, end in TYPES]


def name_type(document_type: str) -> tuple[str, str, str]:
    """Return the types of reference in RIS, BibTeX and EndNote that fit a document type best."""
    return next((names for pattern, names in _PATTERNS if pattern.search(document_type)), UNTYPED)
