"""Each row of the table "Ways to spoil a sheet": what was done is said, and what to do helps."""

import re

import pandas as pd
import pytest
from cli.conftest import run
from docs.pages import ROOT
from openpyxl import Workbook

from cireview.sheets.handouts import write_handouts
from cireview.tables.spreadsheets import write_sheet

TABLE = (ROOT / "docs/reviewers.md").read_text(encoding="utf-8").split("## Ways to spoil a sheet")[1]
ROWS = {
    cells[0]: cells[1:]
    for line in TABLE.split("\n## ")[0].splitlines()
    if line.startswith("| ")
    and (cells := [cell.strip() for cell in line.strip("|").split(" | ")])[0] not in ("what you did", "---")
}
HEAD = ["record_id", "title", "decision", "reason", "reviewer", "decided_on", "note"]
ONE = ["x:1", "One", "include", "", "reviewer_1", "", ""]
TWO = ["x:2", "Two", "exclude", "topic", "reviewer_1", "", ""]
TEXTS = {"record_id": "x:1", "retrieved": "yes", "decision": "include", "reviewer": "reviewer_1"}
CODES = {"record_id": "x:1", "dimension": "country", "value": "Finland", "coder": "reviewer_1"}
WIDE = {"record_id": "x:1", "code_county": "Finland", "coder": "reviewer_1"}
PAIR = {"record_id_1": "x:1", "record_id_2": "x:2", "decision": "same", "note": ""}
FOLDER = "data/labels/screening"


def workbook(**worksheets):
    """Return what saves these worksheets as the sheet of abstracts."""

    def save(folder):
        book = Workbook()
        book.remove(book.active)
        for title, rows in worksheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(folder / FOLDER / "mine.xlsx")

    return save


def text(content, path=f"{FOLDER}/mine.csv"):
    return lambda folder: (folder / path).write_bytes(content)


def cells(path=f"{FOLDER}/mine.csv", **changed):
    """Return what saves two abstracts, some cells of the second changed; None deletes the column."""

    def save(folder):
        frame = pd.DataFrame([ONE, TWO], columns=HEAD)
        for column, value in changed.items():
            frame = (
                frame.drop(columns=column)
                if value is None
                else frame.assign(**{column: [ONE[HEAD.index(column)], value]})
            )
        write_sheet(frame, folder / path)

    return save


def row(kind, shown, **changed):
    return lambda folder: write_sheet(
        pd.DataFrame([shown | changed]), folder / f"data/labels/{kind}/mine.csv"
    )


def both(*acts):
    return lambda folder: [act(folder) for act in acts]


def fill_in_results(folder):
    sheets = folder / "results/4_practical_screen/sheets"
    write_handouts(
        {"screening_reviewer_1": pd.DataFrame([ONE[:2] + [""] * 5], columns=HEAD)}, sheets, choices={}
    )
    write_sheet(pd.DataFrame([ONE], columns=HEAD), sheets / "screening_reviewer_1.xlsx")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
CSV = ",".join(HEAD) + "\n" + ",".join(ONE) + "\n"
DONE = {
    "wrote a title or notes above the headers": workbook(
        May=[["My sheet"], ["Date:", 31], [], HEAD, ONE, TWO]
    ),
    "put notes on a worksheet before the table": workbook(Notes=[["Ask Bert"]], May=[HEAD, ONE, TWO]),
    "moved, added or coloured columns, deleted rows": workbook(
        May=[[*HEAD[::-1], "mine"], [*ONE[::-1], "x"]]
    ),
    "left the sheet open in Excel": both(cells(), text(b"\x04anna", f"{FOLDER}/~$mine.xlsx")),
    "deleted or renamed the column `record_id`": cells(record_id=None),
    "deleted or renamed the column `decision`": cells(decision=None),
    "emptied some ids": cells(record_id=""),
    "wrote a word that is no decision": cells(decision="perhaps so"),
    "misspelt your name": cells(reviewer="reveiwer_1"),
    "emptied the column `reviewer`": cells(reviewer=""),
    "wrote a reason in your own words": cells(reason="too old"),
    "wrote a date as `4/5/2024`": cells(decided_on="4/5/2024"),
    "decided twice on one record": cells(record_id="x:1"),
    "sorted the headers with the rows": workbook(May=[ONE, HEAD, TWO]),
    "pasted another table below, with its headers": workbook(May=[HEAD, ONE, HEAD, TWO]),
    "answered on a second worksheet": workbook(May=[HEAD, ONE], June=[HEAD, TWO]),
    "renamed a column of a second worksheet": workbook(
        May=[HEAD, ONE], June=[[*HEAD[:2], "verdict", *HEAD[3:]], TWO]
    ),
    "wrote a remark right of the table": workbook(May=[HEAD, ONE, [*TWO, "ask Bert"]]),
    "saved it in the folder of another stage": cells("data/labels/coding/screening_mine.csv"),
    "saved it in `data/labels/` itself": row("", CODES),
    "saved it elsewhere in the review": cells("config/mine.csv"),
    "filled it in `results/`": fill_in_results,
    "kept a copy beside it and went on in both": both(
        cells(), cells(f"{FOLDER}/mine (1).csv", decision="unsure")
    ),
    "saved it as `.xls` or in Word": both(
        text(OLE, f"{FOLDER}/mine.xls"), text(b"PK\x03\x04", f"{FOLDER}/mine.docx")
    ),
    "set a password": text(OLE, f"{FOLDER}/mine.xlsx"),
    "saved an empty file": text(b""),
    "copied half of the file": text((CSV + ",".join(TWO)[:9]).encode()),
    "merged two versions with git": text((CSV + "<<<<<<< HEAD\n=======\n>>>>>>> anna\n").encode()),
    "decided on a full text, and wrote `no` in `retrieved`": row("eligibility", TEXTS, retrieved="no"),
    "wrote a code that is not in the list": row("coding", CODES, value="Narnia"),
    "wrote two codes where one is asked": row("coding", CODES, value="Finland; other"),
    "changed the question of a row": row("coding", CODES, dimension="county"),
    "renamed a column `code_…` of a wide sheet": row("coding", WIDE),
    "wrote `maybe` about possible duplicates": row("duplicates", PAIR, decision="maybe"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    assert run("init", tmp_path / "review").exit_code == 0
    protocol = tmp_path / "review/config/protocol.yaml"
    protocol.write_text(re.sub(r"<(.*)>", r"\1", protocol.read_text()))  # the placeholders
    return tmp_path / "review"


def test_every_row_of_the_table_is_done():
    assert len(ROWS) > 30
    assert set(ROWS) == set(DONE)


@pytest.mark.parametrize("done", ROWS)
def test_what_the_table_says_is_said_and_collecting_helps(folder, done):
    said, to_do = ROWS[done]
    DONE[done](folder)
    checked = run("check", folder)
    if said == "nothing":
        assert checked.exit_code == 0, checked.exception
        assert to_do.startswith("nothing")
        return
    (quoted,) = re.findall(r"`([^`]+)`", said)
    pattern = ".*".join(map(re.escape, filter(None, quoted.split("…"))))
    assert re.search(pattern, str(checked.exception)), checked.exception
    if to_do == "`cireview collect`":
        assert "moved" in run("collect", folder).stdout
        again = run("check", folder)
        assert again.exit_code == 0, again.exception
    else:
        assert "cireview collect" not in str(checked.exception)
