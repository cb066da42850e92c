"""The commonest mistakes of who uses the software for the first time, and what it says about each."""

import re
from types import SimpleNamespace

import pytest
from cli.conftest import run

from cireview.errors import LINES, lay_out

SHEET = "data/labels/screening/screening_reviewer_1.csv"
HEAD = "record_id,title,abstract,text_note,decision,reason,reviewer,decided_on\n"
ROW = "scopus:1,Gardens,We dug.,,include,,reviewer_1,2026-11-29\n"


@pytest.fixture
def review(folder):
    """Return a review with one export and one filled sheet, and ways to spoil it."""
    (folder / "data/exports/scopus.csv").write_text('Authors,Title,Year,EID\n"Aho A.",Gardens,2015,1\n')
    (folder / SHEET).write_text(HEAD + ROW)

    def change(file, old, new):
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))

    def move(file, to):
        (folder / file).rename(folder / to)

    return SimpleNamespace(folder=folder, change=change, move=move)


PROTOCOL, CODEBOOK = "config/protocol.yaml", "config/codebook.yaml"
# What a newcomer does, and what the check says: all of it.
MISTAKES = {
    "writes a colon in the title": (
        lambda review: review.change(PROTOCOL, "title of the review", "Syndemics: a scoping review"),
        "config/protocol.yaml, row 3: the colon in the text is read as the end of a key. "
        'Write: title: "Syndemics: a scoping review"',
    ),
    "indents with a tab": (
        lambda review: review.change(PROTOCOL, "  main:", "\tmain:"),
        "config/protocol.yaml, row 7: this row begins with a tab, but only spaces are allowed there. "
        "Begin it with spaces: '  main: the question'",
    ),
    "leaves a placeholder": (
        lambda review: review.change(PROTOCOL, "the question", "<the question>"),
        "config/protocol.yaml, row 7, key question.main: '<the question>' is a placeholder. "
        "Replace it with your own words",
    ),
    "misspells a key": (
        lambda review: review.change(PROTOCOL, "languages:", "langauges:"),
        "config/protocol.yaml, row 26, key practical_screen.langauges: unknown key 'langauges'. "
        "Did you mean 'languages'?",
    ),
    "types a date as at home": (
        lambda review: review.change(PROTOCOL, "date: 2026-01", "date: 29/11/2026"),
        "config/protocol.yaml, row 21, key search.date: a date is written 2020, 2020-03 or 2020-03-31 "
        "(given: '29/11/2026'). Write 2026-11-29",
    ),
    "forgets a bracket in the query": (
        lambda review: review.change(PROTOCOL, "wellbeing)", "wellbeing"),
        "config/protocol.yaml: character 12 of the query: a parenthesis is not closed. "
        "Add the closing parenthesis\n"
        '    child* AND ("well-being" OR wellbeing\n'
        "               ^",
    ),
    "writes blanks in an id of the codebook": (
        lambda review: review.change(CODEBOOK, "id: country", "id: home country"),
        "config/codebook.yaml, row 5, key dimensions.1.id: an id starts with a letter and has only letters, "
        "digits and _ (given: 'home country'). Write home_country",
    ),
    "saves an export under another name": (
        lambda review: review.move("data/exports/scopus.csv", "data/exports/Scopus export.csv"),
        "data/exports/Scopus export.csv: no source in the protocol names this export file. Rename it to "
        "'scopus.csv', as config/protocol.yaml has it, or change the name there",
    ),
    "saves an export with an ending that Windows hides": (
        lambda review: review.move("data/exports/scopus.csv", "data/exports/scopus.csv.txt"),
        "data/exports/scopus.csv.txt: no source in the protocol names this export file. Rename it to "
        "'scopus.csv', as config/protocol.yaml has it, or change the name there",
    ),
    "saves a filled sheet among the exports": (
        lambda review: review.move(SHEET, "data/exports/filled.csv"),
        "data/exports/filled.csv: this sheet is for abstracts (screening), and belongs in "
        "data/labels/screening/. Run 'cireview collect' to move it there, then run again. To keep it as a "
        "copy, move it out of the review's folder",
    ),
    "names a filled sheet as an export": (
        lambda review: (
            review.move("data/exports/scopus.csv", "old.csv"),
            review.move(SHEET, "data/exports/scopus.csv"),
        ),
        "data/exports/scopus.csv: this sheet is for abstracts (screening), and belongs in "
        "data/labels/screening/. Run 'cireview collect' to move it there, then run again. To keep it as a "
        "copy, move it out of the review's folder",
    ),
    "saves a filled sheet among the full texts": (
        lambda review: review.move(SHEET, "data/fulltext/filled.csv"),
        "data/fulltext/filled.csv: this sheet is for abstracts (screening), and belongs in "
        "data/labels/screening/. Run 'cireview collect' to move it there, then run again. To keep it as a "
        "copy, move it out of the review's folder",
    ),
    "misspells a reviewer in the name of a sheet": (
        lambda review: (
            review.change(SHEET, "reviewer_1", ""),
            review.move(SHEET, "data/labels/screening/screening_reviewr_1.csv"),
        ),
        "data/labels/screening/screening_reviewr_1.csv, row 2, column reviewer: the reviewer is missing, and "
        "'reviewr_1' in the file name is not a reviewer. Rename the file if you mean 'reviewer_1', "
        "or write the name in "
        "the column",
    ),
    "saves a sheet in the folder of another step": (
        lambda review: review.move(SHEET, "data/labels/eligibility/screening_reviewer_1.csv"),
        "data/labels/eligibility/screening_reviewer_1.csv: this sheet is for abstracts (screening), and "
        "belongs in data/labels/screening/. Run 'cireview collect' to move it there, then run again. To "
        "keep it as a copy, move it out of the review's folder",
    ),
    "abbreviates a decision": (
        lambda review: review.change(SHEET, ",include,", ",incl,"),
        f"{SHEET}, row 2, column decision: 'incl' is not a decision. Write include, exclude or unsure",
    ),
    "dates a decision as at home": (
        lambda review: review.change(SHEET, "2026-11-29", "4/11/2026"),
        f"{SHEET}, row 2, column decided_on: '4/11/2026' may be 2026-11-04 or 2026-04-11. "
        "Write the date that you mean",
    ),
    "lets Excel rename a column": (
        lambda review: review.change(SHEET, ",decision,", ",Column1,"),
        f"{SHEET}, row 1, column decision: the column of decisions is missing (row 1 has record_id, title, "
        "abstract, text_note, column1, reason, reviewer, decided_on). Write include, exclude or unsure in a "
        "column named decision",
    ),
}


