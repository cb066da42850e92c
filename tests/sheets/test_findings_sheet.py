"""The summary of findings is handed out as other sheets are, and a filled one is lost to no run."""

import pandas as pd
import pytest

from cireview.coding import read_findings
from cireview.errors import SheetError
from cireview.places import place, sheets_folder
from cireview.sheets.findings import findings_sheet, list_choices
from cireview.sheets.handouts import check_handouts, collect_handouts, write_handouts
from cireview.tables.spreadsheets import find_sheets, read_sheet

ASKED = {
    "findings": {"f1": "Trust grows", "f2": "Funds end"},
    "components": ["methods"],
    "concerns": {"none": "None or very minor", "minor": "Minor"},
    "confidence": {"high": "High", "low": "Low"},
}


class Folder:
    """A review's folder, in which the findings are handed out."""

    def __init__(self, root):
        self.root, self.results = root, root / place("results")
        self.labels = root / place("all_labels")
        self.out = root / sheets_folder("synthesis")

    def judged(self):
        return read_findings(find_sheets(self.labels / "synthesis"), root=self.root, **ASKED)

    def hand_out(self):
        choices = list_choices(ASKED["components"], ASKED["concerns"], ASKED["confidence"])
        write_handouts({"findings": findings_sheet(self.judged())}, self.out, choices=choices)

    def fill(self, suffix="csv", **cells):
        path = self.out / f"findings.{suffix}"
        sheet = read_sheet(path).drop(columns="(row)", errors="ignore").astype("str")
        for column, value in cells.items():
            sheet.loc[0, column] = value
        if suffix == "csv":
            sheet.to_csv(path, index=False)
        else:
            sheet.to_excel(path, index=False)


@pytest.fixture
def folder(tmp_path):
    made = Folder(tmp_path)
    made.hand_out()
    return made


def test_each_finding_has_a_row_and_drop_downs(folder):
    sheet = read_sheet(folder.out / "findings.csv")
    assert sheet[["finding", "words", "methods", "confidence"]].to_numpy().tolist() == [
        ["f1", "Trust grows", "", ""],
        ["f2", "Funds end", "", ""],
    ]
    assert list_choices(["methods"], ASKED["concerns"], ASKED["confidence"]) == {
        "methods": ["None or very minor", "Minor"],
        "confidence": ["High", "Low"],
    }


def test_one_that_nobody_touched_stops_no_run(folder):
    check_handouts(folder.results, folder.labels)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_one_that_was_filled_where_it_lies_stops_the_run_and_is_collected(folder, suffix):
    folder.fill(suffix, methods="Minor", confidence="High", explanation="Two rich studies")
    with pytest.raises(SheetError, match="a run would overwrite it"):
        check_handouts(folder.results, folder.labels)
    ((_, target),) = collect_handouts(folder.results, folder.labels)
    assert target.parent == folder.labels / "synthesis"
    assert folder.judged().iloc[0].tolist() == ["f1", "Trust grows", "", "minor", "high", "Two rich studies"]


def test_one_that_is_filled_while_a_run_lasts_is_kept_under_another_name(folder):
    folder.fill(confidence="Low")
    with pytest.raises(SheetError, match=r"kept as findings_filled\.csv"):
        folder.hand_out()
    assert read_sheet(folder.out / "findings_filled.csv").loc[0, "confidence"] == "Low"


def test_the_next_sheet_has_what_nobody_judged(folder):
    home = folder.labels / "synthesis"
    home.mkdir(parents=True)
    pd.DataFrame([{"finding": "f1", "confidence": "High"}]).to_csv(home / "mine.csv", index=False)
    folder.hand_out()
    assert read_sheet(folder.out / "findings.csv")["finding"].tolist() == ["f2"]
