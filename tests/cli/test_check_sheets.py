"""What `cireview check` says of a sheet that is wrong in every row: one line, for every stage alike."""

import pandas as pd
import pytest
from cli.conftest import run

from cireview.tables.spreadsheets import write_sheet

ROWS = 1_194
STAGES = {
    "screening": {"decision": "include", "reviewer": "reviewer_1"},
    "eligibility": {"retrieved": "yes", "decision": "include", "reviewer": "reviewer_1"},
    "coding": {"dimension": "country", "value": "Finland", "coder": "reviewer_1"},
}
# What is done to every row, by the name of the fault: for each stage the column and what is said of it.
NAMELESS = (
    "the {0} is missing: the file name gives 'mine', and the protocol names no such {0} "
    "(1,194 rows: 2, 3, 4 …)"
)
FAULTS = {
    "the ids are deleted": {
        "screening": ("record_id", "the column of record ids is missing (row 1 has title, decision, "
        "reviewer)"),
        "eligibility": ("record_id", "the column of record ids is missing (row 1 has title, retrieved, "),
        "coding": ("record_id", "the column is missing (row 1 has title, dimension, value, coder)"),
    },
    "the column to fill is deleted": {
        "screening": ("decision", "the column of decisions is missing (row 1 has record_id, title, "
        "reviewer)"),
        "eligibility": ("decision", "the column of decisions is missing (row 1 has record_id, title, "
        "retrieved"),
        "coding": ("value", "the column is missing (row 1 has record_id, title, dimension, coder)"),
    },
    "a wrong name": {
        "screening": ("reviewer", "'Ana' is not a reviewer in the protocol (1,194 rows: 2, 3, 4 …)"),
        "eligibility": ("reviewer", "'Ana' is not a reviewer in the protocol (1,194 rows: 2, 3, 4 …)"),
        "coding": ("coder", "'Ana' is not a coder in the protocol (1,194 rows: 2, 3, 4 …)"),
    },
    "no name": {
        "screening": ("reviewer", NAMELESS.format("reviewer")),
        "eligibility": ("reviewer", NAMELESS.format("reviewer")),
        "coding": ("coder", NAMELESS.format("coder")),
    },
    "the name of nobody's column": {
        "screening": ("decision", "'word 0' is not a decision (1,194 rows like this: 2, 3, 4 …)"),
        "eligibility": ("decision", "'word 0' is not a decision (1,194 rows like this: 2, 3, 4 …)"),
        "coding": ("value", "'word 0' is not a value of country (1,194 rows like this: 2, 3, 4 …)"),
    },
    "ids that are gone": dict.fromkeys(
        STAGES, ("record_id", "the record id is missing beside an answer (1,194 rows: 2, 3, 4 …)")
    ),
}  # fmt: skip


def spoil(fault, column, frame):
    if "deleted" in fault:
        return frame.drop(columns=column)
    words = {"a wrong name": "Ana", "the name of nobody's column": [f"word {row}" for row in range(ROWS)]}
    return frame.assign(**{column: words.get(fault, "")})


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_every_row_is_one_line(folder, stage, fault):
    frame = pd.DataFrame({"record_id": [f"x:{row}" for row in range(ROWS)], "title": "T", **STAGES[stage]})
    column, said = FAULTS[fault][stage]
    write_sheet(spoil(fault, column, frame), folder / f"data/labels/{stage}/mine.csv")
    lines = str(run("check", folder).exception).splitlines()
    (line,) = [line for line in lines if "mine.csv" in line]
    assert f"column {column}: " in line
    assert said in line


def test_a_wrong_name_in_many_batches_is_one_line(folder):
    for batch in range(1, 6):
        frame = pd.DataFrame({"record_id": [f"x:{row}" for row in range(20)], **STAGES["screening"]})
        write_sheet(frame.assign(reviewer="Ana"), folder / f"data/labels/screening/mine_00{batch}.csv")
    lines = [line for line in str(run("check", folder).exception).splitlines() if "mine_" in line]
    (line,) = lines
    assert "(100 rows in 5 files: data/labels/screening/mine_001.csv, row 2; " in line
