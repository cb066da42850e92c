"""Krippendorff's alpha: the figures of the package `krippendorff` 0.9.0, and what has none."""

import math

import pandas as pd
import pytest

from cireview.labels import bound_alpha, krippendorff_alpha, measure_masi

# Krippendorff 2011, part C: 12 units, 4 observers, gaps, one unit with a single value.
OWN = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
# Rows of people, "." where one did not answer; nominal and interval alpha of the package.
RECORDED = {
    "Krippendorff's own": (OWN, 0.743421052631579, 0.8491071428571428),
    "three and few gaps": (
        ["32232330.11330.", "32231330011330.", "222333.2131.303"], 0.6078799249530957, 0.7355460385438972,
    ),
    "little agreement": (
        [".00133222013100", "20013132101.102", "130301302.102.3"], 0.261637239165329, 0.07749077490774914,
    ),
    "many gaps": (
        ["31.212.10.31021", ".102121.0331221", "33.32332331.0.1"], 0.32548179871520355, 0.2328042328042328,
    ),
    "a unit of one": (
        ["02321.122102001", "02301312.102003", "020.02.232..1.3"], 0.43939393939393934, 0.5154761904761905,
    ),
}  # fmt: skip
SETS = [["a", "ab", "b", "abc", "c", "", "b", "ac"], ["a", "a", "b", "ab", "d", "a", "bc", "ac"],
        ["ab", "ab", "c", "abc", "", "a", "b", "d"]]  # fmt: skip


def table(rows):
    return pd.DataFrame([list(row) for row in rows], dtype=object).T.replace(".", "")


def square(a, b):
    return (float(a) - float(b)) ** 2


@pytest.mark.parametrize(("rows", "nominal", "interval"), RECORDED.values(), ids=RECORDED)
def test_alpha_is_that_of_the_package(rows, nominal, interval):
    assert krippendorff_alpha(table(rows)) == pytest.approx(nominal, abs=1e-12)
    assert krippendorff_alpha(table(rows), distance=square) == pytest.approx(interval, abs=1e-12)


def test_alpha_of_sets_by_masi_is_that_of_the_package():
    assert krippendorff_alpha(table(SETS), distance=measure_masi) == pytest.approx(0.32821497120921295)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("ab", "ab", 0), ("a", "ab", 1 - 2 / 3 / 2), ("ab", "bc", 1 - 1 / 3 / 3), ("a", "b", 1), ("", "", 0)],
)
def test_masi(one, other, distance):
    assert measure_masi(one, other) == pytest.approx(distance)
    assert measure_masi(other, one) == measure_masi(one, other)


@pytest.mark.parametrize(
    "rows", [["i.", ".e"], ["iii", "iii"], ["...", "..."]], ids=["no pair", "one answer", "nothing"]
)
def test_alpha_is_not_defined(rows):
    assert math.isnan(krippendorff_alpha(table(rows)))
    assert all(map(math.isnan, bound_alpha(table(rows))))


def test_the_interval_holds_alpha_is_the_same_each_time_and_narrows_with_more_records():
    few, many = table(OWN), pd.concat([table(OWN)] * 10, ignore_index=True)
    low, high = bound_alpha(few)
    assert low < krippendorff_alpha(few) < high
    assert (low, high) == bound_alpha(few)
    narrow = bound_alpha(many)
    assert narrow[1] - narrow[0] < (high - low) / 2


def test_full_agreement_has_an_interval_of_one():
    assert bound_alpha(table(["iieei", "iieei"])) == (1.0, 1.0)
