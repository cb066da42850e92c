"""What is known before any comparison: people's answers, and the reports of an earlier run."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from cireview.deduplication.pairs import Positions
from cireview.errors import LabelError, Problem, TableError
from cireview.tables import MATCH

ANSWERS = ("same", "different")
NEW = -1


@dataclass(frozen=True)
class Known:
    """What no comparison may overrule, as positions of records.

    Parameters
    ----------
    same, different
        ``left``, ``right``: pairs that people answered, with all that follows: where two are the same, both
        differ from what either differs from. ``leaving`` of `different` is whether `right` was merged and is
        to leave the report of `left`, while all others stay there.
    standing
        For every record the number of its earlier report, `NEW` for a record without one.
    reports
        The ids of the earlier reports, by number.
    """

    same: pd.DataFrame
    different: pd.DataFrame
    standing: Positions
    reports: tuple[str, ...]

    def standing_links(self) -> pd.DataFrame:
        """Return ``left``, ``right`` that join every earlier report's records to its first one."""
        rows = np.flatnonzero(self.standing != NEW)
        hubs = pd.Series(rows).groupby(self.standing[rows]).transform("first").to_numpy(dtype=np.int64)
        return pd.DataFrame({"left": hubs[hubs != rows], "right": rows[hubs != rows]})


def read_known(ids: pd.Series, *, answers: pd.DataFrame | None, earlier: pd.DataFrame | None) -> Known:
    """Find the records that `answers` and `earlier` mention.

    Parameters
    ----------
    ids
        Record ids in the order of positions.
    answers
        ``record_id_1``, ``record_id_2``, ``decision`` and, if people answered about merges, ``leaves``: the
        record that is to leave its report. Rows with no decision or unknown ids are passed over.
    earlier
        A MATCH table.

    Raises
    ------
    TableError
        If a table lacks a column.
    LabelError
        If a decision is neither "same" nor "different".
    """
    position = pd.Series(np.arange(len(ids)), index=ids.to_numpy())
    pairs = _read_answers(answers, position)
    same, different = (pairs[pairs["decision"] == answer] for answer in ANSWERS)
    standing, reports = _read_earlier(earlier, ids)
    alike = _join(same)
    different = _spread(_orient(different, standing, position.reindex(reports), alike), alike)
    return Known(same, different, _release(standing, different), reports)


def _read_answers(answers: pd.DataFrame | None, position: pd.Series) -> pd.DataFrame:
    """Return ``left``, ``right``, ``decision`` and ``leaving``; `right` is the record that leaves."""
    columns = ["record_id_1", "record_id_2", "decision"]
    if answers is None:
        answers = pd.DataFrame({column: [] for column in columns}, dtype="str")
    if lacking := [column for column in columns if column not in answers.columns]:
        raise TableError(
            Problem(f"the table of answers on duplicates lacks the column(s) {', '.join(lacking)}")
        )
    decision = answers["decision"].fillna("").astype("str").str.strip().str.lower()
    if wrong := sorted(set(decision) - {*ANSWERS, ""}):
        problem = f"answers on duplicates must be 'same' or 'different', not {', '.join(map(repr, wrong))}"
        raise LabelError(
            Problem(problem, column="decision", remedy="Correct the decision, or leave it empty")
        )
    sides = [answers[column].map(position) for column in columns[:2]]
    leaves = answers.get("leaves", pd.Series("", index=answers.index))
    turned = (leaves == answers[columns[0]]) & (leaves != "")
    left, right = sides[0].where(~turned, sides[1]), sides[1].where(~turned, sides[0])
    found = pd.DataFrame({"left": left, "right": right, "decision": decision, "leaving": leaves != ""})
    found = found[found.notna().all(axis=1) & (found["left"] != found["right"]) & (decision != "")]
    return found.astype({"left": np.int64, "right": np.int64}).reset_index(drop=True)


def _read_earlier(earlier: pd.DataFrame | None, ids: pd.Series) -> tuple[Positions, tuple[str, ...]]:
    if earlier is None:
        return np.full(len(ids), NEW, dtype=np.int64), ()
    earlier = MATCH.conform(earlier)
    report = ids.map(earlier.drop_duplicates("record_id").set_index("record_id")["report_id"])
    numbers, reports = pd.factorize(report, sort=True)
    return numbers.astype(np.int64), tuple(reports)


def _join(same: pd.DataFrame) -> dict[int, list[int]]:
    """Return all records that people said are the same as each, and itself."""
    alike: dict[int, list[int]] = {}
    for left, right in zip(same["left"].tolist(), same["right"].tolist(), strict=True):
        one, other = alike.setdefault(left, [left]), alike.setdefault(right, [right])
        if one is not other:
            one += other
            alike |= dict.fromkeys(other, one)
    return alike


def _orient(
    different: pd.DataFrame, standing: Positions, names: pd.Series, alike: dict[int, list[int]]
) -> pd.DataFrame:
    """Put the record that leaves an earlier report right; what names the report stays, unless people said."""
    left, right = different["left"].to_numpy(), different["right"].to_numpy()
    torn = (standing[left] == standing[right]) & (standing[left] != NEW) & ~different["leaving"].to_numpy()
    names_it = [
        bool(is_torn) and names.iloc[standing[record]] in alike.get(record, [record])
        for is_torn, record in zip(torn, right.tolist(), strict=True)
    ]
    return different.assign(left=np.where(names_it, right, left), right=np.where(names_it, left, right))


def _spread(different: pd.DataFrame, alike: dict[int, list[int]]) -> pd.DataFrame:
    """Return pairs that must differ with those of all that people said are the same as either record."""
    sides = zip(different["left"].tolist(), different["right"].tolist(), different["leaving"], strict=True)
    spread = [
        (one, other, leaving)
        for left, right, leaving in sides
        # Answers that contradict each other, which sheets are checked for, say nothing of others.
        for one, other in (
            product(alike.get(left, [left]), alike.get(right, [right]))
            if right not in alike.get(left, ())
            else [(left, right)]
        )
    ]
    table = pd.DataFrame(spread, columns=["left", "right", "leaving"])
    return table.astype({"left": np.int64, "right": np.int64, "leaving": bool})


def _release(standing: Positions, different: pd.DataFrame) -> Positions:
    """Take records out of earlier reports of which people say that they hold two."""
    left, right = different["left"].to_numpy(), different["right"].to_numpy()
    released = standing.copy()
    released[right[standing[left] == standing[right]]] = NEW
    return released
