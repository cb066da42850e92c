"""Suggestions beside settled codes: counts, precision, recall by value, and never before all is settled."""

import pandas as pd
import pytest

from cireview.coding import SUGGESTED, score_suggestions
from cireview.tables import CODE
from cireview.tables.questions import Question

QUESTIONS = [Question("theme", "multiple", values=dict.fromkeys("abc", "")), Question("aim", "text")]
COUNTS = ["value", "n", "suggested", "coded", "both", "precision", "recall"]


def table(schema, text, **cells):
    rows = [
        dict.fromkeys(schema.columns, "")
        | {"record_id": report, "dimension": "theme", "value": value}
        | cells
        for report, values in (part.split(":") for part in text.split())
        for value in values
    ]
    return schema.conform(pd.DataFrame(rows, columns=list(schema.columns)))


def score(suggested, coded, *, waiting=(), struck="", **options):
    suggestions = pd.concat([table(SUGGESTED, suggested), table(SUGGESTED, struck, struck="negation: no")])
    awaiting = pd.DataFrame({"dimension": list(waiting)}, dtype="str")
    options = {"questions": QUESTIONS, "suggestible": {"theme": ["a", "b"]}, **options}
    scores = score_suggestions(suggestions, table(CODE, coded), awaiting, **options)
    return scores[COUNTS].to_numpy().tolist()


def test_values_are_counted_over_the_articles_that_are_coded():
    assert score("r1:ab r2:a r3:b", "r1:a r2:ac r4:bc") == [
        ["", 3, 3, 3, 2, "0.667", "0.667"],
        ["a", 3, 2, 2, 2, "1.000", "1.000"],
        ["b", 3, 1, 1, 0, "0.000", "0.000"],
    ]


def test_what_is_never_suggested_or_never_coded_has_no_share():
    assert score("r1:a", "r1:b")[1:] == [["a", 1, 1, 0, 0, "0.000", ""], ["b", 1, 0, 1, 0, "", "0.000"]]


def test_an_article_at_which_nobody_looked_judges_no_suggestion():
    assert score("r1:a r2:a", "r1:a r2:c", unreported={"theme": "c"})[1] == [
        "a",
        1,
        1,
        1,
        1,
        "1.000",
        "1.000",
    ]
    assert score("r1:a r2:a", "r1:a r2:c")[1] == ["a", 2, 2, 1, 1, "0.500", "1.000"]


def test_what_a_cue_strikes_is_no_suggestion():
    assert score("", "r1:a", struck="r1:a")[1] == ["a", 1, 0, 1, 0, "", "0.000"]


@pytest.mark.parametrize("coded", ["", "r1:a"])
def test_nothing_is_shown_of_a_dimension_before_all_its_codes_are_settled(coded):
    assert score("r1:a", coded, waiting=["theme"]) == []


def test_another_dimension_that_waits_hides_nothing():
    assert score("r1:a", "r1:a", waiting=["aim"])
