"""Names of copies that programs and people make, and of files that are not here yet."""

import pytest

from cireview.tables.copies import Difference, compare_answers, find_original_name, is_awaited
from cireview.tables.spreadsheets import parse_sheet

COPIES = {
    # Dropbox
    "x (conflicted copy 2026-03-01).xlsx": "x.xlsx",
    "x (Anna's conflicted copy).csv": "x.csv",
    "x (Anna’s conflicted copy 2026-03-01).csv": "x.csv",
    "x (DESKTOP-1A2B's conflicted copy 2026-03-01 (1)).ods": "x.ods",
    "x (In Konflikt stehende Kopie von Anna 2026-03-01).xlsx": "x.xlsx",
    "x (Annas in Konflikt stehende Kopie 2026-03-01).xlsx": "x.xlsx",
    "x (Copie en conflit de Anna 2026-03-01).xlsx": "x.xlsx",
    "x (Copia en conflicto de Anna 2026-03-01).xlsx": "x.xlsx",
    # Nextcloud and ownCloud
    "x (conflicted copy 2026-03-01 101010).csv": "x.csv",
    "x_conflict-20260301-101010.csv": "x.csv",
    "x_conflict_anna-20260301-101010.csv": "x.csv",
    # Syncthing
    "x.sync-conflict-20260301-101010-ABCDEFG.csv": "x.csv",
    "x.sync-conflict-20260301-101010.csv": "x.csv",
    # Browsers and Google Drive
    "x (1).xlsx": "x.xlsx",
    "x(12).xlsx": "x.xlsx",
    "Copy of x.xlsx": "x.xlsx",
    "Kopie von x.xlsx": "x.xlsx",
    "Copie de x.xlsx": "x.xlsx",
    "Kopio tiedostosta x.xlsx": "x.xlsx",
    "Kopia av x.xlsx": "x.xlsx",
    # Windows
    "x - Copy.xlsx": "x.xlsx",
    "x - Copy (2).xlsx": "x.xlsx",
    "x - Kopie.xlsx": "x.xlsx",
    "x – Kopie (3).xlsx": "x.xlsx",
    "x - Copie.xlsx": "x.xlsx",
    "x - kopio.xlsx": "x.xlsx",
    "x - Kopia.xlsx": "x.xlsx",
    # macOS and Linux
    "x copy.xlsx": "x.xlsx",
    "x copy 2.xlsx": "x.xlsx",
    "x Kopie.xlsx": "x.xlsx",
    "x copie 2.xlsx": "x.xlsx",
    "x kopio.xlsx": "x.xlsx",
    "x (copy).csv": "x.csv",
    "x (another copy).csv": "x.csv",
    "x (3rd copy).csv": "x.csv",
    "x (Kopie).csv": "x.csv",
    "x (kopio).csv": "x.csv",
    # Of a copy: the first original counts
    "x (conflicted copy 2026-03-01) (1).csv": "x (conflicted copy 2026-03-01).csv",
    "screening_anna_002 (1).xlsx": "screening_anna_002.xlsx",
}


@pytest.mark.parametrize(("name", "original"), COPIES.items(), ids=COPIES)
def test_the_name_of_a_copy_tells_that_of_its_original(name, original):
    assert find_original_name(name) == original


NO_COPIES = (
    *("x.xlsx", "x-DESKTOP-1A2B.xlsx", "screening_anna_002.xlsx", "anna 2.xlsx", "copyright.csv"),
    *("photocopy.csv", "(1).csv", "copy.csv", "x (2026).csv", "x (a copy editor).csv", "conflict.csv"),
    *("Kopie.ods", "x (may).csv"),
    *("x - Copyedited.xlsx", "kopior.csv", "x (Copenhagen).xlsx"),
)  # fmt: skip


@pytest.mark.parametrize("name", NO_COPIES)
def test_another_name_is_that_of_no_copy(name):
    assert find_original_name(name) == ""


AWAITED = (
    *(".x.xlsx.icloud", "x.xlsx.part", "x.csv.crdownload", "x.csv.download", "x.xlsx.opdownload"),
    *("x.ods.filepart", "X.XLSX.PART", "x.csv.partial", "x.xlsx.!ut", "Unconfirmed 12345.crdownload"),
)
PASSED_OVER = (
    *("~$x.xlsx", ".~lock.x.xlsx#", "~WRD0001.tmp", "A1B2C3D4.tmp", ".x.csv.partial", "x.xlsx", "part.csv"),
    *(".DS_Store", "Thumbs.db", "x.part.csv", ".icloud", "desktop.ini", ".x.csv.swp"),
)


@pytest.mark.parametrize("name", [*AWAITED, *PASSED_OVER])
def test_what_is_not_here_yet_is_known_by_its_name(name):
    assert is_awaited(name) == (name in AWAITED)


HEAD = "record_id,title,decision,reason,reviewer\n"
ROWS = HEAD + "a,One,include,,anna\nb,Two,exclude,method,anna\nc,Three,,,anna\n"
DIFFER = {
    "another decision": (ROWS.replace("include", "exclude"), 1, 2, "exclude", "include"),
    "another reason": (ROWS.replace("method", "year"), 1, 3, "exclude; year", "exclude; method"),
    "an answer more": (ROWS.replace("Three,", "Three,include"), 1, 4, "include", ""),
    "an answer fewer": (ROWS.replace("One,include", "One,"), 1, 2, "", "include"),
    "a row more with an answer": (ROWS + "d,Four,include,,anna\n", 1, 5, "include", ""),
    "a row fewer": (HEAD + "a,One,include,,anna\n", 1, 0, "", "exclude; method"),
    "two of them, in another order": (
        HEAD + "b,Two,include,,anna\nc,,,,anna\na,One,no,,anna\n", 2, 2, "include", "exclude; method"),
    "a second answer on one id": (ROWS + "a,One,exclude,,anna\n", 1, 2, "include; exclude", "include"),
    "another column": (
        "record_id,decision,reason,retrieved,reviewer\na,include,,yes,anna\nb,exclude,method,,anna\n",
        1, 2, "include; yes", "include"),
    "a criterion": (
        "record_id,decision,reason,meets_x,reviewer\na,include,,,anna\nb,exclude,method,no,anna\n",
        1, 3, "exclude; method; no", "exclude; method"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "count", "row", "here", "there"), DIFFER.values(), ids=DIFFER)
def test_rows_that_differ_from_the_original_are_counted_and_the_first_is_shown(text, count, row, here, there):
    sheets = [parse_sheet(content.encode(), name="s") for content in (text, ROWS)]
    assert compare_answers(*sheets) == Difference(count, row, here, there)


SAME = {
    "the same": ROWS,
    "another order of rows": HEAD + "c,Three,,,anna\nb,Two,exclude,method,anna\na,One,include,,anna\n",
    "another order of columns": (
        "decision,reason,record_id,reviewer\ninclude,,a,anna\nexclude,method,b,anna\n"
    ),
    "other capitals": ROWS.replace("include", "Include"),
    "a note and a title": ROWS.replace("One", "Another"),
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_answers_are_no_difference(text):
    sheets = [parse_sheet(content.encode(), name="s") for content in (text, ROWS)]
    assert compare_answers(*sheets).count == 0


def test_sheets_without_a_common_row_are_no_copies():
    other = HEAD + "x,One,include,,anna\n"
    assert compare_answers(*(parse_sheet(text.encode(), name="s") for text in (other, ROWS))) is None
