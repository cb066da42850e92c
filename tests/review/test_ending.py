"""The last words of a run: at most ten lines, one a kind, and never peace after a request."""

from types import SimpleNamespace

import pandas as pd
import pytest

from cireview.full_texts.match import FULL_TEXT
from cireview.identity import FORMER, REGISTERED, open_register
from cireview.labels import read_answers
from cireview.places import place
from cireview.provenance import digest_file
from cireview.review.changes import recall_run, remember_run, tell_changes
from cireview.review.ending import (
    LINES,
    tell_awaited,
    tell_ending,
    tell_ignored,
    tell_saved_meanwhile,
)
from cireview.tables import DECISION, write_table

SHEET = "data/labels/screening/anna.csv"


def seen(answers=None, **records):
    return {"records": records, "answers": answers or {}}


def sheet(*answers, person="anna", file=SHEET):
    return {file: {person: {f"a:{number}": answer for number, answer in enumerate(answers)}}}


YES, NO = "include", "exclude"
CHANGES = {
    "nothing": (seen(sheet(YES)), seen(sheet(YES)), []),
    "the first run": (None, seen(sheet(YES), PubMed=3), []),
    "new records": (
        seen(PubMed=3, Scopus=2),
        seen(PubMed=5, Scopus=2),
        ["More records than at the last run: PubMed 2"],
    ),
    "a source is gone": (seen(PubMed=3), seen(), ["Fewer records than at the last run: PubMed 3"]),
    "new answers": (seen(), seen(sheet(YES, NO)), ["More answers than at the last run: anna 2"]),
    "deleted rows": (
        seen(sheet(YES, NO, NO)),
        seen(sheet(YES)),
        ["Fewer answers than at the last run: anna 2"],
    ),
    "a deleted file": (
        seen(sheet(YES, NO)),
        seen(),
        [f"Fewer answers than at the last run: anna 2 (gone: {SHEET})"],
    ),
    "one more and one fewer": (
        seen(sheet(YES) | sheet(YES, person="ben", file="b.csv")),
        seen(sheet(YES, NO)),
        [
            "Fewer answers than at the last run: ben 1 (gone: b.csv)",
            "More answers than at the last run: anna 1",
        ],
    ),
    "a sheet saved anew under another name, with one answer less and one changed": (
        seen(sheet(YES, NO, file="a.csv")),
        seen({"a_2.csv": {"anna": {"a:0": NO, "a:9": YES}}}),
        [
            "Fewer answers than at the last run: anna 1 (gone: a.csv)",
            "More answers than at the last run: anna 1",
            "Changed answers since the last run: a_2.csv 1",
        ],
    ),
    "changed minds": (
        seen(sheet(YES, NO, NO)),
        seen(sheet(YES, YES, YES)),
        [f"Changed answers since the last run: {SHEET} 2"],
    ),
    "decisions sorted alone": (
        seen(sheet(YES, NO, YES, NO, YES, NO)),
        seen(sheet(NO, YES, NO, YES, NO, YES)),
        [
            f"Changed answers since the last run: {SHEET} 6. In {SHEET} "
            f"each answer occurs as often as before: "
            "was one column sorted alone?"
        ],
    ),
}


@pytest.mark.parametrize(("before", "now", "lines"), CHANGES.values(), ids=CHANGES)
def test_what_changed_since_the_last_run(before, now, lines):
    assert tell_changes(before, now) == lines


def test_peace_is_told_only_where_nothing_awaits():
    assert tell_ending(["More answers"], [], []) == [
        "More answers",
        "No task is open. The report is results/7_synthesis/report.html",
    ]
    assert tell_ending([], ["Not used: 3 answers"], [])[-1].startswith("Next: check what was not used")
    [line, last] = tell_ending([], [], ["Review: codes to give: anna 3"])
    assert line == "Review: codes to give: anna 3"
    assert last.startswith("Next: do the open tasks above, then run the same command again")


@pytest.mark.parametrize("number", [0, 1, LINES - 1, LINES, 40])
def test_there_are_never_more_lines_than_anybody_reads(number):
    lines = tell_ending([], [], [f"line {each}" for each in range(number)])
    assert len(lines) <= LINES
    assert len(lines) == min(number + 1, LINES)
    if number > LINES - 1:
        assert lines[-2] == f"… and {number - LINES + 2} more lines: run 'cireview status'"


def test_what_a_run_saw_is_remembered(tmp_path):
    assert recall_run(tmp_path) is None
    remember_run(tmp_path, seen(sheet(YES), PubMed=1))
    assert recall_run(tmp_path) == seen(sheet(YES), PubMed=1)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"records": 1, "answers": {}}', '{"records": {}, "answers": {"x": 1}}']
)
def test_a_memory_that_cannot_be_read_is_none(tmp_path, content):
    remember_run(tmp_path, seen())
    next((tmp_path / ".cireview").iterdir()).write_text(content)
    assert recall_run(tmp_path) is None


ON_A = pd.DataFrame({"record_id": ["a", "b", "b"], "file": ["s.csv"] * 3})


@pytest.fixture
def review(tmp_path):
    """Return what the last words ask of a review: its folder and what it has."""
    return SimpleNamespace(
        duplicate_answers=pd.DataFrame(columns=["record_id_1", "record_id_2", "decision"]),
        eligibility_labels=ON_A,
        coding=ON_A.iloc[:0],
        root=tmp_path,
        kept_protocols=[],
        full_texts={"a": "data/fulltext/a.txt"},
        optional_tables=["full_texts"],
        label_files=lambda *_: [],
    )


