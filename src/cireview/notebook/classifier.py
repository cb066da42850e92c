"""The classifier of the ranking as an estimator of scikit-learn, for a pipeline of one's own."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, validate_data

from cireview.screening.svm import WarmLinearSVM


class RelevanceClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A linear support vector machine with squared hinge loss for two classes of equal weight.

    Parameters
    ----------
    C
        Cost of an error; a larger one fits the labels more closely.
    balanced
        Whether both classes have the same weight, regardless of their sizes.

    Attributes
    ----------
    classes_, coef_, intercept_, n_features_in_
        As those of scikit-learn's linear classifiers.
    """

    def __init__(self, C: float = 1.0, balanced: bool = True) -> None:  # noqa: N803
        self.C = C
        self.balanced = balanced

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803
        """Learn from `X` (records by features, also sparse) and `y`, two classes; the later is relevant."""
        X, y = validate_data(self, X, y, accept_sparse="csr", dtype=np.float64)  # noqa: N806
        check_classification_targets(y)
        if (kind := type_of_target(y)) == "multiclass":
            message = f"Only binary classification is supported. The type of the target is {kind}."
            raise ValueError(message)
        self.classes_, kinds = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("Classifier can't train when only one class is present.")
        counts = np.bincount(kinds)
        weight = (len(kinds) / (2 * counts))[kinds] if self.balanced else np.ones(len(kinds))
        learnt = WarmLinearSVM(C=self.C, tolerance=1e-5).fit(X, kinds == 1, weight)
        self.coef_, self.intercept_ = learnt.coef_, learnt.intercept_
        return self

    def decision_function(self, X: Any) -> Any:  # noqa: N803
        """Return the score of each row; a score above zero favours the later class."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=np.float64, reset=False)  # noqa: N806
        return np.asarray(X @ self.coef_[0] + self.intercept_[0], dtype=np.float64)

    def predict(self, X: Any) -> Any:  # noqa: N803
        """Return the class of each row."""
        relevant = self.decision_function(X) > 0
        return self.classes_[relevant.astype(int)]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags.sparse = True
        return tags
