"""Every sheet that is handed out offers, in each cell with a few allowed answers, these answers as a list."""

import re
from runpy import run_path
from types import SimpleNamespace
from unittest.mock import MagicMock

import pandas as pd
import pytest
from docs.pages import ROOT
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from cireview.coding import CODE_CONFLICT
from cireview.sheets.coding import coding_choices, coding_prompts, coding_sheets
from cireview.sheets.content import Recipients
from cireview.sheets.duplicates import CHOICES
from cireview.tables import CODE, RECORD
from cireview.tables.questions import Question
from cireview.tables.spreadsheets import read_sheet, write_sheet

DECISION, RETRIEVED = ["include", "exclude", "unsure"], ["yes", "no"]
VALUES = {
    "theme": {"food": "Food", "sleep": "Sleep"},
    "place": {"leaves": "Leaves", "roots": "Roots", "stem": "Stem"},
    "alone": {"one": "One"},
}
QUESTIONS = [Question(name, asks="?", values=values) for name, values in VALUES.items()]
BY_ROW = {"value": coding_choices(QUESTIONS)["value"]}
AWAITING = pd.DataFrame(
    [
        (record, dimension, "anna", "")
        for record in ("x:1", "x:2")
        for dimension in ("place", "theme", "alone")
    ],
    columns=["record_id", "dimension", "awaits", "conflict"],
)


def make(**cells):
    return pd.DataFrame([{"record_id": f"x:{row}", "title": "T", **cells, "note": ""} for row in range(3)])


def make_coding():
    reports = [dict.fromkeys(RECORD.columns, "") | {"record_id": f"x:{row}"} for row in (1, 2)]
    sheets = coding_sheets(
        RECORD.conform(pd.DataFrame(reports)),
        suggestions=CODE.empty(),
        recipients=Recipients(["anna"], None, AWAITING, CODE_CONFLICT.empty()),
        questions=QUESTIONS,
    )
    return sheets["coding_anna"]


LONG = [f"reason_number_{number:03}" for number in range(40)]
SCREENING = {"decision": DECISION, "reason": ["a", "b"], "meets_a": ["yes", "no", "unsure"]}
TEXTS = {"retrieved": RETRIEVED, "decision": DECISION, "reason": LONG}
# The sheet, what is given for its drop-downs, and what each cell of a column offers, top down.
SHEETS = {
    "abstracts": (
        make(decision="", reason="", meets_a=""),
        SCREENING,
        {column: [listed] * 3 for column, listed in SCREENING.items()},
    ),
    "full texts": (
        make(retrieved="", decision="", reason=""),
        TEXTS,
        {column: [listed] * 3 for column, listed in TEXTS.items()},
    ),
    "possible duplicates": (make(decision=""), CHOICES, {"decision": [["same", "different"]] * 3}),
    "merges": (make(**{"different?": ""}), CHOICES, {"different?": [["yes", "no"]] * 3}),
    "codes": (
        make_coding(),
        BY_ROW,
        {"value": [list(VALUES[dimension]) for dimension in AWAITING["dimension"]]},
    ),
}


def cells_of(workbook, area):
    """Return the texts in ``sheet!$A$1:$A$9``."""
    title, _, cells = area.partition("!")
    return [cell.value for (cell,) in workbook[title.strip("$'")][cells.replace("$", "")]]


def offered(workbook, cell):
    """Return what the drop-down of a cell of the first worksheet offers, as a spreadsheet finds it."""
    (rule,) = [rule for rule in workbook.worksheets[0].data_validations.dataValidation if cell in rule.sqref]
    assert rule.type == "list"
    assert not rule.showErrorMessage  # "leaves; roots" is no error
    source = rule.formula1
    if source.startswith('"'):
        return source.strip('"').split(",")
    if not source.startswith("OFFSET"):
        return cells_of(workbook, source)
    found = re.fullmatch(
        r"OFFSET\(\$?values!\$B\$1,MATCH\((\$[A-Z]+)(\d+),(\$?values!\S+?),0\)-1,0,"
        r"COUNTIF\(\3,\1\2\),1\)",
        source.replace(" ", ""),
    )
    top = range_boundaries(str(rule.sqref))[1]
    row = int(re.sub(r"\D", "", cell)) - top + int(found[2])
    key = workbook.worksheets[0][f"{found[1].strip('$')}{row}"].value
    keys = cells_of(workbook, found[3])
    entries = cells_of(workbook, found[3].replace("A", "B"))
    return entries[keys.index(key) : keys.index(key) + keys.count(key)]


