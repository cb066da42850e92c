"""Coding sheets show what is suggested, and apart from it what a cue strikes."""

import pandas as pd

from cireview.coding import SUGGESTED
from cireview.sheets.coding import coding_sheets
from cireview.sheets.content import Recipients
from cireview.tables import RECORD
from cireview.tables.questions import Question

NAMES = {"partners": "Who?", "theme": "What?"}
QUESTIONS = [
    Question(name, "multiple", asks=asks, values={"a": "A", "b": "B"}) for name, asks in NAMES.items()
]


def sheet_of(*suggested):
    awaiting = pd.DataFrame(
        [("x", name, "anna", "") for name in NAMES],
        columns=["record_id", "dimension", "awaits", "conflict"],
    )
    conflicts = pd.DataFrame(columns=["record_id", "dimension", "kind", "codes", "awaits"], dtype="str")
    rows = [
        dict.fromkeys(SUGGESTED.columns, "") | {"record_id": "x", "start": 0, "end": 1, **row}
        for row in suggested
    ]
    sheets = coding_sheets(
        RECORD.conform(pd.DataFrame([dict.fromkeys(RECORD.columns, "") | {"record_id": "x"}])),
        suggestions=SUGGESTED.conform(pd.DataFrame(rows, columns=list(SUGGESTED.columns))),
        recipients=Recipients(["anna"], None, awaiting, conflicts),
        questions=QUESTIONS,
    )
    shown = ["suggestion", "suggestion_evidence", "struck_suggestion"]
    return sheets["coding_anna"].set_index("dimension")[shown].T.to_dict("list")


def test_what_a_cue_strikes_stands_apart_with_cue_and_sentence():
    stands = {"dimension": "partners", "value": "a", "evidence": "A school came."}
    struck = {"dimension": "partners", "value": "b", "evidence": "No church came.", "struck": "negation: No"}
    assert sheet_of(stands, struck) == {
        "partners": ["a", "A school came.", "b (negation: No): No church came."],
        "theme": ["", "", ""],
    }


def test_a_dimension_with_nothing_but_struck_suggestions_suggests_nothing():
    struck = {"dimension": "theme", "value": "b", "evidence": "No food came.", "struck": "negation: No"}
    assert sheet_of(struck)["theme"] == ["", "", "b (negation: No): No food came."]


def test_nothing_suggested_is_nothing_shown():
    assert sheet_of() == {"partners": ["", "", ""], "theme": ["", "", ""]}


def test_a_sentence_of_a_full_text_shows_its_page():
    stands = {"dimension": "partners", "value": "a", "evidence": "A school came.", "page": "3"}
    struck = {
        "dimension": "theme",
        "value": "b",
        "evidence": "No food.",
        "struck": "negation: No",
        "page": "9",
    }
    assert sheet_of(stands, struck) == {
        "partners": ["a", "A school came. [page 3]", ""],
        "theme": ["", "", "b (negation: No): No food. [page 9]"],
    }
