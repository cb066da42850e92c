"""No decision is lost on the way through LibreOffice, a Finnish Excel, Numbers or Google Sheets."""

import csv
import datetime
import io
import zipfile
from xml.sax.saxutils import escape

import pandas as pd
import pytest
from openpyxl import load_workbook

from cireview.labels import read_answers, read_labels
from cireview.tables.spreadsheets import find_sheets, read_sheet, write_sheet

TITLES = [
    *("=1+1", "+49 days", "-5 °C", "@home", '=HYPERLINK("http://example.org";"x")', "'tis", "007", "1E5"),
    *("2.4.2020", "5/31/2024", "TRUE", "12:30", "3,14", "1/2", "two\nlines", 'He said "no"; and, left'),
    *(
        '"Quoted" at the start',
        "“typographic”",
        "a\ttab",
        "smile 🙂",
        "ÄÖ ß Ω 中文",
        "",
        "   blanks   ",
        "#N/A",
    ),
]
IDS = [f"src_{place}:{number}" for place, number in enumerate(["1E5", "007", "2020-04-02", "1.10"] * 6)]
# As people type them: the word, and what is then meant.
TYPED = [
    *[("include", "include"), ("exclude", "exclude"), ("unsure", "unsure"), ("kyllä", "include")],
    *[("ei", "exclude"), ("Include", "include"), (1, "include"), (0, "exclude")],
    *[(True, "include"), (False, "exclude"), ("x", "include"), ("?", "unsure")],
]
FRAME = pd.DataFrame(
    {
        "record_id": IDS,
        "title": TITLES,
        "abstract": "word " * 400,
        **dict.fromkeys(["decision", "reason", "note"], ""),
        "reviewer": "anna",
        "decided_on": "",
    }
)
CHOICES = {"decision": ["include", "exclude", "unsure"], "reason": ["=odd", "children"]}
ROWS = [(*TYPED[place % len(TYPED)], place) for place in range(len(IDS))]
DAY = datetime.date(2020, 4, 2)
WANTED = [
    (IDS[place], meant, "children" if meant == "exclude" else "", "2020-04-02") for _, meant, place in ROWS
]


def decisions_in(path):
    """Return what the run reads in this sheet: id, decision, reason and day."""
    people, reasons = ["anna"], {"children": "Not about children"}
    labels = read_labels(
        find_sheets(path.parent), stage="screening", people=people, reasons=reasons, root=path.parent
    )
    return [tuple(row) for row in labels[["record_id", "decision", "reason", "decided_on"]].to_numpy()]


def fill(typed, *, true="TRUE", false="FALSE", day="2020-04-02"):
    """Return the sheet with what a person typed, as a spreadsheet in that person's language shows it."""
    shown = [{True: true, False: false}[one] if isinstance(one, bool) else str(one) for one, *_ in typed]
    reasons = ["children" if meant == "exclude" else "" for _, meant, _ in typed]
    return FRAME.assign(decision=shown, reason=reasons, decided_on=day)


# --- LibreOffice ----------------------------------------------------------------------------------------

FORMATS = {
    "xlsx": ("xlsx:Calc MS Excel 2007 XML", "xlsx"),
    "ods": ("ods", "ods"),
    "semicolons, UTF-8": ("csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false", "csv"),
    "semicolons, Windows-1252": ("csv:Text - txt - csv (StarCalc):59,34,1,1,,0,false,true,false", "csv"),
    "tabs, UTF-16": ("csv:Text - txt - csv (StarCalc):9,34,65535,1,,0,false,true,false", "csv"),
}


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """Return a folder with a sheet as CSV and as XLSX, both filled."""
    folder = tmp_path_factory.mktemp("sheets")
    write_sheet(FRAME, folder / "workbook.xlsx", choices=CHOICES)
    workbook = load_workbook(folder / "workbook.xlsx")
    sheet = workbook.active
    column = {cell.value: cell.column for cell in sheet[1]}
    for typed, meant, place in ROWS:
        sheet.cell(place + 2, column["decision"], typed)
        sheet.cell(place + 2, column["reason"], "children" if meant == "exclude" else None)
        sheet.cell(place + 2, column["decided_on"], DAY)
    workbook.save(folder / "workbook.xlsx")
    write_sheet(fill(ROWS), folder / "text.csv")
    return folder


