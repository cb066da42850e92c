"""An id that people used, and that no record has any more is asked about, and only a person links it."""

import pandas as pd
import pytest

from cireview.identity import REGISTERED, find_former, follow_answers, follow_ids, tell_former
from cireview.tables import MATCH, RECORD

OLD = {
    "title": "Gardens at twelve schools: a trial of shared plots",
    "authors": "Alder, Ann; Birch, Bob",
    "year": "2019",
    "journal": "Journal of Cases",
    "doi": "",
}
STRANGER = {"title": "On the price of tin", "authors": "Cedar, Cy", "year": "1990"}


def records_of(**rows):
    empty = dict.fromkeys(RECORD.columns, "")
    return RECORD.conform(
        pd.DataFrame([empty | row | {"record_id": name} for name, row in rows.items()], columns=list(empty))
    )


def used(*ids, **cells):
    cells = {"title": "", "authors": "", "year": "", "journal": "", "doi": ""} | cells
    return pd.DataFrame(
        [{"record_id": name, **cells, "file": "s.csv", "row": row} for row, name in enumerate(ids, 2)]
    )


def answered(*rows):
    return pd.DataFrame(rows, columns=["record_id_1", "record_id_2", "decision"], dtype="str")


def registered(**rows):
    return REGISTERED.conform(records_of(**rows).assign(source_id="a"))


def find(uses, records, *answers, entries=None):
    entries = REGISTERED.empty() if entries is None else entries
    return find_former(uses, records, entries=entries, answers=answered(*answers))


def states(former):
    return list(zip(former["record_id"], former["state"], former["now"], strict=True))


def test_nothing_is_former_while_records_have_all_ids():
    assert find(used("a:1"), records_of(**{"a:1": OLD})).empty


@pytest.mark.parametrize("known_by", ["sheet", "register"])
def test_what_a_former_id_may_be_is_asked(known_by):
    records = records_of(**{"a:2": OLD | {"title": OLD["title"].upper()}, "a:3": STRANGER})
    former = (
        find(used("a:1", **OLD), records)
        if known_by == "sheet"
        else find(used("a:1"), records, entries=registered(**{"a:1": OLD}))
    )
    assert states(former) == [("a:1", "asked", "a:2")]
    questions, shown = tell_former(former)
    assert questions[["record_id_1", "record_id_2"]].to_numpy().tolist() == [["a:1", "a:2"]]
    assert shown["title"].tolist() == [OLD["title"]]


CHANGES = {
    "the same title, all else another": {
        "authors": "Zed, Zoe",
        "year": "1999",
        "journal": "Other",
        "doi": "10.1/x",
    },
    "a typing error": {"title": "Gardens at twelve schools: a trail of shared plots"},
    "no authors": {"authors": ""},
    "another year": {"year": "2022"},
    "capitals of the id": None,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_is_asked_about_whatever_changed(change):
    records = records_of(**({"A:1": STRANGER} if change is None else {"a:2": OLD | change}))
    former = find(used("a:1", **OLD), records)
    assert [row[1] for row in states(former)] == ["asked"]


def test_what_is_like_no_record_is_unknown_and_counted():
    former = find(used("a:1", "a:1", "a:1", **OLD), records_of(**{"a:2": STRANGER}))
    assert states(former) == [("a:1", "unknown", "")]
    assert former[["answers", "file", "row"]].to_numpy().tolist() == [[3, "s.csv", 2]]


RECORDS = records_of(**{"a:2": OLD, "a:3": STRANGER})


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([("a:1", "a:2", "same")], [("a:1", "confirmed", "a:2")]),
        ([("a:2", "a:1", "same")], [("a:1", "confirmed", "a:2")]),
        ([("a:1", "a:3", "same")], [("a:1", "confirmed", "a:3")]),
        ([("a:1", "a:2", "different")], [("a:1", "refused", "")]),
        # Two changes of an export, each confirmed: the first id leads over the second to the record of today.
        ([("a:1", "a:0", "same"), ("a:0", "a:2", "same")], [("a:1", "confirmed", "a:2")]),
    ],
)
def test_only_a_person_links(answers, expected):
    assert states(find(used("a:1", **OLD), RECORDS, *answers)) == expected


MATCHES = MATCH.conform(
    pd.DataFrame({"record_id": ["a:2", "a:3"], "report_id": ["a:3", "a:3"], "rule": "x", "score": 1.0})
)


def test_labels_of_a_linked_id_count_for_the_report():
    followed = follow_ids(MATCHES, answered(("a:1", "a:2", "same")))
    assert dict(zip(followed["record_id"], followed["report_id"], strict=True))["a:1"] == "a:3"


TWO = [("a:1", "a:2", "same"), ("a:1", "a:3", "same"), ("a:2", "a:3", "different")]


@pytest.mark.parametrize("answers", [[], TWO, [("a:1", "a:2", "different")], [("a:1", "a:0", "same")]])
def test_an_id_that_nobody_linked_counts_for_nothing(answers):
    assert follow_ids(MATCHES, answered(*answers))["record_id"].tolist() == ["a:2", "a:3"]


def test_answers_on_a_linked_id_count_for_its_record():
    pairs = answered(("a:1", "a:3", "different"), ("a:1", "a:2", "same"))
    assert follow_answers(pairs, ["a:2", "a:3"]).to_numpy().tolist() == [["a:2", "a:3", "different"]]


def test_the_record_that_leaves_a_report_is_followed_too():
    """a:1 was taken out of the report of a:3, and is a:2 now."""
    answers = answered(("a:1", "a:3", "different"), ("a:1", "a:2", "same")).assign(leaves=["a:1", ""])
    (followed,) = follow_answers(answers, ["a:2", "a:3"]).to_dict("records")
    assert (followed["record_id_1"], followed["record_id_2"], followed["leaves"]) == ("a:2", "a:3", "a:2")
