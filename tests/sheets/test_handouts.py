"""A sheet filled where it lies is never overwritten, and is brought home."""

import shutil

import pandas as pd
import pytest

from cireview.errors import SheetError
from cireview.sheets.batches import BatchPlan
from cireview.sheets.handouts import (
    check_handouts,
    collect_handouts,
    find_filled,
    hand_out_abstracts,
    write_handouts,
)
from cireview.tables import read_table
from cireview.tables.spreadsheets import read_sheet, write_sheet

SHEET = pd.DataFrame({"record_id": ["a", "b"], "title": ["A", "B"], "decision": "", "reason": "", "note": ""})
FOLDER = "4_practical_screen/sheets"


@pytest.fixture
def places(tmp_path):
    results, labels = tmp_path / "results", tmp_path / "data/labels"
    write_handouts({"screening_anna": SHEET}, results / FOLDER, choices={})
    return results, labels


def fill(path, **cells):
    sheet = read_sheet(path).drop(columns="_row")
    for column, value in cells.items():
        sheet.loc[0, column] = value
    write_sheet(sheet, path)


def test_a_sheet_as_it_was_handed_out_stops_nothing(places):
    assert find_filled(*places) == []
    check_handouts(*places)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("cells", [{"decision": "include"}, {"note": "?"}, {"reason": "children"}])
def test_a_filled_sheet_stops_the_run_and_names_the_remedy(places, suffix, cells):
    fill(places[0] / FOLDER / f"screening_anna.{suffix}", **cells)
    with pytest.raises(SheetError, match=rf"screening_anna.{suffix}.*cireview collect"):
        check_handouts(*places)


def test_a_sheet_that_was_only_opened_and_saved_stops_nothing(places):
    fill(places[0] / FOLDER / "screening_anna.csv")
    assert find_filled(*places) == []
    check_handouts(*places)


def test_a_copy_under_another_name_is_found_too(places):
    sheet = places[0] / FOLDER / "screening_anna.csv"
    (sheet.parent / "screening_anna (1).csv").write_bytes(sheet.read_bytes())
    fill(sheet.parent / "screening_anna (1).csv", decision="include")
    assert [path.name for path, _ in find_filled(*places)] == ["screening_anna (1).csv"]


def test_a_sheet_whose_answers_are_already_at_home_may_be_overwritten(places):
    sheet = places[0] / FOLDER / "screening_anna.csv"
    fill(sheet, decision="include")
    home = places[1] / "screening"
    home.mkdir(parents=True)
    assert [path for path, _ in find_filled(*places)] == [sheet]
    (home / "mine.csv").write_bytes(sheet.read_bytes())
    assert find_filled(*places) == []
    check_handouts(*places)


@pytest.mark.parametrize("cells", [{"reviewer": "bert"}, {"coder": "bert"}, {"decided_on": "2026-05-01"}])
def test_the_same_answer_of_another_person_or_day_is_not_at_home(places, cells):
    sheet = places[0] / FOLDER / "screening_anna.csv"
    fill(sheet, decision="include")
    home = places[1] / "screening"
    home.mkdir(parents=True)
    (home / "mine.csv").write_bytes(sheet.read_bytes())
    write_sheet(read_sheet(sheet).drop(columns="_row").assign(**cells), sheet)
    with pytest.raises(SheetError, match=r"screening_anna\.csv"):
        check_handouts(*places)


def test_collect_moves_sheets_home_and_overwrites_nothing(places):
    sheet = places[0] / FOLDER / "screening_anna.csv"
    home = places[1] / "screening"
    home.mkdir(parents=True)
    (home / "screening_anna.csv").write_text("record_id,decision\nz,include\n")
    fill(sheet, decision="include")
    assert collect_handouts(*places) == [(sheet, home / "screening_anna_2.csv")]
    assert not sheet.exists()
    assert read_sheet(home / "screening_anna_2.csv")["decision"].tolist() == ["include", ""]
    assert (home / "screening_anna.csv").read_text().startswith("record_id,decision\nz")
    check_handouts(*places)


STRAYS = ["results/my anna.xlsx", "results/4_practical_screen/anna.xlsx", "anna.xlsx"]
KINDS = {
    "screening": {"record_id": "a", "decision": "include"},
    "eligibility": {"record_id": "a", "retrieved": "no", "decision": ""},
    "coding": {"record_id": "a", "dimension": "country", "value": "Canada"},
    "duplicates": {"record_id_1": "a", "record_id_2": "b", "decision": "same"},
}


