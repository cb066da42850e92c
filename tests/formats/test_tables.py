"""Tables of the programs that write them, told by their column names; all records are invented."""

# ruff: noqa: E501 a line of a file is one line here
from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from cireview.errors import ExportError
from cireview.formats import Imported, read_export

Read = Callable[..., Imported]

# Columns are those of files in public repositories. massimoaria/bibliometrix, tests/testthat/fixtures: Scopus, Lens, OpenAlex.
# asreview/citation-file-formatting, Datasets/CSV: Scopus before 2023, PubMed, Embase with lines before the header, Cochrane, CINAHL.
# asreview/asreview, tests/demo_data: Embase with a citation, lists of Python. camaradesuk/ASySD, tests/testthat: Zotero.
# NLeSC/litstudy, tests/resources: IEEE, Springer. clbustos/buhos, spec/fixtures: SciELO, RefWorks.
# r-lehtonen/Reference-files, scielo.txt: Web of Science, tabs (but AF).
CASES: dict[str, tuple[str, dict[str, str]]] = {
    "Scopus": (
        "\ufeffAuthors,Author full names,Title,Year,Source title,Volume,Issue,Art. No.,Page start,Page end,DOI,Link,"
        "Affiliations,Abstract,Author Keywords,Index Keywords,ISSN,PubMed ID,Document Type,Source,EID\n"
        '"Liu F.; Li C.","Liu, Feng (60410297700); Li, Chun (58862216200)",A,2026,J,12,,100,,,10.5555/x,http://x,'
        'X,Abs,one; two,three,1234,99,Article,Scopus,2-s2.0-1\n',
        {
            "authors": "Liu, Feng; Li, Chun",
            "pages": "100",
            "keywords": "one; two; three",
            "accession": "2-s2.0-1",
            "pmid": "99",
            "journal": "J",
        },
    ),
    "Scopus before 2023": ('Authors,Title\n"Liu R., Adler D.G.",A\n', {"authors": "Liu, R.; Adler, D.G."}),
    "PubMed": (
        'PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,PMCID,NIHMS ID,DOI\n'
        '11,A,"Lim SM, Shiau CWC, Lau Y.",x,Lim SM,J,2022,,,10.5555/x\n',
        {"authors": "Lim, SM; Shiau, CWC; Lau, Y", "journal": "J", "pmid": "11", "accession": "11"},
    ),
    "Embase: lines before the header": (
        '"SEARCH QUERY","x:ti"\n----\n\n"Title","Author Names","Source title","PUI","Medline PMID","Article Language"\n'
        '"A","Yang Z., Jiang B.","J","L20","12","English"\n',
        {"title": "A", "authors": "Yang, Z.; Jiang, B.", "accession": "L20", "pmid": "12", "language": "English"},
    ),
    "Embase: a citation as source, a line break in a cell": (
        'Title,Author Names,Source,Abstract\nA,Liu R.,J Ultra (2014) 3:4 (152-160). Date: 2014,"One\n\ntwo"\n',
        {"journal": "J Ultra", "year": "2014", "volume": "3", "issue": "4", "pages": "152-160", "abstract": "One two"},
    ),
    "Cochrane": ("CENTRAL ID,Author(s),Title,Source,PubMed ID\nCN-1,\"By, T; Hu, J\",A,Trials,5\n", {"accession": "CN-1", "journal": "Trials", "authors": "By, T; Hu, J"}),
    "Zotero": (
        '"Key","Item Type","Publication Year","Author","Title","Publication Title","Abstract Note","Manual Tags"\n'
        '"YVC6GC78","journalArticle","2024","Yang, Z.; Li, B.","A","J","Abs","t"\n',
        {"accession": "zotero:YVC6GC78", "document_type": "journalArticle", "abstract": "Abs", "journal": "J", "keywords": "t"},
    ),
    "ASReview: lists of Python, names with blanks": (
        "title,abstract ,first_authors,keywords,publication_year,id\nA,Abs,\"['Marx, Karl', 'Lind, As']\",\"['x', 'y']\",2014//,12345\n",
        {"authors": "Marx, Karl; Lind, As", "keywords": "x; y", "abstract": "Abs", "year": "2014//", "accession": ""},
    ),
    "semicolons": ("title;abstract;doi\nA;lorem;10.5555/x\n", {"title": "A", "doi": "10.5555/x"}),
    "tabs": ("title\tabstract\nA\tlorem, ipsum; dolor\n", {"abstract": "lorem, ipsum; dolor"}),
    "Lens": ('"Lens ID","Title","Author/s","ISSNs"\n"000-360-106-493-122","A","P Rad; D De","1; 2"\n', {"accession": "000-360-106-493-122", "authors": "Rad, P; De, D"} | {"authors": "P Rad; D De"}),
    "OpenAlex": (
        '"id","display_name","authorships.author.display_name","primary_location.source.display_name","type"\n'
        '"https://openalex.org/W27","A","Mass Aria|Cor Cucc","J","article"\n',
        {"accession": "W27", "authors": "Mass Aria; Cor Cucc", "journal": "J"},
    ),
    "IEEE": ('"Document Title",Authors,"Publication Title","Start Page","End Page","IEEE Terms"\nA,P. Kogge; J. Shalf,J,16,26,x\n', {"authors": "Kogge, P.; Shalf, J.", "pages": "16-26", "keywords": "x"}),
    "Springer: names without anything between them": (
        "Item Title,Publication Title,Item DOI,Authors\nA,J,10.5555/x,Araz R. AlievNigar T. McDonald\n",
        {"authors": "Aliev, Araz R.; McDonald, Nigar T."},
    ),
    "SciELO: commas inside and between names": (
        'ID,Title,Author(s),Journal\nS2550-65872023000100132-ecu,A,"Mal Ale, F, Ull Cor, V",J\n',
        {"authors": "Mal Ale, F; Ull Cor, V", "accession": "S2550-65872023000100132"},
    ),
    "Web of Science, tabs: a cell that starts with a quotation mark": (
        'PT\tAU\tAF\tTI\tSO\tPY\tVL\tUT\nJ\tLi, W; Ng, B\tLi, Wei; Ng, Ben\t"A" is quoted\tJ\t2020\t3\tWOS:1\n',
        {"title": '"A" is quoted', "authors": "Li, Wei; Ng, Ben", "accession": "WOS:1"},
    ),
    "CINAHL": ("Article Title,Author,Journal Title,Accession Number,Subjects,PLink\nA,\"Cur, K; Mar, R\",J,17,X; Y,http://x\n", {"accession": "17", "keywords": "X; Y"}),
    "RefWorks": ('Reference Type,"Authors, Primary",Title Primary,Periodical Full,Pub Year,Start Page,Other Pages\nJournal Article,"Al,F;Zu,C",A,J,2014,71,93\n', {"authors": "Al, F; Zu, C", "pages": "71-93", "journal": "J"}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_table_is_understood(case: str, read: Read) -> None:
    content, expected = CASES[case]
    reading = read(content)
    assert reading.format == "csv"
    assert len(reading.records) == reading.expected == 1
    record = reading.records.iloc[0].to_dict()
    assert {column: record[column] for column in expected} == expected
    assert reading.warnings == ()


def test_a_header_without_rows_is_an_empty_search(read: Read) -> None:
    reading = read("title,abstract\n")
    assert (len(reading.records), reading.warnings) == (0, ())


def test_rows_of_empty_cells_are_no_records_and_short_rows_are(read: Read) -> None:
    reading = read("title,abstract,doi\nA\n,,\n\n,,10.5555/x\n")
    assert reading.records["title"].tolist() == ["A", ""]
    assert reading.expected == 2


def test_a_row_with_too_many_cells_is_read_and_told(read: Read) -> None:
    reading = read("title,abstract\nA,b,c\nD,e\n")
    assert reading.records["title"].tolist() == ["A", "D"]
    assert reading.warnings[0].startswith("the record at line 2 has more cells")


def test_a_quotation_mark_that_is_never_closed_is_a_rejected_row(read: Read) -> None:
    reading = read('title,abstract\nA,b\n"C,d\nE,f\nG,h\n')
    assert reading.records["title"].tolist() == ["A"]
    (row,) = reading.rejected.to_dict("records")
    assert (row["line"], row["reason"]) == (
        3,
        "a quotation mark is not closed, up to the end of the file at line 5",
    )


def test_a_row_is_at_the_line_where_it_starts(read: Read) -> None:
    reading = read('title,abstract\n"A\nB\nC",d\nE,f,g\n')
    assert reading.warnings[0].startswith("the record at line 5 ")


def _xlsx(rows: list[list[object]], **others: list[list[object]]) -> bytes:
    book = Workbook()
    for name, cells in {**others, "Data": rows}.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_spreadsheet_is_read_from_its_first_sheet_of_records(read: Read) -> None:
    rows: list[list[object]] = [
        ["Query: x"],
        ["Title", "Year", "DOI"],
        ["A", 2014, "10.5555/x"],
        [],
        ["B", 2015.0, None],
    ]
    reading = read(_xlsx(rows))
    assert (reading.format, reading.encoding, reading.expected) == ("xlsx", "", 2)
    assert reading.records[["title", "year", "doi"]].values.tolist() == [
        ["A", "2014", "10.5555/x"],
        ["B", "2015", ""],
    ]


def test_a_spreadsheet_speaks_the_dialect_of_its_header(read: Read) -> None:
    header: list[object] = ["PT", "AU", "TI", "SO", "PY", "UT"]
    reading = read(_xlsx([header, ["J", "Roe, A; Poe, B", "A", "J Ex", 2014, "WOS:000300000000001"]]))
    assert reading.records[["title", "authors", "accession"]].values.tolist() == [
        ["A", "Roe, A; Poe, B", "WOS:000300000000001"]
    ]


def test_a_spreadsheet_of_a_header_alone_holds_no_record(read: Read) -> None:
    reading = read(_xlsx([["Title", "Year"]]))
    assert (len(reading.records), reading.expected, reading.warnings) == (0, 0, ())


def test_sheets_of_a_workbook_that_are_not_read_are_named(read: Read) -> None:
    reading = read(_xlsx([["Title", "Year"], ["A", 2014]], About=[["made"], ["for us"]]))
    assert reading.records["title"].tolist() == ["A"]
    assert reading.warnings == (
        "only the sheet 'Data' was read, not 'About' (2 rows): save each of these as a separate file",
    )


def test_a_spreadsheet_without_known_columns_is_refused(read: Read) -> None:
    with pytest.raises(ExportError, match="no column names"):
        read(_xlsx([["x", "y"], [1, 2]]))


def test_xls_without_xlrd_tells_what_to_install(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlrd", None)
    with pytest.raises(ExportError, match=r"pip install 'cireview\[xls\]'"):
        read(b"\xd0\xcf\x11\xe0" + b"\0" * 600)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not exist"):
        read_export(tmp_path / "no.ris", source="x")
