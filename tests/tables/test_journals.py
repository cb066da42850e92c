"""Of a journal only what stands counts, whatever was undone, answered again, copied or cut."""

import pytest

from cireview.errors import LabelError
from cireview.tables.journals import HEAD, compose_row, write_line
from cireview.tables.spreadsheets import read_sheets

COLUMNS = ["record_id", "decision", *HEAD]


def lines(*rows):
    """Return a journal of rows such as ``("a", "include", "answer", "", "s-1")``."""
    named = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    cells = [compose_row(COLUMNS, row) for row in named]
    return b"\xef\xbb\xbf" + b"".join(map(write_line, [COLUMNS, *cells]))


def read(folder, **files):
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content)
    problems = []
    sheets = read_sheets(sorted(folder.glob("*.csv")), problems, root=folder)
    answers = [(*row,) for _, sheet in sheets for row in sheet[["record_id", "decision"]].to_numpy()]
    if problems:
        raise LabelError(problems)
    return answers


FIRST = ("a", "include", "answer", "", "s-1")
CASES = {
    "one answer": ([FIRST], ["a include"]),
    "answered again": ([FIRST, ("a", "exclude", "answer", "s-1", "s-2")], ["a exclude"]),
    "undone": ([FIRST, ("a", "", "undo", "s-1", "s-2")], []),
    "undone and answered anew": (
        [FIRST, ("a", "", "undo", "s-1", "s-2"), ("a", "unsure", "answer", "", "s-3")],
        ["a unsure"],
    ),
    "two things": ([FIRST, ("b", "exclude", "answer", "", "s-2")], ["a include", "b exclude"]),
    "one line twice": ([FIRST, FIRST], ["a include"]),
    "two answers that know nothing of each other": (
        [FIRST, ("a", "exclude", "answer", "", "s-2")],
        ["a include", "a exclude"],
    ),
    "two lines replaced at once": (
        [FIRST, ("a", "exclude", "answer", "", "s-2"), ("a", "unsure", "answer", "s-1 s-2", "s-3")],
        ["a unsure"],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), CASES.values(), ids=CASES)
def test_what_stands(tmp_path, rows, expected):
    assert [" ".join(row) for row in read(tmp_path, journal=lines(*rows))] == expected


def test_a_later_journal_takes_back_what_stands_in_an_earlier_one(tmp_path):
    later = lines(("a", "exclude", "answer", "s-1", "t-1"))
    assert read(tmp_path, one=lines(FIRST), two=later) == [("a", "exclude")]


def test_a_copy_is_no_second_answer(tmp_path):
    assert read(tmp_path, one=lines(FIRST), copy=lines(FIRST)) == [("a", "include")]


def test_a_copy_in_which_a_person_changed_the_answer_is_another_one(tmp_path):
    changed = lines(("a", "exclude", "answer", "", "s-1"))
    assert read(tmp_path, one=lines(FIRST), two=changed) == [("a", "include"), ("a", "exclude")]


@pytest.mark.parametrize("cut", range(1, 33, 3))
def test_a_last_line_that_a_fault_cut_is_no_answer(tmp_path, cut):
    whole = lines(FIRST, ("b", "exclude", "answer", "", "s-2"))
    assert read(tmp_path, journal=whole[:-cut]) == [("a", "include")]


def test_a_spreadsheet_may_leave_out_the_end_of_the_last_line(tmp_path):
    saved = b"record_id,decision,action,replaces,line\na,include,answer,,s-1\nb,exclude,answer,,s-2"
    assert read(tmp_path, journal=saved) == [("a", "include"), ("b", "exclude")]


def test_a_sheet_beside_a_journal_stays_as_it_is(tmp_path):
    sheet = b"record_id,decision\na,exclude\n"
    assert read(tmp_path, journal=lines(FIRST), sheet=sheet) == [("a", "include"), ("a", "exclude")]


HOSTILE = [
    '=cmd|" /C calc"!A1',
    "+1",
    "-2",
    "@x",
    'He said "no"; and',
    "two\nlines",
    "a\rb",
    "\0nul",
    "ä 中 🙂",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_in_one_line_and_runs_in_no_spreadsheet(tmp_path, text):
    content = lines((text, "include", "answer", "", "s-1"))
    assert content.count(b"\n") == 2
    assert not any(cell.startswith((b'"=', b'"@')) for cell in content.split(b",")[-5:])
    assert read(tmp_path, journal=content)[0][0] == text.replace("\n", " ").replace("\r", " ").replace(
        "\0", ""
    )


BODY = ",decision,action,replaces,line\na,include,answer,,s-1\na,,undo,s-1,s-2\nb,exclude,answer,,s-3\n"
FIRST_HEADERS = {
    "as LibreOffice saves it": '"\ufeff""record_id"""',
    "with our mark before it": '\ufeff"\ufeff""record_id"""',
    "two marks": "\ufeff\ufeffrecord_id",
    "two marks and quotation marks": '\ufeff\ufeff"record_id"',
    "three marks": '\ufeff"\ufeff\ufeff""record_id"""',
    "quotation marks alone": '"""record_id"""',
    "quotation marks twice": '"""""record_id"""""',
    "a mark that was read as Windows-1252": '"ï»¿""record_id"""',
    "blanks about the mark": '" \ufeff ""record_id"" "',
    "capitals": '"\ufeff""Record ID"""',
}


@pytest.mark.parametrize("first", FIRST_HEADERS.values(), ids=FIRST_HEADERS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_first_header_with_marks_around_it_is_read(tmp_path, first, delimiter, encoding):
    text = (first + BODY).replace(",", delimiter)
    assert read(tmp_path, journal=text.encode(encoding)) == [("b", "exclude")]


@pytest.mark.programs
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "ods"])
def test_a_journal_survives_libreoffice(libreoffice, tmp_path, suffix):
    rows = [FIRST, ("b", "exclude", "answer", "", "s-2"), ("a", "", "undo", "s-1", "s-3")]
    (tmp_path / "journal.csv").write_bytes(lines(*rows))
    libreoffice(tmp_path / "journal.csv", tmp_path / "saved", suffix)
    problems = []
    sheets = read_sheets([tmp_path / f"saved/journal.{suffix}"], problems, root=tmp_path)
    assert [sheet["record_id"].tolist() for _, sheet in sheets] == [["b"]]
    assert problems == []


