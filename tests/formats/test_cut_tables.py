"""A table that was cut off is never taken for a whole one."""

import pytest

from cireview.formats import check_export, read_export

HEAD = '"Title","Year","Abstract"\n'
ROWS = "".join(f'"Title {number}","2015","An abstract, {number}"\n' for number in range(4))
CUTS = {
    "inside a cell": '"Title 5","2015","An abs',
    "after a cell": '"Title 5","2015"',
    "after a comma": '"Title 5",',
}


@pytest.mark.parametrize("rest", CUTS.values(), ids=CUTS)
def test_a_cut_last_row_is_rejected_and_told_before_the_run(tmp_path, rest):
    path = tmp_path / "scopus.csv"
    path.write_text(HEAD + ROWS + rest)
    reading = read_export(path, source="Scopus")
    assert len(reading.records) == 4
    assert reading.rejected["line"].tolist() == [6]
    assert check_export(path)


@pytest.mark.parametrize("rest", CUTS.values(), ids=CUTS)
@pytest.mark.parametrize("shift", [0, 9, 17], ids=["at a row", "within quotation marks", "at a comma"])
def test_a_cut_row_at_the_end_of_a_long_table_is_rejected_and_told_before_the_run(tmp_path, rest, shift):
    path = tmp_path / "scopus.csv"
    path.write_text(f'"Title","Year","Abstract{" " * shift}"\n{ROWS * 2000}{rest}')
    assert "not closed" in check_export(path)[0].message or "cut off" in check_export(path)[0].message
    reading = read_export(path, source="Scopus")
    assert (len(reading.records), len(reading.rejected)) == (8000, 1)


def test_rows_that_are_all_uneven_are_not_cut(tmp_path):
    path = tmp_path / "any.csv"
    path.write_text("title,year,abstract\nOne,2015\nTwo,2016\nThree\n")
    assert len(read_export(path, source="Any").records) == 3
    assert check_export(path) == []


@pytest.mark.parametrize("end", ["", '"A 5"" disk","2015","x, ""y"", z"\n', "plain,2015,\n"])
def test_a_long_table_that_is_whole_is_not_said_to_be_cut(tmp_path, end):
    path = tmp_path / "scopus.csv"
    for count in range(2000, 2010):
        path.write_text(HEAD + ROWS * count + end)
        assert check_export(path) == []
