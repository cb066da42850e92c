"""JSON and XML of reference managers and services; all records are invented, the structure is the origin's."""

# ruff: noqa: E501 a line of a file is one line here
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from formats import register_files

from cireview.errors import ExportError
from cireview.formats import Imported, check_export

Read = Callable[..., Imported]

# Members: schemas/input/csl-data.json of citation-style-language/schema.
CSL = [
    {
        "id": "http://zotero.org/users/1/items/ABCD",
        "type": "article-journal",
        "title": "Water in soil",
        "abstract": "We measured.",
        "container-title": "Acta",
        "page": "3-9",
        "volume": 12,
        "issue": "2",
        "DOI": "10.5555/a",
        "ISSN": "1234-5678",
        "URL": "https://example.org/a",
        "PMID": "30000001",
        "language": "en",
        "keyword": "soil",
        "note": "Extra words",
        "publisher-place": "Leeds",
        "author": [
            {"family": "Roe", "given": "Ann"},
            {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
            {"family": "King", "given": "Martin", "suffix": "Jr."},
            {"literal": "Ministry of Health, Welfare and Sport"},
        ],
        "editor": [{"family": "Poe", "given": "Bob"}],
        "issued": {"date-parts": [["2019", 3, 1]]},
        "accessed": {"date-parts": [[2020, 1]]},
    }
]
# Members: works of api.crossref.org and api.openalex.org, as recorded answers have them.
CROSSREF = {
    "indexed": {"date-parts": [[2020, 1, 1]], "timestamp": 1},
    "reference-count": 1,
    "publisher": "Wiley",
    "DOI": "10.5555/a",
    "type": "journal-article",
    "title": ["Water in <i>soil</i>"],
    "container-title": ["Acta"],
    "abstract": "<jats:p>We measured.</jats:p>",
    "author": [
        {
            "given": "Ann",
            "family": "Roe",
            "sequence": "first",
            "affiliation": [{"name": "Leeds"}],
            "ORCID": "https://orcid.org/0000-0001",
        },
        {"name": "WHO", "sequence": "additional", "affiliation": []},
    ],
    "issued": {"date-parts": [[None]]},
    "published-print": {"date-parts": [[2019, 3]]},
    "ISSN": ["1234-5678", "8765-4321"],
    "volume": "12",
    "page": "3-9",
    "URL": "http://dx.doi.org/10.5555/a",
    "subject": ["Soil"],
    "reference": [{"key": "r1", "author": "Poe", "year": "2001"}],
}
OPENALEX = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.5555/a",
    "title": "Water in soil",
    "publication_year": 2019,
    "ids": {"openalex": "https://openalex.org/W1", "pmid": "https://pubmed.ncbi.nlm.nih.gov/30000001"},
    "primary_location": {"source": {"display_name": "Acta", "issn": ["1234-5678"]}},
    "type": "article",
    "language": "en",
    "authorships": [{"author": {"display_name": "Ann Roe"}, "raw_affiliation_strings": ["Leeds"]}],
    "biblio": {"volume": "12", "issue": "2", "first_page": "3", "last_page": "9"},
    "is_retracted": False,
    "keywords": [{"display_name": "Soil", "score": 0.5}],
    "related_works": ["https://openalex.org/W3"],
    "referenced_works": ["https://openalex.org/W2"],
    "abstract_inverted_index": {"measured.": [1], "We": [0]},
}
# Elements: a library that a public importer of Zotero's RDF tests itself with, and Zotero's own translator.
RDF = """<rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:link="http://purl.org/rss/1.0/modules/link/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
    <bib:Article rdf:about="https://example.org/a">
        <z:itemType>journalArticle</z:itemType>
        <dcterms:isPartOf rdf:resource="urn:issn:1234-5678"/>
        <bib:authors><rdf:Seq>
            <rdf:li><foaf:Person><foaf:surname>Roe</foaf:surname><foaf:givenName>Ann</foaf:givenName></foaf:Person></rdf:li>
            <rdf:li><foaf:Person><foaf:surname>World Health Organization</foaf:surname></foaf:Person></rdf:li>
        </rdf:Seq></bib:authors>
        <link:link rdf:resource="#item_3"/>
        <dcterms:isReferencedBy rdf:resource="#item_9"/>
        <dc:subject>soil</dc:subject>
        <dc:subject><z:AutomaticTag><rdf:value>water</rdf:value></z:AutomaticTag></dc:subject>
        <dc:title>Water in soil</dc:title>
        <dcterms:abstract>We measured.</dcterms:abstract>
        <dc:date>2019-03-01</dc:date>
        <z:language>en</z:language>
        <z:libraryCatalog>ScienceDirect</z:libraryCatalog>
        <dc:identifier><dcterms:URI><rdf:value>https://example.org/a</rdf:value></dcterms:URI></dc:identifier>
        <bib:pages>3-9</bib:pages>
    </bib:Article>
    <bib:Journal rdf:about="urn:issn:1234-5678">
        <prism:volume>12</prism:volume><prism:number>2</prism:number>
        <dc:title>Acta</dc:title>
        <dc:identifier>DOI 10.5555/a</dc:identifier><dc:identifier>ISSN 1234-5678</dc:identifier>
    </bib:Journal>
    <z:Attachment rdf:about="#item_3"><z:itemType>attachment</z:itemType><dc:title>PDF</dc:title></z:Attachment>
    <bib:Memo rdf:about="#item_9"><rdf:value>Read this twice.</rdf:value></bib:Memo>
    <z:Collection rdf:about="#collection_1"><dc:title>Mine</dc:title></z:Collection>
</rdf:RDF>
"""
# Elements: MODSImporterTest*.xml of JabRef/jabref, after mods-3-3.xsd.
MODS = """<?xml version="1.0" encoding="UTF-8"?>
<modsCollection xmlns="http://www.loc.gov/mods/v3">
<mods version="3.3">
<titleInfo><nonSort>The</nonSort><title>water</title><subTitle>in soil</subTitle></titleInfo>
<titleInfo type="alternative"><title>Soil water</title></titleInfo>
<name type="personal"><namePart type="family">Roe</namePart><namePart type="given">Ann</namePart>
<affiliation>Leeds</affiliation><role><roleTerm authority="marcrelator" type="text">author</roleTerm></role></name>
<name type="corporate"><namePart>World Health Organization</namePart><role><roleTerm>aut</roleTerm></role></name>
<genre>journal article</genre><abstract>We measured.</abstract>
<language><languageTerm type="code">eng</languageTerm></language>
<subject><topic>soil</topic></subject><note>A note</note>
<relatedItem type="host"><titleInfo><title>Acta</title></titleInfo>
<part><date>2019</date><detail type="volume"><number>12</number></detail><detail type="issue"><number>2</number></detail>
<extent unit="page"><start>3</start><end>9</end></extent></part><identifier type="issn">1234-5678</identifier></relatedItem>
<identifier type="doi">10.5555/a</identifier><identifier type="local">955.11</identifier>
<location><url>https://example.org/a</url></location>
<recordInfo><recordIdentifier>r1</recordIdentifier></recordInfo>
</mods>
</modsCollection>
"""
# Elements: DTD pubmed_250101, and MedlineImporterTestBookArticleSet.xml of JabRef/jabref.
ARTICLE = """<PubmedArticle><MedlineCitation><PMID Version="1">30000001</PMID>
<Article><Journal><ISSN>1234-5678</ISSN><JournalIssue><Volume>12</Volume><Issue>2</Issue><PubDate><Year>2019</Year><Month>Mar</Month></PubDate></JournalIssue><Title>Acta</Title></Journal>
<ArticleTitle>Water in <i>soil</i></ArticleTitle><Pagination><MedlinePgn>3-9</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">10.5555/a</ELocationID>
<Abstract><AbstractText Label="AIM">We measured.</AbstractText><CopyrightInformation>(c) Acta</CopyrightInformation></Abstract>
<AuthorList><Author><LastName>Roe</LastName><ForeName>Ann</ForeName><Identifier Source="ORCID">0000-0001</Identifier><AffiliationInfo><Affiliation>Leeds</Affiliation></AffiliationInfo></Author></AuthorList>
<Language>eng</Language><GrantList><Grant><Agency>Fund Z</Agency></Grant></GrantList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType><PublicationType>Review</PublicationType></PublicationTypeList></Article>
<MeshHeadingList><MeshHeading><DescriptorName>Soil</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation>
<PubmedData><ReferenceList><Reference><Citation>Poe B, 2001</Citation></Reference></ReferenceList></PubmedData></PubmedArticle>"""
PUBMED = f'<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n{ARTICLE}\n</PubmedArticleSet>\n'
BOOK = """<PubmedBookArticleSet>
<PubmedBookArticle><BookDocument><PMID Version="1">
   30000002
</PMID><Book><Publisher><PublisherName>RCP</PublisherName></Publisher><BookTitle book="b">Soils</BookTitle><PubDate><Year>2009</Year></PubDate>
<AuthorList Type="authors"><Author><CollectiveName>Soil Group</CollectiveName></Author></AuthorList><Isbn>9781860163593</Isbn></Book>
<Language>eng</Language><PublicationType UI="D016454">Review</PublicationType><ArticleTitle>Water in
   soil</ArticleTitle></BookDocument></PubmedBookArticle>
</PubmedBookArticleSet>
"""
# Lines: a BibTeX-like row of Harzing's Publish or Perish, whose columns two public readers of it list.
PERISH = (
    '"Cites","Authors","Title","Year","Source","Publisher","ArticleURL","CitesURL","GSRank","QueryDate","Type","DOI","ISSN","CitationURL","Volume","Issue","StartPage","EndPage"\n'
    '5,"A Roe, B Poe…","Water in soil",0,"Acta","Wiley","https://example.org/a","",2,"2021-02-01 10:00:00","CITATION","10.5555/a","","",0,0,0,0\n'
)
DIMENSIONS = 'Publication ID,DOI,Title,Source title,Anthology title,PubYear,Authors\npub.1,10.5555/a,Water in soil,,Soils of Leeds,2019,"Roe, Ann"\n'

