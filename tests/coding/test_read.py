"""Coding sheets: what may stand in them, and every mistake told with its place."""

import re

import pytest

from cireview.coding import CODING, read_coding, read_matrix
from cireview.errors import LabelError
from cireview.tables.questions import Question
from cireview.tables.spreadsheets import find_sheets

THEMES = {"food": "Food, and drink", "health": "Health", "not_stated": "Nothing said"}
QUESTIONS = [
    Question("country", values={"FI": "Finland", "SE": "Sweden"}),
    Question("theme", "multiple", values=THEMES, empty=["not_stated"]),
]
HEAD = "record_id,dimension,coder,value,evidence,note\n"


def read(tmp_path, text, *, name="sheet.csv", coders=("anna", "ben")):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / name).write_text(text, encoding="utf-8")
    return read_coding(find_sheets(tmp_path / "data"), questions=QUESTIONS, coders=coders, root=tmp_path)


def values(table):
    return table[["record_id", "dimension", "value", "coder"]].to_numpy().tolist()


@pytest.mark.parametrize("cell", ["FI", "fi", "Finland", "finland", " FI "])
def test_a_value_is_named_by_id_or_label_whatever_its_capitals(tmp_path, cell):
    table = read(tmp_path, f"{HEAD}a,country,anna,{cell},,\n")
    assert values(table) == [["a", "country", "FI", "anna"]]


@pytest.mark.parametrize("cell", ["food; health", "food;health;", '"Food, and drink; health"'])
def test_several_values_are_several_rows_of_one_sheet_row(tmp_path, cell):
    table = read(tmp_path, f"{HEAD}a,theme,anna,{cell},said so,hm\n")
    assert values(table) == [["a", "theme", "food", "anna"], ["a", "theme", "health", "anna"]]
    assert table["row"].tolist() == [2, 2]
    assert table[["evidence", "note"]].to_numpy().tolist() == [["said so", "hm"]] * 2


def test_a_row_without_a_value_says_nothing(tmp_path):
    assert read(tmp_path, f"{HEAD}a,theme,anna,,a thought,\n").empty


def test_the_coder_may_stand_in_the_name_of_the_file(tmp_path):
    table = read(tmp_path, "record_id,dimension,value\na,theme,food\n", name="Coding_Anna.csv")
    assert values(table) == [["a", "theme", "food", "anna"]]


def test_the_column_stands_above_the_name_of_the_file(tmp_path):
    assert read(tmp_path, f"{HEAD}a,theme,ben,food,,\n", name="anna.csv")["coder"].tolist() == ["ben"]


def test_nothing_found_may_stand_alone(tmp_path):
    table = read(tmp_path, f"{HEAD}a,theme,anna,not_stated,,\nb,theme,anna,not_stated; Nothing said,,\n")
    assert set(table["value"]) == {"not_stated"}


def test_the_same_code_twice_is_no_mistake(tmp_path):
    assert len(read(tmp_path, f"{HEAD}a,country,anna,FI,,\na,country,anna,Finland,,\n")) == 2


def test_a_missing_folder_is_an_empty_table(tmp_path):
    table = read_coding(find_sheets(tmp_path / "none"), questions=QUESTIONS, coders=["anna"])
    assert list(table.columns) == list(CODING.columns)
    assert table.empty


