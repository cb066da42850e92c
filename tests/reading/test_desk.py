"""What is next, what is taken back, and what two windows may do."""

import threading
from dataclasses import replace
from datetime import datetime

import pytest
from reading.desks import PEOPLE, REASONS, answer, open_desk, read_said

from cireview.errors import LabelError
from cireview.labels import read_labels
from cireview.labels.latest import keep_last
from cireview.reading.desk import Changed
from cireview.reading.piles import Pile, digest_order
from cireview.tables.spreadsheets import find_sheets, read_sheets

IDS = ("a", "b", "c", "d")


@pytest.fixture
def desk(tmp_path):
    return open_desk(tmp_path, "anna", IDS)


def rows(folder):
    return [
        row
        for _, sheet in read_sheets(find_sheets(folder), [], root=folder)
        for row in sheet.to_dict("records")
    ]


def next_key(desk):
    found = desk.find_next()
    return found and found.key


def test_records_come_in_the_order_of_the_pile(desk):
    seen = []
    while key := next_key(desk):
        seen.append(key)
        answer(desk, key, "exclude")
    assert seen == list(IDS)
    assert desk.count() == {"all": 4, "answered": 4, "left": 0, "skipped": 0}


def test_what_was_skipped_comes_after_all_others_in_the_order_of_skipping(desk):
    desk.skip("b")
    desk.skip("a")
    seen = []
    while (key := next_key(desk)) and len(seen) < 4:
        seen.append(key)
        answer(desk, key, "include")
    assert seen[:2] == ["c", "d"]
    assert sorted(seen[2:]) == ["a", "b"]


def test_a_new_ranking_moves_what_follows_the_model(desk, tmp_path):
    answer(desk, "a", "include")
    desk.reorder(["d", "c"])
    assert next_key(desk) == "d"
    answer(desk, "d", "exclude")
    assert [(row["place"], row["ranking"]) for row in rows(tmp_path)] == [
        ("1", digest_order(IDS)),
        ("1", digest_order(["d", "c", "a", "b"])),
    ]


def test_a_sample_is_never_reordered(tmp_path):
    desk = open_desk(tmp_path, "anna", IDS, moves=False)
    desk.reorder(["d", "c"])
    assert next_key(desk) == "a"


def test_an_answer_keeps_place_ranking_and_how_it_came(tmp_path):
    desk = open_desk(tmp_path, "anna", IDS)
    pile = Pile("screening_anna_001", IDS, {"b": "random"}, "ranking")
    desk.take_up([pile], again=(), since="", is_whole=lambda *_: True)
    answer(desk, "b", "exclude", reason="garden")
    (row,) = rows(tmp_path)
    wanted = {"place": "2", "ranking": digest_order(IDS), "chosen": "random", "reason": "garden"}
    assert {name: row[name] for name in wanted} == wanted


def test_a_sample_gives_its_name(tmp_path):
    desk = open_desk(tmp_path, "anna", IDS)
    desk.take_up([Pile("x", IDS, kind="pilot_1")], again=(), since="", is_whole=lambda *_: True)
    answer(desk, "a", "include")
    assert rows(tmp_path)[0]["chosen"] == "pilot_1"


def test_undo_is_a_line_and_the_record_awaits_again(desk, tmp_path):
    said = answer(desk, "a", "include")
    desk.undo("a", said.mark)
    assert next_key(desk) == "a"
    assert rows(tmp_path) == []
    assert len(find_sheets(tmp_path)[0].read_text().splitlines()) == 3


def test_what_cannot_be_undone_changes_nothing(desk, tmp_path):
    said = answer(desk, "a", "include")
    answer(desk, "a", "exclude")
    for key, mark in (("a", said.mark), ("b", ""), ("nothing", "")):
        with pytest.raises(Changed):
            desk.undo(key, mark)
    assert [row["decision"] for row in rows(tmp_path)] == ["exclude"]


def test_back_goes_through_the_answers_of_the_session(desk):
    for key in IDS[:3]:
        answer(desk, key, "include")
    assert desk.find_before("") == "c"
    assert desk.find_before("c") == "b"
    assert desk.find_before("a") == ""


