"""The XLSX of a sheet explains its values on a worksheet of its own, which no reader takes for answers."""

import pandas as pd
import pytest
from openpyxl import load_workbook

from cireview.tables.spreadsheets import read_sheet, write_sheet

FRAME = pd.DataFrame({"record_id": ["a"], "value": ["x"]})
LEGEND = pd.DataFrame(
    {"dimension": ["d"], "value": ["x"], "label": ["X"], "definition": ["=What it means"], "example": ["So."]}
)


def test_the_legend_stands_behind_the_sheet_and_is_harmless(tmp_path):
    write_sheet(FRAME, tmp_path / "s.xlsx", choices={"value": ["x" * 300]}, legend=LEGEND)
    workbook = load_workbook(tmp_path / "s.xlsx")
    assert workbook.sheetnames == ["Sheet", "lists", "legend"]
    assert [cell.value for cell in workbook["legend"][1]] == list(LEGEND.columns)
    assert [cell.value for cell in workbook["legend"][2]] == ["d", "x", "X", "'=What it means", "So."]
    assert workbook["legend"].sheet_state == "visible"


@pytest.mark.parametrize("legend", [None, LEGEND.iloc[:0], pd.DataFrame([])])
def test_where_nothing_is_explained_there_is_no_legend(tmp_path, legend):
    write_sheet(FRAME, tmp_path / "s.xlsx", legend=legend)
    assert load_workbook(tmp_path / "s.xlsx").sheetnames == ["Sheet"]


def test_the_answers_alone_are_read(tmp_path):
    write_sheet(FRAME, tmp_path / "s.xlsx", legend=LEGEND)
    assert read_sheet(tmp_path / "s.xlsx")[["record_id", "value"]].to_numpy().tolist() == [["a", "x"]]


def test_a_legend_is_the_same_bytes_each_time(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_sheet(FRAME, tmp_path / name, legend=LEGEND)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
