"""The sheet of merges in a review: where each record stands, and how a merge is taken back."""

import pytest

from cireview.places import place
from cireview.tables import MATCH, read_table
from cireview.tables.spreadsheets import read_sheet, write_sheet

pytestmark = pytest.mark.workflow
SHEET = place("merges_sheet", suffix="xlsx")
DECIDED = [place("duplicates"), place("duplicates_handed_out")]


def groups_of(review):
    matches = read_table(review.path / place("duplicates"), MATCH)
    return {frozenset(records) for _, records in matches.groupby("report_id")["record_id"]}


def test_a_row_for_each_duplicate_says_where_both_records_stand(finished):
    sheet = read_sheet(finished.path / SHEET)
    assert len(sheet) == 128
    first = sheet.iloc[0]
    for side in (1, 2):
        text = (finished.path / first[f"file_{side}"]).read_text(encoding="utf-8").splitlines()
        assert first[f"title_{side}"][:20] in " ".join(text[int(first[f"line_{side}"]) - 1 :][:25])


def test_a_merge_that_is_taken_back_parts_that_record_alone(rerunnable):
    before = groups_of(rerunnable)
    sheet = read_sheet(rerunnable.path / SHEET).drop(columns="_row")
    row = sheet.index[sheet["records"] == "4"][0]
    kept, gone = sheet.loc[row, ["record_id_1", "record_id_2"]]
    sheet.loc[row, "different?"] = "x"
    write_sheet(sheet, rerunnable.path / "data/labels/duplicates/merges.xlsx")
    status, said = rerunnable.run(*DECIDED)
    assert status == 0, said
    report = next(group for group in before if kept in group)
    assert groups_of(rerunnable) == before - {report} | {report - {gone}, frozenset({gone})}
    assert gone not in read_sheet(rerunnable.path / SHEET)["record_id_2"].tolist()
    asked = read_sheet(rerunnable.path / place("duplicates_sheet", suffix="csv"))
    assert {gone} <= {*asked["record_id_1"], *asked["record_id_2"]} <= report - {kept}


def test_answers_on_merges_that_contradict_each_other_stop_the_run(rerunnable):
    sheet = read_sheet(rerunnable.path / SHEET).drop(columns="_row")
    sheet = sheet[sheet["records"] == "3"].sort_values("record_id_1").iloc[:2]
    one, other = sheet["record_id_2"]
    folder = rerunnable.path / "data/labels/duplicates"
    write_sheet(sheet.assign(**{"different?": "no"}), folder / "merges.xlsx")
    (folder / "answers.csv").write_text(f"record_id_1,record_id_2,decision\n{one},{other},different\n")
    status, said = rerunnable.run()
    assert status != 0
    assert "the answers contradict each other" in said
    for place_of_it in ("merges.xlsx, row 2", "merges.xlsx, row 3", "answers.csv, row 2"):
        assert f"data/labels/duplicates/{place_of_it}" in said
