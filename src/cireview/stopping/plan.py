"""What a certification is to show, fixed before its first sample is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """The target of a certified stop.

    Parameters
    ----------
    looks
        Certification samples planned in all; the chance of error is split evenly over them.
    recall
        Share of the relevant records that is to be found.
    confidence
        Confidence with which that is to be shown.
    """

    looks: int = 1
    recall: float = 0.95
    confidence: float = 0.95


DEFAULT_PLAN = Plan()
"""One sample, and a recall of 0.95 with a confidence of 0.95: the defaults of `config/`."""
