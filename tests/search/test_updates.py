"""A search made again: its hits then and now, and the known items that it lost."""

import pandas as pd
import pytest

from cireview.search.updates import compare_made, list_made, pair_later, pair_version, tell_updates

COLUMNS = ["search_id", "source", "searched_on", "query", "found", "imported", "complete", "sha256"]
FIRST = ("pubmed", "PubMed", "2020-03", "child*", 100, 99, "yes", "a")
LATER = ("pubmed_2021", "PubMed", "2021-05", "child*", 130, 130, "yes", "b")
OTHER = ("eric", "ERIC", "2020-03", "child*", 7, 7, "yes", "c")


def log(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def compare(*rows, **known):
    return compare_made(pair_later(list_made(log(*rows), {key: set(ids) for key, ids in known.items()})))


def test_a_later_search_is_compared_with_the_one_before_of_the_same_source():
    table = compare(LATER, FIRST, OTHER, pubmed="abc", pubmed_2021="bd")
    assert table.to_numpy().tolist() == [
        ["PubMed", "pubmed of 2020-03", "pubmed_2021 of 2021-05", "the same", "100", "130", 3, 2, "a; c"]
    ]
    assert tell_updates(table, {"a": "Gardens", "c": "Towns"}) == [
        "PubMed, pubmed of 2020-03 and pubmed_2021 of 2021-05: 100 then, 130 now, by the same query",
        "No longer found: a: Gardens",
        "No longer found: c: Towns",
    ]


CHANGES = [
    ({"query": "child* OR infan*"}, "changed"),
    ({"query": "  child*\n"}, "the same"),
    ({"query": ""}, "not known"),
]


@pytest.mark.parametrize(("change", "told"), CHANGES)
def test_it_is_said_whether_the_query_is_the_same(change, told):
    later = tuple((dict(zip(COLUMNS, LATER, strict=True)) | change).values())
    assert compare(FIRST, later)["query"].tolist() == [told]


def test_records_that_were_read_stand_for_hits_that_nobody_knows():
    assert compare((*FIRST[:4], pd.NA, *FIRST[5:]), LATER)["hits_then"].tolist() == ["99"]


def test_a_search_whose_file_is_missing_is_not_compared():
    missing = (*LATER[:6], "missing", "")
    assert compare(FIRST, missing).empty


def test_a_version_is_compared_where_its_search_is_another_today():
    today = (*FIRST[:3], "child* OR infan*", 120, 120, "yes", "d")
    pairs = pair_version(log(FIRST, OTHER), log(today, OTHER), [{"pubmed": {"a"}}, {}], "first")
    assert compare_made(pairs)[["earlier", "query", "hits_now", "no_longer_found"]].to_numpy().tolist() == [
        ["pubmed of 2020-03, version first", "changed", "120", "a"]
    ]
