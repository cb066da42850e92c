"""Two answers of one person that no date settles wait for that person; what a date settles does not."""

import pandas as pd
import pytest

from cireview.labels import LABEL, Team, find_contradictions, read_labels, settle, settle_eligibility
from cireview.labels.criteria import settle_criteria
from cireview.stopping import settle_screening
from cireview.tables import DECISION, MATCH
from cireview.tables.spreadsheets import find_sheets

REPORT_OF = {"a": "a", "a2": "a", "a3": "a", "b": "b"}
MATCHES = MATCH.conform(
    pd.DataFrame([(*pair, "rule", 1.0) for pair in REPORT_OF.items()], columns=list(MATCH.columns))
)
IN, OUT, UNSURE = "include", "exclude", "unsure"
APRIL, MAY, JUNE = "2020-04-01", "2020-05-01", "2020-06-01"


def labels(rows, **given):
    """Return labels of anna: id, decision, date, file, row."""
    empty = {**dict.fromkeys(LABEL.columns, ""), "decided_by": "anna", "stage": "screening", **given}
    columns = ["record_id", "decision", "decided_on", "file", "row"]
    return LABEL.conform(
        pd.DataFrame([empty | dict(zip(columns, row, strict=True)) for row in rows], columns=list(empty))
    )


def settled(rows):
    return settle(
        labels(rows),
        report_of=REPORT_OF,
        reports=["a"],
        readers={"a": ["anna"]},
        team=Team(["anna"], "judge"),
        stage="screening",
    )


CONTRADICT = {
    # One dated, one undated: no date says which is the later.
    "undated below dated": [("a", IN, MAY, "s", 2), ("a", OUT, "", "s", 9)],
    "undated in another file": [("a", IN, MAY, "s", 9), ("a", OUT, "", "t", 2)],
    "undated in a file before it by name": [("a", IN, MAY, "t", 2), ("a", OUT, "", "s", 2)],
    "unsure and undated": [("a", IN, MAY, "s", 2), ("a", UNSURE, "", "s", 3)],
    "undated beside two dated ones that agree": [
        ("a", IN, APRIL, "s", 2), ("a", IN, MAY, "s", 3), ("a", OUT, "", "s", 4)],
    "undated, and a mind changed": [("a", IN, APRIL, "s", 2), ("a", OUT, MAY, "s", 3), ("a", IN, "", "t", 2)],
    "undated above in its own file and below in another": [
        ("a", OUT, "", "s", 2), ("a", IN, MAY, "s", 3), ("a", OUT, "", "t", 4)],
    "two undated": [("a", IN, "", "s", 2), ("a", OUT, "", "t", 2)],
    "undated in a later batch": [("a", IN, MAY, "s_001", 2), ("a", OUT, "", "s_002", 2)],
    "undated in an earlier batch of another name": [("a", IN, MAY, "s_002", 2), ("a", OUT, "", "t_001", 2)],
    "undated in the sheet after the batches": [("a", IN, MAY, "s_001", 2), ("a", OUT, "", "s", 2)],
    "asked again, then undated in a later batch": [
        ("a", OUT, APRIL, "s_001", 2), ("a", IN, MAY, "s_002", 2), ("a", OUT, "", "s_003", 2)],
    "undated in a batch after two that agree": [
        ("a", IN, APRIL, "s_001", 2), ("a", IN, MAY, "s_002", 2), ("a", OUT, "", "s_003", 2)],
    "two files with numbers of their own": [("a", IN, MAY, "anna_2", 2), ("a", OUT, "", "anna_1", 2)],
    # On one day, in two files.
    "one day": [("a", IN, MAY, "s", 2), ("a", OUT, MAY, "t", 2)],
    "one day after a change": [("a", IN, APRIL, "s", 2), ("a", IN, MAY, "s", 3), ("a", OUT, MAY, "t", 2)],
    "three files": [("a", IN, MAY, "s", 2), ("a", OUT, MAY, "t", 2), ("a", UNSURE, MAY, "u", 2)],
    # Two reports that became one.
    "two ids, the own one later": [("a2", OUT, APRIL, "s", 2), ("a", IN, MAY, "s", 3)],
    "two ids, the own one earlier": [("a", IN, APRIL, "s", 2), ("a2", OUT, MAY, "s", 3)],
    "two ids on one day": [("a", IN, MAY, "s", 2), ("a2", OUT, MAY, "s", 3)],
    "two ids without dates": [("a", IN, "", "s", 2), ("a2", OUT, "", "s", 3)],
    "two ids, one dated": [("a2", IN, "", "s", 2), ("a", OUT, MAY, "s", 3)],
    "neither is the report's own": [("a2", IN, APRIL, "s", 2), ("a3", OUT, MAY, "s", 3)],
    "three ids of which the own one is the latest": [
        ("a2", IN, APRIL, "s", 2), ("a3", OUT, APRIL, "s", 3), ("a", IN, MAY, "s", 4)],
    "judged again, but not on the report's own id": [
        ("a", IN, APRIL, "s", 2), ("a2", OUT, APRIL, "s", 3), ("a2", OUT, JUNE, "s", 4)],
    "judged again on the day of another answer": [
        ("a", OUT, APRIL, "s", 2), ("a2", IN, JUNE, "s", 3), ("a", OUT, JUNE, "s", 4)],
    "judged again, and the other without a date in another file": [
        ("a", OUT, APRIL, "s", 2), ("a2", OUT, "", "t", 2), ("a", IN, JUNE, "u", 2)],
    "judged again, and the other without a date below it": [
        ("a", IN, APRIL, "s", 2), ("a2", OUT, "", "u", 9), ("a", IN, JUNE, "u", 2)],
    "judged again without a date": [
        ("a", OUT, APRIL, "s", 2), ("a2", IN, MAY, "s", 3), ("a", OUT, "", "t", 4)],
}  # fmt: skip