OPENED = {
    "workbook": ("workbook.xlsx", ()),
    "text as UTF-8": ("text.csv", ("--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",)),
    "text as Windows-1252": ("text.csv", ("--infilter=Text - txt - csv (StarCalc):44,34,1,1,,0,false,true",)),
}


@pytest.fixture(scope="module")
def save(libreoffice, handed_out, tmp_path_factory):
    """Return a function that opens a sheet in LibreOffice, saves it in a format and returns the new file."""
    done = {}

    def saved(opened, name):
        if (opened, name) not in done:
            (source, opening), (kind, suffix) = OPENED[opened], FORMATS[name]
            target = tmp_path_factory.mktemp("saved") / "sheets"
            libreoffice(handed_out / source, target, kind, *opening)
            file = target / f"anna.{suffix}"
            done[opened, name] = (target / source).with_suffix(f".{suffix}").rename(file)
        return done[opened, name]

    return saved


@pytest.mark.programs
@pytest.mark.parametrize("opened", OPENED)
@pytest.mark.parametrize("name", FORMATS)
def test_libreoffice_loses_no_decision(save, name, opened):
    assert decisions_in(save(opened, name)) == WANTED


@pytest.mark.programs
@pytest.mark.parametrize("name", ["xlsx", "ods"])
def test_a_workbook_keeps_every_title_in_libreoffice(save, name):
    assert read_sheet(save("workbook", name))["title"].tolist() == [title.strip() for title in TITLES]


@pytest.mark.programs
def test_drop_downs_wrapped_text_and_yellow_cells_survive_libreoffice(save):
    sheet = load_workbook(save("workbook", "xlsx")).active
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == [
        '"include,exclude,unsure"',
        '"=odd,children"',
    ]
    assert all(cell.alignment.wrap_text for cell in sheet[2])
    assert [cell.fill.start_color.rgb[-6:] == "FFF6DC" for cell in sheet[2]] == [
        name in ("decision", "reason", "note", "decided_on") for name in FRAME.columns
    ]


@pytest.mark.programs
def test_a_list_too_long_for_a_drop_down_survives_on_a_hidden_sheet(libreoffice, tmp_path):
    reasons = [f"reason_number_{number:03}" for number in range(40)]
    write_sheet(FRAME, tmp_path / "s.xlsx", choices={"decision": CHOICES["decision"], "reason": reasons})
    libreoffice(tmp_path / "s.xlsx", tmp_path / "saved", FORMATS["xlsx"][0])
    for path in (tmp_path / "s.xlsx", tmp_path / "saved/s.xlsx"):
        workbook = load_workbook(path)
        decision, reason = workbook.active.data_validations.dataValidation
        assert decision.formula1 == '"include,exclude,unsure"'
        assert reason.formula1 == "lists!$A$1:$A$40"
        assert [cell.value for cell in workbook["lists"]["A"]] == reasons
        assert workbook["lists"].sheet_state == "hidden"
        assert read_sheet(path)["record_id"].tolist() == IDS


MERGES = pd.DataFrame(
    {
        "record_id_1": IDS[:12],
        "record_id_2": [f"gone:{place}" for place in range(12)],
        **dict.fromkeys(["different?", "note"], ""),
        "title_1": TITLES[:12],
    }
)
MARKS = [
    ("x", "different"),
    ("yes", "different"),
    (True, "different"),
    (1, "different"),
    ("no", "same"),
    (0, "same"),
]


