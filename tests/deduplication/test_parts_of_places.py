"""Supplements and parts of volumes and issues, however they are written."""

from __future__ import annotations

import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import deduplicate

TWO = (
    ("volume", "24A", "24B"),
    ("volume", "24 Suppl 1", "24 Suppl 2"),
    ("volume", "24, Part A", "24, Part B"),
    ("volume", "B24", "C24"),
    ("issue", "Suppl A", "Suppl B"),
    ("issue", "S1", "S2"),
    ("issue", "Supplement_1", "Supplement_2"),
    ("issue", "3a", "3b"),
    ("issue", "3 Pt 1", "3 Pt 2"),
    ("issue", "4_suppl", "5_suppl"),
    ("issue", "Suppl 1", "3"),
)
ONE = (
    ("volume", "24A", "24"),
    ("volume", "24 Suppl 1", "24 (Suppl. 1)"),
    ("volume", "24(3)", "24"),
    ("issue", "3 Suppl 1", "Suppl. 1"),
    ("issue", "S1", "Suppl 1"),
    ("issue", "Suppl", "Suppl 2"),
    ("issue", "Suppl 1", "1"),
    ("issue", "12A", "12 Pt A"),
    ("issue", "2 Part 1", "2 (Pt I)"),
)


def deduplicate_two(field: str, one: str, other: str, pages: str) -> int:
    rows = [ARTICLE | {"pages": pages, field: value} for value in (one, other)]
    return int(deduplicate(make_records(*rows)).matches["report_id"].nunique())


@pytest.mark.parametrize(("field", "one", "other"), TWO)
@pytest.mark.parametrize("pages", ["", "S12", "12"])
def test_two_supplements_or_parts_are_two_places(field: str, one: str, other: str, pages: str) -> None:
    assert deduplicate_two(field, one, other, pages) == 2


@pytest.mark.parametrize(("field", "one", "other"), ONE)
def test_one_place_written_in_two_ways(field: str, one: str, other: str) -> None:
    assert deduplicate_two(field, one, other, ARTICLE["pages"]) == 1


def test_an_issue_behind_its_volume_is_read() -> None:
    rows = [ARTICLE | {"volume": volume, "issue": ""} for volume in ("24(1)", "24(2)")]
    assert deduplicate(make_records(*rows)).matches["report_id"].nunique() == 2


FOLLOWING = ("1-10 11-20", "211-220 221-230", "S1-S10 S11-S20", "5-9 10-14", "12 16", "1-10 101-110")


@pytest.mark.parametrize("pages", FOLLOWING)
def test_pages_that_follow_each_other_in_one_issue_are_a_question(pages: str) -> None:
    found = deduplicate(make_records(*[ARTICLE | {"pages": part} for part in pages.split()]))
    assert found.matches["report_id"].nunique() == 2
    assert len(found.possible) == 1


@pytest.mark.parametrize(
    "title", ["Case of the month", "What is your diagnosis?", "Drug updates for physicians"]
)
def test_a_column_on_one_page_of_two_issues_is_a_question(title: str) -> None:
    column = ARTICLE | {"title": title, "pages": "12"}
    found = deduplicate(make_records(column, column | {"issue": "4"}))
    assert found.matches["report_id"].nunique() == 2
