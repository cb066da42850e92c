"""Crossed dimensions: an article stands where its codes say, and a cell without any says what is known."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthesis.crossed import CITED, LEVEL, THEME

from cireview.synthesis.axes import KINDS, NOTHING, Axis
from cireview.synthesis.cross import count_axis, cross_axes, pair_values


def cell(theme, level):
    table = cross_axes([THEME, LEVEL], CITED)
    rows = table[(table["theme"] == theme) & (table["level"] == level)]
    return None if rows.empty else tuple(rows.iloc[0][["n", "may", "kinds", "articles"]])


@pytest.mark.parametrize(
    ("theme", "level", "told"),
    [
        ("food", "local", (1, 2, "not_reported; not_stated", "Aho 2001")),
        ("health", "national", (1, 0, "", "Costa 2003")),
        # Berg is on food, and at which level is not reported.
        ("food", "national", (0, 1, "not_reported", "")),
        # Berg is coded, but not on play: only Dahl may be.
        ("play", "local", (0, 1, "not_stated", "")),
        ("play", "national", (0, 0, "", "")),
        ("food", f"{NOTHING}not_reported", (1, 0, "", "Berg 2002")),
        (f"{NOTHING}not_stated", "local", (1, 0, "", "Dahl 2004")),
        (f"{NOTHING}not_stated", "national", None),
    ],
)
def test_a_cell_counts_its_articles_and_those_that_may_belong_there(theme, level, told):
    assert cell(theme, level) == told


def test_what_was_not_asked_of_an_article_keeps_it_out():
    asked = Axis("b", "B", {"y": "Y"}, {**LEVEL.held, "r1": (f"{NOTHING}not_asked",)})
    table = cross_axes([THEME, asked], CITED).set_index(["theme", "b"])
    assert table.loc[("food", "y"), "may"] == 0


def test_three_dimensions_cross():
    third = Axis("third", "Third", {"y": "Yes"}, dict.fromkeys(CITED, ("y",)))
    table = cross_axes([THEME, LEVEL, third], CITED).set_index(["theme", "level", "third"])
    assert table.loc[("food", "local", "y"), "articles"] == "Aho 2001"


def test_values_that_stand_together_are_counted_both_ways():
    table = pair_values(THEME, CITED).set_index(["value", "with"])["n"]
    assert table["food", "health"] == table["health", "food"] == 1
    assert (table["food", "food"], table["food", "play"]) == (2, 0)
    assert len(table) == 9  # no kind of empty stands together with anything


def test_a_dimension_is_counted_with_what_is_empty_apart():
    table = count_axis(LEVEL, CITED)
    assert [tuple(row) for row in table[["value", "label", "empty", "n"]].itertuples(index=False)] == [
        ("local", "Local", "", 2),
        ("national", "National", "", 1),
        ("", "Not reported", "not_reported", 1),
    ]


def axes(several):
    """Dimensions of the same five articles: some values, or one kind of empty."""
    values = st.lists(st.sampled_from("abc"), min_size=1, max_size=3 if several else 1, unique=True).map(
        tuple
    )
    held = values | st.sampled_from([(NOTHING + kind,) for kind in KINDS])
    return st.fixed_dictionaries(dict.fromkeys("vwxyz", held)).map(
        lambda held: Axis("", "", {value: value for value in "abc"}, held)
    )


def named(given, names):
    return [Axis(name, name, axis.values, axis.held) for axis, name in zip(given, names, strict=False)]


@given(st.lists(axes(several=True), min_size=2, max_size=3))
def test_each_article_is_in_exactly_the_cells_that_its_codes_say(given_axes):
    crossed = named(given_axes, "pqr")
    table = cross_axes(crossed, {article: article for article in "vwxyz"})
    ids = [axis.id for axis in crossed]
    there = Counter(
        (article, *cell)
        for *cell, articles in table[[*ids, "articles"]].itertuples(index=False)
        for article in filter(None, articles.split("; "))
    )
    coded = {(one, *cell) for one in "vwxyz" for cell in product(*[axis.held[one] for axis in crossed])}
    assert there == Counter(coded)
    assert table["n"].sum() == len(coded)


@given(axes(several=True), axes(several=True))
def test_no_cell_has_more_articles_than_its_margins(one, other):
    first, second = named([one, other], "pq")
    for row in cross_axes([first, second], dict.fromkeys("vwxyz", "")).itertuples():
        assert row.n <= min(first.count(row.p), second.count(row.q))
        assert row.n + row.may <= 5


@given(axes(several=False), axes(several=False))
def test_cells_of_single_dimensions_sum_to_what_is_coded(one, other):
    first, second = named([one, other], "pq")
    table = cross_axes([first, second], dict.fromkeys("vwxyz", ""))
    found = table[~table["p"].str.startswith(NOTHING) & ~table["q"].str.startswith(NOTHING)]
    assert found["n"].sum() == len(set(first.coded) & set(second.coded))
    assert table["n"].sum() == 5
