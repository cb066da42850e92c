"""Records of tagged formats: where they start and end."""

from __future__ import annotations

from formats.tagged_records import RIS, Read


def test_source_and_search_are_filled_and_ids_come_from_the_accession(read: Read) -> None:
    record = read(RIS.format("AN  - 12\nTI  - A"), source="Web of Science").records.iloc[0]
    assert (record["record_id"], record["source"], record["search_id"]) == (
        "web_of_science:12",
        "Web of Science",
        "s1",
    )


def test_a_record_without_its_end_is_read_and_told(read: Read) -> None:
    reading = read("TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \nTY  - BOOK\nTI  - C\n")
    assert reading.records["title"].tolist() == ["A", "B", "C"]
    assert reading.warnings == ("each of 2 records has no end tag ER; the first is at line 1",)


def test_a_record_that_lost_its_start_is_read_and_told(read: Read) -> None:
    reading = read("TY  - JOUR\nTI  - A\nER  - \n\nAU  - X, Y\nTI  - B\nER  - \n")
    assert reading.records["title"].tolist() == ["A", "B"]
    assert reading.expected == 2
    assert reading.warnings == ("the record at line 5 has no start tag TY",)


def test_fields_that_are_no_record_are_rejected_with_their_line(read: Read) -> None:
    reading = read("AU  - X, Y\n\nTY  - JOUR\nTI  - A\nER  - \n")
    assert reading.records["title"].tolist() == ["A"]
    (row,) = reading.rejected.to_dict("records")
    assert (row["line"], row["text"], row["search_id"], row["file"]) == (1, "AU X, Y", "s1", "export.dat")


def test_a_last_line_of_a_record_may_hold_all_of_it(read: Read) -> None:
    assert read("TY  - \nUR  - https://example.org/a\nER  - ").records["url"].tolist() == [
        "https://example.org/a"
    ]


def test_pubmed_records_need_no_blank_line_and_the_last_no_line_end(read: Read) -> None:
    reading = read("PMID- 11111111\nTI  - A\nPMID- 22222222\nTI  - B")
    assert reading.records["pmid"].tolist() == ["11111111", "22222222"]
    assert reading.expected == 2


def test_medlars_records_that_start_with_pmc_are_one_each(read: Read) -> None:
    text = "\nPMC - PMC60550\nPMID- 30042925\nTI  - A\n\nPMC - PMC60551\nPMID- 30042926\nTI  - B\n"
    assert read(text).records["accession"].tolist() == ["30042925", "30042926"]


def test_two_types_of_one_refer_record_are_one_record_and_told(read: Read) -> None:
    reading = read("%0 Serial\n%0 Audio\n%T A\n")
    assert reading.records["title"].tolist() == ["A"]
    assert "2 records were counted" in reading.warnings[0]


# Lines: sources/Cochrane/citation-export.txt of subhadip191/bibliometric-etl; the records are invented.
COCHRANE = """Record #1 of 2
ID: CD000001
AU: Roe A
AU: Poe BC
TI: Walking after stroke
SO: Cochrane Database of Systematic Reviews
YR: 2010
NO: 1
PB: John Wiley & Sons, Ltd
SN: 1465-1858
KY: Stroke [*therapy, diet]; Humans
CC: [Stroke]
DOI: 10.5555/14651858.CD000001.pub2
AB: Abstract - Background Walking helps.
US: http://dx.doi.org/10.5555/14651858.CD000001.pub2


Record #2 of 2
ID: CD000002
TI: Second
"""


def test_plain_text_of_the_cochrane_library_is_read(read: Read) -> None:
    reading = read(COCHRANE)
    assert (reading.format, reading.expected, reading.warnings) == ("cochrane_text", 2, ())
    assert reading.records["accession"].tolist() == ["CD000001", "CD000002"]
    record = reading.records.iloc[0]
    expected = {
        "title": "Walking after stroke",
        "authors": "Roe, A; Poe, BC",
        "journal": "Cochrane Database of Systematic Reviews",
        "year": "2010",
        "issue": "1",
        "issn": "1465-1858",
        "doi": "10.5555/14651858.CD000001.pub2",
        "abstract": "Background Walking helps.",
        "keywords": "Stroke [*therapy, diet]; Humans",
        "notes": "PB: John Wiley & Sons, Ltd; CC: [Stroke]",
    }
    assert record[list(expected)].to_dict() == expected


def test_bibtex_of_the_cochrane_library_is_no_plain_text(read: Read) -> None:
    content = "Record #1 of 1\n@article{Roe25,\nauthor = {Roe, AB, Poe, CD, and Doe, E},\ntitle = {A}}\n"
    reading = read(content)
    assert reading.format == "bibtex"
    assert reading.records["authors"].tolist() == ["Roe, AB; Poe, CD; Doe, E"]