@pytest.mark.parametrize("reverse", [False, True], ids=["as listed", "reversed"])
@pytest.mark.parametrize("rows", CONTRADICT.values(), ids=CONTRADICT)
def test_answers_that_no_date_settles_await_their_person(rows, reverse):
    outcome = settled(rows[::-1] if reverse else rows)
    assert outcome.decisions.empty
    assert outcome.conflicts[["record_id", "kind", "awaits"]].to_numpy().tolist() == [
        ["a", "contradiction", "anna"]
    ]
    assert outcome.awaiting.to_numpy().tolist() == [["a", "anna", "contradiction"]]


SETTLED = {
    "a later date": ([("a", IN, APRIL, "s", 2), ("a", OUT, MAY, "t", 2)], OUT),
    "undated above in the same file": ([("a", IN, "", "s", 2), ("a", OUT, MAY, "s", 9)], OUT),
    "undated in an earlier batch": ([("a", IN, "", "s_001.csv", 9), ("a", OUT, MAY, "s_002.xlsx", 2)], OUT),
    "undated in the first of two sheets of one name": (
        [("a", IN, "", "d/s.csv", 9), ("a", OUT, MAY, "d/s_2.csv", 2)], OUT),
    "undated in the second of three sheets of one name": (
        [("a", IN, "", "s_2.csv", 9), ("a", OUT, MAY, "s_10.csv", 2)], OUT),
    "undated that says the same": ([("a", IN, MAY, "s", 2), ("a", IN, "", "t", 2)], IN),
    "undated that agrees with the latest": (
        [("a", OUT, APRIL, "s", 2), ("a", IN, MAY, "s", 3), ("a", IN, "", "t", 2)], IN),
    "asked again after two undated": (
        [("a", IN, "", "s", 2), ("a", OUT, "", "t", 2), ("a", OUT, MAY, "u", 2)], OUT),
    "asked again after dated and undated": (
        [("a", IN, APRIL, "s", 2), ("a", OUT, "", "t", 2), ("a", IN, MAY, "u", 2)], IN),
    "asked again after one day": (
        [("a", IN, APRIL, "s", 2), ("a", OUT, APRIL, "t", 2), ("a", IN, MAY, "u", 2)], IN),
    "two ids that agree": ([("a2", IN, APRIL, "s", 2), ("a", IN, MAY, "s", 3)], IN),
    "two ids that came to agree": (
        [("a2", OUT, APRIL, "s", 2), ("a", IN, APRIL, "s", 3), ("a2", IN, MAY, "s", 4)], IN),
    "judged again with both before": (
        [("a", IN, APRIL, "s", 2), ("a2", OUT, MAY, "s", 3), ("a", OUT, JUNE, "t", 2)], OUT),
    "judged again, the first answers without dates": (
        [("a", IN, "", "s", 2), ("a2", OUT, "", "s", 3), ("a", IN, JUNE, "t", 2)], IN),
    "judged again of three": (
        [("a", IN, APRIL, "s", 2), ("a2", OUT, MAY, "s", 3), ("a3", OUT, MAY, "s", 4),
         ("a", IN, JUNE, "t", 2)], IN),
}  # fmt: skip


