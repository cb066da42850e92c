"""Coding sheets with a row an article, sheets of tables, and sheets of coders who see no suggestions."""

import pandas as pd
import pytest
from openpyxl import load_workbook

from cireview.coding import CODE_CONFLICT, SUGGESTED, read_coding
from cireview.sheets.coding import coding_choices, coding_prompts, coding_sheets
from cireview.sheets.content import Recipients
from cireview.tables import RECORD
from cireview.tables.questions import Question
from cireview.tables.spreadsheets import read_sheet, write_sheet

QUESTIONS = [
    Question("place", asks="Where?", values={"FI": "Finland", "SE": "Sweden"}),
    Question("km", "number", asks="How far?", unit="km", least=0, only_if={"place": ["FI"]}),
    Question(
        "outcomes",
        "table",
        asks="Which?",
        columns=(Question("outcome", "text"), Question("kind", asks="Of which kind?", values={"x": "X"})),
    ),
]
SUGGESTIONS = SUGGESTED.conform(
    pd.DataFrame(
        [
            ("a", "place", "FI", "In Oulu.", 0, 1, "suggestion", "text", "", "4", ""),
            ("a", "place", "SE", "Not in Lund.", 0, 1, "suggestion", "", "", "", "negation: not"),
        ],
        columns=list(SUGGESTED.columns),
    )
)


def make(*waiting, person="anna", conflicts=(), **options):
    awaiting = pd.DataFrame(waiting, columns=["record_id", "dimension", "awaits", "conflict"], dtype="str")
    records = [dict.fromkeys(RECORD.columns, "") | {"record_id": one, "title": one.upper()} for one in "ab"]
    sheets = coding_sheets(
        RECORD.conform(pd.DataFrame(records)),
        recipients=Recipients(
            [person],
            "judge",
            awaiting,
            CODE_CONFLICT.conform(pd.DataFrame(conflicts, columns=list(CODE_CONFLICT.columns))),
        ),
        questions=QUESTIONS,
        **{"suggestions": SUGGESTIONS, "wide": True, **options},
    )
    return {name: sheet.map(str) for name, sheet in sheets.items()}


ALL = [(report, one.id, "anna", "") for report in "ab" for one in QUESTIONS]


def test_a_wide_sheet_has_a_row_an_article_and_columns_for_code_and_evidence():
    sheet = make(*ALL)["coding_anna"]
    assert list(sheet) == [
        "record_id", "title", "asked", "code_place", "evidence_place", "suggestion_place", "code_km",
        "evidence_km", "note", "decided_on", "authors", "year", "coder",
    ]  # fmt: skip
    assert sheet["asked"].tolist() == ["place; km"] * 2
    assert sheet["suggestion_place"].tolist() == [
        "FI: In Oulu. [page 4]\nstruck: SE (negation: not): Not in Lund.",
        "",
    ]


@pytest.mark.parametrize("wide", [True, False])
def test_blind_coders_see_no_suggestion(wide):
    for sheet in make(*ALL, suggestions=None, wide=wide).values():
        assert not [column for column in sheet if "suggestion" in column]
        assert not sheet.isin(["In Oulu. [page 4]"]).any().any()


@pytest.mark.parametrize("wide", [True, False])
def test_suggestions_are_shown_by_default(wide):
    assert [column for column in make(*ALL, wide=wide)["coding_anna"] if "suggestion" in column]


def test_a_dimension_that_awaits_nobody_has_no_column_and_one_that_awaits_some_says_where():
    sheet = make(("a", "km", "anna", ""), ("b", "km", "anna", ""), ("b", "place", "anna", ""))["coding_anna"]
    assert sheet["asked"].tolist() == ["km", "km; place"]
    assert not [column for column in make(("a", "km", "anna", ""))["coding_anna"] if "place" in column]


def test_an_adjudicator_sees_what_was_said_of_each_dimension():
    conflict = ("a", "place", "disagreement", "anna: FI; ben: SE", "judge")
    (sheet,) = make(("a", "place", "judge", "disagreement"), person="judge", conflicts=[conflict]).values()
    assert sheet["said"].tolist() == ["place: anna: FI; ben: SE"]


def test_a_table_has_a_sheet_of_its_own():
    sheet = make(*ALL)["coding_anna_outcomes"]
    assert sheet["record_id"].tolist() == ["a", "b"]
    assert [column for column in sheet if column.startswith("cell_")] == ["cell_outcome", "cell_kind"]
    assert (sheet["dimension"] == "outcomes").all()


def test_a_condition_and_a_unit_stand_in_the_question():
    sheet = make(*ALL, wide=False)["coding_anna"].set_index("dimension")
    assert sheet.loc["km", "question"].tolist() == ["How far? Only if place is FI."] * 2
    assert sheet.loc["km", "values"].tolist() == ["a number in km at least 0"] * 2


def test_cells_of_a_workbook_offer_values_and_say_what_they_are_for(tmp_path):
    offered = {"choices": coding_choices(QUESTIONS), "prompts": coding_prompts(QUESTIONS)}
    rules = {}
    for name, sheet in make(*ALL).items():
        write_sheet(sheet, tmp_path / "s.xlsx", **offered)
        book = load_workbook(tmp_path / "s.xlsx").worksheets[0]
        heads = {cell.column_letter: cell.value for cell in book[1]}
        for rule in book.data_validations.dataValidation:
            rules[heads[str(rule.sqref).rstrip("0123456789:").split("2")[0]]] = (rule.type, rule.prompt)
        assert len(read_sheet(tmp_path / "s.xlsx")) == 2, name
    assert rules == {
        "code_place": ("list", "Where?"),
        "code_km": (None, "How far? Only if place is FI. (a number in km at least 0)"),
        "cell_outcome": (None, "(text)"),
        "cell_kind": ("list", "Of which kind?"),
    }


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_wide_sheet_that_was_filled_is_read_back(tmp_path, suffix):
    sheet = make(*ALL)["coding_anna"].assign(code_place=["Finland", ""], evidence_place="p. 3", code_km="12")
    write_sheet(sheet, tmp_path / f"coding_anna.{suffix}")
    codes = read_coding([tmp_path / f"coding_anna.{suffix}"], questions=QUESTIONS, coders=["anna"])
    shown = codes[["record_id", "dimension", "value", "page", "coder"]].to_numpy().tolist()
    assert shown == [
        ["a", "place", "FI", "3", "anna"], ["a", "km", "12", "", "anna"], ["b", "km", "12", "", "anna"],
    ]  # fmt: skip
