"""What an answer must hold, at each stage, before it is written."""

import pytest

from cireview.reading.stages import CODING, DUPLICATES, ELIGIBILITY, SCREENING, Asked, Unclear
from cireview.tables.questions import make_questions

REASONS = {"garden": "Not about gardens"}
QUESTIONS = make_questions(
    [
        {"id": "country", "kind": "single", "values": {"FI": "Finland", "SE": "Sweden"}},
        {"id": "foods", "kind": "multiple", "values": {"fruit": "Fruit", "veg": "Vegetables"}},
        {"id": "pupils", "kind": "number", "whole": True},
    ]
)
SHOWN = {
    "record_id": "a",
    "title": "T",
    "record_id_1": "a",
    "record_id_2": "b",
    "dimensions": "country foods pupils",
}
GOOD = {
    "include": (SCREENING, {"decision": "include"}, {"decision": "include", "reason": ""}),
    "no reason for an inclusion": (SCREENING, {"decision": "include", "reason": "garden"}, {"reason": ""}),
    "exclude": (SCREENING, {"decision": "exclude", "reason": "garden"}, {"reason": "garden"}),
    "a criterion": (SCREENING, {"decision": "unsure", "meets_garden": "no"}, {"meets_garden": "no"}),
    "blanks": (SCREENING, {"decision": "include", "note": "  x "}, {"note": "x"}),
    "a full text was read": (ELIGIBILITY, {"decision": "include"}, {"retrieved": "yes"}),
    "no text": (ELIGIBILITY, {"retrieved": "no", "decision": "include"}, {"retrieved": "no", "decision": ""}),
    "a pair": (
        DUPLICATES,
        {"decision": "same"},
        {"record_id_1": "a", "record_id_2": "b", "decision": "same"},
    ),
    "codes": (
        CODING,
        {"country.value": "FI", "country.page": "3"},
        {"value": "FI", "page": "3", "dimension": "country"},
    ),
    "several": (CODING, {"foods.value": "fruit; veg"}, {"value": "fruit; veg"}),
    "a number": (CODING, {"pupils.value": "120"}, {"value": "120"}),
}
BAD = {
    "nothing": (SCREENING, {}, "no_decision"),
    "another word": (SCREENING, {"decision": "maybe"}, "no_decision"),
    "another reason": (SCREENING, {"decision": "exclude", "reason": "taste"}, "no_reason"),
    "another answer to a criterion": (
        SCREENING,
        {"decision": "include", "meets_garden": "x"},
        "no_criterion",
    ),
    "a full text without a reason": (ELIGIBILITY, {"decision": "exclude"}, "reason_needed"),
    "a pair with another word": (DUPLICATES, {"decision": "include"}, "no_pair"),
    "no code": (CODING, {"country.value": ""}, "no_codes"),
    "a value that the codebook lacks": (CODING, {"country.value": "NO"}, "country: "),
    "two values of one": (CODING, {"country.value": "FI; SE"}, "country: "),
    "no number": (CODING, {"pupils.value": "many"}, "pupils: "),
}


def asked(stage):
    return Asked(stage, REASONS, REASONS, questions=QUESTIONS)


@pytest.mark.parametrize(("stage", "form", "expected"), GOOD.values(), ids=GOOD)
def test_an_answer_becomes_a_row(stage, form, expected):
    (row,) = asked(stage).read_form(SHOWN, form)
    assert {name: row[name] for name in expected} == expected
    assert set(row) <= set(asked(stage).columns)


@pytest.mark.parametrize(("stage", "form", "why"), BAD.values(), ids=BAD)
def test_what_is_not_clear_is_not_written(stage, form, why):
    with pytest.raises(Unclear) as refused:
        asked(stage).read_form(SHOWN, form)
    assert str(refused.value).startswith(why)


def test_an_article_awaits_until_each_question_without_a_condition_has_an_answer():
    stage = asked(CODING)
    assert not stage.is_whole(SHOWN, {"country.value": "FI"})
    assert stage.is_whole(SHOWN, {"country.value": "FI", "foods.value": "veg", "pupils.value": "1"})
