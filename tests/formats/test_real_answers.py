"""Answers of PubMed and OpenAlex that Zotero and JabRef test with: counts and fields, read as files."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cireview.formats import read_export

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not (DATA / "INDEX.csv").exists(), reason="the real answers are not here")

# File: records and rejected parts instead of the index's count, and why.
DIFFERENT = {
    "api/pubmed/jabref_MalformedEntry.xml": (0, 1, "the XML is broken"),
    "api/pubmed/jabref_Nbib.xml": (2, 0, "the index counted no books"),
}
# Elements, and the columns of which one holds what they say: a title in another language may be the only one.
ELEMENTS = {
    ".//MedlineCitation/PMID": "pmid notes",
    ".//ArticleTitle": "title",
    ".//VernacularTitle": "title notes",
    ".//Abstract/AbstractText": "abstract",
    ".//AuthorList/Author/LastName": "authors",
    ".//AuthorList/Author/CollectiveName": "authors",
    ".//Journal/Title": "journal",
    ".//JournalIssue/Volume": "volume",
    ".//JournalIssue/Issue": "issue",
    ".//JournalIssue/PubDate/Year": "year",
    ".//JournalIssue/PubDate/MedlineDate": "year",
    ".//MedlinePgn": "pages",
    ".//ELocationID": "doi notes",
    ".//Pagination/StartPage": "pages",
    ".//ArticleDate/Year": "year notes",
    ".//Journal/ISSN": "issn",
    ".//Article/Language": "language",
    ".//PublicationType": "document_type",
    ".//MeshHeading/DescriptorName": "keywords",
    ".//KeywordList/Keyword": "keywords",
}


def _index() -> dict[str, str]:
    """Return the counts of the index, by file."""
    if not (DATA / "INDEX.csv").exists():
        return {}
    with (DATA / "INDEX.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["file"]: row["n_records"] for row in csv.DictReader(file)}
    return {name: n for name, n in rows.items() if re.search(r"api/.*(?:zotero_|jabref_|buhos_)", name)}


INDEX = _index()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", INDEX)
def test_as_many_records_are_read_as_the_index_counts(name: str) -> None:
    reading = read_export(DATA / name, source="x")
    records, rejected, _ = DIFFERENT.get(name) or (int(INDEX[name][0]), 0, "")
    assert (len(reading.records), len(reading.rejected), reading.warnings) == (records, rejected, ())


@pytest.mark.parametrize("name", [name for name in INDEX if "pubmed" in name and "Malformed" not in name])
def test_each_element_of_an_article_is_in_its_column(name: str) -> None:
    records = read_export(DATA / name, source="x").records
    root = ElementTree.fromstring((DATA / name).read_bytes())
    lost = []
    articles = [one for one in root.iter() if one.tag in ("PubmedArticle", "PubmedBookArticle")]
    for article, (_, record) in zip(articles, records.iterrows(), strict=True):
        for path, columns in ELEMENTS.items():
            held = set(_words(" ".join(record[columns.split()])))
            for element in article.findall(path):
                missing = [word for word in _words("".join(element.itertext())) if word not in held]
                lost += [(path, record["pmid"], missing)] if missing else []
    assert lost == []


@pytest.mark.parametrize("name", [name for name in INDEX if "openalex" in name])
def test_each_member_of_a_work_is_in_its_column(name: str) -> None:
    records = read_export(DATA / name, source="x").records
    content = json.loads((DATA / name).read_text(encoding="utf-8"))
    works = content.get("results", [content])
    for work, (_, record) in zip(works, records.iterrows(), strict=True):
        assert record["title"] == work["title"]
        assert record["doi"] == (work["doi"] or "")
        assert record["year"][:4] == str(work["publication_year"])
        assert record["accession"] == work["id"].rsplit("/", 1)[1]
        families = [one["author"]["display_name"].split()[-1] for one in work["authorships"]]
        assert [family for family in families if family not in record["authors"]] == []
