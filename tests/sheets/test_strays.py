"""A sheet in the wrong folder is known by its columns, named with its stage, and collected."""

import pandas as pd
import pytest
from tables.test_damage import xlsx

from cireview.coding import read_coding
from cireview.errors import LabelError, SheetError
from cireview.labels import read_labels
from cireview.labels.duplicates import read_answers
from cireview.sheets.handouts import check_handouts, collect_handouts
from cireview.tables.homes import STAGES, find_kinds
from cireview.tables.questions import Question
from cireview.tables.spreadsheets import write_sheet

SHOWN = {"title": "T", "note": ""}
SHEETS = {
    "screening": {"record_id": "x:1", "decision": "include", "criteria_words": "", "reviewer": "anna"},
    "eligibility": {"record_id": "x:1", "retrieved": "yes", "decision": "include", "reviewer": "anna"},
    "coding": {"record_id": "x:1", "dimension": "theme", "value": "food", "coder": "anna"},
    "duplicates": {"record_id_1": "x:1", "record_id_2": "x:2", "decision": "same"},
}
MERGES = {"record_id_1": "x:1", "record_id_2": "x:2", "different?": "yes"}
READERS = {
    "screening": lambda files: read_labels(files, stage="screening", people=["anna"], reasons={}),
    "eligibility": lambda files: read_labels(files, stage="eligibility", people=["anna"], reasons={}),
    "coding": lambda files: read_coding(
        files, questions=[Question("theme", values={"food": "Food"})], coders=["anna"]
    ),
    "duplicates": read_answers,
}
WRONG = [(cells, home, folder) for home, cells in SHEETS.items() for folder in SHEETS if folder != home]
WRONG += [(MERGES, "duplicates", "screening"), (MERGES, "duplicates", "coding")]


@pytest.fixture
def save(tmp_path):
    def save(cells, path):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        write_sheet(pd.DataFrame([SHOWN | cells]), tmp_path / path)
        return tmp_path / path

    (tmp_path / "results").mkdir()
    return save


@pytest.fixture
def places(tmp_path):
    return tmp_path / "results", tmp_path / "data/labels"


@pytest.mark.parametrize(("cells", "home", "folder"), WRONG)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_sheet_in_the_folder_of_another_stage_is_named_and_collected(
    save, places, cells, home, folder, suffix
):
    sheet = save(cells, f"data/labels/{folder}/anna.{suffix}")
    with pytest.raises(LabelError) as caught:
        READERS[folder]([sheet])
    (problem,) = caught.value.problems
    assert problem.message == f"this sheet is for {STAGES[home]}, and belongs in data/labels/{home}/"
    assert "Run 'cireview collect' to move it there" in problem.remedy
    target = places[1] / home / sheet.name
    assert collect_handouts(*places) == [(sheet, target)]
    assert len(READERS[home]([target])) == 1
    assert collect_handouts(*places) == []


@pytest.mark.parametrize(("home", "cells"), SHEETS.items())
def test_a_sheet_in_its_own_folder_stays(save, places, home, cells):
    assert len(READERS[home]([save(cells, f"data/labels/{home}/may/anna.csv")])) == 1
    check_handouts(*places)
    assert collect_handouts(*places) == []


@pytest.mark.parametrize("folder", ["screening", "eligibility"])
def test_ids_and_decisions_alone_may_be_of_abstracts_or_of_texts(save, places, folder):
    cells = {"record_id": "x:1", "decision": "include", "reviewer": "anna"}
    assert len(READERS[folder]([save(cells, f"data/labels/{folder}/anna.csv")])) == 1
    assert collect_handouts(*places) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("anna", r"abstracts \(screening\) or full texts \(eligibility\), .* Move it to the right folder"),
        ("Eligibility_anna", r"full texts \(eligibility\), and belongs in .*/eligibility/. Run 'cireview"),
        (
            "screening_anna",
            r"abstracts \(screening\), and belongs in .*/screening/. Run 'cireview collect'",
        ),
    ],
)
def test_where_the_columns_leave_it_open_the_name_of_the_file_decides(save, places, name, said):
    cells = {"record_id": "x:1", "decision": "include", "reviewer": "anna"}
    sheet = save(cells, f"data/labels/coding/{name}.csv")
    with pytest.raises(LabelError, match=said):
        READERS["coding"]([sheet])
    assert len(collect_handouts(*places)) == ("cireview" in said)


ANYWHERE = ["anna.csv", "data/anna.xlsx", "config/anna.csv", "mail/of may/anna.xlsx", "results/anna.csv"]


