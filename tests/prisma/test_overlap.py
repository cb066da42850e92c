"""Which sources found the same reports: every report counts in exactly one set of sources."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.prisma.overlap import Intersection, count_overlap, list_intersections, list_pairs


def records(*rows):
    """Return records, each given as report and source in one word such as ``r1:Scopus``."""
    return pd.DataFrame([row.split(":", 1) for row in rows], columns=["report_id", "source"], dtype="str")


# Scopus found r1 twice.
THREE = records("r1:Scopus", "r1:Scopus", "r1:PubMed", "r2:Scopus", "r3:PubMed", "r3:Scopus", "r3:ERIC")


def rows_of(table):
    return [tuple(row) for row in table.itertuples(index=False)]


def test_a_source_has_records_reports_and_what_it_alone_found():
    table = count_overlap(THREE, included=["r2", "r3"]).sources
    assert rows_of(table) == [
        ("Scopus", 4, 3, 1, 2, 1),
        ("PubMed", 2, 2, 0, 1, 0),
        ("ERIC", 1, 1, 0, 1, 0),
    ]


def test_a_pair_shares_what_both_found_whichever_others_found_it_too():
    table = list_pairs(count_overlap(THREE, included=["r3"]))
    assert rows_of(table) == [
        ("Scopus", "PubMed", 2, 1),
        ("Scopus", "ERIC", 1, 1),
        ("PubMed", "ERIC", 1, 1),
    ]


def test_sources_that_found_nothing_alone_and_pairs_that_share_stand_in_the_list_too():
    table = list_intersections(count_overlap(THREE, included=["r3"], names=["Lens"]))
    assert rows_of(table) == [
        ("Scopus", 1, 1, 0, 3),
        ("Scopus; PubMed", 2, 1, 0, 2),
        ("Scopus; PubMed; ERIC", 3, 1, 1, 1),
        ("ERIC", 1, 0, 0, 1),
        ("Lens", 1, 0, 0, 0),
        ("PubMed", 1, 0, 0, 2),
        ("PubMed; ERIC", 2, 0, 0, 1),
        ("Scopus; ERIC", 2, 0, 0, 1),
    ]


ORDERS = {
    "the larger source stands first": (["a:X", "a:Z", "b:Z"], ["Z", "X"], [("Z",), ("Z", "X")]),
    "sources of one size stand by name": (["a:Z", "b:X"], ["X", "Z"], [("X",), ("Z",)]),
    "the larger intersection stands first": (
        ["a:X", "b:Y", "b:X", "c:X", "c:Y"],
        ["X", "Y"],
        [("X", "Y"), ("X",)],
    ),
}


@pytest.mark.parametrize(("rows", "sources", "parts"), ORDERS.values(), ids=ORDERS)
def test_the_order_is_by_size_then_by_name(rows, sources, parts):
    for given_in in (rows, rows[::-1]):
        overlap = count_overlap(records(*given_in))
        assert overlap.sources["source"].tolist() == sources
        assert [part.sources for part in overlap.intersections] == parts


def test_a_source_without_records_is_listed_with_zeros():
    assert rows_of(count_overlap(records("a:X"), names=["Y"]).sources)[1] == ("Y", 0, 0, 0, 0, 0)


def test_no_records_give_empty_tables_with_whole_numbers():
    overlap = count_overlap(records())
    tables = [overlap.sources, list_pairs(overlap), list_intersections(overlap)]
    assert [len(table) for table in tables] == [0, 0, 0]
    assert overlap.reports == 0
    assert {table["reports"].dtype.name for table in tables} == {"int64"}


def test_a_semicolon_in_a_name_makes_no_two_sources_of_it():
    overlap = count_overlap(records("a:X; Y", "b:X", "c:X", "c:Y"))
    assert Intersection(("X; Y",), 1, 0) in overlap.intersections
    assert list_intersections(overlap)[["sources", "n_sources"]].to_numpy().tolist().count(["X; Y", 1]) == 1


MEMBERS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from("ABCDE")), max_size=60)


@given(MEMBERS, st.sets(st.integers(0, 12)))
def test_every_report_counts_in_exactly_one_set_of_sources(members, included):
    found = pd.DataFrame(members, columns=["report_id", "source"]).astype("str")
    overlap = count_overlap(found, included=map(str, included))
    by_report = {}
    for report, source in members:
        by_report.setdefault(report, set()).add(source)
    assert overlap.reports == len(by_report)
    assert sum(part.included for part in overlap.intersections) == len(included & set(by_report))
    assert list_intersections(overlap)["reports"].sum() == len(by_report)
    for row in overlap.sources.itertuples():
        having = [sources for sources in by_report.values() if row.source in sources]
        assert (row.reports, row.alone) == (len(having), having.count({row.source}))
    for row in list_pairs(overlap).itertuples():
        pair = {row.source_1, row.source_2}
        assert row.reports == sum(pair <= sources for sources in by_report.values())
