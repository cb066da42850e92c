"""Answers for single criteria: read in all forms, refused with their place, settled and compared."""

import pandas as pd
import pytest

from cireview.errors import LabelError
from cireview.labels import Team, read_labels, settle_criteria
from cireview.sheets.content import Recipients, abstract_sheets
from cireview.sheets.handouts import find_filled, write_handouts
from cireview.sheets.hints import Hints
from cireview.tables import CRITERION_LABEL, MATCH, RECORD
from cireview.tables.spreadsheets import find_sheets, read_sheet

CRITERIA = ["children", "Method"]
COLUMNS = ["meets_children", "meets_Method"]
PEOPLE = ["anna", "bert", "judge"]


def read(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    reasons = {one: f"It is about {one}" for one in CRITERIA}
    return read_labels(
        find_sheets(folder), stage="screening", people=PEOPLE, reasons=reasons, criteria=CRITERIA, root=folder
    )


WORDS = {
    "yes": ["yes", "Y", "True", "TRUE", "1", "1.", "x", "kyllä", "ja", "TOSI", "WAHR"],
    "no": ["no", "N", "False", "0", "ei", "nein", "EPÄTOSI", "FALSCH"],
    "unsure": ["unsure", "maybe", "?"],
}


@pytest.mark.parametrize(("word", "met"), [(word, met) for met, words in WORDS.items() for word in words])
def test_an_answer_is_understood_in_the_words_people_use(tmp_path, word, met):
    table = read(tmp_path, anna=f"record_id,decision,Meets Children\na,,{word}\n")
    assert table[["meets_children", "meets_Method"]].to_numpy().tolist() == [[met, ""]]


def test_a_workbook_with_true_and_false_is_read(tmp_path):
    rows = {"record_id": ["a", "b"], "decision": "", "meets_method": [True, False]}
    pd.DataFrame(rows).to_excel(tmp_path / "anna.xlsx", index=False)
    assert read(tmp_path)["meets_Method"].tolist() == ["yes", "no"]


def test_a_row_with_neither_decision_nor_answer_is_no_label(tmp_path):
    text = "record_id,decision,meets_children\na,,\nb,,no\nc,include,\n"
    assert read(tmp_path, anna=text)["record_id"].tolist() == ["b", "c"]


BAD = {
    "no answer": (
        "record_id,decision,meets_method\na,,perhaps\n",
        "row 2, column meets_method: 'perhaps'.*yes, no",
    ),
    "no such criterion": (
        "record_id,decision,meets_childen\na,,yes\n",
        "row 1, column meets_childen.*Did you mean 'meets_children'",
    ),
    "no reviewer": ("record_id,decision,reviewer,meets_method\na,,cleo,yes\n", "row 2, column reviewer"),
    "no id": ("record_id,decision,meets_method\n,,yes\n", "row 2, column record_id"),
    "two answers": (
        "record_id,decision,meets_method\na,,yes\na,,no\n",
        "row 3, column meets_Method: anna gives a two different answers.*row 2: yes, row 3: no",
    ),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_a_bad_answer_is_refused_with_its_place(tmp_path, text, message):
    with pytest.raises(LabelError, match=f"anna.csv, {message}"):
        read(tmp_path, anna=text)


def test_an_empty_column_that_only_looks_like_a_criterion_is_left_alone(tmp_path):
    assert len(read(tmp_path, anna="record_id,decision,meets_friday\na,include,\n")) == 1


def settle(folder, unsure="include", **files):
    pairs = [("a", "a"), ("a2", "a"), ("b", "b")]
    matches = pd.DataFrame([(*pair, "", 1.0) for pair in pairs], columns=list(MATCH.columns))
    labels = read(folder, **files)
    return settle_criteria(labels, matches=matches, team=Team(PEOPLE[:2], "judge", unsure=unsure))


HEAD = "record_id,decision,reason,decided_on,meets_children,meets_method\n"


def test_answers_follow_duplicates_and_a_later_row_is_a_changed_mind(tmp_path):
    text = f"{HEAD}a2,include,,2024-01-01,,yes\na,include,,2024-01-01,no,\na,include,,2024-02-01,yes,\n"
    answers = settle(tmp_path, anna=text)["answers"]
    assert answers[["record_id", "criterion", "met", "decided_on"]].to_numpy().tolist() == [
        ["a", "Method", "yes", "2024-01-01"],
        ["a", "children", "yes", "2024-02-01"],
    ]


def test_a_later_answer_on_what_was_another_record_is_no_changed_mind(tmp_path):
    text = f"{HEAD}a2,include,,2024-01-01,no,yes\na,include,,2024-02-01,yes,\n"
    tables = settle(tmp_path, anna=text)
    assert tables["answers"]["criterion"].tolist() == ["Method"]
    assert tables["notes"][["kind", "said", "awaits"]].to_numpy().tolist() == [
        [
            "contradiction",
            "anna: children no of a2 on 2024-01-01 (anna.csv, row 2)"
            " and yes of a on 2024-02-01 (anna.csv, row 3)",
            "anna",
        ]
    ]


SETTLED = {
    "one": (["yes", "", ""], "yes"),
    "agree": (["no", "no", ""], "no"),
    "differ": (["yes", "no", ""], None),
    "judged": (["yes", "no", "no"], "no"),
    "one unsure": (["yes", "unsure", ""], "yes"),
    "all unsure": (["unsure", "unsure", ""], None),
}


@pytest.mark.parametrize(("said", "met"), SETTLED.values(), ids=SETTLED)
def test_what_answers_come_to(tmp_path, said, met):
    sheets = {who: f"{HEAD}a,,,,{cell},\n" for who, cell in zip(PEOPLE, said, strict=True)}
    settled = settle(tmp_path, **sheets)["settled"]
    assert settled["met"].tolist() == ([met] if met else [])


def test_agreement_is_measured_for_each_criterion_before_adjudication(tmp_path):
    tables = settle(
        tmp_path,
        anna=f"{HEAD}a,,,,yes,yes\nb,,,,no,yes\n",
        bert=f"{HEAD}a,,,,yes,no\nb,,,,no,yes\n",
        judge=f"{HEAD}a,,,,no,no\n",
    )
    table = tables["agreement"]
    pairs = table[table["reviewer_1"] == "anna"].set_index("criterion")
    assert pairs["kappa"].to_dict() == {"Method": "0.000", "children": "1.000"}
    assert pairs[["n", "both_yes", "both_no", "conflicts"]].to_numpy().tolist() == [
        [2, 1, 0, 1],
        [2, 1, 1, 0],
    ]


@pytest.mark.parametrize(
    ("unsure", "conflicts"), [("include", 0), ("exclude", 1), ("missing", 0), ("own", 1)]
)
def test_unsure_of_a_criterion_counts_as_the_protocol_says(tmp_path, unsure, conflicts):
    sheets = {"anna": f"{HEAD}a,,,,unsure,\nb,,,,yes,\n", "bert": f"{HEAD}a,,,,yes,\nb,,,,yes,\n"}
    table = settle(tmp_path, unsure=unsure, **sheets)["agreement"]
    assert table.loc[0, ["n", "conflicts"]].tolist() == [1 if unsure == "missing" else 2, conflicts]


def test_what_was_said_first_of_a_criterion_counts_for_agreement_and_what_was_said_last_for_the_rest(
    tmp_path,
):
    bert = f"{HEAD}a,,,,no,\na,,,2026-01-02,yes,\n"
    tables = settle(tmp_path, anna=f"{HEAD}a,,,,yes,\n", bert=bert)
    assert tables["agreement"].loc[0, "conflicts"] == 1
    assert tables["settled"]["met"].tolist() == ["yes"]


NOTES = {
    "included though one is not met": ("a,include,,,no,yes", "decision and criteria"),
    "excluded for one that is met": ("a,exclude,Method,,no,yes", "decision and criteria"),
    "excluded though all are met": ("a,exclude,,,yes,yes", "decision and criteria"),
    "included": ("a,include,,,yes,unsure", None),
    "excluded": ("a,exclude,children,,no,yes", None),
    "answers without a decision": ("a,,,,no,", "no decision"),
    "unknown record": ("z,,,,no,", "unknown id"),
}


@pytest.mark.parametrize(("row", "kind"), NOTES.values(), ids=NOTES)
def test_what_does_not_go_together_is_listed(tmp_path, row, kind):
    notes = settle(tmp_path, anna=f"{HEAD}{row}\n")["notes"]
    assert notes["kind"].tolist() == ([kind] if kind else [])
    assert all(said.startswith("anna: ") for said in notes["said"])


def test_two_sheets_of_one_person_that_differ_are_listed_and_count_for_neither(tmp_path):
    tables = settle(tmp_path, anna_1=f"{HEAD}a,include,,,yes,yes\n", anna_2=f"{HEAD}a,include,,,yes,no\n")
    assert tables["answers"]["criterion"].tolist() == ["children"]
    told = tables["notes"].iloc[0]
    assert (told["kind"], told["awaits"]) == ("contradiction", "anna")
    assert "anna_1.csv, row 2" in told["said"]
    assert "anna_2.csv, row 2" in told["said"]


def test_without_answers_all_tables_are_empty(tmp_path):
    assert all(table.empty for table in settle(tmp_path, anna=f"{HEAD}a,include,,,,\n").values())
    (tmp_path / "anna.csv").unlink()
    assert all(table.empty for table in settle(tmp_path).values())


REPORTS = RECORD.conform(pd.DataFrame({**dict.fromkeys(RECORD.columns, ""), "record_id": ["a", "b"]}))


def hand_out(*, asked=(), answers=(), show_score=False):
    rows = [(record, criterion, met, person, "") for record, criterion, met, person in answers]
    hints = Hints(
        ranking=pd.DataFrame({"record_id": ["a", "b"], "rank": [1, 2], "probability": [0.9, 0.1]}),
        criteria=pd.DataFrame(
            {"record_id": ["a"], "criterion": "children", "score": [0.75], "words": "child"}
        ),
        reasons=pd.DataFrame({"record_id": ["a"], "suggested_reason": "children"}),
        notes=pd.DataFrame(columns=["record_id", "note"]),
        show_score=show_score,
    )
    recipients = Recipients(
        people=PEOPLE,
        adjudicator="judge",
        awaiting=pd.DataFrame(
            {"record_id": ["a", "b"] * 3, "awaits": [one for one in PEOPLE for _ in "ab"], "conflict": ""}
        ),
        conflicts=pd.DataFrame(columns=["record_id", "kind", "decisions"]),
    )
    return abstract_sheets(
        REPORTS,
        hints=hints,
        recipients=recipients,
        answers=pd.DataFrame(rows, columns=list(CRITERION_LABEL.columns)),
        asked=asked,
    )


def test_sheets_have_an_empty_column_for_each_criterion_only_where_asked():
    plain, asked = hand_out()["screening_anna"], hand_out(asked=COLUMNS)["screening_anna"]
    assert not [column for column in plain if column.startswith("meets_")]
    assert (asked[["meets_children", "meets_Method", "decision", "reason"]] == "").all(axis=None)


def test_a_reviewer_sees_own_answers_only_and_the_adjudicator_all():
    sheets = hand_out(answers=[("a", "children", "no", "anna"), ("a", "children", "yes", "bert")])
    seen = {name: sheet["criteria_so_far"].tolist() for name, sheet in sheets.items()}
    assert seen == {
        "screening_anna": ["children no", ""],
        "screening_bert": ["children yes", ""],
        "screening_judge": ["anna: children no; bert: children yes", ""],
    }


@pytest.mark.parametrize(("show", "hint"), [(False, "children: child"), (True, "children: 0.75 child")])
def test_a_blinded_reviewer_sees_the_words_and_no_score(show, hint):
    assert hand_out(show_score=show)["screening_anna"]["criteria_words"][0] == hint


def test_answers_filled_where_the_sheet_lies_are_found(tmp_path):
    results, labels = tmp_path / "results", tmp_path / "labels"
    folder = results / "4_practical_screen/sheets"
    sheets = {"screening_anna": hand_out(asked=COLUMNS)["screening_anna"]}
    write_handouts(sheets, folder, choices={}, prompts={})
    assert find_filled(results, labels) == []
    file = folder / "screening_anna.csv"
    filled = read_sheet(file).drop(columns="_row")
    filled.loc[0, "meets_children"] = "yes"
    filled.to_csv(file, index=False)
    assert [path for path, _ in find_filled(results, labels)] == [file]
    (labels / "screening").mkdir(parents=True)
    (labels / "screening/anna.csv").write_bytes(file.read_bytes())
    assert find_filled(results, labels) == []


def test_a_workbook_offers_the_answers_and_says_what_is_asked(tmp_path):
    from openpyxl import load_workbook

    text = "Children are concerned"
    sheets = {"screening_anna": hand_out(asked=COLUMNS)["screening_anna"]}
    write_handouts(
        sheets, tmp_path, choices={"meets_children": ["yes", "no"]}, prompts={"meets_children": text * 20}
    )
    (rule,) = load_workbook(tmp_path / "screening_anna.xlsx").active.data_validations.dataValidation
    assert (rule.formula1, rule.showInputMessage) == ('"yes,no"', True)
    assert rule.prompt == (text * 20)[:255]
