"""Supplementary tables: who decided, who settled, and what each record came to."""

import pandas as pd
import pytest

from cireview.paper.supplement import add_keys, count_deciders, gather_agreement, list_conflicts, tell_answers

ROW = {"record_id": "a:1", "kind": "disagreement", "decisions": "j: include; b: exclude", "awaits": ""}
DECIDED = pd.DataFrame(
    {"record_id": ["a:1"], "decision": ["include"], "decided_by": ["j"], "decided_on": ["2026"]}
)
CODED = pd.DataFrame({"record_id": ["a:1", "a:1"], "dimension": "place", "value": ["x", "y"], "coder": "j"})


@pytest.mark.parametrize(
    ("row", "settled"),
    [
        (ROW, ["include", "j", ""]),
        (ROW | {"awaits": "j"}, ["", "", "j"]),
        (ROW | {"record_id": "unknown"}, ["", "", ""]),
    ],
)
def test_a_conflict_names_who_settled_it_or_who_has_to(row, settled):
    table = list_conflicts({"screening": pd.DataFrame([row])}, {"screening": DECIDED})
    assert table.loc[0, ["settled", "settled_by", "awaits"]].tolist() == settled
    assert table.loc[0, "said"] == "j: include; b: exclude"


def test_a_conflict_on_codes_names_every_code_that_came_of_it():
    row = {"record_id": "a:1", "dimension": "place", "kind": "disagreement", "codes": "j: x", "awaits": ""}
    table = list_conflicts({"coding": pd.DataFrame([row])}, {"coding": CODED})
    assert table.loc[0, ["dimension", "said", "settled", "settled_by"]].tolist() == [
        "place",
        "j: x",
        "x; y",
        "j",
    ]


def test_deciders_sum_to_all_records():
    fates = pd.DataFrame({"fate": ["a", "a", "b"], "decided_by": ["x", "x", "stop"]})
    assert count_deciders(fates).to_numpy().tolist() == [["a", "x", 2], ["b", "stop", 1]]


def test_agreement_of_all_stages_stands_in_one_table():
    one = pd.DataFrame({"reviewer_1": ["all"], "kappa": ["0.8"]})
    codes = pd.DataFrame({"dimension": ["x"], "kappa": ["0.7"]})
    table = gather_agreement({"screening": one, "eligibility": one.head(0), "coding": codes})
    assert table["stage"].tolist() == ["titles and abstracts", "codes"]
    assert table["dimension"].tolist() == ["", "x"]
    assert gather_agreement({"screening": one.head(0)}).empty


def test_an_excluded_text_has_its_key_and_no_note():
    texts = pd.DataFrame({"record_id": ["a:1"], "reason": ["Age"], "decided_by": ["j"], "note": ["hm"]})
    told = add_keys(texts, {"a:1": "A2020"})
    assert told.to_dict("records") == [
        {"record_id": "a:1", "key": "A2020", "reason": "Age", "decided_by": "j"}
    ]


def test_answers_are_told_without_what_people_noted():
    label = {"record_id": "a:1", "decided_by": "b", "decision": "exclude", "reason": "age", "note": "hm"}
    other = {"record_id": "c:9", "decided_by": "a", "decision": "include", "reason": ""}
    labels = pd.DataFrame([label, label | other])
    conflicts = pd.DataFrame({"record_id": ["a:1", "a:2"]})
    assert tell_answers(conflicts, labels, report_of={"c:9": "a:1"}) == ["a: include; b: exclude (age)", ""]