def lay(review, name, **columns):
    write_table(pd.DataFrame(columns), review.root / place(name))


TEXT = dict.fromkeys(FULL_TEXT.columns, ("",)) | dict.fromkeys(FULL_TEXT.numbers, (0,))
IGNORED = {
    "parts of exports": (
        "rejected",
        {"file": ["a.ris", "a.ris", "b.csv"]},
        "Not used: parts of export files that are not records: "
        "a.ris 2, b.csv 1 (results/3_search/rejected.csv)",
    ),
    "answers on ids of no record": (
        "former_ids",
        dict.fromkeys(FORMER.columns, ("x",)) | dict.fromkeys(FORMER.numbers, (2,)) | {"state": ["unknown"]},
        "Not used: answers with an id that no record has: 2 (x 2); run 'cireview check'",
    ),
    "people who were not asked": (
        "screening_conflicts",
        {"kind": ["not assigned", "disagreement"]},
        "Not used: decisions on abstracts by people who were not asked: "
        "1 (results/4_practical_screen/conflicts.csv)",
    ),
    "texts that are nobody's": (
        "full_texts",
        TEXT | {"file": ["a.txt"], "note": ["no record has this name"]},
        "Full texts with a problem: 1 in data/fulltext/, such as a.txt: no record has this name",
    ),
}


@pytest.mark.parametrize(("name", "columns", "line"), IGNORED.values(), ids=IGNORED)
def test_what_was_not_used_is_one_line_a_kind(review, name, columns, line):
    assert tell_ignored(review) == []
    lay(review, name, **{column: list(cells) for column, cells in columns.items()})
    assert tell_ignored(review) == [line]


def test_answers_about_articles_that_the_step_before_has_not_included_are_counted(review):
    lay(
        review, "duplicates", record_id=["a", "b"], report_id=["a", "b"], rule=["single"] * 2, score=[1.0] * 2
    )
    for name, decision in (("screening_decisions", "include"), ("eligibility_decisions", "exclude")):
        row = dict.fromkeys(DECISION.columns, "") | {"record_id": "a", "decision": decision}
        lay(review, name, **{column: [cell] for column, cell in row.items()})
    assert tell_ignored(review) == [
        "Not used: decisions on full texts of articles not included on their abstract: s.csv 2"
    ]
    review.coding = ON_A
    assert tell_ignored(review)[-1] == "Not used: codes of articles not included on their full text: s.csv 3"


PAIRS = """record_id_1,record_id_2,decision
a,b,same
a,never_was,different
b,gone,different
a,linked,same
b,asked,different
"""


def test_answers_on_duplicates_with_an_id_that_no_record_has_are_counted(review):
    """Ids that people are asked about, and former ids that an answer links to a record, are in use."""
    sheet = review.root / "data/labels/duplicates/s.csv"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(PAIRS)
    review.duplicate_answers = read_answers([sheet], root=review.root)
    review.label_files = lambda *_: ["data/labels/duplicates/s.csv"]
    versions = pd.DataFrame({"record_id": ["a", "b", "gone", "linked"]})
    with open_register(review.root / place("register")) as register:
        register.add(REGISTERED.conform(versions.reindex(columns=list(REGISTERED.columns))))
    lay(
        review, "duplicates", record_id=["a", "b"], report_id=["a", "b"], rule=["single"] * 2, score=[1.0] * 2
    )
    former = dict.fromkeys(FORMER.columns, "") | dict.fromkeys(FORMER.numbers, 1)
    lay(review, "former_ids", **{name: [cell] for name, cell in (former | {"record_id": "asked"}).items()})
    (line,) = [line for line in tell_ignored(review) if "duplicates" in line]
    assert line == (
        "Not used: answers on duplicates with an id that no record has: data/labels/duplicates/s.csv 2; "
        "run 'cireview check'"
    )


def test_files_that_no_run_made_are_named(review):
    assert tell_ignored(review, ["results/a.csv", "results/b.csv"]) == [
        "Files in results/ that no run made, left alone: 2, such as results/a.csv"
    ]


def test_what_awaits_whom_is_one_line_a_step(review):
    lay(review, "searches", source=["Scopus"], complete=["missing"])
    lay(review, "screening_awaiting", record_id=["a", "b", "a"], awaits=["anna", "anna", "ben"])
    sheet = "results/4_practical_screen/sheets/screening_anna.xlsx"
    assert tell_awaited(review) == [
        "The search of Scopus is incomplete: its export file is missing",
        f"Practical screen: abstracts to decide: anna 2, ben 1. Fill in {sheet} and others, "
        "save in data/labels/screening/",
    ]


def test_files_saved_while_the_run_lasted_are_named(review):
    sheets = review.root / "data/labels/screening"
    sheets.mkdir(parents=True)
    contents = {}
    for name in ("same", "changed", "gone"):
        (sheets / f"{name}.csv").write_text(name)
        contents[f"data/labels/screening/{name}.csv"] = digest_file(sheets / f"{name}.csv")
    assert tell_saved_meanwhile(review, contents) == []
    (sheets / "changed.csv").write_text("other")
    (sheets / "gone.csv").unlink()
    (sheets / "new.csv").write_text("new")
    [line] = tell_saved_meanwhile(review, contents)
    names = ", ".join(f"data/labels/screening/{name}.csv" for name in ("changed", "gone", "new"))
    assert line == f"Saved during the run and not read yet: {names}. Run again"
