"""Where each piece of advice turns: one less on this side, the threshold itself on that."""

import pytest

from cireview.stopping.assess import _advise_reading, _advise_sample, _compare
from cireview.stopping.rules import NEARLY_ALL, READ_ALL_BELOW


@pytest.mark.parametrize(
    ("total", "advice"),
    [
        (
            READ_ALL_BELOW - 1,
            f"Read everything: below {READ_ALL_BELOW} records a certified stop saves almost nothing",
        ),
        (READ_ALL_BELOW, "Reading everything is certain and saves nothing"),
    ],
)
def test_a_small_review_is_read_whole(total, advice):
    assert _advise_reading(total) == advice


@pytest.mark.parametrize(
    ("left", "planned", "advice"),
    [
        (0, 0, "Nothing is left to certify"),
        (1, 0, "A random sample of 0 of the 1 unread"),
        (
            100,
            int(100 * NEARLY_ALL),
            "Continue reading: a certification sample would be nearly as large as what is left",
        ),
        (100, int(100 * NEARLY_ALL) - 1, f"A random sample of {int(100 * NEARLY_ALL) - 1} of the 100"),
    ],
)
def test_a_sample_is_advised_where_it_saves_reading(left, planned, advice):
    assert _advise_sample(left, planned).startswith(advice)


@pytest.mark.parametrize(
    ("value", "below", "met"),
    [(6.0, False, "yes"), (5.99, False, "no"), (6.0, True, "no"), (5.99, True, "yes")],
)
def test_a_measure_meets_its_threshold_from_it_on_and_a_chance_below_it(value, below, met):
    assert _compare(value, 6.0, below=below) == (met, f"{value:.3g}", "6", "")
