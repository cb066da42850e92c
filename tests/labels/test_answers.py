"""Answers about possible duplicates: how they are read, and what is refused."""

import pytest

from cireview.errors import LabelError
from cireview.labels import (
    read_answers,
)
from cireview.tables.spreadsheets import find_sheets

ANSWERS = {
    "same": ("record_id_1,record_id_2,decision\nb,a,Same\n", [["a", "b", "same"]]),
    "no": ("record_id_1,record_id_2,decision\na,b,no\n", [["a", "b", "different"]]),
    "not answered": ("record_id_1,record_id_2,decision\na,b,\n", []),
}


@pytest.mark.parametrize(("text", "rows"), ANSWERS.values(), ids=ANSWERS)
def test_answers_about_duplicates_are_read(tmp_path, text, rows):
    (tmp_path / "s.csv").write_text(text)
    assert read_answers(find_sheets(tmp_path)).to_numpy().tolist() == rows


BAD_ANSWERS = {
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
