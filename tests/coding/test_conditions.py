"""What a condition rules out is not asked, not missing, and not coded; an answer to it is named."""

import pandas as pd
import pytest

from cireview.coding import CODING, Codable, find_not_asked, settle_codes
from cireview.labels import Team
from cireview.tables.questions import Question

VALUES = {"yes": "Yes", "no": "No"}
QUESTIONS = [
    Question("trial", values=VALUES),
    Question("blinded", values=VALUES, only_if={"trial": ["yes"]}),
    Question("how", "text", only_if={"blinded": ["yes"]}),
]


def settle(*rows, coders=("anna", "ben"), **team):
    table = pd.DataFrame(
        [
            ("r", dimension, value, "", -1, -1, coder, day, "", "s.csv", number, "", "value")
            for number, (dimension, value, coder, day) in enumerate(((*row, "")[:4] for row in rows), 2)
        ],
        columns=list(CODING.columns),
    )
    codable = Codable({"r": "r"}, ["r"], QUESTIONS, Team(list(coders), **team))
    return settle_codes(CODING.conform(table), codable)


def both(dimension, value):
    return [(dimension, value, coder) for coder in ("anna", "ben")]


def awaited(settled):
    return settled.awaiting[["dimension", "awaits"]].to_numpy().tolist()


def coded(settled):
    return settled.codes[["dimension", "value"]].to_numpy().tolist()


def test_all_is_asked_as_long_as_nothing_is_known():
    assert len(awaited(settle())) == 6


def test_what_is_ruled_out_is_not_awaited_down_the_line():
    settled = settle(*both("trial", "no"))
    assert awaited(settled) == []
    assert coded(settled) == [["trial", "no"]]
    pairs = find_not_asked(settled.codes, ["r"], QUESTIONS)
    assert pairs == {("r", "blinded"), ("r", "how")}


def test_what_holds_is_awaited_and_coded():
    settled = settle(*both("trial", "yes"), *both("blinded", "yes"), ("how", "Envelopes", "anna"))
    assert coded(settled) == [["trial", "yes"], ["blinded", "yes"]]
    assert awaited(settled) == [["how", "ben"]]
    assert find_not_asked(settled.codes, ["r"], QUESTIONS) == set()


def test_texts_of_two_coders_are_both_kept():
    rows = [
        *both("trial", "yes"),
        *both("blinded", "yes"),
        ("how", "Envelopes", "anna"),
        ("how", "Boxes", "ben"),
    ]
    settled = settle(*rows)
    assert coded(settled)[2:] == [["how", "Envelopes"], ["how", "Boxes"]]
    assert settled.conflicts.empty


@pytest.mark.parametrize("coders", [["anna"], ["anna", "ben"]])
def test_an_answer_to_what_is_not_asked_is_named_with_its_place_and_is_no_code(coders):
    settled = settle(*[("trial", "no", coder) for coder in coders], ("blinded", "yes", "anna"), coders=coders)
    assert coded(settled) == [["trial", "no"]]
    (row,) = settled.conflicts.to_dict("records")
    assert (row["dimension"], row["kind"], row["awaits"]) == ("blinded", "not asked", "")
    assert row["codes"].startswith("anna: yes (s.csv, row ")
    assert "Only if trial is yes." in row["codes"]


def test_a_coder_is_not_asked_what_the_own_answer_rules_out():
    assert awaited(settle(("trial", "no", "anna"))) == [["trial", "ben"], ["blinded", "ben"], ["how", "ben"]]


def test_what_rests_on_a_conflict_waits_for_it():
    rows = [("trial", "yes", "anna"), ("trial", "no", "ben"), ("blinded", "yes", "anna")]
    settled = settle(*rows, adjudicator="judge")
    assert ["trial", "judge"] in awaited(settled)
    assert ["blinded", "ben"] not in awaited(settled)
    assert coded(settled) == []
    decided = settle(*rows, ("trial", "yes", "judge", "2026-05-01"), adjudicator="judge")
    assert ["blinded", "ben"] in awaited(decided)
    refused = settle(*rows, ("trial", "no", "judge", "2026-05-01"), adjudicator="judge")
    assert awaited(refused) == []
    assert refused.conflicts["kind"].tolist() == ["disagreement", "not asked"]
