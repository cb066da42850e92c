"""A sheet that was damaged, or holds answers where nobody reads, is never read as a smaller one."""

import io
import zipfile

import pytest
from openpyxl import Workbook
from tables.test_sheets import FRAME

from cireview.errors import LabelError
from cireview.labels.read import DECISION_COLUMNS
from cireview.tables.damage import ANSWER_COLUMNS
from cireview.tables.spreadsheets import parse_sheet, read_sheet, write_sheet

HEAD = ["record_id", "title", "decision", "reason"]
FIRST = [HEAD, ["a:1", "One", "include", ""], ["a:2", "Two", "", ""]]
ROW = ["a:3", "Three", "exclude", "children"]


def xlsx(**worksheets):
    """Return a workbook with these worksheets; a name that begins with 'hidden' is one that nobody sees."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in worksheets.items():
        sheet = workbook.create_sheet(name.replace("_", " "))
        sheet.sheet_state = "hidden" if name.startswith("hidden") else "visible"
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def ods(**worksheets):
    """Return the same as LibreOffice saves it."""
    spaces = {"office": "office", "table": "table", "text": "text"}
    named = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in spaces.items()
    )
    tables = "".join(
        f'<table:table table:name="{name.replace("_", " ")}">'
        + "".join(
            f"<table:table-row>{''.join(_cell(cell) for cell in row)}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in worksheets.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f"<office:document-content {named}>{body}</office:document-content>")
    return stream.getvalue()


def _cell(cell):
    return f"<table:table-cell><text:p>{'' if cell is None else cell}</text:p></table:table-cell>"


MAKERS = {"xlsx": xlsx, "ods": ods}
SECOND = {
    "a second worksheet": ([HEAD, ROW], 1, 2),
    "other columns in another order": ([["reason", "Decision", "Record ID"], ["", "include", "a:9"]], 1, 2),
    "an answer on full texts": ([["record_id", "retrieved"], ["a:1", "no"]], 1, 2),
    "an answer for a criterion": ([["record_id", "meets_children"], ["a:1", "yes"]], 1, 2),
    "a code": ([["record_id", "dimension", "value"], ["a:1", "country", "FI"]], 1, 2),
    "an answer about duplicates": ([["record_id_1", "record_id_2", "decision"], ["a", "b", "same"]], 1, 2),
    "a judgement of the matrix": ([["row", "column", "value"], ["health", "SDG3", "strong"]], 1, 2),
    "labels of another program": ([["id", "label_included"], ["a:1", 1], ["a:2", 0]], 2, 2),
    "a title above the header": ([["What I did in May"], [], HEAD[::-1], ROW[::-1]], 1, 4),
    "rows below a gap": ([HEAD, ["a:4", "", "", ""], [], [], ROW], 1, 5),
    "rows that were moved without the header": ([["a:7", "Seven", "exclude", ""], ROW], 2, 1),
}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize(("rows", "number", "row"), SECOND.values(), ids=SECOND)
def test_a_second_worksheet_with_answers_is_named(maker, rows, number, row):
    content = MAKERS[maker](Sheet1=FIRST, More=rows)
    with pytest.raises(LabelError) as caught:
        parse_sheet(content, name="data/labels/screening/anna.xlsx")
    (problem,) = caught.value.problems
    assert problem.file == "data/labels/screening/anna.xlsx"
    assert f"the worksheet 'More' also holds {number} answer" in problem.message
    assert f"first in row {row}," in problem.message
    assert "only 'Sheet1' is read" in problem.message
    assert problem.remedy == "Move its rows to 'Sheet1', or delete the worksheet"


def test_all_worksheets_with_answers_are_named_at_once_hidden_ones_too():
    content = xlsx(Sheet1=FIRST, May=[HEAD, ROW], notes=[["ask Bert"]], hidden_June=[HEAD, ROW, ROW])
    with pytest.raises(LabelError) as caught:
        parse_sheet(content, name="anna.xlsx")
    assert [problem.message.split(" answer")[0] for problem in caught.value.problems] == [
        "the worksheet 'May' also holds 1",
        "the worksheet 'hidden June' also holds 2",
    ]


def test_answers_behind_an_empty_worksheet_are_read():
    assert parse_sheet(xlsx(Sheet1=[], Sheet2=[HEAD, ROW]), name="anna.xlsx")["record_id"].tolist() == ["a:3"]


def test_every_column_that_is_read_as_a_decision_counts_in_a_second_worksheet():
    assert {*DECISION_COLUMNS, "value", "retrieved", "different?", "study"} == set(ANSWER_COLUMNS)


NO_ANSWERS = {
    "an empty one": [],
    "notes": [["ask Bert about a:2"], ["include him in the mail"]],
    "the words of a drop-down": [["include"], ["exclude"], ["unsure"]],
    "words with a title": [["decision", "meaning"], ["include", "relevant"]],
    "a copy that nobody filled": [HEAD, ["a:1", "One", "", ""], ["a:2", "Two", "", ""]],
    "a table of counts": [["decision", "n"], ["include", 12], ["exclude", 80]],
    "a legend of three columns": [["include", "means", "relevant"], ["exclude", "means", "not relevant"]],
    "a list of ids": [["record_id", "why"], ["a:1", "important"]],
    "a summary of Numbers": [["This document was exported from Numbers."], ["Sheet Name", "Table Name"]],
    "a pivot table": [["Row Labels", "Count of decision"], ["include", 3], ["Grand Total", 3]],
    "an id column with no id": [HEAD, ["", "a remark in the margin", "look here", ""]],
}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("rows", NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_a_worksheet_without_answers_stops_nothing(maker, rows):
    sheet = parse_sheet(MAKERS[maker](Sheet1=FIRST, Sheet2=rows), name="anna.xlsx")
    assert sheet["decision"].tolist() == ["include", ""]


def test_the_summary_of_numbers_and_our_own_lists_stop_nothing(tmp_path):
    summary = [["Sheet Name", "Table Name"], ["Sheet 1", "Table 1"]]
    content = xlsx(Export_Summary=summary, Sheet_1=FIRST)
    assert parse_sheet(content, name="anna.xlsx")["decision"].tolist() == ["include", ""]
    reasons = [f"a reason of some length, number {number}" for number in range(40)]
    frame = FRAME.assign(decision="include", reason="")
    write_sheet(frame, tmp_path / "s.xlsx", choices={"decision": ["include"], "reason": reasons})
    assert len(read_sheet(tmp_path / "s.xlsx")) == 1


TEXT = "record_id,title,decision\na:1,One,include\n"
MARKED = {
    "both sides": (
        TEXT + "<<<<<<< HEAD\na:2,Two,include\n=======\na:2,Two,exclude\n>>>>>>> anna\n", 3, 3),
    "three sides": (
        TEXT + "<<<<<<< ours\na:2,T,1\n||||||| base\na:2,T,\n=======\na:2,T,0\n>>>>>>> theirs\n", 3, 4),
    "CRLF": (TEXT.replace("\n", "\r\n") + "<<<<<<< HEAD\r\na:2,T,1\r\n>>>>>>> x\r\n", 3, 2),
    "before the header": ("<<<<<<< HEAD\n" + TEXT + "=======\n>>>>>>> x\n", 1, 3),
    "only the end is left": (TEXT + "a:2,Two,include\n>>>>>>> anna\n", 4, 1),
    "only the middle is left": (TEXT + "=======\na:2,Two,include\n", 3, 1),
    "saved again by a spreadsheet": (TEXT + "<<<<<<< HEAD,,\na:2,T,1\n=======,,\n>>>>>>> x,,\n", 3, 3),
    "every cell quoted": (TEXT + '"<<<<<<< HEAD","",""\n"a:2","T","1"\n"=======","",""\n', 3, 2),
    "inside a cell of two lines": (
        TEXT + 'a:2,"one\n<<<<<<< HEAD\ntwo",include\n=======\ntwo",exclude\n>>>>>>> x\n', 4, 3),
    "semicolons": (TEXT.replace(",", ";") + "<<<<<<< HEAD;;\na:2;T;1\n>>>>>>> x\n", 3, 2),
    "tabs": (TEXT.replace(",", "\t") + "<<<<<<< HEAD\na:2\tT\t1\n>>>>>>> x\n", 3, 2),
    "UTF-16": ((TEXT + "<<<<<<< HEAD\n=======\n>>>>>>> x\n").encode("utf-16"), 3, 3),
    "a workbook": (xlsx(Sheet1=[*FIRST, ["<<<<<<< HEAD"], ROW, ["'======="], [">>>>>>> anna"]]), 4, 3),
}  # fmt: skip


@pytest.mark.parametrize(("text", "row", "number"), MARKED.values(), ids=MARKED)
def test_marks_of_a_merge_are_refused_with_their_row(text, row, number):
    with pytest.raises(LabelError) as caught:
        parse_sheet(text if isinstance(text, bytes) else text.encode(), name="anna.csv")
    (problem,) = caught.value.problems
    assert (problem.file, problem.row) == ("anna.csv", row)
    assert f"git left {number} mark" in problem.message
    assert "Keep the right row of each pair" in problem.remedy


UNMARKED = {
    "a heading in an abstract": 'a:2,"Aims\n=======\nWe <<<<<<< ask",include\n',
    "more signs": "a:2,========,include\n<<<<<<<<,One,\n",
    "fewer signs": "a:2,One,\n<<<<<<,One,\n======,One,\n",
    "an id of signs": "=======,One,include\n",
    "the sign in a title": "a:2,<<<<<<< HEAD,include\n",
    "in the middle of a line": 'a:2,"one ======= two",include\n',
}


@pytest.mark.parametrize("rows", UNMARKED.values(), ids=UNMARKED)
def test_signs_that_are_no_marks_of_a_merge_stop_nothing(rows):
    assert len(parse_sheet((TEXT + rows).encode(), name="anna.csv")) >= 2


WIDE = "record_id,title,decision,reason,note\na:1,One,include,,\na:2,Zwölf,exclude,children,ü\n"
CUT = {
    "in a title": (WIDE, "lf,", 3),
    "after an id": (WIDE, ",Zw", 3),
    "in a decision": (WIDE, "lude,chi", 3),
    "after a delimiter": (WIDE, "children", 3),
    "CRLF": (WIDE.replace("\n", "\r\n"), ",children", 3),
    "semicolons": (WIDE.replace(",", ";"), ";children", 3),
    "tabs": (WIDE.replace(",", "\t"), "\tchildren", 3),
    "in the first row": (WIDE, "e,include", 2),
    "in the last of many": (WIDE + "a:3,x,,,\n" * 30 + "a:4,Four", "ur", 34),
    "after the first letter of an id": (WIDE, ":2", 3),
    "below a row of many lines": (WIDE.replace("One", '"One\ntwo"'), "children", 3),
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize(("text", "here", "row"), CUT.values(), ids=CUT)
def test_a_sheet_cut_in_a_row_is_refused_with_the_way_back(text, here, row, encoding):
    with pytest.raises(LabelError) as caught:
        parse_sheet(text[: text.rindex(here)].encode(encoding), name="anna.csv")
    (problem,) = caught.value.problems
    assert (problem.file, problem.row) == ("anna.csv", row)
    assert problem.message == "the file ends in the middle of this row"
    assert "Copy or download the sheet again" in problem.remedy


@pytest.mark.parametrize(("encoding", "lost"), [("utf-8", 2), ("utf-8-sig", 2), ("utf-16", 3)])
def test_a_sheet_cut_in_its_last_letter_is_refused(encoding, lost):
    with pytest.raises(LabelError, match="row 3: the file ends in the middle of this row"):
        parse_sheet(WIDE.encode(encoding)[:-lost], name="anna.csv")


def test_a_cut_at_any_length_loses_no_cell_but_at_the_end_of_the_last():
    rows = parse_sheet(WIDE.encode(), name="s").to_numpy().tolist()
    read = {}
    for length in range(WIDE.index("\n") + 1, len(WIDE.encode())):
        try:
            read[length] = parse_sheet(WIDE.encode()[:length], name="s.csv").to_numpy().tolist()
        except LabelError:
            continue
    assert len(read) < 10
    for *whole, (*cells, note, row) in filter(None, read.values()):
        assert whole == rows[: len(whole)]
        # Within the last cell of a whole row nobody could see a cut.
        assert (cells, row) == (rows[len(whole)][:-2], rows[len(whole)][-1])
        assert rows[len(whole)][-2].startswith(note)


WHOLE = {
    "no newline at the end": WIDE.removesuffix("\n"),
    "every row without its empty cells": "record_id,title,decision,reason,note\na:1,One,include\na:2,Two,no",
    "rows of every length that end in a newline": "record_id,decision,reason,note\na:1,yes,,\na:2,no\n",
    "CRLF at the end": "record_id,decision,reason,note\r\na:1,yes,,\r\na:2,no\r\n",
    "old Mac": "record_id,decision,note\ra:1,yes,\ra:2,no\r",
    "a last cell in quotes": 'record_id,decision,note\na:1,yes,\na:2,no,"two\nlines"',
    "empty rows at the end": "record_id,decision,note\na:1,yes,\n,,\n,",
    "blanks at the end": "record_id,decision,note\na:1,yes,\na:2,no\n  ",
    "a header alone": "record_id,decision,note",
    "a hint of Excel": "sep=;\nrecord_id;decision;note\na:1;yes;\na:2;no;",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_a_whole_sheet_is_read_whatever_its_end(text):
    sheet = parse_sheet(text.encode(), name="anna.csv")
    assert set(sheet["decision"]) <= {"yes", "no", "include", "exclude"}


def test_a_letter_of_windows_at_the_end_is_no_cut():
    sheet = parse_sheet("record_id,decision,note\na:1,yes,sä".encode("cp1252"), name="anna.csv")
    assert sheet["note"].tolist() == ["sä"]


LONG = {
    "a comma in a title": (b"record_id,title,decision\na:1,Men, women,include\n", 2, 4, "include"),
    "commas in the last of many": (
        b"record_id,title,decision\na:1,x,no\na:2,y,no\na:3,Men, women, dogs,no\n", 4, 4, "dogs"),
    "a semicolon": ("record_id;title;decision\na:1;Ö; Ä;yes\n".encode("cp1252"), 2, 4, "yes"),
    "a tab": (b"record_id\ttitle\tdecision\na:1\tMen\twomen\tyes\n", 2, 4, "yes"),
    "a remark beside the table": (b"record_id,decision\na:1,no\na:2,yes,ask Bert\n", 3, 3, "ask Bert"),
    "a remark far beside it": (b"record_id,decision,,,\na:1,no,,,\na:2,yes,,,ask Bert\n", 3, 5, "ask"),
    "a decision under no name": (b"record_id,title,\na:1,One,include\n", 2, 3, "include"),
    "a workbook": (xlsx(Sheet1=[["record_id", "decision"], ["a:1", "no", "", "see mail"]]), 2, 4, "see"),
    "an ODS": (ods(Sheet1=[["record_id", "decision"], ["a:1", "no", "", "see mail"]]), 2, 4, "see mail"),
    "a number": (b"record_id,decision\na:1,no,0\n", 2, 3, "0"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "row", "column", "cell"), LONG.values(), ids=LONG)
def test_text_right_of_the_header_is_refused(content, row, column, cell):
    with pytest.raises(LabelError) as caught:
        parse_sheet(content, name="anna.csv")
    (problem,) = caught.value.problems
    assert (problem.file, problem.row) == ("anna.csv", row)
    assert problem.message.startswith(f"1 row holds text to the right of the last column, first {cell!r:.4}")
    assert f"in cell {column}" in problem.message
    assert "quotation marks" in problem.remedy


def test_rows_that_are_too_long_are_one_line_with_their_number():
    with pytest.raises(
        LabelError, match=r"row 2: 3 rows hold text to the right of the last column"
    ) as caught:
        parse_sheet(b"record_id,decision\n" + b"a:1,no,x\n" * 3 + b"a:2,no,,\n", name="anna.csv")
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("maker", MAKERS)
def test_a_workbook_cut_at_any_length_is_never_read_as_a_smaller_one(maker):
    content = MAKERS[maker](Sheet1=[HEAD, *([f"a:{row}", f"T{row}", "include", ""] for row in range(60))])
    whole = parse_sheet(content, name="s")
    for length in range(4, len(content), max(1, len(content) // 400)):
        try:
            sheet = parse_sheet(content[:length], name="s")
        except LabelError as error:
            assert "not a workbook" in str(error) or "not a readable sheet" in str(error)  # noqa: PT017 (counted below)
            continue
        assert sheet.equals(whole), length


@pytest.mark.parametrize("maker", MAKERS)
def test_a_workbook_with_a_hole_is_refused_or_read_whole(maker):
    content = MAKERS[maker](Sheet1=[HEAD, *([f"a:{row}", f"T{row}", "include", ""] for row in range(60))])
    whole = parse_sheet(content, name="s")
    for start in range(4, len(content) - 64, max(1, len(content) // 100)):
        broken = content[:start] + b"\0" * 64 + content[start + 64 :]
        try:
            sheet = parse_sheet(broken, name="s")
        except LabelError:
            continue
        assert sheet.equals(whole), start
