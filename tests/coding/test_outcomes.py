"""Rows of outcomes go to metafor and RevMan under the names of columns that these take."""

import json

import pandas as pd
import pytest

from cireview.coding.outcomes import list_outcomes, write_metafor, write_revman
from cireview.coding.settle import CODED_VALUE
from cireview.tables.questions import Question

CITED = {"r1": "Aho 2020", "r2": "Berg 2019"}
NAMES = {
    "continuous": ("outcome", "n_1", "mean_1", "sd_1", "n_2", "mean_2", "sd_2"),
    "binary": ("outcome", "events_1", "n_1", "events_2", "n_2"),
}


def question(design):
    columns = tuple(Question(name, "number") for name in (*NAMES[design], "month"))
    return Question("results", "table", values={"none": "None"}, columns=columns, design=design)


def outcomes(design, *rows):
    names = [column.id for column in question(design).columns]
    cells = [
        {
            **dict.fromkeys(CODED_VALUE.columns, ""),
            "record_id": report,
            "dimension": "results",
            "value": json.dumps(dict(zip(names, values, strict=True))) if values else "none",
            "page": "4",
            "coder": "anna; ben",
        }
        for report, *values in rows
    ]
    table = CODED_VALUE.conform(pd.DataFrame(cells, columns=list(CODED_VALUE.columns)))
    return list_outcomes(table, question(design), CITED)


CONTINUOUS = (
    ("r1", "sleep", "20", "7.5", "1.2", "21", "7.1", "", "6"),
    ("r2", "diet", "9", "1", "2", "8", "3", "4", ""),
)
BINARY = [("r1", "ill", "3", "20", "5", "", "6")]


def test_rows_stand_by_article_with_page_and_coder_and_an_answer_in_words_has_none():
    table = outcomes("continuous", CONTINUOUS[1], CONTINUOUS[0], ("r2",))
    assert table[["article", "outcome", "mean_1", "month", "page", "coder"]].to_numpy().tolist() == [
        ["Aho 2020", "sleep", "7.5", "6", "4", "anna; ben"],
        ["Berg 2019", "diet", "1", "", "4", "anna; ben"],
    ]


def test_means_for_metafor():
    table = write_metafor(outcomes("continuous", *CONTINUOUS), question("continuous"))
    assert list(table) == [
        "study",
        "outcome",
        "n1i",
        "m1i",
        "sd1i",
        "n2i",
        "m2i",
        "sd2i",
        "month",
        "record_id",
    ]
    assert table.iloc[0].tolist() == ["Aho 2020", "sleep", "20", "7.5", "1.2", "21", "7.1", "", "6", "r1"]


def test_events_for_metafor_with_those_without():
    table = write_metafor(outcomes("binary", *BINARY), question("binary"))
    assert table.iloc[0][["ai", "bi", "n1i", "ci", "di", "n2i"]].tolist() == ["3", "17", "20", "5", "", ""]


@pytest.mark.parametrize("design", NAMES)
def test_heads_for_revman(design):
    table = write_revman(
        outcomes(design, *(BINARY if design == "binary" else CONTINUOUS)), question(design), {"r1": "2020"}
    )
    assert list(table)[:3] == ["Study", "Study year", "Outcome"]
    assert table.iloc[0, :3].tolist()[:2] == ["Aho 2020", "2020"]
    wanted = {"Experimental total", "Control total"} | (
        {"Experimental cases", "Control cases"} if design == "binary" else {"Experimental mean", "Control SD"}
    )
    assert wanted <= set(table)


def test_no_rows_are_an_empty_table_with_its_heads():
    assert list(write_metafor(outcomes("binary"), question("binary")))[:4] == ["study", "outcome", "ai", "bi"]