def test_a_second_window_is_told_that_the_record_was_answered(desk, tmp_path):
    answer(desk, "a", "include", seen="")
    with pytest.raises(Changed):
        answer(desk, "a", "exclude", seen="")
    assert [row["decision"] for row in rows(tmp_path)] == ["include"]


def test_the_same_answer_sent_twice_is_one(desk, tmp_path):
    first = answer(desk, "a", "include", seen="")
    assert answer(desk, "a", "include", seen="") == first
    assert len(rows(tmp_path)) == 1


def test_a_record_that_awaits_somebody_else_is_not_answered(desk):
    with pytest.raises(Changed):
        answer(desk, "z", "include")


def test_a_server_that_starts_again_goes_on_and_may_change_what_an_earlier_one_wrote(desk, tmp_path):
    answer(desk, "a", "include")
    again = open_desk(tmp_path, "anna", IDS)
    assert next_key(again) == "b"
    answer(again, "a", "exclude")
    assert [row["decision"] for row in rows(tmp_path)] == ["exclude"]


def test_what_stands_on_a_sheet_is_known_and_changed_there(tmp_path):
    (tmp_path / "mine.csv").write_text("record_id,decision,reviewer\na,include,anna\nb,exclude,ben\n")
    desk = open_desk(tmp_path, "anna", IDS)
    assert next_key(desk) == "b"
    with pytest.raises(LabelError, match=r"answered on a sheet: mine.csv, row 2"):
        answer(desk, "a", "exclude")


def test_a_sheet_saved_meanwhile_is_seen_and_what_the_page_wrote_stays(desk, tmp_path):
    answer(desk, "a", "include")
    (tmp_path / "mine.csv").write_text("record_id,decision,reviewer\nb,include,anna\n")
    desk.look_again(lambda: read_said(tmp_path, "anna"))
    assert next_key(desk) == "c"
    assert desk.count()["answered"] == 2


def test_an_answer_given_while_files_are_read_is_not_lost(desk, tmp_path):
    def read():
        said = read_said(tmp_path, "anna")
        answer(desk, "a", "include")
        return said

    desk.look_again(read)
    assert next_key(desk) == "b"


def test_two_servers_that_do_not_know_of_each_other_contradict_and_nothing_is_lost(tmp_path):
    one, other = (open_desk(tmp_path, "anna", IDS) for _ in range(2))
    answer(one, "a", "include")
    answer(other, "a", "exclude")
    answer(other, "b", "exclude")
    desk = open_desk(tmp_path, "anna", IDS)
    assert sorted((row["record_id"], row["decision"]) for row in rows(tmp_path)) == [
        ("a", "exclude"),
        ("a", "include"),
        ("b", "exclude"),
    ]
    answer(desk, "a", "include")  # who answers once more settles both, on the same day too
    assert sorted((row["record_id"], row["decision"]) for row in rows(tmp_path)) == [
        ("a", "include"),
        ("b", "exclude"),
    ]


def test_what_a_run_asks_again_awaits_until_a_later_answer(desk, tmp_path):
    answer(desk, "a", "include")
    asked = replace(desk.piles[0])
    desk.take_up([asked], again={"a"}, since="2027", is_whole=lambda *_: True)
    assert next_key(desk) == "a"
    desk.take_up([asked], again={"a"}, since="2025", is_whole=lambda *_: True)
    assert next_key(desk) == "b"


def run_again(desk, *ids):
    """Take up what a run hands out that saw all answers so far."""
    desk.take_up([Pile("x", ids)], again=(), since="2026-01-02T11", is_whole=lambda *_: True)


@pytest.fixture
def after(desk):
    """Return a desk whose person answered "a" and "b" before a run, which handed out the rest."""
    for key in "ab":
        answer(desk, key, "include")
    run_again(desk, "c", "d")
    return desk


def test_what_was_answered_before_a_run_is_found_and_does_not_await(after):
    assert [after.find(key).place for key in "abc"] == [0, 0, 1]
    assert after.find_before("") == "b"
    assert next_key(after) == "c"
    assert after.count() == {"all": 2, "answered": 0, "left": 2, "skipped": 0}


def test_what_was_answered_before_a_run_is_answered_anew_as_it_came(after, tmp_path):
    answer(after, "a", "exclude")
    changed = {row["record_id"]: row for row in rows(tmp_path)}["a"]
    assert [changed[name] for name in ("decision", "chosen", "place", "ranking")] == [
        "exclude",
        "ranking",
        "",
        "",
    ]
    assert after.count()["left"] == 2