SHARED = {
    "title": "Water in soil",
    "abstract": "We measured.",
    "journal": "Acta",
    "volume": "12",
    "issue": "2",
    "pages": "3-9",
    "doi": "10.5555/a",
    "issn": "1234-5678",
}
CASES = {
    "CSL-JSON": (
        json.dumps(CSL, indent=2),
        "csl_json",
        SHARED
        | {
            "authors": "Roe, Ann; van Gogh, Vincent; King, Jr., Martin; Ministry of Health, Welfare and Sport",
            "year": "2019-3-1",
            "pmid": "30000001",
            "language": "en",
            "keywords": "soil",
            "document_type": "article-journal",
            "url": "https://example.org/a",
        },
        (
            "Extra words",
            "publisher-place: Leeds",
            "editor: Poe, Bob",
            "accessed.date-parts: 2020-1",
            "id: http://zotero",
        ),
    ),
    "CSL-JSON, items of an API": (json.dumps({"items": CSL}), "csl_json", SHARED, ()),
    "Crossref": (
        json.dumps(
            {
                "status": "ok",
                "message-type": "work-list",
                "message": {"total-results": 1, "items": [CROSSREF]},
            }
        ),
        "crossref_json",
        SHARED
        | {
            "issue": "",
            "issn": "1234-5678; 8765-4321",
            "authors": "Roe, Ann; WHO",
            "affiliations": "Leeds",
            "year": "2019-3",
            "document_type": "journal-article",
            "keywords": "Soil",
        },
        ("publisher: Wiley", "author.ORCID: https://orcid.org/0000-0001", "reference: Poe, 2001"),
    ),
    "Crossref, one work": (
        json.dumps({"status": "ok", "message": CROSSREF}),
        "crossref_json",
        {"title": "Water in soil"},
        (),
    ),
    "OpenAlex": (
        json.dumps({"meta": {"count": 1}, "results": [OPENALEX]}),
        "openalex_json",
        SHARED
        | {
            "accession": "W1",
            "doi": "https://doi.org/10.5555/a",
            "authors": "Roe, Ann",
            "affiliations": "Leeds",
            "year": "2019",
            "pmid": "30000001",
            "document_type": "article",
            "keywords": "Soil",
        },
        ("is_retracted: false", "referenced_works: https://openalex.org/W2"),
    ),
    "OpenAlex, a work a line": (
        f"{json.dumps(OPENALEX)}\n",
        "openalex_json",
        {"accession": "W1", "abstract": "We measured."},
        (),
    ),
    "Zotero RDF": (
        RDF,
        "zotero_rdf",
        SHARED
        | {
            "authors": "Roe, Ann; World Health Organization",
            "year": "2019-03-01",
            "language": "en",
            "document_type": "journalArticle",
            "keywords": "soil; water",
            "url": "https://example.org/a",
        },
        ("Read this twice.", "libraryCatalog: ScienceDirect"),
    ),
    "MODS": (
        MODS,
        "mods",
        SHARED
        | {
            "title": "The water: in soil",
            "accession": "r1",
            "authors": "Roe, Ann; World Health Organization",
            "affiliations": "Leeds",
            "year": "2019",
            "language": "eng",
            "document_type": "journal article",
            "keywords": "soil",
            "url": "https://example.org/a",
        },
        ("A note", "title/alternative: Soil water", "identifier/local: 955.11"),
    ),
    "PubMed": (
        PUBMED,
        "pubmed_xml",
        SHARED
        | {
            "abstract": "AIM: We measured.",
            "accession": "30000001",
            "pmid": "30000001",
            "authors": "Roe, Ann",
            "affiliations": "Leeds",
            "year": "2019 Mar",
            "document_type": "Journal Article; Review",
            "keywords": "Soil",
            "url": "https://pubmed.ncbi.nlm.nih.gov/30000001/",
        },
        (
            "GrantList/Grant/Agency: Fund Z",
            "Author/Identifier: 0000-0001",
            "(c) Acta",
            "Reference/Citation: Poe B, 2001",
        ),
    ),
    "PubMed, a book": (
        BOOK,
        "pubmed_xml",
        {
            "accession": "30000002",
            "title": "Water in soil",
            "journal": "Soils",
            "authors": "Soil Group",
            "year": "2009",
            "document_type": "Review",
        },
        ("PublisherName: RCP", "Isbn: 9781860163593"),
    ),
    "Publish or Perish": (
        PERISH,
        "csv",
        {
            "title": "Water in soil",
            "authors": "Roe, A; Poe, B",
            "journal": "Acta",
            "year": "",
            "volume": "",
            "issue": "",
            "pages": "",
            "document_type": "",
            "url": "https://example.org/a",
            "doi": "10.5555/a",
        },
        ("type: CITATION", "cites: 5", "publisher: Wiley"),
    ),
    "Dimensions": (DIMENSIONS, "csv", {"accession": "pub.1", "journal": "Soils of Leeds"}, ()),
}


