"""Divided searches: days without gap or overlap, terms that together find what the whole finds."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.query import matches, parse_query
from cireview.sources.dividing import Part, divide_by_dates, divide_by_terms

ANY = parse_query("a")
DAYS = st.dates(date(1665, 1, 1), date(2100, 12, 31))


@given(first=DAYS, length=st.integers(0, 200_000), smallest=st.sampled_from(["years", "days"]))
def test_the_halves_of_a_span_meet_without_gap_or_overlap(first: date, length: int, smallest: str) -> None:
    last = min(first + timedelta(days=length), date(2150, 12, 31))
    halves = divide_by_dates(Part(ANY, (first, last)), smallest=smallest)
    if halves is None:
        assert first.year == last.year if smallest == "years" else first == last
        return
    (start, cut), (follow, end) = (half.days for half in halves)  # type: ignore[misc]
    assert (start, end, follow) == (first, last, cut + timedelta(days=1))
    assert first <= cut < last


CUTS = [
    (date(2000, 1, 1), date(2009, 12, 31), date(2004, 12, 31)),
    (date(2000, 1, 1), date(2001, 12, 31), date(2000, 12, 31)),
    (date(2000, 1, 1), date(2000, 12, 31), date(2000, 6, 30)),
    (date(2000, 1, 1), date(2000, 1, 31), date(2000, 1, 16)),
]


@pytest.mark.parametrize(("first", "last", "cut"), CUTS)
def test_spans_are_cut_at_the_end_of_years_then_of_months(first: date, last: date, cut: date) -> None:
    earlier, _ = divide_by_dates(Part(ANY, (first, last)), smallest="days") or pytest.fail("not divided")
    assert earlier.days == (first, cut)


QUERIES = [
    ("a OR b OR c", "a", "b OR c"),
    ("(a OR b) AND c", "a AND c", "b AND c"),
    ("(a OR b) AND (c OR d OR e)", "(a OR b) AND c", "(a OR b) AND (d OR e)"),
    ("(a OR b)[title] NOT (c OR d OR e)", "a[title] NOT (c OR d OR e)", "b[title] NOT (c OR d OR e)"),
]


@pytest.mark.parametrize(("whole", "earlier", "later"), QUERIES)
def test_the_largest_or_group_is_halved(whole: str, earlier: str, later: str) -> None:
    halves = divide_by_terms(Part(parse_query(whole)))
    assert halves == (Part(parse_query(earlier)), Part(parse_query(later)))


@pytest.mark.parametrize("whole", ["a", "a AND b", "a NOT (b OR c)", "(a OR b) NEAR/3 c"])
def test_what_has_no_or_group_of_its_own_is_not_divided(whole: str) -> None:
    assert divide_by_terms(Part(parse_query(whole))) is None


def test_the_halves_together_find_what_the_whole_finds() -> None:
    titles = [" ".join(words) for size in range(6) for words in combinations("abcde", size)]
    records = pd.DataFrame({"title": titles, "abstract": "", "keywords": ""})
    for text, _, _ in QUERIES:
        earlier, later = divide_by_terms(Part(parse_query(text))) or pytest.fail("not divided")
        found = matches(earlier.query, records) | matches(later.query, records)
        assert found.any()
        assert found.equals(matches(parse_query(text), records))
