"""Where PubMed's XML (DTD pubmed_250101) holds the columns of a record, for articles and books."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

from cireview.formats.entries import Dialect, Fields
from cireview.formats.xml_elements import leaves_of


def _texts(*paths: str) -> Callable[[Element], list[str]]:
    """Return a field that reads all texts, with inline markup, at the first path that has any."""

    def read(article: Element) -> list[str]:
        for path in paths:
            if texts := [text for element in article.findall(path) if (text := _text(element))]:
                return texts
        return []

    return read


def _first(*paths: str) -> Callable[[Element], str]:
    read = _texts(*paths)
    return lambda article: next(iter(read(article)), "")


def _text(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


_title = _first(
    ".//MedlineCitation/Article/ArticleTitle",
    "./BookDocument/ArticleTitle",
    ".//Book/BookTitle",
    ".//MedlineCitation/Article/VernacularTitle",
)


def _abstract(article: Element) -> str:
    for path in (".//MedlineCitation/Article/Abstract", "./BookDocument/Abstract", ".//OtherAbstract"):
        for abstract in article.findall(path):
            parts = [_labelled(part) for part in abstract.findall("AbstractText")]
            if text := " ".join(part for part in parts if part):
                return text
    return ""


def _labelled(part: Element) -> str:
    label, text = part.get("Label", ""), _text(part)
    return f"{label}: {text}" if label and label != "UNLABELLED" and text else text


def _authors(article: Element) -> list[str]:
    for path in (".//MedlineCitation/Article/AuthorList", "./BookDocument/AuthorList", ".//Book/AuthorList"):
        authors = [name for author in article.findall(f"{path}/Author") if (name := _name(author))]
        if authors:
            return authors
    return []


def _name(author: Element) -> str:
    family = _text(author.find("LastName"))
    forename = _text(author.find("ForeName")) or _text(author.find("Initials"))
    collective = _text(author.find("CollectiveName"))
    return collective or (f"{family}, {forename}" if family and forename else family)


def _year(article: Element) -> str:
    for path in (".//JournalIssue/PubDate", ".//Book/PubDate", ".//ContributionDate", ".//ArticleDate"):
        for date in article.findall(path):
            parts = [_text(date.find(name)) for name in ("Year", "Month", "Day", "Season", "MedlineDate")]
            if text := " ".join(part for part in parts if part):
                return text
    return ""


def _doi(article: Element) -> str:
    for element in article.findall(".//ELocationID[@EIdType='doi']"):
        if element.get("ValidYN", "Y") == "Y":
            return _text(element)
    # Those of the references stand deeper, under ReferenceList.
    own = ("./PubmedData/ArticleIdList", "./PubmedBookData/ArticleIdList", "./BookDocument/ArticleIdList")
    return _first(*(f"{path}/ArticleId[@IdType='doi']" for path in own))(article)


def _pages(article: Element) -> str:
    first, last = (_text(article.find(f".//Article/Pagination/{name}Page")) for name in ("Start", "End"))
    return _text(article.find(".//Article/Pagination/MedlinePgn")) or "-".join(filter(None, (first, last)))


_pmid = _first("./MedlineCitation/PMID", "./BookDocument/PMID")


def _address(article: Element) -> str:
    return f"https://pubmed.ncbi.nlm.nih.gov/{_pmid(article)}/" if _pmid(article) else ""


FIELDS: Mapping[str, Callable[[Element], str | list[str]]] = {
    "accession": _pmid,
    "title": _title,
    "abstract": _abstract,
    "authors": _authors,
    "affiliations": _texts(".//AuthorList/Author/AffiliationInfo/Affiliation"),
    "year": _year,
    "journal": _first(".//Article/Journal/Title", ".//MedlineTA", ".//Book/BookTitle"),
    "volume": _first(".//JournalIssue/Volume", ".//Book/Volume"),
    "issue": _first(".//JournalIssue/Issue"),
    "pages": _pages,
    "doi": _doi,
    "pmid": _pmid,
    "issn": _texts(".//Article/Journal/ISSN", ".//ISSNLinking"),
    "language": _texts(".//MedlineCitation/Article/Language", "./BookDocument/Language"),
    "document_type": _texts(".//PublicationTypeList/PublicationType", "./BookDocument/PublicationType"),
    "keywords": lambda article: [
        *_texts(".//KeywordList/Keyword")(article),
        *_texts(".//MeshHeadingList/MeshHeading/DescriptorName")(article),
    ],
    "url": _address,
    "notes": _texts(".//CommentsCorrections[@RefType='RetractionIn']/RefSource"),
}

_LISTS = ("authors", "affiliations", "issn", "language", "keywords", "notes")
PUBMED_XML = Dialect(
    first={column: (column,) for column in FIELDS if column not in _LISTS},
    joined={column: ((column,),) for column in _LISTS},
    references=frozenset({"PubmedData/ReferenceList/Reference/Citation"}),
)
"""Files of PubMed's XML; what makes no column goes by the path of its element."""

