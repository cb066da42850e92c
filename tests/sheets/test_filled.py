"""A sheet counts as filled when a person wrote in any cell, and not when a spreadsheet only saved it."""

import io
import shutil
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment

from cireview.coding import CODE_CONFLICT
from cireview.errors import SheetError
from cireview.labels.criteria import CRITERION_LABEL
from cireview.sheets.coding import coding_sheets
from cireview.sheets.content import Recipients, abstract_sheets, full_text_sheets
from cireview.sheets.duplicates import list_merges, side_by_side
from cireview.sheets.filled import DIGESTS, OURS
from cireview.sheets.findings import findings_sheet
from cireview.sheets.handouts import check_handouts, collect_handouts, find_filled, write_handouts
from cireview.sheets.hints import Hints
from cireview.sources.open_access import OPEN_ACCESS
from cireview.tables import CODE, LINE, MATCH, POSSIBLE, RECORD, read_table, write_table
from cireview.tables.questions import Question
from cireview.tables.spreadsheets import read_sheet, write_sheet

FOLDER = "4_practical_screen/sheets"
ROWS = [
    {"record_id": "s:1", "title": "Gärten “и” Kinder", "year": "2020", "pages_1": "007", "url": "=1+1"},
    {"record_id": "s:2", "title": "Two\nlines,  and blanks ", "year": "0.90", "pages_1": "12-15", "url": ""},
    {"record_id": "s:3", "title": "Plain", "year": "1e30", "pages_1": "", "url": "-"},
]
SHEET = pd.DataFrame(ROWS).assign(decision="", reason="", note="", reviewer="anna", decided_on="")


@pytest.fixture
def places(tmp_path):
    results, labels = tmp_path / "results", tmp_path / "data/labels"
    sheets = {"screening_anna": SHEET, "screening_bert": SHEET.assign(reviewer="bert")}
    write_handouts(sheets, results / FOLDER, choices={"decision": ["include", "x" * 300]})
    return results, labels


def sheet_of(places, suffix, name="screening_anna"):
    return places[0] / FOLDER / f"{name}.{suffix}"


def edit(path, change):
    """Change the cells of a sheet as a spreadsheet does; `change` gets a worksheet of openpyxl."""
    if path.suffix == ".xlsx":
        workbook = openpyxl.load_workbook(path)
        change(workbook.worksheets[0])
        workbook.save(path)
        return
    workbook = openpyxl.Workbook()
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:  # LibreOffice and Excel save so
        text = content.decode("cp1252")
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, header=None)
    for row in table.to_numpy().tolist():
        workbook.active.append(row)
    change(workbook.active)
    rows = [["" if cell is None else cell for cell in row] for row in workbook.active.values]
    pd.DataFrame(rows).to_csv(path, index=False, header=False)


def put(column, row, text):
    def change(worksheet):
        heads = [cell.value for cell in worksheet[1]]
        place = heads.index(column) + 1 if column in heads else len(heads) + 1
        worksheet.cell(row, place, text)

    return change


def add_column(worksheet):
    place = worksheet.max_column + 1
    worksheet.cell(1, place, "my thoughts")
    worksheet.cell(3, place, "ask Bert")


def add_remark(worksheet):
    worksheet.cell(worksheet.max_row + 3, 1, "done up to here")


def add_row(worksheet):
    worksheet.append(["s:9", "A title of my own"])


def rename_head(worksheet):
    worksheet.cell(1, 2, "Titel")


WRITTEN = {
    "an answer": put("decision", 2, "include"),
    "a note": put("note", 3, "?"),
    "a day": put("decided_on", 2, "2026-05-01"),
    "a column of one's own": add_column,
    "a title for a column": put("", 1, "mine"),
    "a remark beside the table": put("", 3, "see page 4"),
    "a remark below the table": add_remark,
    "a row": add_row,
    "a changed title": put("title", 2, "Gardens"),
    "another year": put("year", 2, "2021"),
    "another name for a column": rename_head,
    "another person": put("reviewer", 2, "bert"),
}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("change", WRITTEN.values(), ids=WRITTEN)
def test_what_a_person_writes_in_any_cell_stops_the_run_until_it_is_at_home(places, suffix, change):
    sheet = sheet_of(places, suffix)
    edit(sheet, change)
    written = sheet.read_bytes()
    with pytest.raises(SheetError, match=rf"screening_anna\.{suffix}.*filled in inside results/.*collect"):
        check_handouts(*places)
    with pytest.raises(SheetError, match="during the run"):
        write_handouts({"screening_anna": SHEET}, sheet.parent, choices={})
    assert sheet.read_bytes() == written
    home = places[1] / f"screening/mine.{suffix}"
    home.parent.mkdir(parents=True)
    home.write_bytes(written)
    check_handouts(*places)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("change", WRITTEN.values(), ids=WRITTEN)
