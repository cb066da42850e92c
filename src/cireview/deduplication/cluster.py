"""Cluster: records joined by "same" become one report, unless two of them must differ.

Joined records are a graph; each of its connected parts is checked pair by pair. Where a part holds two
records that must differ, its links are taken again, the surest first, and no link may bring such two
together; links so refused become questions.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from cireview.deduplication.answers import NEW, Known
from cireview.deduplication.block import pair_neighbours

Positions = NDArray[np.int64]
Decide = Callable[[Positions, Positions], pd.DataFrame]

# A report of more records than this is checked between neighbours in the order of content only.
CHECKED_IN_FULL = 50
_STANDING_SCORE = 2.0


def cluster(
    links: pd.DataFrame, known: Known, *, decide_pairs: Decide, rank: Positions, originals: Positions
) -> Positions:
    """Return the group of every record, as the smallest position in it.

    Parameters
    ----------
    links
        ``left``, ``right``, ``score``: pairs that are the same.
    known
        Answers, which nothing contradicts, and earlier reports, which only answers join or part.
    decide_pairs
        Verdicts on further pairs, as `decide` gives them.
    rank
        Rank of every record by content.
    originals
        Positions of the records that are not mere copies of another one.
    """
    standing = known.standing_links().assign(score=_STANDING_SCORE)
    links = pd.concat([standing, links[["left", "right", "score"]]], ignore_index=True)
    groups = _connect(links, len(rank))
    conflicts = _find_conflicts(groups, known, decide_pairs, rank, originals)
    broken = np.isin(groups, groups[conflicts["left"].to_numpy()]) | _holds_two_reports(
        groups, known.standing
    )
    if broken.any():
        torn = broken[links["left"].to_numpy()]
        sound = _link_in_order(links[torn], conflicts, known.standing)
        groups = _connect(pd.concat([links[~torn], sound]), len(rank))
    return _follow_answers(groups, known)


def _connect(links: pd.DataFrame, size: int) -> Positions:
    left, right = links["left"].to_numpy(), links["right"].to_numpy()
    graph = coo_array((np.ones(len(links), dtype=np.int8), (left, right)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1]
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return first[inverse].astype(np.int64)


def _find_conflicts(
    groups: Positions, known: Known, decide_pairs: Decide, rank: Positions, originals: Positions
) -> pd.DataFrame:
    """Return the pairs within a group that must differ, except within an earlier report."""
    sizes = np.bincount(groups[originals], minlength=len(groups))
    rows = originals[sizes[groups[originals]] > 2]
    codes = np.unique(pair_neighbours(rows, groups[rows], rank, window=CHECKED_IN_FULL))
    left, right = np.divmod(codes, max(len(rank), 1))
    settled = (known.standing[left] == known.standing[right]) & (known.standing[left] != NEW)
    found = known.different[["left", "right"]]
    if not settled.all():
        verdicts = decide_pairs(left[~settled], right[~settled])
        found = pd.concat([verdicts.loc[verdicts["verdict"] == "differ", ["left", "right"]], found])
    within = groups[found["left"].to_numpy(dtype=np.int64)] == groups[found["right"].to_numpy(dtype=np.int64)]
    return pd.DataFrame({side: found.loc[within, side].to_numpy(np.int64) for side in ("left", "right")})


def _holds_two_reports(groups: Positions, standing: Positions) -> NDArray[np.bool_]:
    old = np.flatnonzero(standing != NEW)
    reports = pd.Series(standing[old]).groupby(groups[old]).nunique()
    return np.isin(groups, reports.index[reports > 1])


def _follow_answers(groups: Positions, known: Known) -> Positions:
    """Unite the groups that people said are the same, save those that people said are not."""
    if not len(known.same):
        return groups
    sides = ["left", "right"]
    links, conflicts = (
        pd.DataFrame({side: groups[pairs[side].to_numpy()] for side in sides})
        for pairs in (known.same, known.different)
    )
    made = _link_in_order(links.assign(score=1.0), conflicts, np.full(len(groups), NEW, dtype=np.int64))
    united = _connect(made, len(groups))[groups]
    _, first, inverse = np.unique(united, return_index=True, return_inverse=True)
    return first[inverse].astype(np.int64)


def _link_in_order(links: pd.DataFrame, conflicts: pd.DataFrame, standing: Positions) -> pd.DataFrame:
    """Return the links that can be made, surest first, without bringing a conflict into one group.

    Only the few groups with a conflict come here, link by link: each choice depends on those before.
    """
    ordered = links.sort_values(["score", "left", "right"], ascending=[False, True, True], kind="stable")
    forest = _Forest(conflicts, standing)
    pairs = zip(ordered["left"].tolist(), ordered["right"].tolist(), strict=True)
    return ordered[np.array([forest.link(one, other) for one, other in pairs], dtype=bool)]


class _Forest:
    """Groups that grow link by link and never hold a conflict or two earlier reports."""

    def __init__(self, conflicts: pd.DataFrame, standing: Positions) -> None:
        self._group: dict[int, int] = {}
        self._members: dict[int, set[int]] = {}
        self._foes: dict[int, set[int]] = {}
        self._standing = standing
        for one, other in zip(conflicts["left"].tolist(), conflicts["right"].tolist(), strict=True):
            self._foes.setdefault(one, set()).add(other)
            self._foes.setdefault(other, set()).add(one)

    def link(self, one: int, other: int) -> bool:
        """Unite the groups of two records if they may be united; tell whether they are."""
        a, b = self._group.get(one, one), self._group.get(other, other)
        if a == b:
            return True
        if len(self._of(a)) > len(self._of(b)):
            a, b = b, a
        small, large = self._of(a), self._of(b)
        reports = {int(self._standing[row]) for row in (*small, *large)} - {NEW}
        if len(reports) > 1 or any(foe in large for row in small for foe in self._foes.get(row, ())):
            return False
        large |= small
        self._members[b] = large
        self._group.update(dict.fromkeys(small, b))
        return True

    def _of(self, group: int) -> set[int]:
        return self._members.setdefault(group, {group})
