"""Parts that fail, each in its own way."""

from pathlib import Path

from sklearn.base import BaseEstimator, ClassifierMixin

from cireview.paper.checklists import Checklist


class Dividing(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        raise ZeroDivisionError("no neighbours")

    def decision_function(self, X):
        return None


class Mute(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        return self


NUMBER = 7
CHECKLIST = Checklist("Lucky checklist", "Tiny E, 2026", Path(__file__).parent / "lucky.csv")
