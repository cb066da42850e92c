"""Our tables: what is written is read back, in CSV and Parquet, with hostile text made harmless."""

import errno
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.errors import TableError
from cireview.tables import (
    RECORD,
    Schema,
    guard_formula,
    read_table,
    unguard_formula,
    whole_file,
    write_table,
)

PAIR = Schema("pair", {"name": "a text", "n": "a number"}, frozenset({"n"}))
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(tmp_path, start):
    write_table(pd.DataFrame({"name": [f"{start}cmd()"], "n": [1]}), tmp_path / "t.csv", PAIR)
    cells = (tmp_path / "t.csv").read_bytes().decode("utf-8-sig").split("\n", 1)[1]
    assert cells.lstrip('"').startswith("'")


def test_a_negative_number_is_not_text_and_stays(tmp_path):
    write_table(pd.DataFrame({"name": ["a"], "n": [-1.5]}), tmp_path / "t.csv", PAIR)
    assert "a,-1.5" in (tmp_path / "t.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("text", ["-0.265", "+3", "-.5", "-1e-06", "-"])
def test_a_number_that_is_text_is_no_formula(text):
    assert guard_formula(text) == text


@pytest.mark.parametrize("text", ["-1+2", "-1;2", "+49 30", "-1e", "--1", "-1\n", "-a"])
def test_what_only_starts_as_a_number_is_guarded(text):
    assert guard_formula(text) == f"'{text}"


@given(TEXT)
def test_guarding_has_an_inverse(text):
    assert unguard_formula(guard_formula(text)) == text


@given(st.lists(st.tuples(TEXT, st.integers(-9, 9)), min_size=1, max_size=5))
def test_a_table_comes_back_as_it_was(tmp_path_factory, rows):
    frame = PAIR.conform(pd.DataFrame(rows, columns=["name", "n"]))
    for suffix in (".csv", ".parquet"):
        path = tmp_path_factory.mktemp("t") / f"table{suffix}"
        write_table(frame, path, PAIR)
        pd.testing.assert_frame_equal(read_table(path, PAIR), frame)


def test_missing_text_is_empty_text():
    frame = PAIR.conform(pd.DataFrame({"name": [None, float("nan"), "x"], "n": [1, 2, 3]}))
    assert frame["name"].tolist() == ["", "", "x"]


def test_a_table_without_a_column_of_its_schema_is_refused():
    with pytest.raises(TableError, match="lacks the column"):
        PAIR.conform(pd.DataFrame({"name": []}))


def test_a_table_that_does_not_exist_says_how_to_make_it(tmp_path):
    with pytest.raises(TableError, match="cireview run"):
        read_table(tmp_path / "none.csv")


def test_an_empty_table_keeps_its_columns(tmp_path):
    write_table(RECORD.empty(), tmp_path / "t.csv", RECORD)
    assert list(read_table(tmp_path / "t.csv", RECORD).columns) == list(RECORD.columns)


@pytest.mark.parametrize(("bom", "start"), [(True, b"\xef\xbb\xbf"), (False, b"nam")])
def test_a_mark_for_excel_is_written_unless_another_program_reads_the_file(tmp_path, bom, start):
    write_table(pd.DataFrame({"name": ["a"], "n": [1]}), tmp_path / "t.csv", bom=bom)
    assert (tmp_path / "t.csv").read_bytes().startswith(start)


@pytest.mark.parametrize("before", [None, "old"])
def test_writing_that_fails_midway_leaves_the_folder_as_it_was(tmp_path, before):
    path = tmp_path / "t.csv"
    if before:
        path.write_text(before)

    def write_half():
        with whole_file(path) as partial:
            partial.write_text("half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_half()
    assert {one.name: one.read_text() for one in tmp_path.iterdir()} == ({"t.csv": before} if before else {})


def test_a_disk_that_refuses_to_remove_what_is_not_there_hides_no_error(tmp_path, monkeypatch):
    def refuse(self, *_, **__):
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(OSError, match="Read-only") as refused, whole_file(tmp_path / "t.csv") as partial:
        partial.write_text("all")
    assert refused.value.filename == str(tmp_path / "t.csv")


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path):
    (tmp_path / "real.csv").touch()
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_table(pd.DataFrame({"name": ["a"]}), tmp_path / "link.csv", bom=False)
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "name\na\n"
    with whole_file("/dev/null") as path:
        assert path.as_posix() == "/dev/null"


def test_a_table_for_programs_is_not_guarded(tmp_path):
    write_table(pd.DataFrame({"record_id": ["-1"]}), tmp_path / "t.csv", bom=False, guard=False)
    assert (tmp_path / "t.csv").read_text() == "record_id\n-1\n"
