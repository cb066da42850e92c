"""Exports of registers of trials: every fact in a column, or in the notes with its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from formats import register_files as files

from cireview.formats import Imported, find_register

Read = Callable[..., Imported]

CTGOV = {
    "accession": "NCT00000001",
    "title": "A trial of walking",
    "abstract": "To see if walking helps.",
    "authors": "Univ X",
    "year": "2015-02-03",
    "document_type": "INTERVENTIONAL",
    "keywords": "Stroke; Gait; walking; walk",
    "url": "https://clinicaltrials.gov/study/NCT00000001",
}
ICTRP = {
    "accession": "ChiCTR2600000001",
    "title": "A trial of walking",
    "abstract": "",
    "authors": "Univ X",
    "year": "13/09/2026",
    "document_type": "Interventional",
    "keywords": "Stroke; walking",
    "url": "https://www.chictr.org.cn/showproj.html?proj=1",
}
# File, register, format, columns, and what the notes hold.
CASES = {
    "ClinicalTrials.gov, CSV": (
        files.CTGOV_CSV,
        "ClinicalTrials.gov",
        "csv",
        CTGOV
        | {
            "authors": "Ministry of Health, Welfare and Sport",
            "keywords": "Stroke; Gait; BEHAVIORAL: walking",
        },
        ("acronym: WALK", "collaborators: Univ Y", "start date: 2015-01", "other ids: X-1", "enrollment: 40"),
    ),
    "ClinicalTrials.gov, old CSV": (
        files.CTGOV_OLD_CSV,
        "ClinicalTrials.gov",
        "csv",
        CTGOV
        | {
            "abstract": "",
            "authors": "Univ X; Univ Y",
            "year": "February 3, 2015",
            "document_type": "Interventional",
            "keywords": "Stroke; Gait; Behavioral: walking",
            "url": "https://ClinicalTrials.gov/show/NCT00000001",
        },
        (
            "start date: January 2015",
            "completion date: April 2016",
            "phases: Phase 1|Phase 2",
            "age: 18 Years",
        ),
    ),
    "ClinicalTrials.gov, JSON": (
        files.CTGOV_JSON,
        "ClinicalTrials.gov",
        "ctgov_json",
        CTGOV,
        (
            "identificationModule.officialTitle: A Randomised Trial of Walking",
            "sponsorCollaboratorsModule.collaborators.name: Univ Y",
            "contactsLocationsModule.overallOfficials.name: Ann Roe",
            "statusModule.startDateStruct.date: 2015-01",
            "results: in the register",
        ),
    ),
    "ClinicalTrials.gov, answer of the API": (files.CTGOV_API, "ClinicalTrials.gov", "ctgov_json", CTGOV, ()),
    "ClinicalTrials.gov, old XML": (
        files.CTGOV_XML,
        "ClinicalTrials.gov",
        "ctgov_xml",
        CTGOV
        | {
            "year": "February 3, 2015",
            "document_type": "Interventional",
            "keywords": "Stroke; Gait; walking",
            "url": "https://clinicaltrials.gov/show/NCT00000001",
        },
        (
            "sponsors/collaborator/agency: Univ Y",
            "overall_official/last_name: Ann Roe",
            "start_date: January 2015",
        ),
    ),
    "ICTRP, CSV": (
        files.ICTRP_CSV,
        "WHO ICTRP",
        "csv",
        ICTRP,
        (
            "source register: ChiCTR",
            "scientific title: A Randomised",
            "date enrollement: 01/05/2027",
            "target size",
        ),
    ),
    "ICTRP, XML": (
        files.ICTRP_XML,
        "WHO ICTRP",
        "ictrp_xml",
        ICTRP | {"year": "2026-09-13", "keywords": "Stroke; walking <br>"},
        ("internal number: 16104120", "contact lastname: Ann Roe", "source register: ChiCTR"),
    ),
    "ISRCTN": (
        files.ISRCTN_XML,
        "ISRCTN",
        "isrctn_xml",
        {
            "accession": "ISRCTN00000001",
            "title": "A trial of walking",
            "abstract": "To see if walking helps.",
            "authors": "Univ X",
            "year": "2026-05-20",
            "doi": "10.5555/ISRCTN00000001",
            "document_type": "Interventional",
            "keywords": "Stroke; walking",
            "url": "https://www.isrctn.com/ISRCTN00000001",
        },
        ("clinicalTrialsGovNumber: NCT00000001", "funder/name: Fund Z", "scientificTitle: A Randomised"),
    ),
    "EU CTR": (
        files.EUCTR_TEXT,
        "the EU Clinical Trials Register",
        "euctr_text",
        {
            "accession": "2014-000001-42",
            "title": "A trial of walking",
            "authors": "Univ X",
            "year": "2014-12-16",
            "keywords": "Stroke; Term: Stroke, Level: PT",
            "url": "https://www.clinicaltrialsregister.eu/ctr-search/search?query=eudract_number:2014-000001-42",
        },
        (
            "Sponsor Protocol Number: X-1",
            "Population Age: Adults",
            "Trial protocol: GB(Ongoing) SE(Completed)",
        ),
    ),
    "EU CTR, full details": (
        files.EUCTR_DETAILS,
        "the EU Clinical Trials Register",
        "euctr_details",
        {
            "accession": "2014-000001-42",
            "title": "A trial of walking",
            "abstract": "To see if walking helps.",
            "authors": "Univ X",
            "year": "2014-12-16",
            "document_type": "EEA CTA",
            "keywords": "Stroke",
            "url": "https://www.clinicaltrialsregister.eu/ctr-search/trial/2014-000001-42/ES/",
        },
        (
            "A.1 Member State Concerned: Spain - AEMPS",
            "A.3 Full title of the trial (es): Un estudio",
            "B. Sponsor Information: Sponsor 1",
            "E.3 Principal inclusion criteria: 1. Adults; 2. Walkers by A. Roe's criteria",
        ),
    ),
    "EU CTIS, CSV": (
        files.CTIS_CSV,
        "EU CTIS",
        "csv",
        {
            "accession": "2024-000001-22-00",
            "title": "A trial of walking",
            "authors": "Univ X, Town",
            "year": "17/09/2024",
            "keywords": "Stroke; Walk 10 mg, Walk 20 mg",
        },
        ("start date: 16/03/2022", "trial phase: Phase III", "primary endpoint: Speed"),
    ),
    "ISRCTN, CSV": (
        files.ISRCTN_CSV,
        "ISRCTN",
        "csv",
        {
            "accession": "ISRCTN00000001",
            "title": "A trial of walking",
            "authors": "Univ X",
            "year": "16/05/2026",
            "document_type": "Treatment",
            "keywords": "Stroke; Walk",
        },
        ("clinicaltrials gov number: NCT00000001", "eudract ctis number: 2014-000001-42", "phase: Phase III"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_record_of_a_register_is_read_with_all_its_facts(case: str, read: Read) -> None:
    content, _, file_format, columns, notes = CASES[case]
    reading = read(content)
    assert (reading.format, reading.warnings, len(reading.rejected)) == (file_format, (), 0)
    [record] = reading.records.to_dict("records")
    assert {column: record[column] for column in columns} == columns
    assert [note for note in notes if note not in record["notes"]] == []


@pytest.mark.parametrize("case", CASES)
def test_a_file_tells_from_which_register_it_comes(case: str, tmp_path: Path) -> None:
    (tmp_path / "export.txt").write_text(CASES[case][0], encoding="utf-8")
    assert find_register(tmp_path / "export.txt") == CASES[case][1]


@pytest.mark.parametrize(
    "content", ["TY  - JOUR\nTI  - A\nER  - \n", "Title,Authors\nA,B\n", '[{"type": "book"}]']
)
def test_a_file_of_a_database_comes_from_no_register(content: str, tmp_path: Path) -> None:
    (tmp_path / "export.txt").write_text(content, encoding="utf-8")
    assert find_register(tmp_path / "export.txt") == ""


def test_what_a_register_has_not_leaves_no_note(read: Read) -> None:
    assert "N/A" not in read(files.CTIS_CSV).records["notes"][0]


def test_a_title_in_another_language_alone_is_the_title(read: Read) -> None:
    content = files.EUCTR_DETAILS.replace("A.3 Full title of the trial: A trial of walking\n", "")
    assert read(content).records["title"][0] == "Un estudio"


def test_each_member_state_has_a_record_of_its_own(read: Read) -> None:
    second = files.EUCTR_DETAILS[files.EUCTR_DETAILS.index("Summary") :].replace("Spain", "Italy")
    reading = read(f"{files.EUCTR_DETAILS}\n{second}")
    assert reading.records["accession"].tolist() == ["2014-000001-42"] * 2
    assert (reading.expected, reading.warnings) == (2, ())


def test_files_of_single_studies_may_be_put_one_behind_the_other(read: Read) -> None:
    content = files.CTGOV_XML + files.CTGOV_XML.replace("NCT00000001", "NCT00000002")
    reading = read(content)
    assert reading.records["accession"].tolist() == ["NCT00000001", "NCT00000002"]
    second = content[: content.rindex("<clinical_study")].count("\n") + 1
    assert reading.lines["line"].tolist() == [2, second]
    assert reading.warnings == ()


def test_an_export_that_lost_only_its_end_tag_is_read_with_a_warning(read: Read) -> None:
    reading = read(files.ICTRP_XML.replace("</Trials_downloaded_from_ICTRP>", ""))
    assert len(reading.records) == 1
    assert reading.warnings == (
        "the record at line 3 is the last one before the XML breaks off: more records may be missing",
    )
