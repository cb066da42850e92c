"""In a folder of sheets lies what is handed out now: what is answered, or nobody's any more, goes."""

import shutil

import pandas as pd
import pytest

from cireview.errors import SheetError
from cireview.sheets.batches import BatchPlan
from cireview.sheets.handouts import hand_out_abstracts, write_handouts
from cireview.tables import read_table
from cireview.tables.spreadsheets import read_sheet, write_sheet

FOLDER = "results/4_practical_screen/sheets"
HOME = "data/labels/screening"
BATCHES = BatchPlan(size=2, random_share=0.0, seed=1)


def sheet_for(person, ids):
    return pd.DataFrame({"record_id": list(ids), "decision": "", "reviewer": person}, dtype="str")


def hand_out(root, awaiting, *, rounds=None, batch=BATCHES, unread=()):
    """Hand out what awaits each person, and return the names of the XLSX that lie there then."""
    folder = root / FOLDER
    sheets = {f"screening_{person}": sheet_for(person, ids) for person, ids in awaiting.items()}
    ids = sorted({record for records in awaiting.values() for record in records})
    placed = pd.DataFrame({"record_id": ids, "round": [(rounds or {}).get(one, "") for one in ids]})
    samples = {name: "all" for name in (rounds or {}).values() if name != "paused"}
    rest = {"choices": {}, "prompts": {}, "purposes": samples, "batch": batch}
    hand_out_abstracts(sheets, folder, awaiting=placed.assign(place="1"), unread=unread, **rest)
    listed = read_table(folder / "digests.csv")["file"].tolist()
    assert listed == sorted(path.name for path in folder.iterdir() if path.name != "digests.csv")
    return [path.stem.removeprefix("screening_") for path in sorted(folder.glob("*.xlsx"))]


def save(root, name, *, as_name="", ids=None):
    """Save the sheet in data/labels/, decided, all of it or these records of it."""
    sheet = read_sheet(root / FOLDER / f"screening_{name}.csv").drop(columns="_row")
    sheet = sheet if ids is None else sheet[sheet["record_id"].isin(list(ids))]
    write_sheet(sheet.assign(decision="include"), root / HOME / f"{as_name or f'screening_{name}'}.csv")


def fresh(root, tmp_path, awaiting, **settings):
    """Return what a run from nothing hands out with the same labels."""
    shutil.copytree(root / "data", tmp_path / "fresh/data")
    return hand_out(tmp_path / "fresh", awaiting, **settings)


