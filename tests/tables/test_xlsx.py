"""What a cell of a workbook holds, whatever program wrote it."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from cireview.errors import ReviewError
from cireview.tables.xlsx import read_worksheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STRINGS = (
    "<si><t>plain</t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r>"
    '<rPh sb="0" eb="1"><t>no</t></rPh></si>'
)
# Styles 0 to 4: as it is, a day, a time, a duration, a format of its own.
STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts><cellXfs count="5">'
)
STYLES += "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 20, 46, 164)) + "</cellXfs>"


def relations(*pairs):
    rows = [
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    ]
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def workbook(rows, *, styles=STYLES, from_1904="0", strict=False, chart=False, head=""):
    """Return a workbook with these rows of XML on one sheet that is hidden."""
    part = f'xmlns="{MAIN}" xmlns:r="{OFFICE}"'
    sheets = ['<sheet name="data" sheetId="1" state="hidden" r:id="rId1"/>']
    sheets += ['<sheet name="chart" sheetId="2" r:id="rId4"/>'] * chart
    kinds = {
        "xl/workbook.xml": "sheet.main",
        "xl/styles.xml": "styles",
        "xl/sharedStrings.xml": "sharedStrings",
    }
    kinds |= {"xl/worksheets/w.xml": "worksheet", "xl/chartsheets/c.xml": "chartsheet"}
    types = [
        f'<Override PartName="/{name}" ContentType="{TYPE}.{kind}+xml"/>' for name, kind in kinds.items()
    ]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{"".join(types)}</Types>',
        "_rels/.rels": relations(("officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {part}><workbookPr date1904="{from_1904}"/>'
        f"<sheets>{''.join(sheets)}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            *(("worksheet", "/xl/worksheets/w.xml"), ("styles", "styles.xml")),
            *(("sharedStrings", "sharedStrings.xml"), ("chartsheet", "chartsheets/c.xml")),
        ),
        "xl/sharedStrings.xml": f"<sst {part}>{STRINGS}</sst>",
        "xl/styles.xml": f"<styleSheet {part}>{styles}</styleSheet>",
        "xl/worksheets/w.xml": f'{head}<worksheet {part}><dimension ref="A1"/>'
        f"<sheetData>{rows}</sheetData></worksheet>",
        "xl/chartsheets/c.xml": f"<chartsheet {part}/>",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            for plain, other in STRICT.items() if strict else ():
                text = text.replace(plain, other)
            archive.writestr(name, text)
    return content


CELLS = {
    "a text": ('t="s"><v>0</v>', "plain"),
    "a text with formats, and how it is spoken": ('t="s"><v>1</v>', "rich text"),
    "a text in its place": ('t="inlineStr"><is><t>here </t></is>', "here "),
    "what a formula gives": ('t="str"><f>"a"&amp;"b"</f><v>ab</v>', "ab"),
    "an error": ('t="e"><f>1/0</f><v>#DIV/0!</v>', "#DIV/0!"),
    "yes": ('t="b"><v>1</v>', True),
    "a whole number": ("><v>12345678901234567890</v>", 12345678901234567890),
    "a share": ("><v>0.25</v>", 0.25),
    "a number in a short form": ("><v>1E3</v>", 1000.0),
    "a day": ('s="1"><v>43921</v>', datetime(2020, 3, 31)),
    "a day by a format of its own": ('s="4"><v>43921</v>', datetime(2020, 3, 31)),
    "a day as the standard writes it strictly": ('t="d"><v>2020-03-31</v>', date(2020, 3, 31)),
    "a time": ('s="2"><v>0.5</v>', time(12)),
    "a duration": ('s="3"><v>1.5</v>', timedelta(days=1, hours=12)),
    "a format alone": ('s="1">', None),
}


def only(rows):
    (sheet,) = read_worksheets(rows)
    return sheet.rows


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
@pytest.mark.parametrize(("cell", "value"), CELLS.values(), ids=CELLS)
def test_a_cell_is_what_excel_holds(cell, value):
    made = workbook(f'<row r="1"><c r="A1" {cell}</c><c r="B1"><v>1</v></c></row>')
    assert only(made) == [[value, 1]]
    made.seek(0)
    other = load_workbook(made, read_only=True, data_only=True)  # a reader of another make
    assert other["data"]["A1"].value == value


def test_days_count_from_1904_where_a_workbook_does():
    made = workbook('<row r="1"><c r="A1" s="1"><v>42459</v></c></row>', from_1904="1")
    assert only(made) == [[datetime(2020, 3, 31)]]


def test_a_number_that_is_no_day_is_an_error_where_a_day_should_stand():
    assert only(workbook('<row r="1"><c r="A1" s="1"><v>1e9</v></c></row>')) == [["#VALUE!"]]


def test_rows_and_columns_that_are_left_out_are_empty():
    rows = '<row r="2"><c r="C2"><v>1</v></c><c r="D2" s="1"/></row><row><c><v>2</v></c><c><v>3</v></c></row>'
    assert only(workbook(rows)) == [[], [None, None, 1], [2, 3]]


def test_rows_that_buttons_stand_on_are_no_rows():
    button = f'</sheetData><controls><from xmlns="{MAIN}/drawing"><row>7</row></from></controls><sheetData>'
    made = workbook(f'<row r="1"><c r="A1"><v>1</v></c></row>{button}')
    assert only(made) == [[1]]


def test_entities_do_not_unfold():
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20 if n else "a" * 100}">' for n in range(9))
    made = workbook('<row r="1"><c r="A1" t="str"><v>&e8;</v></c></row>', head=f"<!DOCTYPE w [{bomb}]>")
    with pytest.raises(ElementTree.ParseError):
        read_worksheets(made)


def test_sheets_of_a_chart_are_left_out_and_hidden_ones_marked():
    (sheet,) = read_worksheets(workbook('<row r="1"><c r="A1"><v>1</v></c></row>', chart=True))
    assert (sheet.title, sheet.visible) == ("data", False)


def test_a_workbook_that_follows_the_standard_strictly_is_read():
    assert only(workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strict=True)) == [["plain"]]


BROKEN = {
    "rows out of order": '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
    "no such text": '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
    "no such column": '<row r="1"><c r="ZZZ1"><v>1</v></c></row>',
    "no cell": '<row r="1"><c r="?1"><v>1</v></c></row>',
}


@pytest.mark.parametrize("rows", BROKEN.values(), ids=BROKEN)
def test_a_broken_workbook_is_refused(rows):
    with pytest.raises((ValueError, IndexError)):
        read_worksheets(workbook(rows))


def test_a_row_far_below_is_refused_before_the_rows_above_it_are_made():
    with pytest.raises(ReviewError, match="more than 20,000,000 cells"):
        read_worksheets(workbook('<row r="999999999999"><c><v>1</v></c></row>'))
