"""What is known before any comparison: people's answers, and the reports of an earlier run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.errors import LabelError, Problem, TableError
from cireview.tables import MATCH

ANSWERS = ("same", "different")
NEW = -1

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Known:
    """What no comparison may overrule, as positions of records.

    Parameters
    ----------
    same, different
        ``left``, ``right``: pairs that people answered.
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
    """Find the records that `answers` and `earlier` speak of.

    Parameters
    ----------
    ids
        Record ids in the order of positions.
    answers
        ``record_id_1``, ``record_id_2``, ``decision``; rows with no decision or unknown ids are passed over.
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
    return Known(same, different, _release(standing, reports, different, ids), reports)


def _read_answers(answers: pd.DataFrame | None, position: pd.Series) -> pd.DataFrame:
    columns = ["record_id_1", "record_id_2", "decision"]
    if answers is None:
        answers = pd.DataFrame({column: [] for column in columns}, dtype="str")
    if lacking := [column for column in columns if column not in answers.columns]:
        raise TableError(
            Problem(f"a table of answers on duplicates lacks the column(s) {', '.join(lacking)}")
        )
    decision = answers["decision"].fillna("").astype("str").str.strip().str.lower()
    if wrong := sorted(set(decision) - {*ANSWERS, ""}):
        problem = f"answers on duplicates are 'same' or 'different', not {', '.join(map(repr, wrong))}"
        raise LabelError(
            Problem(problem, column="decision", remedy="Correct the decision, or leave it empty")
        )
    sides = [answers[column].map(position) for column in columns[:2]]
    found = pd.DataFrame({"left": sides[0], "right": sides[1], "decision": decision})
    found = found[found.notna().all(axis=1) & (found["left"] != found["right"]) & (decision != "")]
    return found.astype({"left": np.int64, "right": np.int64}).reset_index(drop=True)


def _read_earlier(earlier: pd.DataFrame | None, ids: pd.Series) -> tuple[Positions, tuple[str, ...]]:
    if earlier is None:
        return np.full(len(ids), NEW, dtype=np.int64), ()
    earlier = MATCH.conform(earlier)
    report = ids.map(earlier.drop_duplicates("record_id").set_index("record_id")["report_id"])
    numbers, reports = pd.factorize(report, sort=True)
    return numbers.astype(np.int64), tuple(reports)


def _release(
    standing: Positions, reports: tuple[str, ...], different: pd.DataFrame, ids: pd.Series
) -> Positions:
    """Take records out of earlier reports that people say join two; the one that names the report stays."""
    left, right = different["left"].to_numpy(), different["right"].to_numpy()
    wrong = (standing[left] == standing[right]) & (standing[left] != NEW)
    left, right = left[wrong], right[wrong]
    names = np.array(reports, dtype=object)[standing[right]] if len(right) else np.empty(0, dtype=object)
    leaving = np.where(names == ids.to_numpy(dtype=object)[right], left, right)
    released = standing.copy()
    released[leaving] = NEW
    return released
