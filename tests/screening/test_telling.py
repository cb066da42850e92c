"""Words that explain an order to a reader: no stop words, no numbers, nothing of one letter."""

import re

import numpy as np
import pandas as pd
import pytest
from screening.test_criteria import NURSE, TRIAL, make_records

from cireview.screening import PRESETS, learn_criteria, rank, score_criteria
from cireview.screening.space import place_records
from cireview.screening.telling import is_telling

TERMS = {
    "children": True,
    "school children": True,
    "covid19": True,
    "co2": True,
    "naïve": True,
    "学校": True,
    "学 校": True,
    "we": False,
    "have": False,
    "who": False,
    "10": False,
    "2014": False,
    "x": False,
    "学": False,
    "²": False,
    "in children": False,
    "children 10": False,
    "we have": False,
    "": False,
}


@pytest.mark.parametrize(("term", "telling"), TERMS.items())
def test_a_term_tells_something_or_not(term, telling):
    assert is_telling(term) is telling


# What tells the two kinds apart best are stop words, numbers and letters.
RECORDS = make_records(
    *((f"we have 10 rats who {i}", "we have 10, who x; we have rats 10 mg, having x") for i in range(8)),
    *((f"they did 25 nurses {i}", "they did 25 which y; they did nurses 25, using y") for i in range(8)),
)
LABELS = pd.Series({f"r{i}": i < 8 for i in [*range(6), *range(8, 14)]})


def words_in(cells):
    """Return the words that stand in cells such as "rats; not: nurses"."""
    return {word for cell in cells for word in re.split(r"; |not: | ", cell) if word}


def test_words_that_explain_a_ranking_tell_something():
    ranking = rank(RECORDS, LABELS, criteria="any", seed=1)
    words = words_in([*ranking["words_for"], *ranking["words_against"]])
    assert words & {"rats", "nurses"}
    assert [word for word in words if not is_telling(word)] == []


def test_words_of_criteria_on_sheets_tell_something():
    space = place_records(RECORDS, criteria="any", preset=PRESETS["default"])
    reasons = LABELS.map({True: "nurse", False: "trial"})
    none = pd.DataFrame(columns=["record_id", "criterion", "met"], dtype="str")
    words = score_criteria(RECORDS, [TRIAL, NURSE])
    scores, models = learn_criteria(space, words, none, reasons, seed=1)
    assert set(models["basis"]) == {"labels"}
    shown = words_in(scores["words"])
    assert shown & {"rats", "nurses"}
    assert [word for word in shown if not is_telling(word)] == []
    assert np.isfinite(scores["score"]).all()


def test_the_words_of_a_criterion_are_content_words():
    scores = score_criteria(RECORDS, [("have", "Having used rats, using several of them being had", [])])
    assert scores["words"].tolist() == ["rat"] * 8 + [""] * 8


def test_a_term_that_the_protocol_names_is_shown_whatever_it_is():
    scores = score_criteria(RECORDS, [("dose", "Dose", ["10"])])
    assert scores["words"].tolist() == ["10"] * 8 + [""] * 8
