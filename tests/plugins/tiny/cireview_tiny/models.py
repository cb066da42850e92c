from sklearn.naive_bayes import ComplementNB

from cireview.screening import Preset


class Nearest(ComplementNB):
    """Any classifier of scikit-learn that gives a score or a probability."""


RARE_WORDS = Preset(reason="what you measured", min_df=1, cost=0.1)
