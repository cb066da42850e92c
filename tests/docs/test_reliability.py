"""The page on reliability: each row names tests that exist, and quotes messages that the software has."""

import re

import pytest
from docs.pages import ROOT

PAGE = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| what happens", "| ---"))
]
SOURCE = " ".join(
    re.sub(r'"\s*f?"', "", file.read_text(encoding="utf-8"))
    for pattern in ("src/**/*.py", "workflow/**/*.smk")
    for file in sorted(ROOT.glob(pattern))
)
SAID_BY_OTHERS = {"No space left on device", "Permission denied", "Nothing to be done", "wait"}
"""What the system or Snakemake says."""


def test_the_page_has_rows():
    assert len(ROWS) > 20
    assert {len(row) for row in ROWS} == {4}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_every_row_names_tests_that_exist(row):
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[3])
    assert named
    assert re.sub(r"`[^`]+`|[, ]", "", row[3]) == ""
    missing = [
        test for file, test in named if f"def {test}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_test_of_a_fault_stands_in_a_row():
    named = {test for row in ROWS for test in re.findall(r"::(test_\w+)", row[3])}
    files = sorted((ROOT / "tests/faults").glob("test_*.py"))
    tests = {
        test for file in files for test in re.findall(r"^def (test_\w+)", file.read_text(), re.MULTILINE)
    }
    assert len(tests) > 10
    assert tests - named == {"test_dates_of_two_seconds_are_not_the_future"}


def test_quoted_messages_are_those_of_the_software():
    quoted = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", PAGE)
    parts = [part.strip(" .,()") for words in quoted for part in re.split(r"…|\. |: ", words)]
    parts = [part for part in parts if len(part) > 3 and part not in SAID_BY_OTHERS]
    assert len(parts) > 15
    assert [part for part in parts if part not in SOURCE] == []