@pytest.mark.parametrize(("spoil", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_newcomer_s_mistake_is_named_with_what_to_do(review, spoil, message):
    spoil(review)
    lines = lay_out(run("check", review.folder).exception.problems)
    assert "\n".join(lines) == message
    assert len(lines) <= LINES


RIGHT = {
    "a decision typed as yes": lambda review: review.change(SHEET, ",include,", ",yes,"),
    "a query with the curly quotes of Word": lambda review: review.change(
        PROTOCOL, '"well-being"', "“well-being”"
    ),
    "a sheet in capitals": lambda review: review.change(SHEET, "include", "INCLUDE"),
    "a protocol saved by Notepad": lambda review: (review.folder / PROTOCOL).write_bytes(
        (review.folder / PROTOCOL).read_text().replace("\n", "\r\n").encode("utf-8-sig")
    ),
}


@pytest.mark.parametrize("do", RIGHT.values(), ids=RIGHT)
def test_what_a_newcomer_may_do_is_no_mistake(review, do):
    do(review)
    done = run("check", review.folder)
    assert done.exit_code == 0
    assert re.search(
        r"^(?:No problem|No problem except the notes above) found in 1 export", done.stdout, re.M
    )


def test_an_export_that_is_not_there_is_named(review):
    (review.folder / "data/exports/scopus.csv").unlink()
    said = run("check", review.folder).stdout
    assert said.startswith("missing: the export file of Scopus. The search is incomplete without it.\n")