def test_it_counts_too_where_both_files_of_a_sheet_were_touched(places, suffix, change):
    other = sheet_of(places, {"csv": "xlsx", "xlsx": "csv"}[suffix])
    write_sheet(SHEET.assign(note="else"), other)
    edit(sheet_of(places, suffix), change)
    assert {path for path, _ in find_filled(*places)} == {other, sheet_of(places, suffix)}


def test_what_lies_outside_the_first_worksheet_counts(places):
    sheet = sheet_of(places, "xlsx")

    def annotate(worksheet):
        worksheet["B2"].comment = Comment("ask Bert", "anna")

    def add_worksheet(worksheet):
        worksheet.parent.create_sheet("thoughts").append(["ask Bert"])

    before = sheet.read_bytes()
    for change in (annotate, add_worksheet):
        sheet.write_bytes(before)
        edit(sheet, change)
        assert [path for path, _ in find_filled(*places)] == [sheet]


def colour(worksheet):
    worksheet["B2"].fill = openpyxl.styles.PatternFill("solid", start_color="FF0000")
    worksheet.column_dimensions["B"].width = 12


def sort_rows(worksheet):
    rows = list(worksheet.iter_rows(min_row=2, values_only=True))
    for number, row in enumerate(reversed(rows), 2):
        for place, cell in enumerate(row, 1):
            worksheet.cell(number, place).value = cell


def empty_cell(worksheet):
    worksheet["B2"].value = None


def make_numbers(worksheet):
    for cell in (cell for row in worksheet for cell in row):
        text = str(cell.value or "")
        cell.value = float(text) if text in ("2020", "007", "0.90") else cell.value


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("change", [lambda _: None, colour, sort_rows, empty_cell, make_numbers])
def test_a_sheet_in_which_nobody_wrote_stops_nothing(places, suffix, change):
    before = sheet_of(places, suffix).read_bytes()
    edit(sheet_of(places, suffix), change)
    assert sheet_of(places, suffix).read_bytes() != before
    check_handouts(*places)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("change", [lambda _: None, colour, sort_rows, make_numbers])
def test_it_stops_nothing_either_where_the_other_file_of_the_sheet_is_gone(places, suffix, change):
    edit(sheet_of(places, suffix), change)
    sheet_of(places, {"csv": "xlsx", "xlsx": "csv"}[suffix]).unlink()
    check_handouts(*places)


def save_as_excel_saves_csv(path):
    """Save without letters that Windows-1252 lacks, divided by semicolons."""
    text = path.read_text(encoding="utf-8-sig")
    rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert "и" in text
    path.write_bytes(rows.to_csv(sep=";", index=False).encode("cp1252", "replace"))


def test_letters_that_excel_loses_are_no_answer(places):
    save_as_excel_saves_csv(sheet_of(places, "csv"))
    check_handouts(*places)
    edit_note = sheet_of(places, "csv").read_bytes().replace(b";;anna", b"?;anna", 1)
    assert edit_note.count(b"?;anna") == 1
    sheet_of(places, "csv").write_bytes(edit_note)
    assert find_filled(*places) != []


@pytest.mark.programs
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "ending"), [("xlsx:Calc MS Excel 2007 XML", "xlsx"), ("csv", "csv")])
def test_libreoffice_saves_a_sheet_again(places, tmp_path, libreoffice, suffix, kind, ending):
    sheet = sheet_of(places, suffix)
    libreoffice(sheet, tmp_path / "saved", kind, "--infilter=CSV:44,34,76,1") if suffix == "csv" else (
        libreoffice(sheet, tmp_path / "saved", kind)
    )
    saved = tmp_path / f"saved/screening_anna.{ending}"
    target = sheet_of(places, ending)
    assert saved.read_bytes() != target.read_bytes()
    shutil.copy(saved, target)
    check_handouts(*places)
    edit(target, add_column)
    assert [path for path, _ in find_filled(*places)] == [target]


def test_collect_brings_a_column_of_ones_own_home(places):
    sheet = sheet_of(places, "xlsx")
    edit(sheet, add_column)
    home = places[1] / "screening/screening_anna.xlsx"
    assert collect_handouts(*places) == [(sheet, home)]
    assert read_sheet(home)["my_thoughts"].tolist() == ["", "ask Bert", ""]
    check_handouts(*places)


@pytest.mark.parametrize("lost", ["my_thoughts", "title"])
def test_a_copy_at_home_without_that_cell_is_no_copy_of_it(places, lost):
    sheet = sheet_of(places, "csv")
    edit(sheet, add_column)
    edit(sheet, put("title", 2, "Gardens"))
    home = places[1] / "screening/mine.csv"
    write_sheet(read_sheet(sheet).drop(columns=["_row", lost]), home)
    assert [path for path, _ in find_filled(*places)] == [sheet]


def test_a_copy_at_home_may_have_further_answers_and_fewer_columns_of_ours(places):
    sheet = sheet_of(places, "csv")
    edit(sheet, put("decision", 2, "include"))
    answers = read_sheet(sheet)[["record_id", "decision", "reviewer"]]
    write_sheet(answers.assign(decision=["include", "exclude", ""]), places[1] / "screening/mine.csv")
    check_handouts(*places)
    write_sheet(answers.assign(decision=["exclude", "include", ""]), places[1] / "screening/mine.csv")
    assert [path for path, _ in find_filled(*places)] == [sheet]


