"""Which column name of a table is which column of a record, whatever program wrote the table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable

from cireview.formats.entries import Dialect
from cireview.formats.registers import NAMES as REGISTER_NAMES

TABLE = Dialect(
    first={
        "accession": (
            "eid",
            "ut unique wos id",
            "unique id",
            "ut",
            "central id",
            "embase accession id",
            "pui",
            "lens id",
            "publication id",
            "accession number",
            "accession",
            "an",
            "proquest document id",
            "storeid",
            "openalex id",
            "ids openalex",
        ),
        "title": (
            "title",
            "article title",
            "document title",
            "item title",
            "title primary",
            "primary title",
            "primary_title",
            "display name",
            "ti",
            "t1",
            "titulo",
            "original title",
        ),
        "abstract": (
            "abstract",
            "abstract note",
            "abstracts",
            "ab",
            "notes abstract",
            "resumo",
            "description",
            "original abstract",
        ),
        "year": (
            "year",
            "publication year",
            "pub year",
            "pubyear",
            "date",
            "publication date",
            "early access date",
            "date published",
            "date of publication",
            "pubdate",
            "published year",
            "py",
        ),
        "journal": (
            "source title",
            "journal",
            "journal title",
            "publication title",
            "periodical full",
            "journal book",
            "primary location source display name",
            "journal name",
            "pubtitle",
            "secondary title",
            "container title",
            "publication",
            "source title anthology title",
            "anthology title",
            "so",
            "title secondary",
            "periodical abbrev",
            "alternate title2",
            "alternate title3",
            "book title",
            "booktitle",
        ),
        "volume": ("volume", "volume number", "journal volume", "biblio volume", "vl", "vol"),
        "issue": ("issue", "issue number", "journal issue", "biblio issue", "number", "is"),
        "pages": ("pages", "page", "pagination", "page range"),
        "first_page": ("page start", "start page", "first page", "startpage", "biblio first page", "bp"),
        "last_page": (
            "page end",
            "end page",
            "last page",
            "endpage",
            "biblio last page",
            "other pages",
            "ep",
        ),
        "article_number": ("art no", "article number", "ar"),
        "doi": ("doi", "item doi", "digital object identifier", "dois", "ids doi", "di"),
        "pmid": ("pmid", "pubmed id", "medline pmid", "ids pmid", "pubmedid", "pm"),
        "document_type": (
            "document type",
            "doctype",
            "item type",
            "content type",
            "type",
            "publication type",
            "reference type",
            "type of reference",
            "documenttype",
            "entrytype",
            "dt",
            "pt",
        ),
        "url": (
            "url",
            "link",
            "urls",
            "source urls",
            "external url",
            "fulltext url",
            "documenturl",
            "plink",
            "pdf link",
            "dimensions url",
            "embase link",
            "links",
            "full text link",
            "articleurl",
        ),
    },
    joined={
        "authors": (
            ("author full names",),
            ("authors",),
            ("author",),
            ("authors primary",),
            ("author names",),
            ("author s",),
            ("authorships author display name",),
            ("first authors",),
            ("primary authors",),
            ("af",),
            ("au",),
            ("editors",),
        ),
        "affiliations": (
            ("affiliations",),
            ("author affiliations",),
            ("addresses",),
            ("author addresses",),
            ("author address",),
            ("authors affiliations",),
            ("authorships institutions display name",),
            ("correspondence address",),
            ("c1",),
        ),
        "issn": (
            ("issn", "eissn"),
            ("issns",),
            ("issn isbn",),
            ("primary location source issn",),
            ("primary location source issn l",),
            ("sn", "ei"),
            ("isbn",),
        ),
        "language": (
            ("language of original document",),
            ("language",),
            ("languages",),
            ("article language",),
            ("language s",),
            ("la",),
        ),
        "keywords": (
            (
                "keywords",
                "author keywords",
                "index keywords",
                "keywords plus",
                "ieee terms",
                "mesh terms",
                "mesh",
                "manual tags",
                "automatic tags",
                "subjects",
                "descriptor s",
                "keyword s",
                "subjectterms",
                "keyword",
                "tags",
                "emtree medical index terms major focus",
                "emtree medical index terms",
            ),
        ),
        "notes": (("notes", "note", "personal notes", "user notes"),),
    },
    identified=("link", "url", "id", "ut", "embase link", "documenturl", "plink", "urls", "ieee document"),
    doi=("doi link", "url", "link", "fulltext url"),
    references=frozenset({"references", "cited references"}),
)

_NAMES = frozenset(
    [name for names in TABLE.first.values() for name in names]
    + [name for groups in TABLE.joined.values() for group in groups for name in group]
    + [*REGISTER_NAMES]
)
_TITLES = frozenset((*TABLE.first["title"], "study title", "public title", "scientific title"))
_DELIMITERS = ",;\t|"
_PREAMBLE = 20


def plain_name(name: str) -> str:
    r"""Return a column name in lower case, its signs and underscores as single blanks.

    Examples
    --------
    >>> plain_name("\ufeffAuthor(s) "), plain_name("primary_location.source.issn")
    ('author s', 'primary location source issn')
    """
    return re.sub(r"[\W_]+", " ", name.lstrip("\ufeff").lower()).strip()


def header_of_rows(rows: Iterable[list[str]]) -> tuple[int, list[str]] | None:
    """Return the 0-based number of the row that holds the most known column names, and these names.

    One name is enough if it is the title's (alone only in the first row), else two are needed.
    """
    best: tuple[int, int, list[str]] | None = None
    for number, cells in zip(range(_PREAMBLE), rows, strict=False):
        names = [plain_name(cell) for cell in cells]
        count = len(_NAMES.intersection(names))
        titled = _TITLES.intersection(names) and (len(names) > 1 or number == 0)
        if (count >= 2 or titled) and (best is None or count > best[0]):
            best = count, number, names
    return best[1:] if best else None


def find_header(text: str) -> tuple[int, str, list[str]] | None:
    """Find the header line of a delimited table.

    Some databases write lines before it (Embase: the query). The delimiter is the one that makes the most
    known names of a line, not the one that a sniffer guesses from the text.

    Returns
    -------
    tuple or None
        0-based line of the header, delimiter, and the column names as `plain_name` gives them; None if
        there is none.
    """
    lines = text.replace("\0", "").split("\n", _PREAMBLE)[:_PREAMBLE]
    best: tuple[int, str, list[str]] | None = None
    for delimiter in _DELIMITERS:
        rows = [next(csv.reader([line], delimiter=delimiter), []) for line in lines]
        header = header_of_rows(rows)
        if header and (best is None or _count(header[1]) > _count(best[2])):
            best = header[0], delimiter, header[1]
    return best


def _count(names: list[str]) -> int:
    return len(_NAMES.intersection(names))
