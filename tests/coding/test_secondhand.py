"""What a coder who read only a published review leaves open is not reported by it; nothing else is filled."""

import pandas as pd
import pytest

from cireview.coding import CODING, fill_unreported

OF = {"a": "a", "a2": "a", "b": "b"}


def fill(*rows, coders=("review",), values=None):
    columns = ["record_id", "dimension", "value", "coder"]
    given = pd.DataFrame(list(rows), columns=columns, dtype="str")
    blank = {"evidence": "said so", "start": 3, "end": 9, "decided_on": "", "note": "hm", "file": "sheet.csv"}
    blank |= {"page": "3", "column": "value"}
    coding = CODING.conform(given.assign(**blank, row=range(2, len(given) + 2))[list(CODING.columns)])
    known = {"country": "not_reported", "theme": "silent"} if values is None else values
    filled = fill_unreported(coding, report_of=OF, coders=coders, values=known)
    assert filled.head(len(given)).equals(coding)
    return filled.iloc[len(given) :]


@pytest.mark.parametrize(
    ("rows", "added"),
    [
        ([("a", "country", "FI", "review")], [("a", "theme", "silent", "review")]),
        ([("a", "country", "FI", "review"), ("a", "theme", "food", "review")], []),
        ([("a", "country", "FI", "review"), ("a2", "theme", "food", "review")], []),  # one report
        ([("a", "country", "FI", "review"), ("a", "theme", "food", "anna")], []),  # she read the article
        (
            [("a", "country", "FI", "review"), ("b", "theme", "food", "anna")],
            [("a", "theme", "silent", "review")],
        ),
        ([("a", "country", "FI", "anna")], []),  # the review was not read for it
        ([("elsewhere", "country", "FI", "review")], []),
        ([], []),
        (
            [("a", "country", "FI", "review"), ("b", "theme", "food", "review")],
            [("a", "theme", "silent", "review"), ("b", "country", "not_reported", "review")],
        ),
    ],
)
def test_only_what_nobody_looked_at_is_filled(rows, added):
    filled = fill(*rows)
    assert [tuple(row) for row in filled[["record_id", "dimension", "value", "coder"]].to_numpy()] == added


def test_two_such_coders_may_differ():
    rows = [("a", "country", "FI", "one"), ("a", "theme", "food", "two")]
    filled = fill(*rows, coders=("one", "two"))
    assert sorted(zip(filled["dimension"], filled["coder"], strict=True)) == [
        ("country", "two"),
        ("theme", "one"),
    ]


def test_what_is_added_has_no_evidence_and_names_where_the_coder_coded_the_article():
    [row] = fill(("a", "country", "FI", "review")).to_dict("records")
    assert (row["evidence"], row["start"], row["end"], row["note"]) == ("", -1, -1, "")
    assert (row["file"], row["row"]) == ("sheet.csv", 2)


def test_a_dimension_without_such_a_value_stays_open():
    assert fill(("a", "country", "FI", "review"), values={}).empty
