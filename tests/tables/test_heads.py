"""The table of a sheet is found by its headers, wherever people put titles and notes."""

import pytest
from tables.test_damage import HEAD, MAKERS, ROW, xlsx

from cireview.coding import read_coding
from cireview.errors import LabelError
from cireview.labels import read_labels
from cireview.labels.duplicates import read_answers
from cireview.tables.spreadsheets import ROW as NUMBER
from cireview.tables.spreadsheets import parse_sheet

ROWS = [["a:1", "One", "include", ""], ["a:2", "Two", "", ""]]
TITLE = ["Abstracts of May, Anna"]
NOTES = [["How to fill this sheet"], ["decision", "include or exclude"], ["Ask Bert", "", "", "", "by mail"]]
PLACED = {
    "the first row": ({"May": [HEAD, *ROWS]}, 1),
    "a title above": ({"May": [TITLE, HEAD, *ROWS]}, 2),
    "a title, a gap and a date": ({"May": [TITLE, [], ["Date:", "", "2024-05-31"], HEAD, *ROWS]}, 4),
    "notes above": ({"May": [*NOTES, [], HEAD, *ROWS]}, 5),
    "the twentieth row": ({"May": [*([["note"]] * 19), HEAD, *ROWS]}, 20),
    "a second worksheet": ({"Notes": NOTES, "May": [HEAD, *ROWS]}, 1),
    "a title on a second worksheet": ({"Notes": NOTES, "May": [TITLE, [], HEAD, *ROWS]}, 3),
    "the last of three": ({"Notes": NOTES, "Empty": [], "May": [HEAD, *ROWS]}, 1),
    "notes behind": ({"May": [HEAD, *ROWS], "Notes": NOTES}, 1),
}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize(("worksheets", "head"), PLACED.values(), ids=PLACED)
def test_the_table_of_a_workbook_is_found_with_the_rows_of_the_file(maker, worksheets, head):
    sheet = parse_sheet(MAKERS[maker](**worksheets), name="anna")
    assert sheet.drop(columns=NUMBER).to_numpy().tolist() == ROWS
    assert list(sheet)[:-1] == HEAD
    assert sheet[NUMBER].tolist() == [head + 1, head + 2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("above", [["My abstracts"], ["Abstracts, of May; Anna"], ["", "x", ""], []])
@pytest.mark.parametrize("end", ["\n", ""])
def test_the_table_of_a_text_is_found_below_a_title(delimiter, above, end):
    lines = [*above, *(delimiter.join(cells) for cells in [HEAD, *ROWS])]
    sheet = parse_sheet(("\n".join(lines) + end).encode(), name="anna.csv")
    assert sheet["decision"].tolist() == ["include", ""]
    assert sheet[NUMBER].tolist() == [len(above) + 2, len(above) + 3]


def test_headers_in_quotes_divide_a_text():
    text = 'Title, with a comma\n"record_id";"title, long";"decision"\n"a:1";"One; two";"include"\n'
    assert parse_sheet(text.encode(), name="s")["decision"].tolist() == ["include"]


OTHER = ["record_id", "title", "what I think", "reason"]
REFUSED = {
    "sorted with its headers": (
        {"May": [ROW, ["a:2", "Two", "", ""], HEAD, ["a:1", "One", "include", ""]]},
        1, "1 row holds an answer above the headers in row 3"),
    "sorted, ids of another program": (
        {"May": [["17", "T", "include"], ["18", "T", "yes"], ["id", "title", "decision"], ["19", "T", "no"]]},
        1, "2 rows hold an answer above the headers in row 3"),
    "headers twice": ({"May": [TITLE, HEAD, *ROWS, [], HEAD, ROW]}, 6,
        "there are 2 rows of headers: rows 2 and 6"),
    "two worksheets with answers": ({"May": [HEAD, *ROWS], "June": [TITLE, HEAD, ROW]}, 0,
        "the worksheet 'June' also holds 1 answer, first in row 3, and only 'May' is read"),
    "answers above the headers of a second": ({"May": [HEAD, *ROWS], "June": [ROW, HEAD]}, 0,
        "the worksheet 'June' also holds 1 answer, first in row 1, and only 'May' is read"),
    "answers without headers before the table": ({"June": [ROW], "May": [HEAD, *ROWS]}, 0,
        "the worksheet 'June' also holds 1 answer, first in row 1, and only 'May' is read"),
    "a renamed column before an empty copy": (
        {"May": [OTHER, ROW], "June": [TITLE, HEAD, ["a:1", "One", "", ""]]}, 0,
        "two worksheets could be the table (worksheet 'June', row 2 has record_id, title, decision, reason; "
        "worksheet 'May', row 1 has record_id, title, what_i_think, reason)"),
    "a renamed column behind the table": ({"May": [HEAD, *ROWS], "June": [OTHER, ROW]}, 0,
        "two worksheets could be the table (worksheet 'May', row 1 has record_id, title, decision, reason; "
        "worksheet 'June', row 1 has record_id, title, what_i_think, reason)"),
}  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize(("worksheets", "row", "message"), REFUSED.values(), ids=REFUSED)
def test_answers_that_would_not_be_read_are_refused(maker, worksheets, row, message):
    with pytest.raises(LabelError) as caught:
        parse_sheet(MAKERS[maker](**worksheets), name="anna")
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.message) == ("anna", row, message)


