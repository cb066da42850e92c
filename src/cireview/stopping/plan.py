"""The target of a certification, fixed before its first sample is drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """The target of a certified stop.

    Parameters
    ----------
    looks
        Certification samples planned in all, over which the chance of error is split evenly; 0 where the
        bound may be looked at after every answer (see `cireview.stopping.certificate`).
    recall
        Share of the relevant records that is to be found.
    confidence
        Confidence with which that is to be shown.
    """

    looks: int = 0
    recall: float = 0.95
    confidence: float = 0.95


DEFAULT_PLAN = Plan()
"""A recall of 0.95 with a confidence of 0.95: the defaults of `config/`."""