@pytest.mark.parametrize("place", STRAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_saved_where_no_run_reads_it_stops_the_run_and_is_brought_home(places, place, kind):
    stray = places[0].parent / place
    write_sheet(pd.DataFrame([KINDS[kind]]), stray)
    with pytest.raises(SheetError, match=rf"no run reads.*data/labels/{kind}/.*cireview collect"):
        check_handouts(*places)
    assert collect_handouts(*places) == [(stray, places[1] / kind / stray.name)]
    check_handouts(*places)


@pytest.mark.parametrize("place", [*STRAYS, "results/4_practical_screen/anna.ods", "anna.xls"])
def test_a_workbook_that_cannot_be_told_stays_and_is_named(places, place):
    (places[0].parent / place).write_bytes(b"PK")
    assert collect_handouts(*places) == []
    with pytest.raises(
        SheetError, match=r"no run reads.*Move it to the right folder in .*data/labels.* or away"
    ):
        check_handouts(*places)


def test_a_sheet_filled_while_a_run_lasts_is_kept_and_nothing_is_overwritten(places):
    sheet = places[0] / FOLDER / "screening_anna.csv"
    fill(sheet, decision="include")
    filled = sheet.read_bytes()
    with pytest.raises(SheetError, match=r"during the run.*screening_anna_filled\.csv.*cireview collect"):
        write_handouts({"screening_anna": SHEET.assign(title="new")}, sheet.parent, choices={})
    assert sheet.read_bytes() == filled
    write_sheet(SHEET, sheet)  # as Snakemake does after a job that failed
    ((_, home),) = collect_handouts(*places)
    assert home.read_bytes() == filled
    write_handouts({"screening_anna": SHEET.assign(title="new")}, sheet.parent, choices={})
    assert read_sheet(sheet)["title"].tolist() == ["new", "new"]


def test_batches_that_were_saved_are_remembered_when_results_is_deleted(tmp_path):
    folder, home = tmp_path / "results" / FOLDER, tmp_path / "data/labels/screening"
    sheet = pd.DataFrame({"record_id": list("abcdef"), "decision": ""})

    def hand_out(awaiting):
        rounds = pd.DataFrame({"record_id": awaiting["record_id"], "round": "", "place": ""})
        batch = BatchPlan(size=2, random_share=0.0, seed=1)
        rest = {"choices": {}, "prompts": {}, "purposes": {}, "batch": batch}
        hand_out_abstracts({"screening_anna": awaiting}, folder, awaiting=rounds, unread=[], **rest)
        return sorted(path.name for path in folder.glob("*.xlsx"))

    assert hand_out(sheet) == ["screening_anna_001.xlsx"]
    home.mkdir(parents=True)
    shutil.move(folder / "screening_anna_001.xlsx", home)
    shutil.rmtree(tmp_path / "results")
    assert hand_out(sheet[1:]) == []  # b was handed out and awaits its decision
    assert hand_out(sheet[2:]) == ["screening_anna_002.xlsx"]


def test_what_is_left_of_a_sample_never_has_the_name_of_a_saved_sheet(tmp_path):
    folder, home = tmp_path / "results" / FOLDER, tmp_path / "data/labels/screening"
    sheet = pd.DataFrame({"record_id": list("abcd"), "decision": ""})
    rest = {"choices": {}, "prompts": {}, "purposes": {"certification_1": "all"}, "batch": None}

    def hand_out(awaiting):
        rounds = pd.DataFrame({"record_id": awaiting["record_id"], "round": "certification_1", "place": "1"})
        hand_out_abstracts({"screening_anna": awaiting}, folder, awaiting=rounds, unread=[], **rest)
        return sorted(path.stem for path in folder.glob("*.xlsx") if path.stem != "screening_anna")

    def save(name):
        home.mkdir(parents=True, exist_ok=True)
        write_sheet(sheet, home / name)

    assert hand_out(sheet) == ["screening_anna_certification_1"]
    save("Screening_Anna_certification_1.xlsx")
    assert hand_out(sheet[2:]) == ["screening_anna_certification_1_002"]
    save("screening_anna_certification_1_002.csv")
    assert hand_out(sheet[3:]) == ["screening_anna_certification_1_003"]
    assert hand_out(sheet[4:]) == []  # nothing awaits: an empty sheet saved over a filled one would lose it
    assert list(read_table(folder / "digests.csv")["file"]) == ["screening_anna.csv", "screening_anna.xlsx"]


# --- Merges ---------------------------------------------------------------------------------------------

MERGES = pd.DataFrame(
    {
        "record_id_1": ["a", "c"],
        "record_id_2": ["b", "d"],
        "different?": "",
        "note": "",
        "title_1": ["A", "C"],
    }
)
SEARCH = "3_search/sheets"


@pytest.fixture
def merges(tmp_path):
    results, labels = tmp_path / "results", tmp_path / "data/labels"
    choices = {"different?": ["yes", "no"]}
    write_handouts({"merges": MERGES}, results / SEARCH, choices=choices, rows={"merges": 1})
    return results, labels


def test_a_workbook_may_have_fewer_rows_than_the_csv_beside_it(merges):
    assert read_sheet(merges[0] / SEARCH / "merges.csv")["record_id_2"].tolist() == ["b", "d"]
    assert read_sheet(merges[0] / SEARCH / "merges.xlsx")["record_id_2"].tolist() == ["b"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_merges_that_were_only_saved_again_stop_nothing(merges, suffix):
    fill(merges[0] / SEARCH / f"merges.{suffix}")
    assert find_filled(*merges) == []


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("cells", [{"different?": "x"}, {"note": "look again"}])
def test_filled_merges_are_collected_beside_the_other_answers_on_duplicates(merges, suffix, cells):
    sheet = merges[0] / SEARCH / f"merges.{suffix}"
    fill(sheet, **cells)
    home = merges[1] / f"duplicates/merges.{suffix}"
    assert collect_handouts(*merges) == [(sheet, home)]
    assert next(iter(cells)) in read_sheet(home)


def test_filled_merges_saved_elsewhere_are_known_by_their_columns(merges):
    sheet = merges[0] / "mine.xlsx"
    write_sheet(MERGES.assign(**{"different?": ["x", ""]}), sheet)
    assert collect_handouts(*merges) == [(sheet, merges[1] / "duplicates/mine.xlsx")]