@pytest.mark.parametrize("case", CASES)
def test_a_record_is_understood_with_all_its_facts(case: str, read: Read) -> None:
    content, file_format, columns, notes = CASES[case]
    reading = read(content)
    assert (reading.format, reading.warnings, len(reading.rejected)) == (file_format, (), 0)
    [record] = reading.records.to_dict("records")
    assert {column: record[column] for column in columns} == columns
    assert [note for note in notes if note not in record["notes"]] == []


SECOND = '{"id": "2", "type": "book", "title": "B"}'
THIRD = '{"id": "3", "type": "book", "title": "C"}'
# Content, titles that are read, lines and words of the reasons that reject the rest.
BROKEN = {
    "a list cut inside of a record": (
        f"[{SECOND},\n{THIRD[:20]}",
        ["B"],
        [2],
        "the JSON cannot be read from here on",
    ),
    "a line cut among lines": (
        f"{SECOND}\n{THIRD[:20]}\n{THIRD}",
        ["B", "C"],
        [2],
        "the JSON cannot be read",
    ),
    "an answer cut inside of a record": (
        f'{{"items": [{SECOND},\n{THIRD[:20]}',
        ["B"],
        [2],
        "cannot be read from here on",
    ),
    "no record in a list": (f'[{SECOND}, "word"]', ["B"], [1], "not a record, but a single value"),
    "a record of nothing": (f'[{SECOND}, {{"type": "book"}}]', ["B"], [1], "no title, author"),
    "XML cut inside of a record": (PUBMED[:-200], [], [4], "the XML cannot be parsed"),
    "RDF cut inside of an item": (
        RDF[: RDF.index("<dc:date>")],
        [],
        [23],
        "the XML cannot be parsed from here on",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_broken_is_rejected_with_its_line_and_the_rest_is_read(case: str, read: Read) -> None:
    content, titles, lines, reason = BROKEN[case]
    reading = read(content)
    assert reading.records["title"].tolist() == titles
    assert reading.rejected["line"].tolist() == lines
    assert reading.rejected["reason"].str.contains(reason).all()


def test_a_list_without_an_end_is_read_with_a_warning(read: Read) -> None:
    reading = read(f"[{SECOND},{THIRD}")
    assert len(reading.records) == 2
    assert "the last one before the list breaks off" in reading.warnings[0]


def test_a_journal_that_is_part_of_itself_is_read_once(read: Read) -> None:
    loop = '<dcterms:isPartOf rdf:resource="urn:issn:1234-5678"/>' * 50
    reading = read(RDF.replace("<prism:volume>12</prism:volume>", f"<prism:volume>12</prism:volume>{loop}"))
    assert reading.records["volume"].tolist() == ["12"]


def test_a_member_that_stands_there_many_times_keeps_every_value(read: Read) -> None:
    many = ", ".join(f'"custom": "v{number}"' for number in range(200))
    [notes] = read(f'[{{"type": "book", "title": "A", {many}}}]').records["notes"]
    assert [number for number in range(200) if f"custom: v{number}" not in notes] == []


PAGES = {
    "of OpenAlex": ({"meta": {"count": 523}, "results": [OPENALEX]}, "the file says that there are 523"),
    "of Crossref": (
        {"status": "ok", "message-type": "work-list", "message": {"total-results": 523, "items": [CROSSREF]}},
        "the file says that there are 523",
    ),
    "of ClinicalTrials.gov": (
        {"studies": [register_files.CTGOV_STUDY], "nextPageToken": "x"},
        "the file names a next page",
    ),
}


@pytest.mark.parametrize("case", PAGES)
def test_a_page_of_several_is_read_with_a_warning(case: str, read: Read) -> None:
    reading = read(json.dumps(PAGES[case][0]))
    assert len(reading.records) == 1
    assert PAGES[case][1] in reading.warnings[0]


REFUSED = {
    "an empty list": ("[]", "of no program"),
    "another object": ('{"name": "x"}', "of no program"),
    "another root": ("<?xml version='1.0'?><feed/>", "of no program"),
    "RDF of others": ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "of no program"),
    "a web page": ("<!DOCTYPE html><html><body>503</body></html>", "a web page"),
    "brackets without end": ('[{"type": "book", "x": ' + "[" * 100_000, "levels deep"),
    "objects in objects": ('[{"type": "book", "x": ' + '{"a":' * 200 + "1" + "}" * 200 + "}]", "levels deep"),
    "a text of quotation marks without end": ('{"name": "' + '\\"' * 300_000, "of no program"),
    "elements in elements": ("<mods>" + "<a>" * 500 + "</a>" * 500 + "</mods>", "levels deep"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_holds_no_records_is_refused_in_words(case: str, read: Read) -> None:
    content, words = REFUSED[case]
    with pytest.raises(ExportError, match=words):
        read(content)


@pytest.mark.parametrize("root", ["PubmedArticleSet", "Trials_downloaded_from_ICTRP", "mods"])
def test_entities_that_expand_are_never_expanded(root: str, read: Read) -> None:
    bomb = f'<!DOCTYPE {root} [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><{root}><Trial><TrialID>&b;</TrialID></Trial></{root}>'
    assert len(read(bomb).records) == 0


@pytest.mark.parametrize("case", [case for case in CASES if CASES[case][1] != "csv"])
def test_a_file_without_its_end_is_told_before_anything_runs(case: str, tmp_path: Path) -> None:
    content = CASES[case][0].strip()
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    whole.write_text(content, encoding="utf-8")
    cut.write_text(content[:-3], encoding="utf-8")
    assert check_export(whole) == []
    assert [problem.message.endswith("is not closed") for problem in check_export(cut)] == [True]


COUNTED = {
    **{case: content for case, (content, *_) in CASES.items()},
    "several of ClinicalTrials.gov": json.dumps([register_files.CTGOV_STUDY] * 3),
    "two articles, one with a prefix of its own": f"<x:modsCollection xmlns:x='http://www.loc.gov/mods/v3'>{2 * '<x:mods><x:note>a</x:note><x:titleInfo><x:title>A</x:title></x:titleInfo></x:mods>'}</x:modsCollection>",
    "brackets and quotation marks in texts": json.dumps(
        [{"type": "book", "title": 'A "[{" \\', "x": [{"y": [1]}]}] * 2
    ),
    "a member with the name of a list": json.dumps(
        [{"type": "book", "title": "A", "custom": {"items": [{"a": 1}]}}]
    ),
}


@pytest.mark.parametrize("case", COUNTED)
def test_the_second_way_of_counting_comes_to_the_same(case: str, read: Read) -> None:
    reading = read(COUNTED[case])
    assert reading.expected == len(reading.records) > 0
