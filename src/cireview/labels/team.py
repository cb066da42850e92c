"""Who works on a stage, and how what they decide is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cireview.tables import INCLUDE


@dataclass(frozen=True)
class Team:
    """The people of a stage.

    Parameters
    ----------
    reviewers
        Who reads, in the order in which the protocol names them.
    adjudicator
        Who decides where reviewers differ; None if they have to agree among themselves.
    overlap
        Share of the reports that every reviewer reads; the rest has one reader (see
        `cireview.labels.assign_readers`).
    unsure
        What *unsure* counts as when agreement is measured (see `cireview.labels.agreement.count_unsure`).
    """

    reviewers: Sequence[str]
    adjudicator: str | None = None
    overlap: float = 1.0
    unsure: str = INCLUDE

    @property
    def people(self) -> list[str]:
        """All whose decisions count: reviewers, then the adjudicator."""
        return [*self.reviewers, *([self.adjudicator] if self.adjudicator else [])]
