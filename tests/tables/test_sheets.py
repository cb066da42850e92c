"""Sheets come back whatever a spreadsheet made of them."""

import zipfile

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from cireview.errors import LabelError
from cireview.tables.spreadsheets import ROW, read_sheet, write_sheet

TEXT = "Record ID,Decision,note\na:1,include,ä\na:2,exclude,\n"
SAVED = {
    "as it is": TEXT.encode(),
    "BOM": TEXT.encode("utf-8-sig"),
    "CRLF": TEXT.replace("\n", "\r\n").encode(),
    "old Mac": TEXT.replace("\n", "\r").encode(),
    "semicolons": TEXT.replace(",", ";").encode(),
    "tabs": TEXT.replace(",", "\t").encode(),
    "UTF-16 with mark": TEXT.encode("utf-16"),
    "UTF-16 without mark": TEXT.encode("utf-16-le"),
    "UTF-16 big-endian": TEXT.encode("utf-16-be"),
    "cp1252": TEXT.encode("cp1252"),
    "hint of Excel": ("sep=;\n" + TEXT.replace(",", ";")).encode(),
    "empty rows": TEXT.replace("a:2", ",,\na:2").encode(),
    "columns added at the right": TEXT.replace("note\n", "note,,\n").encode(),
}


@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED)
def test_every_way_of_saving_a_csv_is_read(tmp_path, saved):
    (tmp_path / "sheet.csv").write_bytes(saved)
    sheet = read_sheet(tmp_path / "sheet.csv")
    assert sheet.drop(columns=ROW).to_numpy().tolist() == [["a:1", "include", "ä"], ["a:2", "exclude", ""]]
    assert list(sheet.columns[:3]) == ["record_id", "decision", "note"]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED)
def test_a_csv_that_somebody_named_as_a_workbook_is_read(tmp_path, saved, suffix):
    (tmp_path / f"sheet.{suffix}").write_bytes(saved)
    assert read_sheet(tmp_path / f"sheet.{suffix}")["decision"].tolist() == ["include", "exclude"]


NO_SHEETS = {
    "a note": b"I read all of them, and labelled a:1 as include.\n",
    "several lines": b"To do\n\n- ask Ben; then save\n",
    "a page of the web": b"<!DOCTYPE html>\n<html><body>Sign in</body></html>",
    "an open quotation mark": b'Anna said, "yes\n',
    "another table": b"name,mail\nanna,a@example.org\n",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "UTF-16": "a note".encode("utf-16"),
    "a long line": b"word " * 40_000,
}


@pytest.mark.parametrize("suffix", ["xlsx", "ODS"])
@pytest.mark.parametrize("content", NO_SHEETS.values(), ids=NO_SHEETS)
def test_what_is_no_workbook_in_spite_of_its_name_is_refused(tmp_path, content, suffix):
    (tmp_path / f"anna.{suffix}").write_bytes(content)
    with pytest.raises(LabelError) as refused:
        read_sheet(tmp_path / f"anna.{suffix}")
    message = f"this is not a workbook, although its name ends in .{suffix.lower()}"
    assert [problem.message for problem in refused.value.problems] == [message]


def test_the_row_is_the_one_that_a_spreadsheet_shows(tmp_path):
    (tmp_path / "s.csv").write_text('record_id,note\na,"two\nlines"\n\nb,x\n')
    assert read_sheet(tmp_path / "s.csv")[ROW].tolist() == [2, 4]


def test_a_workbook_is_read_with_its_numbers_dates_and_booleans_as_people_mean_them(tmp_path):
    workbook = Workbook()
    for row in (["record_id", "decision", "year"], ["a:1", True, 2015.0], ["a:2", None, 2016]):
        workbook.active.append(row)
    workbook.save(tmp_path / "s.xlsx")
    assert read_sheet(tmp_path / "s.xlsx").drop(columns=ROW).to_numpy().tolist() == [
        ["a:1", "yes", "2015"],
        ["a:2", "", "2016"],
    ]


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table>
<table:table-header-rows><table:table-row><table:table-cell><text:p>record_id</text:p></table:table-cell>
<table:table-cell><text:p>decision</text:p></table:table-cell><table:table-cell><text:p>note</text:p>
</table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>
</table:table-header-rows>
<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell><text:p>a<text:s text:c="2"/>b<text:tab/><text:span>c</text:span>d</text:p>
<text:p>e</text:p><office:annotation><text:p>a comment</text:p></office:annotation></table:table-cell>
<table:table-cell office:value-type="boolean" office:boolean-value="false"><text:p>EPÄTOSI</text:p>
</table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2020-04-02T00:00:00"><text:p>2.4.</text:p>
</table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2" office:value-type="float"
 office:value="1"><text:p>1,00</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>
