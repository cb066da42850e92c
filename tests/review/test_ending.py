"""The last words of a run: at most ten lines, one a kind, and never peace after a request."""

import pytest

from cireview.review.ending import LINES, recall_run, remember_run, tell_changes, tell_ending

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
    "changed minds": (
        seen(sheet(YES, NO, NO)),
        seen(sheet(YES, YES, YES)),
        [f"Changed answers since the last run: {SHEET} 2"],
    ),
    "decisions sorted alone": (
        seen(sheet(YES, NO, YES, NO, YES, NO)),
        seen(sheet(NO, YES, NO, YES, NO, YES)),
        [
            f"Changed answers since the last run: {SHEET} 6. In {SHEET} the words stayed as many: "
            "was one column sorted alone?"
        ],
    ),
}


@pytest.mark.parametrize(("before", "now", "lines"), CHANGES.values(), ids=CHANGES)
def test_what_changed_since_the_last_run(before, now, lines):
    assert tell_changes(before, now) == lines


def test_peace_is_told_only_where_nothing_awaits():
    assert tell_ending([], ["Not used: 3 answers"], []) == [
        "Not used: 3 answers",
        "Nothing awaits anybody. The report is results/7_synthesis/report.html",
    ]
    [line, last] = tell_ending([], [], ["Review: codes to give: anna 3"])
    assert line == "Review: codes to give: anna 3"
    assert last.startswith("Next: do what awaits you, then run the same command again")


@pytest.mark.parametrize("number", [0, 1, LINES - 1, LINES, 40])
def test_there_are_never_more_lines_than_anybody_reads(number):
    lines = tell_ending([], [], [f"line {each}" for each in range(number)])
    assert len(lines) <= LINES
    assert len(lines) == min(number + 1, LINES)
    if number > LINES - 1:
        assert lines[-2] == f"… and {number - LINES + 2} lines more: run 'cireview status'"


def test_what_a_run_saw_is_remembered(tmp_path):
    assert recall_run(tmp_path) is None
    remember_run(tmp_path, seen(sheet(YES), PubMed=1))
    assert recall_run(tmp_path) == seen(sheet(YES), PubMed=1)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"records": 1, "answers": {}}'])
def test_a_memory_that_cannot_be_read_is_none(tmp_path, content):
    remember_run(tmp_path, seen())
    next((tmp_path / ".cireview").iterdir()).write_text(content)
    assert recall_run(tmp_path) is None
