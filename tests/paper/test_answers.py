"""Numbers, dates, texts and rows of tables in words of the paper; what is not asked apart from what lacks."""

import json

import pytest
from paper.coded import codes, reports

from cireview.paper.answers import spell_answers, summarise_answers
from cireview.paper.codes import list_included, summarise_codes, tell_coded
from cireview.tables.questions import Question

KM = Question("km", "number", unit="km", values={"none": "Not stated"}, empty=["none"])
COLUMNS = (Question("outcome", "text"), Question("n", "number"))
ASKED = [KM, Question("day", "date"), Question("aim", "text"), Question("rows", "table", columns=COLUMNS)]
VALUES = {"km": {"none": "Not stated"}, "day": {}, "aim": {}, "rows": {}}
ROW = json.dumps({"outcome": "Sleep", "n": "4"})
GIVEN = codes(("r0", "km", "12.5"), ("r1", "km", "3"), ("r2", "km", "none"), ("r0", "day", "2019-03"),
              ("r1", "day", "2021"), ("r0", "aim", "To play"), ("r0", "rows", ROW))  # fmt: skip


@pytest.mark.parametrize(
    ("dimension", "told"),
    [("km", "Median 7.75 km, from 3 to 12.5"), ("day", "From 2019-03 to 2021"), ("aim", "Answered"),
     ("rows", "1 row")],
)  # fmt: skip
def test_what_answers_come_to(dimension, told):
    assert summarise_answers(GIVEN, ASKED)[dimension] == told


def test_an_article_shows_its_answers():
    spelled = spell_answers(GIVEN, ASKED)
    table = list_included(reports(year=["1", "2", "3", "4"]), spelled, dimensions=VALUES, values=VALUES,
                          lacking={("r3", "aim"): "not_asked"})  # fmt: skip
    rows = table.set_index("record_id")[list(VALUES)].T.to_dict("list")
    assert rows["r0"] == ["12.5 km", "2019-03", "To play", "Sleep"]
    assert rows["r2"][0] == "Not stated"
    assert rows["r3"] == ["Not coded", "Not coded", "Not asked", "Not coded"]


def test_answers_are_counted_apart_from_what_is_empty_and_what_is_not_asked():
    summary = summarise_codes(
        reports(year=["1", "2", "3", "4"]), GIVEN, values=VALUES, empty={"km": {"none": "not_stated"}},
        free=summarise_answers(GIVEN, ASKED), lacking={("r3", "aim"): "not_asked"},
    )  # fmt: skip
    km, aim = (summary[summary["dimension"] == one] for one in ("km", "aim"))
    assert km[["value", "n", "empty"]].to_numpy().tolist() == [
        ["none", 1, "not_stated"], ["answered", 2, ""], ["", 1, "not_coded"],
    ]  # fmt: skip
    assert tell_coded(aim) == "1 of 4 coded; not asked 1; not coded 2"