</table:table><table:table><table:table-row><table:table-cell><text:p>another sheet</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_ods_is_read_with_its_repeated_cells_dates_and_booleans(tmp_path):
    with zipfile.ZipFile(tmp_path / "s.ods", "w") as archive:
        archive.writestr("content.xml", ODS)
    sheet = read_sheet(tmp_path / "s.ods")
    assert sheet[["record_id", "decision", "note", ROW]].to_numpy().tolist() == [
        ["a  b\tcd\ne", "no", "2020-04-02", 4],
        ["1", "1", "", 5],
    ]


BROKEN = {
    "empty": (b"", "empty"),
    "a mark only": (b"\xef\xbb\xbf", "no rows"),
    "PDF": (b"%PDF-1.7 ...", "not a readable sheet"),
    "old Excel": (b"\xd0\xcf\x11\xe0 ...", "not a readable sheet"),
    "broken workbook": (b"PK\x03\x04 nothing", "not a workbook"),
    "a quotation mark left open": (
        b'id,decision,note\n1,no,\n2,no,"see mail\n3,yes,\n',
        "row 3.*quotation mark",
    ),
    "one closed too late": (b'id,note\n1,"see mail\n2,"yes"\n', "row 2.*quotation mark"),
    "a column twice": (b"id,decision,Decision\n1,a,b\n", "appears twice"),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_sheet_is_named(tmp_path, content, message):
    (tmp_path / "s.csv").write_bytes(content)
    with pytest.raises(LabelError, match=message):
        read_sheet(tmp_path / "s.csv")


FRAME = pd.DataFrame({"record_id": ["a:1"], "title": ['=HYPERLINK("x")\x07'], "decision": [""]})


def test_a_sheet_is_the_same_bytes_each_time_and_holds_a_drop_down(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        write_sheet(FRAME, tmp_path / name, choices={"decision": ["include", "exclude"]})
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    sheet = load_workbook(tmp_path / "one.xlsx").active
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"include,exclude"']
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].value.startswith("'=")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_is_handed_out_comes_back(tmp_path, suffix):
    write_sheet(FRAME, tmp_path / f"s{suffix}")
    assert read_sheet(tmp_path / f"s{suffix}")["title"].tolist()[0].startswith("=HYPERLINK")


def test_a_workbook_shows_whole_rows_and_which_cells_are_to_be_filled(tmp_path):
    frame = pd.DataFrame({"record_id": ["a"], "abstract": ["word " * 100], "decision": [""]})
    write_sheet(frame, tmp_path / "s.xlsx")
    sheet = load_workbook(tmp_path / "s.xlsx").active
    assert sheet.row_dimensions[2].height == 15 * (1 + 500 // 80)
    filled = [cell.fill.fill_type for cell in sheet[2]]
    assert filled == [None, None, "solid"]


def test_an_address_which_is_not_wrapped_makes_no_row_taller(tmp_path):
    frame = pd.DataFrame({"record_id": ["a"], "url": ["https://example.org/" + "x" * 500]})
    write_sheet(frame, tmp_path / "s.xlsx")
    assert load_workbook(tmp_path / "s.xlsx").active.row_dimensions[2].height == 15


def test_no_row_is_taller_than_excel_allows(tmp_path):
    write_sheet(pd.DataFrame({"abstract": ["word " * 10_000]}), tmp_path / "s.xlsx")
    assert load_workbook(tmp_path / "s.xlsx").active.row_dimensions[2].height == 409


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_control_characters_of_records_do_not_reach_people(tmp_path, suffix):
    write_sheet(pd.DataFrame({"record_id": ["a"], "title": ["in\x00side\x1b"]}), tmp_path / f"s{suffix}")
    assert read_sheet(tmp_path / f"s{suffix}")["title"].tolist() == ["inside"]


@pytest.mark.parametrize(
    ("column", "address", "link"),
    [
        ("free_url", "https://repository.test/1?a=b&c", "https://repository.test/1?a=b&c"),
        ("url", "HTTP://repository.test/1", None),
        ("url", "javascript:alert(1)", None),
        ("url", "https://repository.test/" + "a" * 3000, None),  # Excel takes 2,079 characters
        ("title", "https://repository.test/1", None),
    ],
)
def test_addresses_of_texts_can_be_clicked_on_and_nothing_else(tmp_path, column, address, link):
    write_sheet(pd.DataFrame({"record_id": ["a"], column: [address]}), tmp_path / "s.xlsx")
    cell = load_workbook(tmp_path / "s.xlsx").active["B2"]
    assert (cell.hyperlink.target if cell.hyperlink else None) == link
    assert cell.alignment.wrap_text
    assert read_sheet(tmp_path / "s.xlsx")[column].tolist() == [address]