@pytest.mark.parametrize("place", [*ANYWHERE, "results/6_review/my codes.csv", "data/labels/anna.csv"])
@pytest.mark.parametrize("home", SHEETS)
def test_a_sheet_anywhere_in_the_review_is_collected(save, places, place, home):
    sheet = save(SHEETS[home], place)
    if "labels" not in place:  # there, `cireview check` names it with all other files that nobody reads
        with pytest.raises(
            SheetError,
            match=rf"no run reads.*data/labels/{home}/. Run "
            rf"'cireview collect'",
        ):
            check_handouts(*places)
    assert collect_handouts(*places) == [(sheet, places[1] / home / sheet.name)]
    check_handouts(*places)


CLOSED = ["data/samples", "data/search", ".git", ".snakemake", ".cireview"]
OTHERS = {
    **{folder: f"{folder}/anna.csv" for folder in [*CLOSED, ".old/may", "notes/.hidden"]},
    "a hidden file": ".anna.csv",
    "a lock file": "~$anna.xlsx",
}


@pytest.mark.parametrize("place", OTHERS.values(), ids=OTHERS)
def test_closed_and_hidden_folders_are_not_searched(save, places, place):
    sheet = save(SHEETS["screening"], place)
    check_handouts(*places)
    assert collect_handouts(*places) == []
    assert sheet.is_file()


def test_another_review_in_the_folder_is_left_alone(save, places):
    sheet = save(SHEETS["coding"], "pilot/data/labels/coding/anna.csv")
    (sheet.parents[3] / "config").mkdir()
    (sheet.parents[3] / "config/protocol.yaml").touch()
    assert collect_handouts(*places) == []


NO_SHEETS = {
    "our decisions": "record_id,stage,decision,reason,decided_by,decided_on,note\nx:1,a,include,,anna,,\n",
    "our codes": "record_id,dimension,value,evidence,start,end,coder\nx:1,theme,food,,0,1,anna\n",
    "a finished review": "record_id,title,label_included\n1,T,1\n",
    "a list of ids": "record_id,title\nx:1,T\n",
    "no table": "Remember the record id of Ann's paper.\n",
    "a table that is torn": 'record_id,decision,reviewer\nx:1,"a\n',
    "nothing": "",
}


@pytest.mark.parametrize("text", NO_SHEETS.values(), ids=NO_SHEETS)
@pytest.mark.parametrize("place", ["results/7_synthesis/x.csv", "notes/x.csv", "x.csv"])
def test_a_text_that_is_no_filled_sheet_stops_nothing(save, places, tmp_path, text, place):
    save({}, place).write_text(text)
    check_handouts(*places)
    assert collect_handouts(*places) == []


def test_a_table_that_a_run_makes_is_no_stray(save, places):
    save(SHEETS["screening"], "results/4_practical_screen/decisions.csv")
    check_handouts(*places)


def test_a_copy_of_what_lies_at_home_stops_nothing_unless_it_lies_in_results(save, places):
    for path in ("data/labels/coding/anna.csv", "backup/anna.csv"):
        save(SHEETS["coding"], path)
    check_handouts(*places)
    assert collect_handouts(*places) == []


def test_a_workbook_of_sheets_that_cannot_be_read_whole_is_named_wherever_it_lies(save, places, tmp_path):
    head = ["record_id", "decision", "reviewer"]
    two = xlsx(May=[head, ["x:1", "include", "anna"]], June=[head, ["x:2", "include", "anna"]])
    save({}, "data/anna.xlsx").write_bytes(two)
    with pytest.raises(
        SheetError, match="no run reads sheets in this folder: the worksheet 'June' also holds 1"
    ):
        check_handouts(*places)


def test_a_workbook_that_names_no_records_is_somebody_elses(save, places):
    save({}, "data/budget.xlsx").write_bytes(xlsx(Costs=[["what", "decision"], ["paper", "yes"]]))
    save({}, "data/broken.ods").write_bytes(b"PK\x03\x04")
    check_handouts(*places)


@pytest.mark.parametrize(
    ("columns", "kinds"),
    [
        ("record_id decision", "screening eligibility"),
        ("id label_included", "screening eligibility"),
        ("record_id meets_x", "screening"),
        ("record_id decision retrieved_so_far", "eligibility"),
        ("record_id decision retrieved meets_x", "screening eligibility"),
        ("row column value", "synthesis"),
        ("record_id value", ""),
        ("record_id title", ""),
        ("title decision", ""),
        ("record_id_1 record_id_2", ""),
    ],
)
def test_the_stage_is_told_by_the_columns(columns, kinds):
    kinds_found = find_kinds(columns.split())
    assert kinds_found == kinds.split()


@pytest.mark.parametrize("folder", ["exports", "fulltext"])
@pytest.mark.parametrize("home", ["screening", "eligibility", "coding"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_sheet_among_exports_or_full_texts_is_collected(save, places, folder, home, suffix):
    sheet = save(SHEETS[home], f"data/{folder}/{home}_anna.{suffix}")
    assert collect_handouts(*places) == [(sheet, places[1] / home / sheet.name)]
