"""Learn from labels how relevant every record is."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cireview.errors import Problem, ProtocolError
from cireview.screening.presets import PRESETS, Preset
from cireview.screening.space import Space
from cireview.screening.svm import WarmLinearSVM

Scores = NDArray[np.float64]


def resolve_model(model: str) -> tuple[Preset, Any]:
    """Return the preset of `model` and an estimator that is not fitted.

    Parameters
    ----------
    model
        Name of a preset; "embeddings:FOLDER" for the default preset and the features of a
        sentence-transformers model in that folder; or import path of a scikit-learn classifier
        ("sklearn.naive_bayes.ComplementNB"), which is given the features of the default preset.

    Raises
    ------
    ProtocolError
        If there is no such preset or class, or it is not a classifier.
    """
    preset = PRESETS.get(model, PRESETS["default"])
    if model.startswith("embeddings:"):
        preset = replace(preset, embedding=model.removeprefix("embeddings:"))
    if model in PRESETS or preset.embedding:
        return preset, WarmLinearSVM(C=preset.cost, tolerance=1e-3)
    module, _, name = model.rpartition(".")
    try:
        estimator = getattr(importlib.import_module(module), name)()
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        remedy = (
            f"Name one of the presets {', '.join(PRESETS)} or the import path of a scikit-learn classifier"
        )
        raise ProtocolError(
            Problem(f"there is no model {model!r} ({error})", column="screening.model", remedy=remedy)
        ) from error
    if not hasattr(estimator, "fit") or not (
        hasattr(estimator, "decision_function") or hasattr(estimator, "predict_proba")
    ):
        problem = f"{model} gives neither a score nor a probability"
        raise ProtocolError(Problem(problem, column="screening.model", remedy="Name a classifier"))
    return preset, estimator


def balance_weights(relevant: NDArray[np.bool_], *, ratio: float) -> Scores:
    """Return a weight for each label: all relevant ones together weigh `ratio`, all others one; mean 1."""
    found = int(relevant.sum())
    if found in (0, len(relevant)):
        return np.ones(len(relevant))
    weights = np.where(relevant, 1.0, found / (ratio * (len(relevant) - found)))
    weights *= len(weights) / weights.sum()
    return weights


def score_records(
    space: Space, rows: NDArray[np.int64], relevant: NDArray[np.bool_], *, preset: Preset, estimator: Any
) -> Scores:
    """Fit `estimator` on labelled rows and return a score for every record, higher for relevant.

    What was learnt and the likeness to the protocol's words are added in standard deviations; the more
    relevant records are known, the less the likeness counts.

    Parameters
    ----------
    space
        The features.
    rows
        Row of each labelled record.
    relevant
        Its label.
    preset
        Balance of the classes and weight of the protocol's words, which count as a relevant record.
    estimator
        Fitted in place, so that the next fit can start from this one. With labels of one class, which
        other classifiers refuse, `WarmLinearSVM` takes its place: likeness to what is labelled.
    """
    weights = balance_weights(relevant, ratio=preset.ratio)
    if space.has_criteria:
        rows, relevant = np.append(rows, len(space.ids)), np.append(relevant, True)
        weights = balance_weights(relevant, ratio=preset.ratio)
        weights[-1] *= preset.criteria_weight
    if len(set(relevant.tolist())) < 2 and not isinstance(estimator, WarmLinearSVM):
        estimator = WarmLinearSVM(C=preset.cost)
    _fit(estimator, space.values[rows], relevant, weights)
    if hasattr(estimator, "decision_function"):
        scores = np.asarray(estimator.decision_function(space.values), dtype=float)
    else:
        scores = np.asarray(estimator.predict_proba(space.values)[:, 1], dtype=float)
    scores = _standardise(scores[: len(space.ids)], space.empty)
    found = int(relevant.sum()) - space.has_criteria
    share = preset.likeness * preset.likeness_half / (preset.likeness_half + found)
    scores += share * _standardise(space.likeness, space.empty)
    return place_empty(scores, space.empty, spread=preset.empty)


def _standardise(scores: Scores, empty: NDArray[np.bool_]) -> Scores:
    known = scores[~empty]
    spread = known.std() if len(known) else 0.0
    return (scores - known.mean()) / spread if spread > 0 else np.zeros(len(scores))


def place_empty(scores: Scores, empty: NDArray[np.bool_], *, spread: float) -> Scores:
    """Return `scores` with those of records without any text set a little above the mean of the others.

    Nothing speaks for or against such a record: what can be expected of it is what can be expected of any
    record. A classifier, which sees a row of zeros, would put it behind nearly all of them.
    """
    if not empty.any() or empty.all():
        return scores
    others = scores[~empty]
    return np.where(empty, others.mean() + spread * others.std(), scores)


def _fit(estimator: Any, values: Any, relevant: NDArray[np.bool_], weights: Scores) -> None:
    if isinstance(estimator, WarmLinearSVM):
        estimator.fit(values, relevant, weights)
        return
    from sklearn.utils.validation import has_fit_parameter

    if has_fit_parameter(estimator, "sample_weight"):
        estimator.fit(values, relevant, sample_weight=weights)
    else:
        estimator.fit(values, relevant)
