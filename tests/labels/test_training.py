"""What the ranking learns from, and the order in which it was read."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.labels import LABEL, Team
from cireview.labels.training import sort_by_reading
from cireview.sheets.batches import find_number
from cireview.stopping import settle_screening
from cireview.tables import DECISION, MATCH

COLUMNS = ["decided_by", "record_id", "decision", "decided_on", "file", "row"]
JANUARY, FEBRUARY = "2020-01-01", "2020-02-01"


def label(rows):
    empty = {**dict.fromkeys(LABEL.columns, ""), "file": "s.csv", "row": 2}
    given = [empty | dict(zip(COLUMNS, row, strict=False)) for row in rows]
    return LABEL.conform(pd.DataFrame(given, columns=list(LABEL.columns)))


def settled(rows):
    names = sorted({row[1] for row in rows})
    matches = [(one, one, "single", 1.0) for one in names]
    rules = [(one, "rules", "include", "", "rules", "", "") for one in names]
    return settle_screening(
        label(rows),
        matches=MATCH.conform(pd.DataFrame(matches, columns=list(MATCH.columns))),
        rules=DECISION.conform(pd.DataFrame(rules, columns=list(DECISION.columns))),
        team=Team(["anna", "bert"], "judge"),
    )


LEARNT = {
    "one so far": ([("anna", "a", "include")], ["include"]),
    "both alike": ([("anna", "a", "exclude"), ("bert", "a", "exclude")], ["exclude"]),
    "they differ": ([("anna", "a", "include"), ("bert", "a", "exclude")], []),
    "one is unsure": ([("anna", "a", "include"), ("bert", "a", "unsure")], []),
    "unsure alone": ([("anna", "a", "unsure")], []),
    "unsure, then adjudicated": (
        [("anna", "a", "include"), ("bert", "a", "unsure"), ("judge", "a", "exclude")], ["exclude"]),
    "a mind changed to unsure": (
        [("anna", "a", "include", JANUARY), ("anna", "a", "unsure", FEBRUARY)], []),
    "a mind changed from unsure": (
        [("anna", "a", "unsure", JANUARY), ("anna", "a", "include", FEBRUARY)], ["include"]),
    "a mind changed": (
        [("anna", "a", "include", JANUARY), ("anna", "a", "exclude", FEBRUARY)], ["exclude"]),
    "a contradiction": (
        [("anna", "a", "include", "", "a.csv"), ("anna", "a", "exclude", "", "b.csv")], []),
    "a contradiction that was settled": (
        [("anna", "a", "include", "", "a.csv"), ("anna", "a", "exclude", "", "b.csv"),
         ("anna", "a", "include", FEBRUARY, "c.csv"), ("bert", "a", "include")], ["include"]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "learnt"), LEARNT.values(), ids=LEARNT)
def test_the_ranking_learns_what_is_settled_or_the_last_word_of_all_who_spoke(rows, learnt):
    assert settled(rows)["labels"]["decision"].tolist() == learnt


def test_who_said_two_things_at_first_is_left_out_of_agreement():
    rows = [("anna", "a", "include", "", "a.csv"), ("anna", "a", "exclude", "", "b.csv")]
    both = [(person, "b", "include") for person in ("anna", "bert")]
    agreement = settled([*rows, ("bert", "a", "exclude"), *both])["agreement"]
    assert agreement.equals(settled(both)["agreement"])


def test_unread_is_what_nobody_labelled_and_not_what_is_unsettled():
    rows = [("anna", "a", "include"), ("bert", "a", "exclude"), ("anna", "b", "unsure"), ("anna", "c", "")]
    assert settled(rows)["unread"]["record_id"].tolist() == ["c"]


def test_batches_of_one_number_were_read_at_one_time_whoever_read_them():
    sheets = ["anna_001", "anna_002", "anna_010", "bert_001", "bert_002", "bert", "anna_sample_1"]
    rows = [
        ("anna", f"{sheet}/{row}", "include", "", f"data/labels/screening/screening_{sheet}.xlsx", row)
        for sheet in sheets
        for row in (2, 10)
    ]
    rows += [("bert", "dated", "include", JANUARY, "screening_bert_001.csv", 3)]
    assert settled(rows)["labels"]["record_id"].tolist() == [
        *("anna_001/2", "bert_001/2", "anna_001/10", "bert_001/10"),
        *("anna_002/2", "bert_002/2", "anna_002/10", "bert_002/10"),
        *("anna_010/2", "anna_010/10", "anna_sample_1/2", "anna_sample_1/10", "bert/2", "bert/10", "dated"),
    ]


SHEETS = [f"screening_{person}{end}.csv" for person in ("anna", "bert") for end in ("", "_001", "_002")]
ROWS = st.tuples(
    st.just("anna"), st.just("a"), st.just("include"), st.sampled_from(["", JANUARY, FEBRUARY]),
    st.sampled_from(SHEETS), st.integers(2, 5),
)  # fmt: skip


@given(st.lists(ROWS, max_size=12, unique=True), st.randoms())
def test_the_order_is_by_date_then_batch_then_row_however_the_labels_come(rows, random):
    ordered = sort_by_reading(label(rows))
    numbered = ordered[[find_number(file) is not None for file in ordered["file"]]]
    keys = [(row.decided_on, find_number(str(row.file)), row.row, row.file) for row in numbered.itertuples()]
    assert keys == sorted(keys)
    random.shuffle(rows)
    assert sort_by_reading(label(rows)).reset_index(drop=True).equals(ordered.reset_index(drop=True))


NAMES = {
    "data/labels/screening/screening_anna_002.csv": 2,
    "screening_anna_1000.xlsx": 1000,
    "screening_anna.csv": None,
    "screening_anna_certification_1.csv": None,
    "screening_anna2020.csv": None,
}


@pytest.mark.parametrize(("file", "number"), NAMES.items(), ids=NAMES)
def test_the_number_of_a_batch_ends_its_name(file, number):
    assert find_number(file) == number
