"""One search as a record for a repository of searches: each field is stated, or said not to be."""

import pytest
from search.test_appendix import ROW, STRATEGY

from cireview.search.deposit import Statement, write_deposits
from cireview.sources.outcome import SEARCH_LOG

STATED = Statement("Gardens", "Do they help?", "recall 9 of 10", "A colleague, by PRESS", "none")
FIELDS = {
    "Title of the review": "Gardens",
    "Question": "Do they help?",
    "Database": "MEDLINE &lt;b&gt;",
    "Platform": "Ovid",
    "Coverage": "not stated",
    "Date of the search": "2026-11-29",
    "Hits": "1500",
    "Limits set beside the query": "none",
    "Published filters": "none",
    "Validation": "recall 9 of 10",
    "Peer review": "A colleague, by PRESS",
    "How the query is known": "stated by a person",
}


def deposit(stated=STATED, **more):
    log = SEARCH_LOG.conform(SEARCH_LOG.empty().from_records([ROW | more]))
    return write_deposits(log, stated)["medline"]


@pytest.mark.parametrize(("field", "value"), FIELDS.items())
def test_each_field_has_its_value(field, value):
    assert f"- {field}: {value}" in deposit().splitlines()


def test_what_nobody_stated_is_said_not_to_be():
    page = deposit(Statement("Gardens", "Do they help?"), found="-1")
    for field in ("Hits", "Validation", "Peer review", "Published filters"):
        assert f"- {field}: not stated" in page


def test_the_strategy_stands_line_by_line_with_its_hits():
    page = deposit()
    for line in ("| 1 | exp Child/ | 1,200 |", "| 3 | or/1-2 | 1,500 |"):
        assert line in page.splitlines()
    assert len(STRATEGY.splitlines()) == 3