def names_of(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def root(tmp_path):
    (tmp_path / "review" / HOME).mkdir(parents=True)
    return tmp_path / "review"


def test_the_sheets_of_a_reviewer_who_left_go(root, tmp_path):
    assert hand_out(root, {"anna": "abcd", "bert": "abcd"}) == ["anna_001", "bert_001"]
    assert hand_out(root, {"anna": "abcd"}) == ["anna_001"] == fresh(root, tmp_path, {"anna": "abcd"})


def test_an_answered_batch_goes_and_the_next_has_the_next_number(root, tmp_path):
    hand_out(root, {"anna": "abcd", "bert": "abcd"})
    outstanding = (root / FOLDER / "screening_bert_001.xlsx").read_bytes()
    save(root, "anna_001")
    awaiting = {"anna": "cd", "bert": "abcd"}
    assert hand_out(root, awaiting) == ["anna_002", "bert_001"] == fresh(root, tmp_path, awaiting)
    assert (root / FOLDER / "screening_bert_001.xlsx").read_bytes() == outstanding
    save(root, "anna_002")
    assert hand_out(root, {"anna": "", "bert": "abcd"}) == ["bert_001"]


def test_numbers_go_on_where_batches_were_saved_under_other_names(root):
    hand_out(root, {"anna": "abcdef"})
    save(root, "anna_001", as_name="first")
    assert hand_out(root, {"anna": "cdef"}) == ["anna_002"]
    save(root, "anna_002", as_name="second")
    assert hand_out(root, {"anna": "ef"}) == ["anna_003"]


def test_a_batch_stays_as_long_as_one_record_of_it_awaits_its_reader(root):
    hand_out(root, {"anna": "abcd"})
    before = {name: (root / FOLDER / name).read_bytes() for name in names_of(root / FOLDER)}
    save(root, "anna_001", as_name="half", ids="a")
    assert hand_out(root, {"anna": "bcd"}) == ["anna_001"]
    assert {name: (root / FOLDER / name).read_bytes() for name in names_of(root / FOLDER)} == before


def test_a_batch_that_is_filled_on_where_it_was_saved_is_not_out_any_more(root, tmp_path):
    hand_out(root, {"anna": "abcd"})
    shutil.copy(root / FOLDER / "screening_anna_001.xlsx", root / HOME)
    assert hand_out(root, {"anna": "abcd"}) == [] == fresh(root, tmp_path, {"anna": "abcd"})


def test_a_copy_that_lacks_rows_does_not_stand_for_its_batch(root):
    hand_out(root, {"anna": "abcd"})
    save(root, "anna_001", ids="a")
    assert hand_out(root, {"anna": "bcd"}) == ["anna_001"]


def test_a_batch_that_was_opened_and_saved_stays_known_as_it_was_handed_out(root):
    hand_out(root, {"anna": "abcd"})
    digests = (root / FOLDER / "digests.csv").read_bytes()
    batch = root / FOLDER / "screening_anna_001.csv"
    batch.write_bytes(batch.read_bytes().replace(b",", b";"))
    saved = batch.read_bytes()
    assert hand_out(root, {"anna": "abcd"}) == ["anna_001"]
    assert batch.read_bytes() == saved
    assert (root / FOLDER / "digests.csv").read_bytes() == digests
    assert hand_out(root, {"anna": "cd"}) == ["anna_002"]


def test_what_waits_for_a_sample_stays_out_and_what_is_drawn_is_on_the_sheet_of_the_sample(root):
    hand_out(root, {"anna": "abcd"})
    paused = {"a": "paused", "b": "paused", "c": "pilot_1", "d": "paused"}
    assert hand_out(root, {"anna": "abcd"}, rounds=paused) == ["anna_001", "anna_pilot_1"]
    drawn = {"a": "pilot_1", "b": "pilot_1", "c": "paused", "d": "paused"}
    assert hand_out(root, {"anna": "abcd"}, rounds=drawn) == ["anna_pilot_1"]
    assert hand_out(root, {"anna": "cd"}) == ["anna_001"]


def test_names_that_begin_alike_do_not_answer_for_each_other(root):
    people = {"ann": "abcd", "ann_2": "abcd"}
    assert hand_out(root, people) == ["ann_001", "ann_2_001"]
    assert hand_out(root, {"ann": "cd", "ann_2": "abcd"}) == ["ann_002", "ann_2_001"]


@pytest.mark.parametrize(("first", "then", "left"), [(BATCHES, None, "anna"), (None, BATCHES, "anna_001")])
def test_when_batches_begin_or_end_the_sheets_of_before_go(root, first, then, left):
    hand_out(root, {"anna": "abcd"}, batch=first)
    assert hand_out(root, {"anna": "abcd"}, batch=then) == [left]


def test_a_file_that_was_not_handed_out_stays_and_is_not_listed(root):
    sheets = {f"screening_{person}": sheet_for(person, "ab") for person in ("anna", "bert")}
    folder = root / FOLDER
    write_handouts(sheets, folder, choices={})
    for name in ("screening_bert (1).csv", "screening_carla.csv"):
        shutil.copy(folder / "screening_bert.csv", folder / name)
    write_handouts({"screening_anna": sheets["screening_anna"]}, folder, choices={})
    ours = ["screening_anna.csv", "screening_anna.xlsx"]
    assert read_table(folder / "digests.csv")["file"].tolist() == ours
    strangers = ["screening_bert (1).csv", "screening_carla.csv"]
    assert names_of(folder) == sorted(["digests.csv", *ours, *strangers])


def test_a_filled_sheet_of_a_reviewer_who_left_is_kept_and_stops_the_job(root):
    hand_out(root, {"anna": "ab", "bert": "ab"})
    sheet = root / FOLDER / "screening_bert_001.csv"
    write_sheet(sheet_for("bert", "ab").assign(chosen="ranking", decision="include"), sheet)
    filled = sheet.read_bytes()
    with pytest.raises(SheetError, match="screening_bert_001"):
        hand_out(root, {"anna": "ab"})
    assert sheet.read_bytes() == filled


def test_a_batch_stays_out_where_the_digests_were_lost(root):
    hand_out(root, {"anna": "abcd"})
    (root / FOLDER / "digests.csv").unlink()
    assert hand_out(root, {"anna": "abcd"}) == ["anna_001"]


def test_what_somebody_has_out_is_not_handed_to_one_more_when_the_team_changes(root):
    ids = [f"r{number}" for number in range(BATCHES.size)]
    hand_out(root, {"anna": ids, "ben": ids}, unread=ids)
    # Lots now say carla and dora for the first, carla and ben for the second; anna and ben have both out.
    now = {"carla": ids[:2], "dora": ids[:1], "ben": ids[1:2], "anna": ids[2:]}
    names = hand_out(root, now, unread=ids)
    on = {name: set(read_sheet(root / FOLDER / f"screening_{name}.csv")["record_id"]) for name in names}
    new = {name: records for name, records in on.items() if name.startswith(("carla", "dora"))}
    assert new == {}
    assert hand_out(root, now, unread=ids[1:]) == [*names, "carla_001", "dora_001"]