def test_what_was_taken_back_after_a_run_awaits_until_it_is_answered_or_run(after, tmp_path):
    after.undo("b", after.recall("b").mark)
    assert [row["record_id"] for row in rows(tmp_path)] == ["a"]
    for key in "cd":
        answer(after, key, "include")
    assert next_key(after) == "b"
    assert after.count() == {"all": 3, "answered": 2, "left": 1, "skipped": 0}
    answer(after, "b", "exclude")
    assert next_key(after) is None
    after.undo("a", after.recall("a").mark)
    run_again(after)
    assert next_key(after) is None


def test_what_an_earlier_page_wrote_is_changed_and_taken_back_though_it_awaits_no_more(desk, tmp_path):
    said = answer(desk, "a", "include")
    again = open_desk(tmp_path, "anna", ["b"])
    assert again.find("a").pile.kind == "ranking"
    again.undo("a", said.mark)
    assert rows(tmp_path) == []


def test_an_answer_that_another_page_took_back_is_not_offered_by_back(after):
    after.look_again(dict)
    assert after.find_before("") == ""
    assert after.find("a") is None


def test_two_readings_of_the_files_at_once_lose_no_answer(desk, tmp_path):
    def read():
        said = read_said(tmp_path, "anna")
        answer(desk, "a", "include")
        other.start()
        other.join(0.3)  # by then a reading that does not wait has ended
        return said

    other = threading.Thread(target=desk.look_again, args=[lambda: read_said(tmp_path, "anna")])
    desk.look_again(read)
    assert desk.recall("a")
    other.join(20)
    assert desk.recall("a")


YESTERDAY, TODAY = datetime(2026, 1, 1, 10), datetime(2026, 1, 2, 10)
SETTLED = {  # day and answer on the sheet; day of the page's first answer, "exclude"; the answer now
    "an earlier day": ("2026-01-01", "include", TODAY, "exclude"),
    "an earlier day, the sheet was right": ("2026-01-01", "include", TODAY, "include"),
    "the same day, the sheet was right": ("2026-01-02", "include", TODAY, "include"),
    "no day, the page answered before": ("", "include", YESTERDAY, "exclude"),
    "no day, the sheet was right": ("", "include", TODAY, "include"),
}
OPEN = {
    "the same day": ("2026-01-02", "include", TODAY, "exclude"),
    "no day, the page answered today": ("", "include", TODAY, "exclude"),
    "a third answer": ("2026-01-02", "include", YESTERDAY, "unsure"),
    "a later day": ("2026-01-03", "include", YESTERDAY, "exclude"),
}


def contradict(folder, day, word, first):
    """Return a desk of today whose person answered "a" on the page, and something else on a sheet."""
    answer(open_desk(folder, "anna", IDS, clock=lambda: first), "a", "exclude")
    (folder / "mine.csv").write_text(f"record_id,decision,reviewer,decided_on\na,{word},anna,{day}\n")
    return open_desk(folder, "anna", IDS, clock=lambda: TODAY)


def count_open(folder):
    labels = read_labels(
        find_sheets(folder),
        stage="screening",
        people=PEOPLE,
        reasons=REASONS,
        criteria=["garden"],
        root=folder,
    )
    labels["report"] = labels["record_id"]
    return keep_last(labels, ["report", "decided_by"], "decision")["decision"].nunique()


@pytest.mark.parametrize(("day", "word", "first", "now"), SETTLED.values(), ids=SETTLED)
def test_an_answer_settles_a_contradiction_with_the_own_sheet(tmp_path, day, word, first, now):
    answer(contradict(tmp_path, day, word, first), "a", now)
    assert count_open(tmp_path) == 1


@pytest.mark.parametrize(("day", "word", "first", "now"), OPEN.values(), ids=OPEN)
def test_what_no_answer_of_today_settles_names_the_row_to_mend(tmp_path, day, word, first, now):
    desk = contradict(tmp_path, day, word, first)
    with pytest.raises(LabelError, match=r"mine\.csv, row 2.*Correct that row"):
        answer(desk, "a", now)
    assert len(rows(tmp_path)) == 2
