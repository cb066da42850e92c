"""Answers about possible duplicates: how they are read, and what is refused."""

import re

import pytest

from cireview.errors import LabelError
from cireview.labels import read_answered_ids, read_answers
from cireview.tables.spreadsheets import find_sheets

ANSWERS = {
    "same": ("record_id_1,record_id_2,decision\nb,a,Same\n", [["a", "b", "same"]]),
    "no": ("record_id_1,record_id_2,decision\na,b,no\n", [["a", "b", "different"]]),
    "not answered": ("record_id_1,record_id_2,decision\na,b,\n", []),
}


@pytest.mark.parametrize(("text", "rows"), ANSWERS.values(), ids=ANSWERS)
def test_answers_about_duplicates_are_read(tmp_path, text, rows):
    (tmp_path / "s.csv").write_text(text)
    answers = read_answers(find_sheets(tmp_path))
    assert answers[["record_id_1", "record_id_2", "decision"]].to_numpy().tolist() == rows


PAIR = "record_id_1,record_id_2,decision\n"
MERGE = "record_id_1,record_id_2,different?,note\n"


@pytest.mark.parametrize("word", ["yes", "x", "X", "different", "TRUE", "1", "Y"])
def test_a_merge_is_taken_back_and_its_record_leaves(tmp_path, word):
    (tmp_path / "merges.csv").write_text(f"{MERGE}kept,b,{word},\n")
    (answer,) = read_answers(find_sheets(tmp_path)).to_dict("records")
    assert (answer["record_id_1"], answer["record_id_2"], answer["decision"]) == ("b", "kept", "different")
    assert answer["leaves"] == "b"


@pytest.mark.parametrize("word", ["no", "same", "0", "False"])
def test_a_merge_is_confirmed(tmp_path, word):
    (tmp_path / "merges.csv").write_text(f"{MERGE}kept,b,{word},\n")
    (answer,) = read_answers(find_sheets(tmp_path)).to_dict("records")
    assert (answer["decision"], answer["leaves"]) == ("same", "")


def test_a_merge_that_nobody_answered_is_no_answer(tmp_path):
    (tmp_path / "merges.csv").write_text(f"{MERGE}kept,b,,looked at it\n")
    assert read_answers(find_sheets(tmp_path)).empty
    assert read_answered_ids(find_sheets(tmp_path)).empty


def test_both_kinds_of_sheets_lie_side_by_side(tmp_path):
    (tmp_path / "a.csv").write_text(f"{PAIR}a,b,no\n")
    (tmp_path / "m.csv").write_text(f"{MERGE}c,d,x,\n")
    answers = read_answers(find_sheets(tmp_path), root=tmp_path)
    assert answers[["record_id_1", "decision", "leaves", "file", "row"]].to_numpy().tolist() == [
        ["a", "different", "", "a.csv", 2],
        ["c", "different", "d", "m.csv", 2],
    ]
    assert read_answered_ids(find_sheets(tmp_path))["record_id"].tolist() == ["a", "b", "c", "d"]


CHAINS = {
    "three": (
        {"s.csv": f"{PAIR}a,b,same\nc,b,yes\na,c,no\n"},
        ["s.csv, row 2", "s.csv, row 3", "s.csv, row 4"],
    ),
    "over two sheets": (
        {"s.csv": f"{PAIR}a,b,same\n", "t.csv": f"{PAIR}b,c,same\na,c,different\n"},
        ["s.csv, row 2", "t.csv, row 2", "t.csv, row 3"],
    ),
    "over a merge": (
        {"m.csv": f"{MERGE}a,c,yes,\n", "s.csv": f"{PAIR}a,b,same\nb,c,same\n"},
        ["s.csv, row 2", "s.csv, row 3", "m.csv, row 2"],
    ),
    "of five": (
        {"s.csv": f"{PAIR}a,b,same\nb,c,same\nc,d,same\nd,e,same\ne,a,no\n"},
        [f"s.csv, row {row}" for row in (2, 3, 4, 5, 6)],
    ),
    "the shortest way": (
        {"s.csv": f"{PAIR}a,b,same\nb,c,same\nc,d,same\na,d,same\nd,e,same\na,e,no\n"},
        ["s.csv, row 5", "s.csv, row 6", "s.csv, row 7"],
    ),
}


@pytest.mark.parametrize(("sheets", "places"), CHAINS.values(), ids=CHAINS)
def test_a_chain_of_answers_that_contradicts_another_is_named_whole(tmp_path, sheets, places):
    for name, text in sheets.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(LabelError) as caught:
        read_answers(find_sheets(tmp_path), root=tmp_path)
    (problem,) = caught.value.problems
    assert re.findall(r"\((.+?)\)", problem.message) == places
    assert f"{problem.file}, row {problem.row}" == places[-1]


def test_each_contradiction_is_a_problem_of_its_own(tmp_path):
    (tmp_path / "s.csv").write_text(f"{PAIR}a,b,same\nb,c,same\na,c,no\nx,y,same\ny,z,same\nx,z,no\n")
    with pytest.raises(LabelError) as caught:
        read_answers(find_sheets(tmp_path), root=tmp_path)
    assert [problem.row for problem in caught.value.problems] == [4, 7]


NO_CONTRADICTION = {
    "two differ from a third": f"{PAIR}a,b,same\nb,c,no\na,c,no\n",
    "a chain of same": f"{PAIR}a,b,same\nb,c,same\na,c,same\n",
    "all different": f"{PAIR}a,b,no\nb,c,no\na,c,no\n",
}


@pytest.mark.parametrize("text", NO_CONTRADICTION.values(), ids=NO_CONTRADICTION)
def test_answers_that_can_all_hold_are_read(tmp_path, text):
    (tmp_path / "s.csv").write_text(text)
    assert len(read_answers(find_sheets(tmp_path))) == 3


def test_a_pair_answered_in_two_ways_is_named_with_both_places(tmp_path):
    (tmp_path / "a.csv").write_text(f"{PAIR}x,y,same\na,b,same\n")
    (tmp_path / "m.csv").write_text(f"{MERGE}b,a,yes,\n")
    with pytest.raises(LabelError) as caught:
        read_answers(find_sheets(tmp_path), root=tmp_path)
    (problem,) = caught.value.problems
    assert "same in a.csv, row 3; different in m.csv, row 2" in problem.message
    assert (problem.file, problem.row, problem.column) == ("m.csv", 2, "different?")


BAD_ANSWERS = {
    "neither, of a merge": (f"{MERGE}a,b,perhaps,\n", r"row 2, column different\?.*Write yes, or no"),
    "itself": (f"{PAIR}a,a,different\n", "row 2, column record_id_2.*both record ids are the same"),
    "no column of answers": ("record_id_1,record_id_2,note\na,b,hm\n", "column decision"),
    "neither": ("record_id_1,record_id_2,decision\na,b,perhaps\n", "row 2, column decision"),
    "no id": ("record_id_1,record_id_2,decision\n,b,same\n", "row 2, column record_id_1"),
    "no column": ("record_id_1,decision\na,same\n", "column record_id_2"),
    "both": ("record_id_1,record_id_2,decision\na,b,same\nb,a,different\n", "row 3.*both same and different"),
}


@pytest.mark.parametrize(("text", "message"), BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_bad_answers_about_duplicates_are_refused(tmp_path, text, message):
    (tmp_path / "s.csv").write_text(text)
    with pytest.raises(LabelError, match=message):
        read_answers(find_sheets(tmp_path))
