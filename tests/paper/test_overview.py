"""A review in a few numbers, and addresses that stand together in one cell."""

import pytest

from cireview.paper.overview import list_overview
from cireview.paper.report import split_urls

COUNTS = {"database_results": 5, "citations_results": 2, "duplicates": 1, "other_already_found": 1,
          "dbr_excluded": {"a": 1, "b": 2}, "new_reports": 1}  # fmt: skip


@pytest.mark.parametrize(
    ("what", "number"),
    [
        ("records found", 7),
        ("duplicates removed", 2),
        ("excluded on full text", 3),
        ("not retrieved", 0),
        ("reports included", 1),
    ],
)
def test_both_ways_into_the_review_are_added(what, number):
    assert list_overview(COUNTS).set_index("what").loc[what, "n"] == number


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("awaiting_screening", "still need screening"),
        ("other_awaiting_screen", "still need screening"),
        ("awaiting_retrieval", "still need a text or its assessment"),
        ("awaiting_assessment", "still need a text or its assessment"),
        ("other_awaiting", "still need a text or its assessment"),
    ],
)
def test_open_tasks_have_a_row_only_where_there_are_any(key, what):
    assert what not in set(list_overview(COUNTS)["what"])
    assert list_overview(COUNTS | {key: 3}).set_index("what").loc[what, "n"] == 3


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("https://a.org", ["https://a.org"]),
        ("https://a.org; http://b.org", ["https://a.org", "http://b.org"]),
        ("https://a.org;http://b.org", ["https://a.org", "http://b.org"]),
        ("https://a.org http://b.org", ["https://a.org", "http://b.org"]),
        ("https://a.org\nhttp://b.org", ["https://a.org", "http://b.org"]),
        ("https://a.org/x;y=1", ["https://a.org/x;y=1"]),
        ("javascript:alert(1)", []),
        ("see https://a.org", ["https://a.org"]),
        ("ftp://a.org; https://b.org", ["https://b.org"]),
        ("", []),
    ],
)
def test_addresses_of_one_cell_are_parted(text, urls):
    assert split_urls(text) == urls
