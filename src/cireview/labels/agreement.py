"""Measure the agreement of reviewers before conflicts are settled."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.labels.alpha import krippendorff_alpha
from cireview.tables import EXCLUDE, INCLUDE, UNSURE

# Normal quantile of a two-sided 95 % interval.
_Z = 1.959964


def percent_agreement(first: Sequence[str], second: Sequence[str]) -> float:
    """Return the share of records on which two reviewers made the same decision.

    Examples
    --------
    >>> percent_agreement(["include", "exclude"], ["include", "include"])
    0.5
    """
    return float(np.mean(np.array(first, dtype=object) == np.array(second, dtype=object)))


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> tuple[float, float, float]:
    """Return Cohen's kappa and its 95 % interval.

    Returns
    -------
    tuple of float
        Kappa, low, high; not a number where both reviewers gave one and the same answer throughout: chance
        alone would have them agree, and kappa is not defined.

    References
    ----------
    Cohen 1960, doi 10.1177/001316446002000104; large-sample variance of Fleiss, Cohen & Everitt 1969,
    doi 10.1037/h0028106.
    """
    shares = _cross_tabulate(first, second)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, chance = float(np.trace(shares)), float(rows @ columns)
    # Both used one and the same word throughout: kappa would be 0 / 0.
    if chance == 1:
        return (float("nan"),) * 3
    kappa = (observed - chance) / (1 - chance)
    diagonal = np.diag(shares)
    on = float(np.sum(diagonal * (1 - (rows + columns) * (1 - kappa)) ** 2))
    mixed = shares * (columns[:, None] + rows[None, :]) ** 2
    off = (1 - kappa) ** 2 * float(mixed.sum() - np.trace(mixed))
    variance = (on + off - (kappa - chance * (1 - kappa)) ** 2) / (len(first) * (1 - chance) ** 2)
    # Floating point can leave a variance of zero a little below it.
    width = _Z * float(np.sqrt(max(variance, 0.0)))
    return kappa, max(-1.0, kappa - width), min(1.0, kappa + width)


def pabak(first: Sequence[str], second: Sequence[str], *, categories: int = 2) -> float:
    """Return kappa adjusted for prevalence and bias: (k · agreement − 1) / (k − 1).

    References
    ----------
    Byrt, Bishop & Carlin 1993, *Bias, prevalence and kappa*, doi 10.1016/0895-4356(93)90018-V.
    """
    return (categories * percent_agreement(first, second) - 1) / (categories - 1)


def count_unsure(decisions: pd.DataFrame, *, unsure: str) -> pd.DataFrame:
    """Return `decisions` with *unsure* counted as the protocol says.

    Parameters
    ----------
    decisions
        With a column ``decision``.
    unsure
        "include" (it goes on to the full text), "exclude", "own" (a decision of its own) or "missing" (as if
        the reviewer had not decided).
    """
    if unsure == "own":
        return decisions
    is_unsure = decisions["decision"] == UNSURE
    if unsure == "missing":
        return decisions[~is_unsure]
    if unsure not in (INCLUDE, EXCLUDE):
        raise ValueError(f"unsure must be include, exclude, own or missing, not {unsure!r}")
    return decisions.assign(decision=decisions["decision"].where(~is_unsure, unsure))


def measure_agreement(decisions: pd.DataFrame, *, unsure: str = INCLUDE) -> pd.DataFrame:
    """Measure the agreement of each pair of reviewers, and of all.

    Parameters
    ----------
    decisions
        ``record_id``, ``decided_by``, ``decision``: what each reviewer said before conflicts were
        settled. Of several decisions by one reviewer on one record the first row counts.
    unsure
        See `count_unsure`.

    Returns
    -------
    pandas.DataFrame
        One row per pair that read something together, in alphabetical order, then one with ``reviewer_1``
        "all" and ``reviewer_2`` "": ``n`` records that two or more decided on, ``both_include``,
        ``both_exclude``, ``conflicts``, ``agreement``, ``kappa``, ``kappa_low``, ``kappa_high``, ``pabak``,
        ``alpha``; measures as text with
        three decimals, "" where not defined; ``note`` says why. Kappa and its like compare two reviewers
        and stay empty for all, unless there are just two.
    """
    first = decisions.drop_duplicates(["record_id", "decided_by"])
    counted = count_unsure(first, unsure=unsure)
    wide = counted.pivot(index="record_id", columns="decided_by", values="decision").fillna("")
    reviewers = sorted(wide.columns)
    # PABAK depends on how many decisions there are to choose from.
    kinds = 3 if unsure == "own" else 2
    pairs = [_compare(wide, [a, b], kinds=kinds) for a, b in itertools.combinations(reviewers, 2)]
    # In a changing team, many pairs never read the same record.
    rows = [row for row in pairs if row["n"] or len(reviewers) == 2]
    if len(reviewers) >= 2:
        overall = _compare(wide, reviewers, kinds=kinds)
        why = "kappa compares two people: see the rows of pairs" if len(reviewers) > 2 else ""
        rows.append({**overall, "reviewer_1": "all", "reviewer_2": "", "note": overall["note"] or why})
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = ["reviewer_1", "reviewer_2", "n", "both_include", "both_exclude", "conflicts", "agreement"]
_COLUMNS += ["kappa", "kappa_low", "kappa_high", "pabak", "alpha", "note"]
_ONE_ANSWER = "all answers are the same: kappa and alpha are not defined"


def _compare(wide: pd.DataFrame, reviewers: Sequence[str], *, kinds: int) -> dict[str, object]:
    part = wide[list(reviewers)]
    part = part[(part != "").sum(axis=1) >= 2]
    decisions = [[value for value in row if value] for row in part.to_numpy(dtype=object)]
    alike = [row[0] if len(set(row)) == 1 else "" for row in decisions]
    row: dict[str, object] = {
        "reviewer_1": reviewers[0],
        "reviewer_2": reviewers[1],
        "n": len(part),
        "both_include": alike.count(INCLUDE),
        "both_exclude": alike.count(EXCLUDE),
        "conflicts": alike.count(""),
        "agreement": _show(1 - alike.count("") / len(part)) if len(part) else "",
        "alpha": _show(krippendorff_alpha(part)),
        "note": _ONE_ANSWER if len(part) and len(set(part.to_numpy().ravel()) - {""}) == 1 else "",
    }
    measures: tuple[float, ...] = (float("nan"),) * 4
    if len(reviewers) == 2 and len(part):
        first, second = part[reviewers[0]].tolist(), part[reviewers[1]].tolist()
        measures = (*cohen_kappa(first, second), pabak(first, second, categories=kinds))
    names = ("kappa", "kappa_low", "kappa_high", "pabak")
    return row | {name: _show(value) for name, value in zip(names, measures, strict=True)}


def _show(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.3f}"


def _cross_tabulate(first: Sequence[str], second: Sequence[str]) -> NDArray[np.float64]:
    kinds = sorted({*first, *second})
    place = {kind: number for number, kind in enumerate(kinds)}
    table = np.zeros((len(kinds), len(kinds)))
    for a, b in zip(first, second, strict=True):
        table[place[a], place[b]] += 1
    shares: NDArray[np.float64] = table / table.sum()
    return shares
