"""Sheets of decisions: how they are read, settled, and what is refused."""

import pandas as pd
import pytest

from cireview.errors import LabelError
from cireview.labels import LABEL, Team, assign_readers, read_labels, settle, settle_eligibility
from cireview.labels.read import person_in
from cireview.stopping import settle_screening
from cireview.tables import DECISION, MATCH
from cireview.tables.spreadsheets import find_sheets

PEOPLE = ["anna", "bert", "judge"]
REASONS = {"children": "Children not concerned", "method": "No method"}


def read(folder, stage="screening", **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_labels(find_sheets(folder), stage=stage, people=PEOPLE, reasons=REASONS, root=folder)


WORDS = {
    "include": ["include", "Include", "INCLUDED", "yes", "Y", "true", "True", "1", "1.", "kyllä"],
    "exclude": ["exclude", "Excluded", "no", "n", "FALSE", "0", "ei"],
    "unsure": ["unsure", "maybe", "?", "Unclear"],
}


@pytest.mark.parametrize(("word", "decision"), [(w, d) for d, words in WORDS.items() for w in words])
def test_a_decision_is_understood_in_the_words_people_use(tmp_path, word, decision):
    assert read(tmp_path, anna=f"record_id,decision\na:1,{word}\n")["decision"].tolist() == [decision]


@pytest.mark.parametrize("column", ["record_id", "ID", "Record ID", "recordid"])
def test_the_id_column_is_found_under_its_usual_names(tmp_path, column):
    assert read(tmp_path, anna=f"{column},included\na:1,1\n")["record_id"].tolist() == ["a:1"]


def test_a_row_without_a_decision_is_not_a_label(tmp_path):
    assert read(tmp_path, anna="record_id,decision,reason\na:1,,children\na:2,no,children\n")[
        "row"
    ].tolist() == [3]


def test_the_reviewer_may_stand_in_the_name_of_the_file(tmp_path):
    assert read(tmp_path, screening_bert_2="record_id,decision\na:1,1\n")["decided_by"].tolist() == ["bert"]


def test_initials_inside_another_word_of_the_file_name_name_nobody():
    assert person_in("data/labels/screening/mine.csv", ["ab", "in", "li"]) == ""
    assert person_in("data/labels/screening/AB 2.xlsx", ["a", "ab", "in"]) == "ab"
    assert person_in("data/labels/screening/screening_anna-b_003.csv", ["anna", "anna-b"]) == "anna-b"


@pytest.mark.parametrize("cell", ["children", "Children", "Children not concerned", "children; method"])
def test_a_reason_is_an_id_or_its_words(tmp_path, cell):
    assert read(tmp_path, anna=f"record_id,decision,reason\na:1,no,{cell}\n")["reason"].tolist() == [
        "children"
    ]


@pytest.mark.parametrize("cell", ["2020-04-01", "1.4.2020", "1. 4. 2020", "2020/4/1", "2020-04-01T10:00:00"])
def test_a_date_is_read_as_spreadsheets_save_it(tmp_path, cell):
    table = read(tmp_path, anna=f"record_id,decision,decided_on\na,1,{cell}\n")
    assert table["decided_on"].tolist() == ["2020-04-01"]


BAD = {
    "bad decision": ("record_id,decision\na:1,yess\n", "row 2, column decision: 'yess'"),
    "no id column": ("title,decision\nx,1\n", "row 1, column record_id"),
    "no decision column": ("record_id,title\na,x\n", "row 1, column decision"),
    "no id": ("record_id,decision\n,1\n", "row 2, column record_id"),
    "unknown reason": (
        "record_id,decision,reason\na,no,childen\n",
        "column reason: 'childen'.*Did you mean 'children'",
    ),
    "unknown reviewer": ("record_id,decision,reviewer\na,no,ana\n", "column reviewer.*Did you mean 'anna'"),
    **{
        f"no such day as {day}": (
            f"record_id,decision,decided_on\na,1,{day}\n",
            "decided_on.*is not a valid date",
        )
        for day in ("2020-02-31", "31.13.2020", "2020-13")
    },
    "a date of two meanings": ("record_id,decision,decided_on\na,1,4/3/2020\n", "decided_on.*'4/3/2020'"),
    "two rows that contradict": (
        "record_id,decision\na,1\nb,1\na,0\n",
        "row 4.*row 2: include, row 4: exclude",
    ),
    "retrieved": ("record_id,decision,retrieved\na,,perhaps\n", "column retrieved"),
    "decided without the text": (
        "record_id,decision,retrieved\na,include,\nb,include,No\n",
        "row 3, column retrieved: the text was not retrieved, but there is a decision: 'include'.*Empty the",
    ),
    "empty file": ("", "the file is empty"),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_a_bad_sheet_is_refused_with_its_place(tmp_path, text, message):
    stage = "eligibility" if "retrieved" in text else "screening"
    with pytest.raises(LabelError, match=f"anna.csv.*{message}"):
        read(tmp_path, stage=stage, anna=text)


def test_all_problems_of_all_sheets_are_told_at_once(tmp_path):
    with pytest.raises(LabelError) as caught:
        read(tmp_path, anna="record_id,decision\na,q\nb,z\n", bert="title\nx\n")
    assert len(caught.value.problems) == 4


def settled(*rows, reports=("a", "b"), adjudicator="judge", report_of=None):
    table = read_rows(rows)
    of = report_of or {report: report for report in reports}
    readers = dict.fromkeys(reports, PEOPLE[:2])
    return settle(
        table,
        report_of=of,
        reports=reports,
        readers=readers,
        team=Team(PEOPLE[:2], adjudicator),
        stage="screening",
    )


def read_rows(rows):
    columns = ["decided_by", "record_id", "decision", "reason", "decided_on"]
    empty = {**dict.fromkeys(LABEL.columns, ""), "row": 2}
    given = [empty | dict(zip(columns, row, strict=False)) for row in rows]
    return LABEL.conform(pd.DataFrame(given, columns=list(LABEL.columns)))


CASES = {
    "both agree": ([("anna", "a", "include"), ("bert", "a", "include")], "include", None, []),
    "one is missing": ([("anna", "a", "include")], None, None, ["bert"]),
    "nobody spoke": ([], None, None, ["anna", "bert"]),
    "they differ": ([("anna", "a", "include"), ("bert", "a", "exclude")], None, "disagreement", ["judge"]),
    "one is unsure": ([("anna", "a", "include"), ("bert", "a", "unsure")], None, "unsure", ["judge"]),
    "adjudicated": (
        [("anna", "a", "include"), ("bert", "a", "exclude"), ("judge", "a", "exclude")],
        "exclude", "disagreement", []),
    "changed mind": (
        [("anna", "a", "exclude", "", "2020-01-01"), ("anna", "a", "include", "", "2020-02-01"),
         ("bert", "a", "include")], "include", None, []),
    "two undated answers in two files": (
        [("anna", "a", "exclude"), ("anna", "a", "include"), ("bert", "a", "include")],
        None, "contradiction", ["anna"]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "decision", "conflict", "awaits"), CASES.values(), ids=CASES)
def test_decisions_are_settled(rows, decision, conflict, awaits):
    outcome = settled(*rows, reports=("a",))
    assert outcome.decisions["decision"].tolist() == ([decision] if decision else [])
    assert outcome.conflicts["kind"].tolist() == ([conflict] if conflict else [])
    assert outcome.awaiting["awaits"].tolist() == awaits


@pytest.mark.parametrize(
    ("others", "kind"),
    [
        ([("anna", "a", "include"), ("bert", "a", "exclude")], "disagreement"),
        ([("anna", "a", "include"), ("bert", "a", "unsure")], "unsure"),
        ([("anna", "a", "unsure"), ("bert", "a", "unsure")], "unsure"),
    ],
)
def test_an_adjudicator_who_is_unsure_has_not_decided(others, kind):
    outcome = settled(*others, ("judge", "a", "unsure"), reports=("a",))
    assert outcome.decisions.empty
    assert outcome.conflicts[["kind", "awaits"]].to_numpy().tolist() == [[kind, "judge"]]
    assert outcome.awaiting.to_numpy().tolist() == [["a", "judge", kind]]


@pytest.mark.parametrize("spelling", ["anna", "ANNA", "Anna", "aNNa"])
def test_a_reviewer_is_known_whatever_the_capitals_of_the_name(tmp_path, spelling):
    sheet = f"record_id,decision,reviewer\na:1,include,{spelling}\n"
    assert read(tmp_path, labels=sheet)["decided_by"].tolist() == ["anna"]


def test_without_an_adjudicator_a_disagreement_awaits_the_reviewers():
    outcome = settled(("anna", "a", "include"), ("bert", "a", "exclude"), reports=("a",), adjudicator=None)
    assert outcome.awaiting["awaits"].tolist() == ["anna; bert"]


def test_labels_follow_their_record_when_groups_change():
    rows = [("anna", "a1", "include"), ("bert", "a2", "include")]
    outcome = settled(*rows, reports=("a1",), report_of={"a1": "a1", "a2": "a1"})
    assert outcome.decisions["record_id"].tolist() == ["a1"]


def test_an_unknown_id_is_listed_and_nothing_stops():
    outcome = settled(("anna", "gone", "include"), reports=("a",))
    assert outcome.conflicts[["record_id", "kind"]].to_numpy().tolist() == [["gone", "unknown id"]]


def test_the_reason_of_an_exclusion_is_kept_and_that_of_an_inclusion_is_not():
    rows = [("anna", "a", "exclude"), ("bert", "a", "exclude", "method"), ("anna", "b", "include", "method"),
            ("bert", "b", "include")]  # fmt: skip
    assert settled(*rows).decisions["reason"].tolist() == ["method", ""]


def test_every_reviewer_reads_the_shared_part_and_one_reads_each_of_the_rest():
    reports = [f"r{number}" for number in range(2000)]
    readers = assign_readers(reports, team=Team(["anna", "bert"], overlap=0.2), spoken={})
    shared = [report for report in reports if len(readers[report]) == 2]
    alone = [readers[report][0] for report in reports if len(readers[report]) == 1]
    assert 300 < len(shared) < 500
    assert 650 < alone.count("anna") < 950
    fewer = assign_readers(reports[:10], team=Team(["anna", "bert"], overlap=0.2), spoken={})
    assert fewer == {report: readers[report] for report in reports[:10]}


@pytest.mark.parametrize(("overlap", "people"), [(1.0, 2), (0.0, 1)])
def test_all_or_none_may_be_shared(overlap, people):
    readers = assign_readers(["a", "b", "c"], team=Team(["anna", "bert"], overlap=overlap), spoken={})
    assert {len(of) for of in readers.values()} == {people}


def screened(rows, stop):
    pairs = [(one, one, "single", 1.0) for one in "abc"]
    rules = [(one, "rules", "include", "", "rules", "", "") for one in "abc"]
    return settle_screening(
        read_rows(rows),
        matches=MATCH.conform(pd.DataFrame(pairs, columns=list(MATCH.columns))),
        rules=DECISION.conform(pd.DataFrame(rules, columns=list(DECISION.columns))),
        team=Team(["anna", "bert"], "judge"),
        stop=stop,
    )


def test_after_a_stop_what_nobody_read_is_excluded_by_the_model_and_the_rest_still_awaits():
    rows = [("anna", "a", "include"), ("bert", "a", "include"), ("anna", "b", "exclude")]
    tables = screened(rows, {"rule": "knee", "on": "2026-05-01"})
    decided = tables["decisions"].set_index("record_id")
    assert decided.loc["a", "decided_by"] == "anna; bert"
    assert decided.loc["c", ["decision", "decided_by", "decided_on"]].tolist() == [
        "exclude",
        "model: knee",
        "2026-05-01",
    ]
    assert tables["awaiting"].to_numpy().tolist() == [["b", "bert", "", "", ""]]
    assert tables["labels"][["record_id", "decision"]].to_numpy().tolist() == [
        ["a", "include"],
        ["b", "exclude"],
    ]


def test_without_a_stop_what_nobody_read_awaits():
    assert screened([], None)["awaiting"]["record_id"].tolist() == ["a", "a", "b", "b", "c", "c"]


def assessed(*rows, at_hand=()):
    pairs = [(one, one, "single", 1.0) for one in "ab"]
    screening = [(one, "screening", "include", "", "anna; bert", "", "") for one in "ab"]
    labels = read_rows([(person, record, decision) for person, record, decision, _, _ in rows])
    labels = labels.assign(retrieved=[row[3] for row in rows], decided_on=[row[4] for row in rows])
    return settle_eligibility(
        LABEL.conform(labels),
        matches=MATCH.conform(pd.DataFrame(pairs, columns=list(MATCH.columns))),
        screening=DECISION.conform(pd.DataFrame(screening, columns=list(DECISION.columns))),
        team=Team(["anna", "bert"]),
        at_hand=at_hand,
    )


RETRIEVAL = {
    "nobody said": ([], []),
    "one could not get it": ([("anna", "a", "", "no", "")], []),
    "nobody could": ([("anna", "a", "", "no", ""), ("bert", "a", "", "no", "")], [["a", "no"]]),
    "one could": ([("anna", "a", "", "no", ""), ("bert", "a", "", "yes", "")], [["a", "yes"]]),
    "judged": ([("anna", "a", "include", "", "")], [["a", "yes"]]),
    "got later": (
        [("anna", "a", "", "no", "2020-01-01"), ("anna", "a", "", "yes", "2020-02-01")], [["a", "yes"]]),
    "lost later": (
        [("anna", "a", "", "yes", "2020-01-01"), ("anna", "a", "", "no", "2020-02-01"),
         ("bert", "a", "", "no", "2020-01-01")], [["a", "no"]]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "retrieved"), RETRIEVAL.values(), ids=RETRIEVAL)
def test_a_full_text_is_given_up_only_when_nobody_could_get_it(rows, retrieved):
    assert assessed(*rows)["retrieved"].to_numpy().tolist() == retrieved


def test_agreement_on_full_texts_is_of_what_was_decided_first():
    tables = assessed(
        ("anna", "a", "include", "", ""),
        ("bert", "a", "exclude", "", ""),
        ("bert", "a", "include", "", "2020-02-01"),
    )
    assert tables["agreement"]["conflicts"].tolist() == [1, 1]
    assert tables["decisions"]["decision"].tolist() == ["include"]


def test_a_text_at_hand_was_retrieved_whatever_reviewers_say():
    said = [("anna", "a", "", "no", ""), ("bert", "a", "", "no", "")]
    tables = assessed(*said, at_hand=["a", "not sought"])
    assert tables["retrieved"].to_numpy().tolist() == [["a", "yes"]]
    assert set(tables["awaiting"]["awaits"]) == {"anna", "bert"}


def test_a_decision_by_somebody_who_was_not_to_read_it_is_listed_and_does_not_count():
    outcome = settle(
        read_rows([("anna", "a", "include"), ("bert", "a", "exclude")]),
        report_of={"a": "a"},
        reports=["a"],
        readers={"a": ["anna"]},
        team=Team(["anna", "bert"], "judge", readers=1),
        stage="screening",
    )
    assert outcome.decisions["decision"].tolist() == ["include"]
    assert outcome.conflicts[["kind", "decisions"]].to_numpy().tolist() == [["not assigned", "bert: exclude"]]


JOINT = [("anna", "a", "exclude"), ("bert", "a", "include"), ("anna; bert", "a", "include", "", "2026-11-20")]
AFTER = {
    "nothing": ([], "include", []),
    "the same": ([("bert", "a", "include", "", "2026-11-25")], "include", []),
    "another mind": ([("bert", "a", "exclude", "", "2026-11-25")], None, ["anna; bert"]),
    "an earlier one": ([("bert", "a", "include", "", "2026-11-01")], "include", []),
    "together again": (
        [("bert", "a", "exclude", "", "2026-11-25"), ("anna; bert", "a", "exclude", "", "2026-11-26")],
        "exclude",
        [],
    ),
}


@pytest.mark.parametrize(("rows", "decision", "awaits"), AFTER.values(), ids=AFTER)
def test_a_later_mind_reopens_what_was_decided_together(rows, decision, awaits):
    changed = [row for row in JOINT if not (rows and row[0] == "bert")]
    outcome = settled(*changed, *rows, reports=("a",), adjudicator=None)
    assert outcome.decisions["decision"].tolist() == ([decision] if decision else [])
    assert outcome.awaiting["awaits"].tolist() == awaits


def test_a_contradiction_of_somebody_who_left_opens_what_was_decided_together():
    said = [*JOINT, ("bert", "a", "exclude", "", "2026-11-25")]
    team = Team(["anna", "carla"], former=["bert"])
    outcome = settle(
        read_rows(said),
        report_of={"a": "a"},
        reports=["a"],
        readers={"a": ["anna", "bert"]},
        team=team,
        stage="screening",
    )
    assert outcome.decisions.empty
    assert outcome.awaiting[["awaits", "conflict"]].to_numpy().tolist() == [["anna; carla", "disagreement"]]
