"""What people read about answers on ids that no record has, and that nobody linked yet."""

import pandas as pd
import pytest

from cireview.identity.former import ASKED, CONFIRMED, FORMER, REFUSED, UNKNOWN
from cireview.places import place
from cireview.review.identities import tell_former_ids

ASK = f"Answer on {place('duplicates_sheet', suffix='xlsx')} which current record had the "
EXCEL = "Excel may have changed the {}. Copy each id from the sheet that you were given"
CORRECT = "Correct the {}, or restore the export file"

TOLD = {
    "one answer": ([("a:1", UNKNOWN, 1)], "1 answer does not count: no record has the id 'a:1'",
        CORRECT.format("id 'a:1'")),
    "two answers on an id": ([("a:1", UNKNOWN, 2)], "2 answers do not count: no record has the id 'a:1'",
        CORRECT.format("id 'a:1'")),
    "four ids": ([(one, UNKNOWN, 1) for one in "abcd"],
        "4 answers do not count: no record has the ids 'a', 'b', 'c' and 1 more",
        CORRECT.format("ids 'a', 'b', 'c' and 1 more")),
    "a number in short form": ([("9.99E+09", UNKNOWN, 1)],
        "1 answer does not count: no record has the id '9.99E+09'", EXCEL.format("id '9.99E+09'")),
    "one with a comma beside another id": ([("1,2e+11", UNKNOWN, 1), ("b", UNKNOWN, 1)],
        "2 answers do not count: no record has the ids '1,2e+11', 'b'",
        EXCEL.format("id '1,2e+11'") + ". " + CORRECT.format("id 'b'")),
    "one that people are asked about": ([("a", ASKED, 1), ("b", UNKNOWN, 1)],
        "2 answers do not count: no record has the ids 'a', 'b'",
        ASK + "id 'a'. " + CORRECT.format("id 'b'")),
}  # fmt: skip


def make_former(rows):
    table = pd.DataFrame(rows, columns=["record_id", "state", "answers"])
    return table.reindex(columns=FORMER.columns, fill_value="").assign(file="s.csv", row=2)


@pytest.mark.parametrize(("rows", "message", "remedy"), TOLD.values(), ids=TOLD)
def test_answers_on_lost_ids_are_told_with_what_to_do(rows, message, remedy):
    (problem,) = tell_former_ids(make_former(rows))
    assert (problem.message, problem.remedy) == (message, remedy)
    assert (problem.file, problem.row, problem.column) == ("s.csv", 2, "record_id")


@pytest.mark.parametrize("state", [CONFIRMED, REFUSED])
def test_what_a_person_has_decided_is_not_told_again(state):
    assert tell_former_ids(make_former([("a", state, 1)])) == []
