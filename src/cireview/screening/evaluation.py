"""Evaluate the ranking on the reviewers' labels, and list where the two differ."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.screening.calibration import (
    disown_labels,
    estimate_probability,
    score_unseen,
    split_folds,
)
from cireview.screening.learning import Scores, resolve_model, score_records
from cireview.screening.metrics import (
    measure_auc,
    measure_average_precision,
    measure_loss,
    measure_recall,
    measure_wss,
)
from cireview.screening.ranking import match_labels
from cireview.screening.space import Space, place_records


def evaluate(
    records: pd.DataFrame,
    labels: pd.Series | pd.DataFrame,
    *,
    criteria: str,
    model: str = "default",
    seed: int,
    space: Space | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cross-validate the ranking on the reviewers' labels.

    Each label is predicted by a model learnt from four fifths of the others (fewer folds where a class has
    fewer than five labels), and each probability comes from a calibration that did not see it. The ranking
    chose most of what is labelled, so that the figures are those of the labelled, not of the whole review.

    Parameters
    ----------
    records, labels, criteria, model, seed, space
        As in `rank`.

    Returns
    -------
    summary : pandas.DataFrame
        ``measure``, ``value``, ``meaning``; only the counts when a class has fewer than two labels.
    predictions : pandas.DataFrame
        One row per labelled record: ``record_id``, ``include``, ``probability``, ``rank`` (1 for the highest
        score) and ``disagreement`` (distance of the label from the probability), by rank.

    Raises
    ------
    ProtocolError
        If there is no such model.
    """
    preset, estimator = resolve_model(model)
    if space is None:
        space = place_records(records, criteria=criteria, preset=preset)
    rows, relevant = match_labels(space.ids, labels)
    unseen = score_unseen(space, rows, relevant, preset=preset, estimator=estimator, seed=seed)
    counts = [
        ("labelled", float(len(rows)), "records with a label"),
        ("relevant", float(relevant.sum()), "of these relevant"),
    ]
    if len(unseen) == 0:
        return _summarise(counts), _predict(space.ids, rows[:0], relevant[:0], np.empty(0), np.empty(0))
    probability = _calibrate_unseen(unseen, relevant, seed=seed)
    predictions = _predict(space.ids, rows, relevant, unseen, probability)
    return _summarise(counts + _measure(unseen, probability, relevant)), predictions


def list_disagreements(predictions: pd.DataFrame, *, count: int = 20) -> pd.DataFrame:
    """Return the labelled records on which model and reviewers disagree most: an audit list for mistakes.

    The `count` highest disagreements, and every relevant label that the cross-validation disowns (see
    `disown_labels`), however many.
    """
    order = predictions.sort_values(["disagreement", "record_id"], ascending=[False, True], kind="stable")
    # The highest rank is that of the highest score.
    disowned = disown_labels(-order["rank"].to_numpy(float), order["include"].to_numpy(bool))
    return order[disowned | (np.arange(len(order)) < count)].reset_index(drop=True)


def weigh_words(
    records: pd.DataFrame,
    labels: pd.Series | pd.DataFrame,
    *,
    criteria: str,
    model: str = "default",
    count: int = 30,
    space: Space | None = None,
) -> pd.DataFrame:
    """Return the words that weigh most, no stop words and no pairs with one.

    Returns
    -------
    pandas.DataFrame
        ``word``, ``weight`` (above zero speaks for relevant): the `count` highest, then the `count`
        lowest; empty for a model that is not linear.
    """
    preset, estimator = resolve_model(model)
    if space is None:
        space = place_records(records, criteria=criteria, preset=preset)
    rows, relevant = match_labels(space.ids, labels)
    if len(rows) or space.has_criteria:
        score_records(space, rows, relevant, preset=preset, estimator=estimator)
    weights = np.ravel(getattr(estimator, "coef_", np.empty(0)))[: len(space.terms)]
    words = pd.DataFrame({"word": space.terms[: len(weights)], "weight": weights.astype(float)})
    # "and the" weighs as other words do, and says nothing to a reader.
    words = words[space.telling[: len(weights)]]
    words = words.sort_values(["weight", "word"], ascending=[False, True], kind="stable")
    highest, lowest = words[words["weight"] > 0].head(count), words[words["weight"] < 0].tail(count)
    return pd.concat([highest, lowest]).reset_index(drop=True)


def measure_drift(predictions: pd.DataFrame, batches: pd.Series) -> pd.DataFrame:
    """Compare the batches of labels: whether one was judged otherwise than the model would expect.

    Parameters
    ----------
    predictions
        Of `evaluate`.
    batches
        Name of the batch by record id.

    Returns
    -------
    pandas.DataFrame
        ``batch``, ``n``, ``found``, ``expected`` (sum of the probabilities), ``z`` (difference in standard
        deviations; beyond ±2 worth a talk between the reviewers), by batch.
    """
    joined = predictions.assign(batch=predictions["record_id"].map(batches)).dropna(subset=["batch"])
    rows = []
    for batch, part in joined.groupby("batch", sort=True):
        chance, hits = part["probability"].to_numpy(), float(part["include"].sum())
        spread = float(np.sqrt(np.sum(chance * (1 - chance))))
        gap = (hits - chance.sum()) / spread if spread else 0.0
        rows.append((str(batch), len(part), int(hits), float(chance.sum()), float(gap)))
    return pd.DataFrame(rows, columns=["batch", "n", "found", "expected", "z"])


def _calibrate_unseen(unseen: Scores, relevant: NDArray[np.bool_], *, seed: int) -> Scores:
    folds = split_folds(relevant, seed=seed + 1)
    probability = np.zeros(len(unseen))
    for fold in range(int(folds.max()) + 1):
        kept, left = folds != fold, folds == fold
        probability[left] = estimate_probability(unseen[left], unseen[kept], relevant[kept])
    return probability


def _predict(
    ids: list[str], rows: NDArray[np.int64], relevant: NDArray[np.bool_], unseen: Scores, probability: Scores
) -> pd.DataFrame:
    order = np.argsort(-unseen, kind="stable")
    return pd.DataFrame(
        {
            "record_id": pd.Series([ids[row] for row in rows[order]], dtype="str"),
            "include": relevant[order],
            "probability": probability[order],
            "rank": np.arange(1, len(order) + 1),
            "disagreement": np.abs(relevant[order] - probability[order]),
        }
    )


def _measure(
    unseen: Scores, probability: Scores, relevant: NDArray[np.bool_]
) -> list[tuple[str, float, str]]:
    order = np.argsort(-unseen, kind="stable")
    read = relevant[order]
    recalls = [
        (f"recall@{share}", measure_recall(read, share / 100), f"share found in the first {share} %")
        for share in (5, 10, 20, 50)
    ]
    share = float(relevant.mean())
    return [
        *recalls,
        ("wss@95", measure_wss(read, 0.95), "work saved over random reading when 95 % are found"),
        ("wss@100", measure_wss(read, 1.0), "work saved when all are found"),
        ("loss", measure_loss(read), "area above the recall curve, 0 for perfect"),
        (
            "roc_auc",
            measure_auc(unseen, relevant),
            "chance that a relevant record ranks above an irrelevant one",
        ),
        (
            "average_precision",
            measure_average_precision(unseen, relevant),
            "mean precision over the found ones",
        ),
        ("brier", float(np.mean((probability - relevant) ** 2)), "mean squared error of the probability"),
        ("brier_constant", share * (1 - share), "the same for one constant probability"),
    ]


def _summarise(rows: list[tuple[str, float, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["measure", "value", "meaning"])