def test_the_same_answer_of_somebody_else_at_home_is_not_this_one(places):
    sheet = sheet_of(places, "csv", "screening_bert")
    edit(sheet_of(places, "csv"), put("decision", 2, "include"))
    (places[1] / "screening").mkdir(parents=True)
    shutil.move(sheet_of(places, "csv"), places[1] / "screening")
    edit(sheet, put("decision", 2, "include"))
    assert [path for path, _ in find_filled(*places)] == [sheet]


@pytest.mark.parametrize("change", [put("decision", 2, "include"), add_column, put("", 1, "mine")])
def test_with_no_digests_answers_and_columns_of_ones_own_still_count(places, change):
    (places[0] / FOLDER / DIGESTS).unlink()
    check_handouts(*places)
    edit(sheet_of(places, "csv"), change)
    assert [path for path, _ in find_filled(*places)] == [sheet_of(places, "csv")]


def test_digests_of_an_earlier_version_know_files_and_no_cells(places):
    digests = places[0] / FOLDER / DIGESTS
    write_table(read_table(digests).drop(columns="cells"), digests)
    check_handouts(*places)
    edit(sheet_of(places, "csv"), lambda _: None)
    check_handouts(*places)
    edit(sheet_of(places, "csv"), put("title", 2, "Gardens"))
    assert [path for path, _ in find_filled(*places)] == [sheet_of(places, "csv")]


@pytest.mark.parametrize("moment", range(6))
def test_a_run_killed_while_it_writes_sheets_leaves_none_that_seems_filled(places, monkeypatch, moment):
    class Killed(BaseException):
        pass

    from cireview.sheets import handouts

    steps = iter(range(100))

    def whole_file(path, *, real=handouts.whole_file):
        if next(steps) == moment:
            raise Killed
        return real(path)

    monkeypatch.setattr(handouts, "whole_file", whole_file)
    again = {"screening_anna": SHEET.assign(title="new", record_id=["s:4", "s:5", "s:6"])}
    try:
        write_handouts(again, places[0] / FOLDER, choices={})
    except Killed:
        assert moment < 2
    check_handouts(*places)
    monkeypatch.undo()
    write_handouts(again, places[0] / FOLDER, choices={})
    assert read_sheet(sheet_of(places, "csv"))["title"].tolist() == ["new"] * 3
    check_handouts(*places)


def row_of(schema, **cells):
    return schema.conform(pd.DataFrame([dict.fromkeys(schema.columns, "") | {"record_id": "a"} | cells]))


def test_every_column_that_our_sheets_show_is_known_as_ours():
    reports = row_of(RECORD)
    awaiting = pd.DataFrame({"record_id": ["a"], "awaits": "anna", "dimension": "country", "conflict": ""})
    recipients = Recipients(
        ["anna"], "anna", awaiting, pd.DataFrame(columns=["record_id", "kind", "decisions"])
    )
    empty = pd.DataFrame(columns=["record_id", "criterion", "score", "words", "note", "suggested_reason"])
    reasons = pd.DataFrame([{"record_id": "a", "suggested_reason": "x"}])
    ranking = empty.assign(rank="", probability="", sentence_for="", sentence_against="")
    hints = Hints(ranking, empty, reasons, empty, show_score=True)
    answers = row_of(CRITERION_LABEL, decided_by="anna")
    texts = pd.DataFrame(columns=["file", "report_id", "status"])
    rest = {"names": {"a": "a"}, "full_texts": texts, "criteria": CODE.empty()}
    judged = pd.DataFrame(columns=["finding", "words", "studies", "x", "confidence", "explanation"])
    sheets = [
        abstract_sheets(reports, hints=hints, recipients=recipients, answers=answers, asked=["meets_x"]),
        full_text_sheets(
            reports,
            **rest,
            places=row_of(OPEN_ACCESS),
            retrieved=pd.DataFrame(columns=["record_id", "retrieved"]),
            recipients=recipients,
        ),
        coding_sheets(
            reports,
            suggestions=row_of(CODE, dimension="country"),
            recipients=replace(recipients, conflicts=row_of(CODE_CONFLICT, dimension="country")),
            questions=[Question("country", values={"x": "X"})],
        ),
        {"": findings_sheet(judged)},
        {"": side_by_side(reports, POSSIBLE.empty())},
        {"": list_merges(reports, MATCH.empty(), LINE.empty())},
    ]
    columns = {column for kind in sheets for sheet in kind.values() for column in sheet}
    to_fill = {
        "decision",
        "retrieved",
        "reason",
        "value",
        "evidence",
        "page",
        "note",
        "decided_on",
        "meets_x",
    }
    to_fill |= {"different?", "studies", "x", "confidence", "explanation"}
    assert columns - to_fill == OURS - {"purpose", "chosen"}
