"""The page of tables and columns says what the finished demonstration holds."""

import csv

import pytest
from docs.table_columns import PAGE, list_tables, render_page
from workflow.conftest import finished  # noqa: F401 a fixture

# Sheets that people fill and working tables of single jobs have pages of their own, or no reader.
ELSEWHERE = ("sheets/", "imports/", "checked_rows/", "checklists/", "synthesis/", "tables/included.csv")
OF_A_PROTOCOL = ("7_synthesis/tables/matrix.csv",)  # asked for by this review's own codebook


def test_the_page_is_as_written():
    assert PAGE.read_text(encoding="utf-8") == render_page()


@pytest.mark.workflow
def test_every_table_and_column_of_a_run_is_described(finished):  # noqa: F811
    results, tables = finished.path / "results", list_tables()
    unknown = []
    for file in sorted(results.rglob("*.csv")):
        name = file.relative_to(results).as_posix()
        inside = name.partition("/")[2]
        if any(part in inside for part in ELSEWHERE) or name in OF_A_PROTOCOL:
            continue
        with file.open(encoding="utf-8-sig", newline="") as opened:
            head = next(csv.reader(opened))
        known = tables.get(name, ("", {}))[1]
        unknown += [f"{name}: {column}" for column in head if column not in known]
    assert unknown == []