@pytest.mark.parametrize("reverse", [False, True], ids=["as listed", "reversed"])
@pytest.mark.parametrize(("rows", "decision"), SETTLED.values(), ids=SETTLED)
def test_what_a_date_settles_is_decided(rows, decision, reverse):
    outcome = settled(rows[::-1] if reverse else rows)
    assert outcome.decisions["decision"].tolist() == [decision]
    assert outcome.conflicts.empty
    assert outcome.awaiting.empty


def test_of_answers_that_agree_the_latest_gives_date_and_reason():
    rows = labels([("a2", OUT, APRIL, "s", 2), ("a", OUT, MAY, "s", 3)]).assign(reason=["year", "method"])
    outcome = settle(
        rows, report_of=REPORT_OF, reports=["a"], readers={"a": ["anna"]}, team=Team(["anna"]), stage="s"
    )
    assert outcome.decisions[["reason", "decided_on"]].to_numpy().tolist() == [["method", MAY]]
    same = labels([("a2", IN, "", "t", 9), ("a", OUT, APRIL, "s", 2), ("a2", OUT, MAY, "t", 10)])
    same = same.assign(reason=["", "year", "method"])
    outcome = settle(
        same, report_of=REPORT_OF, reports=["a"], readers={"a": ["anna"]}, team=Team(["anna"]), stage="s"
    )
    assert outcome.decisions[["reason", "decided_on"]].to_numpy().tolist() == [["method", MAY]]


NAMED = {
    "file, row and day": (
        [("a", IN, MAY, "s.csv", 2), ("a", OUT, "", "t.csv", 7)],
        "anna: include on 2020-05-01 (s.csv, row 2) and exclude without a date (t.csv, row 7)"),
    "both ids of what became one": (
        [("a", IN, APRIL, "s.csv", 2), ("a2", OUT, MAY, "s.csv", 3)],
        "anna: include of a on 2020-04-01 (s.csv, row 2) and exclude of a2 on 2020-05-01 (s.csv, row 3)"),
    "no answer that another one replaced": (
        [("a", UNSURE, APRIL, "s.csv", 2), ("a", IN, MAY, "s.csv", 3), ("a", OUT, MAY, "t.csv", 4)],
        "anna: include on 2020-05-01 (s.csv, row 3) and exclude on 2020-05-01 (t.csv, row 4)"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "text"), NAMED.values(), ids=NAMED)
def test_a_contradiction_names_where_each_answer_stands(rows, text):
    assert settled(rows).conflicts["decisions"].tolist() == [text]


