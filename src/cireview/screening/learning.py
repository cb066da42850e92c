"""Learn from labels how relevant every record is."""

from __future__ import annotations

import importlib
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cireview.errors import Problem, ProtocolError
from cireview.plugins import blaming, owner_of
from cireview.screening.encoder import check_encoder, digest_model
from cireview.screening.metrics import measure_auc
from cireview.screening.presets import MODELS, PRESETS, Preset
from cireview.screening.space import Space, standardise
from cireview.screening.svm import WarmLinearSVM

if TYPE_CHECKING:
    from cireview.screening.features import Matrix

Scores = NDArray[np.float64]
FEW = 10
"""Labels of a class below which a classifier that cannot learn from them is waited for."""
DENSE = 200_000_000
"""Cells of a full table, of 4 to 8 bytes, above which no classifier is given one."""


def resolve_model(model: str) -> tuple[Preset, Any]:
    """Return the preset of `model` and an estimator that is not fitted.

    Parameters
    ----------
    model
        Name of a preset, or of a model of another package; "embeddings:FOLDER" for the default preset and
        the vectors of an encoder in that folder; or import path of a scikit-learn classifier
        ("sklearn.naive_bayes.ComplementNB"), which is given the features of the default preset.

    Raises
    ------
    ProtocolError
        If there is no such preset or class, or it is not a classifier.
    PluginError
        If the package that brings the model fails.
    """
    default = PRESETS["default"]
    if model.startswith("embeddings:"):
        folder = model.removeprefix("embeddings:")
        check_encoder(folder)
        found: Any = replace(default, embedding=folder)
    else:
        found = _import_class(model) if "." in model else MODELS.get(model)
    if isinstance(found, Preset):
        return found, WarmLinearSVM(C=found.cost, tolerance=1e-3)
    if found is None:
        raise ProtocolError(_explain_unknown(model))
    return default, _make_estimator(model, found)


def _import_class(model: str) -> Any:
    module, _, name = model.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ProtocolError(_explain_unknown(model, f" ({error})")) from error


def _explain_unknown(model: str, why: str = "") -> Problem:
    names = MODELS.names()
    near = get_close_matches(model, names, 1)
    listed = f"one of {', '.join(names)}, or the import path of a scikit-learn classifier"
    remedy = f"Did you mean {near[0]!r}?" if near else f"Name {listed}"
    return Problem(f"there is no model {model!r}{why}", column="screening.model", remedy=remedy)


def _make_estimator(model: str, candidate: Any) -> Any:
    """Return an estimator of a class, which is not called unless it is an estimator's."""
    plugin = owner_of(candidate)
    try:
        with blaming(plugin, "cannot be made"):
            estimator: Any = candidate() if _is_estimator(candidate) else None
    except (TypeError, ValueError) as error:
        raise ProtocolError(_explain_unknown(model, f" ({error})")) from error
    if not _is_classifier(estimator):
        problem = f"{model} is not a classifier with a score or a probability"
        remedy = "Choose a classifier such as sklearn.naive_bayes.ComplementNB"
        own = Problem(problem, column="screening.model", remedy=remedy)
        raise ProtocolError(plugin.accuse("gives neither a score nor a probability") if plugin else own)
    if "random_state" in estimator.get_params():
        estimator.set_params(random_state=1)  # the same labels, the same ranking
    return estimator


def describe_model(model: str) -> str:
    """Describe what ranks the abstracts for the methods of a paper; an encoder with its digest.

    Examples
    --------
    >>> describe_model("words")
    'a linear support vector machine on their words'
    """
    machine = "a linear support vector machine on their words"
    if model == "words":
        return machine
    if model.startswith("embeddings:"):
        # Where the folder is not on this machine, the name has to do.
        digest = digest_model(model)
        told = f"SHA-256 of both files {digest}" if digest else "not on this computer"
        return f"{machine}, characters and the vectors of the encoder {Path(model).name} ({told})"
    return f"{machine} and characters" if model == "default" else f"the classifier {model}"


def _is_estimator(candidate: Any) -> bool:
    from sklearn.base import BaseEstimator

    return isinstance(candidate, type) and issubclass(candidate, BaseEstimator)


def _is_classifier(estimator: Any) -> bool:
    from sklearn.base import is_classifier

    scores = hasattr(estimator, "decision_function") or hasattr(estimator, "predict_proba")
    return estimator is not None and is_classifier(estimator) and scores


def balance_weights(relevant: NDArray[np.bool_], *, ratio: float) -> Scores:
    """Return a weight for each label: all relevant ones together weigh `ratio`, all others one; mean 1."""
    hits = int(relevant.sum())
    if hits in (0, len(relevant)):
        return np.ones(len(relevant))
    weights = np.where(relevant, 1.0, hits / (ratio * (len(relevant) - hits)))
    weights *= len(weights) / weights.sum()
    return weights


