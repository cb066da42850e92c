"""Krippendorff's alpha: agreement of any number of people on values of any kind, with its interval."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Distance = Callable[[Any, Any], float]
"""How far two answers are apart: 0 for the same."""

_DRAWS = 1000
_UNDEFINED = float("nan")


class _Counted(NamedTuple):
    """How often each unit got each value, what each unit differs, and how far values are apart."""

    counts: NDArray[np.float64]
    differing: NDArray[np.float64]
    distances: NDArray[np.float64]


def krippendorff_alpha(decisions: pd.DataFrame, *, distance: Distance | None = None) -> float:
    """Return Krippendorff's alpha for any number of people, gaps allowed.

    Parameters
    ----------
    decisions
        Records × people, "" where a person did not answer.
    distance
        How far two answers are apart; without it all answers that differ are equally far apart (nominal).

    Returns
    -------
    float
        Alpha; not a number when all answers are the same one, or no record has two.

    References
    ----------
    Krippendorff 2011, *Computing Krippendorff's alpha-reliability*.
    """
    counted = _count(decisions, distance)
    return _UNDEFINED if counted is None else float(_alpha(np.ones((1, len(counted.counts))), counted)[0])


def bound_alpha(
    decisions: pd.DataFrame, *, distance: Distance | None = None, draws: int = _DRAWS
) -> tuple[float, float]:
    """Return the 95 % interval of alpha: percentiles of a bootstrap over records, with a fixed random seed.

    Parameters are as of `krippendorff_alpha`; `draws` is how often the records are drawn anew. Draws in
    which alpha is not defined, since all have one answer, are left out.

    References
    ----------
    Zapf, Castell, Morawietz & Karch 2016, doi 10.1186/s12874-016-0200-9.
    """
    counted = _count(decisions, distance)
    if counted is None or len(counted.counts) < 2:
        return _UNDEFINED, _UNDEFINED
    size = len(counted.counts)
    random = np.random.default_rng(1)
    alphas = _alpha(random.multinomial(size, np.full(size, 1 / size), size=draws).astype(float), counted)
    defined = alphas[~np.isnan(alphas)]
    if np.isnan(_alpha(np.ones((1, size)), counted)[0]) or not len(defined):
        return _UNDEFINED, _UNDEFINED
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)


def measure_masi(first: Collection[str], second: Collection[str]) -> float:
    """Return the MASI distance of two sets: 1 less their Jaccard index times how one lies in the other.

    The second factor is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, else 0.

    References
    ----------
    Passonneau 2006, *Measuring agreement on set-valued items (MASI)*, LREC.

    Examples
    --------
    >>> round(measure_masi({"food"}, {"food", "sleep"}), 3), measure_masi({"food"}, {"sleep"})
    (0.667, 1.0)
    """
    one, other = set(first), set(second)
    if one == other:
        return 0.0
    shared = one & other
    nested = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - nested * len(shared) / len(one | other)


def _count(decisions: pd.DataFrame, distance: Distance | None) -> _Counted | None:
    values = decisions.to_numpy(dtype=object)
    kinds = sorted({value for value in values.ravel() if value != ""})
    counts = np.array([(values == kind).sum(axis=1) for kind in kinds], dtype=float).T
    # A record with one answer has no pair that could agree.
    counts = counts[counts.sum(axis=1) >= 2] if kinds else counts
    if not counts.size:
        return None
    apart = distance or (lambda a, b: float(a != b))
    distances = np.array([[apart(a, b) for b in kinds] for a in kinds], dtype=float)
    differing = np.einsum("ui,ij,uj->u", counts, distances, counts) / (counts.sum(axis=1) - 1)
    return _Counted(counts, differing, distances)


def _alpha(weights: NDArray[np.float64], counted: _Counted) -> NDArray[np.float64]:
    """Return alpha for each row of weights of the records."""
    totals = weights @ counted.counts
    expected = np.einsum("di,ij,dj->d", totals, counted.distances, totals) / (totals.sum(axis=1) - 1)
    observed = weights @ counted.differing
    defined = expected > 0
    return np.where(defined, 1 - observed / np.where(defined, expected, 1), np.nan)
