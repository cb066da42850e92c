"""Each number that a reader meets, in figure, page, report or checklist, is a set of records of that size."""

import json
import re

import pytest
from defusedxml import ElementTree
from typer.testing import CliRunner

from cireview.cli import app
from cireview.paper.flow_data import name_place
from cireview.places import place
from cireview.prisma.lives import BETWEEN, LIFE
from cireview.prisma.table import read_flow
from cireview.tables import RECORD, read_table

pytestmark = pytest.mark.workflow
SVG = "{http://www.w3.org/2000/svg}"
FIGURE = {"database_results", "records_screened", "records_excluded", "dbr_sought_reports", "new_studies"}


class Records:
    """The records of a finished review, by the numbers that count them."""

    def __init__(self, folder):
        self.path = folder.path
        self.lives = read_table(folder.path / place("lives"), LIFE)
        self.counts = read_flow(read_table(folder.path / place("flow")))

    def text(self, name):
        return (self.path / place(name)).read_text(encoding="utf-8")

    def of(self, key):
        """Return the ids that a number counts; a number with parts counts those of its parts."""
        named = self.lives["counted_in"].map(lambda keys: keys.split(BETWEEN))
        part = f"{key}/"
        counts = named.map(lambda keys: any(one == key or one.startswith(part) for one in keys))
        return set(self.lives.loc[counts, "record_id"])


@pytest.fixture(scope="module")
def records(finished):
    return Records(finished)


def numbers_of(counts):
    for key, value in counts.items():
        parts = value.items() if isinstance(value, dict) else ()
        yield from ((f"{key}/{name}", n) for name, n in parts)
        yield key, sum(value.values()) if isinstance(value, dict) else value


def test_each_record_of_the_search_has_one_life(records):
    found = read_table(records.path / place("records"), RECORD)["record_id"]
    assert sorted(records.lives["record_id"]) == sorted(found)
    assert (records.lives[["searched_on", "file", "line", "fate_in_words", "counted_in"]] != "").all(
        axis=None
    )


def test_each_number_of_the_flow_is_the_size_of_its_set(records):
    sizes = {key: (len(records.of(key)), n) for key, n in numbers_of(records.counts)}
    assert len(sizes) > 30
    assert {key: both for key, both in sizes.items() if both[0] != both[1]} == {}


@pytest.mark.parametrize("name", ["flow_page", "report"])
def test_each_number_of_a_linked_figure_opens_as_many_records(records, name):
    page = records.text(name)
    figure = next(one for one in re.findall(r"<svg .*?</svg>", page, re.DOTALL) if "#n-" in one)
    places = {name_place(key): key for key, _ in numbers_of(records.counts)}
    seen = set()
    for link in ElementTree.fromstring(figure).iter(f"{SVG}a"):
        address = link.get("href").replace("%20", " ")
        key = places[address.split("#")[1]]
        (n,) = re.findall(r"\(n\s=\s([\d,]+)\)", " ".join(link.itertext()))
        assert len(records.of(key)) == int(n.replace(",", "")), key
        seen.add(key)
    assert {*FIGURE, "dbr_assessed", "dbr_excluded", "duplicates"} <= seen
    assert sum(key.startswith("dbr_excluded/") for key in seen) == len(records.counts["dbr_excluded"])


def test_the_figure_for_the_paper_has_the_numbers_of_the_linked_one(records):
    def numbers(text):
        return re.findall(r"n.=.(\d+)", text)

    assert numbers(records.text("flow_svg")) == numbers(
        re.search("<svg.*?</svg>", records.text("flow_page"), re.S)[0]
    )


def test_the_page_lists_the_records_of_each_number(records):
    (text,) = re.findall(r'id="data">(.*?)</script>', records.text("flow_page"), re.DOTALL)
    data = json.loads(text)
    # The sources of a kind add up to the number of that kind, which stands there once.
    keys = [key for key, _ in numbers_of(records.counts) if not key.endswith("_specific_results")]
    listed = {}
    for at, (where, _, n) in enumerate(data["numbers"]):
        listed[where] = {one[0] for one in data["records"] if at in data["classes"][one[-1]]}
        assert len(listed[where]) == n
    assert listed == {name_place(key): records.of(key) for key in keys}


def test_the_numbers_that_the_report_tells_are_counted_from_records(records):
    told = re.search(
        r"of (\d+) abstracts (\d+) were excluded, (\d+) by people and (\d+) by", records.text("report")
    )
    keys = ("records_screened", "records_excluded", "records_excluded_human", "records_excluded_automation")
    assert [int(n) for n in told.groups()] == [len(records.of(key)) for key in keys]


CHECKLISTS = {
    ("prisma_s", "15"): (r"^(\d+) records", ["database_results"]),
    ("prisma_s", "16"): (r"^(\d+) duplicates", ["duplicates"]),
    ("prisma_2020", "16a"): (
        r"(\d+) records screened, (\d+) reports included",
        ["records_screened", "new_reports"],
    ),
}


@pytest.mark.parametrize("item", CHECKLISTS, ids=" ".join)
def test_the_numbers_of_the_checklists_are_counted_from_records(records, item):
    said, keys = CHECKLISTS[item]
    table = read_table(records.path / place(item[0])).set_index("item")
    told = re.search(said, table.loc[item[1], "told"])
    assert [int(n) for n in told.groups()] == [len(records.of(key)) for key in keys]


def test_excluded_full_texts_are_those_of_the_figure_with_reason_decider_and_date(records):
    table = read_table(records.path / place("table", table="excluded_full_texts"))
    assert table["reason"].value_counts().to_dict() == records.counts["dbr_excluded"]
    assert (table[["decided_by", "decided_on"]] != "").all(axis=None)


def test_trace_tells_the_life_of_an_excluded_full_text(records):
    record = sorted(records.of("dbr_excluded"))[0]
    done = CliRunner().invoke(app, ["trace", record, "--folder", str(records.path), "--json"])
    life = json.loads(done.stdout)
    assert life["fate"]["fate"] == "excluded_eligibility"
    assert life["eligibility"]["decision"]["decided_on"]
    assert {one["key"] for one in life["counted_in"]} >= {"records_screened", "dbr_assessed"}
    assert [one["n"] for one in life["counted_in"]] == [
        len(records.of(one["key"])) for one in life["counted_in"]
    ]


def test_a_figure_that_is_drawn_again_says_below_what_that_of_the_run_says(records, tmp_path):
    done = CliRunner().invoke(app, ["prisma", str(records.path), "-o", str(tmp_path / "flow.svg")])
    assert done.exit_code == 0, done.exception
    again = (tmp_path / "flow.svg").read_text(encoding="utf-8")
    below = [
        re.findall(r">([^<]+)<", text.split('id="flow-note"')[1])
        for text in (again, records.text("flow_svg"))
    ]
    assert below[0] == below[1]
    assert "Each report counts as a separate study." in below[0]