def score_records(
    space: Space, rows: NDArray[np.int64], relevant: NDArray[np.bool_], *, preset: Preset, estimator: Any
) -> Scores:
    """Fit `estimator` on labelled rows and return a score for every record, higher for relevant.

    What was learnt and the likeness to the protocol's words are added in standard deviations; the likeness
    counts as far as the labels bear it out (see `trust_likeness`). Where all that is known are irrelevant
    records, what is typical of the records comes first (`Space.find_typical`): a classifier would put it
    last, for the irrelevant ones share it too.

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
        Fitted in place, so that the next fit can start from this one. With labels of one class, and with
        fewer than `FEW` of a class if it cannot learn from these, `WarmLinearSVM` takes its place.

    Raises
    ------
    ProtocolError
        If the estimator cannot learn from more labels than these, or needs a table with a cell for each
        word of each record that would be larger than `DENSE` cells.
    """
    if len(rows) and not relevant.any() and not space.has_criteria:
        return place_empty(space.find_typical(rows), space.empty, spread=preset.empty)
    weights = balance_weights(relevant, ratio=preset.ratio)
    trust = trust_likeness(space.likeness[rows], relevant)
    if space.has_criteria:
        rows, relevant = np.append(rows, len(space.ids)), np.append(relevant, True)
        weights = balance_weights(relevant, ratio=preset.ratio)
        weights[-1] *= preset.criteria_weight
    if isinstance(estimator, WarmLinearSVM):
        scores = _learn(estimator, space.values, rows, relevant, weights)
    else:
        scores = _learn_or_wait(estimator, space.values, rows, relevant, weights, cost=preset.cost)
    scores = standardise(scores[: len(space.ids)], space.empty)
    scores += preset.likeness * trust * space.likeness
    for odd, share in ((space.bare, preset.lift), (space.foreign, preset.foreign_lift)):
        scores = lift_odd(scores, odd & ~space.empty, ~odd & ~space.empty, share=share)
    return place_empty(scores, space.empty, spread=preset.empty)


def trust_likeness(likeness: Scores, relevant: NDArray[np.bool_]) -> float:
    """Return how far the likeness to the protocol's words counts, 0 to 1, as the labels so far say.

    A = (m · AUC + 5 · 0.75) / (m + 5), with m labels in the smaller class; trust is 0 up to A = 0.6 and 1
    from A = 0.75 on. Without labels the protocol is believed; one whose words do not tell the relevant
    records from the others counts no more.
    """
    fewest = int(min(relevant.sum(), (~relevant).sum()))
    area = (fewest * measure_auc(likeness, relevant) + 5 * 0.75) / (fewest + 5)
    return float(np.clip((area - 0.6) / 0.15, 0, 1))


def lift_odd(scores: Scores, odd: NDArray[np.bool_], others: NDArray[np.bool_], *, share: float) -> Scores:
    """Return `scores` with those of `odd` records moved towards the others.

    A title alone, or a text in another language than most, has few of the words that speak for a record, so
    that such records sink whatever they are about. Their mean is moved by `share` of its distance from the
    mean of the `others`, by less where they are few: by half of that for `FEW` of them.
    """
    if not odd.any() or not others.any():
        return scores
    distance = scores[others].mean() - scores[odd].mean()
    return np.where(odd, scores + share * odd.sum() / (odd.sum() + FEW) * distance, scores)


def place_empty(scores: Scores, empty: NDArray[np.bool_], *, spread: float) -> Scores:
    """Return `scores` with those of records without any text set a little above the mean of the others.

    Nothing speaks for or against such a record: what can be expected of it is what can be expected of any
    record. A classifier, which sees a row of zeros, would put it behind nearly all of them.
    """
    if not empty.any() or empty.all():
        return scores
    others = scores[~empty]
    return np.where(empty, others.mean() + spread * others.std(), scores)


def _learn_or_wait(
    estimator: Any,
    values: Matrix,
    rows: NDArray[np.int64],
    relevant: NDArray[np.bool_],
    weights: Scores,
    *,
    cost: float,
) -> Scores:
    """Return the scores of any classifier, or of a `WarmLinearSVM` while there are too few labels for it."""
    fewest = min(int(relevant.sum()), int((~relevant).sum()))
    plugin = owner_of(type(estimator))
    try:
        if fewest:
            with blaming(plugin, "failed", passed=(ValueError, TypeError)):
                return _learn(estimator, _fitting(estimator, values), rows, relevant, weights)
    except (ValueError, TypeError) as error:
        if fewest >= FEW:
            what = f"cannot learn from {len(rows)} labels ({error})"
            remedy = "Choose another model"
            own = Problem(f"{type(estimator).__name__} {what}", column="screening.model", remedy=remedy)
            raise ProtocolError(plugin.accuse(what, remedy) if plugin else own) from error
    return _learn(WarmLinearSVM(C=cost), values, rows, relevant, weights)


def _fitting(estimator: Any, values: Matrix) -> Any:
    """Return `values` as the classifier takes them: with a cell for each zero, if it must be."""
    from sklearn.utils import get_tags

    if get_tags(estimator).input_tags.sparse:
        return values
    if values.shape[0] * values.shape[1] > DENSE:
        size = f"{values.shape[0]} records with {values.shape[1]} features"
        message = f"{type(estimator).__name__} needs a full table, which is too large for {size}"
        remedy = "Choose a classifier that takes sparse data, such as sklearn.naive_bayes.ComplementNB"
        raise ProtocolError(Problem(message, column="screening.model", remedy=remedy))
    return values.toarray()


def _learn(
    estimator: Any, values: Any, rows: NDArray[np.int64], relevant: NDArray[np.bool_], weights: Scores
) -> Scores:
    """Fit `estimator` on `rows` of `values`, and return its score of every row."""
    if isinstance(estimator, WarmLinearSVM) or _takes_weights(estimator):
        estimator.fit(values[rows], relevant, sample_weight=weights)
    else:
        estimator.fit(values[rows], relevant)
    if hasattr(estimator, "decision_function"):
        return np.asarray(estimator.decision_function(values), dtype=float)
    return np.asarray(estimator.predict_proba(values)[:, 1], dtype=float)


def _takes_weights(estimator: Any) -> bool:
    from sklearn.utils.validation import has_fit_parameter

    return bool(has_fit_parameter(estimator, "sample_weight"))
