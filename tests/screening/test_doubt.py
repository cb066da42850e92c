"""Labels that are likely slips stand on the audit list."""

import numpy as np
import pytest
from screening.nudging import make_records

from cireview.screening import evaluate, list_disagreements
from cireview.screening.calibration import disown_labels


def test_a_relevant_label_below_the_middle_of_the_irrelevant_ones_is_disowned():
    relevant = np.array([True] * 10 + [False] * 11)
    unseen = np.array([9.0, 8, 7, 6, 5, 4.9, 4.8, 4.7, 4.6, 1.5, *range(-5, 6)])
    assert np.flatnonzero(disown_labels(unseen, relevant)).tolist() == []
    unseen[9] = -1
    assert np.flatnonzero(disown_labels(unseen, relevant)).tolist() == [9]


@pytest.mark.parametrize("count", [0, 1, 4])
def test_nothing_is_disowned_before_five_labels_of_each_class(count):
    relevant = np.array([True] * count + [False] * 20)
    unseen = np.where(relevant, -1.0, 1.0)
    assert not disown_labels(unseen, relevant).any()
    assert not disown_labels(-unseen, ~relevant).any()


MANY, KNOWN = make_records(80)
SLIPS = ["r1", "r22", "r45"]
LABELS = KNOWN[:60].copy()
LABELS[SLIPS] = True


def test_every_disowned_label_stands_on_the_audit_list():
    _, predictions = evaluate(MANY, LABELS, criteria="", seed=1)
    assert set(list_disagreements(predictions, count=1)["record_id"]) == set(SLIPS)
