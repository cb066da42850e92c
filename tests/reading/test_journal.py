"""A journal loses no answer, whatever spreadsheets, people and disks do to its file."""

import os
from datetime import datetime

import pytest

from cireview.errors import LabelError
from cireview.reading import journal as module
from cireview.reading.journal import Journal
from cireview.tables.journals import ACTION, ANSWER
from cireview.tables.spreadsheets import read_sheets, write_sheet


@pytest.fixture
def journal(tmp_path):
    began = datetime(2026, 1, 2, 3, 4)
    return Journal(tmp_path, "screening_anna", ["record_id", "decision"], session="5e55", began=began)


def say(journal, *ids):
    return [journal.append({"record_id": one, "decision": "include", ACTION: ANSWER})[0] for one in ids]


def list_answers(folder):
    sheets = read_sheets(sorted(folder.glob("*.csv")), [], root=folder)
    return sorted(record for _, sheet in sheets for record in sheet["record_id"])


def test_the_file_is_there_with_the_first_answer_and_named_after_person_day_and_session(journal, tmp_path):
    assert list(tmp_path.iterdir()) == []
    assert say(journal, "a", "b") == ["5e55-1", "5e55-2"]
    assert [file.name for file in tmp_path.iterdir()] == ["screening_anna_page-2026-01-02-0304-5e55.csv"]


def test_each_answer_is_synchronised_before_it_is_acknowledged(journal, tmp_path, monkeypatch):
    done, whole = [], os.fsync
    monkeypatch.setattr(module.os, "fsync", lambda file: (done.append(file), whole(file)))
    say(journal, "a")
    first = len(done)
    say(journal, "b")
    assert first == 2  # the file, and the folder that now has its name
    assert len(done) == 3


def as_excel(path):
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace('"', "").replace(",", ";"), encoding="cp1252"
    )


def as_workbook(path):
    (_, sheet), *_ = read_sheets([path], [], root=path.parent)
    path.unlink()
    write_sheet(sheet.drop(columns="_row"), path.with_suffix(".xlsx"))


def as_older(path):
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]).replace(b'"', b""))


REWRITTEN = {
    "saved by Excel": as_excel,
    "saved as a workbook": as_workbook,
    "an older state saved": as_older,
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "not a sheet any more": lambda path: path.write_bytes(b"%PDF-1.7"),
    "moved into a folder": lambda path: (
        (path.parent / "kept").mkdir() or path.rename(path.parent / "kept/it.csv")
    ),
    "a line added by hand": lambda path: path.write_bytes(
        path.read_bytes() + b'"z","include","answer","",""\r\n'
    ),
}


@pytest.mark.parametrize("rewrite", REWRITTEN.values(), ids=REWRITTEN)
def test_a_file_that_somebody_rewrote_is_left_and_a_new_one_holds_what_it_lacks(journal, tmp_path, rewrite):
    say(journal, "a", "b")
    first = journal.path
    rewrite(first)
    left = first.read_bytes() if first.exists() else None
    say(journal, "c")
    assert journal.path != first
    assert (first.read_bytes() if first.exists() else None) == left
    found = read_sheets(sorted(path for path in tmp_path.rglob("*") if path.is_file()), [], root=tmp_path)
    assert sorted({record for _, sheet in found for record in sheet["record_id"]} - {"z"}) == ["a", "b", "c"]


def test_what_a_spreadsheet_took_away_is_written_anew_without_another_answer(journal, tmp_path):
    say(journal, "a", "b")
    as_older(journal.path)
    assert list_answers(tmp_path) == ["a"]
    journal.mend()
    journal.mend()
    assert list_answers(tmp_path) == ["a", "b"]
    assert len(list(tmp_path.iterdir())) == 2


def test_what_could_not_be_written_anew_is_tried_again(journal, tmp_path, monkeypatch):
    say(journal, "a", "b")
    as_older(journal.path)
    with monkeypatch.context() as patch:
        patch.setattr(
            module.os, "write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
        with pytest.raises(LabelError, match="No space"):
            say(journal, "c")
    say(journal, "d")
    assert list_answers(tmp_path) == ["a", "b", "d"]


def test_a_file_that_was_only_touched_goes_on(journal, tmp_path):
    say(journal, "a")
    os.utime(journal.path, (1, 1))
    say(journal, "b")
    assert len(list(tmp_path.iterdir())) == 1
    assert list_answers(tmp_path) == ["a", "b"]


def test_a_full_disk_leaves_no_half_line_and_says_that_nothing_was_taken(journal, tmp_path, monkeypatch):
    say(journal, "a")
    write, size = os.write, journal.path.stat().st_size

    def fill(file, content):
        if len(content) > 10:
            return write(file, content[:10])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module.os, "write", fill)
        patch.setattr(module.os, "fsync", lambda _: fill(0, b""))
        with pytest.raises(LabelError, match="No space left on device"):
            say(journal, "b")
    assert journal.path.stat().st_size == size
    assert say(journal, "c") == ["5e55-2"]
    assert list_answers(tmp_path) == ["a", "c"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "screening").write_text("a file")
    began = datetime(2026, 1, 1)
    journal = Journal(tmp_path / "screening", "x", ["record_id"], session="1", began=began)
    with pytest.raises(LabelError, match=r"screening/x_page.*cannot be saved"):
        journal.append({"record_id": "a"})


def test_two_servers_never_write_to_one_file(journal, tmp_path):
    other = Journal(
        tmp_path, "screening_anna", journal.columns[:2], session="0ther", began=datetime(2026, 1, 2)
    )
    say(journal, "a")
    say(other, "b")
    assert len(list(tmp_path.iterdir())) == 2


def test_other_columns_begin_a_new_file_and_the_ids_of_lines_go_on(journal, tmp_path):
    say(journal, "a")
    journal.take_columns(["record_id", "meets_new", "decision"])
    assert journal.append({"record_id": "b", "meets_new": "yes", ACTION: ANSWER}) == ("5e55-2",)
    heads = [file.read_text("utf-8-sig").splitlines()[0] for file in sorted(tmp_path.iterdir())]
    assert sorted("meets_new" in head for head in heads) == [False, True]
    found = read_sheets(sorted(tmp_path.glob("*.csv")), [], root=tmp_path)
    assert [list(sheet["meets_new"]) for _, sheet in found if "meets_new" in sheet] == [["yes"]]


def test_the_same_columns_go_on_in_the_same_file(journal, tmp_path):
    say(journal, "a")
    journal.take_columns(["record_id", "decision"])
    say(journal, "b")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_of_earlier_columns_that_lost_a_line_is_written_anew_too(journal, tmp_path):
    say(journal, "a", "b")
    first = journal.path
    journal.take_columns(["record_id", "meets_new", "decision"])
    as_older(first)
    journal.mend()
    say(journal, "c")
    assert list_answers(tmp_path) == ["a", "b", "c"]
    assert len(list(tmp_path.iterdir())) == 3
