"""Suggest the reason for an exclusion, once the labels show that a suggestion helps."""

from __future__ import annotations

import math

import pandas as pd

from cireview.screening.criterion_models import BY_LABELS

_COLUMNS = ["record_id", "suggested_reason", "basis"]
# A record that is probably relevant needs no reason.
_PROBABLY_RELEVANT = 0.5
# One-sided, which is 5 % for both sides together.
_ERROR = 0.025


def suggest_reasons(scores: pd.DataFrame, ranking: pd.DataFrame, reasons: pd.Series) -> pd.DataFrame:
    """Suggest for each record that is probably irrelevant the criterion that it would most likely fail.

    Where criteria have a model, it is the least probable of them; else the one that fewest words speak for. A
    suggestion is never a label. There is none at all unless it names the reason of the labelled exclusions
    better than their most frequent reason does (see `beats_most_frequent`), where each of them is judged by
    models that did not see its label.

    Parameters
    ----------
    scores
        Of `cireview.screening.learn_criteria`.
    ranking
        ``record_id`` and ``probability`` of the records without a label.
    reasons
        By record id of the labelled, the id of the criterion for which it was excluded, else "".

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``suggested_reason``, ``basis`` ("labels" or "words"), in the order of `scores`.
    """
    given = reasons[reasons.isin(set(scores["criterion"]))]
    tried = _find_worst(scores[scores["record_id"].isin(given.index)], "unseen")
    guessed = tried.set_index("record_id")["suggested_reason"].reindex(given.index).fillna("")
    if not beats_most_frequent(guessed, given):
        return pd.DataFrame(columns=_COLUMNS, dtype="str")
    irrelevant = ranking.loc[pd.to_numeric(ranking["probability"]) < _PROBABLY_RELEVANT, "record_id"]
    return _find_worst(scores[scores["record_id"].isin(irrelevant)], "score")


def beats_most_frequent(guessed: pd.Series, given: pd.Series) -> bool:
    """Say whether guesses name the reason clearly better than the most frequent reason does.

    The two are compared on the same records by an exact sign test (McNemar's): of the records on which one
    of them alone is right, the guesses are right on so many that chance would do it in 2.5 % of cases at
    most. That takes six such records at least.

    Parameters
    ----------
    guessed, given
        The guess and the reason, by record.
    """
    if given.empty:
        return False
    right, common = guessed == given, given == given.mode().iloc[0]
    wins, losses = int((right & ~common).sum()), int((common & ~right).sum())
    tried = wins + losses
    by_chance = sum(math.comb(tried, heads) for heads in range(wins, tried + 1))
    return by_chance <= _ERROR * 2**tried if tried < 1_000 else _is_clear(wins, tried)


def _is_clear(wins: int, tried: int) -> bool:
    """Say the same of so many records that the normal curve is as good, and no number overflows."""
    return wins - tried / 2 > 1.96 * math.sqrt(tried) / 2


def _find_worst(scores: pd.DataFrame, column: str) -> pd.DataFrame:
    by_labels = scores["basis"] == BY_LABELS
    left = scores[by_labels] if by_labels.any() else scores
    ranks = left.assign(row=pd.factorize(left["record_id"])[0])
    worst = ranks.sort_values(["row", column], kind="stable").drop_duplicates("record_id")
    worst = worst.rename(columns={"criterion": "suggested_reason"})
    return worst[_COLUMNS].reset_index(drop=True).astype("str")