@pytest.mark.programs
@pytest.mark.parametrize(("kind", "suffix"), FORMATS.values(), ids=FORMATS)
def test_libreoffice_loses_no_answer_on_a_merge(libreoffice, tmp_path, kind, suffix):
    write_sheet(MERGES, tmp_path / "merges.xlsx", choices={"different?": ["yes", "no"]})
    workbook = load_workbook(tmp_path / "merges.xlsx")
    for place, (typed, _) in enumerate(MARKS):
        workbook.active.cell(place + 2, 3, typed)
    workbook.save(tmp_path / "merges.xlsx")
    libreoffice(tmp_path / "merges.xlsx", tmp_path / "saved", kind)
    answers = read_answers([tmp_path / f"saved/merges.{suffix}"])
    gone = [f"gone:{place}" if meant == "different" else "" for place, (_, meant) in enumerate(MARKS)]
    found = {row["record_id_1"]: (row["decision"], row["leaves"]) for row in answers.to_dict("records")}
    assert found == {f"gone:{place}": (meant, gone[place]) for place, (_, meant) in enumerate(MARKS)}


# --- Excel in Finnish -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "cp1252"), (";", "utf-8-sig"), ("\t", "utf-16")], ids=str
)
def test_a_finnish_excel_loses_no_decision(tmp_path, delimiter, encoding):
    sheet = fill(ROWS, true="TOSI", false="EPÄTOSI", day="2.4.2020").assign(probability="0,93")
    text = sheet.to_csv(index=False, sep=delimiter, lineterminator="\r\n")
    (tmp_path / "anna.csv").write_bytes(text.encode(encoding, "replace"))
    assert decisions_in(tmp_path / "anna.csv") == WANTED


# --- Google Sheets and Numbers --------------------------------------------------------------------------


def test_a_tsv_of_google_sheets_which_quotes_nothing_loses_no_decision(tmp_path):
    rows = [FRAME.columns, *fill(ROWS).itertuples(index=False)]
    lines = ["\t".join(" ".join(str(cell).split()) for cell in row) for row in rows]
    (tmp_path / "anna.tsv").write_bytes("\r\n".join(lines).encode())
    assert decisions_in(tmp_path / "anna.tsv") == WANTED
    assert '"Quoted" at the start' in read_sheet(tmp_path / "anna.tsv")["title"].tolist()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_of_numbers_loses_no_decision(tmp_path, delimiter):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows(
        [FRAME.columns, *fill(ROWS, true="TRUE", false="FALSE").itertuples(index=False)]
    )
    (tmp_path / "anna.csv").write_bytes(stream.getvalue().encode())
    assert decisions_in(tmp_path / "anna.csv") == WANTED


def bare_workbook(sheets):
    """Return an XLSX of text cells without styles or shared strings, each sheet said to be one cell large."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    names = links = parts = ""
    files = {}
    for number, (name, rows) in enumerate(sheets.items(), 1):
        names += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        path = f"worksheets/sheet{number}.xml"
        links += f'<Relationship Id="r{number}" Type="{office}/worksheet" Target="{path}"/>'
        parts += f'<Override PartName="/xl/{path}" ContentType="{types}.worksheet+xml"/>'
        body = "".join(f"<row>{''.join(map(inline, row))}</row>" for row in rows)
        files[f"xl/{path}"] = (
            f'<worksheet {main}><dimension ref="A1"/><sheetData>{body}</sheetData></worksheet>'
        )
    start = f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
    parts += f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
    files["[Content_Types].xml"] = f'<Types xmlns="{package}/content-types">{parts}</Types>'
    files["_rels/.rels"] = f'<Relationships xmlns="{package}/relationships">{start}</Relationships>'
    files["xl/_rels/workbook.xml.rels"] = files["_rels/.rels"].replace(start, links)
    files["xl/workbook.xml"] = f'<workbook {main} xmlns:r="{office}"><sheets>{names}</sheets></workbook>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return stream.getvalue()


def inline(cell):
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(cell))}</t></is></c>'


@pytest.mark.parametrize("before", [{}, {"Export Summary": [["This document was exported from Numbers."]]}])
def test_a_bare_workbook_of_another_program_loses_no_decision(tmp_path, before):
    rows = [list(FRAME.columns), *fill(ROWS).to_numpy().tolist()]
    (tmp_path / "anna.xlsx").write_bytes(bare_workbook({**before, "Sheet 1 - anna": rows}))
    assert decisions_in(tmp_path / "anna.xlsx") == WANTED
