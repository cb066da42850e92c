"""Long and wide sheets and rows of tables give the same codes; each mistake is named with its cell."""

import json

import pandas as pd
import pytest

from cireview.coding import read_coding
from cireview.coding.layouts import find_page
from cireview.errors import LabelError
from cireview.tables.questions import Question
from cireview.tables.spreadsheets import find_sheets, write_sheet

QUESTIONS = [
    Question("country", values={"FI": "Finland", "SE": "Sweden"}),
    Question("Theme", "multiple", values={"food": "Food", "sleep": "Sleep"}),
    Question("n", "number", whole=True),
    Question(
        "outcomes",
        "table",
        values={"none": "None"},
        design="binary",
        columns=(Question("outcome", "text"), Question("events_1", "number"), Question("n_1", "number")),
    ),
]
LONG = "record_id,dimension,value,evidence,page,coder\n"
WIDE = "record_id,code_country,evidence_country,code_theme,evidence_theme,code_n,coder\n"
ROWS = "record_id,dimension,value,cell_outcome,cell_events_1,cell_n_1,coder\n"


def read(tmp_path, *texts):
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.csv").write_text(text)
    return read_coding(find_sheets(tmp_path), questions=QUESTIONS, coders=["anna", "ben"], root=tmp_path)


def told(tmp_path, *texts):
    with pytest.raises(LabelError) as caught:
        read(tmp_path, *texts)
    return [(problem.row, problem.column, problem.message) for problem in caught.value.problems]


def test_a_wide_sheet_says_what_a_long_one_says(tmp_path):
    wide = f'{WIDE}a,Finland,"p. 4: in Oulu",food; sleep,,12,anna\n'
    long = f"{LONG}a,country,FI,in Oulu,4,ben\na,Theme,food; sleep,,,ben\na,n,12,,,ben\n"
    table = read(tmp_path, wide, long)
    shown = ["record_id", "dimension", "value", "page"]
    anna, ben = (table.loc[table["coder"] == who, shown].to_numpy().tolist() for who in ("anna", "ben"))
    assert (
        anna
        == ben
        == [
            ["a", "country", "FI", "4"],
            ["a", "Theme", "food", ""],
            ["a", "Theme", "sleep", ""],
            ["a", "n", "12", ""],
        ]
    )


def test_one_evidence_column_serves_all_dimensions_of_a_wide_sheet(tmp_path):
    table = read(tmp_path, "record_id,code_country,code_n,evidence,coder\na,FI,3,Told twice (p. 7),anna\n")
    assert table[["evidence", "page"]].to_numpy().tolist() == [["Told twice (p. 7)", "7"]] * 2


def test_an_empty_cell_of_a_wide_sheet_says_nothing(tmp_path):
    assert read(tmp_path, f"{WIDE}a,,looked,,,,anna\n").empty


def test_rows_of_a_table_are_one_answer(tmp_path):
    table = read(
        tmp_path, f"{ROWS}a,outcomes,,Sleep,3,10,anna\nb,outcomes,none,,,,anna\na,outcomes,,Diet,1,,anna\n"
    )
    assert table[["record_id", "row"]].to_numpy().tolist() == [["a", 2], ["b", 3], ["a", 2]]
    assert [json.loads(value) for value in table.loc[table["record_id"] == "a", "value"]] == [
        {"outcome": "Sleep", "events_1": "3", "n_1": "10"},
        {"outcome": "Diet", "events_1": "1", "n_1": ""},
    ]
    assert table.loc[table["record_id"] == "b", "value"].tolist() == ["none"]


BAD = {
    "an unknown value": (f"{WIDE}a,NO,,,,,anna\n", 2, "code_country", "'NO' is not a value of country"),
    "two where one is asked": (f"{WIDE}a,FI; SE,,,,,anna\n", 2, "code_country", "country takes one value"),
    "a number with its unit": (
        f"{WIDE}a,,,,,12 km,anna\n",
        2,
        "code_n",
        "'12 km' contains a unit",
    ),
    "a column of no dimension": (
        "record_id,code_county,coder\na,FI,anna\n",
        1,
        "code_county",
        "the codebook has no such dimension or column",
    ),
    "no article": (f"{WIDE},FI,,food,,,anna\n", 2, "record_id", "the record id is missing beside an answer"),
    "nobody": (f"{WIDE}a,FI,,food,,,eve\n", 2, "coder", "'eve' is not a coder in the protocol"),
    "two ways": (
        f"{WIDE}a,FI,,,,,anna\na,SE,,,,,anna\n",
        3,
        "code_country",
        "anna gives two different codes for country of a (rows 2, 3)",
    ),
    "a number of a table": (
        f'{ROWS}a,outcomes,,Sleep,"1,5",,anna\n',
        2,
        "cell_events_1",
        "'1,5' has a comma",
    ),
    "a row without its outcome": (
        f"{ROWS}a,outcomes,,,1,2,anna\n",
        2,
        "cell_outcome",
        "a row of outcomes without outcome",
    ),
    "more events than people": (
        f"{ROWS}a,outcomes,,Sleep,3,2,anna\n",
        2,
        "cell_events_1",
        "3 events in 2 people",
    ),
    "a row of no table": (
        f"{ROWS}a,country,,Sleep,3,2,anna\n",
        2,
        "cell_outcome",
        "country has no column 'outcome'",
    ),
    "a table in a cell": (
        f"{LONG}a,outcomes,Sleep 3 of 10,,,anna\n",
        2,
        "value",
        "outcomes is a table, with columns such as cell_outcome",
    ),
}


@pytest.mark.parametrize(("text", "row", "column", "message"), BAD.values(), ids=BAD)
def test_a_mistake_is_named_with_row_and_column(tmp_path, text, row, column, message):
    assert (row, column, message) in told(tmp_path, text)


def test_mistakes_of_long_and_wide_sheets_are_named_together(tmp_path):
    bad = told(tmp_path, f"{WIDE}a,NO,,,,x,anna\n", f"{LONG}a,n,y,,,ben\n")
    assert [(row, column) for row, column, _ in bad] == [(2, "code_country"), (2, "code_n"), (2, "value")]


def test_a_wide_sheet_is_read_from_a_workbook(tmp_path):
    write_sheet(pd.DataFrame([{"record_id": "a", "code_n": "3", "coder": "anna"}]), tmp_path / "s.xlsx")
    assert read(tmp_path)["value"].tolist() == ["3"]


@pytest.mark.parametrize(
    ("evidence", "page"),
    [
        ("p. 12: a sentence", "12"),
        ("P.3", "3"),
        ("pp. 3–4, a sentence", "3-4"),
        ("page 7. A sentence", "7"),
        ("A sentence (p. 9).", "9"),
        ("A suggested sentence. [page 8]", "8"),
        ("A sentence", ""),
        ("", ""),
        ("p < .05: a finding", ""),
        ("pages were torn", ""),
        ("help. 3: no", ""),
        ("p. 05 of a test", ""),
    ],
)
def test_the_page_of_evidence(evidence, page):
    assert find_page(evidence) == page
