"""Cluster: records joined by "same" become one report, unless two of them must differ.

Joined records are a graph; each of its connected parts is checked pair by pair. Where a part holds two
records that must differ, its links are taken again, the surest first; none may bring such two together, and
weak ones are not taken at all. Links so refused become questions.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.deduplication.answers import NEW, Known
from cireview.deduplication.block import pair_neighbours
from cireview.deduplication.decide import SAME
from cireview.deduplication.pairs import Positions
from cireview.deduplication.reasons import WEAK

Decide = Callable[[Positions, Positions], pd.DataFrame]

# A report of more records than this is checked between neighbours in the order of content only.
CHECKED_IN_FULL = 30
_PART = 500_000
_STANDING_SCORE, _ANSWER_SCORE = 2.0, 3.0


def cluster(
    links: pd.DataFrame, known: Known, *, decide_pairs: Decide, rank: Positions, originals: Positions
) -> tuple[Positions, pd.DataFrame]:
    """Return the group of every record, as the smallest position in it, and the links it was made from.

    Parameters
    ----------
    links
        ``left``, ``right``, ``score``, ``rule``: pairs that are the same.
    known
        Answers, which nothing contradicts, and earlier reports, which only answers join or part.
    decide_pairs
        Verdicts on all of the given pairs, as `decide` gives them; ``apart`` where no report may hold both.
    rank
        Rank of every record by content.
    originals
        Positions of the records that are not mere copies of another one.
    """
    standing = known.standing_links().assign(score=_STANDING_SCORE, rule="", weak=False)
    links = links[["left", "right", "score", "rule"]].assign(weak=links["rule"].isin(WEAK))
    links = pd.concat([standing, links], ignore_index=True).astype({"weak": bool})
    links = _take_out(links, known, decide_pairs, rank)
    groups = _connect(links, len(rank))
    conflicts = _find_conflicts(groups, known, decide_pairs, rank, originals)
    broken = np.isin(groups, groups[conflicts["left"].to_numpy()]) | _holds_two_reports(
        groups, known.standing
    )
    if broken.any():
        torn = broken[links["left"].to_numpy()]
        sound = _link_in_order(links[torn & ~links["weak"]], conflicts, known.standing, rank)
        groups = _connect(pd.concat([links[~torn], sound]), len(rank))
    return _follow_answers(groups, known, links, conflicts, rank), links[links["rule"] != ""]


def _connect(links: pd.DataFrame, size: int) -> Positions:
    """Return the smallest position that each record is connected with, by ever shorter ways to it."""
    left, right = links["left"].to_numpy(), links["right"].to_numpy()
    groups = np.arange(size, dtype=np.int64)
    while True:
        lowest = np.minimum(groups[left], groups[right])
        linked = groups.copy()
        np.minimum.at(linked, groups[left], lowest)
        np.minimum.at(linked, groups[right], lowest)
        while not np.array_equal(linked, linked[linked]):
            linked = linked[linked]
        if np.array_equal(linked, groups):
            return groups
        groups = linked


def _take_out(links: pd.DataFrame, known: Known, decide_pairs: Decide, rank: Positions) -> pd.DataFrame:
    """Return the links without those between records that people took out of a report and its others.

    Both parts are compared anew: each may have hung together by a record of the other alone.
    """
    out = known.different[known.different["leaving"]]
    kept, gone = out["left"].to_numpy(), out["right"].to_numpy()
    while len(out):
        groups = _connect(links, len(rank))
        leaving = np.zeros(len(rank), dtype=bool)
        leaving[gone[groups[kept] == groups[gone]]] = True
        cut = leaving[links["left"].to_numpy()] != leaving[links["right"].to_numpy()]
        if not cut.any():
            break
        parted = np.flatnonzero(np.isin(groups, groups[leaving]))
        parts = groups[parted] * 2 + leaving[parted]
        codes = np.unique(pair_neighbours(parted, parts, rank, window=CHECKED_IN_FULL))
        anew = decide_pairs(*np.divmod(codes, len(rank)))
        anew = anew.loc[anew["verdict"] == SAME, ["left", "right", "score", "rule"]]
        anew = anew.assign(weak=anew["rule"].isin(WEAK))
        links = pd.concat([links[~cut], anew], ignore_index=True)
    return links


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
    left, right = left[~settled], right[~settled]
    for start in range(0, len(left), _PART):
        part = slice(start, start + _PART)
        decided = decide_pairs(left[part], right[part])
        found = pd.concat([found, decided.loc[decided["apart"], ["left", "right"]]])
    within = groups[found["left"].to_numpy(dtype=np.int64)] == groups[found["right"].to_numpy(dtype=np.int64)]
    return pd.DataFrame({side: found.loc[within, side].to_numpy(np.int64) for side in ("left", "right")})


def _holds_two_reports(groups: Positions, standing: Positions) -> NDArray[np.bool_]:
    old = np.flatnonzero(standing != NEW)
    reports = pd.Series(standing[old]).groupby(groups[old]).nunique()
    return np.isin(groups, reports.index[reports > 1])


def _follow_answers(
    groups: Positions, known: Known, links: pd.DataFrame, conflicts: pd.DataFrame, rank: Positions
) -> Positions:
    """Unite the groups that people said are the same, save those that people said are not."""
    sides = ["left", "right"]
    same, different = (
        pd.DataFrame({side: groups[pairs[side].to_numpy()] for side in sides})
        for pairs in (known.same, known.different)
    )
    nowhere = np.full(len(groups), NEW, dtype=np.int64)
    sound = _link_in_order(same.assign(score=1.0), different, nowhere, rank)
    united = _connect(sound, len(groups))[groups]
    left, right = (known.same[side].to_numpy() for side in sides)
    refused = united[left] != united[right]
    if not refused.any():
        return united
    torn = np.isin(united, united[np.concatenate([left[refused], right[refused]])])
    return np.where(torn, _put_answers_first(links, known, conflicts, torn, rank), united)


def _put_answers_first(
    links: pd.DataFrame, known: Known, conflicts: pd.DataFrame, torn: NDArray[np.bool_], rank: Positions
) -> Positions:
    """Return the groups of what is `torn`, where rules joined to one answer what contradicts another."""
    sides = ["left", "right"]
    # Records that answers or earlier reports unite are one report, whatever contradicts it.
    whole = _connect(pd.concat([known.same[sides], known.standing_links()]), len(torn))
    answered = known.same[sides].assign(score=_ANSWER_SCORE, weak=False)
    ruled = links[~links["weak"]]
    within = [part[torn[part["left"].to_numpy()]] for part in (answered, ruled)]
    between = conflicts[whole[conflicts["left"]] != whole[conflicts["right"]]]
    standing = np.where(known.standing == NEW, NEW, whole)
    made = _link_in_order(pd.concat(within), pd.concat([between, known.different[sides]]), standing, rank)
    return _connect(made, len(torn))


def _link_in_order(
    links: pd.DataFrame, conflicts: pd.DataFrame, standing: Positions, rank: Positions
) -> pd.DataFrame:
    """Return the links that can be made, surest first, without bringing a conflict into one group.

    Only the few groups with a conflict come here, link by link: each choice depends on those before. Of two
    that are equally sure the content decides, for ids are chance: another export numbers in another order.
    """
    ranks = np.sort(rank[links[["left", "right"]].to_numpy(dtype=np.int64)], axis=1)
    ordered = links.iloc[np.lexsort((ranks[:, 1], ranks[:, 0], -links["score"].to_numpy(dtype=np.float64)))]
    forest = _Forest(conflicts, standing)
    pairs = zip(ordered["left"].tolist(), ordered["right"].tolist(), strict=True)
    return ordered[np.array([forest.link(one, other) for one, other in pairs], dtype=bool)]


class _Forest:
    """Groups that grow link by link and never hold a conflict or two earlier reports."""

    def __init__(self, conflicts: pd.DataFrame, standing: Positions) -> None:
        self._parent: dict[int, int] = {}
        self._foes: dict[int, set[int]] = {}
        self._standing = standing
        self._report: dict[int, int] = {}
        for one, other in zip(conflicts["left"].tolist(), conflicts["right"].tolist(), strict=True):
            self._foes.setdefault(one, set()).add(other)
            self._foes.setdefault(other, set()).add(one)

    def link(self, one: int, other: int) -> bool:
        """Unite the groups of two records if this is allowed, and return whether they are one group now."""
        a, b = self._find(one), self._find(other)
        if a == b:
            return True
        reports = {self._report.get(root, int(self._standing[root])) for root in (a, b)} - {NEW}
        if len(reports) > 1 or b in self._foes.get(a, ()):
            return False
        if len(self._foes.get(a, ())) > len(self._foes.get(b, ())):
            a, b = b, a
        self._parent[a] = b
        self._report[b] = next(iter(reports), NEW)
        for foe in self._foes.pop(a, set()):
            self._foes[foe].remove(a)
            self._foes[foe].add(b)
            self._foes.setdefault(b, set()).add(foe)
        return True

    def _find(self, record: int) -> int:
        root = record
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(record, record)) != record:
            self._parent[record] = root
            record = above
        return root
