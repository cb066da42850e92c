"""Sheets show years, keywords and document types without the marks of databases; records keep them."""

import pandas as pd
import pytest
from sheets.test_abstracts import sheet_of

from cireview.sheets.display import clean_column
from cireview.sheets.duplicates import list_merges, side_by_side
from cireview.tables import LINE, MATCH, POSSIBLE, RECORD

CLEANED = [
    ("year", "2014//", "2014"),
    ("year", "2014///", "2014"),
    ("year", "2014/05/01/Spring", "2014"),
    ("year", "2014 May-Jun", "2014"),
    ("year", "May 2014", "2014"),
    ("year", "in press", "in press"),
    ("year", "", ""),
    ("keywords", "*Child Development/px [Psychology]; Humans", "Child Development; Humans"),
    ("keywords", "Child/ed, px [Education, Psychology]", "Child"),
    ("keywords", "Schools/*organization & administration", "Schools/organization & administration"),
    ("keywords", "*Schools; Schools; schools/*og", "Schools; schools"),
    ("keywords", "AC/DC; s/he is; and/or", "AC/DC; s/he is; and/or"),
    ("keywords", "a; ; b;", "a; b"),
    ("keywords", "=1+1; *", "=1+1"),
    ("keywords", "", ""),
    ("document_type", "JOUR", "journal article"),
    ("document_type", "CHAP", "book chapter"),
    ("document_type", "CPAPER", "conference paper"),
    ("document_type", "GEN", "other"),
    ("document_type", "inproceedings", "conference paper"),
    ("document_type", "re", "review"),
    ("document_type", "QQQ", "QQQ"),
    ("document_type", "Journal Article; Review", "Journal Article; Review"),
    ("document_type", "Article; Early Access", "Article; Early Access"),
    ("document_type", "article", "article"),
    ("document_type", "Peer Reviewed Journal: 2840", "Peer Reviewed Journal"),
    ("document_type", "Journal Article; 2820 Cognitive & Perceptual Development", "Journal Article"),
    ("document_type", "2820", "2820"),
    ("document_type", "", ""),
    ("title", "JOUR 2014// *", "JOUR 2014// *"),
]


@pytest.mark.parametrize(("column", "given", "shown"), CLEANED)
def test_a_cell_is_shown_without_marks(column, given, shown):
    cells = pd.Series([given], dtype="str")
    assert clean_column(column, cells).tolist() == [shown]
    assert clean_column(column, pd.Series([shown], dtype="str")).tolist() == [shown]


MARKED = {"year": "2014//", "keywords": "*Child/px", "document_type": "JOUR", "title": "T"}
RECORDS = RECORD.conform(
    pd.DataFrame([dict.fromkeys(RECORD.columns, "") | {"record_id": one} | MARKED for one in "ab"])
)


def test_the_sheets_of_abstracts_are_clean():
    assert sheet_of(RECORDS)[["year", "keywords"]].to_numpy().tolist() == [["2014", "Child"]] * 2


def test_the_sheets_of_duplicates_are_clean_and_name_no_difference_that_nobody_sees():
    possible = pd.DataFrame([{"record_id_1": "a", "record_id_2": "b", "score": 1, "rule": "", "doubt": ""}])
    records = RECORDS.assign(document_type=["JOUR", "Journal article"], year=["2014//", "2014"])
    asked = side_by_side(records, POSSIBLE.conform(possible)).iloc[0]
    match = {"record_id": ["a", "b"], "report_id": "a", "rule": "doi", "score": 1.0}
    merged = list_merges(records, MATCH.conform(pd.DataFrame(match)), LINE.empty()).iloc[0]
    for row in (asked, merged):
        assert [row[f"document_type_{side}"].lower() for side in (1, 2)] == ["journal article"] * 2
        assert [row[f"year_{side}"] for side in (1, 2)] == ["2014"] * 2
        assert row["differences"] == ""
    assert records["year"].tolist() == ["2014//", "2014"]
