"""What people's files hold decides what runs again, whatever their times say."""

import os
import re

import pytest

from cireview.tables.spreadsheets import read_sheet

pytestmark = pytest.mark.workflow
YEAR = 365 * 24 * 3600

# A file of each kind that people own, and the first rule that a change of it has to run again.
FILES = {
    "data/labels/screening/reviewer_1.csv": "settle_screening",
    "data/labels/eligibility/full_text.csv": "settle_eligibility",
    "data/labels/coding/coding.csv": "settle_codes",
    "data/labels/synthesis/sdg_relevance.csv": "tabulate",
    "data/exports/wiley.ris": "import_export",
    "config/protocol.yaml": "write_queries",
    "config/codebook.yaml": "render_protocol",
}


def age(path):
    """Give a file a time before the run, as a copy with its times, an archive or a cloud drive does."""
    status = path.stat()
    os.utime(path, (status.st_atime - YEAR, status.st_mtime - YEAR))


def change(path):
    """Add what no reader minds: a comment in YAML, an empty line elsewhere."""
    path.write_bytes(path.read_bytes() + (b"# seen again\n" if path.suffix == ".yaml" else b"\n"))


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_is_older_and_holds_something_else_runs_again(rerunnable, file):
    path = rerunnable.path / file
    change(path)
    age(path)
    status, printed = rerunnable.run("--dry-run")
    assert status == 0, printed
    assert re.search(rf"(?m)^{FILES[file]} +\d+$", printed), printed


def test_touching_every_file_runs_nothing_again(rerunnable):
    for file in FILES:
        (rerunnable.path / file).touch()
    status, printed = rerunnable.run("--dry-run")
    assert status == 0, printed
    assert "Nothing to be done" in printed


def test_answers_of_an_older_sheet_reach_the_decisions(rerunnable):
    path = rerunnable.path / "data/labels/screening/adjudication.csv"
    decisions = rerunnable.path / "results/4_practical_screen/decisions.csv"
    first = read_sheet(path).iloc[0]
    assert first["decision"] == "Include"
    sheet = path.read_text(encoding="utf-8-sig").replace(",Include,", ",Exclude,", 1)
    path.write_text(sheet, encoding="utf-8")
    age(path)
    status, printed = rerunnable.run("results/4_practical_screen/decisions.csv")
    assert status == 0, printed
    report = first["record_id"]
    assert read_sheet(decisions).set_index("record_id")["decision"][report] == "exclude"
