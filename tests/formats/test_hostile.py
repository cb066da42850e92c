"""Files that once ended in a traceback, and files that unfold to more than a computer holds."""

import gzip
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from cireview.errors import ExportError, LabelError, ReviewError
from cireview.formats import check_export, read_export
from cireview.tables.spreadsheets import parse_sheet

ONCE_FAILED = sorted((Path(__file__).parent / "once_failed").iterdir())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", ONCE_FAILED, ids=lambda path: path.name)
def test_what_once_failed_is_read_or_refused_in_words(path):
    check_export(path)
    try:
        reading = read_export(path, source="x")
        said = len(reading.records) + len(reading.rejected) > 0
    except ReviewError as error:
        said = path.name in str(error)
    assert said


def book(*cells):
    made, stream = Workbook(), io.BytesIO()
    made.active.append(["Title", "Year"])
    made.active.append(["A", 2014])
    for row, column in cells:
        made.active.cell(row, column, "x")
    made.save(stream)
    return stream.getvalue()


def chart_alone():
    made, stream = Workbook(), io.BytesIO()
    made.create_chartsheet()
    del made[made.sheetnames[0]]
    made.save(stream)
    return stream.getvalue()


LIMITS = {
    "strings that double": (
        b'@string{a="xxxxxxxxxx"}\n' + b"@string{a = a # a}\n" * 30 + b"@book{k, title = a}",
        "unfold",
    ),
    "one long xdata for many": (
        b"@xdata{x, abstract = {" + b"x" * 60_000 + b"}}\n" + b"@book{k, xdata = {x}}\n" * 1_000,
        "unfold",
    ),
    "gzip of newlines": (gzip.compress(b"TY  - JOUR\n" + b"\n" * 12_000_000), "unpacks to more than"),
    "gzip of tiny rows": (gzip.compress(b"title\n" + b"T\n" * 10_001), "too many for its size"),
    "nested elements": (b"<xml><records><record>" + b"<a>" * 200, "deep"),
    "far cells in many rows": (book(*((row, 16_384) for row in range(3, 1_300))), "cells"),
    "a chart alone": (chart_alone(), "spreadsheet is broken|no worksheet"),
}


@pytest.mark.parametrize("case", LIMITS)
def test_a_file_that_holds_too_much_is_refused_by_name(case, read):
    content, told = LIMITS[case]
    with pytest.raises(ExportError, match=told) as caught:
        read(content)
    assert "export.dat" in str(caught.value)


def test_one_cell_far_away_is_no_reason_to_refuse(read):
    assert read(book((1, 16_384))).records["title"].tolist() == ["A"]


def test_a_sheet_of_a_reviewer_has_the_same_limits():
    with pytest.raises(LabelError, match="cells"):
        parse_sheet(LIMITS["far cells in many rows"][0], name="sheet.xlsx")


def test_what_is_no_workbook_of_excel_is_refused_without_a_dump(read, capfd):
    with pytest.raises(ExportError, match="spreadsheet is broken"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert capfd.readouterr() == ("", "")
