"""A record's id depends on the record alone, never on its row or its neighbours."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.tables import RECORD
from cireview.tables.ids import identify_records, source_key


def identify(*rows):
    empty = dict.fromkeys(RECORD.columns, "")
    return identify_records(
        RECORD.conform(pd.DataFrame([empty | row for row in rows], columns=list(empty)))
    ).tolist()


def test_an_accession_names_a_record_within_its_source():
    rows = [{"source": "Web of Science", "accession": "WOS:1 2"}, {"source": "PubMed", "accession": "7"}]
    assert identify(*rows) == ["web_of_science:WOS:1_2", "pubmed:7"]


def test_without_an_accession_the_content_does():
    first, second = identify({"source": "Wiley", "title": "A"}, {"source": "Wiley", "title": "B"})
    assert first.startswith("wiley:h-")
    assert len(first) == len("wiley:h-") + 12
    assert first != second


def test_such_an_id_outlives_capitals_signs_and_a_better_reader():
    record = {"source": "Wiley", "title": "Well-being: a study", "doi": "10.1/x", "authors": "Aho Ida"}
    other = record | {"title": "WELL‐BEING  a study.", "authors": "Aho, Ida", "abstract": "More."}
    assert identify(record) == identify(other)


def test_one_id_for_several_rows_is_told_apart_whatever_their_order():
    rows = [{"source": "EBSCO", "accession": "9", "title": title} for title in "cab"]
    given_ids = dict(zip("cab", identify(*rows), strict=True))
    turned = dict(zip("bac", identify(*rows[::-1]), strict=True))
    assert given_ids == turned
    assert sorted(given_ids.values()) == ["ebsco:9", "ebsco:9~2", "ebsco:9~3"]


def test_no_record_has_no_id():
    assert identify() == []


ROW = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["A", "B"]),
        "accession": st.sampled_from(["", "1", "2"]),
        "title": st.sampled_from("xyz"),
    }
)


@given(st.lists(ROW, max_size=8), st.randoms())
def test_ids_are_unique_and_independent_of_the_order_of_rows(rows, random):
    ids = identify(*rows)
    assert len(set(ids)) == len(ids)
    place = list(range(len(rows)))
    random.shuffle(place)
    shuffled = identify(*(rows[one] for one in place))
    assert sorted(shuffled) == sorted(ids)
    told = [sorted(row.items()) for row in rows]
    pairs = sorted(zip(told, ids, strict=True))
    assert sorted(zip([told[one] for one in place], shuffled, strict=True)) == pairs


@pytest.mark.parametrize(
    ("name", "key"), [("Web of Science", "web_of_science"), ("Élan-X", "elan_x"), ("中文", "source")]
)
def test_a_source_has_a_key_for_file_names(name, key):
    assert source_key(name) == key
