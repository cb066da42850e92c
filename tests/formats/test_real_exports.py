"""Real export files, where they lie: as many records as counted from outside, or the reason is told."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from cireview.errors import ExportError
from cireview.formats import check_export, read_export, write_export
from cireview.formats.filling import COLUMNS

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(
    not (DATA / "INDEX.csv").exists(), reason="the real export files are not here"
)

# File: what is right instead of the index's count, and why the two differ.
DIFFERENT: dict[str, tuple[int | None, str]] = {
    "embase/cff_embase.csv": (10, "two of the rows counted are lines before the header"),
    "endnote/zotero_refer_04.enw": (1, "one record with two types"),
    "nasty/asreview_baseline_reference_types.ris": (0, "61 records of nothing but a type are rejected"),
    "nasty/jabref_Empty.txt": (None, "the file is empty"),
    "nasty/jabref_tiny-BE-noBOM.bib": (1, "the count did not know UTF-16"),
    "nasty/jabref_tiny-LE-noBOM.bib": (1, "the count did not know UTF-16"),
    "ovid/zotero_ovid_tagged_05.txt": (1, "PT was counted, a repeated type"),
    "pubmed/jabref_MedlinePlainImporterTestMultiAbstract.txt": (1, "PT was counted, a repeated type"),
    "pubmed/jabref_MedlinePlainImporterTestMultipleEntries.txt": (6, "one record has no PMID"),
    "pubmed/lehtonen_abstract_view.txt": (None, "PubMed's 'Abstract (text)' is for people, not for programs"),
    "wos/jabref_IsiImporterTestEmpty.isi": (None, "four characters, no tag"),
    # Not counted in the index, which knew no start tag for them.
    "eric/colrev_eric.nbib": (1, "ERIC: no PMID"),
    "ovid/jabref_OvidImporterTest1.txt": (5, "Ovid in blocks"),
    "ovid/jabref_OvidImporterTest3.txt": (1, "Ovid in blocks"),
    "ovid/jabref_OvidImporterTest4.txt": (1, "Ovid in blocks"),
    "ovid/jabref_OvidImporterTest5.txt": (1, "Ovid in blocks"),
    "ovid/jabref_OvidImporterTest6.txt": (1, "Ovid in blocks"),
    "ovid/jabref_OvidImporterTest7.txt": (1, "Ovid in blocks"),
    "ovid/zotero_ovid_tagged_02.txt": (2, "Ovid tagged: no PT"),
    "ovid/zotero_ovid_tagged_03.txt": (4, "Ovid tagged: no PT"),
    "ovid/zotero_ovid_tagged_06.txt": (2, "Ovid tagged: no PT"),
    "ovid/zotero_ovid_tagged_08.txt": (1, "Ovid tagged: no PT"),
    "ovid/zotero_ovid_tagged_09.txt": (1, "Ovid tagged: no PT"),
    "proquest/metaknowledge_proquest.txt": (100, "ProQuest's text report"),
    "pubmed/zotero_medline_05.nbib": (3, "ERIC: no PMID"),
    "pubmed/zotero_medline_07.nbib": (4, "ERIC: no PMID"),
    "refworks/zotero_refworks_tagged_01.txt": (1, "RefWorks tagged"),
    "refworks/zotero_refworks_tagged_02.txt": (1, "RefWorks tagged"),
    "refworks/zotero_refworks_tagged_03.txt": (1, "RefWorks tagged"),
    "scielo/lehtonen_scielo.txt": (58, "a table of tags in UTF-16"),
    "wos/llm_savedrecs_page1.xls": (50, "a spreadsheet"),
    "wos/rispy_example_wos.ris": (2, "Web of Science tagged, named .ris"),
}  # fmt: skip
# The whole of what may be told of these files; all others are read without a word.
TOLD = {
    "endnote/jabref_Endnote.pattern.A.enw": "has no start tag 0 and no title",
    "endnote/jabref_Endnote.pattern.E.enw": "has no start tag 0 and no title",
    "endnote/zotero_refer_04.enw": "2 records were counted",
    "nasty/asreview_baseline_reference_types.ris": "no title, author",
    "nasty/bibtexparser_gbk.bib": "line 1 is not UTF-8",
    "nasty/jabref_encoding-windows-1252-with-header.bib": "line 4 is not UTF-8",
    "pubmed/jabref_MedlinePlainImporterTestMultipleEntries.txt": "5 records were counted",
}
CUT_OFF = {"pubmed/metaknowledge_medline.txt"}


def _index() -> dict[str, str]:
    if not (DATA / "INDEX.csv").exists():
        return {}
    with (DATA / "INDEX.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["file"]: row["n_records"] for row in csv.DictReader(file)}
    return {
        name.removeprefix("exports/"): count for name, count in rows.items() if name.startswith("exports/")
    }


INDEX = _index()


@pytest.mark.parametrize("name", INDEX)
def test_records_read_are_those_counted_or_the_reason_is_told(name: str) -> None:
    found = re.match(r"\d+", INDEX[name])
    counted = int(found[0]) if found else None
    right = DIFFERENT.get(name, (counted, ""))[0]
    path = DATA / "exports" / name
    problems = check_export(path)
    if right is None:
        assert len(problems) == 1
        with pytest.raises(ExportError):
            read_export(path, source="x")
        return
    assert [bool(problems)] == [name in CUT_OFF]
    reading = read_export(path, source="x")
    told = [*reading.warnings, *reading.rejected["reason"]]
    assert len(reading.records) == right
    assert reading.records["record_id"].is_unique
    assert any(TOLD[name] in text for text in told) if name in TOLD else told == []
    accounted = len(reading.records) + len(reading.rejected)
    assert accounted == reading.expected or any("were counted" in text for text in told)


def test_the_table_of_differences_names_no_file_that_agrees() -> None:
    wrong = {name for name, (right, _) in DIFFERENT.items() if INDEX[name].split(" ")[0] == str(right)}
    assert wrong == set()


def test_gbk_on_request() -> None:
    reading = read_export(DATA / "exports/nasty/bibtexparser_gbk.bib", source="x", encoding="gbk")
    assert reading.warnings == ()
    assert "\ufffd" not in reading.records["journal"][0]


def test_what_a_row_with_a_surplus_cell_holds_stays_in_its_columns() -> None:
    records = read_export(DATA / "exports/scopus/pfas.csv", source="Scopus").records
    assert records["accession"].str.fullmatch(r"2-s2\.0-\d+").all()


@pytest.mark.parametrize("name", ["scopus/pfas"])
def test_the_same_search_in_three_formats_gives_the_same_ids(name: str) -> None:
    ids = [
        sorted(read_export(DATA / "exports" / f"{name}{suffix}", source="Scopus").records["record_id"])
        for suffix in (".ris", ".bib", ".csv")
    ]
    assert ids[0] == ids[1] == ids[2]


FILLED = {
    "scopus/citesource_gambling.ris": {"affiliations": 0.95, "abstract": 0.9, "doi": 0.95, "accession": 1.0},
    "ebsco/citesource_criminal_justice.ris": {"abstract": 1.0, "accession": 1.0, "doi": 1.0, "notes": 1.0},
    "wos/asysd_wos.ris": {"accession": 1.0, "affiliations": 0.8, "journal": 1.0},
    "proquest/msm_proquest.ris": {"accession": 1.0, "doi": 0.85, "language": 1.0},
    "pubmed/cff_baseline.nbib": {"accession": 1.0, "pmid": 1.0, "abstract": 0.7, "authors": 0.9},
    "jstor/riswift_valid.ris": {"accession": 1.0},
    "sciencedirect/lehtonen.bib": {"doi": 0.9, "authors": 0.9},
    "ovid/msm_medline.ris": {"accession": 1.0, "abstract": 0.9},
}


@pytest.mark.parametrize("name", FILLED)
def test_the_columns_that_a_database_fills_are_filled(name: str) -> None:
    records = read_export(DATA / "exports" / name, source="x").records
    filled = (records != "").mean()
    assert {column: filled[column] >= share for column, share in FILLED[name].items()} == dict.fromkeys(
        FILLED[name], True
    )


FORMATS = ("ris", "bibtex", "nbib", "csv", "endnote_xml")


# By file and not by format, so that each file is read once.
@pytest.mark.parametrize("name", [name for name in INDEX if DIFFERENT.get(name, (1, ""))[0] is not None])
def test_every_real_record_that_goes_out_comes_back_the_same(name: str, tmp_path: Path) -> None:
    before = read_export(DATA / "exports" / name, source="x").records
    same = ["record_id", *COLUMNS]
    differing = []
    for format_ in FORMATS if len(before) else ():
        write_export(before, tmp_path / "out", format=format_)
        after = read_export(tmp_path / "out", source="x")
        if after.warnings or len(after.rejected) or not before[same].equals(after.records[same]):
            differing.append(format_)
    assert differing == []
