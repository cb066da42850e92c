"""A bound on the number of relevant reports left, which stays valid after every answer.

All that nobody had read is put in random order, and read in it. After each answer, the numbers of relevant
reports that what was seen does not contradict make a confidence sequence: with a chance of at most `error`
the true number is ever outside, at whatever moment one looks and for whatever reason one stops (Waudby-Smith
& Ramdas 2020, *Confidence sequences for sampling without replacement*, arXiv 2006.04347: the ratio of prior
to posterior is a martingale; Ville's inequality). `docs/screening.md` has the argument in short.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Lot:
    """What is fixed before the first answer.

    Parameters
    ----------
    left
        Reports that nobody had read: the length of the random order.
    found
        Relevant reports that had been found.
    recall
        Target. With `found` it says where the bound is sharp; it holds for any.
    """

    left: int
    found: int
    recall: float

    @property
    def prior(self) -> tuple[float, float]:
        """Return the parameters of a beta-binomial prior on the relevant ones among `left`.

        Its mean is the number that the target allows to be missed, at least one. Chosen on simulated orders;
        another prior would change the cost, and not the guarantee.
        """
        allowed = max(1.0, math.floor(self.found * (1 / self.recall - 1)))
        share = min(allowed / max(self.left, 1), 0.9)
        return 1.0, (1 - share) / share


def bound_relevant(seen: int, hits: int, lot: Lot, *, error: float) -> int:
    """Return the greatest possible number of relevant reports in the population.

    Parameters
    ----------
    seen, hits
        Answers so far, in the random order without a gap, and relevant ones among them.
    lot
        What was fixed before.
    error
        Chance that the true number is larger than the bound after any number of answers.

    Returns
    -------
    int
        Those seen are included. The least bound so far would hold as well; that of today is never below
        what was seen, and missed fewer targets on real orders.
    """
    low, high = min(_mode(seen, hits, lot), lot.left - (seen - hits)), lot.left - (seen - hits)
    # Above the likeliest number, which nothing contradicts, each is contradicted more.
    while low < high:
        middle = (low + high + 1) // 2
        if _contradict(middle, seen, hits, lot) < -math.log(error):
            low = middle
        else:
            high = middle - 1
    return low


def certified_recall(most: int, *, outside: int, within: int) -> float:
    """Return the recall that a bound certifies.

    Parameters
    ----------
    most
        What `bound_relevant` gives.
    outside, within
        Relevant reports found outside the lot, and in it, whether in the random order or by the ranking.
    """
    total = outside + max(most, within)
    return (outside + within) / total if total else 1.0


def plan_answers(
    lot: Lot, *, error: float, seen: int = 0, hits: int = 0, expected: int = 0, within: int = 0
) -> int:
    """Return after how many answers the target is certified, if so many more of them are relevant.

    Parameters
    ----------
    lot, error
        As for `bound_relevant`.
    seen, hits
        Answers that are there, and relevant ones among them.
    expected
        Relevant ones among those to come.
    within
        Relevant ones found in the lot in any way.

    Returns
    -------
    int
        At most ``lot.left``.
    """

    def suffices(size: int) -> bool:
        relevant = hits + min(expected, size - seen)
        known = lot.found + max(within, hits) + relevant - hits
        allowed = math.floor(known / lot.recall - lot.found + 1e-9)
        return bound_relevant(size, relevant, lot, error=error) <= allowed

    low, high = max(seen, 1), max(lot.left, 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle + 1, high)
    return min(low, lot.left)


def _mode(seen: int, hits: int, lot: Lot) -> int:
    """Return the number that makes `hits` among `seen` likeliest; above it, each is less likely."""
    likeliest = (lot.left + 1) * hits // seen if seen else 0
    return max(hits, min(likeliest, lot.left - (seen - hits)))


def _contradict(relevant: int, seen: int, hits: int, lot: Lot) -> float:
    """Return the logarithm of prior by posterior of a number of relevant reports: what speaks against it."""
    rest = lot.left - relevant
    if hits > relevant or seen - hits > rest:
        return math.inf
    one, other = lot.prior
    prior = _log_beta(one + hits, other + seen - hits) - _log_beta(one, other) + log_choose(seen, hits)
    chance = log_choose(relevant, hits) + log_choose(rest, seen - hits) - log_choose(lot.left, seen)
    return prior - chance


def log_choose(n: int, k: int) -> float:
    """Return the logarithm of the number of ways to choose `k` of `n`."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
