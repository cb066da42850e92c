"""Measure the quality of an order of records, given the relevant ones.

Every function takes the labels in the order in which the records are read, priors left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def measure_loss(labels: ArrayLike) -> float:
    """Return the area between the perfect and the actual recall curve, 0 for perfect, 1 for worst.

    The same as ``asreview.metrics.loss``. With one class only there is nothing to lose: 0.

    Examples
    --------
    >>> measure_loss([1, 1, 0, 0]), measure_loss([1, 0, 1, 0]), measure_loss([0, 0, 1, 1])
    (0.0, 0.25, 1.0)
    """
    cumulative = np.cumsum(_as_labels(labels))
    size, total = len(cumulative), int(cumulative[-1]) if len(cumulative) else 0
    if total in (0, size):
        return 0.0
    return float((total * (size - (total - 1) / 2) - cumulative.sum()) / (total * (size - total)))


def measure_recall(labels: ArrayLike, share: float) -> float:
    """Return the share of the relevant records among the first `share` of all (rounded up); 1 if none is.

    Examples
    --------
    >>> measure_recall([1, 0, 0, 1], 0.5)
    0.5
    """
    label = _as_labels(labels)
    if not label.sum():
        return 1.0
    return float(label[: int(np.ceil(share * len(label) - 1e-9))].sum() / label.sum())


def count_until(labels: ArrayLike, recall: float) -> int:
    """Return how many records are read until at least `recall` of the relevant ones have been seen."""
    cumulative = np.cumsum(_as_labels(labels))
    if not len(cumulative) or not cumulative[-1]:
        return 0
    # 95 % of 20 is 19, whatever floating point says.
    return int(np.searchsorted(cumulative, int(np.ceil(recall * cumulative[-1] - 1e-9)))) + 1


def measure_wss(labels: ArrayLike, recall: float) -> float:
    """Return the work saved over sampling at `recall`: the share left unread, less 1 − `recall`.

    References
    ----------
    Cohen et al. 2006, *Reducing workload in systematic review preparation using automated citation
    classification*, doi 10.1197/jamia.M1929.

    Examples
    --------
    >>> measure_wss([1, 1, 0, 0], 1.0)
    0.5
    """
    label = _as_labels(labels)
    if not len(label):
        return 0.0
    return (len(label) - count_until(label, recall)) / len(label) - (1 - recall)


def trace_recall(labels: ArrayLike) -> NDArray[np.float64]:
    """Return the share of relevant records seen after each record; all ones if none is relevant."""
    cumulative = np.cumsum(_as_labels(labels))
    return cumulative / cumulative[-1] if len(cumulative) and cumulative[-1] else np.ones(len(cumulative))


def measure_auc(scores: ArrayLike, labels: ArrayLike) -> float:
    """Return the chance that a relevant record scores above another, ties counted half; .5 with one class.

    Examples
    --------
    >>> measure_auc([3, 2, 1, 1], [1, 0, 1, 0])
    0.625
    """
    values, relevant = np.asarray(scores, dtype=float), np.asarray(labels, dtype=bool)
    hits, others = values[relevant], np.sort(values[~relevant])
    if not len(hits) or not len(others):
        return 0.5
    below = np.searchsorted(others, hits, "left") + np.searchsorted(others, hits, "right")
    return float(below.mean() / 2 / len(others))


def measure_average_precision(scores: ArrayLike, labels: ArrayLike) -> float:
    """Return the mean precision at each relevant record, where records of one score are read together.

    The same as ``sklearn.metrics.average_precision_score``; 0 if none is relevant.

    Examples
    --------
    >>> measure_average_precision([3, 2, 1, 1], [1, 0, 1, 0])
    0.75
    """
    values, relevant = np.asarray(scores, dtype=float), _as_labels(labels)
    order = np.argsort(-values, kind="stable")
    read, found = np.arange(1, len(values) + 1), np.cumsum(relevant[order])
    if not len(found) or not found[-1]:
        return 0.0
    last = np.flatnonzero(np.diff(values[order], append=np.nan))  # of each score
    hits = np.diff(found[last], prepend=0)
    return float((hits * found[last] / read[last]).sum() / found[-1])


def _as_labels(labels: ArrayLike) -> NDArray[np.int64]:
    return np.asarray(labels, dtype=bool).astype(np.int64)
