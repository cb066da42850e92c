import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, roc_auc_score

from cireview.screening.metrics import (
    count_until,
    measure_auc,
    measure_average_precision,
    measure_loss,
    measure_recall,
    measure_wss,
    trace_recall,
)

# By hand: recall curves of ten records, two or three relevant.
TOP, BOTTOM, MIXED = [1, 1] + [0] * 8, [0] * 8 + [1, 1], [0, 1, 0, 0, 1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (TOP, 0.0),
        (BOTTOM, 1.0),
        (MIXED, 4 / 16),  # one irrelevant before the first, three before the second, of 2 · 8
        ([0, 0], 0.0),
        ([1, 1], 0.0),
        ([], 0.0),
    ],
)
def test_loss(labels, expected):
    assert measure_loss(labels) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("labels", "share", "expected"),
    [(TOP, 0.1, 0.5), (MIXED, 0.2, 0.5), (MIXED, 0.41, 1.0), (MIXED, 0.1, 0.0), ([0, 0], 0.5, 1.0)],
)
def test_recall_counts_a_started_record_as_read(labels, share, expected):
    assert measure_recall(labels, share) == expected


@pytest.mark.parametrize(
    ("labels", "recall", "read", "saved"),
    [
        (MIXED, 1.0, 5, 0.5),
        (MIXED, 0.5, 2, 0.3),
        (MIXED, 0.95, 5, 0.45),
        (BOTTOM, 1.0, 10, 0.0),
        ([0] * 10, 0.95, 0, 0.95),
    ],
)
def test_work_saved_over_sampling(labels, recall, read, saved):
    assert count_until(labels, recall) == read
    assert measure_wss(labels, recall) == pytest.approx(saved)


def test_95_percent_of_20_is_19_whatever_floating_point_says():
    assert count_until([1] * 20, 0.95) == 19


def test_recall_curve():
    np.testing.assert_allclose(trace_recall([0, 1, 0, 1]), [0, 0.5, 0.5, 1])


@given(st.lists(st.booleans(), min_size=2))
def test_loss_is_the_share_of_pairs_in_the_wrong_order(labels):
    pairs = [(a, b) for i, a in enumerate(labels) for b in labels[i + 1 :]]
    mixed = sum(labels) * (len(labels) - sum(labels))
    wrong = sum(b and not a for a, b in pairs)
    assert measure_loss(labels) == pytest.approx(wrong / mixed if mixed else 0)


@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=2, max_size=12))
def test_measures_of_scores_are_those_of_scikit_learn(pairs):
    scores, labels = zip(*pairs, strict=True)
    if len(set(labels)) == 2:
        assert measure_auc(scores, labels) == pytest.approx(roc_auc_score(labels, scores))
        expected = average_precision_score(labels, scores)
        assert measure_average_precision(scores, labels) == pytest.approx(expected)


def test_where_none_is_relevant_no_precision_is_measured():
    assert measure_average_precision([1, 2], [0, 0]) == 0
    assert measure_average_precision([], []) == 0