_ARTICLE = "MedlineCitation/Article/"
# Elements that make columns; a value that came into none is kept.
_READ = (
    *("MedlineCitation/PMID", "BookDocument/PMID", "MedlineCitation/MedlineJournalInfo/MedlineTA"),
    *(f"{_ARTICLE}{part}" for part in ("Language", "ELocationID")),
    *(f"{_ARTICLE}{part}" for part in ("Journal/Title", "Journal/ISSN", "Journal/JournalIssue")),
    f"{_ARTICLE}PublicationTypeList",
    *("BookDocument/ArticleTitle", "BookDocument/Abstract/AbstractText", "BookDocument/Language"),
    *("BookDocument/Book/BookTitle", "BookDocument/Book/PubDate", "BookDocument/Book/Volume"),
    *("BookDocument/PublicationType", "BookDocument/ContributionDate"),
    *("MedlineCitation/KeywordList", "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName"),
    "BookDocument/KeywordList",
)
_IGNORED = (
    # What is read beside, and when PubMed took in and changed its record.
    *(f"{_ARTICLE}{part}" for part in ("ArticleTitle", "Abstract/AbstractText", "Pagination", "ArticleDate")),
    "MedlineCitation/CommentsCorrectionsList",
    *("MedlineCitation/DateCompleted", "MedlineCitation/DateRevised", "MedlineCitation/DateCreated"),
    *("PubmedData/History", "PubmedBookData/History", "PubmedData/PublicationStatus"),
    *("BookDocument/DateRevised", "PubmedBookData/PublicationStatus"),
)
_NAMES = ("LastName", "ForeName", "Initials", "CollectiveName", "AffiliationInfo/Affiliation")


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def read_article(article: Element) -> Fields:
    """Return the fields of an article or a book by column, and by path what makes no column."""
    fields: Fields = {}
    for column, read in FIELDS.items():
        value = read(article)
        values = [value] if isinstance(value, str) else value
        fields[column] = values if column in _LISTS else ["; ".join(values)]
    said = _without_blanks("\n".join(value for values in fields.values() for value in values))
    for path, values in leaves_of(article).items():
        author = path.rpartition("AuthorList/Author/")
        if not path.startswith(_IGNORED) and not (author[1] and author[2] in _NAMES):
            kept = [value for value in values if _without_blanks(value) not in said]
            fields[path] = kept if path.startswith(_READ) else values
    dates = ([_text(part) for part in date] for date in article.iter("ArticleDate"))
    fields["ArticleDate"] = [date for date in map("-".join, dates) if date.replace("-", "") not in said]
    for link in article.iter("CommentsCorrections"):
        if link.get("RefType") not in ("RetractionIn", "Cites"):
            parts = [_text(part) for part in link]
            fields.setdefault(link.get("RefType", ""), []).append(" ".join(filter(None, parts)))
    return fields
