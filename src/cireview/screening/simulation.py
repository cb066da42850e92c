"""Replay the screening of a finished review, to measure how soon a ranking finds what is relevant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.errors import Problem, ReviewError, TableError
from cireview.screening.learning import resolve_model, score_records
from cireview.screening.metrics import measure_loss, measure_recall, measure_wss
from cireview.screening.space import Space, place_records


def draw_priors(labels: NDArray[np.bool_], *, seed: int) -> list[int]:
    """Return the rows of one relevant and one irrelevant record.

    They are those of ``asreview simulate --n-prior-included 1 --n-prior-excluded 1 --prior-seed`` (3.0.8),
    so that runs can be compared in pairs.

    Raises
    ------
    TableError
        If the labels are all alike.
    """
    if labels.all() or not labels.any():
        raise TableError(
            Problem("all labels are the same, so there is nothing to simulate", column="label_included")
        )
    return [
        # The old generator, because ASReview draws with it: other draws would not be comparable.
        int(np.random.RandomState(seed).choice(np.flatnonzero(members), 1, replace=False)[0])
        for members in (labels, ~labels)
    ]


def simulate(
    labelled: pd.DataFrame,
    *,
    priors: Sequence[str] = (),
    seed: int,
    model: str = "default",
    batch: float | None = None,
    criteria: str = "",
    space: Space | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Replay the screening of a finished review, with each batch ranked by what the batches before taught.

    Parameters
    ----------
    labelled
        ``record_id``, ``title``, ``abstract``, ``label_included`` (bool), and ``keywords`` and ``journal``
        where present.
    priors, seed
        Ids of the records whose labels are known at the start; by default `draw_priors`. The seed is theirs
        and that of the order among equals.
    criteria, model, space
        As in `cireview.screening.rank`.
    batch
        Records read before the ranking is learnt anew: from 1 on, a number of records; below 1, a share of
        those read so far. By default as the preset says.

    Returns
    -------
    order : pandas.DataFrame
        ``record_id``, ``rank`` (from 1), priors left out.
    metrics : pandas.DataFrame
        One row: ``seed``, ``model``, ``priors``, ``records`` and ``relevant`` (without priors), ``loss``,
        ``recall@5`` … , ``wss@95``, ``wss@100``; NaN where the priors are all that is relevant.

    Raises
    ------
    ReviewError
        If a prior is not a record or is given twice, all labels are alike, or `batch` is neither.
    """
    _check_batch(batch)
    labels = labelled["label_included"].to_numpy(dtype=bool)
    rows = _find_rows(labelled, priors) if priors else draw_priors(labels, seed=seed)
    preset, _ = resolve_model(model)
    space = space or place_records(labelled, criteria=criteria, preset=preset)
    step = preset.batch if batch is None else batch
    order = _read_all(space, labels, rows, model=model, batch=step, seed=seed)
    ids = labelled["record_id"].to_numpy()
    table = pd.DataFrame({"record_id": ids[order], "rank": np.arange(1, len(order) + 1)})
    run = {"seed": seed, "model": model, "priors": " ".join(ids[rows])}
    return table, pd.DataFrame([run | measure_order(labels[order])])


def _check_batch(batch: float | None) -> None:
    if batch is not None and not (0 < batch < 1 or (batch >= 1 and float(batch).is_integer())):
        remedy = "Write a number such as 50, or a share of those read such as 0.1"
        message = f"{batch} is neither a number of records nor a share"
        raise ReviewError(Problem(message, column="--batch", remedy=remedy))


def measure_order(labels: NDArray[np.bool_]) -> dict[str, float]:
    """Return how good an order of records is, from their labels in that order; NaN if none is relevant."""
    recalls = {f"recall@{share}": measure_recall(labels, share / 100) for share in (5, 10, 20, 50)}
    measures = {
        "loss": measure_loss(labels),
        **recalls,
        "wss@95": measure_wss(labels, 0.95),
        "wss@100": measure_wss(labels, 1.0),
    }
    shown = measures if labels.any() else dict.fromkeys(measures, float("nan"))
    return {"records": len(labels), "relevant": int(labels.sum()), **shown}


def _find_rows(labelled: pd.DataFrame, priors: Sequence[str]) -> list[int]:
    place = {record: row for row, record in enumerate(labelled["record_id"])}
    unknown = [prior for prior in priors if prior not in place]
    problems = [Problem(f"there is no record {prior!r} to start from") for prior in unknown]
    again = [prior for prior, number in Counter(priors).items() if number > 1]
    problems += [Problem(f"the record {prior!r} is given twice") for prior in again]
    if problems:
        remedy = "Give ids from the column record_id, each once"
        raise TableError([replace(problem, column="--priors", remedy=remedy) for problem in problems])
    return [place[prior] for prior in priors]


def _read_all(
    space: Space, labels: NDArray[np.bool_], priors: list[int], *, model: str, batch: float, seed: int
) -> NDArray[np.int64]:
    preset, estimator = resolve_model(model)
    chance = np.random.default_rng(seed).permutation(len(labels))
    read = np.array(priors, dtype=np.int64)
    left = np.ones(len(labels), dtype=bool)
    left[read] = False
    while left.any():
        scores = score_records(space, read, labels[read], preset=preset, estimator=estimator)
        rows = np.flatnonzero(left)
        ranked = rows[np.lexsort((chance[rows], -scores[rows]))]
        # When nothing relevant is left, no order of the rest is better than another.
        size = int(batch) if batch >= 1 else max(1, int(batch * len(read)))
        ranked = ranked[:size] if labels[rows].any() else ranked
        read = np.append(read, ranked)
        left[ranked] = False
    return read[len(priors) :]
