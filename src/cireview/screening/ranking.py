"""Rank the records that nobody has labelled yet, the most probably relevant first."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.screening.calibration import estimate_probability, score_unseen
from cireview.screening.learning import resolve_model, score_records
from cireview.screening.sentences import quote_sentences
from cireview.screening.space import Space, place_records

_SHOWN = 5


def rank(
    records: pd.DataFrame,
    labels: pd.Series | pd.DataFrame,
    *,
    criteria: str,
    model: str = "default",
    seed: int,
    space: Space | None = None,
    quote: bool = False,
) -> pd.DataFrame:
    """Rank the records without a label.

    Parameters
    ----------
    records
        ``record_id`` (no two alike) and any of ``title``, ``abstract``, ``keywords`` and ``journal``.
    labels
        True for relevant, by record id: a Series, or a DataFrame with ``record_id`` and ``include``.
        Those of other records are left aside.
    criteria
        The protocol's question and criteria as one text; it ranks alone as long as nothing is labelled.
    model
        A preset or the import path of a scikit-learn classifier.
    seed
        Of the folds and the order among equals.
    space
        The features of `records` and `criteria`, when they were computed before (see `open_space`).
    quote
        Whether sentences of the abstracts are quoted (see `quote_sentences`).

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``probability``, ``rank`` (1 is to be read first), ``words_for`` and
        ``words_against`` (at most five words that weigh most), in the order of the rank; with `quote` also
        ``sentence_for`` and ``sentence_against``, "" if the classifier is not linear.

    Raises
    ------
    ProtocolError
        If there is no such model.
    """
    preset, estimator = resolve_model(model)
    space = space or place_records(records, criteria=criteria, preset=preset)
    rows, relevant = match_labels(space.ids, labels)
    unseen = score_unseen(space, rows, relevant, preset=preset, estimator=estimator, seed=seed)
    scores = score_records(space, rows, relevant, preset=preset, estimator=estimator)
    order = _order_unread(scores, rows, seed)
    ranked = pd.DataFrame({"record_id": pd.Series([space.ids[row] for row in order], dtype="str")})
    ranked["probability"] = estimate_probability(scores[order], unseen, relevant)
    ranked["rank"] = np.arange(1, len(order) + 1)
    ranked = ranked.assign(**explain_scores(space, order, estimator))
    if not quote:
        return ranked
    weights = _read_weights(estimator)
    if weights is None or "abstract" not in records:
        return ranked.assign(sentence_for="", sentence_against="")
    return ranked.assign(**quote_sentences(records["abstract"].fillna("").tolist(), space, order, weights))


def order_unread(
    space: Space, labels: pd.Series | pd.DataFrame, *, model: str = "default", seed: int
) -> NDArray[np.int64]:
    """Return the unlabelled records in the order of `rank`, without explanations.

    Parameters
    ----------
    space
        The features.
    labels, model, seed
        As of `rank`.
    """
    preset, estimator = resolve_model(model)
    rows, relevant = match_labels(space.ids, labels)
    scores = score_records(space, rows, relevant, preset=preset, estimator=estimator)
    return _order_unread(scores, rows, seed)


def _order_unread(scores: NDArray[np.float64], labelled: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    left = np.setdiff1d(np.arange(len(scores)), labelled)
    chance = np.random.default_rng(seed).permutation(len(scores))
    # Ties are broken at random: the order of an export is no reason to read a record first.
    order: NDArray[np.int64] = left[np.lexsort((chance[left], -scores[left]))]
    return order


def match_labels(
    ids: list[str], labels: pd.Series | pd.DataFrame
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the row of each labelled record and its label, in the order of `ids`."""
    if isinstance(labels, pd.DataFrame):
        labels = labels.set_index("record_id")["include"] if len(labels) else pd.Series(dtype=bool)
    label_of = {str(record): bool(include) for record, include in labels.items()}
    rows = [row for row, record in enumerate(ids) if record in label_of]
    return np.array(rows, dtype=np.int64), np.array([label_of[ids[row]] for row in rows], dtype=bool)


def explain_scores(space: Space, rows: NDArray[np.int64], estimator: Any) -> dict[str, list[str]]:
    """Return the words for and against each of `rows`; none if `estimator` is not linear.

    Stop words and numbers weigh in a ranking as others do, and explain nothing: they are left out.
    """
    weight, values = _read_weights(estimator), space.values
    if weight is None:
        return {"words_for": [""] * len(rows), "words_against": [""] * len(rows)}
    pro, contra = [], []
    for row in rows:
        cells = slice(values.indptr[row], values.indptr[row + 1])
        columns, share = values.indices[cells], values.data[cells]
        is_word = columns < len(space.terms)
        is_word[is_word] = space.telling[columns[is_word]]
        columns, share = columns[is_word], share[is_word] * weight[columns[is_word]]
        order = np.argsort(share, kind="stable")
        pro.append("; ".join(space.terms[columns[i]] for i in order[::-1][:_SHOWN] if share[i] > 0))
        contra.append("; ".join(space.terms[columns[i]] for i in order[:_SHOWN] if share[i] < 0))
    return {"words_for": pro, "words_against": contra}


def _read_weights(estimator: Any) -> NDArray[np.float64] | None:
    """Return what each column weighs; None if `estimator` is not linear."""
    weights = getattr(estimator, "coef_", None)
    return None if weights is None or np.ndim(weights) != 2 else np.asarray(weights)[0]
