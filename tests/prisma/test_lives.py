"""The life of a record: where it was found, what it was merged with, how it ended, what counts it."""

import pandas as pd
import pytest

from cireview.prisma import find_members
from cireview.prisma.lives import BETWEEN, LIFE, list_lives
from cireview.tables import DECISION, LINE, MATCH, RECORD

KINDS = {"Scopus": "database", "Trials": "register"}
FATES = """
a a included . anna
b a duplicate . deduplication
c c excluded_eligibility method anna
d d excluded_screening garden anna;ben
e e awaiting_screening . .
f f excluded_eligibility . anna
"""
LINES = [("a", "s.ris", 7), ("b", "t.csv", -1)]
JOINED = [*((one, "single", 1.0) for one in "acdef"), ("b", "same identifier", 0.98)]
DECIDED = "a eligibility 2020-05-01|c eligibility 2020-05-02|d screening 2020-03-01|c screening 2020-03-09"


def frame(schema, rows):
    return schema.conform(pd.DataFrame(rows).reindex(columns=list(schema.columns), fill_value=""))


def records(ids):
    return frame(RECORD, [{"record_id": one, "search_id": "s", "title": f"On {one}"} for one in ids])


def fates():
    rows = [[cell.replace(".", "") for cell in row.split()] for row in FATES.strip().splitlines()]
    columns = ["record_id", "report_id", "fate", "reason", "decided_by"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(source=["Trials" if one == "b" else "Scopus" for one in table["record_id"]])


def make_lives(lines):
    then = fates().assign(record_id=lambda table: table["record_id"].replace("a", "z")).iloc[:1]
    then = then.assign(report_id="z", fate="included")
    about = {"reasons": {"method": "No method"}, "abstract_reasons": {"garden": "No garden"}}
    decided = [
        dict(zip(("record_id", "stage", "decided_on"), one.split(), strict=True))
        for one in DECIDED.split("|")
    ]
    table = list_lives(
        records("abcdef"), fates(), find_members(fates(), kinds=KINDS, **about, earlier=then),
        lines=lines,
        searches=pd.DataFrame({"search_id": ["s"], "searched_on": ["2020-01"]}),
        matches=frame(MATCH, [dict(zip(("record_id", "rule", "score"), one, strict=True)) for one in JOINED]),
        decisions=frame(DECISION, decided), ranking=pd.DataFrame({"record_id": ["e"], "rank": ["3"]}),
        former=records("az"), study_of={"c": "one"}, **about,
    )  # fmt: skip
    return table.set_index("record_id")


@pytest.fixture(scope="module")
def lives():
    return make_lives(LINE.conform(pd.DataFrame(LINES, columns=list(LINE.columns))))


def test_records_of_an_api_stand_in_no_file():
    assert set(make_lives(LINE.empty())["line"]) == {""}


CELLS = {
    ("a", "file"): "s.ris",
    ("a", "line"): "7",
    ("b", "line"): "",
    ("c", "file"): "",
    ("a", "searched_on"): "2020-01",
    ("b", "duplicate_of"): "a",
    ("b", "rule"): "same identifier",
    ("b", "score"): "0.98",
    ("a", "duplicate_of"): "",
    ("c", "reason"): "No method",
    ("d", "reason"): "No garden",
    ("f", "reason"): "Reason not given",
    ("a", "reason"): "",
    ("c", "decided_on"): "2020-05-02",
    ("d", "decided_on"): "2020-03-01",
    ("f", "decided_on"): "",
    ("e", "rank"): "3",
    ("a", "rank"): "",
    ("e", "fate_in_words"): "awaits screening of title and abstract",
    ("z", "fate"): "gone",
    ("c", "study"): "one",
    ("a", "study"): "",
    ("z", "title"): "On z",
}


@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_a_life_says(lives, cell):
    assert lives.loc[cell] == CELLS[cell]


def test_each_record_has_one_row_and_says_which_numbers_count_it(lives):
    assert lives.index.tolist() == [*"abcdef", "z"]
    assert lives.loc["c", "counted_in"].split(BETWEEN)[-1] == "dbr_excluded/No method"
    assert lives.loc["z", "counted_in"].split(BETWEEN) == [
        "previous_studies", "previous_reports", "no_longer_counted", "no_longer_studies",
    ]  # fmt: skip
    assert list(lives.reset_index()) == list(LIFE.columns)
