"""What an article holds in a dimension: its values, or the one kind of empty that is known."""

import pandas as pd
import pytest
from paper.coded import codes, reports

from cireview.synthesis.axes import NOTHING, Axis, hold_codes, journal_axis, year_axis

EMPTY = {"not_stated": "not_stated", "unsaid": "not_reported"}


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ([("r0", "theme", "food"), ("r0", "theme", "health")], ("food", "health")),
        ([("r0", "theme", "food"), ("r0", "theme", "food")], ("food",)),
        ([("r0", "theme", "unsaid")], ("?not_reported",)),
        ([("r0", "theme", "not_stated")], ("?not_stated",)),
        ([("r0", "theme", "unsaid"), ("r0", "theme", "food")], ("food",)),
        ([("r0", "country", "FI")], ("?not_coded",)),
        ([("r1", "theme", "food")], ("?not_coded",)),
    ],
)
def test_an_article_holds_its_values_or_one_kind_of_empty(given, held):
    assert hold_codes(["r0"], codes(*given), dimension="theme", empty=EMPTY) == {"r0": held}


def test_what_a_condition_rules_out_was_not_asked():
    held = hold_codes(["r0"], codes(), dimension="theme", empty=EMPTY, lacking={("r0", "theme"): "not_asked"})
    assert held == {"r0": ("?not_asked",)}


def test_years_go_from_the_first_to_the_last_without_a_gap():
    axis = year_axis(reports(year=["2018", "2016", ""]), "Year")
    assert list(axis.values) == ["2016", "2017", "2018"]
    assert axis.held == {"r0": ("2018",), "r1": ("2016",), "r2": ("?not_coded",)}


def test_journals_stand_the_most_frequent_first():
    axis = journal_axis(reports(journal=["B", "a", "C", "C", ""]), "Journal")
    assert list(axis.values.values()) == ["C", "a", "B"]
    assert axis.held["r4"] == ("?not_coded",)


@pytest.mark.parametrize(("size", "shown"), [(12, 12), (13, 1)])
def test_of_many_values_those_without_an_article_are_left_out(size, shown):
    values = {f"v{number}": f"V {number}" for number in range(size)}
    assert len(Axis("a", "A", values, {"r0": ("v0",)}).shown) == shown


def test_no_reports_have_neither_years_nor_journals():
    nothing = reports(year=pd.Series([], dtype="str"))
    assert (year_axis(nothing, "").values, journal_axis(nothing, "").values) == ({}, {})


def test_kinds_of_empty_are_no_values():
    axis = Axis("a", "A", {"x": "X"}, {"r0": ("x",), "r1": (f"{NOTHING}not_coded",)})
    assert (axis.coded, axis.kinds, axis.name("?not_coded")) == (["r0"], ["?not_coded"], "Not coded")
