"""Each number of the flow resolves to the set of exactly the records that it counts."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.flow.cells import name_in_flow
from cireview.prisma import FATES, count_flow, find_members, list_members
from cireview.prisma.table import flow_table, read_flow

KINDS = {"Scopus": "database", "Wiley; Old": "database", "Trials": "register", "Web": "website"}
ON_ABSTRACT = {"age": "Age on abstract"}
REASONS = {"age": "Wrong age, under 5", "design": "No 'trial'; no data"}
FIRST = {name: kind for name, kind in KINDS.items() if kind != "website"}


def fates(*rows):
    """Return FATE of rows ``record report fate source reason decided_by``."""
    columns = ["record_id", "report_id", "fate", "source", "reason", "decided_by"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


NOW = fates(
    ("a", "a", "included", "Scopus", "", "anna"),
    ("b", "a", "duplicate", "Trials", "", "deduplication"),
    ("c", "c", "excluded_eligibility", "Scopus", "age", "anna"),
    ("d", "d", "excluded_screening", "Scopus", "age", "anna; ben"),
    ("e", "e", "excluded_screening", "Scopus", "", "model: stop"),
    ("f", "f", "excluded_eligibility", "Web", "other", "anna"),
    ("g", "g", "awaiting_retrieval", "Web", "", ""),
)
COUNTED = {
    "database_results": "acde",
    "register_specific_results/Trials": "b",
    "duplicates": "b",
    "records_screened": "acde",
    "records_excluded_human": "d",
    "records_excluded_automation": "e",
    "abstract_reasons/Age on abstract": "d",
    "dbr_assessed": "ac",
    "dbr_excluded/Wrong age, under 5": "c",
    "other_excluded/other": "f",
    "other_awaiting": "g",
    "new_reports": "a",
    "excluded_other": "",
}


@pytest.mark.parametrize("key", COUNTED)
def test_a_number_counts_these_records(key):
    found = dict(list_members(find_members(NOW, kinds=KINDS, reasons=REASONS, abstract_reasons=ON_ABSTRACT)))
    assert sorted(found[key]) == sorted(COUNTED[key])


def test_what_an_update_no_longer_counts_are_records_of_the_version_before():
    then = fates(("gone", "gone", "included", "Scopus", "", ""), ("a", "a", "included", "Scopus", "", ""))
    found = find_members(NOW, kinds=KINDS, reasons=REASONS, earlier=then)
    keys = ("previous_reports", "no_longer_counted", "new_reports", "total_reports")
    assert [found[key] for key in keys] == [["gone", "a"], ["gone"], [], ["a"]]


STUDIES = st.dictionaries(st.integers(0, 13).map(lambda n: f"r{n}"), st.sampled_from(["one", "two"]))


@st.composite
def reviews(draw):
    """Return the fates of a day; each record is its own report or a duplicate of one before it."""
    rows, standing = [], []
    for number in range(draw(st.integers(0, 14))):
        source = draw(st.sampled_from(sorted(KINDS)))
        if standing and draw(st.booleans()):
            rows.append((f"r{number}", draw(st.sampled_from(standing)), "duplicate", source, "", ""))
            continue
        fate = draw(st.sampled_from([fate for fate in FATES if fate != "duplicate"]))
        standing.append(f"r{number}")
        reason = draw(st.sampled_from(["", "age", "design", "unknown, here"]))
        by = draw(st.sampled_from(["anna", "model: stop"]))
        rows.append((f"r{number}", f"r{number}", fate, source, reason, by))
    return fates(*rows)


@given(reviews(), st.none() | reviews(), st.sampled_from([KINDS, FIRST]), STUDIES)
def test_each_number_of_the_flow_is_the_size_of_its_set(now, earlier, kinds, study_of):
    now = now[now["source"].isin(list(kinds))]
    about = {"kinds": kinds, "reasons": REASONS, "abstract_reasons": ON_ABSTRACT}
    about |= {"earlier": earlier, "study_of": study_of}
    found = dict(list_members(find_members(now, **about)))
    written = read_flow(flow_table(count_flow(now, **about)))
    for key, value in written.items():
        parts = value if isinstance(value, dict) else {"": value}
        for name, number in parts.items():
            ids = found[f"{key}/{name}" if name else key]
            assert len(ids) == len(set(ids)) == number, (key, name)
    assert {key.split("/")[0] for key, ids in found.items() if ids} <= set(written)


@given(st.text(max_size=30).map(lambda name: f"a{name}"))
def test_a_name_is_the_one_that_the_table_of_the_flow_gives_back(name):
    (back,) = read_flow(flow_table({"dbr_excluded": {name: 1}}))["dbr_excluded"]
    assert back == name_in_flow(name)
