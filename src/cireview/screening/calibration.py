"""Turn scores into calibrated probabilities, and check the calibration."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.screening.learning import Scores, score_records
from cireview.screening.presets import Preset
from cireview.screening.space import Space
from cireview.shares import bound_share

# Fewer where a class has fewer labels, so that each fold holds both classes.
_FOLDS = 5


def split_folds(relevant: NDArray[np.bool_], *, seed: int) -> NDArray[np.int64]:
    """Return for each label the number of its fold, both classes spread evenly over at most five folds."""
    smaller = int(min(relevant.sum(), (~relevant).sum()))
    folds = np.zeros(len(relevant), dtype=np.int64)
    generator = np.random.default_rng(seed)
    for members in (np.flatnonzero(relevant), np.flatnonzero(~relevant)):
        folds[generator.permutation(members)] = np.arange(len(members)) % max(min(_FOLDS, smaller), 1)
    return folds


def score_unseen(
    space: Space,
    rows: NDArray[np.int64],
    relevant: NDArray[np.bool_],
    *,
    preset: Preset,
    estimator: Any,
    seed: int,
) -> Scores:
    """Return for each labelled row the score of a model that did not see its label.

    Needs two labels of each class; otherwise an empty array is returned, for nothing can be known.
    """
    if min(relevant.sum(), (~relevant).sum()) < 2:
        return np.empty(0)
    folds = split_folds(relevant, seed=seed)
    scores = np.zeros(len(rows))
    for fold in range(int(folds.max()) + 1):
        kept, left = folds != fold, folds == fold
        # One that starts from its last solution would have seen the labels that are left out.
        fresh = copy.deepcopy(estimator)
        scored = score_records(space, rows[kept], relevant[kept], preset=preset, estimator=fresh)
        scores[left] = scored[rows[left]]
    return scores


def disown_labels(unseen: Scores, relevant: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which relevant labels a cross-validation disowns: likely slips of a reviewer.

    A record labelled relevant that a model which did not see its label puts below the middle of the
    irrelevant ones. None is disowned with fewer than five labels of a class.
    """
    if min(relevant.sum(), (~relevant).sum()) < _FOLDS:
        return np.zeros(len(relevant), dtype=bool)
    return relevant & (unseen < np.median(unseen[~relevant]))


def fit_sigmoid(scores: Scores, relevant: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and intercept of Platt's sigmoid p = 1 / (1 + exp(−(slope · score + intercept))).

    References
    ----------
    Platt 1999; fitted to smoothed targets by Newton's method as in Lin, Lin & Weng 2007, *A note on
    Platt's probabilistic outputs for support vector machines*, doi 10.1007/s10994-007-5018-6.
    """
    hits, rest = int(relevant.sum()), int((~relevant).sum())
    target = np.where(relevant, (hits + 1) / (hits + 2), 1 / (rest + 2))
    design = np.column_stack([scores, np.ones(len(scores))])
    weights = np.array([0.0, np.log((hits + 1) / (rest + 1))])

    def loss(point: NDArray[np.float64]) -> float:
        value = design @ point
        return float(np.sum(np.logaddexp(0, value) - target * value))

    # As many steps as Lin, Lin and Weng allow; a convex function needs far fewer.
    for _ in range(100):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (chance - target)
        if np.abs(gradient).max() < 1e-6:
            break
        spread = (chance * (1 - chance))[:, None] * design
        step = np.linalg.solve(design.T @ spread + 1e-10 * np.eye(2), gradient)
        while np.abs(step).max() > 1e-10 and loss(weights - step) > loss(weights):
            step /= 2
        weights = weights - step
    return float(weights[0]), float(weights[1])


def estimate_probability(scores: Scores, unseen: Scores, relevant: NDArray[np.bool_]) -> Scores:
    """Return the probability of each of `scores`, from the `unseen` scores of the labelled.

    With fewer than two labels of a class, the same for all: the share of relevant labels, by Laplace's
    rule of succession; 0.5 without any label.
    """
    if len(unseen) == 0:
        return np.full(len(scores), (relevant.sum() + 1) / (len(relevant) + 2))
    slope, intercept = fit_sigmoid(unseen, relevant)
    # A falling sigmoid is what few labels give by chance: a higher score never lowers the probability.
    return np.asarray(1 / (1 + np.exp(-np.clip(max(slope, 0.0) * scores + intercept, -500, 500))))


def tabulate_reliability(probability: Scores, relevant: NDArray[np.bool_], *, bins: int = 10) -> pd.DataFrame:
    """Return how often records of about one probability were relevant.

    Returns
    -------
    pandas.DataFrame
        One row per bin of equal size: ``n``, ``predicted`` (mean probability), ``observed`` (share
        relevant), ``low`` and ``high`` (its 95 % Wilson interval).
    """
    order = np.argsort(probability, kind="stable")
    rows = []
    for members in np.array_split(order, min(bins, max(len(order), 1))):
        if len(members):
            share, size = float(relevant[members].mean()), len(members)
            low, high = bound_share(share * size, size)
            rows.append((size, float(probability[members].mean()), share, low, high))
    return pd.DataFrame(rows, columns=["n", "predicted", "observed", "low", "high"])
