"""What is likely a mistake in a sheet is a note: reasons that stayed behind, ids of no record."""

import openpyxl
import pytest
from openpyxl.comments import Comment

from cireview.labels import (
    find_comments,
    find_moved_reasons,
    find_unknown_ids,
    read_answered_ids,
    read_labels,
)
from cireview.tables.spreadsheets import find_sheets, read_sheet, write_sheet

PEOPLE, REASONS = ["anna"], {"children": "Not children", "method": "No method", "year": "Too old"}
HEAD = "record_id,decision,reason\n"


def read(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(HEAD + text)
    return read_labels(find_sheets(folder), stage="screening", people=PEOPLE, reasons=REASONS, root=folder)


def rows(included, reasoned, excluded=10):
    """Return rows that say include, of which some have a reason, and rows that are excluded with one."""
    text = "".join(f"i{row},include,{'method' if row < reasoned else ''}\n" for row in range(included))
    return text + "".join(f"e{row},exclude,children\n" for row in range(excluded))


MOVED = {
    "all of three": (rows(3, 3), 3, 3),
    "a fifth": (rows(15, 3), 3, 15),
    "half": (rows(40, 20), 20, 40),
    "all of many": (rows(90, 90), 90, 90),
    "nothing excluded": (rows(10, 5, excluded=0), 5, 10),
    "words of the criterion": (rows(5, 4).replace("method", "No method"), 4, 5),
    "words that are no criterion": (rows(5, 3).replace("method", "see mail"), 3, 5),
    "yes for include": (rows(5, 3).replace("include", "yes"), 3, 5),
    "kyllä for include": (rows(5, 3).replace("include", "kyllä"), 3, 5),
    "a fifth of very many": (rows(500, 100), 100, 500),
}


@pytest.mark.parametrize(("text", "count", "included"), MOVED.values(), ids=MOVED)
def test_reasons_beside_inclusions_say_that_a_column_was_sorted_alone(tmp_path, text, count, included):
    (problem,) = find_moved_reasons(read(tmp_path, anna=text))
    assert (problem.file, problem.row, problem.column) == ("anna.csv", 2, "reason")
    assert f"{count} of {included} rows with include also give a reason" in problem.message
    assert problem.remedy.startswith("The column decision was probably sorted alone")


NOT_MOVED = {
    "none": rows(40, 0),
    "two": rows(2, 2),
    "fewer than a fifth": rows(16, 3),
    "nothing included": rows(0, 0),
    "unsure with a reason": rows(6, 5).replace("include", "unsure"),
    "empty": "",
}


@pytest.mark.parametrize("text", NOT_MOVED.values(), ids=NOT_MOVED)
def test_a_few_reasons_beside_inclusions_are_no_sign(tmp_path, text):
    assert find_moved_reasons(read(tmp_path, anna=text)) == []


def test_each_sheet_is_looked_at_by_itself(tmp_path):
    found = find_moved_reasons(read(tmp_path, anna_1=rows(3, 3), anna_2=rows(40, 0), anna_3=rows(4, 4)))
    assert [problem.file for problem in found] == ["anna_1.csv", "anna_3.csv"]


PAIR = "record_id_1,record_id_2,decision\n"
UNKNOWN = {
    "the second": (f"{PAIR}a,gone,same\n", 1, "gone", 2),
    "the first": (f"{PAIR}gone,a,different\n", 1, "gone", 2),
    "both": (f"{PAIR}gone,lost,same\n", 2, "gone", 2),
    "other capitals": (f"{PAIR}a,B,no\n", 1, "B", 2),
    "in a later row": (f"{PAIR}a,b,same\na,gone,yes\n", 1, "gone", 3),
    "one id in two rows": (f"{PAIR}a,gone,same\nb,gone,no\n", 1, "gone", 2),
    "one pair twice": (f"{PAIR}a,gone,same\ngone,a,same\n", 1, "gone", 2),
    "several": (f"{PAIR}a,gone,same\nlost,b,no\na,b,same\n", 2, "gone", 2),
    "columns in another order": ("decision,record_id_2,record_id_1\nsame,gone,a\n", 1, "gone", 2),
    "with semicolons": (f"{PAIR}a,gone,same\n".replace(",", ";"), 1, "gone", 2),
}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("text", "count", "first", "row"), UNKNOWN.values(), ids=UNKNOWN)
def test_answers_about_duplicates_on_ids_of_no_record_are_named(tmp_path, text, count, first, row, suffix):
    (tmp_path / "s.csv").write_text(text)
    if suffix == "xlsx":
        write_sheet(read_sheet(tmp_path / "s.csv").drop(columns="_row"), tmp_path / "s.xlsx")
        (tmp_path / "s.csv").unlink()
    answers = read_answered_ids(find_sheets(tmp_path), root=tmp_path)
    (problem,) = find_unknown_ids(answers, ["a", "b"])
    assert (problem.file, problem.row) == (f"s.{suffix}", row)
    assert f"{count} ids belong to no record, such as {first!r}" in problem.message


def test_pairs_that_nobody_answered_are_not_looked_at(tmp_path):
    (tmp_path / "s.csv").write_text(f"{PAIR}a,gone,\na,b,same\n")
    answers = read_answered_ids(find_sheets(tmp_path), root=tmp_path)
    assert answers["record_id"].tolist() == ["a", "b"]
    assert find_unknown_ids(answers, ["a", "b"]) == []


def test_comments_on_cells_are_told_with_the_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["record_id", "decision"])
    book.save(tmp_path / "none.xlsx")
    for cell in ("A1", "B1"):
        book.active[cell].comment = Comment("look again", "anna")
    book.save(tmp_path / "two.xlsx")
    (tmp_path / "plain.csv").write_text(HEAD)
    (tmp_path / "broken.xlsx").write_text("not a workbook")
    (doubt,) = find_comments(["none.xlsx", "two.xlsx", "plain.csv", "broken.xlsx"], root=tmp_path)
    assert str(doubt) == (
        "two.xlsx: 2 comments on cells, which no run reads. Write into the column note "
        "what others need to know"
    )
