"""Count the boxes of the PRISMA 2020 flow: each number is the size of the set that `find_members` finds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.flow.identities import find_contradictions
from cireview.flow.kinds import DATABASE_KINDS, OTHER_KINDS
from cireview.prisma.members import NO_WORDS, find_members

Counts = dict[str, Any]


def count_flow(
    fates: pd.DataFrame,
    *,
    kinds: Mapping[str, str],
    reasons: Mapping[str, str],
    abstract_reasons: Mapping[str, str] = NO_WORDS,
    earlier: pd.DataFrame | None = None,
    searched: Collection[str] = (),
    study_of: Mapping[str, str] = NO_WORDS,
) -> Counts:
    """Count the boxes of the figure from the fates, under the keys of `cireview.flow.interchange`.

    Parameters
    ----------
    fates
        FATE.
    kinds
        Kind of source by its name, of `DATABASE_KINDS` and `OTHER_KINDS`; sources without records are
        counted as 0. The counts of *other methods* are there if such a source is.
    reasons, abstract_reasons
        Words for the criteria of full texts and of abstracts, by id, in the order of the figure.
    earlier
        FATE of the version that this review updates; None for a first review.
    searched
        Of an updated review: names of the sources that were searched again.
    study_of
        Study of each report that people gave one; every other report is a study of its own.

    Returns
    -------
    dict
        Counts, and for ``<kind>_specific_results``, ``dbr_excluded`` and ``other_excluded`` counts by name.

    Raises
    ------
    TableError
        If an identity of the flow does not hold.
    """
    members = find_members(
        fates,
        kinds=kinds,
        reasons=reasons,
        abstract_reasons=abstract_reasons,
        earlier=earlier,
        searched=searched,
        study_of=study_of,
    )
    counts: Counts = {
        key: {name: len(part) for name, part in ids.items()} if isinstance(ids, dict) else len(ids)
        for key, ids in members.items()
    }
    known = () if earlier is None else earlier["record_id"]
    check_flow(counts, records=int((~fates["record_id"].isin(list(known))).sum()))
    return counts


def check_flow(counts: Mapping[str, Any], *, records: int) -> None:
    """Raise a TableError unless the identities of the flow hold and no record is lost."""
    kinds = (*DATABASE_KINDS, *OTHER_KINDS)
    identified = sum(counts.get(f"{kind}_results", 0) for kind in kinds)
    wrong = find_contradictions(counts)
    if identified != records:
        message = f"the flow does not add up: identified = records, but {identified:,} is not {records:,}"
        wrong = [Problem(message), *wrong]
    if wrong:
        raise TableError(wrong)