def test_the_reason_of_each_answer_is_named_too():
    rows = labels([("a", OUT, MAY, "s.csv", 2), ("a", IN, MAY, "t.csv", 2)]).assign(reason=["children", ""])
    outcome = settle(
        rows, report_of=REPORT_OF, reports=["a"], readers={"a": ["anna"]}, team=Team(["anna"]), stage="s"
    )
    assert (
        "exclude (children) on 2020-05-01 (s.csv, row 2) and include on" in outcome.conflicts["decisions"][0]
    )


def test_others_are_named_as_in_every_conflict_and_the_adjudicator_cannot_settle_it():
    anna = [("a", IN, MAY, "s.csv", 2), ("a", OUT, "", "t.csv", 2)]
    judge = labels([("a", IN, JUNE, "j.csv", 2)], decided_by="judge")
    outcome = settle(
        pd.concat([labels(anna), judge], ignore_index=True),
        report_of=REPORT_OF, reports=["a"], readers={"a": ["anna"]},
        team=Team(["anna"], "judge"), stage="screening",
    )  # fmt: skip
    assert outcome.decisions.empty
    assert outcome.conflicts["decisions"][0].endswith("without a date (t.csv, row 2); judge: include")


@pytest.mark.parametrize("rows", CONTRADICT.values(), ids=CONTRADICT)
def test_the_ranking_does_not_learn_from_what_is_contradicted(rows):
    rules = pd.DataFrame([["a", "rules", IN, "", "rules", "", ""]], columns=list(DECISION.columns))
    tables = settle_screening(
        labels(rows), matches=MATCHES, rules=DECISION.conform(rules), team=Team(["anna", "bert"], "judge")
    )
    assert tables["labels"].empty


@pytest.mark.parametrize("rows", CONTRADICT.values(), ids=CONTRADICT)
def test_two_answers_for_a_criterion_are_listed_in_the_same_way(rows):
    met = {IN: "yes", OUT: "no", UNSURE: "unsure"}
    answers = labels(rows).assign(meets_method=[met[row[1]] for row in rows], decision="")
    tables = settle_criteria(answers, matches=MATCHES, team=Team(["anna"], None))
    assert tables["answers"].empty
    assert "contradiction" in tables["notes"]["kind"].tolist()


def retrieval(rows, at_hand=()):
    """Return the assessment of full texts: id, decision or retrieved, date, file, row."""
    words = ("yes", "no")
    table = labels([(record, "" if said in words else said, *rest) for record, said, *rest in rows])
    table = table.assign(retrieved=[row[1] if row[1] in words else "" for row in rows])
    screened = pd.DataFrame([["a", "screening", IN, "", "anna", "", ""]], columns=list(DECISION.columns))
    return settle_eligibility(
        table, matches=MATCHES, screening=DECISION.conform(screened), team=Team(["anna"]), at_hand=at_hand
    )


UNCLEAR = {
    "undated below dated": [("a", "yes", MAY, "s", 2), ("a", "no", "", "s", 3)],
    "undated in another file": [("a", "no", MAY, "s", 2), ("a", "yes", "", "t", 2)],
    "one day": [("a", "no", MAY, "s", 2), ("a", "yes", MAY, "t", 2)],
    "two undated": [("a", "no", "", "s", 2), ("a", "yes", "", "t", 2)],
    "judged, and not retrieved undated": [("a", IN, MAY, "s", 2), ("a", "no", "", "t", 2)],
    "judged, and not retrieved on one day": [("a", OUT, MAY, "s", 2), ("a", "no", MAY, "t", 2)],
    "judged without a date": [("a", OUT, "", "s", 2), ("a", "no", MAY, "t", 2)],
    "judged below": [("a", "no", MAY, "s", 2), ("a", UNSURE, "", "s", 3)],
    "on a duplicate": [("a2", "no", MAY, "s", 2), ("a2", "yes", "", "s", 3)],
    "three answers": [("a", "no", APRIL, "s", 2), ("a", "no", MAY, "s", 3), ("a", "yes", "", "s", 4)],
}


