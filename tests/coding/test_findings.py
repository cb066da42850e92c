"""The summary of findings is read from a sheet, beside a matrix; every mistake is named with its place."""

import pytest

from cireview.coding import read_findings, read_matrix
from cireview.errors import LabelError
from cireview.tables.homes import find_kinds
from cireview.tables.spreadsheets import find_sheets

GIVEN = {
    "findings": {"f1": "Trust grows", "f2": "Funds end"},
    "components": ["methods", "Relevance"],
    "concerns": {"none": "None or very minor", "minor": "Minor"},
    "confidence": {"high": "High", "low": "Low"},
}
HEAD = "finding,words,studies,methods,relevance,confidence,explanation\n"


def read(tmp_path, text):
    (tmp_path / "findings.csv").write_text(text)
    return read_findings(find_sheets(tmp_path), root=tmp_path, **GIVEN)


def test_every_finding_has_a_row_with_ids_of_judgements(tmp_path):
    table = read(tmp_path, f"{HEAD}f2,old words,Aho 2011; Berg 2012,Minor,none,High,Two rich studies\n")
    assert table.to_numpy().tolist() == [
        ["f1", "Trust grows", "", "", "", "", ""],
        ["f2", "Funds end", "Aho 2011; Berg 2012", "minor", "none", "high", "Two rich studies"],
    ]


def test_without_a_sheet_all_is_open(tmp_path):
    assert read_findings([], root=tmp_path, **GIVEN)["confidence"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("rows", "row", "column", "message"),
    [
        ("f3,,,,,High,\n", 2, "finding", "'f3' is not a finding in the codebook"),
        ("f1,,,Hgih,,,\n", 2, "methods", "'Hgih' is not a judgement that methods takes"),
        ("f1,,,,,minor,\n", 2, "confidence", "'minor' is not a judgement that confidence takes"),
        ("f1,,,,,High,\nf1,,,,,Low,\n", 3, "finding", "f1 appears twice"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path, rows, row, column, message):
    with pytest.raises(LabelError) as caught:
        read(tmp_path, HEAD + rows)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.message) == (row, column, message)


def test_a_matrix_and_the_findings_lie_side_by_side(tmp_path):
    (tmp_path / "matrix.csv").write_text("row,column,value\nx,y,z\n")
    assert len(read(tmp_path, f"{HEAD}f1,,,,,High,\n")) == 2
    matrix = read_matrix(find_sheets(tmp_path), rows=["x"], columns=["y"], values=["z"], root=tmp_path)
    assert matrix["value"].tolist() == ["z"]


def test_the_sheet_belongs_to_the_judgements_of_the_authors():
    assert find_kinds(HEAD.strip().split(",")) == ["synthesis"]
