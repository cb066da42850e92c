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


def test_what_awaits_somebody_has_a_row_only_where_something_does():
    assert not list_overview(COUNTS)["what"].str.startswith("await").any()
    waiting = list_overview(COUNTS | {"awaiting_screening": 3}).set_index("what")
    assert waiting.loc["await screening", "n"] == 3


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