READERS = {
    "abstracts": lambda file: read_labels([file], stage="screening", people=["anna"], reasons={}),
    "full texts": lambda file: read_labels([file], stage="eligibility", people=["anna"], reasons={}),
    "codes": lambda file: read_coding([file], questions=[], coders=["anna"]),
    "duplicates": lambda file: read_answers([file]),
}
LACKING = {
    "abstracts": (["title", "decision"], "record_id"),
    "full texts": (["record_id", "title", "why"], "decision"),
    "codes": (["record_id", "value", "why"], "dimension"),
    "duplicates": (["record_id_1", "decision"], "record_id_2"),
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("sheets", [1, 2])
def test_a_column_that_is_missing_is_named_with_what_was_found_where(tmp_path, kind, sheets):
    head, column = LACKING[kind]
    worksheets = {"May": [head, *([["x:1"] * len(head)] * 3)]} | ({"Notes": NOTES} if sheets > 1 else {})
    (tmp_path / "anna.xlsx").write_bytes(xlsx(**worksheets))
    with pytest.raises(LabelError) as caught:
        READERS[kind](tmp_path / "anna.xlsx")
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (1, column)
    told = f"row 1 has {', '.join(head)}"
    notes = "; worksheet 'Notes', row 1 has how_to_fill_this_sheet"
    assert f"({told})" in problem.message if sheets == 1 else f"('May', {told}{notes})"


def test_a_missing_column_below_a_title_is_named_with_the_row_of_the_headers(tmp_path):
    (tmp_path / "anna.csv").write_text("My codes\n\nrecord_id,value,coder\nx:1,food,anna\n")
    with pytest.raises(
        LabelError, match=r"anna.csv, row 3, column dimension: .*\(row 3 has record_id, value"
    ):
        READERS["codes"](tmp_path / "anna.csv")


def test_a_bad_answer_below_a_title_is_named_with_the_row_of_the_file(tmp_path):
    (tmp_path / "anna.csv").write_text("Mine\n\n\nrecord_id,decision\nx:1,include\nx:2,perhaps\n")
    with pytest.raises(LabelError, match="row 6, column decision: 'perhaps' is not a decision"):
        READERS["abstracts"](tmp_path / "anna.csv")


def test_headers_below_the_twentieth_row_are_not_looked_for():
    with pytest.raises(LabelError, match="anna, row 21: 2 rows hold text to the right of the last column"):
        parse_sheet(xlsx(May=[*([["note"]] * 20), HEAD, ROWS[0]]), name="anna")


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("above", [[TITLE], [TITLE, [], ["title:", "by Anna"]]])
def test_a_missing_column_is_named_also_below_a_title(tmp_path, kind, above):
    head, column = LACKING[kind]
    (tmp_path / "anna.xlsx").write_bytes(xlsx(Notes=NOTES, May=[*above, head, ["x:1"] * len(head)]))
    with pytest.raises(LabelError) as caught:
        READERS[kind](tmp_path / "anna.xlsx")
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (len(above) + 1, column)
    assert f"worksheet 'May', row {len(above) + 1} has {', '.join(head)}" in problem.message