@pytest.mark.parametrize("reverse", [False, True], ids=["as listed", "reversed"])
@pytest.mark.parametrize("rows", UNCLEAR.values(), ids=UNCLEAR)
def test_a_text_that_one_person_says_was_and_was_not_retrieved_awaits_that_person(rows, reverse):
    tables = retrieval(rows[::-1] if reverse else rows)
    assert tables["retrieved"].empty
    assert tables["decisions"].empty
    assert tables["conflicts"][["record_id", "stage", "kind", "awaits"]].to_numpy().tolist() == [
        ["a", "eligibility", "contradiction", "anna"]
    ]
    for _, said, _, file, row in rows[-2:]:
        what = f"retrieved {said}" if said in ("yes", "no") else said
        assert what in tables["conflicts"]["decisions"][0]
        assert f"({file}, row {row})" in tables["conflicts"]["decisions"][0]
    assert tables["awaiting"].to_numpy().tolist() == [["a", "anna", "contradiction"]]


CLEAR = {
    "got later": ([("a", "no", APRIL, "s", 2), ("a", "yes", MAY, "t", 2)], "yes", ()),
    "lost later": ([("a", "yes", APRIL, "s", 2), ("a", "no", MAY, "t", 2)], "no", ()),
    "judged later": ([("a", "no", "", "s", 2), ("a", IN, MAY, "s", 3)], "yes", ()),
    "retrieved, then judged without a date": ([("a", "yes", MAY, "s", 2), ("a", IN, "", "t", 2)], "yes", ()),
    "it lies there": ([("a", "yes", MAY, "s", 2), ("a", "no", "", "t", 2)], "yes", ["a"]),
    "that of a duplicate": ([("a2", "no", MAY, "s", 2), ("a", "yes", "", "s", 3)], "yes", ()),
}


@pytest.mark.parametrize(("rows", "retrieved", "at_hand"), CLEAR.values(), ids=CLEAR)
def test_a_text_on_which_the_answers_agree_is_no_conflict(rows, retrieved, at_hand):
    tables = retrieval(rows, at_hand)
    assert tables["retrieved"]["retrieved"].tolist() == [retrieved]
    assert tables["conflicts"].empty


def test_two_rows_of_one_sheet_that_contradict_on_retrieval_are_refused(tmp_path):
    (tmp_path / "anna.csv").write_text("record_id,decision,retrieved\na,,no\na,,yes\n")
    with pytest.raises(Exception, match="row 3, column retrieved: anna gives a two different answers"):
        read_labels(find_sheets(tmp_path), stage="eligibility", people=["anna"], reasons={}, root=tmp_path)


@pytest.mark.parametrize("rows", CONTRADICT.values(), ids=CONTRADICT)
def test_check_names_contradictions_in_one_line_a_person(rows):
    (problem,) = find_contradictions(labels(rows), REPORT_OF)
    assert problem.message.startswith("anna gives 1 record two answers, and no date says which counts: a, ")
    assert (problem.file, problem.row) in [(file, row) for *_, file, row in rows]
    assert problem.remedy.startswith(
        "Write the date of each answer in decided_on, or delete the one that no longer holds"
    )


def test_check_counts_contradictions_of_a_person_and_names_none_that_is_settled():
    rows = CONTRADICT["one day"] + [("b", IN, MAY, "s", 5), ("b", OUT, "", "s", 9)]
    (problem,) = find_contradictions(labels(rows), REPORT_OF)
    assert problem.message.startswith(
        "anna gives 2 records two answers, and no date says which counts, such as a"
    )
    assert [find_contradictions(labels(rows), REPORT_OF) for rows, _ in SETTLED.values()] == [[]] * len(
        SETTLED
    )


def test_an_id_of_no_record_stands_for_itself():
    rows = [("gone", IN, MAY, "s", 2), ("gone", OUT, "", "s", 3)]
    assert len(find_contradictions(labels(rows), {})) == 1