WHOLE = {"record_id": "a", "decision": "include", "at": "2026-03-01T09:30:00.000", "action": "answer"}
WHOLE |= {"replaces": "", "line": "4f1c09aa-1"}
UNDO = WHOLE | {"decision": "", "action": "undo", "replaces": "4f1c09aa-1", "line": "4f1c09aa-2"}
LOST = {
    "line": (["line"], "anna", ["line"]),
    "action": (["action"], "anna", ["action"]),
    "replaces": (["replaces"], "anna", ["replaces"]),
    "line and time": (["line", "at"], "anna", ["line"]),
    "two": (["line", "replaces"], "anna", ["line", "replaces"]),
    "all but replaces": (["line", "action", "at"], "anna", ["action", "line"]),
    "all but line": (["replaces", "action", "at"], "anna", ["action", "replaces"]),
    "all but action": (["replaces", "line", "at"], "anna", ["line", "replaces"]),
    "all, in a file of the page": (
        ["replaces", "line", "action", "at"],
        "screening_anna_page-2026-03-01-0930-4f1c09aa-2",
        ["action", "line", "replaces"],
    ),
}


@pytest.mark.parametrize(("lost", "name", "missing"), LOST.values(), ids=LOST)
def test_a_journal_that_lost_a_column_is_no_plain_sheet(tmp_path, lost, name, missing):
    columns = [column for column in WHOLE if column not in lost]
    rows = [[row[column] for column in columns] for row in (WHOLE, UNDO)]
    content = "".join(",".join(row) + "\n" for row in [columns, *rows])
    with pytest.raises(LabelError) as refused:
        read(tmp_path, **{name: content.encode()})
    problems = refused.value.problems
    assert [one.column for one in problems] == missing
    assert {(one.file, one.row) for one in problems} == {(f"{name}.csv", 1)}
    assert all("lacks a column" in one.message and "restore" in one.remedy for one in problems)


OWN_COLUMNS = {
    "line": ("line", "12"),
    "action": ("action", "ask Ben"),
    "at": ("at", "home"),
    "a time": ("at", "2026-03-01T09:30"),
    "replaces": ("replaces", "the older report"),
    "two": ("line,at", "12,page 4"),
}


@pytest.mark.parametrize(("head", "cells"), OWN_COLUMNS.values(), ids=OWN_COLUMNS)
def test_a_column_of_ones_own_with_such_a_name_makes_no_journal(tmp_path, head, cells):
    sheet = f"record_id,decision,{head}\na,include,{cells}\n"
    assert read(tmp_path, sheet=sheet.encode()) == [("a", "include")]


WRONG = {
    "misspelt": (("a", "include", "anwser", "", "s-1"), "action", "Did you mean 'answer'?"),
    "another word": (("a", "include", "delete", "", "s-1"), "action", "answer or undo"),
    "misspelt undo": (("a", "", "undoo", "s-0", "s-1"), "action", "Did you mean 'undo'?"),
    "a number": (("a", "include", "1", "", "s-1"), "action", "answer or undo"),
    "no word beside a line": (("a", "include", "", "", "s-1"), "action", "answer or undo"),
    "an answer without its line": (("a", "include", "answer", "", ""), "line", "restore"),
    "an undo without its line": (("a", "", "undo", "s-0", ""), "line", "restore"),
    "an undo of nothing": (("a", "", "undo", "", "s-1"), "replaces", "restore"),
}


@pytest.mark.parametrize(("row", "column", "remedy"), WRONG.values(), ids=WRONG)
def test_a_cell_of_a_journal_that_nobody_can_follow_is_named(tmp_path, row, column, remedy):
    with pytest.raises(LabelError) as refused:
        read(tmp_path, journal=lines(("b", "include", "answer", "", "s-9"), row))
    problem = refused.value.problems[0]
    assert (problem.file, problem.row, problem.column) == ("journal.csv", 3, column)
    assert remedy in problem.remedy


def test_a_row_that_a_person_wrote_below_is_an_answer_and_capitals_do_not_matter(tmp_path):
    rows = [FIRST, ("a", "", "Undo", "s-1", "s-2"), ("b", "exclude", "", "", "")]
    assert read(tmp_path, journal=lines(*rows)) == [("b", "exclude")]
