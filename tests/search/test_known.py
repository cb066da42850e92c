"""Which known items a review's searches found, and which words its query lacks."""

import pandas as pd

from cireview.query import parse_query
from cireview.screening.telling import is_telling
from cireview.search.known import count_sources, find_known, find_lacking_words

COLUMNS = ["record_id", "doi", "pmid", "title", "year", "authors"]
RECORDS = pd.DataFrame(
    [
        ("s:1", "10.1/A", "", "Other words", "2001", "Aho, A."),
        ("p:1", "", "77", "Gardens and children", "2002", "Bell, B."),
        ("p:2", "", "", "Gardens and children: a trial.", "2002", "Bell, B."),
        ("p:3", "", "", "Gardens and children, part 2", "2002", "Bell, B."),
        ("p:4", "", "", "Gardens and children: a trial", "2012", "Bell, B."),
    ],
    columns=COLUMNS,
)
ITEMS = pd.DataFrame(
    [
        ("k:1", "https://doi.org/10.1/a", "", "Named otherwise", "", ""),
        ("k:2", "", "77", "Named otherwise", "", ""),
        ("k:3", "", "", "GARDENS and children: a trial", "2003", "Bell, Barbara"),
        ("k:4", "", "", "Nobody found this one", "2003", "Bell, B."),
    ],
    columns=COLUMNS,
)


def test_an_item_is_known_by_doi_pubmed_id_or_title_with_year_and_author():
    assert find_known(ITEMS, RECORDS).tolist() == [["s:1"], ["p:1"], ["p:2"], []]


def test_each_source_has_what_it_found_and_what_it_alone_found():
    found = pd.Series([["s:1", "p:1"], ["p:1"], ["p:2", "p:1"], []])
    of = {"s:1": "Scopus", "p:1": "PubMed", "p:2": "PubMed"}
    table = count_sources(found, of, ["Scopus", "PubMed", "Third"])
    assert table.to_numpy().tolist() == [["Scopus", 1, 0], ["PubMed", 3, 2], ["Third", 0, 0]]


def test_words_of_known_items_that_the_query_lacks_are_named():
    items = pd.DataFrame({"title": ["Backbone of gardens"] * 3, "abstract": ["The children were there."] * 3})
    others = pd.DataFrame({"title": ["Roads"] * 9, "abstract": ["The roads were there."] * 9})
    lacking = find_lacking_words(parse_query("child*"), items, others, is_telling=is_telling)
    assert lacking["words"].tolist() == ["backbone", "gardens"]
    assert lacking[["items", "others"]].to_numpy().tolist() == [[3, 0], [3, 0]]
