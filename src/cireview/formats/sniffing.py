"""Tell a file's format by what it holds, never by its name."""

from __future__ import annotations

import re

from cireview.formats.bibtex_values import ENTRY
from cireview.formats.columns import find_header
from cireview.formats.decoding import decode_head
from cireview.formats.tagged import LOOSE, RIS_TAGS

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x1f\x8b", "gzip"),
)
# Where the first record starts; the format whose pattern is found first in the text is the file's.
_STARTS = {
    "ris": r"^\ufeff*\s?TY(?:  | ?\t)-",
    "ris_one_space": r"^\ufeff*\s?TY -(?=\s)",
    "nbib": r"^\ufeff*(?:PMID|OWN|PMC|STAT) {0,3}- ?\S",
    "wos": r"^\ufeff*(?:FN (?:Thomson|Clarivate|ISI)|PT [A-Z]\s*$)",
    "bibtex": rf"^[\ufeff \t]*{ENTRY}[{{(]",
    "enw": r"^\ufeff*%[0A-Z] \S",
    "refworks": r"^\ufeff*RT [A-Z]",
    "ovid": r"^\s?<\d+\. ?>",
    "ovid_text": r"^<\d+>\s*$",
    "proquest_text": r"^Report Information from ProQuest",
    "euctr_details": r"^\ufeff*Summary\s*\n\s*EudraCT Number:\s*\d{4}-\d{6}-\d{2}",
    "cochrane_text": r"^\ufeff*Record #\d+ of \d+\s*\n\s*(?:ID|AU|TI): \S",
    "euctr_text": r"^\ufeff*EudraCT Number:\s*\d{4}-\d{6}-\d{2}",
}
# What the first element of a file is called; ``RDF`` and ``mods`` only in these namespaces.
_ROOTS = {
    "PubmedArticleSet": "pubmed_xml",
    "PubmedBookArticleSet": "pubmed_xml",
    "PubmedArticle": "pubmed_xml",
    "PubmedBookArticle": "pubmed_xml",
    "Trials_downloaded_from_ICTRP": "ictrp_xml",
    "clinical_study": "ctgov_xml",
    "allTrials": "isrctn_xml",
    "fullTrial": "isrctn_xml",
    "RDF": "zotero_rdf",
    "modsCollection": "mods",
    "mods": "mods",
}
_NAMESPACES = {
    "zotero_rdf": ("zotero.org/namespaces/export", "purl.org/net/biblio"),
    "mods": ("loc.gov/mods", "<mods"),
    "isrctn_xml": ("67bricks.com/isrctn", "isrctn"),
}
_CSL_TYPES = (
    "article|bill|book|broadcast|chapter|classic|collection|dataset|document|entry|figure|graphic|hearing"
    "|interview|legal_case|legislation|manuscript|map|motion_picture|musical_score|pamphlet|paper|patent"
    "|performance|periodical|personal_communication|post|regulation|report|review|software|song|speech"
    "|standard|thesis|treaty|webpage"
)
# The first that is found, in this order: works of Crossref have members of CSL-JSON too.
_JSON = (
    ("ctgov_json", re.compile(r'"protocolSection"\s*:\s*\{')),
    ("openalex_json", re.compile(r'"(?:id|openalex)"\s*:\s*"https://openalex\.org/W\d')),
    (
        "crossref_json",
        re.compile(r'"(?:reference-count|is-referenced-by-count|message-type)"\s*:|"indexed"\s*:\s*\{'),
    ),
    ("csl_json", re.compile(rf'"type"\s*:\s*"(?:{_CSL_TYPES})(?:-[a-z]+)*"')),
)

_ANY_START = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _STARTS.items()), re.MULTILINE)

XML_FORMATS = ("endnote_xml", *dict.fromkeys(_ROOTS.values()))
JSON_FORMATS = tuple(name for name, _ in _JSON)
READABLE = (
    *(name for name in _STARTS if name != "ris_one_space"),
    *XML_FORMATS,
    *JSON_FORMATS,
    *("csv", "xlsx", "xls"),
)


def sniff_format(head: str | bytes, encoding: str | None = None) -> str:
    r"""Return the format of a file by its first 64 KB.

    Parameters
    ----------
    head
        The start of the file, as bytes or as text.
    encoding
        Encoding of the bytes, if it is known.

    Returns
    -------
    str
        One of `READABLE`; else what it is instead: ``empty``, ``html``, ``pdf``, ``zip``, ``gzip``,
        ``image``, ``xml``, ``json``, ``pubmed_text`` or ``text``.

    Examples
    --------
    >>> sniff_format("TY  - JOUR\nTI  - A title\nER  - \n")
    'ris'
    """
    if isinstance(head, bytes):
        for magic, name in _MAGIC:
            if head.startswith(magic):
                return "xlsx" if name == "zip" and b"xl/" in head else name
        head = decode_head(head, encoding)
    name = sniff_text(head)
    return "ris" if name in ("ris_one_space", "ris_loose") else name


def looks_like_ris(text: str) -> bool:
    """Say whether a text has RIS' tags, though no start tag as it should be."""
    tags = {
        tag[1].upper()
        for line in text.split("\n")
        if (tag := LOOSE.match(line)) and tag[1].upper() in RIS_TAGS
    }
    return (
        len(tags) > 2
        and bool(tags & {"TI", "T1"})
        and bool(tags & {"AU", "A1", "PY", "Y1", "ER", "TY", "JO", "JF"})
    )


def sniff_text(text: str) -> str:
    """Return the format of a text; RIS with one blank in its tags is ``ris_one_space``."""
    text = text.lstrip("\ufeff\0 \t\r\n")
    if not text:
        return "empty"
    if text.startswith("<") and not re.match(r"<\d+", text):
        return _sniff_xml(text)
    if text[0] in "{[" and (name := _sniff_json(text)):
        return name
    start = _ANY_START.search(text)
    if start and start.lastgroup:
        return start.lastgroup
    if looks_like_ris(text):
        return "ris_loose"
    if find_header(text) is not None:
        return "csv"
    if text[0] in "{[":
        return "json"
    if re.search(r"^1[.:] \S.*\n", text) and re.search(r"^PMID: \d+", text, re.MULTILINE):
        return "pubmed_text"
    return "text"


def _sniff_xml(text: str) -> str:
    """Return the format of XML by its first element."""
    root = re.search(
        r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)", re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.DOTALL)
    )
    name = _ROOTS.get(root[1], "") if root else ""
    if name and any(space in text for space in _NAMESPACES.get(name, ("",))):
        return name
    if re.search(r"<record(?:s|[\s>])", text):
        return "endnote_xml"
    lower = text[:2000].lower()
    return "html" if "<html" in lower or "<!doctype html" in lower or "<body" in lower else "xml"


def _sniff_json(text: str) -> str:
    """Return whose records a text of JSON holds, or ''."""
    return next((name for name, pattern in _JSON if pattern.search(text)), "")
