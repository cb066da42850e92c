"""Learn each criterion from the reviewers' answers; until there are enough, its words give the score."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from cireview.screening.calibration import estimate_probability, score_unseen
from cireview.screening.learning import resolve_model, score_records
from cireview.screening.metrics import measure_auc
from cireview.screening.presets import Preset
from cireview.screening.ranking import explain_scores, match_labels
from cireview.screening.space import Space

BY_LABELS, BY_WORDS = "labels", "words"
# As many as there are folds, so that each fold holds both kinds.
LEAST = 5
_MODEL = ["criterion", "met", "not_met", "auc_labels", "auc_words", "basis"]
_SHOWN = 3


def learn_criteria(
    space: Space,
    scores: pd.DataFrame,
    answers: pd.DataFrame,
    reasons: pd.Series,
    *,
    model: str = "default",
    seed: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fit a model for each criterion that was labelled often enough.

    A criterion needs `LEAST` records that meet it and as many that do not: by reviewers' answers for it, or,
    where these are too few, by answers and reasons for exclusion together. There an included record meets all
    criteria, an excluded one fails the one that is its reason, and is taken to meet the others. Even then the
    words of `score_criteria` stand if they tell the same labels apart better than the model does in a
    cross-validation.

    Parameters
    ----------
    space, scores
        The features of all records, of which the protocol's row is not used, and their `score_criteria`.
    answers, reasons
        ``record_id``, ``criterion``, ``met`` (yes or no); and by record id, the id of the criterion for which
        it was excluded, "" for an included one.
    model, seed
        As in `rank`.

    Returns
    -------
    scores : pandas.DataFrame
        As given, with ``basis``: "labels" where the score is the calibrated probability of the model that
        the criterion is met, and up to three words for and against it (after "not:") follow those that were
        found; else "words". ``unseen`` is the score by a model that did not see the labels of the record
        itself.
    models : pandas.DataFrame
        One row per criterion: ``criterion``, ``met`` and ``not_met`` (labels learnt from), ``auc_labels`` and
        ``auc_words`` (see `measure_auc`: cross-validated, and by words; empty without a model), ``basis``.
    """
    preset, estimator = resolve_model(model)
    bare = replace(space, values=space.values[: len(space.ids)])
    order = pd.Index(space.ids)
    parts, models = [scores.iloc[:0].assign(basis="", unseen=0.0)], []
    for name, subset in scores.groupby("criterion", sort=False):
        part = subset.set_index("record_id").reindex(order).rename_axis("record_id").reset_index()
        labels = _gather_labels(str(name), answers, reasons)
        learnt, row = _learn_one(bare, part, labels, preset, copy.deepcopy(estimator), seed)
        parts.append(learnt)
        models.append({"criterion": name, **row})
    table = pd.concat(parts)
    as_given = np.argsort(order.get_indexer(pd.Index(table["record_id"])), kind="stable")
    return table.iloc[as_given].reset_index(drop=True), pd.DataFrame(models, columns=_MODEL)


def _gather_labels(name: str, answers: pd.DataFrame, reasons: pd.Series) -> pd.Series:
    """Return whether the criterion is met, by record id."""
    answered = answers[answers["criterion"] == name].set_index("record_id")["met"] == "yes"
    if min(answered.sum(), (~answered).sum()) >= LEAST:
        return answered
    inferred = (reasons != name).astype(bool)
    return pd.concat([answered, inferred[~inferred.index.isin(answered.index)]]).astype(bool)


def _learn_one(
    space: Space,
    part: pd.DataFrame,
    labels: pd.Series,
    preset: Preset,
    estimator: Any,
    seed: int,
) -> tuple[pd.DataFrame, dict[str, object]]:
    """Return the scores of one criterion, in the order of `space`, and what its model was learnt from."""
    rows, met = match_labels(space.ids, labels)
    row: dict[str, object] = {"met": int(met.sum()), "not_met": int((~met).sum())}
    row |= {"auc_labels": "", "auc_words": "", "basis": BY_WORDS}
    if min(met.sum(), (~met).sum()) < LEAST:
        return part.assign(basis=BY_WORDS, unseen=part["score"]), row
    unseen = score_unseen(space, rows, met, preset=preset, estimator=estimator, seed=seed)
    by_labels, by_words = measure_auc(unseen, met), measure_auc(part["score"].to_numpy(float)[rows], met)
    row |= {"auc_labels": f"{by_labels:.3f}", "auc_words": f"{by_words:.3f}"}
    # The words are used only if they do better; at a tie, the model is used.
    if by_labels < by_words:
        return part.assign(basis=BY_WORDS, unseen=part["score"]), row
    scores = score_records(space, rows, met, preset=preset, estimator=estimator)
    probability = estimate_probability(scores, unseen, met)
    left_out = probability.copy()
    left_out[rows] = estimate_probability(unseen, unseen, met)
    words = _add_words(part["words"], space, estimator)
    learnt = part.assign(score=probability, words=words, basis=BY_LABELS, unseen=left_out)
    return learnt, row | {"basis": BY_LABELS}


def _add_words(words_found: pd.Series, space: Space, estimator: Any) -> list[str]:
    weighed = explain_scores(space, np.arange(len(space.ids)), estimator)
    texts = []
    for words, pro, contra in zip(words_found, weighed["words_for"], weighed["words_against"], strict=True):
        against = [f"not: {word}" for word in contra.split("; ")[:_SHOWN] if word]
        every = [*words.split("; "), *pro.split("; ")[:_SHOWN], *against]
        texts.append("; ".join(dict.fromkeys(word for word in every if word)))
    return texts
