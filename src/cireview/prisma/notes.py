"""Notes below a flow: they are part of the flow's table, so every figure shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from cireview.search.log import tell_gaps

_ONE_TO_ONE = "Each report counts as a separate study."


def note_flow(
    counts: Mapping[str, object], *, searches: pd.DataFrame, studies: pd.DataFrame, notes: Iterable[str]
) -> list[str]:
    """Return the sentences on a flow: gaps of searches, studies that nobody named, notes of the protocol.

    Parameters
    ----------
    counts
        Counts of the flow.
    searches
        The log of searches.
    studies
        STUDY: which reports people said are one study.
    notes
        Those of the protocol.
    """
    nobody_looked = counts.get("new_reports") and studies.empty
    return [*tell_gaps(searches), *([_ONE_TO_ONE] if nobody_looked else []), *notes]
