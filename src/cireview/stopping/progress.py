"""Progress of reading: counts up to a stop, and how much of a sample the ranking reached."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from cireview.tables import INCLUDE


@dataclass(frozen=True)
class Progress:
    """How far a screening is.

    Parameters
    ----------
    total
        Records to be screened in all.
    unread
        Records that nobody read: of them a certification sample is drawn.
    found
        Relevant records by settled decisions.
    """

    total: int
    unread: int
    found: int


def count_progress(
    rules: pd.DataFrame, decisions: pd.DataFrame, labels: pd.DataFrame, unread: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series, Progress]:
    """Return labels by record id, unread records and progress, without what came after a stop.

    Parameters
    ----------
    rules, decisions
        Decisions by rules and on abstracts (DECISION).
    labels, unread
        See `cireview.stopping.settle_screening`: a stop is held to what was there on its day.

    Returns
    -------
    labels : pandas.DataFrame
    unread : pandas.Series
    progress : Progress
    """
    late = {
        *labels.loc[labels["late"] == "yes", "record_id"],
        *unread.loc[unread["late"] == "yes", "record_id"],
    }
    passed = rules.loc[rules["decision"] == INCLUDE, "record_id"]
    included = decisions.loc[decisions["decision"] == INCLUDE, "record_id"]
    left = unread.loc[unread["late"] == "", "record_id"]
    total, found = int((~passed.isin(late)).sum()), int((~included.isin(late)).sum())
    progress = Progress(total=total, unread=len(left), found=found)
    return labels[labels["late"] == ""].set_index("record_id"), left, progress


def find_reached(ranking: Iterable[str], *, unread: Iterable[str], sample: Iterable[str]) -> list[str]:
    """Return the records of a sample that the ranking, which knows none of their labels, has reached.

    Parameters
    ----------
    ranking
        Ids of what does not train, the most probably relevant first: the sample, and all that is unread.
    unread
        Ids of the records that nobody read.
    sample
        Ids of the sample.

    Returns
    -------
    list of str
        Those that stand before every unread record: had they not been in the sample, they would have been
        read by now, or would be the very next. One that an earlier ranking had reached and this one puts
        lower is not counted, which errs on the side of reading on.
    """
    drawn, behind = set(sample), set(unread)
    ahead = itertools.takewhile(lambda record: record not in behind, ranking)
    return [record for record in ahead if record in drawn]
