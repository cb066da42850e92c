"""Stopping rules, each with its guarantee and its source.

The rules only advise: a person decides to stop, and writes the date in the protocol.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cireview.stopping.certificate import Lot, log_choose, plan_answers
from cireview.stopping.plan import Plan

#: Under this many records everything is read: a certified stop would save next to nothing.
READ_ALL_BELOW = 500

#: A sample is drawn once no relevant abstract came in so many, and in this share of all: then few are missed
#: for the sample to find, and more are left to save. Chosen on the orders of eleven reviews.
DRY_LEAST, DRY_SHARE = 30, 0.025

#: A certification sample of this share of what is left saves nothing worth its name.
NEARLY_ALL = 0.9


@dataclass(frozen=True)
class Rule:
    """What a stopping rule is worth.

    Parameters
    ----------
    name
        As tables call it.
    guarantee
        What it guarantees, in a sentence.
    reference
        Where it comes from.
    seen
        What it did on the orders of real reviews (`docs/screening.md`, *How often the rules miss*): the share
        of readings that missed the target, the lowest recall, and the share of abstracts left unread.
    """

    name: str
    guarantee: str
    reference: str
    seen: str


def _seen(missed: float, lowest: float, unread: float) -> str:
    """Return in words what a rule did on the orders of real reviews."""
    return f"missed the target in {missed:.1%}; lowest recall {lowest:.2f}; {unread:.0%} left unread"


RULES = (
    Rule("read_all", "Nothing is left unread", "-", "-"),
    Rule(
        "certified",
        "The chance that a review below the target recall is certified is at most 1 − confidence",
        "Waudby-Smith & Ramdas 2020, arXiv 2006.04347; an exact hypergeometric bound where looks are planned",
        _seen(0.005, 0.939, 0.050),
    ),
    Rule(
        "quantile",
        "As certified, if the sample was drawn at the start and the ranking did not learn from it",
        "Lewis, Yang & Frieder 2021, arXiv 2108.12746",
        _seen(0.005, 0.929, 0.052),
    ),
    Rule(
        "hypergeometric",
        "None: it assumes that the ranking is never worse than chance, which nobody can check",
        "Callaghan & Müller-Hansen 2020, doi 10.1186/s13643-020-01521-4",
        _seen(0.000, 0.964, 0.157),
    ),
    Rule(
        "knee",
        "None: a heuristic",
        "Cormack & Gordon 2016, doi 10.1145/2983323.2983776",
        _seen(0.076, 0.946, 0.058),
    ),
    Rule(
        "consecutive",
        "None: a heuristic",
        "Ros, Bjarnason & Runeson 2017, doi 10.1145/3084226.3084243",
        _seen(0.545, 0.000, 0.622),
    ),
)


def bound_missed(left: int, sampled: int, found: int, *, error: float) -> int:
    """Return the greatest possible number of relevant records among `left`, given a simple random sample.

    Parameters
    ----------
    left
        Unread records when the sample was drawn.
    sampled
        Size of the sample, all labelled.
    found
        Relevant ones in the sample.
    error
        Chance that the true number is larger.

    Returns
    -------
    int
        Upper end of the exact one-sided interval: the largest number that `found` or fewer in the sample do
        not contradict; those in the sample included.
    """
    low, high = found, left - (sampled - found)
    while low < high:
        middle = (low + high + 1) // 2
        if _chance_of_at_most(found, left, middle, sampled) > error:
            low = middle
        else:
            high = middle - 1
    return low


def certify(*, left: int, sampled: int, sample_found: int, found: int, plan: Plan) -> bool:
    """Say whether a labelled certification sample shows that the target recall is reached.

    Parameters
    ----------
    left
        Unread records when the sample was drawn.
    sampled, sample_found
        Size of the sample, all labelled, and how many of it are relevant.
    found
        Relevant records found before the sample was drawn.
    plan
        The target, and the samples planned, over which the error is split evenly (Bonferroni).
    """
    most = bound_missed(left, sampled, sample_found, error=(1 - plan.confidence) / plan.looks)
    # 95 % of 20 is 19, whatever floating point says.
    return found + sample_found >= plan.recall * (found + most) - 1e-9


def plan_certification(*, left: int, found: int, plan: Plan, expected: int = 0) -> int:
    """Return the size of the sample that certifies the stop if it holds at most `expected` relevant records.

    Parameters
    ----------
    left, found, plan
        As for `certify`.
    expected
        Relevant records that the sample may hold.

    Returns
    -------
    int
        At most `left`: then nothing is saved, and reading the rest is the only certain way.
    """
    if not plan.looks:
        lot = Lot(left, found, plan.recall)
        return plan_answers(lot, error=1 - plan.confidence, expected=expected) if left else 0

    def suffices(size: int) -> bool:
        hit = min(expected, size)
        return certify(
            left=left,
            sampled=size,
            sample_found=hit,
            found=found,
            plan=plan,
        )

    low, high = min(expected, left), left
    while low < high:
        middle = (low + high) // 2
        if suffices(middle):
            high = middle
        else:
            low = middle + 1
    return low


def tail_p_value(labels: ArrayLike, total: int, *, recall: float) -> float:
    """Return the p-value of the hypergeometric test on the tail of a ranked reading; low favours a stop.

    Each tail of what was read is taken as if it were a random sample of what was unread when it began:
    with r found in all and k in the tail, a target τ would be missed only if the unread records had held
    K = ⌊r/τ − (r − k) + 1⌋ relevant ones or more, and p = P(X ≤ k). The smallest p of all tails is
    returned; 0 where K exceeds the unread records, for then the target cannot have been missed.

    Parameters
    ----------
    labels
        Whether each record read was relevant, in the order of reading.
    total
        Records to be screened in all.
    recall
        Target τ.

    References
    ----------
    Callaghan & Müller-Hansen 2020, *Statistical stopping criteria for automated screening in systematic
    reviews*, doi 10.1186/s13643-020-01521-4.
    """
    hits = np.concatenate([[0], np.cumsum(np.asarray(labels, dtype=np.int64))])
    read, r = len(hits) - 1, int(hits[-1])
    if read == 0 or r == 0:
        return 1.0
    k = r - hits[:-1]
    # For the same reason as in `certify`: a whole number must not be rounded down.
    least = np.floor(r / recall - (r - k) + 1 + 1e-9).astype(np.int64)
    population = total - np.arange(read)
    if (least > population).any():
        return 0.0
    # Between two hits p only grows: as many remain unread, of fewer. The first tail after each hit is enough.
    starts = np.unique(hits[:-1], return_index=True)[1]
    return min(
        _chance_of_at_most(int(k[at]), int(population[at]), int(least[at]), read - int(at)) for at in starts
    )


def find_quantile_target(relevant: int, *, recall: float, confidence: float) -> int | None:
    """Return how many of a random sample's relevant records must have been reached before reading may stop.

    Parameters
    ----------
    relevant
        Relevant records in a simple random sample of the whole collection.
    recall, confidence
        The target.

    Returns
    -------
    int or None
        The smallest j with P(B < j) ≥ confidence for B binomial of `relevant` and `recall`; None when the
        sample is too small for any (59 relevant ones are the fewest for 0.95 and 0.95).

    References
    ----------
    Lewis, Yang & Frieder 2021, *Certifying one-phase technology-assisted reviews*, arXiv 2108.12746.
    """
    below = 0.0
    for j in range(1, relevant + 1):
        below += math.comb(relevant, j - 1) * recall ** (j - 1) * (1 - recall) ** (relevant - j + 1)
        if below >= confidence - 1e-12:
            return j
    return None


def measure_knee(labels: ArrayLike) -> float:
    """Return how much steeper the curve of found records is before its knee than after it.

    The knee is the point farthest above the line from the start to the end of the curve.

    References
    ----------
    Cormack & Gordon 2016, *Engineering quality and reliability in technology-assisted review*, doi
    10.1145/2983323.2983776: stop when the ratio reaches 156 − min(found, 150) (`knee_threshold`).
    """
    hits = np.cumsum(np.asarray(labels, dtype=np.int64))
    read = len(hits)
    if read < 2 or not hits[-1]:
        return 0.0
    ranks = np.arange(1, read + 1)
    knee = int(np.argmax(hits - hits[-1] * ranks / read)) + 1
    if knee == read:
        return 1.0
    before = hits[knee - 1] / knee
    after = (hits[-1] - hits[knee - 1] + 1) / (read - knee)
    return float(before / after)


def knee_threshold(found: int) -> int:
    """Return the ratio at which the knee rule stops; see `measure_knee`."""
    return 156 - min(found, 150)


def count_consecutive(labels: ArrayLike) -> int:
    """Return how many irrelevant records were read since the last relevant one."""
    hits = np.flatnonzero(np.asarray(labels, dtype=bool))
    return len(np.asarray(labels)) - (int(hits[-1]) + 1 if len(hits) else 0)


def _chance_of_at_most(hits: int, population: int, relevant: int, sampled: int) -> float:
    """Return P(X ≤ hits), X hypergeometric, from logarithms of factorials: exact enough, no SciPy import."""
    if relevant > population or sampled > population:
        return 0.0
    others = population - relevant
    lowest, highest = max(0, sampled - others), min(hits, relevant, sampled)
    if highest < lowest:
        return 0.0
    first = log_choose(relevant, lowest) + log_choose(others, sampled - lowest)
    below = np.arange(lowest, highest)  # from each number of hits to the next one
    growth = (relevant - below) * (sampled - below) / ((below + 1) * (others - sampled + below + 1))
    logs = np.concatenate([[0.0], np.cumsum(np.log(growth))]) + first - log_choose(population, sampled)
    return min(1.0, float(np.exp(logs).sum()))
