"""Evaluation of a ranking by its labels: measures, audit, reliability, words and drift."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from screening.nudging import CRITERIA, NUDGE, OTHER, RECORDS, TRUTH

from cireview.screening import (
    evaluate,
    list_disagreements,
    measure_drift,
    tabulate_reliability,
    weigh_words,
)
from cireview.screening.calibration import fit_sigmoid, split_folds
from cireview.screening.learning import balance_weights


def test_classes_are_balanced():
    weights = balance_weights(np.array([True, False, False, False]), ratio=9.0)
    assert weights.mean() == pytest.approx(1)
    assert weights[0] / weights[1:].sum() == pytest.approx(9)
    assert balance_weights(np.array([True, True]), ratio=9.0).tolist() == [1, 1]


def test_folds_hold_both_classes():
    relevant = np.array([True] * 3 + [False] * 17)
    folds = split_folds(relevant, seed=0)
    assert sorted(folds[relevant].tolist()) == [0, 1, 2]
    assert sorted(np.bincount(folds[~relevant]).tolist()) == [5, 6, 6]


def test_sigmoid_recovers_the_probabilities_that_made_the_labels():
    generator = np.random.default_rng(0)
    scores = generator.normal(size=20_000)
    relevant = generator.random(20_000) < 1 / (1 + np.exp(-(2 * scores - 1)))
    assert fit_sigmoid(scores, relevant) == pytest.approx((2, -1), abs=0.1)


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.booleans()), min_size=2, max_size=50))
def test_sigmoid_is_finite_whatever_the_scores(pairs):
    scores = np.array([score for score, _ in pairs])
    assert np.isfinite(fit_sigmoid(scores, np.array([label for _, label in pairs]))).all()


def test_evaluation_of_labels_that_can_be_learnt():
    summary, predictions = evaluate(RECORDS, TRUTH, criteria="", seed=1)
    value = summary.set_index("measure")["value"]
    assert (value["labelled"], value["relevant"], value["roc_auc"], value["loss"]) == (40, 10, 1, 0)
    assert value["brier"] < value["brier_constant"]
    assert predictions["record_id"].is_unique
    assert len(predictions) == 40


def test_a_wrong_label_heads_the_audit_list():
    labels = TRUTH.copy()
    labels["r4"] = False
    _, predictions = evaluate(RECORDS, labels, criteria="", seed=1)
    assert list_disagreements(predictions, count=3)["record_id"][0] == "r4"


@pytest.mark.parametrize("labels", [TRUTH[:0], TRUTH[TRUTH], TRUTH[:2]])
def test_too_few_labels_to_evaluate_give_the_counts_alone(labels):
    summary, predictions = evaluate(RECORDS, labels, criteria=CRITERIA, seed=1)
    assert summary["measure"].tolist() == ["labelled", "relevant"]
    assert summary["value"][0] == len(labels)
    assert predictions.empty


def test_reliability_by_hand():
    table = tabulate_reliability(np.array([0.1, 0.3, 0.8, 0.6]), np.array([False, True, True, True]), bins=2)
    assert table[["n", "predicted", "observed"]].to_numpy().tolist() == [[2, 0.2, 0.5], [2, 0.7, 1.0]]


def test_words_that_weigh_most():
    words = weigh_words(RECORDS, TRUTH, criteria="", count=30)
    assert {"nudging", "rats"} <= set(words["word"])
    assert not [one for one in words["word"] if {"the", "and", "of", "one"} & set(one.split())]
    assert words["weight"].is_monotonic_decreasing
    assert words["word"][0].split()[0] in NUDGE.split()
    assert words["word"].iloc[-1].split()[0] in OTHER.split()


def test_drift_shows_a_batch_judged_otherwise():
    _, predictions = evaluate(RECORDS, TRUTH, criteria="", seed=1)
    strict = predictions.assign(include=predictions["include"] & (predictions["record_id"] > "r2"))
    batches = pd.Series(np.where(TRUTH.index > "r2", "late", "early"), index=TRUTH.index)
    table = measure_drift(strict, batches).set_index("batch")
    assert table.loc["early", "found"] == 0
    assert table.loc["early", "z"] < -2 < table.loc["late", "z"]
