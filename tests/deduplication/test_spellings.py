"""Kinds of duplicates that were left apart for the way a field is written, with brothers of each."""

from __future__ import annotations

import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import deduplicate

TITLE = ARTICLE["title"]
# Without a place, only titles that are the same to the letter make one report.
LOOSE = ARTICLE | {"volume": "", "issue": "", "pages": ""}
DOI = "10.1016/S0010-440X(64)80030-4"

# With another year and no place, nothing but the DOI joins these two records.
SPELLINGS_OF_ONE_DOI = (
    "10.1016/S0010-440X%2864%2980030-4",
    "10.1016%2FS0010-440X%2864%2980030-4",
    "http://dx.doi.org/10.1016/S0010-440X%2864%2980030-4",
    "10.1016/S0010-440X%252864%252980030-4",
    "10.1016%2fS0010-440X(64)80030-4",
    f"{DOI}/",
    f"{DOI}//",
    f"{DOI}.",
    f"doi:{DOI}",
    f"doi:doi:{DOI}",
    f"({DOI})",
    f"{DOI}/full",
    f"{DOI}?via=ihub",
    f"{DOI}#sec1",
    f"{DOI}[doi]",
)
TITLES_WITH_NOTES = (
    f"{TITLE} [Erratum appears in J Occup Sleep. 2016 Jan;13(1):7 [Corrected]]",
    f"{TITLE} [erratum appears in J Occup Sleep 2016;13:7]",
    f"{TITLE} [Published erratum appears in J Occup Sleep 2016;13:7]. [Review] [56 refs]",
    f"{TITLE} [Comment in: J Occup Sleep 2016;13:7]",
    f"{TITLE} (Correction appears in J Occup Sleep)",
    TITLE.replace(":", " [Erratum appears in J Occup Sleep. 2016;13(1):7]:"),
    TITLE.replace(":", " [corrected]:"),
    f"{TITLE} [Erratum appears in J Occup Sleep. 2016;13(1):7",
    *(TITLE + mark for mark in ("*", " **", "\u2020", " \u2021", "\u00a7", " \u00b6", "\u00b9", " [1]")),
)


def count_reports(*rows: dict[str, str]) -> int:
    found = deduplicate(make_records(*rows))
    return int(found.matches["report_id"].nunique())


@pytest.mark.parametrize("spelling", SPELLINGS_OF_ONE_DOI)
def test_one_doi_in_another_spelling(spelling: str) -> None:
    row = LOOSE | {"journal": ""}
    assert count_reports(row | {"doi": DOI}, row | {"doi": spelling, "year": "2017"}) == 1


@pytest.mark.parametrize("title", TITLES_WITH_NOTES)
def test_a_note_or_a_mark_is_no_part_of_the_title(title: str) -> None:
    assert count_reports(LOOSE, LOOSE | {"title": title}) == 1


def test_an_erratum_stays_a_report_of_its_own() -> None:
    assert count_reports(ARTICLE, ARTICLE | {"title": f"Erratum to: {TITLE}", "pages": "301"}) == 2
