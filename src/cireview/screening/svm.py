"""A linear support vector machine that starts where its last fit ended."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class WarmLinearSVM:
    """Linear support vector machine with squared hinge loss, fitted by Newton's method.

    It minimises the same function as scikit-learn's ``LinearSVC(loss="squared_hinge")`` (the intercept
    is penalised as a weight), and a test holds the two equal; but `fit` starts from the last solution,
    which after a few more labels is nearly the new one, and needs no import of scikit-learn.

    Parameters
    ----------
    C
        Cost of an error; a larger one fits the labels more closely.
    tolerance
        Length of the gradient at which to stop, as a share of that at zero.
    steps
        Newton steps at most.

    Attributes
    ----------
    coef_, intercept_
        The weights of the features, shape (1, features), and the constant, shape (1,).

    References
    ----------
    Keerthi & DeCoste 2005, *A modified finite Newton method for fast solution of large scale linear SVMs*,
    Journal of Machine Learning Research 6.
    """

    def __init__(self, *, C: float = 1.0, tolerance: float = 1e-2, steps: int = 30) -> None:  # noqa: N803
        self.C = C
        self.tolerance = tolerance
        self.steps = steps
        self._solution: Vector | None = None

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:  # noqa: N803
        """Learn from `X` (records × features), `y` (True for relevant) and a weight for each record."""
        sign = np.where(np.asarray(y, dtype=bool), 1, -1).astype(np.float32)
        weight = np.ones(len(sign)) if sample_weight is None else np.asarray(sample_weight)
        cost = (2 * self.C * weight).astype(np.float32)
        point = self._solution
        if point is None or len(point) != X.shape[1] + 1:
            point = np.zeros(X.shape[1] + 1, dtype=np.float32)
        enough = self.tolerance * np.linalg.norm(_pull(X, cost * sign))
        for _ in range(self.steps):
            score = _push(X, point)
            short = np.maximum(1 - sign * score, 0)
            gradient = point - _pull(X, cost * sign * short)
            if np.linalg.norm(gradient) <= enough:
                break
            direction = _solve(X, cost * (short > 0), -gradient)
            point = point + _step_size(point, direction, score, _push(X, direction), sign, cost) * direction
        self._solution = point
        self.coef_, self.intercept_ = point[None, :-1], point[-1:]
        return self

    def decision_function(self, X: Any) -> Vector:  # noqa: N803
        """Return the score of each row of `X`; above zero speaks for relevant."""
        scores: Vector = X @ self.coef_[0] + self.intercept_[0]
        return scores


def _push(values: Any, point: Vector) -> Vector:
    pushed: Vector = values @ point[:-1] + point[-1]
    return pushed


def _pull(values: Any, shares: Vector) -> Vector:
    return np.append(values.T @ shares, shares.sum())


def _solve(values: Any, curvature: Vector, target: Vector) -> Vector:
    """Solve (I + XᵀDX) step = target by conjugate gradients, to a tenth of the target's length."""
    # A tenth is exact enough: the next Newton step corrects what is left.
    step = np.zeros_like(target)
    rest, way = target.copy(), target.copy()
    size = float(rest @ rest)
    enough = 0.01 * size
    for _ in range(100):
        image = way + _pull(values, curvature * _push(values, way))
        length = np.float32(size / float(way @ image))
        step += length * way
        rest -= length * image
        size, last = float(rest @ rest), size
        if size <= enough:
            break
        way = rest + np.float32(size / last) * way
    return step


def _step_size(
    point: Vector, direction: Vector, score: Vector, change: Vector, sign: Vector, cost: Vector
) -> np.float32:
    """Halve the step until the function falls."""

    def value(size: float) -> float:
        short = np.maximum(1 - sign * (score + np.float32(size) * change), 0)
        moved = a + 2 * size * b + size * size * c
        return moved + float(cost @ (short * short))

    a, b, c = float(point @ point), float(point @ direction), float(direction @ direction)
    size, start = 1.0, value(0.0)
    while size > 1e-4 and value(size) > start:
        size /= 2
    return np.float32(size)