def check(path, frame, expected):
    workbook = load_workbook(path)
    for column, lists in expected.items():
        letter = workbook.worksheets[0].cell(1, list(frame).index(column) + 1).column_letter
        assert [offered(workbook, f"{letter}{row}") for row in range(2, len(frame) + 2)] == lists
    assert [sheet.sheet_state for sheet in workbook.worksheets[1:]] == ["hidden"] * len(
        workbook.sheetnames[1:]
    )


@pytest.mark.parametrize(("frame", "choices", "expected"), SHEETS.values(), ids=SHEETS)
def test_each_cell_to_choose_in_has_a_drop_down(tmp_path, frame, choices, expected):
    write_sheet(frame, tmp_path / "s.xlsx", choices=choices)
    check(tmp_path / "s.xlsx", frame, expected)
    assert len(read_sheet(tmp_path / "s.xlsx")) == len(frame)


@pytest.mark.programs
@pytest.mark.parametrize(("frame", "choices", "expected"), SHEETS.values(), ids=SHEETS)
def test_drop_downs_survive_libreoffice(libreoffice, tmp_path, frame, choices, expected):
    write_sheet(frame, tmp_path / "s.xlsx", choices=choices)
    libreoffice(tmp_path / "s.xlsx", tmp_path / "saved", "xlsx:Calc MS Excel 2007 XML")
    check(tmp_path / "saved/s.xlsx", frame, expected)
    assert len(read_sheet(tmp_path / "saved/s.xlsx")) == len(frame)


def test_a_drop_down_follows_its_row_when_rows_are_sorted(tmp_path):
    frame = make_coding()
    write_sheet(frame, tmp_path / "s.xlsx", choices=BY_ROW)
    workbook = load_workbook(tmp_path / "s.xlsx")
    for row, dimension in enumerate(sorted(frame["dimension"]), 2):
        workbook.active.cell(row, list(frame).index("dimension") + 1, dimension)
    letter = workbook.active.cell(1, list(frame).index("value") + 1).column_letter
    lists = [offered(workbook, f"{letter}{row}") for row in range(2, 8)]
    assert lists == [list(VALUES[dimension]) for dimension in sorted(frame["dimension"])]


@pytest.mark.programs
def test_libreoffice_finds_by_the_formula_what_we_do(libreoffice, tmp_path):
    frame = make_coding()
    write_sheet(frame, tmp_path / "s.xlsx", choices=BY_ROW)
    workbook = load_workbook(tmp_path / "s.xlsx")
    (rule,) = workbook.active.data_validations.dataValidation
    for row in range(2, 8):
        formula = rule.formula1.replace("C2", f"C{row}")
        last = f"INDEX({formula},ROWS({formula}))"
        workbook.active.cell(row, len(frame.columns) + 1, f'=INDEX({formula},1)&";"&{last}')
    workbook.save(tmp_path / "s.xlsx")
    libreoffice(tmp_path / "s.xlsx", tmp_path / "saved", "csv")
    saved = pd.read_csv(tmp_path / "saved/s.csv")
    ends = [list(VALUES[dimension]) for dimension in frame["dimension"]]
    assert saved.iloc[:, -1].tolist() == [f"{entries[0]};{entries[-1]}" for entries in ends]


def test_the_script_gives_each_question_its_values(monkeypatch, tmp_path):
    written = {}
    monkeypatch.setattr(
        "cireview.sheets.coding.coding_sheets", lambda *_, **__: {"coding_anna": make_coding()}
    )
    monkeypatch.setattr(
        "cireview.sheets.handouts.write_handouts", lambda _, __, **given: written.update(given)
    )
    monkeypatch.setattr("cireview.tables.read_table", lambda *_: None)
    readers = {"people": [], "adjudicator": None}
    asked = [{"id": name, "asks": "?", "values": values} for name, values in VALUES.items()]
    params = SimpleNamespace(readers=readers, questions=asked, show_suggestions=True, wide=False, folder="")
    params.legend = [{"value": "x"}]
    given = MagicMock()
    snakemake = SimpleNamespace(params=params, input=given, log=[tmp_path / "log"])
    run_path(str(ROOT / "workflow/scripts/hand_out_coding.py"), {"snakemake": snakemake})
    assert written.pop("legend").to_dict("list") == {"value": ["x"]}
    assert written == {"choices": coding_choices(QUESTIONS), "prompts": coding_prompts(QUESTIONS)}