BAD = {
    "no column of values": ("record_id,dimension,coder\na,theme,anna\n", 1, "value", "the column is missing"),
    "no column of ids": ("dimension,coder,value\ntheme,anna,food\n", 1, "record_id", "the column is missing"),
    "no id": (f"{HEAD},theme,anna,food,,\n", 2, "record_id", "the record id is missing beside an answer"),
    "unknown dimension": (f"{HEAD}a,them,anna,food,,\n", 2, "dimension", "'them' is not .*mean 'theme'"),
    "unknown value": (f"{HEAD}a,theme,anna,fod,,\n", 2, "value", "'fod' is not a value.*mean 'food'"),
    "strange value": (f"{HEAD}a,theme,anna,zzz,,\n", 2, "value", "Write one of: food, health, not_stated"),
    "one bad value of two": (f"{HEAD}a,theme,anna,food; zzz,,\n", 2, "value", "'zzz' is not a value"),
    "value of another dimension": (f"{HEAD}a,theme,anna,FI,,\n", 2, "value", "'FI' is not a value of theme"),
    "unknown coder": (f"{HEAD}a,theme,ana,food,,\n", 2, "coder", "'ana' is not a coder.*Did you mean 'anna'"),
    "no coder": (f"{HEAD}a,theme,,food,,\n", 2, "coder", "the coder is missing"),
    "two values of one": (f"{HEAD}a,country,anna,FI; SE,,\n", 2, "value", "country takes one value"),
    "two rows that differ": (
        f"{HEAD}a,country,anna,FI,,\nb,country,anna,FI,,\na,country,anna,SE,,\n", 4, "value",
        r"anna gives two different codes for country of a \(rows 2, 4\)",
    ),
    "two sets that differ": (
        f"{HEAD}a,theme,anna,food,,\na,theme,anna,food; health,,\n", 3, "value", "gives two different codes",
    ),
    "something and nothing": (
        f"{HEAD}a,theme,anna,food; nothing said,,\n", 2, "value", "not_stated means that nothing was found",
    ),
    "an empty file": ("", 0, "", "the file is empty"),
    "a column twice": ("record_id,dimension,value,value\na,b,c,d\n", 1, "value", "appears twice"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "row", "column", "message"), BAD.values(), ids=BAD)
def test_a_bad_sheet_is_told_with_file_row_and_column(tmp_path, text, row, column, message):
    with pytest.raises(LabelError) as caught:
        read(tmp_path, text)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("data/sheet.csv", row, column)
    assert re.search(message, f"{problem.message}. {problem.remedy}")
    assert problem.remedy


def test_all_problems_of_all_sheets_are_told_at_once(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.csv").write_text(f"{HEAD}a,them,ana,food,,\n")
    with pytest.raises(LabelError) as caught:
        read(tmp_path, f"{HEAD}a,theme,anna,fod,,\n", name="b.csv")
    assert [problem.file for problem in caught.value.problems] == ["data/a.csv", "data/a.csv", "data/b.csv"]


def matrix(tmp_path, text):
    (tmp_path / "m.csv").write_text(text)
    known = {"rows": ["x", "y"], "columns": ["g1", "g2"], "values": ["strong", "weak"]}
    return read_matrix(find_sheets(tmp_path), root=tmp_path, **known)


def test_the_matrix_is_read_in_the_order_of_the_codebook(tmp_path):
    table = matrix(tmp_path, "row,column,value\ny,g1,weak\nx,g2,strong\nx,g1,\n")
    assert table.to_numpy().tolist() == [["x", "g2", "strong"], ["y", "g1", "weak"]]


@pytest.mark.parametrize(
    ("text", "row", "column", "message"),
    [
        ("row,value\nx,weak\n", 1, "column", "the column is missing (row 1 has row, value)"),
        ("row,column,value\nz,g1,weak\n", 2, "row", "'z' is not in the codebook"),
        ("row,column,value\nx,g3,weak\n", 2, "column", "'g3' is not in the codebook"),
        ("row,column,value\nx,g1,wek\n", 2, "value", "'wek' is not in the codebook"),
        ("row,column,value\nx,g1,weak\nx,g1,strong\n", 3, "value", "two rows fill the same cell"),
    ],
)
def test_a_bad_matrix_is_told_with_its_place(tmp_path, text, row, column, message):
    with pytest.raises(LabelError) as caught:
        matrix(tmp_path, text)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row, problem.column, problem.message) == ("m.csv", row, column, message)


def test_an_empty_matrix_sheet_hides_no_other_problem(tmp_path):
    (tmp_path / "a.csv").write_text("")
    with pytest.raises(LabelError) as caught:
        matrix(tmp_path, "row,value\nx,weak\n")
    assert [problem.file for problem in caught.value.problems] == ["a.csv", "m.csv"]
